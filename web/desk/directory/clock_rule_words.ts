// What a rule of the clocks says in codes, as words.
import { words } from "@shared/words/words";
import { flag_word, national_type_words } from "../dispute/types";

const { t, te } = words.global;

/** `register accept@register`: events that start or end a clock; a mark says from when it counts. */
export function events_words(events: string): string {
    return events
        .split(" ")
        .filter(Boolean)
        .map((event) => {
            const [kind = "", mark] = event.split("@");
            const name = te(`dispute.event.${kind}`) ? t(`dispute.event.${kind}`) : te(`directory.rule.event.${kind}`) ? t(`directory.rule.event.${kind}`) : kind;
            return mark ? t("directory.rule.counted_from", { event: name, mark: t(`directory.rule.mark.${mark}`) }) : name;
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
