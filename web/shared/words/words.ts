// Words of the pages: one JSON file per area and language; only the chosen language is loaded.
import { watch } from "vue";
import { createI18n } from "vue-i18n";
import { language, languages, type Language } from "./language";

type Area = Record<string, unknown>;
export type WordFiles = Record<string, () => Promise<Area>>;

export const words = createI18n({
    legacy: false,
    locale: language.value,
    fallbackLocale: "zh",
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messages: {},
});

const known: WordFiles = {};

async function load(files: WordFiles, wanted: Language): Promise<void> {
    if (!languages[wanted].whole) await load(files, "zh");
    await Promise.all(
        Object.entries(files).map(async ([path, open]) => {
            const [, file_language, area] = /\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
            if (file_language === wanted && area) words.global.mergeLocaleMessage(wanted, { [area]: await open() } as never);
        }),
    );
}

async function show(wanted: Language): Promise<void> {
    await load(known, wanted);
    words.global.locale.value = wanted as never;
    document.documentElement.lang = languages[wanted].tag;
    document.documentElement.dir = languages[wanted].direction;
}

/** Loads the areas of one language from files named `./zh/intake.json`, and follows later changes of language. */
export async function use_words(files: WordFiles): Promise<void> {
    Object.assign(known, files);
    watch(language, show);
    await show(language.value);
}

/** More areas, for a page that brings its own. */
export async function add_words(files: WordFiles): Promise<void> {
    Object.assign(known, files);
    await load(files, language.value);
}
