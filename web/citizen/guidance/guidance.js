// The pages of guidance work without this: it offers large text and printing, and keeps the answers of an application.
"use strict";

const text_key = "hemu_large_text";
const root = document.documentElement;

/** The key under which a form for applying finds {door, version, leaf, answers}. */
const carried_key = "hemu_guidance";

function set_large(is_large) {
    root.classList.toggle("large", is_large);
    document.querySelector("[data-large]")?.setAttribute("aria-pressed", String(is_large));
}

const larger = document.querySelector("[data-large]");
set_large(localStorage.getItem(text_key) === "yes");
larger.hidden = false;
larger.addEventListener("click", () => {
    const is_large = !root.classList.contains("large");
    localStorage.setItem(text_key, is_large ? "yes" : "no");
    set_large(is_large);
});

for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
}

/** The entrance by which the reader came, for an application to name. */
const came_from = new URLSearchParams(location.search).get("from") || "";
if (/^[2-9A-Z]{6}$/.test(came_from)) sessionStorage.setItem("hemu_from", came_from);

const carried = document.querySelector("[data-carried]");
if (carried) sessionStorage.setItem(carried_key, carried.dataset.carried);
for (const link of document.querySelectorAll("[data-apply]")) link.href = "/apply";

/** Reads the page, a line at a time: long texts fall silent in some browsers. */
const reading = document.querySelector("[data-read]");
const [begin_words, stop_words] = [reading.textContent, reading.dataset.read];
function show_reading(speaks) {
    reading.setAttribute("aria-pressed", String(speaks));
    reading.textContent = speaks ? stop_words : begin_words;
}
function read_page() {
    const lines = document.querySelector("main").innerText.split(/\n+/).filter((line) => line.trim());
    lines.forEach((line, at) => {
        const said = new SpeechSynthesisUtterance(line);
        said.lang = root.lang;
        said.rate = 0.9;
        if (at === lines.length - 1) said.onend = () => show_reading(false);
        speechSynthesis.speak(said);
    });
}
if ("speechSynthesis" in window) {
    reading.hidden = false;
    reading.addEventListener("click", () => {
        const begins = reading.getAttribute("aria-pressed") !== "true";
        speechSynthesis.cancel();
        show_reading(begins);
        if (begins) read_page();
    });
    addEventListener("pagehide", () => speechSynthesis.cancel());
}

/** A letter is printed whole, however long it grew. */
for (const area of document.querySelectorAll(".letter textarea"))
    area.addEventListener("input", () => {
        area.style.height = "auto";
        area.style.height = `${area.scrollHeight + 4}px`;
    });

/** A machine in a hall (citizen/kiosk.ts) goes back to its first page when nobody touches it, and forgets there. */
const kiosk_idle_s = Number(sessionStorage.getItem("hemu_kiosk"));
if (kiosk_idle_s) {
    let timer;
    const here = () => {
        clearTimeout(timer);
        timer = setTimeout(() => location.replace(`/?kiosk=1&idle=${kiosk_idle_s}`), 1000 * (kiosk_idle_s + Math.min(60, kiosk_idle_s)));
    };
    for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, here, true);
    here();
}
