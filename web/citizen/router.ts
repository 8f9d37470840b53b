import { createRouter, createWebHistory, type RouteComponent } from "vue-router";
import { add_words, type WordFiles } from "@shared/words/words";
import HomePage from "./home_page.vue";

/** A page and the words that only it uses, loaded side by side. */
const with_words = (page: () => Promise<RouteComponent>, files: Record<string, () => Promise<unknown>>) => async (): Promise<RouteComponent> => {
    const [loaded] = await Promise.all([page(), add_words(files as WordFiles)]);
    return loaded;
};

export const router = createRouter({
    history: createWebHistory("/"),
    scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
        { path: "/", name: "home", component: HomePage, meta: { title: "citizen.home.page" } },
        { path: "/apply/:step?", name: "apply", component: with_words(() => import("./apply/apply_page.vue"), import.meta.glob("../shared/words/*/application.json", { import: "default" })), meta: { title: "citizen.home.way.apply.title" } },
        { path: "/status", name: "status", component: () => import("./status_page.vue"), meta: { title: "citizen.status.page" } },
        { path: "/satisfaction", name: "satisfaction", component: () => import("./satisfaction_page.vue"), meta: { title: "citizen.satisfaction.page" } },
        { path: "/j", redirect: (to) => ({ name: "join", hash: to.hash }) },
        { path: "/join/:step?/:part?", name: "join", component: with_words(() => import("./answer/join_page.vue"), import.meta.glob("../shared/words/*/answer.json", { import: "default" })), meta: { title: "answer.page" } },
        { path: "/:rest(.*)*", name: "missing", component: () => import("./missing_page.vue"), meta: { title: "common.problem.not_found_title" } },
    ],
});
