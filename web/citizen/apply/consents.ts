// The notices that were agreed to on this page, with their versions; they are sent with the application.
import { reactive, shallowRef } from "vue";
import { answer, api, type Schemas } from "@shared/api/client";
import { language } from "@shared/words/language";
import { view } from "./application";

export type Notice = Schemas["ConsentNotice"];

export const notices = shallowRef<Notice[]>([]);
/** By code and version: a newer text is a new question. */
export const agreed = reactive<Record<string, boolean>>({});

export const key_of = (notice: Notice): string => `${notice.code} ${notice.version}`;

/** Those that this application needs. */
export async function read_notices(): Promise<void> {
    const all = await answer(api.GET("/api/citizen/consents", { params: { query: { language: language.value } } }));
    notices.value = all.filter((notice) => view.value?.consents_needed.includes(notice.code));
}

export const given = (): Schemas["ConsentGiven"][] => notices.value.filter((notice) => agreed[key_of(notice)]).map(({ code, version }) => ({ code, version }));
export const are_all_given = (): boolean => notices.value.length > 0 && notices.value.every((notice) => agreed[key_of(notice)]);
