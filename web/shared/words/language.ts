// The reader's language: Chinese unless he chose another. The cookie tells the server, which words its problems alike.
import { ref } from "vue";

/**
 * Every language with a folder of words beside this file: its tag, the direction in which it is written, and whether it
 * has all words. What a language has not is shown in Chinese.
 */
export const languages = {
    zh: { tag: "zh-CN", direction: "ltr", whole: true },
    en: { tag: "en", direction: "ltr", whole: true },
};

export type Language = keyof typeof languages;

const cookie_name = "hemu_language";

function chosen(): Language {
    const [, name = ""] = new RegExp(`${cookie_name}=(\\w+)`).exec(document.cookie) ?? [];
    return name in languages ? (name as Language) : "zh";
}

export const language = ref<Language>(chosen());

export function remember_language(next: Language): void {
    const one_year = 365 * 24 * 3600;
    document.cookie = `${cookie_name}=${next}; path=/; max-age=${one_year}; samesite=lax`;
    language.value = next;
}
