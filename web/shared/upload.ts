// A file on its way in: announced, then sent in pieces by the tus protocol. When the line breaks it goes on where the
// server stands; when the browser was closed, once the same file is chosen again.
import { reactive } from "vue";
import { Problem, type Schemas } from "@shared/api/client";
import { words } from "@shared/words/words";

const piece_bytes = 1024 * 1024;
const retry_after_ms = [500, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];

export type Upload = Schemas["UploadView"];

export interface Sending {
    id: string;
    name: string;
    size_bytes: number;
    sent_bytes: number;
    /** The line is broken, and it is tried again. */
    waits: boolean;
    problem: string;
    stop: () => void;
}

/** Where files go: how one is announced, and the address of its bytes. */
export interface Way {
    announce: (file: { name: string; size_bytes: number }) => Promise<Upload>;
    address: (upload: string) => string;
}

/** The upload that this file began earlier and that is not whole yet. */
const begun = (file: File, uploads: Upload[]): Upload | undefined => uploads.find((one) => one.name === file.name.trim() && one.size_bytes === file.size);

function words_of(failure: unknown): string {
    const answered = (failure as { originalResponse?: { getBody(): string } | null }).originalResponse?.getBody();
    if (!answered) return words.global.t("common.problem.offline");
    try {
        const problem = JSON.parse(answered) as { detail?: string; title?: string };
        return problem.detail ?? problem.title ?? "";
    } catch {
        return words.global.t("common.problem.offline");
    }
}

/** Sends the bytes; resolves when the file is whole, refused or given up. */
async function send_bytes(address: string, file: File, sending: Sending): Promise<void> {
    const { Upload: TusUpload } = await import("tus-js-client");
    await new Promise<void>((resolve) => {
        const upload = new TusUpload(file, {
            uploadUrl: address,
            chunkSize: piece_bytes,
            retryDelays: retry_after_ms,
            headers: { "X-Hemu": "1" },
            onProgress: (sent) => {
                sending.sent_bytes = sent;
                sending.waits = false;
            },
            onShouldRetry: (failure) => {
                const status = failure.originalResponse?.getStatus() ?? 0;
                const again = status === 0 || status >= 500 || status === 409 || status === 429;
                sending.waits = again;
                return again;
            },
            onError: (failure) => {
                sending.problem = words_of(failure);
                resolve();
            },
            onSuccess: () => resolve(),
        });
        sending.stop = () => void upload.abort().finally(resolve);
        upload.start();
    });
}

/** One file: found again among the uploads, or announced; then sent. `told` gets its state before the first byte. */
export async function send_file(way: Way, file: File, uploads: Upload[], told: (sending: Sending) => void): Promise<void> {
    const sending = reactive<Sending>({ id: "", name: file.name, size_bytes: file.size, sent_bytes: 0, waits: false, problem: "", stop: () => undefined });
    told(sending);
    try {
        const upload = begun(file, uploads) ?? (await way.announce({ name: file.name, size_bytes: file.size }));
        sending.id = upload.id;
        sending.sent_bytes = upload.offset_bytes;
        await send_bytes(way.address(upload.id), file, sending);
    } catch (failure) {
        if (!(failure instanceof Problem)) throw failure;
        sending.problem = failure.faults[0]?.words || failure.words || words.global.t("common.problem.offline");
    }
}

export const size_text = (bytes: number): string =>
    bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
