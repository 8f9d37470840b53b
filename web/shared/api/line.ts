// Is the server there? Every answer says so, and while it is not, this asks again; what could not be read is then read.
import { onScopeDispose, ref, watch, type Ref } from "vue";

const ask_after_ms = 1_000;
const ask_again_after_ms = 4_000;

export const online = ref(navigator.onLine);
let timer: number | undefined;

async function ask(): Promise<void> {
    window.clearTimeout(timer);
    try {
        await (await fetch("/api/session", { headers: { "X-Hemu-Unasked": "1" } })).text();
        note_line(true);
    } catch {
        timer = window.setTimeout(() => void ask(), ask_again_after_ms);
    }
}

/** Called with every request: whether an answer came, whatever it says. */
export function note_line(came: boolean): void {
    window.clearTimeout(timer);
    online.value = came;
    if (!came) timer = window.setTimeout(() => void ask(), ask_after_ms);
}

window.addEventListener("offline", () => note_line(false));
window.addEventListener("online", () => void ask());

/** Loads again once the line is back, if the line was what failed. */
export function use_retry(problem: Ref<{ status: number } | null>, load: () => unknown): void {
    onScopeDispose(watch(online, (now) => {
        if (now && problem.value?.status === 0) void load();
    }));
}
