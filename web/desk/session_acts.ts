// What somebody does with his own session, from the menu and from the palette.
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { Problem } from "@shared/api/client";
import { language, remember_language } from "@shared/words/language";
import { home_of } from "./router";
import { change_post, duty, sign_out } from "./session";

export function use_session_acts() {
    const { t } = useI18n();
    const route = useRoute();
    const router = useRouter();
    /** Whether the page on the screen is one for the present duty. */
    const may_open = computed(() => !route.meta.duties || (duty.value !== undefined && route.meta.duties.includes(duty.value)));

    async function choose_post(post_id: string): Promise<void> {
        try {
            await change_post(post_id);
            ElMessage.success(t("desk.post_changed"));
            if (!may_open.value) await router.push({ name: home_of(duty.value) });
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            ElMessage.error(failure.words || t("common.problem.offline"));
        }
    }

    async function leave(): Promise<void> {
        try {
            await sign_out();
        } catch (failure) {
            if (!(failure instanceof Problem)) throw failure;
            ElMessage.error(t("common.problem.offline"));
            return;
        }
        await router.push({ name: "sign_in" });
    }

    const switch_language = (): void => remember_language(language.value === "zh" ? "en" : "zh");

    return { may_open, choose_post, leave, switch_language };
}
