// Who a party may be: the register is asked while the clerk types, and the answer is a list walked by arrow keys.
import { computed, ref, shallowRef, watch } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";
import { plain_number } from "@shared/identity_number";
import { set_kind, type PartyDraft } from "./party_draft";

const ask_after_ms = 200;
type Found = Schemas["PeopleView"];

/** One line of the list. */
export interface Suggestion {
    key: string;
    person?: Schemas["EarlierPerson"];
    organisation?: Schemas["KnownOrganisation"];
}

export function use_known_parties(party: () => PartyDraft) {
    const found = shallowRef<Found | null>(null);
    const chosen = ref(-1);
    const dismissed = ref(false);
    let timer: number | undefined;
    let turn = 0;

    /** The kind that the name says, until it says another; a kind that came otherwise stays. */
    let kind_of_name: PartyDraft["kind"] | null = null;
    function follow_name(likely: PartyDraft["kind"] | null): void {
        const next = likely ?? (party().kind === kind_of_name ? "natural" : null);
        if (next && next !== party().kind) set_kind(party(), next);
        kind_of_name = likely;
    }

    async function ask(): Promise<void> {
        const number = plain_number(party().identity_number);
        const phone = plain_number(party().phone);
        const name = party().name.trim();
        const question = {
            identity_number: number.length >= 15 ? number : undefined,
            phone: phone.length >= 7 ? phone : undefined,
            name: name.length >= 2 ? name : undefined,
        };
        const mine = ++turn;
        if (!question.identity_number && !question.phone && !question.name) {
            found.value = null;
            return;
        }
        try {
            const told = await answer(api.POST("/api/intake/people", { body: question, headers: write_headers(fresh_key()) }));
            if (mine !== turn) return;
            found.value = told;
            chosen.value = -1;
            dismissed.value = false;
            if (!party().kind_chosen && !party().known_as) follow_name(told.likely_kind ?? null);
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (mine === turn) found.value = null;
        }
    }

    watch(() => [party().name, party().phone, party().identity_number], () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(() => void ask(), ask_after_ms);
    });

    const suggestions = computed<Suggestion[]>(() => {
        if (dismissed.value || !found.value || party().known_as) return [];
        const organisations = found.value.organisations.filter((one) => one.name !== party().name.trim() || one.party_id);
        const of_people = found.value.people.filter((one) => !organisations.some((other) => other.party_id === one.party_id));
        return [
            ...of_people.map((person) => ({ key: person.party_id, person })),
            ...organisations.map((organisation) => ({ key: organisation.party_id ?? organisation.name, organisation })),
        ];
    });

    function take(suggestion: Suggestion): void {
        const one = suggestion.person ?? suggestion.organisation;
        if (!one) return;
        const target = party();
        if (target.kind !== one.kind) set_kind(target, one.kind);
        target.name = one.name;
        dismissed.value = true;
        if (!one.party_id) return;
        target.known_as = one.party_id;
        target.known = {
            name: one.name, identity_number: one.identity_number, phone: one.phone, address: suggestion.person?.address,
            birth_on: suggestion.person?.birth_on, sex: suggestion.person?.sex,
        };
        if (suggestion.organisation?.legal_representative) target.legal_representative ||= suggestion.organisation.legal_representative;
    }

    function give_back(): void {
        party().known_as = "";
        party().known = null;
        dismissed.value = false;
    }

    /** Arrows walk the list, Enter takes over, Escape closes it. */
    function hear_key(event: Event): void {
        if (!(event instanceof KeyboardEvent) || event.isComposing || !suggestions.value.length) return;
        const count = suggestions.value.length;
        const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
        const picked = suggestions.value[chosen.value];
        if (plain && event.key === "ArrowDown") chosen.value = (chosen.value + 1) % count;
        else if (plain && event.key === "ArrowUp") chosen.value = Math.max(chosen.value, 0) === 0 ? count - 1 : chosen.value - 1;
        else if (plain && event.key === "Enter" && picked) take(picked);
        else if (event.key === "Escape") dismissed.value = true;
        else return;
        event.preventDefault();
    }

    const region = computed(() => found.value?.identity?.region_name ?? "");
    return { found, region, suggestions, chosen, take, give_back, hear_key };
}
