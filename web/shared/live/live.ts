// Live updates: one event stream per browser. The tab that holds the lock reads the stream and hands every message to
// its sisters; when it closes, another takes over. Where the browser lacks locks or channels each tab reads its own
// stream, and where streams fail a page asks again at intervals.
import { onScopeDispose } from "vue";

export interface LiveMessage {
    event_id: string;
    dispute_id: string;
    number: number;
    kind: string;
    state: string;
    version: number;
}

type Listener = (message: LiveMessage | null) => void;
type Talk =
    | { is: "topics"; tab: string; topics: string[] }
    | { is: "ask" }
    | { is: "leave"; tab: string }
    | { is: "message"; message: LiveMessage };

const ask_again_after_ms = 30_000;
const reopen_after_ms = 150;

const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
const listeners = new Map<Listener, string>();
const topics_of_tabs = new Map<string, string[]>();
const shares = "locks" in navigator && "BroadcastChannel" in globalThis;
const channel = shares ? new BroadcastChannel("hemu-live") : null;

let leads = false;
let started = false;
let source: EventSource | null = null;
let open_topics = "";
let last_event_id = "";
let reopen_timer: number | undefined;
let ask_timer: number | undefined;

const own_topics = (): string[] => [...new Set(listeners.values())].sort();

const tell_listeners = (message: LiveMessage | null): void => {
    for (const [listener, topic] of listeners)
        if (!message || topic === "queue" || topic === `dispute:${message.dispute_id}`) listener(message);
};

function receive(event: MessageEvent<string>): void {
    if (event.lastEventId) last_event_id = event.lastEventId;
    let message: LiveMessage;
    try {
        message = JSON.parse(event.data) as LiveMessage;
    } catch {
        return;
    }
    channel?.postMessage({ is: "message", message } satisfies Talk);
    tell_listeners(message);
}

function open_stream(): void {
    topics_of_tabs.set(tab, own_topics());
    const wanted = [...new Set([...topics_of_tabs.values()].flat())].sort().join(",");
    if (wanted === open_topics && source && source.readyState !== EventSource.CLOSED) return;
    source?.close();
    source = null;
    open_topics = wanted;
    if (wanted === "") return;
    const since = last_event_id ? `&last_event_id=${encodeURIComponent(last_event_id)}` : "";
    source = new EventSource(`/api/live?topics=${encodeURIComponent(wanted)}${since}`);
    source.onmessage = receive;
    source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        window.clearTimeout(ask_timer);
        ask_timer = window.setTimeout(() => {
            tell_listeners(null);
            open_stream();
        }, ask_again_after_ms);
    };
}

/** Pages come and go in bursts: the stream is opened anew once they have settled. */
function reopen_soon(): void {
    window.clearTimeout(reopen_timer);
    reopen_timer = window.setTimeout(open_stream, reopen_after_ms);
}

function topics_changed(): void {
    if (leads || !channel) reopen_soon();
    else channel.postMessage({ is: "topics", tab, topics: own_topics() } satisfies Talk);
}

function hear(talk: Talk): void {
    if (talk.is === "message") tell_listeners(talk.message);
    if (talk.is === "ask") channel?.postMessage({ is: "topics", tab, topics: own_topics() } satisfies Talk);
    if (!leads) return;
    if (talk.is === "topics") topics_of_tabs.set(talk.tab, talk.topics);
    if (talk.is === "leave") topics_of_tabs.delete(talk.tab);
    if (talk.is === "topics" || talk.is === "leave") reopen_soon();
}

function start(): void {
    if (started || !("EventSource" in globalThis)) return;
    started = true;
    if (!channel) return;
    channel.onmessage = (event: MessageEvent<Talk>) => hear(event.data);
    window.addEventListener("pagehide", () => channel.postMessage({ is: "leave", tab } satisfies Talk));
    void navigator.locks.request("hemu-live", () => {
        leads = true;
        channel.postMessage({ is: "ask" } satisfies Talk);
        open_stream();
        return new Promise<never>(() => {});
    });
}

/** Calls the listener for every message of the topic while the component lives; null means: look again yourself. */
export function use_live(topic: string, listener: Listener): void {
    start();
    listeners.set(listener, topic);
    topics_changed();
    onScopeDispose(() => {
        listeners.delete(listener);
        topics_changed();
    });
}

/** Ends the stream of this tab, for sign-out. */
export function close_live(): void {
    source?.close();
    source = null;
    open_topics = "";
    last_event_id = "";
}
