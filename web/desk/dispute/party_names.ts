import type { CaseView } from "./case";

/** Names of the parties by their ids, for records that say who was there or who agreed. */
export const party_name = (dispute: CaseView, id: string | null | undefined): string =>
    dispute.parties.find((party) => party.id === id)?.name ?? "";

export const party_names = (dispute: CaseView, ids: string[]): string[] => ids.map((id) => party_name(dispute, id)).filter(Boolean);
