import type { Schemas } from "@shared/api/client";

export type Way = Schemas["Way"];

/** Ways other than mediation here, in the order in which they are told. */
export const ways: Way[] = ["court", "labour_arbitration", "arbitration", "reconsideration", "petition", "police", "legal_aid", "administrative", "notary"];
