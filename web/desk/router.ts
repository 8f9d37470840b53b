import { watch } from "vue";
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { when_signed_out } from "@shared/api/client";
import { note_line, online } from "@shared/api/line";
import { known_session, session, set_session, type Duty } from "./session";

declare module "vue-router" {
    interface RouteMeta {
        /** Words of the page's title. */
        title?: string;
        open?: boolean;
        duties?: Duty[];
    }
}

export const staff: Duty[] = ["clerk", "mediator", "head", "dispatcher", "supervisor", "judge", "leader"];
export const registrars: Duty[] = ["clerk", "mediator", "head", "dispatcher"];
const supervisors: Duty[] = ["dispatcher", "supervisor", "leader", "head"];
/** They may rewrite what is told; all staff may read it. */
export const template_keepers: Duty[] = ["dispatcher", "system_administrator"];
export const entrance_keepers: Duty[] = ["dispatcher", "system_administrator"];
export const entrance_readers: Duty[] = [...entrance_keepers, "leader", "supervisor"];
/** The registry is the administrator's, the exchange the dispatchers'; the others read. */
export const partner_readers: Duty[] = ["dispatcher", "supervisor", "leader", "system_administrator"];
const account_keepers: Duty[] = ["system_administrator", "security_administrator"];

export const administrators: Duty[] = [...account_keepers, "audit_administrator"];
/** A system administrator makes versions; who hands over or watches reads them. */
export const weight_readers: Duty[] = [...administrators, "dispatcher", "supervisor", "leader"];

const pages: RouteRecordRaw[] = [
    // Where one begins depends on the duty, which is known only after the session was asked for.
    { path: "", name: "start", component: () => import("./missing_page.vue"), beforeEnter: () => ({ name: home_of(session.value?.post?.duty) }) },
    { path: "queue/:view?", name: "queue", component: () => import("./dispute/queue_page.vue"), meta: { title: "desk.page.queue", duties: staff } },
    { path: "dispatch", name: "dispatch", component: () => import("./boards/dispatch_page.vue"), meta: { title: "desk.page.dispatch", duties: ["dispatcher", "clerk"] } },
    { path: "day", name: "day", component: () => import("./boards/day_page.vue"), meta: { title: "desk.page.day", duties: ["mediator", "head"] } },
    { path: "committee", name: "committee", component: () => import("./boards/committee_page.vue"), meta: { title: "desk.page.committee", duties: ["head"] } },
    { path: "signings", name: "signings", component: () => import("./signing/signings_page.vue"), meta: { title: "desk.page.signings", duties: ["mediator", "head", "judge"] } },
    { path: "scans", name: "scans", component: () => import("./dossier/scans_page.vue"), meta: { title: "desk.page.scans", duties: registrars } },
    { path: "figures", name: "figures", component: () => import("./boards/figures_page.vue"), meta: { title: "desk.page.figures", duties: ["leader", "supervisor", "dispatcher"] } },
    { path: "registration", name: "registration", component: () => import("./intake/registration_page.vue"), meta: { title: "desk.page.registration", duties: registrars } },
    { path: "receipt", name: "receipt", component: () => import("./intake/receipt_page.vue"), meta: { title: "desk.page.receipt", duties: registrars } },
    { path: "disputes/:dispute", name: "case", component: () => import("./dispute/case_page.vue"), meta: { title: "desk.page.case", duties: staff } },
    { path: "disputes/:dispute/letters/:notice", name: "letter", component: () => import("./notices/letter_page.vue"), meta: { title: "desk.page.letter", duties: registrars } },
    { path: "disputes/:dispute/invitations/:invitation", name: "invitation_letter", component: () => import("./invitation/letter_page.vue"), meta: { title: "desk.page.invitation_letter", duties: registrars } },
    { path: "notice_templates", name: "notice_templates", component: () => import("./notices/templates_page.vue"), meta: { title: "desk.page.notice_templates", duties: [...staff, "system_administrator"] } },
    { path: "channels", name: "channels", component: () => import("./notices/channels_page.vue"), meta: { title: "desk.page.channels", duties: ["system_administrator"] } },
    { path: "paper_templates/:paper?", name: "paper_templates", component: () => import("./dossier/templates_page.vue"), meta: { title: "desk.page.paper_templates", duties: template_keepers } },
    { path: "numbers", name: "numbers", component: () => import("./numbers/numbers_page.vue"), meta: { title: "desk.page.numbers", duties: registrars } },
    { path: "archive", name: "archive", component: () => import("./archive/archive_page.vue"), meta: { title: "desk.page.archive", duties: staff } },
    { path: "entrances", name: "entrances", component: () => import("./entrances/entrances_page.vue"), meta: { title: "desk.page.entrances", duties: entrance_readers } },
    { path: "partners", name: "partners", component: () => import("./partners/partners_page.vue"), meta: { title: "desk.page.partners", duties: partner_readers } },
    { path: "search", name: "search", component: () => import("./search/search_page.vue"), meta: { title: "desk.page.search", duties: staff } },
    { path: "supervision", name: "supervision", component: () => import("./supervision/supervision_page.vue"), meta: { title: "desk.page.supervision", duties: supervisors } },
    { path: "complaints", name: "complaints", component: () => import("./case_home/complaints_page.vue"), meta: { title: "desk.page.complaints", duties: ["supervisor", "leader"] } },
    { path: "bench", name: "bench", component: () => import("./court/bench_page.vue"), meta: { title: "desk.page.bench", duties: ["judge"] } },
    { path: "entrust", name: "entrust", component: () => import("./court/entrust_page.vue"), meta: { title: "desk.page.entrust", duties: ["judge", "clerk", "dispatcher"] } },
    { path: "court", name: "court", component: () => import("./court/court_page.vue"), meta: { title: "desk.page.court", duties: ["head", "dispatcher", "supervisor", "leader"] } },
    { path: "data_requests", name: "data_requests", component: () => import("./case_home/data_requests_page.vue"), meta: { title: "desk.page.data_requests", duties: ["head", "dispatcher"] } },
    { path: "guidance", name: "guidance", component: () => import("./guidance/trees_page.vue"), meta: { title: "desk.page.guidance", duties: ["dispatcher", "system_administrator"] } },
    { path: "guidance_parts", name: "guidance_parts", component: () => import("./guidance/parts_page.vue"), meta: { title: "desk.page.guidance_parts", duties: ["dispatcher", "system_administrator"] } },
    { path: "guidance/:tree", name: "guidance_tree", component: () => import("./guidance/tree_page.vue"), meta: { title: "desk.page.guidance_tree", duties: ["dispatcher", "system_administrator"] } },
    { path: "administration", name: "administration", component: () => import("./directory/administration_page.vue"), meta: { title: "desk.page.administration", duties: administrators } },
    { path: "clock_rules", name: "clock_rules", component: () => import("./directory/clock_rules_page.vue"), meta: { title: "desk.page.clock_rules", duties: administrators } },
    { path: "routing_weights", name: "routing_weights", component: () => import("./assignment/weights_page.vue"), meta: { title: "desk.page.routing_weights", duties: weight_readers } },
    { path: "experts", name: "experts", component: () => import("./assignment/experts_page.vue"), meta: { title: "desk.page.experts", duties: [...staff, "system_administrator"] } },
    { path: "accounts", name: "accounts", component: () => import("./directory/accounts_page.vue"), meta: { title: "desk.page.accounts", duties: account_keepers } },
    { path: "accounts/:account", name: "account", component: () => import("./directory/account_page.vue"), meta: { title: "desk.page.account", duties: account_keepers } },
    { path: "organisations", name: "organisations", component: () => import("./directory/organisations_page.vue"), meta: { title: "desk.page.organisations" } },
    { path: "organisations/:organisation", name: "organisation", component: () => import("./directory/organisation_page.vue"), meta: { title: "desk.page.organisation" } },
    { path: "calendar", name: "calendar", component: () => import("./directory/calendar_page.vue"), meta: { title: "desk.page.calendar" } },
    { path: "audit", name: "audit", component: () => import("./directory/audit_page.vue"), meta: { title: "desk.page.audit", duties: ["audit_administrator"] } },
    { path: "jobs", name: "jobs", component: () => import("./directory/jobs_page.vue"), meta: { title: "desk.page.jobs", duties: ["system_administrator"] } },
    { path: "settings", name: "settings", component: () => import("./settings/settings_page.vue"), meta: { title: "desk.page.settings", duties: administrators } },
    { path: "profile", name: "profile", component: () => import("./directory/profile_page.vue"), meta: { title: "desk.page.profile" } },
    { path: ":rest(.*)*", name: "missing", component: () => import("./missing_page.vue"), meta: { title: "common.problem.not_found_title" } },
];

/** The first page of a duty: administrators read no case. */
export function home_of(duty: Duty | undefined): string {
    if (duty === "system_administrator") return "administration";
    if (duty === "security_administrator") return "accounts";
    if (duty === "audit_administrator") return "audit";
    if (duty === "leader") return "figures";
    if (duty === "supervisor") return "supervision";
    return duty && staff.includes(duty) ? "queue" : "profile";
}

export const router = createRouter({
    history: createWebHistory("/desk/"),
    // With the next frame, which lays the page out anyway.
    scrollBehavior: (_to, _from, saved) => new Promise((done) => requestAnimationFrame(() => done(saved ?? { top: 0 }))),
    routes: [
        { path: "/sign_in", name: "sign_in", component: () => import("./directory/sign_in_page.vue"), meta: { open: true, title: "desk.page.sign_in" } },
        { path: "/password", name: "password", component: () => import("./directory/password_page.vue"), meta: { title: "desk.page.password" } },
        { path: "/second_factor", name: "second_factor", component: () => import("./directory/second_factor_page.vue"), meta: { title: "directory.totp.title" } },
        { path: "/", component: () => import("./frame.vue"), children: pages },
    ],
});

router.beforeEach(async (to) => {
    const known = await known_session().catch(() => session.value);
    if (to.meta.open) return known && to.name === "sign_in" ? { name: home_of(known.post?.duty) } : true;
    if (!known) return { name: "sign_in", query: to.fullPath === "/" ? {} : { then: to.fullPath } };
    if (known.account.must_change_password && to.name !== "password") return { name: "password" };
    if (known.account.totp_needed && to.name !== "second_factor" && to.name !== "password") return { name: "second_factor" };
    return true;
});

// A page that cannot be fetched: the line is broken, or a newer release lies on the server.
router.onError((failure: unknown, to, from) => {
    if (!from.matched.length || !/import|fetch|load/i.test(String(failure))) return;
    note_line(false);
    watch(online, () => location.assign(to.fullPath), { once: true });
});

when_signed_out(() => {
    if (!session.value) return;
    set_session(null);
    void router.push({ name: "sign_in", query: { then: router.currentRoute.value.fullPath } });
});
