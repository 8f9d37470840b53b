// A body while it is edited.
import type { Schemas } from "@shared/api/client";
import type { Field, Stand } from "@shared/api/edit";
import { today } from "@shared/format";
import { words } from "@shared/words/words";
import { filled } from "../dispute/case";
import { national_type_words } from "../dispute/types";

type Form = Schemas["OrganisationForm"];

export interface OrganisationDraft {
    name: string;
    abbreviation: string;
    kind: Form["kind"];
    level: Form["level"];
    place_code: string;
    parent_id: string;
    phone: string;
    address: string;
    fields: string[];
    area: string[];
    open_from_on: string;
    closed_on: string;
}

export const fresh_organisation = (): Stand<OrganisationDraft> => ({
    draft: {
        name: "", abbreviation: "", kind: "people_committee", level: "village", place_code: "", parent_id: "",
        phone: "", address: "", fields: [], area: [], open_from_on: today(), closed_on: "",
    },
    version: 0,
});

export const organisation_stand = (found: Schemas["OrganisationView"]): Stand<OrganisationDraft> => ({
    draft: {
        name: found.name, abbreviation: found.abbreviation ?? "", kind: found.kind, level: found.level, place_code: found.place_code,
        parent_id: found.parent_id ?? "", phone: found.phone ?? "", address: found.address ?? "", fields: [...found.fields], area: [...found.area],
        open_from_on: found.open_from_on, closed_on: found.closed_on ?? "",
    },
    version: found.version,
});

export const organisation_form = (draft: OrganisationDraft): Form => ({
    name: draft.name.trim(), abbreviation: draft.abbreviation.trim(), kind: draft.kind, level: draft.level, place_code: draft.place_code,
    parent_id: filled(draft.parent_id), phone: filled(draft.phone), address: filled(draft.address), fields: draft.fields, area: draft.area,
    open_from_on: draft.open_from_on, closed_on: filled(draft.closed_on),
});

export const organisation_fields = (places: Map<string, string>, bodies: Map<string, string>): Field<OrganisationDraft>[] => {
    const { t } = words.global;
    const place = (code: string): string => places.get(code) ?? code;
    const plain = (key: keyof OrganisationDraft): Field<OrganisationDraft> => ({ keys: [key], label: t(`directory.organisation.${key}`) });
    return [
        plain("name"),
        plain("abbreviation"),
        { keys: ["kind"], label: t("directory.organisation.kind"), words: (one) => t(`directory.kind.${one.kind}`) },
        { keys: ["level"], label: t("directory.organisation.level"), words: (one) => t(`directory.level.${one.level}`) },
        { keys: ["place_code"], label: t("directory.organisation.place"), words: (one) => place(one.place_code) },
        { keys: ["parent_id"], label: t("directory.organisation.parent"), words: (one) => bodies.get(one.parent_id) ?? "" },
        { keys: ["fields"], label: t("directory.organisation.fields"), words: (one) => one.fields.map(national_type_words).join(t("common.comma")) },
        { keys: ["area"], label: t("directory.organisation.area"), words: (one) => one.area.map(place).join(t("common.comma")) },
        plain("phone"),
        plain("address"),
        plain("open_from_on"),
        plain("closed_on"),
    ];
};
