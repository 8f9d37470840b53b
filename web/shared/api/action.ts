// One thing a person does on a page: sent once, repeatable with the same key, its problem kept for the page.
import { ref, shallowRef } from "vue";
import { words } from "@shared/words/words";
import { use_retry } from "./line";
import { answer, fresh_key, Problem, write_headers } from "./client";

type Send<T> = (headers: Record<string, string>) => Promise<{ data?: T; error?: unknown; response: Response }>;

export function use_action() {
    const busy = ref(false);
    const problem = shallowRef<Problem | null>(null);
    const left_empty = shallowRef<string[]>([]);
    const shown_fields = new Set<string>();
    let key = fresh_key();
    let body_sent = "";

    /**
     * Sends; an unchanged body that is sent again keeps its key. `required` fields must be filled, or nothing is sent.
     * Returns null when it was refused or failed.
     */
    async function run<T>(body: unknown, send: Send<T>, version?: number, required: string[] = []): Promise<{ data: T } | null> {
        if (busy.value) return null;
        left_empty.value = required.filter((field) => !(body as Record<string, unknown>)[field]);
        if (left_empty.value.length) {
            problem.value = null;
            return null;
        }
        const body_now = JSON.stringify([body, version]);
        if (body_now !== body_sent) {
            key = fresh_key();
            body_sent = body_now;
        }
        busy.value = true;
        problem.value = null;
        try {
            const data = await answer(send(write_headers(key, version)));
            body_sent = "";
            return { data };
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            problem.value = failure;
            return null;
        } finally {
            busy.value = false;
        }
    }

    /** The words for a field at fault, for the message beside it. */
    function fault(field: string): string {
        shown_fields.add(field);
        if (left_empty.value.includes(field)) return words.global.t("common.required");
        return problem.value?.faults.find((found) => found.field === field)?.words ?? "";
    }

    return { busy, problem, left_empty, shown_fields, run, fault };
}

export type Action = ReturnType<typeof use_action>;

/** Loads what a page shows; `load` may be called again, and an older answer never overwrites a newer one. */
export function use_loading<T>(fetch_it: () => Promise<T>) {
    const data = shallowRef<T | null>(null);
    const problem = shallowRef<Problem | null>(null);
    const loading = ref(false);
    let turn = 0;

    async function load(): Promise<void> {
        const mine = ++turn;
        loading.value = true;
        try {
            const found = await fetch_it();
            if (mine !== turn) return;
            data.value = found;
            problem.value = null;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (mine === turn) problem.value = failure;
        } finally {
            if (mine === turn) loading.value = false;
        }
    }
    use_retry(problem, load);
    return { data, problem, loading, load };
}

/** A list that comes in pages: `load` reads the first anew, `more` the one that follows. */
export function use_pages<Page extends { items: unknown[]; next: string }>(ask: (after?: string) => Promise<Page>) {
    const items = shallowRef<Page["items"]>([]);
    const next = ref("");
    const first = use_loading(async () => {
        const page = await ask();
        items.value = page.items;
        next.value = page.next;
        return page;
    });
    const more = use_loading(async () => {
        const page = await ask(next.value);
        items.value = [...items.value, ...page.items];
        next.value = page.next;
        return page;
    });
    return { ...first, items, next, more };
}
