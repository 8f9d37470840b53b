// The case a citizen asked about, kept in memory only: code and phone never enter an address or a store.
import { shallowRef } from "vue";
import type { Schemas } from "@shared/api/client";

export interface Asked {
    query_code: string;
    phone: string;
    status: Schemas["StatusView"];
}

export const asked = shallowRef<Asked | null>(null);
