// How far the contact with somebody who was asked is, in one word and one colour.
import type { Schemas } from "@shared/api/client";

type Invited = Schemas["InvitedParty"];
export type Stage = "none" | "asked" | "opened" | "agree" | "later" | "refuse";

export function stage_of(party: Invited): Stage {
    if (party.answers[0]) return party.answers[0].answer;
    if (party.opened_at) return "opened";
    return party.made_at ? "asked" : "none";
}

export const stage_tone = (stage: Stage): string => ({ none: "", asked: "accent", opened: "accent", agree: "good", later: "warn", refuse: "bad" })[stage];
