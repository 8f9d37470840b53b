// The numbers that the city sets, as the page shows them: sums in yuan, yes and no as a switch, minutes of the day as a time.
import type { Schemas } from "@shared/api/client";
import { words } from "@shared/words/words";

export type Setting = Schemas["Setting"];
export type Owner = Setting["owner"];

export const keeper_of = (owner: Owner): "security_administrator" | "system_administrator" =>
    owner === "identity" || owner === "access" ? "security_administrator" : "system_administrator";

export const is_switch = (setting: Setting): boolean => setting.least === 0 && setting.most === 1;

/** How many of the stored units one shown unit is. */
export const unit_of = (setting: Setting): number => (setting.code.endsWith("_fen") ? 100 : 1);

export function label_of(setting: Setting): string {
    const { t, te } = words.global;
    if (setting.code.startsWith("totp_")) return t("settings.totp", { duty: t(`directory.duty.${setting.code.slice("totp_".length)}`) });
    return te(`settings.label.${setting.owner}.${setting.code}`) ? t(`settings.label.${setting.owner}.${setting.code}`) : setting.code;
}

/** 21:00 of the minute 1260 of a day; empty for what is no minute of a day. */
export const time_of = (setting: Setting, value: number): string =>
    /^quiet_.*_minute$/.test(setting.code) ? `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}` : "";
