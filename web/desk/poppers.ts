// Element Plus puts its lists and calendars into a box of their own beside the page, with roles that need a name.
import { words } from "@shared/words/words";

const container_name = "el-popper-container";

/** A select's box calls itself a tooltip though the list inside speaks for itself; its scroller must be reachable. */
function mend(popper: Element): void {
    if (popper.classList.contains("el-select__popper")) {
        popper.removeAttribute("role");
        popper.querySelector(".el-scrollbar__wrap")?.setAttribute("tabindex", "0");
    }
    if (popper.classList.contains("el-picker__popper")) popper.setAttribute("aria-label", words.global.t("common.choose_date"));
}

const each_new = (call: (element: Element) => void) => (changes: MutationRecord[]): void => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) call(node);
};

export function mend_poppers(): void {
    const poppers = new MutationObserver(each_new(mend));
    const boxes = new MutationObserver(each_new((box) => {
        if (!box.id.startsWith(container_name)) return;
        for (const popper of box.children) mend(popper);
        poppers.observe(box, { childList: true });
    }));
    boxes.observe(document.body, { childList: true });
}
