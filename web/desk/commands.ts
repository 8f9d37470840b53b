// What the palette offers on every page.
import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { language } from "@shared/words/language";
import { views } from "./dispute/queue";
import { entries } from "./entries";
import { staff } from "./router";
import type { Command } from "./search/palette";
import { has_duty, session } from "./session";
import { use_session_acts } from "./session_acts";
import { choose_theme, theme, themes } from "./theme";

export function use_commands(): ComputedRef<Command[]> {
    const { t } = useI18n();
    const router = useRouter();
    const { choose_post, leave, switch_language } = use_session_acts();

    return computed<Command[]>(() => [
        ...entries.value.filter((entry) => entry.name !== "queue").map((entry) => ({ words: entry.words, run: () => void router.push({ name: entry.name }) })),
        ...(has_duty(...staff) ? views : []).map((view) => ({
            words: `${t("desk.page.queue")} · ${t(`dispute.queue.view.${view}`)}`,
            run: () => void router.push({ name: "queue", params: { view } }),
        })),
        ...(session.value?.posts ?? []).filter((post) => post.id !== session.value?.post?.id).map((post) => ({
            words: `${t(`directory.duty.${post.duty}`)} · ${post.organisation_name}`,
            hint: t("desk.change_post"),
            run: () => void choose_post(post.id),
        })),
        { words: t("desk.page.profile"), run: () => void router.push({ name: "profile" }) },
        { words: t(`common.language.${language.value === "zh" ? "en" : "zh"}`), hint: t("common.language.switch"), run: switch_language },
        ...themes.filter((one) => one !== theme.value).map((one) => ({ words: t(`desk.theme.${one}`), hint: t("desk.theme.title"), run: () => choose_theme(one) })),
        { words: t("desk.sign_out"), run: () => void leave() },
    ]);
}
