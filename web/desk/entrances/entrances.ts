// Entrances as the desk shows and edits them.
import type { Schemas } from "@shared/api/client";
import type { Field, Stand } from "@shared/api/edit";
import { words } from "@shared/words/words";
import { filled } from "../dispute/case";

export type Entrance = Schemas["EntranceView"];
type Form = Schemas["EntranceForm"];

export const kinds: Form["kind"][] = ["newspaper", "website", "wechat", "app", "screen", "bed", "car", "estate", "other"];
export const targets: Form["leads_to"][] = ["home", "guidance", "application"];
export const poster_sizes = ["a4", "a3", "a5"] as const;

/** A share in percent, where there is something to be a share of. */
export const percent = (count: number, of: number): string => (of ? `${((100 * count) / of).toFixed(count && count < of / 10 ? 1 : 0)}%` : "—");

export const kind_words = (one: Pick<Form, "kind" | "kind_words">): string => (one.kind === "other" && one.kind_words) || words.global.t(`entrances.kind.${one.kind}`);
export const short_link = (public_url: string, code: string): string => `${public_url}/go/${code}`;

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** What another site pastes into its page: a link, and the same as a button; nothing is loaded from here before it is pressed. */
export const link_snippet = (link: string, label: string): string => `<a href="${escaped(link)}">${escaped(label)}</a>`;
export const button_snippet = (link: string, label: string): string =>
    `<a href="${escaped(link)}" style="display:inline-block;padding:10px 20px;border-radius:6px;background:teal;color:white;font-weight:600;text-decoration:none">${escaped(label)}</a>`;

export interface EntranceDraft {
    name: string;
    kind: Form["kind"];
    kind_words: string;
    organisation_id: string;
    place_code: string;
    leads_to: Form["leads_to"];
    door: string;
    active: boolean;
}

export const fresh_entrance = (organisation_id: string): Stand<EntranceDraft> => ({
    draft: { name: "", kind: "estate", kind_words: "", organisation_id, place_code: "", leads_to: "home", door: "", active: true },
    version: 0,
});

export const entrance_stand = (found: Entrance): Stand<EntranceDraft> => ({
    draft: {
        name: found.name, kind: found.kind, kind_words: found.kind_words ?? "", organisation_id: found.organisation_id ?? "",
        place_code: found.place_code ?? "", leads_to: found.leads_to, door: found.door ?? "", active: found.active,
    },
    version: found.version,
});

export const entrance_form = (draft: EntranceDraft): Form => ({
    name: draft.name.trim(), kind: draft.kind, kind_words: filled(draft.kind_words), organisation_id: filled(draft.organisation_id),
    place_code: filled(draft.place_code), leads_to: draft.leads_to, door: filled(draft.door), active: draft.active,
});

export const entrance_fields = (bodies: Map<string, string>, places: Map<string, string>): Field<EntranceDraft>[] => {
    const { t } = words.global;
    return [
        { keys: ["name"], label: t("entrances.name") },
        { keys: ["kind", "kind_words"], label: t("entrances.kind_of"), words: kind_words },
        { keys: ["organisation_id"], label: t("entrances.body"), words: (one) => bodies.get(one.organisation_id) ?? one.organisation_id },
        { keys: ["place_code"], label: t("entrances.place"), words: (one) => places.get(one.place_code) ?? one.place_code },
        { keys: ["leads_to", "door"], label: t("entrances.leads_to"), words: (one) => `${t(`entrances.target.${one.leads_to}`)} ${one.door}` },
        { keys: ["active"], label: t("entrances.active") },
    ];
};
