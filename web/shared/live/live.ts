// Live updates: one event stream per browser. The tab that holds the lock reads the stream and hands every event to its
// sisters; when it closes, another takes over. Where the browser lacks locks or channels each tab reads its own stream,
// and where no stream can be had a page asks again at intervals.
//
// Every listener knows the number up to which it needs nothing (`since`): at first the position of the feed before its
// page was read, later the last event of a stream that covers its topic. A stream is opened at the least of them, so
// that nothing falls between reading and listening, between two streams or between two tabs.
import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from "vue";
import { answer, api, Problem, type Schemas } from "@shared/api/client";
import { known_position } from "./position";

export type LiveMessage = Schemas["LiveMessage"];

/** null: look again yourself. */
type Listener = (message: LiveMessage | null) => void;
/** undefined: nothing is known, so the page has to be read again once the stream is open. */
type Since = number | undefined;
interface Entry {
    topic: string;
    since: Since;
    call: Listener;
}
/** An event of the stream; without a message it only tells how far the stream is, without a number it is none of its own. */
interface Event {
    number: Since;
    covered: string[];
    message?: LiveMessage | null;
}
type Topics = [topic: string, since: Since][];
type Talk =
    | { is: "topics"; tab: string; topics: Topics }
    | { is: "ask" }
    | { is: "leave"; tab: string }
    | { is: "event"; event: Event };

const settle_ms = 150;
const ask_again_ms = [1_000, 5_000, 30_000];
/** The server's limit is 32; `queue` has the messages of all disputes. */
const most_topics = 30;

const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
const entries = new Set<Entry>();
const topics_of_tabs = new Map<string, Topics>();
const shares = "locks" in navigator && "BroadcastChannel" in globalThis;
const channel = shares ? new BroadcastChannel("hemu-live") : null;

let started = false;
let leads = !shares;
let source: EventSource | null = null;
let covered: string[] = [];
/** Where the open stream began. */
let opened_at: Since;
let look_when_open = false;
let failures = 0;
let settle_timer: number | undefined;
let ask_timer: number | undefined;

const later = (since: Since, number: number): Since => (since === undefined || since < number ? number : since);
const covers = (topics: string[], topic: string): boolean => topics.includes(topic) || topics.includes("queue");
const own_topics = (): Topics => [...entries].map(({ topic, since }) => [topic, since]);
const wanted_topics = (): Topics => [...topics_of_tabs.values()].flat();

function take(event: Event): void {
    for (const entry of entries) {
        if (!covers(event.covered, entry.topic)) continue;
        if (event.number !== undefined) entry.since = later(entry.since, event.number);
        if (event.message === undefined) continue;
        if (event.message && entry.topic !== "queue" && entry.topic !== `dispute:${event.message.dispute_id}`) continue;
        entry.call(event.message);
    }
}

/** To the listeners of this tab and of its sisters. */
function spread(number: Since, message?: LiveMessage | null): void {
    const event: Event = { number, covered, message };
    if (number !== undefined)
        for (const topics of topics_of_tabs.values())
            for (const one of topics) if (covers(covered, one[0])) one[1] = later(one[1], number);
    channel?.postMessage({ is: "event", event } satisfies Talk);
    take(event);
}

function hear_position(event: MessageEvent<string>): void {
    failures = 0;
    const number = Number(event.lastEventId);
    opened_at ??= number;
    const look = look_when_open;
    look_when_open = false;
    spread(number, look ? null : undefined);
}

function listen(since: Since): void {
    const from = since === undefined ? "" : `&last_event_id=${since}`;
    source = new EventSource(`/api/live?topics=${encodeURIComponent(covered.join(","))}${from}`);
    source.onmessage = (event: MessageEvent<string>) => spread(Number(event.lastEventId), JSON.parse(event.data) as LiveMessage | null);
    source.addEventListener("look_again", (event) => spread(Number(event.lastEventId), null));
    source.addEventListener("position", hear_position);
    source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) ask_again();
    };
}

/** The stream was refused, not broken: the session may be over, or the server is not there. */
function ask_again(): void {
    window.clearTimeout(ask_timer);
    ask_timer = window.setTimeout(
        async () => {
            try {
                await answer(api.GET("/api/session"));
            } catch (failure) {
                if (!(failure instanceof Problem)) throw failure;
                if (failure.status !== 401) ask_again();
                return;
            }
            if (failures > 1) spread(undefined, null);
            open_stream();
        },
        ask_again_ms[Math.min(failures++, ask_again_ms.length - 1)],
    );
}

const is_served = ([topic, since]: Topics[number]): boolean =>
    covers(covered, topic) && since !== undefined && opened_at !== undefined && since >= opened_at;

function open_stream(): void {
    topics_of_tabs.set(tab, own_topics());
    const wanted = wanted_topics();
    const is_open = source !== null && source.readyState !== EventSource.CLOSED;
    if (is_open && wanted.length > 0 && wanted.every(is_served)) return;
    source?.close();
    source = null;
    if (wanted.length === 0) return;
    const topics = [...new Set(wanted.map(([topic]) => topic))].sort();
    covered = topics.includes("queue") || topics.length > most_topics ? ["queue"] : topics;
    const known = wanted.map(([, since]) => since).filter((since) => since !== undefined);
    look_when_open = known.length < wanted.length;
    opened_at = known.length > 0 ? Math.min(...known) : undefined;
    listen(opened_at);
}

/** Pages come and go in bursts: the stream is looked at once they have settled. */
function open_soon(): void {
    window.clearTimeout(settle_timer);
    settle_timer = window.setTimeout(open_stream, settle_ms);
}

function topics_changed(): void {
    if (leads) open_soon();
    else channel?.postMessage({ is: "topics", tab, topics: own_topics() } satisfies Talk);
}

function hear(talk: Talk): void {
    if (talk.is === "event") take(talk.event);
    if (talk.is === "ask") channel?.postMessage({ is: "topics", tab, topics: own_topics() } satisfies Talk);
    if (!leads) return;
    if (talk.is === "topics") topics_of_tabs.set(talk.tab, talk.topics);
    if (talk.is === "leave") topics_of_tabs.delete(talk.tab);
    if (talk.is === "topics" || talk.is === "leave") open_soon();
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
        open_soon();
        return new Promise<never>(() => {});
    });
}

/** Calls the listener for every message of the topic while the component lives. To be called before the page is read. */
export function use_live(topic: MaybeRefOrGetter<string>, call: Listener): void {
    start();
    const entry: Entry = { topic: toValue(topic), since: known_position(), call };
    entries.add(entry);
    topics_changed();
    watch(
        () => toValue(topic),
        (next) => {
            entry.topic = next;
            entry.since = known_position();
            topics_changed();
        },
    );
    onScopeDispose(() => {
        entries.delete(entry);
        topics_changed();
    });
}

/** Ends the stream of this tab, for sign-out. */
export function close_live(): void {
    window.clearTimeout(settle_timer);
    window.clearTimeout(ask_timer);
    source?.close();
    source = null;
}
