// The full name of a place by its code.
import { ref, watch, type Ref } from "vue";
import { answer, api, Problem } from "@shared/api/client";

export function place_name(code: () => string): Ref<string> {
    const name = ref(code());
    watch(code, async (wanted) => {
        name.value = wanted;
        if (!wanted) return;
        try {
            const found = await answer(api.GET("/api/citizen/places", { params: { query: { search: wanted } } }));
            name.value = found.find((place) => place.code === wanted)?.full_name ?? wanted;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }, { immediate: true });
    return name;
}
