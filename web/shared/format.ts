// How instants, legal dates and money are written. Instants are UTC and shown in Beijing time; dates are legal dates.
import { language } from "@shared/words/language";

const zone = "Asia/Shanghai";
const locale = (): string => (language.value === "zh" ? "zh-CN" : "en-GB");

/** To make a writer takes longer than to write with it, and a page writes hundreds of dates: each is made once. */
function kept<Writer, Options>(make: (options: Options, in_locale: string) => Writer): (options: Options, in_locale?: string) => Writer {
    const writers = new Map<string, Writer>();
    return (options, in_locale = locale()) => {
        const key = in_locale + JSON.stringify(options);
        const known = writers.get(key) ?? make(options, in_locale);
        writers.set(key, known);
        return known;
    };
}
const date_writer = kept((options: Intl.DateTimeFormatOptions, in_locale) => new Intl.DateTimeFormat(in_locale, options));
const number_writer = kept((options: Intl.NumberFormatOptions, in_locale) => new Intl.NumberFormat(in_locale, options));
const age_writer = kept((options: Intl.RelativeTimeFormatOptions, in_locale) => new Intl.RelativeTimeFormat(in_locale, options));

const write = (instant: string, options: Intl.DateTimeFormatOptions): string =>
    date_writer({ timeZone: zone, hourCycle: "h23", ...options }).format(new Date(instant));

export const moment_text = (instant: string): string =>
    write(instant, { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });

export const day_text = (instant: string): string =>
    write(instant, { year: "numeric", month: "2-digit", day: "2-digit" });

export const short_moment_text = (instant: string): string =>
    write(instant, { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });

const age_units: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

/** How long ago: "12 minutes ago"; under a minute "this minute". */
export const ago_text = (instant: string): string => {
    const gone = Date.now() - Date.parse(instant);
    const [unit, length] = age_units.find(([, each]) => gone >= each) ?? ["minute", Number.POSITIVE_INFINITY];
    return age_writer({ numeric: "auto" }).format(-Math.floor(gone / length) || 0, unit);
};

const ends_a_day = (instant: string): boolean => /[T ]15:59:59|[T ]16:00:00/.test(instant);

/** When something is due: the day alone when it is due at the day's end, which is how legal periods end. */
export const due_text = (instant: string): string => {
    if (!ends_a_day(instant)) return short_moment_text(instant);
    const within = new Date(Date.parse(instant) - 1000).toISOString();
    return write(within, { month: "2-digit", day: "2-digit" });
};

/** How long ago in the largest whole unit, or the time of day when it lies ahead today: 3 天, 5 小时, 17:00. */
export const age_text = (instant: string, ahead = false): string => {
    if (ahead) return write(instant, { hour: "2-digit", minute: "2-digit" });
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(instant)) / 60_000));
    const [value, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 1_440 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1_440), "day"];
    return number_writer({ style: "unit", unit: unit as string, unitDisplay: "short" }).format(value as number);
};

const spans: [string, number][] = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

/** How long something lasted, in its two largest units: 3 天 2 小时. */
export const lasting_text = (from: string, to: string): string => {
    let rest = Math.max(0, Date.parse(to) - Date.parse(from));
    const parts = spans.map(([unit, length]): [string, number] => {
        const count = Math.floor(rest / length);
        rest -= count * length;
        return [unit, count];
    });
    const first = parts.findIndex(([, count]) => count > 0);
    return (first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([, count]) => count > 0))
        .map(([unit, count]) => number_writer({ style: "unit", unit, unitDisplay: "short" }).format(count))
        .join(" ");
};

/** A legal date is written without any zone: 2026-11-24 is that day. */
export const date_text = (on: string): string =>
    date_writer({ timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(`${on}T00:00:00Z`));

/** Today's legal date in Beijing, as 2026-11-24. */
export const today = (): string => date_writer({ timeZone: zone }, "sv-SE").format(new Date());

/** The legal date `days` after today. */
export const days_from_today = (days: number): string => {
    const date = new Date(`${today()}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 10);
};

export const money_text = (amount_fen: number): string =>
    number_writer({ style: "currency", currency: "CNY", minimumFractionDigits: 2 }).format(amount_fen / 100);

export const fen_of_yuan = (yuan: number | null | undefined): number => Math.round((yuan ?? 0) * 100);

/** `2026-11-24T09:30` as typed in Beijing time, as an instant. */
export const instant_of_local = (local: string): string => new Date(`${local.slice(0, 16)}:00+08:00`).toISOString();

/** An instant as `2026-11-24T09:30` in Beijing time, for a date-and-time field. */
export const local_of_instant = (instant: string): string =>
    date_writer({ timeZone: zone, dateStyle: "short", timeStyle: "short" }, "sv-SE").format(new Date(instant)).replace(" ", "T");
