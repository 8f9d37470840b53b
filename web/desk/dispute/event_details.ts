// What an event's content says, in words: codes by their lists, ids by the names that the case carries.
import type { Schemas } from "@shared/api/client";
import { date_text, moment_text, money_text } from "@shared/format";
import type { CaseView } from "./case";
import { out_words } from "../partners/partners";
import { party_name, party_names } from "./party_names";
import { national_type_words } from "./types";

interface Reader {
    item: Schemas["TimelineItem"];
    dispute: CaseView;
    t: (key: string) => string;
    te: (key: string) => boolean;
}

const reason_lists: Record<string, string> = {
    refuse: "triage.refusal_reason", redirect: "triage.refusal_reason", return: "assignment.return_reason", passed_up: "assignment.pass_reason", passed_down: "assignment.pass_reason", passing_declined: "assignment.return_reason", terminate: "handling.termination_reason", pause: "handling.pause_reason",
    hold: "dispute.hold_reason", confirmation_declined: "court.reason", confirmation_rejected: "court.reason",
};
const manner_lists: Record<string, string> = { signature: "closing.manner", visit: "evaluation.manner", second_visit: "evaluation.manner" };

const listed = ({ t, te }: Reader, list: string | undefined, word: unknown): string => (list && te(`${list}.${String(word)}`) ? t(`${list}.${String(word)}`) : "");

/** In the order in which the words are told. */
const tellers: Record<string, (value: unknown, reader: Reader) => string> = {
    out_id: (value) => out_words(String(value)),
    reason: (value, reader) => listed(reader, reason_lists[reader.item.kind], value),
    to: (value, reader) => listed(reader, "triage.way", value),
    routes: (value, reader) => (Array.isArray(value) ? value.map((way) => listed(reader, "triage.way", way)).join(reader.t("common.comma")) : ""),
    channel: (value, reader) => listed(reader, "dispute.channel", value),
    national_type: (value) => national_type_words(String(value)),
    organisation_id: (value, { dispute }) => dispute.bodies.find((body) => body.organisation_id === value)?.name ?? "",
    agreed_by: (value, { dispute, t }) => (Array.isArray(value) && value.length ? t("assignment.agreed_short") + party_names(dispute, value as string[]).join(t("common.comma")) : ""),
    chosen_by: (value, { dispute, t }) => (Array.isArray(value) && value.length ? t("assignment.chosen_short") + party_names(dispute, value as string[]).join(t("common.comma")) : ""),
    relation: (value, reader) => listed(reader, "assignment.relation", value),
    presiding_id: (value, { dispute }) => dispute.people.find((person) => person.account_id === value)?.name ?? "",
    party_id: (value, { dispute }) => party_name(dispute, String(value)),
    mediator: (value, { t }) => (value === true ? t("directory.duty.mediator") : ""),
    clock: (value, reader) => listed(reader, "dispute.clock", value),
    about: (value, reader) => listed(reader, "notices.event", value),
    asked: (value, reader) => listed(reader, "case_home_desk.kind", value),
    data: (value, reader) => listed(reader, "case_home_desk.data.kind", value),
    decision: (value, reader) => listed(reader, "case_home_desk.data.outcome", value),
    why: (value, reader) => listed(reader, "case_home_desk.data.reason", value),
    method: (value, reader) => listed(reader, "notices.method", value),
    fault: (value, reader) => listed(reader, "notices.fault", value) || String(value),
    mode: (value, reader) => listed(reader, "handling.mode", value),
    form: (value, reader) => listed(reader, "handling.form", value),
    scope: (value, reader) => listed(reader, "handling.scope", value),
    manner: (value, reader) => listed(reader, manner_lists[reader.item.kind], value),
    performance: (value, reader) => listed(reader, "evaluation.performance", value),
    proof: (value, reader) => listed(reader, "closing.proof", value),
    result: (value, reader) => listed(reader, "closing.results", value),
    retention: (value, reader) => listed(reader, "closing.retention", value),
    answer: (value, reader) => listed(reader, "invitation.answer", value),
    way: (value, reader) => listed(reader, "invitation.way", value),
    willing: (value, reader) => listed(reader, "dispute.willingness", value),
    entrusted_as: (value, reader) => listed(reader, "court.kind", value),
    procedure: (value, reader) => listed(reader, "court.procedure", value),
    outcome: (value, reader) => listed(reader, "court.outcome", value),
    case_number: (value) => String(value ?? ""),
    ruling_number: (value) => String(value ?? ""),
    file_number: (value) => String(value),
    void_number: (value) => String(value),
    new_number: (value) => (value ? `→ ${String(value)}` : ""),
    amount_fen: (value) => (typeof value === "number" && value > 0 ? money_text(value) : ""),
    held_from: (value) => moment_text(String(value)),
    planned_at: (value, { item }) => (item.content.held_from ? "" : moment_text(String(value))),
    effective_on: (value) => date_text(String(value)),
    signed_on: (value) => date_text(String(value)),
    sealed_on: (value) => date_text(String(value)),
    served_on: (value) => date_text(String(value)),
    objected_on: (value) => date_text(String(value)),
    withdrawn_on: (value) => date_text(String(value)),
    applied_on: (value) => date_text(String(value)),
    accepted_on: (value) => date_text(String(value)),
    ruled_on: (value) => date_text(String(value)),
    performed_on: (value) => date_text(String(value)),
    visited_on: (value) => date_text(String(value)),
    notice_given_on: (value) => date_text(String(value)),
    new_end_on: (value) => date_text(String(value)),
    reply_by_on: (value) => date_text(String(value)),
    due_on: (value) => date_text(String(value)),
    planned_on: (value) => date_text(String(value)),
    until_on: (value) => date_text(String(value)),
    answered: (value, { t }) => t(value === true ? "boards.answered" : "boards.no_answer"),
};

export const details_of = (reader: Reader): string =>
    Object.entries(tellers)
        .map(([name, tell]) => {
            const value = reader.item.content[name];
            return value === undefined || value === null ? "" : tell(value, reader);
        })
        .filter(Boolean)
        .join(" · ");
