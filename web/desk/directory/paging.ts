// A list that grows page by page.
import { ref, shallowRef } from "vue";
import { Problem } from "@shared/api/client";
import { use_retry } from "@shared/api/line";

interface Page<T> {
    items: T[];
    next?: string | null;
}

export function use_pages<T, P extends Page<T> = Page<T>>(fetch_page: (after?: string) => Promise<P & Page<T>>) {
    const items = shallowRef<T[]>([]);
    const next = ref<string | null>(null);
    /** As the server gave it, with what else stands in it. */
    const last_page = shallowRef<P | null>(null);
    const problem = shallowRef<Problem | null>(null);
    const loading = ref(false);
    const loaded = ref(false);
    let turn = 0;

    async function load(after?: string): Promise<void> {
        const mine = ++turn;
        loading.value = true;
        try {
            const page = await fetch_page(after);
            if (mine !== turn) return;
            items.value = after ? [...items.value, ...page.items] : page.items;
            next.value = page.next ?? null;
            last_page.value = page;
            problem.value = null;
            loaded.value = true;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (mine === turn) problem.value = failure;
        } finally {
            if (mine === turn) loading.value = false;
        }
    }
    const more = (): Promise<void> => load(next.value ?? undefined);
    use_retry(problem, () => load());
    return { items, next, last_page, problem, loading, loaded, load, more };
}
