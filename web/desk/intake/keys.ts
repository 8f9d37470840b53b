// Moving through the registration by keys alone.

const fields = "input:not([type=hidden]):not([disabled]), textarea:not([disabled]), [data-stop]";

const is_reachable = (element: HTMLElement): boolean => element.tabIndex >= 0 && element.offsetParent !== null;

/** The field behind the one that has the focus; past the last one the button that registers. */
export function focus_next(form: HTMLElement): void {
    const all = [...form.querySelectorAll<HTMLElement>(fields)].filter(is_reachable);
    const now = all.findIndex((element) => element === document.activeElement);
    (all[now + 1] ?? form.querySelector<HTMLElement>("button[type=submit]"))?.focus();
}

/**
 * Enter goes on to the next field and sends nothing: card readers end what they type with it. While an input method
 * composes, and in lists, Enter belongs to them.
 */
export function hear_enter(event: KeyboardEvent, form: HTMLElement): void {
    if (event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (!event.target.closest(".el-select, .el-date-editor")) focus_next(form);
}

/** From one section's first field to the next one's: a party needs no tabbing through what is left empty. */
export function change_section(form: HTMLElement, by: 1 | -1): void {
    const sections = [...form.querySelectorAll<HTMLElement>(":scope > .panel")];
    const now = sections.findIndex((section) => section.contains(document.activeElement));
    sections[Math.max(now + by, 0)]?.querySelector<HTMLElement>(".panel_body input, .panel_body textarea")?.focus();
}
