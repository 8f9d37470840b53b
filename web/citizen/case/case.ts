// The case of the pass that this browser holds. What is done answers with how it stands then.
import { onScopeDispose, ref, shallowRef } from "vue";
import { useRouter, type Router } from "vue-router";
import { answer, api, Problem, type Schemas } from "@shared/api/client";
import { use_retry } from "@shared/api/line";
import type { Fault } from "../parts/faults";
import { has_pass } from "../passes";

const look_again_after_ms = 30_000;

export type HomeView = Schemas["HomeView"];
export type AskView = Schemas["AskView"];

export const home = shallowRef<HomeView | null>(null);

/** The pass is over: its owner shows his code again and comes back to where he was. */
function to_entry(router: Router): void {
    home.value = null;
    const then = router.currentRoute.value.fullPath;
    if (router.currentRoute.value.name !== "case_entry") void router.replace({ name: "case_entry", query: then === "/case" ? {} : { then } });
}

const is_over = (failure: Problem): boolean => failure.status === 401;

export function use_case() {
    const router = useRouter();
    const problem = shallowRef<Problem | null>(null);

    async function load(): Promise<void> {
        try {
            if (!home.value && !(await has_pass("party"))) return to_entry(router);
            home.value = await answer(api.GET("/api/citizen/case"));
            problem.value = null;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (is_over(failure)) to_entry(router);
            else problem.value = failure;
        }
    }
    use_retry(problem, load);

    // Whoever comes back to the page, or leaves it open, sees what came meanwhile.
    const look_again = (): void => {
        if (!document.hidden && home.value) void load();
    };
    document.addEventListener("visibilitychange", look_again);
    const timer = window.setInterval(look_again, look_again_after_ms);
    onScopeDispose(() => {
        document.removeEventListener("visibilitychange", look_again);
        window.clearInterval(timer);
    });
    return { home, problem, load };
}

type Send<T> = () => Promise<{ data?: T; error?: unknown; response: Response }>;

/** One deed of a page with one question: its faults beside the fields, what else is wrong without a field. */
export function use_deed() {
    const router = useRouter();
    const busy = ref(false);
    const faults = shallowRef<Fault[]>([]);

    async function run<T>(send: Send<T>): Promise<{ data: T } | null> {
        if (busy.value) return null;
        busy.value = true;
        try {
            const data = await answer(send());
            faults.value = [];
            return { data };
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (is_over(failure)) to_entry(router);
            else faults.value = failure.faults.length ? failure.faults.map(({ field, words }) => ({ field, words })) : [{ field: "", words: failure.words || "offline" }];
            return null;
        } finally {
            busy.value = false;
        }
    }
    return { busy, faults, run };
}
