// The queue's question as it stands in the address, its rows and its counts.
import { computed, ref, shallowRef, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import { answer, api, Problem, type Schemas } from "@shared/api/client";
import { use_retry } from "@shared/api/line";
import { use_live } from "@shared/live/live";
import { use_refresh } from "@shared/live/refresh";
import { has_duty } from "../session";

export type View = Schemas["QueueView"];
export type Order = Schemas["QueueOrder"];
export type Column = Schemas["QueueColumn"];
export type Row = Schemas["QueueRow"];
export type Query = Schemas["QueueQuery"];

export const views: View[] = ["mine", "my_body", "unassigned", "new_papers", "due_today", "late", "waiting", "on_hold", "all"];
export const orders: Order[] = ["due", "registered", "amount", "risk", "people", "state"];
export const columns: Column[] = ["state", "due", "type", "risk", "holder", "handler", "registered", "amount", "people", "hold"];
export const states: Schemas["State"][] = [
    "registered", "accepted", "offered", "taken", "assigned", "mediating", "paused", "agreed", "performing", "breached",
    "performed", "terminated", "refused", "redirected", "withdrawn",
];
export const risks: Schemas["Risk"][] = ["red", "orange", "yellow", "blue"];
/** The queue that was read last: it stays beside the case that is opened from it. */
export const last_queue = shallowRef<{ view: View; rows: Row[] }>();
const usual_columns: Column[] = ["state", "due", "type", "holder", "registered"];
const columns_key = "hemu_queue_columns";
const page_size = 50;
const refresh_after_ms = 250;
/** As long as the server keeps counts, so that the last message is counted too. */
const count_after_ms = 3_000;

/** Mediators begin with their own cases, those who watch a scope with all of it, everybody else with the body's. */
const first_view = (): View => (has_duty("mediator", "judge") ? "mine" : has_duty("supervisor", "leader", "dispatcher") ? "all" : "my_body");

const known = <T extends string>(list: readonly T[], word: unknown): T | undefined => list.find((one) => one === word);

/** Which columns this browser shows. */
function kept_columns(): Column[] {
    try {
        const kept = JSON.parse(localStorage.getItem(columns_key) ?? "null") as Column[] | null;
        return kept?.filter((one) => columns.includes(one)) ?? usual_columns;
    } catch {
        return usual_columns;
    }
}

/** The question in the address: a link to a queue shows everybody the same, as far as he may see it. */
export function use_queue_query() {
    const route = useRoute();
    const router = useRouter();
    const shown_columns = ref<Column[]>(kept_columns());
    watch(shown_columns, (chosen) => localStorage.setItem(columns_key, JSON.stringify(chosen)));

    const query = computed<Query>(() => ({
        view: known(views, route.params.view) ?? first_view(),
        order: known(orders, route.query.order) ?? "due",
        descending: route.query.descending === "true",
        state: known(states, route.query.state),
        national_type: typeof route.query.type === "string" ? route.query.type : undefined,
        risk: known(risks, route.query.risk),
    }));

    const change = (parts: Partial<Query>): void => {
        const next = { ...query.value, ...parts };
        void router.replace({
            name: "queue",
            params: { view: next.view },
            query: {
                ...(next.order !== "due" && { order: next.order, ...(next.descending && { descending: "true" }) }),
                ...(next.state && { state: next.state }),
                ...(next.national_type && { type: next.national_type }),
                ...(next.risk && { risk: next.risk }),
            },
        });
    };
    return { query, change, shown_columns };
}

export function use_queue(query: () => Query) {
    const rows = shallowRef<Row[]>([]);
    const counts = shallowRef<Schemas["QueueCount"][]>([]);
    const next = ref<string | null>(null);
    const problem = shallowRef<Problem | null>(null);
    const loading = ref(false);
    const loaded = ref(false);
    let turn = 0;

    async function read(after?: string, limit = page_size): Promise<void> {
        const mine = ++turn;
        const { national_type, handler_id, ...rest } = query();
        loading.value = true;
        try {
            const asked = { ...rest, descending: rest.descending ? "true" : undefined, type: national_type, handler: handler_id, after, limit };
            const page = await answer(api.GET("/api/queue", { params: { query: asked } }));
            if (mine !== turn) return;
            rows.value = after ? [...rows.value, ...page.items] : page.items;
            next.value = page.next ?? null;
            last_queue.value = { view: rest.view, rows: rows.value };
            problem.value = null;
            loaded.value = true;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (mine === turn) problem.value = failure;
        } finally {
            if (mine === turn) loading.value = false;
        }
    }

    /** Counts are beside the rows: when they cannot be read the old ones stay. */
    async function count(): Promise<void> {
        try {
            counts.value = await answer(api.GET("/api/queue/counts"));
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }

    const again = (): Promise<void> => read(undefined, Math.min(200, Math.max(rows.value.length, page_size)));
    use_retry(problem, again);
    use_live("queue", use_refresh(again, refresh_after_ms));
    use_live("queue", use_refresh(count, count_after_ms));
    return { rows, counts, next, problem, loading, loaded, read, again, count };
}
