// A machine in a hall, opened with ?kiosk=1: nothing of one person stays for the next.
import { ref } from "vue";
import { api } from "@shared/api/client";

const mark = "hemu_kiosk";
const usual_idle_s = 120;

export const in_kiosk = ref(false);
/** After so many seconds without a touch the visitor is asked, after as many again, at most a minute, the visit ends. */
export const idle_s = ref(usual_idle_s);
export const leave_after_s = (): number => Math.min(60, idle_s.value);

async function forget(): Promise<void> {
    sessionStorage.clear();
    localStorage.clear();
    sessionStorage.setItem(mark, String(idle_s.value));
    await api.DELETE("/api/citizen/passes").catch(() => undefined);
}

/** A visit begins at the address that the machine opens: ?kiosk=1, and ?kiosk=1&idle=90 for another patience. */
export function note_kiosk(): void {
    const asked = new URLSearchParams(location.search);
    idle_s.value = Number(asked.get("idle") ?? sessionStorage.getItem(mark)) || usual_idle_s;
    in_kiosk.value = asked.get("kiosk") === "1" || sessionStorage.getItem(mark) !== null;
    if (asked.get("kiosk") === "1") void forget();
}

/** Ends the passes, forgets what this tab and browser hold, and begins anew. */
export async function leave_kiosk(): Promise<void> {
    await forget();
    location.replace(`/?kiosk=1&idle=${idle_s.value}`);
}
