// Light or dark, kept in this browser; public/theme.js shows it, before the first picture and after every change.
import { ref } from "vue";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "hemu_theme";
const kept = localStorage.getItem(key);

export const theme = ref<Theme>(themes.find((one) => one === kept) ?? "auto");

export function choose_theme(next: Theme): void {
    theme.value = next;
    if (next === "auto") localStorage.removeItem(key);
    else localStorage.setItem(key, next);
    window.dispatchEvent(new Event("hemu_theme"));
}
