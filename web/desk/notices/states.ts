// How a notice stands, in one word and one colour.
import type { Schemas } from "@shared/api/client";

type PartyNotice = Schemas["PartyNotice"];

const by_staff = ["call", "visit", "letter", "window"];

/** Handed to somebody of staff, who has not said yet what came of it. */
export const is_with_staff = (notice: PartyNotice): boolean => notice.state === "sent" && by_staff.includes(notice.method);

export const state_word = (notice: PartyNotice): string => (is_with_staff(notice) ? "with_staff" : notice.state);

export const tone = (state: string): string =>
    ({ delivered: "good", read: "good", failed: "bad", next_method: "warn", with_staff: "warn", sending: "accent", waiting: "accent" })[state] ?? "";
