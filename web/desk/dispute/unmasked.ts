// Parties whose numbers were opened on this page, with a reason that is audited; hidden again after two minutes.
import { shallowReactive } from "vue";
import type { Schemas } from "@shared/api/client";

type Party = Schemas["PartyView"];
const hidden_again_after_ms = 120_000;

const in_clear = shallowReactive(new Map<string, Party>());

export const shown = (party: Party): Party => in_clear.get(party.id) ?? party;
export const is_unmasked = (party: Party): boolean => in_clear.has(party.id);
export const hide = (party?: Party): void => (party ? void in_clear.delete(party.id) : in_clear.clear());

export function show_in_clear(party: Party): void {
    in_clear.set(party.id, party);
    window.setTimeout(() => in_clear.delete(party.id), hidden_again_after_ms);
}
