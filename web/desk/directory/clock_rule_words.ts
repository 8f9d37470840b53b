// What a rule of the clocks says in codes, as words.
import type { Schemas } from "@shared/api/client";
import { words } from "@shared/words/words";
import { flag_word, national_type_words } from "../dispute/types";

type Rule = Schemas["ClockRuleView"];
const { t, te } = words.global;

/** `register accept@register`: events that start or end a clock; a mark says from when it counts. */
export function events_words(events: string): string {
    return events
        .split(" ")
        .filter(Boolean)
        .map((event) => {
            const [kind = "", mark] = event.split("@");
            const name = te(`dispute.event.${kind}`) ? t(`dispute.event.${kind}`) : te(`directory.rule.event.${kind}`) ? t(`directory.rule.event.${kind}`) : kind;
            // Other marks name a day that is told with the event.
            return mark ? t("directory.rule.counted_from", { event: name, mark: te(`directory.rule.mark.${mark}`) ? t(`directory.rule.mark.${mark}`) : t("directory.rule.mark.named") }) : name;
        })
        .join(t("common.comma"));
}

function value_words(name: string, value: string): string {
    if (name === "type") return national_type_words(value);
    if (name === "flag") return flag_word(value);
    return t(`dispute.${name}.${value}`);
}

/** `type!=10,11 channel=petition`: what a dispute must be for the rule to apply. */
export function condition_words(conditions: string): string {
    return conditions
        .split(" ")
        .map((condition) => {
            const [left = "", values = ""] = condition.split("=");
            const name = left.replace("!", "");
            const list = values.split(",").map((value) => value_words(name, value)).join(t("common.comma"));
            return t(left.endsWith("!") ? "directory.rule.not_for" : "directory.rule.only_for", { list });
        })
        .join(t("common.comma"));
}

/** What starts the clock, or why nothing does. */
export function start_words(rule: Rule): string {
    if (rule.started_by.startsWith("?")) return t("directory.rule.unknown_start", { reason: t(`directory.rule.unknown.${rule.started_by.slice(1)}`) });
    return t("directory.rule.starts", { events: events_words(rule.started_by) || t("directory.rule.by_hand") });
}

function time_words(rule: Rule, amount: number): string {
    return t(`directory.rule.unit.${rule.unit}`, { count: amount }, amount);
}

export function amount_words(rule: Rule): string {
    return rule.amount < 0 ? t("directory.rule.before", { time: time_words(rule, -rule.amount) }) : time_words(rule, rule.amount);
}

/** `court_president+10@confirmation_extended`: whose word extends the period, by how much at most. */
export function extension_words(rule: Rule): string {
    const [word = ""] = rule.extension.split("@");
    const [who = "", most] = word.split("+");
    const words = t(`directory.rule.extension.${who || "none"}`);
    return most ? t("directory.rule.extension.at_most", { who: words, time: time_words(rule, Number(most)) }) : words;
}
