// The field of words that was written in last, what is put into it at its cursor, and the blanks 【…】 in it.
import { onMounted, onUnmounted, shallowRef } from "vue";

type Words = HTMLInputElement | HTMLTextAreaElement;

const is_for_words = (target: EventTarget | null): target is Words =>
    (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")) &&
    !target.readOnly && !target.disabled && !target.closest(".el-select, .el-date-editor, .el-input-number, [role=search], .palette");

/** Follows the focus while the component lives. `field` is null until something was written in, or when it is gone. */
export function use_last_field() {
    const field = shallowRef<Words | null>(null);
    const follow = (event: FocusEvent): void => {
        if (is_for_words(event.target)) field.value = event.target;
    };
    onMounted(() => document.addEventListener("focusin", follow));
    onUnmounted(() => document.removeEventListener("focusin", follow));

    /** Selects the first blank from a place on, so that it is typed over. */
    function select_blank(to: Words, from: number): boolean {
        const open = to.value.indexOf("【", from);
        const shut = open < 0 ? -1 : to.value.indexOf("】", open);
        if (shut < 0) return false;
        to.setSelectionRange(open, shut + 1);
        return true;
    }

    /** The next blank, or the first again. */
    const next_blank = (): boolean => {
        const to = field.value;
        return Boolean(to?.isConnected && (select_blank(to, to.selectionEnd ?? 0) || select_blank(to, 0)));
    };

    /** Puts words at the cursor, where the selection was; the form hears of it as if they were typed. */
    function insert(words: string): boolean {
        const to = field.value;
        if (!to?.isConnected) return false;
        const room = to.maxLength < 0 ? words.length : to.maxLength - to.value.length + ((to.selectionEnd ?? 0) - (to.selectionStart ?? 0));
        if (room < words.length) return false;
        const start = to.selectionStart ?? to.value.length;
        to.setRangeText(words, start, to.selectionEnd ?? to.value.length, "end");
        to.dispatchEvent(new Event("input", { bubbles: true }));
        to.focus();
        if (words.includes("【")) select_blank(to, start);
        return true;
    }

    return { field, insert, next_blank };
}
