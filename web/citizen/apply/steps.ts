// The order of the questions, and to which of them a field of the form belongs.
import { draft, view } from "./application";

export const steps = ["for", "you", "fellows", "others", "story", "type", "want", "when", "where", "handlers", "evidence", "away", "needs", "confirm", "consents", "check"] as const;
export type Step = (typeof steps)[number];

export const is_step = (name: string): name is Step => (steps as readonly string[]).includes(name);

/** Questions that have nothing to ask here. */
function is_asked(step: Step): boolean {
    const now = view.value;
    if (step === "type") return Boolean(now?.guessed_types.length);
    if (step === "confirm") return Boolean(now?.phone_can_be_confirmed && !now.phone_confirmed);
    return true;
}

const asked = (): Step[] => steps.filter(is_asked);

export const step_after = (step: Step): Step => asked().find((one) => steps.indexOf(one) > steps.indexOf(step)) ?? "check";
export const step_before = (step: Step): Step | undefined => asked().filter((one) => steps.indexOf(one) < steps.indexOf(step)).pop();
export const place_of = (step: Step): { at: number; all: number } => ({ at: steps.indexOf(step) + 1, all: steps.length });

const step_of_name: Record<string, Step> = {
    applying_for: "for", narrative: "story", national_type: "type", local_type: "type", request: "want", amount_fen: "want", occurred_on: "when", occurred_words: "when",
    place_code: "where", address: "where", other_handlers: "handlers", evidence: "evidence", files: "evidence", days_away: "away", asks_apart: "needs", helper: "needs",
    phone: "confirm", consents: "consents",
};

/** `parties[1].phone` → others, when the second party is on the other side. */
export function step_of(field: string): Step {
    const [, name = ""] = /^(\w+)/.exec(field) ?? [];
    const [, at] = /^parties\[(\d+)\]/.exec(field) ?? [];
    if (at !== undefined) return draft.parties[Number(at)]?.side === "respondent" ? "others" : at === "0" ? (/\.(language|help)/.test(field) ? "needs" : "you") : "fellows";
    if (name === "parties") return draft.parties.length ? "others" : "you";
    return step_of_name[name] ?? "check";
}

/** First all of one's own side, then the other: where a party stands in the form. */
export const on_side = (side: "applicant" | "respondent"): number[] => draft.parties.flatMap((party, at) => (party.side === side ? [at] : []));
