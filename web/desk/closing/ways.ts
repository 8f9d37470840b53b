// Where each item of a file is made: a form of the case, its files, its papers, its court.
import type { Schemas } from "@shared/api/client";
import type { CaseView } from "../dispute/case";
import { asked_move, record_forms } from "../dispute/moves";
import { has_duty } from "../session";

type Part = Schemas["VolumePart"];

export interface WayToPart {
    kind: "papers" | "files" | "record" | "verb" | "court";
    name: string;
}

const forms: Partial<Record<Part, string[]>> = {
    rights_notice: ["verb:begin", "record:rights_notice"],
    investigation: ["record:investigation"],
    session_record: ["record:session"],
    agreement: ["verb:agree", "verb:agree_orally"],
    signatures: ["record:signing"],
    seal: ["record:signing"],
    performance: ["verb:perform"],
    visit: ["record:visit"],
};

const is_offered = (dispute: CaseView, move: string): boolean => {
    const [kind, name] = move.split(":") as [string, string];
    if (kind === "verb") return dispute.moves.some((one) => one.verb === name && one.allowed);
    const record = record_forms[name];
    return !!record && record.states.includes(dispute.state) && has_duty(...record.duties);
};

/** None when nobody can do anything about it here and now. */
export function way_to_part(dispute: CaseView, part: Part): WayToPart | undefined {
    if (["application", "ending", "file_note", "back_cover"].includes(part)) return { kind: "papers", name: "papers" };
    if (part === "confirmation") return { kind: "court", name: "court" };
    if (["identity", "power", "evidence"].includes(part)) return ["archived", "merged"].includes(dispute.state) ? undefined : { kind: "files", name: part };
    const move = forms[part]?.find((one) => is_offered(dispute, one));
    return move ? { kind: move.startsWith("verb:") ? "verb" : "record", name: move } : undefined;
}

export function go_to(way: WayToPart, show_tab: (name: string) => void): void {
    if (way.kind === "papers" || way.kind === "court") return show_tab(way.name);
    if (way.kind !== "files") {
        asked_move.value = way.name;
        return;
    }
    const add = document.querySelector<HTMLElement>("[data-files='add']");
    add?.scrollIntoView({ block: "center" });
    add?.focus();
}
