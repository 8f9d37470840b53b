// The reader's language: Chinese unless he chose English. The cookie tells the server, which words its problems alike.
import { ref } from "vue";

export type Language = "zh" | "en";

const cookie_name = "hemu_language";

const chosen = (): Language => (document.cookie.includes(`${cookie_name}=en`) ? "en" : "zh");

export const language = ref<Language>(chosen());

export function remember_language(next: Language): void {
    const one_year = 365 * 24 * 3600;
    document.cookie = `${cookie_name}=${next}; path=/; max-age=${one_year}; samesite=lax`;
    language.value = next;
}
