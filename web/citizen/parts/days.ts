// A day as three boxes hold it: "2026-3-1" while it is typed, "2026-03-01" once it is whole.

export interface Boxes {
    year: string;
    month: string;
    day: string;
}

export function boxes_of(on: string): Boxes {
    const [year = "", month = "", day = ""] = on.split("-");
    return { year, month: month.replace(/^0/, ""), day: day.replace(/^0/, "") };
}

/** Full-width digits count as digits; nothing typed at all is "". */
export function on_of(boxes: Boxes): string {
    const [year, month, day] = [boxes.year, boxes.month, boxes.day].map((typed) => typed.normalize("NFKC").trim()) as [string, string, string];
    if (!year && !month && !day) return "";
    return [year, month.length === 1 ? `0${month}` : month, day.length === 1 ? `0${day}` : day].join("-");
}

/** Whether it is a day of the calendar. */
export function is_day(on: string): boolean {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) return false;
    const day = new Date(`${on}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === on;
}

/** Today in the city. */
export const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
