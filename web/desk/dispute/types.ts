// The two levels of dispute types, the flags, and what parties may need: asked once, kept while the page lives.
import { computed, shallowRef, watch } from "vue";
import { answer, api, Problem, type Schemas } from "@shared/api/client";
import { online } from "@shared/api/line";
import { language } from "@shared/words/language";
import { words } from "@shared/words/words";

export const types = shallowRef<Schemas["Types"]>({ national: [], local: [], flags: [], languages: [], help: [] });
let asking: Promise<void> | undefined;

/** Fills `types`; a failed try is repeated by the next caller, or when the line is back. Until then codes are shown. */
export function load_types(): Promise<void> {
    asking ??= answer(api.GET("/api/types")).then(
        (found) => void (types.value = found),
        (failure) => {
            asking = undefined;
            if (!(failure instanceof Problem)) throw failure;
            watch(online, (now) => now && void load_types(), { once: true });
        },
    );
    return asking;
}

const word_of = (entry: { zh: string; en: string }): string => (language.value === "zh" ? entry.zh : entry.en);

const national_words = computed(() => new Map(types.value.national.map((type) => [type.code, word_of(type)])));
const local_words = computed(() => new Map(types.value.local.map((type) => [type.code, word_of(type)])));
const flag_words = computed(() => new Map(types.value.flags.map((flag) => [flag.code, word_of(flag)])));

const need_words = computed(() => new Map([...types.value.languages, ...types.value.help].map((need) => [need.code, word_of(need)])));

/** Wanted languages or helps, as words in a row. */
export const needs_words = (codes: string[]): string => codes.map((code) => need_words.value.get(code) ?? code).join(words.global.t("common.comma"));

export const national_type_words = (code: string): string => national_words.value.get(code) ?? code;
export const local_type_words = (code: string): string => local_words.value.get(code) ?? code;
export const flag_word = (code: string): string => flag_words.value.get(code) ?? code;
export { word_of };
