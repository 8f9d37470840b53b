// Drafts of registrations: kept on the server, sealed, so that they outlive the browser. This tab's session storage holds
// the last key presses until they are saved there; when the line drops they wait in it.
import { onMounted, onUnmounted, ref, shallowRef, watch, type Reactive } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";
import { fresh_draft, is_empty, read_draft, type RegistrationDraft } from "./registration_draft";

const bridge_key = "hemu_registration_draft";
const save_after_ms = 1200;
const retry_after_ms = 5000;

export type SaveState = "nothing" | "saving" | "saved" | "line_dropped" | "too_many";

/** A random UUID (RFC 9562, version 4); crypto.randomUUID is only there on secure origins. */
function fresh_id(): string {
    const hex = fresh_key();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function use_drafts(draft: Reactive<RegistrationDraft>) {
    const id = ref(fresh_id());
    const state = ref<SaveState>("nothing");
    const saved_at = ref("");
    const others = shallowRef<Schemas["DraftView"][]>([]);
    let timer: number | undefined;
    let saving: Promise<void> | undefined;
    let unsaved = false;
    let over = false;
    /** The draft as the page last set it by itself: no key press made it. */
    let set_as = JSON.stringify(draft);

    function set(next: RegistrationDraft): void {
        Object.assign(draft, next);
        set_as = JSON.stringify(draft);
    }

    async function put(): Promise<void> {
        const content = JSON.stringify(draft);
        unsaved = false;
        state.value = "saving";
        try {
            const params = { path: { draft: id.value } };
            const done = await answer(api.PUT("/api/intake/drafts/{draft}", { params, body: { content }, headers: write_headers(fresh_key()) }));
            saved_at.value = done.saved_at;
            state.value = "saved";
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            unsaved = true;
            state.value = failure.code === "too_many_drafts" ? "too_many" : "line_dropped";
            later(retry_after_ms);
        }
    }

    async function save(): Promise<void> {
        if (over || saving) return;
        saving = put();
        await saving;
        saving = undefined;
        if (unsaved && state.value === "saved") later(save_after_ms);
    }

    function later(after_ms: number): void {
        window.clearTimeout(timer);
        if (!over) timer = window.setTimeout(() => void save(), after_ms);
    }

    const back_on_line = (): void => {
        if (unsaved) later(0);
    };

    watch(draft, () => {
        const content = JSON.stringify(draft);
        if (over || content === set_as || is_empty(draft)) return;
        sessionStorage.setItem(bridge_key, JSON.stringify({ id: id.value, content }));
        unsaved = true;
        later(save_after_ms);
    });

    async function look(): Promise<void> {
        try {
            const found = await answer(api.GET("/api/intake/drafts"));
            others.value = found.filter((one) => one.id !== id.value);
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }

    /** What this tab held when it was left goes before what lies on the server. */
    function cross_bridge(): void {
        try {
            const bridge = JSON.parse(sessionStorage.getItem(bridge_key) ?? "null") as { id: string; content: string } | null;
            if (!bridge) return;
            id.value = bridge.id;
            set(read_draft(bridge.content));
            unsaved = true;
            later(0);
        } catch {
            sessionStorage.removeItem(bridge_key);
        }
    }

    async function flush(): Promise<void> {
        window.clearTimeout(timer);
        await saving;
        if (unsaved && !is_empty(draft)) await save();
    }

    /** Goes on with an older draft; what was being typed stays a draft of its own. */
    async function restore(one: Schemas["DraftView"]): Promise<void> {
        await flush();
        id.value = one.id;
        set(read_draft(one.content));
        sessionStorage.setItem(bridge_key, JSON.stringify({ id: one.id, content: one.content }));
        saved_at.value = one.saved_at;
        state.value = "saved";
        await look();
    }

    async function remove(which: string): Promise<void> {
        try {
            await answer(api.DELETE("/api/intake/drafts/{draft}", { params: { path: { draft: which } }, headers: write_headers(fresh_key()) }));
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }

    async function throw_away(one: Schemas["DraftView"]): Promise<void> {
        await remove(one.id);
        await look();
    }

    /** Before registering: no save may come after it. */
    async function stop(): Promise<void> {
        over = true;
        window.clearTimeout(timer);
        await saving;
    }
    const go_on = (): void => {
        over = false;
        if (unsaved) later(save_after_ms);
    };
    const registered = (): void => sessionStorage.removeItem(bridge_key);

    async function clear(): Promise<void> {
        await stop();
        await remove(id.value);
        sessionStorage.removeItem(bridge_key);
        id.value = fresh_id();
        set(fresh_draft());
        unsaved = false;
        state.value = "nothing";
        over = false;
    }

    cross_bridge();
    onMounted(() => {
        window.addEventListener("online", back_on_line);
        void look();
    });
    onUnmounted(() => {
        window.removeEventListener("online", back_on_line);
        if (!over) void flush();
    });
    return { id, state, saved_at, others, restore, throw_away, stop, go_on, registered, clear };
}
