// The citizens' pages open in WeChat's own browser (Chromium 86) and on phones of that age: what such a browser lacks is
// not called. How the language is written does not matter: the build makes ES2019 of it. Status 1 when something is found.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const web = fileURLToPath(new URL("..", import.meta.url));
const folders = ["citizen", "shared"];

/** What came with a later Chromium, and without which a page fails or is laid out wrongly. */
const too_new = [
    [/\.at\(/, "Array.at, 92"], [/\.findLast(Index)?\(/, "findLast, 97"], [/\.to(Sorted|Reversed|Spliced)\(|\.with\(\d/, "toSorted and its like, 110"],
    [/\bObject\.(hasOwn|groupBy)\b|\bMap\.groupBy\b/, "Object.hasOwn 93, groupBy 117"], [/\bstructuredClone\b/, "structuredClone, 98"],
    [/\.randomUUID\(/, "randomUUID, 92"], [/\bAbortSignal\.(timeout|any)\b/, "AbortSignal.timeout, 103"], [/\bArray\.fromAsync\b|\bPromise\.(try|withResolvers)\b/, "119 and later"],
    [/\bwindow\.open\(/, "a window of its own, which WeChat does not open"], [/@(layer|container)\b/, "@layer 99, @container 105"],
    [/\bcolor-mix\(|\boklch\(/, "color-mix, 111"], [/\b\d(dvh|svh|lvh)\b/, "dvh, 108"], [/\baspect-ratio\s*:/, "aspect-ratio, 88"],
    [/(^|[\s{;])inset\s*:/, "inset, 87"], [/:(is|where)\(/, ":is and :where, 88"], [/^\s*&[\s.:>\[]/m, "nested CSS, 112"],
];

const files = folders.flatMap((folder) => readdirSync(join(web, folder), { recursive: true }).map((name) => join(folder, String(name))))
    .filter((name) => /\.(ts|vue|css|js)$/.test(name) && !name.endsWith("schema.d.ts"));
let faults = 0;
for (const name of files) {
    readFileSync(join(web, name), "utf8").split("\n").forEach((line, at) => {
        for (const [pattern, what] of too_new) {
            if (!pattern.test(line)) continue;
            ++faults;
            console.error(`web/${name}:${at + 1}: Chromium 86 lacks ${what}`);
        }
    });
}
console.log(`${files.length} files, ${faults} things that Chromium 86 lacks`);
process.exit(faults ? 1 : 0);
