// What an identity number says of its holder: filled in where nothing stands, told beside the field where it disagrees.
import { computed, watch, type Ref } from "vue";
import { is_credit_code, plain_number, read_identity_number } from "@shared/identity_number";
import type { PartyDraft } from "./party_draft";

/** How many last characters of "city and county" an address is searched for: the county's own name. */
const county_characters = 3;

/** region: the full name of the number's division, once the server has told it. */
export function use_identity_reading(party: () => PartyDraft, region: Ref<string>) {
    const read = computed(() => (party().identity_kind === "resident_card" ? read_identity_number(party().identity_number) : null));
    const filled = { birth_on: "", sex: "", address: "" };

    /** Into a field that is empty or that still holds what an earlier number filled in. */
    function fill(field: "birth_on" | "sex" | "address", value: string): void {
        if (!party()[field] || party()[field] === filled[field]) party()[field] = value;
        filled[field] = value;
    }

    watch(read, (now) => {
        if (!now) return;
        fill("birth_on", now.birth_on);
        fill("sex", now.sex);
    });
    watch([region, read], ([name, now]) => {
        if (name && now && !party().known_as) fill("address", name);
    });

    // A card read while the cursor stood in the name.
    watch(() => party().name, (name) => {
        if (party().kind !== "natural" || party().identity_number || !read_identity_number(name)) return;
        party().identity_number = plain_number(name);
        party().name = "";
    });

    const is_wrong = computed<"" | "number_wrong" | "credit_code_wrong">(() => {
        const number = plain_number(party().identity_number);
        if (number.length < 18) return "";
        if (party().identity_kind === "resident_card" && !read.value) return "number_wrong";
        return party().identity_kind === "credit_code" && !is_credit_code(number) ? "credit_code_wrong" : "";
    });
    const birth_differs = computed(() => Boolean(read.value && party().birth_on && party().birth_on !== read.value.birth_on));
    const sex_differs = computed(() => Boolean(read.value && party().sex && party().sex !== read.value.sex));
    const place_differs = computed(() =>
        Boolean(read.value && region.value && party().address.trim() && !party().address.includes(region.value.slice(-county_characters))),
    );
    const place_from_number = computed(() => Boolean(read.value && region.value && party().address === region.value));
    return { read, is_wrong, birth_differs, sex_differs, place_differs, place_from_number };
}
