// Writes shared/api/schema.d.ts from the program's own OpenAPI (made by `hemu openapi`).
import { writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import openapi_types, { astToString } from "openapi-typescript";

const source = process.argv[2] ?? process.env.HEMU_OPENAPI ?? fileURLToPath(new URL("../../build/openapi.json", import.meta.url));
const target = fileURLToPath(new URL("../shared/api/schema.d.ts", import.meta.url));
const tree = await openapi_types(pathToFileURL(source), { alphabetize: true });
await writeFile(target, astToString(tree));
console.log(`wrote ${target}`);
