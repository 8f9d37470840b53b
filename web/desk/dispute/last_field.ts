// The field of words that was written in last, and what is put into it at its cursor.
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

    /** Puts words at the cursor, where the selection was; the form hears of it as if they were typed. */
    function insert(words: string): boolean {
        const to = field.value;
        if (!to?.isConnected) return false;
        const room = to.maxLength < 0 ? words.length : to.maxLength - to.value.length + ((to.selectionEnd ?? 0) - (to.selectionStart ?? 0));
        if (room < words.length) return false;
        to.setRangeText(words, to.selectionStart ?? to.value.length, to.selectionEnd ?? to.value.length, "end");
        to.dispatchEvent(new Event("input", { bubbles: true }));
        to.focus();
        return true;
    }

    return { field, insert };
}
