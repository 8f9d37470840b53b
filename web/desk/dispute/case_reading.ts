// Reading the case of the address, and following what others do to it.
import { computed, onMounted, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";
import { use_retry } from "@shared/api/line";
import { a_frame_later, next_frame } from "@shared/frame_later";
import { use_live } from "@shared/live/live";
import { use_refresh } from "@shared/live/refresh";
import { registrars } from "../router";
import { has_duty } from "../session";
import { at, type CaseView } from "./case";

const refresh_after_ms = 250;

export function use_case() {
    const { t } = useI18n();
    const route = useRoute();
    const router = useRouter();
    const dispute = shallowRef<CaseView | null>(null);
    const closing = shallowRef<Schemas["ClosingView"] | null>(null);
    const duplicates = shallowRef<Schemas["Duplicates"] | null>(null);
    const problem = shallowRef<Problem | null>(null);
    const id = computed(() => String(route.params.dispute));
    /** The last case stays in sight, untouchable, until the next one is there. */
    const is_this = computed(() => dispute.value?.id === id.value);
    let turn = 0;

    async function read(): Promise<void> {
        const mine = ++turn;
        const params = at({ id: id.value });
        try {
            const found = await answer(api.GET("/api/disputes/{dispute}", { params }));
            if (mine !== turn) return;
            dispute.value = found;
            problem.value = null;
            document.title = `${found.number} · ${t("common.name")}`;
            await next_frame();
            if (mine !== turn) return;
            void note_seen(found);
            const gate = await answer(api.GET("/api/disputes/{dispute}/closing", { params }));
            if (mine === turn) closing.value = gate;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            if (mine !== turn) return;
            problem.value = failure;
            if (!is_this.value) dispute.value = null;
        }
    }

    /** Whoever has the case before him has seen what came in; his queue of new papers does without it. */
    let seen = "";
    async function note_seen(found: CaseView): Promise<void> {
        const now = `${found.id} ${found.event_number}`;
        if (seen === now || document.hidden) return;
        seen = now;
        await answer(api.POST("/api/disputes/{dispute}/seen", { params: at(found), body: {}, headers: write_headers(fresh_key()) })).catch(() => (seen = ""));
    }

    /** Before it is accepted the case is compared once more with earlier ones: that is when a merge is still open. */
    async function compare(): Promise<void> {
        const found = dispute.value;
        if (!found || found.state !== "registered" || !has_duty(...registrars)) return;
        const body = {
            parties: found.parties.map((party) => ({ side: party.side, kind: party.kind, name: party.name })),
            narrative: found.narrative,
            place_code: found.place_code,
        };
        try {
            const hints = await answer(api.POST("/api/intake/duplicates", { body, headers: write_headers(fresh_key()) }));
            if (id.value === found.id) duplicates.value = { ...hints, items: hints.items.filter((hint) => hint.id !== found.id) };
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }

    /** A move may hand the case to others, out of this reader's sight: he is told and goes on with his queue. */
    async function changed(): Promise<void> {
        const seen_before = dispute.value !== null;
        await read();
        if (!seen_before || problem.value?.status !== 404) return;
        ElMessage.success(t("dispute.out_of_sight"));
        await router.push({ name: "queue" });
    }

    async function open(): Promise<void> {
        await read();
        await compare();
    }

    use_retry(problem, read);
    use_live(() => `dispute:${id.value}`, use_refresh(changed, refresh_after_ms));
    watch(id, () => {
        closing.value = null;
        duplicates.value = null;
        void open();
    });
    onMounted(open);

    /** The case for what stands beside it: first comes what one looks at. */
    const beside = a_frame_later(dispute);
    return { id, dispute, beside, closing, duplicates, problem, is_this, read, changed };
}
