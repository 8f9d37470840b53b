import { onMounted, shallowRef } from "vue";
import { useRouter } from "vue-router";
import { answer, api, Problem, type Schemas } from "@shared/api/client";

/** The papers that the party signs or has signed; who has no pass is led to where a code is asked for. */
export function use_own_signings() {
    const router = useRouter();
    const papers = shallowRef<Schemas["OwnSigning"][] | null>(null);
    const problem = shallowRef<Problem | null>(null);
    onMounted(async () => {
        try {
            papers.value = await answer(api.GET("/api/citizen/signings"));
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (failure.status === 401) await router.replace({ name: "sign" });
            else problem.value = failure;
        }
    });
    return { papers, problem };
}
