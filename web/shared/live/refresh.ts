// When a page reads again because something happened.
import { onScopeDispose } from "vue";

const least_between_ms = 1_000;

/**
 * A function that runs `refresh` a little later; call it in setup. What happens meanwhile shares one run, a busy city
 * makes at most one a second, and a hidden tab waits until somebody looks at it again.
 */
export function use_refresh(refresh: () => unknown, after_ms: number): () => void {
    let timer: number | undefined;
    let wanted_while_hidden = false;
    let last = -least_between_ms;

    const run = (): void => {
        timer = undefined;
        wanted_while_hidden = document.hidden;
        if (wanted_while_hidden) return;
        last = performance.now();
        void refresh();
    };
    const soon = (): void => {
        timer ??= window.setTimeout(run, Math.max(after_ms, last + least_between_ms - performance.now()));
    };
    const seen = (): void => {
        if (!document.hidden && wanted_while_hidden) run();
    };
    document.addEventListener("visibilitychange", seen);
    onScopeDispose(() => {
        window.clearTimeout(timer);
        document.removeEventListener("visibilitychange", seen);
    });
    return soon;
}
