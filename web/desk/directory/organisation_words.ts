import type { Schemas } from "@shared/api/client";

export const organisation_kinds: Schemas["OrganisationKind"][] = [
    "people_committee", "industry_committee", "enterprise_committee", "mediation_centre", "governance_centre", "stationed_room", "personal_studio",
    "administrative_body", "commercial_body", "court", "procuratorate", "police", "petition_office", "justice_bureau", "arbitration_body",
    "labour_arbitration_body", "notary_office", "legal_aid_centre", "department",
];

export const levels: Schemas["OrganisationLevel"][] = ["city", "county", "town", "village"];
