// What may come a frame later, so that what one looks at first is painted first.
import { shallowRef, watch, type Ref, type ShallowRef } from "vue";

/** Resolves when what stands now is painted; at once in a tab that nobody looks at, which paints nothing. */
export const next_frame = (): Promise<void> =>
    new Promise((done) => {
        if (document.hidden) done();
        else requestAnimationFrame(() => setTimeout(done));
    });

/** The same value a frame later; what is nothing, or follows nothing, comes at once. */
export function a_frame_later<T>(source: Ref<T | null>): ShallowRef<T | null> {
    const later = shallowRef(source.value) as ShallowRef<T | null>;
    watch(source, async (now, before) => {
        if (now !== null && before !== null) await next_frame();
        if (source.value === now) later.value = now;
    });
    return later;
}
