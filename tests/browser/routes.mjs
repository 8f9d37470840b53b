// The desk's pages and who may see them, read from the router itself, so that no page is left out.
import { readFileSync } from "node:fs";

/** Who has the duty in the demonstration city. */
export const login_of = {
  clerk: "clerk", mediator: "mediator_property", head: "head_property", dispatcher: "dispatcher", supervisor: "supervisor",
  judge: "judge", leader: "leader", system_administrator: "sysadmin", security_administrator: "secadmin", audit_administrator: "auditadmin",
};

const text = readFileSync(new URL("../../web/desk/router.ts", import.meta.url), "utf8");

/** What `const staff: Duty[] = […]` and its like hold, each made of strings and of earlier ones. */
function lists() {
  const known = {};
  for (const [, name, value] of text.matchAll(/const (\w+): Duty\[\] = (\[[^\]]*\]);/g)) known[name] = read_list(value, known);
  return known;
}

const read_list = (value, known) =>
  [...value.matchAll(/"(\w+)"|(?:\.\.\.)?(\w+)/g)].flatMap(([, word, name]) => (word ? [word] : (known[name] ?? [])));

/** [{path, name, duties, open}]; a page without duties is everybody's. */
export function routes() {
  const known = lists();
  return text.split("\n").filter((line) => /\{ path: "[^"]*", name: "/.test(line)).map((line) => {
    const [, path, name] = /path: "([^"]*)", name: "(\w+)"/.exec(line);
    const duties = /duties: (\[[^\]]*\]|\w+)/.exec(line)?.[1];
    return { path: path.replace(/^\//, ""), name, open: line.includes("open: true"), duties: duties ? read_list(duties, known) : Object.keys(login_of) };
  });
}
