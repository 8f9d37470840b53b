// Words of the pages: one JSON file per area and language; only the chosen language is loaded.
import { watch } from "vue";
import { createI18n } from "vue-i18n";
import { language, type Language } from "./language";

type Area = Record<string, unknown>;
export type WordFiles = Record<string, () => Promise<Area>>;

export const words = createI18n({
    legacy: false,
    locale: language.value,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messages: {},
});

/** Loads the areas of one language from files named `./zh/intake.json`, and follows later changes of language. */
export async function use_words(files: WordFiles): Promise<void> {
    const load = async (wanted: Language): Promise<void> => {
        const areas: Record<string, Area> = {};
        await Promise.all(
            Object.entries(files).map(async ([path, open]) => {
                const [, file_language, area] = /\/(zh|en)\/(\w+)\.json$/.exec(path) ?? [];
                if (file_language === wanted && area) areas[area] = await open();
            }),
        );
        words.global.setLocaleMessage(wanted, areas as never);
        words.global.locale.value = wanted as never;
        document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
    };
    watch(language, load);
    await load(language.value);
}
