// The program's own OpenAPI document, as a test reads it: every route, and a body that its input would take.
import assert from "node:assert/strict";

/** Every route: {method, path, duties (none: open to anyone), by_pass (or to who was let in by a code), parameters, body (schema or
 * undefined)}. */
export function routes_of(server) {
  const printed = server.command("openapi");
  assert.equal(printed.status, 0, printed.stderr);
  const document = JSON.parse(printed.stdout.slice(printed.stdout.indexOf("{")));
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      duties: operation["x-duties"] ?? [],
      by_pass: (operation["x-problems"] ?? []).includes("pass_needed"),
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content?.["application/json"]?.schema,
    })));
  return { routes, plausible: (schema) => plausible(schema, document.components.schemas) };
}

const day = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

const texts = {
  uuid: () => crypto.randomUUID(),
  date: day,
  "date-time": () => new Date().toISOString(),
};

/** A value of the schema's shape: every member filled, lists with one item, the first word of each enumeration. */
function plausible(schema, schemas) {
  if (schema.$ref) return plausible(schemas[schema.$ref.split("/").at(-1)], schemas);
  const choice = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choice) return plausible(choice.find((one) => one.type !== "null"), schemas);
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat().find((one) => one !== "null");
  if (type === "array") return [plausible(schema.items, schemas)];
  if (type === "integer" || type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "string") return (texts[schema.format] ?? (() => "文字"))();
  return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, plausible(one, schemas)]));
}
