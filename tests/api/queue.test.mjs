// The queue as staff use it: who takes what in hand, what is put aside, what is kept under a name and taken away.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, day, registration } from "../story.mjs";

const cells_of_sheet = `
import sys, io, zipfile, re, xml.etree.ElementTree as tree
book = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
words = []
if "xl/sharedStrings.xml" in book.namelist():
    words = ["".join(part.text or "" for part in one.iter(space + "t")) for one in tree.fromstring(book.read("xl/sharedStrings.xml"))]
for row in tree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(space + "row"):
    cells = []
    for cell in row.iter(space + "c"):
        while len(cells) < ord(cell.get("r")[0]) - ord("A"): cells.append("")
        value = cell.find(space + "v")
        if cell.get("t") == "s": cells.append(words[int(value.text)])
        elif cell.get("t") == "inlineStr": cells.append("".join(part.text or "" for part in cell.iter(space + "t")))
        else: cells.append(value.text if value is not None else "")
    print("\\t".join(cells))`;

/** Rows of the first sheet, as texts; read by Python's own zip and XML. */
function rows_of(bytes) {
  const read = spawnSync("python3", ["-c", cells_of_sheet], { input: bytes, encoding: "utf8" });
  assert.equal(read.status, 0, read.stderr);
  return read.stdout.trimEnd().split("\n").map((line) => line.split("\t"));
}

for (const engine of engines) {
  describe(`the queue on ${engine}`, () => {
    let server, clerk, other, dispatcher, county, village;
    before(async () => {
      server = await new Server(engine, { disputes: 30 }).start();
      [clerk, other, dispatcher, county] = await Promise.all(["clerk", "clerk_hall", "dispatcher", "clerk1"].map((login) => server.sign_in(login)));
      village = await a_village(clerk);
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    const fresh = (more) => clerk.post("/api/disputes", registration(village, more));
    const ids = async (caller, query) => (await caller.get(`/api/queue?limit=200&${query}`)).items.map((row) => row.id);
    const count = async (caller, view) => (await caller.get("/api/queue/counts")).find((one) => one.view === view);

    it("gives a case to one of many who want it", async () => {
      const { id } = await fresh();
      const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? other : clerk).call("POST", `/api/disputes/${id}/claim`, {})));
      assert.deepEqual(tries.map((reply) => reply.status).sort(), [201, ...Array(11).fill(409)]);
      for (const reply of tries.filter((one) => one.status === 409)) assert.equal(reply.body.code, "claimed_already");
      const winner = tries.findIndex((reply) => reply.status === 201) % 2 ? other : clerk;
      assert.ok((await ids(winner, "view=mine")).includes(id));
      assert.ok(!(await ids(clerk, "view=unassigned")).includes(id));
      await winner.post(`/api/disputes/${id}/release`, {});
      assert.ok((await ids(clerk, "view=unassigned")).includes(id));
      const kinds = (await clerk.get(`/api/disputes/${id}/timeline`)).items.map((item) => item.kind);
      assert.deepEqual(kinds.filter((kind) => kind === "claim" || kind === "release"), ["release", "claim"]);
    });

    it("puts a case aside until a day, and shows for how long", async () => {
      const { id } = await fresh();
      await clerk.post(`/api/disputes/${id}/claim`, {});
      const before_it = (await count(clerk, "on_hold")).count;
      const wrong = await clerk.call("POST", `/api/disputes/${id}/hold`, { reason: "party", until_on: day(0) });
      assert.equal(`${wrong.status} ${wrong.body.errors[0].field} ${wrong.body.errors[0].code}`, "422 until_on hold_not_after_today");
      await clerk.post(`/api/disputes/${id}/hold`, { reason: "party", until_on: day(7), words: "等申请人补交合同" });
      assert.ok(!(await ids(clerk, "view=mine")).includes(id), "it is out of the way");
      assert.ok((await ids(clerk, "view=waiting")).includes(id), "a party has to answer");
      const row = (await clerk.get("/api/queue?view=on_hold&limit=200")).items.find((one) => one.id === id);
      assert.deepEqual([row.hold_reason, row.hold_until_on, row.days_on_hold, row.came_back], ["party", day(7), 0, false]);
      const held = await count(clerk, "on_hold");
      assert.equal(held.count, before_it + 1);
      assert.ok(Date.parse(held.oldest_at) <= Date.now());
      await clerk.post(`/api/disputes/${id}/hold_end`, {});
      assert.ok((await ids(clerk, "view=mine")).includes(id));
    });

    it("tells who handles a case of what others brought in, until he looks", async () => {
      const { id } = await fresh();
      await clerk.post(`/api/disputes/${id}/claim`, {});
      await clerk.post(`/api/disputes/${id}/notes`, { words: "自己写的" });
      assert.ok(!(await ids(clerk, "view=new_papers")).includes(id), "his own words are no news");
      await dispatcher.post(`/api/disputes/${id}/notes`, { words: "请核对地址" });
      assert.ok((await ids(clerk, "view=new_papers")).includes(id));
      await clerk.post(`/api/disputes/${id}/seen`, {});
      assert.ok(!(await ids(clerk, "view=new_papers")).includes(id));
    });

    it("narrows and orders what it shows", async () => {
      const big = await fresh({ amount_fen: 99_000_000_00 });
      const [first] = (await dispatcher.get("/api/queue?view=all&order=amount&descending=true&limit=1")).items;
      assert.equal(first.id, big.id);
      const pages = [];
      for (let next = ""; next !== undefined; ) {
        const page = await dispatcher.get(`/api/queue?view=all&order=amount&limit=7&after=${encodeURIComponent(next)}`);
        pages.push(...page.items);
        next = page.next ?? undefined;
      }
      const amounts = pages.map((row) => row.amount_fen);
      assert.deepEqual(amounts, [...amounts].sort((a, b) => a - b));
      assert.equal(pages.length, (await count(dispatcher, "all")).count);
      const flats = await dispatcher.get("/api/queue?view=all&type=17&state=registered&limit=200");
      assert.ok(flats.items.length > 0 && flats.items.every((row) => row.national_type === "17" && row.state === "registered"));
      for (const [query, field] of [["view=x", "view"], ["order=x", "order"], ["risk=x", "risk"], ["handler=x", "handler"], ["after=x", "after"]]) {
        const reply = await clerk.call("GET", `/api/queue?${query}`);
        assert.equal(`${reply.status} ${reply.body.errors[0].field}`, `422 ${field}`, query);
      }
    });

    it("keeps views under names, each person his own", async () => {
      const query = { view: "late", order: "risk", descending: true, risk: "red" };
      const saved = await clerk.post("/api/queue/saved", { name: "红色超期", query, columns: ["state", "due"] });
      await clerk.post("/api/queue/saved", { name: "红色超期", query: { ...query, risk: "orange" }, columns: ["due"] });
      const [mine] = await clerk.get("/api/queue/saved");
      assert.deepEqual([mine.id, mine.query.risk, mine.columns], [saved.id, "orange", ["due"]], "the same name is written over");
      assert.deepEqual(await dispatcher.get("/api/queue/saved"), []);
      assert.equal((await dispatcher.call("DELETE", `/api/queue/saved/${saved.id}`)).status, 404);
      const unnamed = await clerk.call("POST", "/api/queue/saved", { name: " ", query, columns: [] });
      assert.equal(`${unnamed.status} ${unnamed.body.errors[0].field}`, "422 name");
      assert.equal((await clerk.call("DELETE", `/api/queue/saved/${saved.id}`)).status, 204);
      assert.deepEqual(await clerk.get("/api/queue/saved"), []);
    });

    it("makes a sheet of what the caller may see, and audits it", async () => {
      const secret = await fresh({ secrecy: "private" });
      const columns = ["state", "due", "type", "amount", "registered"];
      const take = async (caller, query) => {
        const reply = await fetch(`${server.url}/api/queue/export`, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Hemu": "1", "Idempotency-Key": crypto.randomUUID(), Cookie: caller.cookie, "Accept-Language": "zh" },
          body: JSON.stringify({ query, columns }),
        });
        assert.equal(reply.status, 200, await (reply.ok ? "" : reply.text()));
        assert.equal(reply.headers.get("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return rows_of(Buffer.from(await reply.arrayBuffer()));
      };
      const rows = await take(clerk, { view: "all", order: "due", descending: false });
      assert.deepEqual(rows[0], ["编号", "标题", "状态", "期限", "期限状态", "类型", "金额", "登记日期"]);
      const page = (await clerk.get("/api/queue?view=all&limit=200")).items;
      assert.deepEqual(rows.slice(1).map((row) => row[0]), page.map((row) => row.number));
      const row = rows.find((one) => one[0] === secret.number);
      assert.equal(row[1], "", "no title of a private case");
      assert.equal(row[2], "已登记");
      assert.ok(!(await take(county, { view: "all", order: "due", descending: false })).some((one) => one[0] === secret.number));
      const auditor = await server.sign_in("auditadmin");
      const entries = await auditor.call("GET", "/api/audit?kind=export&limit=20", undefined, { expected: 200 });
      assert.ok(entries.text.includes("all "), entries.text.slice(0, 300));
    });
  });
}
