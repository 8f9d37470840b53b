// Lists of letters taken into the register by the command an operator types.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { engines, sanitized, Server } from "../server.mjs";
import { people, work_through } from "../story.mjs";

const map = "date=日期,place=地区,narrative=内容,type=类别";
const heading = "日期,地区,类别,内容";
/** Line 2 is the first letter, as a spreadsheet counts. */
const lines = [
  "2026-03-02,咸安区,其他,小区电梯半年没有人维修，业主多次投诉无果",
  "2026/3/3,湖北省咸宁市嘉鱼县,其他,工地拖欠农民工工资三个月",
  "2026年3月4日,月亮湾,噪音扰民,楼下麻将馆每晚吵到两点",
  "2026-03-05,咸安区,其他,小区的电梯半年没有人维修，业主多次投诉无果",
  "2026-03-05,嘉鱼县,其他,小区的电梯半年没有人维修，业主多次投诉无果",
  "2026-03-06,咸安区,其他,",
  "somewhen,咸安区,其他,日期写错的来信",
  "2099-01-01,咸安区,其他,日期在将来的来信",
  "2026-03-07,咸安区,其他,没有引号的逗号,把一句话分成了两列",
  "",
  '2026-03-08,咸安区,房产物业,"第一行,有逗号\n第二行有""引号"""',
  "2026-03-08,咸安区",
];

describe("a list of letters", () => {
  const folder = mkdtempSync(join(tmpdir(), "hemu-list-"));
  const file = (name, content) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const in_gb18030 = (text) => {
    const converted = spawnSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: text });
    assert.equal(converted.status, 0, String(converted.stderr));
    return converted.stdout;
  };
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const engine of engines) {
    describe(`on ${engine}`, () => {
      let server;
      before(async () => {
        server = await new Server(engine).start();
      });
      after(() => server?.stop());

      const take = (path, ...more) => server.command("import", "reports", path, "--map", map, "--as", "clerk", ...more);
      /** The report as rows of fields, without its heading; none of them holds a quoted comma but the texts. */
      const report_of = (path) => readFileSync(path, "utf8").replace(/^\uFEFF/, "").trim().split("\r\n").slice(1).map((line) => line.split(","));

      it("is taken, merged or refused row by row, and says why", async () => {
        const report = join(folder, `${engine}.csv`);
        const taken = take(file("letters.csv", "\uFEFF" + [heading, ...lines].join("\r\n")), "--report", report);
        assert.equal(taken.status, 0, taken.stderr);
        assert.match(taken.stdout, /^letters\.csv: 11 rows: 5 taken, 1 merged, 5 refused, 0 known before$/m);
        assert.match(taken.stdout, /refused: The date cannot be read: 1 \(rows 8\)/);
        assert.match(taken.stdout, /taken: The city has no place of this name.*: 1 \(月亮湾 1\)/);
        assert.ok(readFileSync(report, "utf8").startsWith("\uFEFFrow,outcome,number,"), "spreadsheets know it for UTF-8");
        const rows = Object.fromEntries(report_of(report).map((row) => [row[0], row]));
        assert.deepEqual(Object.entries(rows).map(([row, [, outcome]]) => `${row} ${outcome}`), ["2 taken", "3 taken", "4 taken",
          "5 merged", "6 taken", "7 refused", "8 refused", "9 refused", "10 refused", "12 taken", "13 refused"]);
        assert.equal(rows[5][3], rows[2][2], "merged into the letter that it repeats");
        assert.ok(rows[2].includes("咸宁市咸安区") && rows[2].includes("Quality of property management"), rows[2].join());
        assert.ok(rows[3].includes("咸宁市嘉鱼县") && rows[3].includes("Unpaid migrant wages"), rows[3].join());

        const clerk = await server.sign_in("clerk");
        const { items: [found] } = await clerk.get(`/api/search?q=${encodeURIComponent(rows[4][2])}`);
        const shown = await clerk.get(`/api/disputes/${found.id}`);
        assert.equal(shown.channel, "import");
        assert.equal(shown.narrative, "楼下麻将馆每晚吵到两点");
        assert.equal(shown.occurred_on, "2026-03-04");
        const timeline = await clerk.get(`/api/disputes/${found.id}/timeline`);
        assert.ok(timeline.items.some((item) => item.words === "来信所写地区：月亮湾"), "a place in no list is kept in its words");
        assert.equal(shown.local_type, "0202");
        const { items: [quoted] } = await clerk.get(`/api/search?q=${encodeURIComponent(rows[12][2])}`);
        assert.equal((await clerk.get(`/api/disputes/${quoted.id}`)).narrative, '第一行,有逗号\n第二行有"引号"');
      });

      it("is taken once, under another name and with more rows too", () => {
        const again = take(join(folder, "letters.csv"));
        assert.match(again.stdout, /11 rows: 0 taken, 0 merged, 0 refused, 11 known before/);
        const longer = [heading, "2026-03-09,赤壁市,其他,新来的一封信，说的是借钱不还", ...lines];
        const later = take(file("letters (2).csv", longer.join("\n")));
        assert.match(later.stdout, /12 rows: 1 taken, 0 merged, 0 refused, 11 known before/, later.stdout);
      });

      it("may be in GB 18030, and says which row nobody can read", () => {
        const letters = ["2026-04-01,崇阳县,其他,邻居家装修漏水到楼下", "2026-04-02,通城县,其他,饭店油烟直接排到窗口", "2026-04-03,通山县,其他,预付卡商家关门不退费"];
        const taken = take(file("old.csv", in_gb18030([heading, ...letters].join("\r\n"))));
        assert.match(taken.stdout, /3 rows: 3 taken/, taken.stdout + taken.stderr);
        const again = take(file("new.csv", [heading, ...letters].join("\n")));
        assert.match(again.stdout, /3 rows: 0 taken, 0 merged, 0 refused, 3 known before/, "the same letters in UTF-8");
        const half = Buffer.concat([Buffer.from(`${heading}\n2026-04-04,崇阳县,其他,好好的一行\n2026-04-04,崇阳县,其他,`), Buffer.from([0xce, 0xef, 0x0a])]);
        const broken = take(file("broken.csv", half));
        assert.match(broken.stdout, /2 rows: 1 taken, 0 merged, 1 refused/);
        assert.match(broken.stdout, /UTF-8.*\(rows 3\)/);
      });

      it("takes nothing when it is told wrongly, and says what is wrong", () => {
        const path = join(folder, "letters.csv");
        const told = (words, said) => {
          const failed = server.command("import", "reports", ...words);
          assert.equal(failed.status, 1, failed.stdout);
          assert.match(failed.stderr, said);
        };
        told([path, "--map", "date=日期,place=地区", "--as", "clerk"], /map_incomplete/);
        told([path, "--map", "date=日期,place=地区,text=内容", "--as", "clerk"], /map_wrong/);
        told([path, "--map", "date=日期,place=地区,narrative=正文", "--as", "clerk"], /正文: .*column_missing/);
        told([path, "--map", map, "--as", "nobody"], /no such account: nobody/);
        told([path, "--map", map, "--as", "sysadmin"], /duty_may_not/);
        told([join(folder, "none.csv"), "--map", map, "--as", "clerk"], /cannot read .*none\.csv/);
        told([file("open.csv", `${heading}\n2026-04-04,崇阳县,其他,"没有结束的引号\n`), "--map", map, "--as", "clerk"], /line 3.*csv_broken/);
        told([file("empty.csv", ""), "--map", map, "--as", "clerk"], /csv_broken/);
      });
    });
  }
});

const real = fileURLToPath(new URL("../../../shared/data/counts/acity_mailbox_events_dev.csv", import.meta.url));

const why_not = () => {
  if (!existsSync(real)) return "../shared/data is not there";
  if (sanitized) return "slow programs import the small files only";
  return false;
};

describe("3,300 letters of citizens", { skip: why_not() }, () => {
  const take = (server) => server.command("import", "reports", real, "--map", "date=date,place=region,narrative=topic,type=keyword_category",
    "--as", "clerk", "--report", join(server.folder, "report.csv"));

  for (const engine of engines) {
    it(`come into the register on ${engine} once, and are worked like any other`, async (t) => {
      const server = await new Server(engine).start();
      try {
        const begun = Date.now();
        const taken = take(server);
        t.diagnostic(`say: ${engine}: 3,300 letters in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
        assert.match(taken.stdout, /3300 rows: 3175 taken, 125 merged, 0 refused, 0 known before/, taken.stderr);
        const report = readFileSync(join(server.folder, "report.csv"), "utf8").trim().split("\r\n").slice(1);
        assert.equal(report.length, 3300);
        assert.match(take(server).stdout, /3300 rows: 0 taken, 0 merged, 0 refused, 3300 known before/);

        const staff = await people(server);
        const parking = report.find((line) => line.includes("伊景园滨河苑") && line.includes(",taken,"));
        const { items: [found] } = await staff.clerk.get(`/api/search?q=${encodeURIComponent(parking.split(",")[2])}`);
        const path = `/api/disputes/${found.id}`;
        await staff.clerk.post(`${path}/parties`, { side: "respondent", kind: "legal", name: "某房地产开发公司" });
        await work_through(staff, path);
        assert.match(server.command("verify").stdout, /^whole$/m);
      } finally {
        await server.stop();
      }
    });
  }
});
