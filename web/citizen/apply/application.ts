// The application that this browser has open: what stands on the server, and what is typed. What is typed is kept in the
// tab until the server has it; a line that breaks loses nothing.
import { reactive, ref, shallowRef, watch } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";
import { online } from "@shared/api/line";
import { language } from "@shared/words/language";
import { fresh_id } from "../fresh_id";
import { in_kiosk } from "../kiosk";
import { has_pass } from "../passes";
import { draft_of, empty_draft, form_of, type Draft, type View } from "./draft";

const kept_key = "hemu_application";
const guidance_key = "hemu_guidance";
const entrance_key = "hemu_from";
const attempt_key = "hemu_application_attempt";

export type Guidance = Schemas["GuidanceTaken"];

interface Kept {
    view: View;
    draft: Draft;
    code: string;
}

export const view = shallowRef<View | null>(null);
export const draft = reactive<Draft>(empty_draft());
/** The code that opens it again, where this tab has been told it. */
export const code = ref("");
/** The number as it was typed on this page; what comes back from the server is masked. */
export const typed_phone = ref("");
/** Something typed has not reached the server. */
export const unsaved = ref(false);

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");

function kept(): Kept | null {
    const text = sessionStorage.getItem(kept_key);
    return text ? (JSON.parse(text) as Kept) : null;
}

function keep(): void {
    if (view.value && !view.value.submitted) sessionStorage.setItem(kept_key, JSON.stringify({ view: view.value, draft, code: code.value } satisfies Kept));
}
watch(draft, keep);

/** Forgets what this tab holds of it. */
export function forget(): void {
    sessionStorage.removeItem(kept_key);
    view.value = null;
    code.value = "";
    typed_phone.value = "";
    unsaved.value = false;
    Object.assign(draft, empty_draft());
}

/** What guidance had asked, for the next application of this tab. */
export function carried(): Guidance | null {
    const text = sessionStorage.getItem(guidance_key);
    return text ? (JSON.parse(text) as Guidance) : null;
}

/** Shows what stands there; what was typed here since `base` stays, field by field. */
function show(now: View, mine: Draft | null, base: View | null): void {
    const theirs = draft_of(now.form);
    const before = base && draft_of(base.form);
    for (const name of Object.keys(theirs) as (keyof Draft)[]) if (mine && before && !same(mine[name], before[name])) Object.assign(theirs, { [name]: mine[name] });
    view.value = now;
    Object.assign(draft, copy(theirs));
    if (now.submitted) sessionStorage.removeItem(kept_key);
    else keep();
}

/** The same until the server has answered: who asks again after a lost answer gets the same application. */
function attempt(): string {
    const kept = sessionStorage.getItem(attempt_key) ?? fresh_id();
    sessionStorage.setItem(attempt_key, kept);
    return kept;
}

export async function start(phone: string): Promise<Schemas["ApplicationStarted"]> {
    const body: Schemas["ApplicationStart"] = {
        phone, language: language.value, attempt_id: attempt(), from: sessionStorage.getItem(entrance_key) ?? undefined, channel: in_kiosk.value ? "kiosk" : undefined, guidance: carried() ?? undefined,
    };
    const begun = await answer(api.POST("/api/citizen/applications", { body, headers: write_headers(fresh_key()) }));
    sessionStorage.removeItem(guidance_key);
    sessionStorage.removeItem(attempt_key);
    forget();
    code.value = begun.code;
    typed_phone.value = phone;
    await load();
    return begun;
}

export async function resume(phone: string, typed_code: string): Promise<void> {
    const now = await answer(api.POST("/api/citizen/applications/resumption", { body: { phone, code: typed_code }, headers: write_headers(fresh_key()) }));
    const mine = kept();
    const is_mine = mine?.code === typed_code;
    if (!is_mine) forget();
    code.value = typed_code;
    typed_phone.value = phone;
    show(now, is_mine ? mine.draft : null, is_mine ? mine.view : null);
}

/** Reads it; without a line what the tab kept is shown. Throws Problem 401 when no pass opens one. */
export async function load(): Promise<void> {
    const mine = kept();
    if (mine) code.value = mine.code;
    try {
        if (!(await has_pass("application"))) throw new Problem(401, "pass_needed", "");
        const now = await answer(api.GET("/api/citizen/application"));
        const is_mine = mine?.view.phone === now.phone;
        show(now, is_mine ? mine.draft : null, is_mine ? mine.view : null);
    } catch (failure) {
        if (!(failure instanceof Problem) || failure.status !== 0 || !mine) throw failure;
        view.value = mine.view;
        Object.assign(draft, mine.draft);
        unsaved.value = true;
    }
}

/** Reads again what only the server knows: files, confirmation, what is missing. */
export async function refresh(): Promise<void> {
    show(await answer(api.GET("/api/citizen/application")), copy(draft), view.value);
}

async function put(): Promise<void> {
    const base = view.value;
    if (!base) return;
    const sent = copy(draft) as Draft;
    const now = await answer(api.PUT("/api/citizen/application", { body: form_of(sent, base.form), headers: write_headers(fresh_key(), base.version) }));
    // What was typed while it was on its way is newer than what came back.
    show(now, copy(draft), { ...base, form: form_of(sent, base.form) });
    unsaved.value = false;
}

/** Saves. Without a line it waits for one; a version saved on another device meanwhile is taken in first. */
export async function save(): Promise<void> {
    try {
        await put().catch(async (failure: unknown) => {
            if (!(failure instanceof Problem) || failure.code !== "version_outdated") throw failure;
            await refresh();
            await put();
        });
    } catch (failure) {
        if (!(failure instanceof Problem) || failure.status !== 0) throw failure;
        unsaved.value = true;
        keep();
    }
}

watch(online, (now) => {
    if (now && unsaved.value) void save().catch(() => undefined);
});

export async function give_up(): Promise<void> {
    await answer(api.DELETE("/api/citizen/application", { headers: write_headers(fresh_key()) }));
    forget();
}

export async function submit(consents: Schemas["ConsentGiven"][]): Promise<void> {
    const submitted = await answer(api.POST("/api/citizen/application/submission", { body: { consents }, headers: write_headers(fresh_key()) }));
    if (view.value) view.value = { ...view.value, submitted };
    sessionStorage.removeItem(kept_key);
}
