// The service worker (service_worker.js) keeps the pages' own files, so that they open without a line.

/** Once the page stands and has what it shows. */
export function keep_shell(): void {
    if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
    window.addEventListener("load", () => window.setTimeout(() => void navigator.serviceWorker.register("/service_worker.js").catch(() => undefined), 3_000));
}
