// What the command palette offers: something to go to or to do, in groups.
import type { Schemas } from "@shared/api/client";

export interface Command {
    words: string;
    /** What kind of thing it is, or where it belongs. */
    hint?: string;
    highlights?: Schemas["Highlight"][];
    run: () => void;
}

export interface Group {
    title: string;
    commands: Command[];
}

/** Those whose words hold everything that was typed. */
export function matching(commands: Command[], typed: string): Command[] {
    const parts = typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    return commands.filter((command) => parts.every((part) => `${command.words} ${command.hint ?? ""}`.toLowerCase().includes(part)));
}

/** What the case on the screen lets its reader do: the buttons that the case page itself shows. */
export function moves_on_screen(hint: string): Command[] {
    return [...document.querySelectorAll<HTMLElement>("main [data-verb], main [data-record]")].map((button) => ({
        words: button.innerText.trim(),
        hint,
        run: () => {
            if (button.getAttribute("aria-expanded") !== "true") button.click();
            button.scrollIntoView({ block: "center" });
        },
    }));
}
