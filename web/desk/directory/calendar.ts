// Months of the working calendar, as a wall calendar shows them: weeks begin on Monday.
import type { Schemas } from "@shared/api/client";
import { language } from "@shared/words/language";

export type DayKind = Schemas["DayKind"];
export type SetDays = Map<string, Schemas["Day"]>;

export interface MonthDay {
    on: string;
    day: number;
    kind: DayKind | "weekend";
    name: string;
}

const in_utc = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", { ...options, timeZone: "UTC" });

/** `month` counts from 0. */
export const month_name = (month: number): string => in_utc({ month: "long" }).format(Date.UTC(2024, month, 1));

export const week_days = (): string[] => [1, 2, 3, 4, 5, 6, 7].map((day) => in_utc({ weekday: "narrow" }).format(Date.UTC(2024, 0, day)));

/** How many cells are empty before the first of the month. */
export const blanks_before = (year: number, month: number): number => (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;

/** The days of a month: what the city set, else Saturdays and Sundays as the week has them. */
export function days_of_month(year: number, month: number, set_days: SetDays): MonthDay[] {
    const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return Array.from({ length: count }, (_, at) => {
        const date = new Date(Date.UTC(year, month, at + 1));
        const on = date.toISOString().slice(0, 10);
        const set = set_days.get(on);
        const is_weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
        return { on, day: at + 1, kind: set?.kind ?? (is_weekend ? "weekend" : "normal"), name: set?.name ?? "" };
    });
}
