// The API client. Types come from the program's own OpenAPI (schema.d.ts, `npm run types`).
import create_client, { type Middleware } from "openapi-fetch";
import { note_position } from "@shared/live/position";
import { language } from "@shared/words/language";
import { note_line } from "./line";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** One field at fault, as the problem document names it: `parties[1].phone`. */
export interface FieldFault {
    field: string;
    code: string;
    words: string;
}

/** A refused or failed request: an RFC 9457 problem, or no answer at all (status 0). */
export class Problem extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly words: string,
        readonly faults: FieldFault[] = [],
        readonly trace_id = "",
    ) {
        super(`${status} ${code}`);
    }
}

interface ProblemDocument {
    title?: string;
    code?: string;
    detail?: string;
    errors?: { field: string; code: string; detail?: string; words?: string }[];
    trace_id?: string;
}

const as_problem = (status: number, document: ProblemDocument | undefined): Problem =>
    new Problem(
        status,
        document?.code ?? (status >= 500 ? "unavailable" : "unreadable"),
        document?.detail ?? document?.title ?? "",
        (document?.errors ?? []).map((error) => ({
            field: error.field,
            code: error.code,
            words: error.detail ?? error.words ?? error.code,
        })),
        document?.trace_id,
    );

let on_signed_out: (() => void) | undefined;

/** Called when an answer says that nobody is signed in any more. */
export const when_signed_out = (call: () => void): void => {
    on_signed_out = call;
};

const unattended_after_ms = 60_000;
let attended_at = performance.now();
for (const sign of ["pointerdown", "keydown", "wheel", "touchmove"])
    window.addEventListener(sign, () => (attended_at = performance.now()), { capture: true, passive: true });

const headers_of_ours: Middleware = {
    onRequest({ request }) {
        if (request.method !== "GET") request.headers.set("X-Hemu", "1");
        request.headers.set("Accept-Language", language.value);
        // What a page reads while nobody sits at it does not keep the session alive.
        if (performance.now() - attended_at > unattended_after_ms) request.headers.set("X-Hemu-Unasked", "1");
        return request;
    },
    onResponse({ response }) {
        note_position(response.headers.get("Live-Position"));
    },
};

export const api = create_client<paths>({ baseUrl: "/" });
api.use(headers_of_ours);

interface Sent<T> {
    data?: T;
    error?: unknown;
    response: Response;
}

/** The data of an answer; throws Problem for anything else. */
export async function answer<T>(sent: Promise<Sent<T>>): Promise<T> {
    const { data, error, response } = await sent.catch(() => {
        note_line(false);
        throw new Problem(0, "offline", "");
    });
    note_line(true);
    if (response.ok) return data as T;
    const problem = as_problem(response.status, typeof error === "object" ? (error as ProblemDocument) : undefined);
    if (problem.status === 401 && problem.code === "not_signed_in") on_signed_out?.();
    throw problem;
}

/** Headers of one write: the same key makes a repeated attempt count once, the version guards against overwriting. */
export function write_headers(key: string, version?: number): Record<string, string> {
    return version === undefined ? { "Idempotency-Key": key } : { "Idempotency-Key": key, "If-Match": `"${version}"` };
}

export function fresh_key(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
