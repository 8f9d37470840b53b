// The pages of the menu, for whom they are.
import { computed, type Component } from "vue";
import { AlarmClock, Bell, Calendar, ChatDotRound, ChatLineSquare, Connection, DataAnalysis, DataBoard, Document, DocumentAdd, DocumentChecked, EditPen, Files, Guide, Key, List, Monitor, OfficeBuilding, Operation, Position, Promotion, ScaleToOriginal, Setting, Share, Stamp, Sunrise, Tickets, Trophy, User, View } from "@element-plus/icons-vue";
import { words } from "@shared/words/words";
import { administrators, entrance_readers, partner_readers, registrars, staff, template_keepers, weight_readers } from "./router";
import { has_duty } from "./session";

export interface Entry {
    name: string;
    words: string;
    icon: Component;
}

export const entries = computed<Entry[]>(() => {
    const { t } = words.global;
    return [
        { name: "queue", words: t("desk.page.queue"), icon: List, shown: has_duty(...staff) },
        { name: "dispatch", words: t("desk.page.dispatch"), icon: Share, shown: has_duty("dispatcher", "clerk") },
        { name: "day", words: t("desk.page.day"), icon: Sunrise, shown: has_duty("mediator", "head") },
        { name: "committee", words: t("desk.page.committee"), icon: DataBoard, shown: has_duty("head") },
        { name: "signings", words: t("desk.page.signings"), icon: EditPen, shown: has_duty("mediator", "head", "judge") },
        { name: "scans", words: t("desk.page.scans"), icon: DocumentChecked, shown: has_duty(...registrars) },
        { name: "figures", words: t("desk.page.figures"), icon: DataAnalysis, shown: has_duty("leader", "supervisor", "dispatcher") },
        { name: "registration", words: t("desk.page.registration"), icon: DocumentAdd, shown: has_duty(...registrars) },
        { name: "bench", words: t("desk.page.bench"), icon: Stamp, shown: has_duty("judge") },
        { name: "entrust", words: t("desk.page.entrust"), icon: ScaleToOriginal, shown: has_duty("judge", "clerk", "dispatcher") },
        { name: "supervision", words: t("desk.page.supervision"), icon: Bell, shown: has_duty("dispatcher", "supervisor", "leader", "head") },
        { name: "complaints", words: t("desk.page.complaints"), icon: ChatDotRound, shown: has_duty("supervisor", "leader") },
        { name: "court", words: t("desk.page.court"), icon: Stamp, shown: has_duty("head", "dispatcher", "supervisor", "leader") },
        { name: "data_requests", words: t("desk.page.data_requests"), icon: Key, shown: has_duty("head", "dispatcher") },
        { name: "guidance", words: t("desk.page.guidance"), icon: Guide, shown: has_duty("dispatcher", "system_administrator") },
        { name: "entrances", words: t("desk.page.entrances"), icon: Position, shown: has_duty(...entrance_readers) },
        { name: "partners", words: t("desk.page.partners"), icon: Connection, shown: has_duty(...partner_readers) },
        { name: "notice_templates", words: t("desk.page.notice_templates"), icon: ChatLineSquare, shown: has_duty(...template_keepers) },
        { name: "paper_templates", words: t("desk.page.paper_templates"), icon: Document, shown: has_duty(...template_keepers) },
        { name: "numbers", words: t("desk.page.numbers"), icon: Tickets, shown: has_duty("head", "clerk", "dispatcher") },
        { name: "archive", words: t("desk.page.archive"), icon: Files, shown: has_duty(...staff) },
        { name: "channels", words: t("desk.page.channels"), icon: Promotion, shown: has_duty("system_administrator") },
        { name: "administration", words: t("desk.page.administration"), icon: Monitor, shown: has_duty(...administrators) },
        { name: "accounts", words: t("desk.page.accounts"), icon: User, shown: has_duty("system_administrator", "security_administrator") },
        { name: "organisations", words: t("desk.page.organisations"), icon: OfficeBuilding, shown: true },
        { name: "experts", words: t("desk.page.experts"), icon: Trophy, shown: has_duty("dispatcher", "head", "system_administrator") },
        { name: "calendar", words: t("desk.page.calendar"), icon: Calendar, shown: true },
        { name: "clock_rules", words: t("desk.page.clock_rules"), icon: AlarmClock, shown: has_duty(...administrators) },
        { name: "routing_weights", words: t("desk.page.routing_weights"), icon: ScaleToOriginal, shown: has_duty(...weight_readers) },
        { name: "audit", words: t("desk.page.audit"), icon: View, shown: has_duty("audit_administrator") },
        { name: "settings", words: t("desk.page.settings"), icon: Setting, shown: has_duty(...administrators) },
        { name: "jobs", words: t("desk.page.jobs"), icon: Operation, shown: has_duty("system_administrator") },
    ].filter((entry) => entry.shown);
});
