// Fails on colours that are written anywhere but in a token: one sheet of each face declares them.
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../", import.meta.url));
const token_files = ["desk/desk.css", "citizen/base.css"];
const token = /^\s*--[\w-]+:/;
const colour = /(?<![&\w"'(/])#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color-mix)\(|:\s*(?:white|black|red|green|blue|gr[ae]y|orange|yellow)\b/i;
const faults = [];

async function* files_in(folder) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) yield* files_in(path);
        else yield path;
    }
}

/** The styles of a component, at the lines where they stand; all of a style sheet. */
const styles_of = (path, text) =>
    path.endsWith(".css") ? text : text.replace(/^[\s\S]*?(?=<style|$(?![\s\S]))|(?<=<\/style>)[\s\S]*?(?=<style|$(?![\s\S]))/g, (other) => other.replace(/[^\n]/g, ""));

for (const folder of ["desk", "citizen", "shared"])
    for await (const path of files_in(join(web, folder))) {
        if (!/\.(vue|css)$/.test(path)) continue;
        const name = relative(web, path);
        const lines = styles_of(path, await readFile(path, "utf8")).split("\n");
        for (const [at, line] of lines.entries())
            if (colour.test(line) && !(token_files.includes(name) && token.test(line))) faults.push(`${name}:${at + 1}: ${line.trim()}`);
    }

for (const fault of faults) console.error(fault);
console.log(`${faults.length} colours outside the tokens`);
process.exit(faults.length ? 1 : 0);
