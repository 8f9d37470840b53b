// Who else is at a case: the page says that it is open, and in which form, and hears who the others are.
import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";

const say_every_ms = 15_000;
/** Who only goes past a case is not at it. */
const say_after_ms = 300;

/** The form that is open in this tab; the panels of a case set it. */
export const doing = ref<string | undefined>();

export function use_presence(id: () => string) {
    const others = shallowRef<Schemas["PresentView"][]>([]);

    async function say(): Promise<void> {
        if (document.hidden) return;
        const asked = id();
        try {
            const present = await answer(api.POST("/api/disputes/{dispute}/presence", {
                params: { path: { dispute: asked } }, body: { doing: doing.value }, headers: write_headers(fresh_key()),
            }));
            if (asked === id()) others.value = present;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }

    const timer = window.setInterval(() => void say(), say_every_ms);
    let soon: number | undefined;
    watch(id, () => (others.value = []));
    watch([id, doing], () => {
        window.clearTimeout(soon);
        soon = window.setTimeout(() => void say(), say_after_ms);
    });
    void say();
    onScopeDispose(() => {
        window.clearInterval(timer);
        window.clearTimeout(soon);
        doing.value = undefined;
    });
    return others;
}
