// Who is signed in here, and in which post.
import { computed, shallowRef } from "vue";
import { answer, api, fresh_key, Problem, write_headers, type Schemas } from "@shared/api/client";
import { close_live } from "@shared/live/live";

export type Session = Schemas["SessionView"];
export type Duty = Schemas["Duty"];

export const session = shallowRef<Session | null>(null);
let asked = false;

export const set_session = (next: Session | null): void => {
    session.value = next;
    asked = true;
};

/** Asks once who is signed in; later calls answer from memory. A missing session is no problem, a missing server is. */
export async function known_session(): Promise<Session | null> {
    if (asked) return session.value;
    try {
        set_session(await answer(api.GET("/api/session")));
    } catch (failure) {
        if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
        set_session(null);
    }
    return session.value;
}

export const duty = computed(() => session.value?.post?.duty);

export const has_duty = (...duties: Duty[]): boolean => duty.value !== undefined && duties.includes(duty.value);

/** Ends the session; drafts hold personal data, so they go with it. */
export async function sign_out(): Promise<void> {
    close_live();
    try {
        await answer(api.DELETE("/api/session", { headers: write_headers(fresh_key()) }));
    } catch (failure) {
        if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
    } finally {
        sessionStorage.clear();
        set_session(null);
    }
}

export async function change_post(post_id: string): Promise<void> {
    set_session(
        await answer(api.POST("/api/session/post", { body: { post_id }, headers: write_headers(fresh_key()) })),
    );
}
