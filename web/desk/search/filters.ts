// What a search is narrowed by, as it stands in the address: lists are words with commas between them.
import type { LocationQuery } from "vue-router";
import type { Schemas } from "@shared/api/client";
import { step_of, steps, type Step } from "../dispute/steps";

type State = Schemas["State"];

export const states = Object.keys(step_of) as State[];
export const risks: Schemas["Risk"][] = ["blue", "yellow", "orange", "red"];
export const difficulties: Schemas["Difficulty"][] = ["simple", "general", "difficult", "major", "specially_major"];
export const secrecies: Schemas["Secrecy"][] = ["normal", "private", "restricted"];
export const levels: Schemas["OrganisationLevel"][] = ["city", "county", "town", "village"];
export const sources: Schemas["Source"][] = ["proactive", "application", "court", "procuratorate", "police", "petition_office", "other_department"];
export const channels: Schemas["Channel"][] = [
    "window", "phone", "visit", "online", "kiosk", "hotline_12345", "hotline_12348", "call_110", "grid", "village", "petition",
    "court_delegated", "court_entrusted", "labour_arbitration", "legal_aid", "insurer", "media", "partner", "import",
];

const names = [
    "step", "state", "risk", "difficulty", "source", "channel", "secrecy", "national_type", "local_type", "level", "body", "place",
    "flag", "from", "to", "open",
] as const;
export type Filters = Partial<Record<(typeof names)[number], string>>;

export function filters_in(query: LocationQuery): Filters {
    const filters: Filters = {};
    for (const name of names) if (typeof query[name] === "string" && query[name] !== "") filters[name] = query[name];
    return filters;
}

/** As the server takes them, which knows states but no steps. */
export function asked({ step, ...filters }: Filters): Omit<Filters, "step"> {
    if (!step) return filters;
    const chosen = new Set(step.split(",") as Step[]);
    const wanted = filters.state?.split(",") as State[] | undefined;
    const both = (wanted ?? states).filter((state) => chosen.has(step_of[state]));
    // A step of none of the chosen states: nothing is both.
    return both.length ? { ...filters, state: both.join() } : { ...filters, state: "registered", from: "9999-12-31" };
}

export const shown_steps = steps.filter((step) => states.some((state) => step_of[state] === step));
