// How the fields that checks, marks and refusals of the court name are called on the pages.
import { words } from "@shared/words/words";

/** `terms[1].due_on` is the time of the second term; `materials.agreement` a class of papers. */
export function field_words(field: string): string {
    const { t, te } = words.global;
    const term = /^terms\[(\d+)\](?:\.(\w+))?$/.exec(field);
    if (term) return t("court.field.term", { number: Number(term[1]) + 1 }) + (term[2] ? ` · ${t(`court.field.${term[2]}`)}` : "");
    const [kind, name] = field.split(".");
    if (kind === "checks" && name) return t(`court.check.${name}`);
    if (kind === "materials" && name) return t(`court.material.${name}`);
    return te(`court.field.${field}`) ? t(`court.field.${field}`) : field;
}

export const outcome_tones = { declined: "bad", rejected: "bad", upheld: "good", changed: "warn", annulled: "bad", void: "bad" } as const;

export const state_tones: Record<string, string> = {
    prepared: "", handed_in: "accent", returned: "warn", accepted: "accent", ruled: "good", rejected: "bad", declined: "bad", withdrawn: "",
    received: "warn", confirmed: "accent", settled: "good", brought: "accent", filed: "good",
};
