import type { Schemas } from "@shared/api/client";
import type { CaseView } from "../dispute/case";

/** Nothing is frozen any more once the file is on the shelf. */
export const is_shelved = (dispute: CaseView): boolean => ["archived", "merged"].includes(dispute.state);
/** As the server holds it; the agreement is signed between being reached and taking effect. */
export const may_begin = (dispute: CaseView, paper: Schemas["CasePaper"]): boolean => !is_shelved(dispute) && (paper.code !== "D09" || dispute.state === "agreed");
