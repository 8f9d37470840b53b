import { createRouter, createWebHistory } from "vue-router";
import HomePage from "./home_page.vue";

export const router = createRouter({
    history: createWebHistory("/"),
    scrollBehavior: () => ({ top: 0 }),
    routes: [
        { path: "/", name: "home", component: HomePage, meta: { title: "citizen.home.page" } },
        { path: "/status", name: "status", component: () => import("./status_page.vue"), meta: { title: "citizen.status.page" } },
        { path: "/satisfaction", name: "satisfaction", component: () => import("./satisfaction_page.vue"), meta: { title: "citizen.satisfaction.page" } },
        { path: "/:rest(.*)*", name: "missing", component: () => import("./missing_page.vue"), meta: { title: "common.problem.not_found_title" } },
    ],
});
