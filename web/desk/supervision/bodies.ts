// What supervision counts of each body, and where a number leads.
import type { RouteLocationRaw } from "vue-router";
import type { Schemas } from "@shared/api/client";

export type Body = Schemas["SupervisedBody"];
export type Column = "open" | "soon" | "late" | "worst_days" | "orders_open" | "orders_replied" | "orders_reopened" | "returns" | "urges";
export const columns: Column[] = ["open", "soon", "late", "worst_days", "orders_open", "orders_replied", "orders_reopened", "returns", "urges"];

/** The page with exactly the cases or orders that a number counts. */
export function counted(body: Body, column: Column): RouteLocationRaw {
    const of_body = { body: body.id, alone: "true" };
    if (column.startsWith("orders_")) return { name: "supervision", query: { ...of_body, show: "orders", state: column.slice("orders_".length) } };
    return { name: "supervision", query: { ...of_body, show: column === "worst_days" ? "late" : column } };
}
