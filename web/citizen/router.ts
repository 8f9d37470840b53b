import { createRouter, createWebHistory, type RouteComponent } from "vue-router";
import { add_words, type WordFiles } from "@shared/words/words";
import HomePage from "./home_page.vue";

/** A page and the words that only it uses, loaded side by side. */
const with_words = (page: () => Promise<RouteComponent>, files: Record<string, () => Promise<unknown>>) => async (): Promise<RouteComponent> => {
    const [loaded] = await Promise.all([page(), add_words(files as WordFiles)]);
    return loaded;
};

const case_words = import.meta.glob("../shared/words/**/case_home.json", { import: "default" });
const case_pages = [
    // The address of receipts printed before, with the query code behind the number sign.
    { path: "/status", redirect: (to: { hash: string }) => ({ name: "case_entry", hash: to.hash }) },
    { path: "/satisfaction", redirect: { name: "case_satisfaction" } },
    { path: "/case", name: "case", component: with_words(() => import("./case/case_page.vue"), case_words), meta: { title: "case_home.title" }, beforeEnter: (to: { hash: string }) => (to.hash ? { name: "case_entry", hash: to.hash } : true) },
    { path: "/case/entry", name: "case_entry", component: with_words(() => import("./case/entry_page.vue"), case_words), meta: { title: "case_home.entry.title" } },
    { path: "/case/messages", name: "case_messages", component: with_words(() => import("./case/messages_page.vue"), case_words), meta: { title: "case_home.talk.title" } },
    { path: "/case/ask/:kind(call|urge|other_mediator|end_mediation|withdrawal)", name: "case_ask", component: with_words(() => import("./case/ask_page.vue"), case_words), meta: { title: "case_home.title" } },
    { path: "/case/withdrawal", name: "case_withdrawal", component: with_words(() => import("./case/withdrawal_page.vue"), case_words), meta: { title: "case_home.withdrawal.title" } },
    { path: "/case/agreement", name: "case_agreement", component: with_words(() => import("./case/agreement_page.vue"), case_words), meta: { title: "case_home.agreement.title" } },
    { path: "/case/terms/:term/:kind(paid|not_received)", name: "case_term", component: with_words(() => import("./case/term_page.vue"), case_words), meta: { title: "case_home.terms" } },
    { path: "/case/files", name: "case_files", component: with_words(() => import("./case/files_page.vue"), case_words), meta: { title: "case_home.files.title" } },
    { path: "/case/complaint", name: "case_complaint", component: with_words(() => import("./case/complaint_page.vue"), case_words), meta: { title: "case_home.complaint.title" } },
    { path: "/case/data", name: "case_data", component: with_words(() => import("./case/data_page.vue"), case_words), meta: { title: "case_home.data.title" } },
    { path: "/case/satisfaction", name: "case_satisfaction", component: with_words(() => import("./case/satisfaction_page.vue"), case_words), meta: { title: "case_home.satisfaction.title" } },
];

export const router = createRouter({
    history: createWebHistory("/"),
    scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
        { path: "/", name: "home", component: HomePage, meta: { title: "citizen.home.page" } },
        { path: "/apply/:step?", name: "apply", component: with_words(() => import("./apply/apply_page.vue"), import.meta.glob("../shared/words/*/application.json", { import: "default" })), meta: { title: "citizen.home.way.apply.title" } },
        ...case_pages,
        { path: "/j", redirect: (to) => ({ name: "join", hash: to.hash }) },
        { path: "/join/:step?/:part?", name: "join", component: with_words(() => import("./answer/join_page.vue"), import.meta.glob("../shared/words/*/answer.json", { import: "default" })), meta: { title: "answer.page" } },
        // Only a broken line lets a short link come to the page itself.
        { path: "/go/:code", redirect: { name: "home" } },
        { path: "/:rest(.*)*", name: "missing", component: () => import("./missing_page.vue"), meta: { title: "common.problem.not_found_title" } },
    ],
});
