// Acts on many cases: which there are, what they ask for, and the runs that are under way.
import { reactive, shallowRef } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";
import { days_from_today } from "@shared/format";
import { session } from "../session";

export type Act = Schemas["Act"];
export type What = Schemas["What"];
export type Run = Schemas["RunView"];

/** What the server offers to the post in which somebody acts, in the order of the buttons. */
export const acts = shallowRef<Act[]>([]);
let acts_of_post: string | undefined;

export async function load_acts(): Promise<void> {
    const post = session.value?.post?.id;
    if (post === acts_of_post) return;
    acts.value = [];
    const found = await answer(api.GET("/api/bulk/acts")).catch(() => undefined);
    if (!found || post !== session.value?.post?.id) return;
    acts.value = found;
    acts_of_post = post;
}

export const most_at_once = 500;

/** The first cases of a queue's question, as many as may be done at once, shown or not. */
export async function first_ids({ national_type, handler_id, ...query }: Schemas["QueueQuery"]): Promise<string[]> {
    const ids: string[] = [];
    let after: string | undefined;
    do {
        const limit = Math.min(200, most_at_once - ids.length);
        const asked = { ...query, descending: query.descending ? "true" : undefined, type: national_type, handler: handler_id, after, limit };
        const page = await answer(api.GET("/api/queue", { params: { query: asked } }));
        ids.push(...page.items.map((row) => row.id));
        after = page.next ?? undefined;
    } while (after && ids.length < most_at_once);
    return ids;
}

export const asks_nothing = (act: Act): boolean => act === "claim" || act === "release";

/** What the fields of one act begin with. */
export const fresh_fields = () =>
    reactive({
        words: "",
        hold_reason: "party" as Schemas["HoldReason"],
        day: days_from_today(7),
        organisation_id: "",
        mediator_id: "",
        grounds_asked: false,
        order_kind: "remind" as Schemas["OrderKind"],
        result: "failed" as Schemas["CaseResult"],
    });
export type Fields = ReturnType<typeof fresh_fields>;

const filled = (words: string): string | undefined => words.trim() || undefined;

export function what_of(act: Act, fields: Fields): What {
    switch (act) {
        case "hold":
            return { act, hold: { reason: fields.hold_reason, until_on: fields.day, words: filled(fields.words) } };
        case "note":
            return { act, note: fields.words.trim() };
        case "offer":
            return { act, offer: { organisation_id: fields.organisation_id, words: filled(fields.words) } };
        case "assign":
            return {
                act,
                assign: {
                    presiding_id: fields.mediator_id,
                    others: [],
                    recusal: [{ account_id: fields.mediator_id, grounds_asked: fields.grounds_asked, relation: "none" }],
                },
            };
        case "order":
            return { act, order: { kind: fields.order_kind, demand: fields.words.trim(), reply_by_on: fields.day } };
        case "visit_plan":
            return { act, visit_plan: { planned_on: fields.day } };
        case "close":
            return { act, close: { result: fields.result, words: filled(fields.words) } };
        default:
            return { act };
    }
}

/** Whether everything that the act asks for has been said. */
export function is_said(act: Act, fields: Fields): boolean {
    if (act === "note" || act === "order") return Boolean(fields.words.trim());
    if (act === "offer") return Boolean(fields.organisation_id);
    if (act === "assign") return Boolean(fields.mediator_id) && fields.grounds_asked;
    return true;
}

// Runs belong to the server: they go on when the page is left, and are found again when it is opened.
export const runs = shallowRef<Run[]>([]);
const dismissed = new Set<string>();
let timer: number | undefined;
const ask_again_ms = 1_000;
const shown_after_end_ms = 60_000;

const is_over = (run: Run): boolean => run.state === "ended" || run.state === "stopped";

export async function follow_runs(): Promise<void> {
    window.clearTimeout(timer);
    try {
        const found = await answer(api.GET("/api/bulk", { params: { query: { limit: 5 } } }));
        const recent = (run: Run): boolean => !is_over(run) || Date.now() - Date.parse(run.ended_at ?? run.made_at) < shown_after_end_ms;
        runs.value = found.filter((run) => recent(run) && !dismissed.has(run.id));
    } catch (failure) {
        if (!(failure instanceof Problem)) throw failure;
    }
    if (runs.value.length) timer = window.setTimeout(() => void follow_runs(), ask_again_ms);
}

export const stop_following = (): void => window.clearTimeout(timer);

export function dismiss(run: Run): void {
    dismissed.add(run.id);
    runs.value = runs.value.filter((one) => one.id !== run.id);
}

/** Takes a run back before it begins, or leaves its rest. */
export async function stop_run(run: Run): Promise<void> {
    await answer(api.DELETE("/api/bulk/{run}", { params: { path: { run: run.id } }, headers: write_headers(fresh_key()) })).catch(() => undefined);
    await follow_runs();
}
