// A session while it is planned or its record is written.
import { answer, api, type Schemas } from "@shared/api/client";
import type { Field, Stand } from "@shared/api/edit";
import { days_from_today, local_of_instant } from "@shared/format";
import { words } from "@shared/words/words";
import { at, type CaseView } from "../dispute/case";

type Session = Schemas["MediationSessionView"];

export interface SessionDraft {
    planned_at: string;
    place: string;
    mode: Session["mode"];
    participants: string[];
    held_from: string;
    held_to: string;
    record: string;
    result: string;
}

export function fresh_session(dispute: CaseView): SessionDraft {
    return {
        planned_at: `${days_from_today(1)}T09:00`, place: "", mode: "joint", participants: dispute.parties.map((party) => party.name),
        held_from: "", held_to: "", record: "", result: "",
    };
}

/** As it stands; of one not held yet the hours are empty. */
export const session_stand = (session: Session): Stand<SessionDraft> => ({
    draft: {
        planned_at: local_of_instant(session.planned_at),
        place: session.place,
        mode: session.mode,
        participants: [...session.participants],
        held_from: session.held_from ? local_of_instant(session.held_from) : "",
        held_to: session.held_to ? local_of_instant(session.held_to) : "",
        record: session.record ?? "",
        result: session.result ?? "",
    },
    version: session.version,
});

export async function read_session(dispute: CaseView, id: string): Promise<Stand<SessionDraft>> {
    const { sessions } = await answer(api.GET("/api/disputes/{dispute}/handling", { params: at(dispute) }));
    return session_stand(sessions.find((one) => one.id === id)!);
}

export const session_fields = (): Field<SessionDraft>[] => {
    const { t } = words.global;
    const time = (key: "planned_at" | "held_from" | "held_to"): Field<SessionDraft> => ({ keys: [key], label: t(`handling.session.${key}`), words: (one) => one[key].replace("T", " ") });
    return [
        time("planned_at"),
        { keys: ["mode"], label: t("handling.session.mode"), words: (one) => t(`handling.mode.${one.mode}`) },
        { keys: ["place"], label: t("handling.session.place") },
        { keys: ["participants"], label: t("handling.session.participants") },
        time("held_from"),
        time("held_to"),
        { keys: ["record"], label: t("handling.session.record") },
        { keys: ["result"], label: t("handling.session.result") },
    ];
};
