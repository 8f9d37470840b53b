// What somebody types on a page of his case stays in this tab until it is sent: neither a reload, nor a broken line, nor
// a pass that ended loses it.
import { reactive, watch } from "vue";
import { fresh_id } from "../fresh_id";

const beginning = "hemu_case_";

function kept<T extends object>(key: string, empty: T): T & { id: string } {
    try {
        return { ...empty, id: fresh_id(), ...(JSON.parse(sessionStorage.getItem(beginning + key) ?? "{}") as Partial<T>) };
    } catch {
        return { ...empty, id: fresh_id() };
    }
}

/** The draft of one page, with the id under which it will be sent. */
export function use_draft<T extends object>(key: string, empty: T) {
    const draft = reactive(kept(key, empty)) as T & { id: string };
    let over = false;
    watch(draft, () => {
        if (!over) sessionStorage.setItem(beginning + key, JSON.stringify(draft));
    });
    const forget = (): void => {
        over = true;
        sessionStorage.removeItem(beginning + key);
    };
    return { draft, forget };
}

/** On a device of others nothing stays. */
export function forget_all_drafts(): void {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(beginning)) sessionStorage.removeItem(key);
}
