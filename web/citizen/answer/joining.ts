// What the invited has before him, in memory only: neither code nor names enter an address or a store.
import { ref, shallowRef } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";

export type Invitation = Schemas["InvitationView"];
export type Answer = Schemas["InvitationAnswer"];
export type Account = Schemas["OwnSide"];

export const invitation = shallowRef<Invitation | null>(null);
/** What is chosen and not sent yet. */
export const chosen = ref<Answer | "">("");

/** Letters and digits of codes; nothing that is mixed up when reading. */
export const code_letters = /^[2-9A-HJKMNPQRSTWXYZ]{8}$/;
export const plain_code = (typed: string): string => typed.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");

/** Behind the number sign of a link: CODE, a proof that the link is ours, and `.p` when it stood on paper. */
export function code_of(hash: string): Schemas["EntryForm"] | null {
    const found = /^#([0-9A-Za-z]{8})(?:-([0-9a-f]{8}))?(\.p)?$/.exec(hash);
    if (!found?.[1]) return null;
    return { code: found[1], ...(found[2] && { proof: found[2] }), way: found[3] ? "paper" : "link" };
}

export async function enter(form: Schemas["EntryForm"]): Promise<void> {
    chosen.value = "";
    invitation.value = await answer(api.POST("/api/citizen/invitation/entry", { body: form, headers: write_headers(fresh_key()) }));
}

/** Whoever came in earlier need not type again. False: nobody did. */
export async function come_back(): Promise<boolean> {
    if (invitation.value) return true;
    try {
        invitation.value = await answer(api.GET("/api/citizen/invitation"));
        return true;
    } catch (failure) {
        if (failure instanceof Problem && [401, 404].includes(failure.status)) return false;
        throw failure;
    }
}

/** Counted without a name; nobody waits for it. */
export function note_step(step: "asked" | "chosen"): void {
    void answer(api.POST("/api/citizen/invitation/steps", { body: { step }, headers: write_headers(fresh_key()) })).catch(() => undefined);
}

export async function send_answer(form: Schemas["AnswerForm"]): Promise<void> {
    invitation.value = await answer(api.PUT("/api/citizen/invitation/answer", { body: form }));
}

/** One part of what he adds; the others stay as they are. */
export async function save_part(part: Partial<Account>): Promise<void> {
    const account = invitation.value?.account ?? { statement: "", days_away: [], help: [] };
    invitation.value = await answer(api.PUT("/api/citizen/invitation/account", { body: { ...account, ...part } }));
}

/** "刘三和王五", "Liu and Wang". */
export const joined = (names: string[], and: string, comma: string): string =>
    names.length < 2 ? names.join("") : `${names.slice(0, -1).join(comma)}${and}${names[names.length - 1]}`;
