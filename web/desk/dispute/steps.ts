// The seven steps of the loop, and in which of them a state is.
import type { Schemas } from "@shared/api/client";

export type Step = "gather" | "assess" | "hand_over" | "handle" | "supervise" | "close" | "evaluate";

export const steps: Step[] = ["gather", "assess", "hand_over", "handle", "supervise", "close", "evaluate"];

export const step_of: Record<Schemas["State"], Step> = {
    registered: "assess", merged: "close", refused: "close", redirected: "close", withdrawn: "close",
    accepted: "hand_over", offered: "hand_over", taken: "hand_over", assigned: "handle", mediating: "handle",
    paused: "handle", agreed: "close", performing: "close", breached: "close", performed: "close",
    terminated: "close", closed: "evaluate", archived: "evaluate",
};
