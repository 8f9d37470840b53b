// The entrance by which the reader came: /go/CODE leads here with ?from=CODE. Kept while the tab is open, for an
// application to name; taken out of the address, so that who gets the address from the reader came by no entrance.
const key = "hemu_from";

const address = new URL(location.href);
const code = address.searchParams.get("from");
if (code !== null) {
    if (/^[2-9A-Z]{6}$/.test(code)) sessionStorage.setItem(key, code);
    address.searchParams.delete("from");
    history.replaceState(history.state, "", address.pathname + address.search + address.hash);
}

/** Undefined when no entrance is known. */
export const entrance_code = (): string | undefined => sessionStorage.getItem(key) ?? undefined;
