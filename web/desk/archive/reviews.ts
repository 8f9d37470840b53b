// The seven points of a review in their order, and what a grade looks like.
import type { Schemas } from "@shared/api/client";

export const points = ["lawful_acceptance", "complete_papers", "standard_forms", "proper_evidence", "correct_law", "timely_visit", "proper_binding"] as const;
export const grades = ["excellent", "good", "passed", "failed"] as const;
export const states = ["picked", "returned", "repaired", "accepted"] as const;
/** Papers of the file at which a remark can point. */
export const parts: Schemas["VolumePart"][] = ["application", "rights_notice", "identity", "power", "investigation", "evidence", "session_record", "agreement", "ending", "performance", "visit", "confirmation", "file_note", "back_cover"];
export const grade_kind = (grade: Schemas["ReviewGrade"]): string => ({ excellent: "good", good: "good", passed: "warn", failed: "bad" })[grade];
export const state_kind = (state: Schemas["ReviewState"]): string => ({ picked: "accent", returned: "warn", repaired: "accent", accepted: "good" })[state];
