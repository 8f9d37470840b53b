// A tree as the editor holds it, and the words of its parts in the reader's language.
import type { Schemas } from "@shared/api/client";
import { language } from "@shared/words/language";

export type Tree = Schemas["Tree"];
export type Words = Schemas["Words"];

export const in_language = (words: Words): string => (language.value === "en" ? words.en : words.zh);
export const no_words = (): Words => ({ zh: "", en: "" });

/** Every name an answer may lead to: questions, stops and leaves, the shared ones too. */
export const targets = (tree: Tree, parts: Schemas["Parts"]): { code: string; words: string }[] => [
    ...[...tree.questions, ...parts.questions].map((one) => ({ code: one.code, words: in_language(one.ask) })),
    ...[...tree.leaves, ...tree.stops, ...parts.stops].map((one) => ({ code: one.code, words: in_language(one.title) })),
];

export const answers_text = (answers: Record<string, string>): string => new URLSearchParams(answers).toString();
export const text_answers = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

type Condition = Schemas["Condition"];
export const conditions_text = (all: Condition[]): string => answers_text(Object.fromEntries(all.map((one) => [one.question, one.answer])));
export const conditions_of = (text: string): Condition[] => Object.entries(text_answers(text)).map(([question, answer]) => ({ question, answer }));
