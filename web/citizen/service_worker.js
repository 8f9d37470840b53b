// Keeps what is the same for everybody: the citizens' pages with their scripts, styles and words, and the first pages of
// guidance. Never an answer of the API, never an address with answers in it, nothing of the desk.
/* global files, self, caches */
"use strict";

const store = "hemu_" + files.version;
const page = "/";
const longest_wait = 6000;

self.addEventListener("install", (event) => {
    event.waitUntil(caches.open(store).then((cache) => cache.addAll([page, ...files.list])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
    const old = (name) => name.startsWith("hemu_") && name !== store;
    event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

const is_guidance = (path) => path === "/guidance" || path.startsWith("/guidance/");

/** Whether an address may be kept: nothing stands in it that somebody said. */
const may_keep = (url) => (url.pathname === page || is_guidance(url.pathname)) && url.search === "" && !/\/(apply|letter|language)$/.test(url.pathname);

/** The line first: pages change. After a while, or without it, what was kept. */
async function from_line(request, keep_as) {
    const cache = await caches.open(store);
    const kept = keep_as && (await cache.match(keep_as));
    const stop = new AbortController();
    const late = kept && setTimeout(() => stop.abort(), longest_wait);
    try {
        const reply = await fetch(request, { signal: stop.signal });
        if (keep_as && reply.ok && !reply.redirected) await cache.put(keep_as, reply.clone());
        return reply;
    } catch (failure) {
        if (kept) return kept;
        throw failure;
    } finally {
        clearTimeout(late);
    }
}

/** A page of guidance that was not kept leads home; every other address is drawn by the one page. */
const navigation = (request, url) =>
    from_line(request, may_keep(url) ? url.pathname : undefined).catch(async () => (await caches.match(page, { cacheName: store })) ?? Response.error());

async function kept_first(request) {
    return (await caches.match(request, { cacheName: store })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin || /^\/(api|desk|metrics)(\/|$)/.test(url.pathname)) return;
    if (request.mode === "navigate") event.respondWith(navigation(request, url));
    else if (files.list.includes(url.pathname)) event.respondWith(kept_first(request));
    else if (/^\/guidance\/guidance\.(css|js)$/.test(url.pathname)) event.respondWith(from_line(request, url.pathname));
});
