// A tree as the editor holds it, and the words of its parts in the reader's language.
import type { Schemas } from "@shared/api/client";
import { language } from "@shared/words/language";

export type Tree = Schemas["Tree"];
export type Parts = Schemas["Parts"];
export type Words = Schemas["Words"];

export const in_language = (words: Words): string => (language.value === "en" ? words.en : words.zh);
export const no_words = (): Words => ({ zh: "", en: "" });
export const no_source = (): Schemas["LegalSource"] => ({ law: no_words(), article: "", certainty: "known" });

export const fresh_question = (): Schemas["Question"] => ({ code: "", kind: "choice", ask: no_words(), answers: [{ code: "yes", words: no_words() }, { code: "no", words: no_words() }] });
export const fresh_leaf = (): Schemas["Leaf"] => ({ code: "", title: no_words(), says: [{ words: no_words() }], options: ["talk", "mediation", "court"], bring: no_words() });
export const fresh_stop = (): Schemas["Stop"] => ({ code: "", reason: "R08", title: no_words(), says: [{ words: no_words() }], options: ["court"] });
export const fresh_option = (): Schemas["Option"] => ({ code: "", name: no_words(), time: no_words(), cost: no_words(), force: no_words(), bring: no_words() });
export const fresh_limit = (): Schemas["Limit"] => ({ code: "", name: no_words(), from: "known_on", amount: 1, unit: "year", when: [], past: no_words(), source: no_source() });

/** Every name that an answer of a shared question may lead to. */
export const shared_targets = (parts: Parts): { code: string; words: string }[] => [
    ...parts.questions.map((one) => ({ code: one.code, words: in_language(one.ask) })),
    ...parts.stops.map((one) => ({ code: one.code, words: in_language(one.title) })),
];

/** Every name an answer may lead to: questions, stops and leaves, the shared ones too. */
export const targets = (tree: Tree, parts: Parts): { code: string; words: string }[] => [
    ...[...tree.questions, ...parts.questions].map((one) => ({ code: one.code, words: in_language(one.ask) })),
    ...[...tree.leaves, ...tree.stops, ...parts.stops].map((one) => ({ code: one.code, words: in_language(one.title) })),
];

export const answers_text = (answers: Record<string, string>): string => new URLSearchParams(answers).toString();
export const text_answers = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

type Condition = Schemas["Condition"];
export const conditions_text = (all: Condition[]): string => answers_text(Object.fromEntries(all.map((one) => [one.question, one.answer])));
export const conditions_of = (text: string): Condition[] => Object.entries(text_answers(text)).map(([question, answer]) => ({ question, answer }));
