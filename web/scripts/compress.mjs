// Writes a .br and a .gz sibling of every text file in dist/, and prints what each page weighs on a slow line.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const text_file = /\.(html|js|css|svg|json|webmanifest|txt|map)$/;
const smallest_worth = 256;

async function* files_in(folder) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) yield* files_in(path);
        else yield path;
    }
}

const gzip_sizes = new Map();
for await (const path of files_in(dist)) {
    if (!text_file.test(path)) continue;
    const bytes = await readFile(path);
    const gzip = gzipSync(bytes, { level: 9 });
    gzip_sizes.set("/" + path.slice(dist.length), gzip.length);
    if (bytes.length < smallest_worth) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_QUALITY]: 11 };
    await writeFile(path + ".br", brotliCompressSync(bytes, { params }));
    await writeFile(path + ".gz", gzip);
}

for (const page of ["citizen/index.html", "desk/index.html"]) {
    const html = await readFile(join(dist, page), "utf8");
    const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1]);
    const total = assets.reduce((sum, asset) => sum + (gzip_sizes.get(asset) ?? 0), gzip_sizes.get("/" + page) ?? 0);
    console.log(`/${page}: ${(total / 1024).toFixed(1)} KB gzip before words and lazily loaded pages`);
}
