// What is found, by whom, and that what is sealed is found by nobody.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, live_through, registration } from "../story.mjs";

const titles = (page) => page.items.map((hit) => hit.title);

for (const engine of engines) {
  describe(`search on ${engine}`, () => {
    let server, lived, village, clerk, elsewhere, dispatcher;
    before(async () => {
      server = await new Server(engine).start();
      lived = await live_through(server);
      clerk = lived.clerk;
      elsewhere = await server.sign_in("clerk2");
      dispatcher = lived.dispatcher;
      village = await a_village(clerk);
    });
    after(async () => assert.equal(await server?.stop(), 0));

    const search = (caller, q, more = "") => caller.get(`/api/search?q=${encodeURIComponent(q)}${more}`);
    const found = async (caller, q, more) => (await search(caller, q, more)).items.map((hit) => `${hit.where} ${hit.excerpt}`);

    it("finds a lived case by everything that is written about it", async () => {
      const { number } = lived.receipt;
      assert.deepEqual(await found(clerk, number), [`number ${number}`]);
      assert.deepEqual(await found(clerk, "林小"), ["party 林小满"]);
      assert.deepEqual(await found(clerk, "林"), ["party 林小满"]);
      assert.deepEqual(await found(clerk, "LXM"), ["party 林小满"]);
      assert.deepEqual(await found(clerk, "天花板"), ["narrative 楼上卫生间渗水，楼下天花板起皮脱落，多次协商未果。"]);
      assert.deepEqual(await found(clerk, "防水"), ["request 请求修复防水并赔偿损失。"]);
      assert.deepEqual(await found(clerk, "陈述意见"), ["session 双方陈述意见。"]);
      assert.deepEqual(await found(clerk, "高远山 渗水"), ["party 高远山"], "words of several texts together");
      const [hit] = (await search(clerk, "渗水")).items;
      assert.deepEqual(hit.highlights.map(({ from, to }) => hit.excerpt.slice(from, to)), ["渗水"]);
      assert.equal(hit.state, "archived", "ended cases are found too");
    });

    it("finds a whole phone, not a part, and shows no number", async () => {
      const reply = await clerk.call("GET", "/api/search?q=199%200000-1234", undefined, { expected: 200 });
      assert.deepEqual(reply.body.items.map((hit) => `${hit.where} ${hit.excerpt}`), ["phone 林小满"]);
      assert.ok(!reply.text.includes("19900001234"));
      assert.deepEqual(await found(clerk, "1990000123"), []);
    });

    it("finds notes and later parties, and no caucus note for anybody", async () => {
      const receipt = await clerk.post("/api/disputes", registration(village, { narrative: "围墙占了公共通道" }));
      const path = `/api/disputes/${receipt.id}`;
      await clerk.post(`${path}/notes`, { words: "约好礼拜五现场丈量" });
      await clerk.post(`${path}/parties`, { side: "third_party", kind: "natural", name: "慕容飞雪" });
      assert.deepEqual(await found(clerk, "丈量"), ["note 约好礼拜五现场丈量"]);
      assert.deepEqual(await found(clerk, "慕容"), ["party 慕容飞雪"]);
      for (const caller of [lived.mediator, lived.head, clerk, dispatcher])
        for (const q of ["底线", "底线两千元", "两千"]) assert.deepEqual(await found(caller, q), [], q);
      assert.deepEqual(server.sql("SELECT count(*) FROM search_entry WHERE CAST(tokens AS text) LIKE '%底线%'"), [["0"]]);
    });

    it("is blind for strangers", async () => {
      for (const q of [lived.receipt.number, "林小满", "天花板", "19900001234", "陈述意见", ""]) {
        const page = await search(elsewhere, q);
        assert.ok(!page.items.some((hit) => hit.id === lived.id), q);
        const palette = await elsewhere.get(`/api/palette?q=${encodeURIComponent(q)}`);
        assert.ok(![...palette.cases, ...palette.people].some((hit) => hit.id === lived.id), q);
      }
    });

    it("names nobody of a private case, and finds it for who may see it only", async () => {
      const receipt = await clerk.post("/api/disputes", registration(village, { secrecy: "private", narrative: "夫妻分居后探望孩子争执",
        parties: [{ side: "applicant", kind: "natural", name: "司徒静", phone: "19900007777" }, { side: "respondent", kind: "natural", name: "司徒远" }] }));
      for (const q of ["司徒", "探望", "19900007777", receipt.number]) {
        const reply = await clerk.call("GET", `/api/search?q=${encodeURIComponent(q)}`, undefined, { expected: 200 });
        assert.deepEqual(reply.body.items.map((hit) => [hit.id, hit.title, hit.excerpt, hit.highlights]), [[receipt.id, "", "", []]], q);
        assert.ok(!/司徒|探望/.test(reply.text));
        assert.deepEqual((await search(lived.mediator, q)).items, [], "a colleague elsewhere");
      }
    });

    it("keeps to filters, and says which one is wrong", async () => {
      const all = await search(clerk, "", "&limit=200");
      for (const [query, keeps] of [["state=archived", (hit) => hit.state === "archived"], ["state=registered,accepted", (hit) => ["registered", "accepted"].includes(hit.state)],
        ["secrecy=private", (hit) => hit.secrecy === "private"], ["open=open", (hit) => hit.state !== "archived"], ["national_type=17", () => true], ["national_type=02", () => false],
        [`place=${village}`, () => true], ["channel=phone", () => false], ["from=2999-01-01", () => false]]) {
        const page = await search(clerk, "", `&limit=200&${query}`);
        assert.deepEqual(titles(page), titles({ items: all.items.filter(keeps) }), query);
      }
      for (const [query, field, code] of [["state=lost", "state", "unknown_word"], ["risk=red,%25", "risk", "unknown_word"], ["from=yesterday", "from", "not_a_date"],
        ["body=1", "body", "not_an_id"], ["place=%25", "place", "unknown_word"], ["open=maybe", "open", "unknown_word"], ["after=x", "after", "cursor_wrong"], [`q=${"a".repeat(201)}`, "q", "too_long"]]) {
        const reply = await clerk.call("GET", `/api/search?${query}`);
        assert.equal(reply.status, 422, query);
        assert.deepEqual(reply.body.errors.map((fault) => `${fault.field} ${fault.code}`), [`${field} ${code}`], query);
      }
    });

    it("turns pages from the newest on", async () => {
      const whole = (await search(clerk, "渗水", "&limit=200")).items.map((hit) => hit.id);
      for (let i = 0; i < 3; ++i) whole.unshift((await clerk.post("/api/disputes", registration(village))).id);
      const turned = [];
      for (let after = ""; after !== undefined;) {
        const page = await search(clerk, "渗水", `&limit=2&after=${after}`);
        turned.push(...page.items.map((hit) => hit.id));
        after = page.next ?? undefined;
      }
      assert.deepEqual(turned, whole);
    });

    it("offers cases, people and bodies by a few letters", async () => {
      const palette = await clerk.get(`/api/palette?q=${encodeURIComponent("高远山")}`);
      assert.ok(palette.people.length > 0 && palette.people.every((hit) => hit.excerpt === "高远山"));
      const bodies = await clerk.get("/api/palette?q=xnsrmtjzx");
      assert.deepEqual(bodies.bodies.map((body) => body.name), ["咸宁市人民调解中心"]);
    });

    it("is filled anew from what is there", async () => {
      const page = await search(clerk, "渗水", "&limit=200");
      server.sql("DELETE FROM search_entry");
      assert.deepEqual((await search(clerk, "渗水")).items, []);
      const count = server.sql("SELECT count(*) FROM dispute")[0][0];
      assert.match(server.command("search", "rebuild").stdout, new RegExp(`^${count} disputes entered`, "m"));
      assert.match(server.command("search", "rebuild").stdout, /^0 disputes entered/m);
      assert.deepEqual(await search(clerk, "渗水", "&limit=200"), page);
      assert.deepEqual(await found(clerk, "陈述意见"), ["session 双方陈述意见。"]);
    });
  });
}
