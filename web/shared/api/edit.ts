// An edit of what others may change meanwhile. It names the version that it began from, not the one that a live page
// has come to; when it is too late both versions are kept, field by field, and the next try begins from the newer one.
import { computed, ref, shallowRef, type Ref } from "vue";
import { words } from "@shared/words/words";
import { use_action } from "./action";
import { Problem } from "./client";

/** What stands on the server: as this form's draft, and its version. */
export interface Stand<Draft> {
    draft: Draft;
    version: number;
}

/** One field of the form: which parts of the draft it holds, and how people read them. */
export interface Field<Draft> {
    keys: (keyof Draft & string)[];
    label: string;
    words?: (draft: Draft) => string;
}

export type Whose = "mine" | "theirs";

export interface VersionRow {
    label: string;
    mine: string;
    theirs: string;
    differs: boolean;
    /** What the form holds of it now; undefined when it was written anew since. */
    holds?: Whose;
}

const too_late = new Set(["version_outdated", "not_in_this_state", "already_signed"]);
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");

function plain(value: unknown): string {
    if (Array.isArray(value)) return value.map(plain).join(words.global.t("common.comma"));
    if (typeof value === "boolean") return words.global.t(value ? "common.yes" : "common.no");
    return value === null || value === undefined ? "" : String(value);
}

export function use_edit<Draft extends object>(start: Stand<Draft>, read: () => Promise<Stand<Draft>>, fields: () => Field<Draft>[]) {
    const action = use_action();
    const draft = ref(copy(start.draft)) as Ref<Draft>;
    const both = shallowRef<Record<Whose, Draft> | null>(null);
    let base = start;

    const holds = (field: Field<Draft>, whose: Draft): boolean => field.keys.every((key) => same(draft.value[key], whose[key]));

    /** Begins anew from what stands there. */
    function begin(stand: Stand<Draft>): void {
        base = copy(stand);
        draft.value = copy(stand.draft);
        both.value = null;
    }

    /** What I left as it was follows the others; what I wrote stays, and stands beside theirs. */
    async function compare(): Promise<void> {
        try {
            const now = copy(await read());
            both.value = { mine: copy(draft.value), theirs: now.draft };
            for (const { keys } of fields()) if (keys.every((key) => same(draft.value[key], base.draft[key]))) for (const key of keys) draft.value[key] = copy(now.draft[key]);
            base = now;
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
        }
    }

    async function send<T>(body: unknown, how: Parameters<typeof action.run<T>>[1], required: string[] = []): Promise<{ data: T } | null> {
        const done = await action.run(body, how, base.version, required);
        if (done) both.value = null;
        else if (too_late.has(action.problem.value?.code ?? "")) await compare();
        return done;
    }

    const versions = computed<VersionRow[] | null>(() => {
        if (!both.value) return null;
        const { mine, theirs } = both.value;
        return fields().map((field) => {
            const read_of = field.words ?? ((one: Draft) => field.keys.map((key) => plain(one[key])).join(" "));
            const differs = field.keys.some((key) => !same(mine[key], theirs[key]));
            return { label: field.label, mine: read_of(mine), theirs: read_of(theirs), differs, holds: holds(field, theirs) ? "theirs" : holds(field, mine) ? "mine" : undefined };
        });
    });

    /** Puts one field, or all of them, to what one of us wrote. */
    function take(whose: Whose, row?: number): void {
        const from = both.value?.[whose];
        if (!from) return;
        for (const { keys } of row === undefined ? fields() : [fields()[row]!]) for (const key of keys) draft.value[key] = copy(from[key]);
    }

    return { ...action, draft, begin, send, versions, take };
}

export type Versions = Pick<ReturnType<typeof use_edit>, "versions" | "take">;
