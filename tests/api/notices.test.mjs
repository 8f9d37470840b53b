// Parties are told what happens, over real servers on loopback: once, by the next method when it fails, not at night.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { Certificates, Gateway, MailServer } from "../gateway.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, checks, day, grading, registration } from "../story.mjs";

const longest_wait_ms = 20_000;

/** Asks again until it is so. */
async function until(what, is_so) {
  const end = Date.now() + longest_wait_ms;
  for (;;) {
    const found = await is_so();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

for (const engine of engines) {
  describe(`notices on ${engine}`, () => {
    let server, gateway, clerk, dispatcher, admin, village;
    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: [...gateway.settings, ...gateway.wechat_settings] }).start();
      [clerk, dispatcher, admin] = await Promise.all(["clerk", "dispatcher", "sysadmin"].map((login) => server.sign_in(login)));
      village = await a_village(clerk);
      // Whatever the hour is in which the test runs.
      await set("quiet_from_minute", 0);
      await set("quiet_to_minute", 0);
      await set("first_retry_minutes", 0);
      await set("second_message_minutes", 0);
      await set("most_messages_a_day", 100);
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    const set = (code, value) => admin.call("PUT", `/api/settings/notice/${code}`, { value }, { expected: 200 });
    let people = 0;
    /** A registered dispute of two people with phones that nobody else has. */
    async function register() {
      const phone = `19911${String(++people).padStart(6, "0")}`;
      const receipt = await clerk.post("/api/disputes", registration(village, {
        narrative: `第${people}号：${crypto.randomUUID()}`,
        parties: [{ side: "applicant", kind: "natural", name: "沈白鹭", phone }, { side: "respondent", kind: "natural", name: "顾青山" }],
      }));
      return { ...receipt, phone, path: `/api/disputes/${receipt.id}` };
    }
    const notices_of = async (dispute) => (await clerk.get(`${dispute.path}/party_notices`)).notices;
    const in_state = (dispute, event, state) =>
      until(`${event} ${state}`, async () => (await notices_of(dispute)).find((one) => one.event === event && one.state === state));
    const messages_to = (phone) => [...gateway.delivered.values()].filter((one) => one.phone === phone);

    it("tells the applicant that it is registered, with nothing personal in it", async () => {
      const dispute = await register();
      const notice = await in_state(dispute, "registered", "sent");
      const [message, ...more] = messages_to(dispute.phone);
      assert.equal(more.length, 0);
      assert.ok(message.words.includes(dispute.number) && message.words.includes("https://hemu.example/case"), message.words);
      assert.ok(!message.words.includes("沈白鹭") && !message.words.includes(dispute.query_code));
      assert.equal(message.header, "gateway-key");
      assert.equal(message.idempotency, message.key);
      const [service] = notice.services;
      assert.equal(service.state, "sent");
      assert.equal(service.recipient, `${dispute.phone.slice(0, 3)}****${dispute.phone.slice(-4)}`);
      assert.equal(service.words, message.words);
      const { items } = await clerk.get(`${dispute.path}/timeline`);
      const item = items.find((one) => one.kind === "notice_sent");
      assert.equal(item.group, "message");
      assert.ok(!JSON.stringify(items).includes(dispute.phone));
      assert.ok(!server.log.includes(dispute.phone));
    });

    it("takes the gateway's reports, with its secret only", async () => {
      const dispute = await register();
      await in_state(dispute, "registered", "sent");
      const [{ key }] = messages_to(dispute.phone);
      assert.equal(await gateway.report(server.url, key, "delivered", "wrong"), 403);
      assert.equal((await notices_of(dispute))[0].state, "sent");
      assert.equal(await gateway.report(server.url, key, "delivered"), 204);
      assert.equal((await notices_of(dispute))[0].state, "delivered");
      assert.equal(await gateway.report(server.url, key, "failed"), 204);
      assert.equal((await notices_of(dispute))[0].state, "delivered", "a report never goes back");
      assert.equal(await gateway.report(server.url, `${crypto.randomUUID()}-0`, "read"), 204);
    });

    it("shows the party on his case page what he was told, and then knows that he has read it", async () => {
      const dispute = await register();
      await in_state(dispute, "registered", "sent");
      const citizen = new Caller(server.url);
      await citizen.call("POST", "/api/citizen/case/entry", { query_code: dispute.query_code, phone: dispute.phone }, { expected: 204 });
      const home = await citizen.post("/api/citizen/case/reading", { notices: true, messages: false }, 200);
      assert.deepEqual(home.notices.map((one) => one.event), ["registered"]);
      assert.equal((await notices_of(dispute))[0].state, "read");
    });

    it("goes on to the next method when the gateway fails, and ends with a person", async () => {
      gateway.fail_with = 503;
      const dispute = await register();
      const notice = await until("a person calls", async () => (await notices_of(dispute)).find((one) => one.method === "call" && one.state === "sent"));
      gateway.fail_with = 0;
      assert.equal(messages_to(dispute.phone).length, 0);
      assert.deepEqual(notice.services.map((one) => `${one.method} ${one.state}`), [...Array(6).fill("message failed"), "call sent"]);
      assert.equal(notice.services[0].fault, "answered 503");
      const tasks = await clerk.get("/api/tasks");
      assert.ok(tasks.some((task) => task.dispute_id === dispute.id && task.words.includes("沈白鹭")));
      await clerk.post(`${dispute.path}/party_notices/${notice.id}/outcome`, { reached: true, words: "本人接听" });
      assert.equal((await notices_of(dispute))[0].state, "delivered");
      const again = await clerk.call("POST", `${dispute.path}/party_notices/${notice.id}/outcome`, { reached: true });
      assert.equal(again.body.code, "notice_is_settled");
      const channels = await admin.get("/api/notices/channels");
      assert.equal(channels.channels.find((one) => one.method === "message").fault, "answered 503");
    });

    it("does not send in quiet hours", async () => {
      const now = new Date(Date.now() + 8 * 3600e3);
      const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
      await set("quiet_from_minute", Math.max(0, minute - 60));
      await set("quiet_to_minute", Math.min(1440, minute + 120));
      const dispute = await register();
      const [notice] = await notices_of(dispute);
      assert.equal(notice.state, "waiting");
      assert.ok(Date.parse(notice.due_at) > Date.now() + 60_000, notice.due_at);
      await new Promise((done) => setTimeout(done, 2_500));
      assert.equal(messages_to(dispute.phone).length, 0);
      await set("quiet_from_minute", 0);
      await set("quiet_to_minute", 0);
    });

    it("sends by hand with a preview, once for a repeated request, and prints a letter", async () => {
      const dispute = await register();
      const [party] = (await clerk.get(dispute.path)).parties;
      const form = { party_id: party.id, event: "session_planned", method: "message", at: new Date(Date.now() + 86400e3).toISOString(), place: "第二调解室" };
      const preview = await clerk.post(`${dispute.path}/party_notices/preview`, form, 200);
      assert.match(preview.words, /第二调解室/);
      const key = `send-${crypto.randomUUID()}`;
      for (let i = 0; i < 2; ++i) await clerk.call("POST", `${dispute.path}/party_notices`, form, { expected: 201, key });
      await in_state(dispute, "session_planned", "sent");
      assert.equal(messages_to(dispute.phone).filter((one) => one.words === preview.words).length, 1);
      const refused = await clerk.call("POST", `${dispute.path}/party_notices`, { ...form, method: "mail", mail_address: "a@b.cn" });
      assert.deepEqual(refused.body.errors.map((one) => one.code), ["not_set_up"]);
      await clerk.post(`${dispute.path}/party_notices`, { party_id: party.id, event: "general", method: "letter" });
      const letter = await in_state(dispute, "general", "sent");
      const paper = await clerk.post(`${dispute.path}/party_notices/${letter.id}/letter`, {}, 200);
      assert.equal(paper.party_name, "沈白鹭");
    });

    it("speaks with the city's words, and takes none with unknown placeholders", async () => {
      const form = { event: "accepted", method: "message", language: "zh", words: "{body}：{number}号已经受理" };
      const wrong = await dispatcher.call("POST", "/api/notices/templates", { ...form, words: "{name}您好" });
      assert.deepEqual(wrong.body.errors.map((one) => `${one.field} ${one.code}`), ["words unknown_placeholder"]);
      assert.deepEqual((await dispatcher.post("/api/notices/templates/preview", { ...form, words: "{name}您好" }, 200)).unknown, ["name"]);
      await dispatcher.post("/api/notices/templates", form);
      const later = await dispatcher.post("/api/notices/templates", { ...form, words: "明天起：{number}", valid_from_on: day(1) });
      assert.deepEqual(later.versions.filter((one) => one.event === "accepted").map((one) => one.version), [2, 1]);
      const dispute = await register();
      await dispatcher.post(`${dispute.path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      const accepted = async (method) => (await notices_of(dispute)).find((one) => one.event === "accepted" && one.method === method && one.state === "sent");
      await until("accepted", () => accepted("message"));
      assert.ok(messages_to(dispute.phone).some((one) => one.words.endsWith(`${dispute.number}号已经受理`)));
      const invited = async (method) => (await notices_of(dispute)).find((one) => one.event === "invited" && one.method === method && one.state === "sent");
      const without_number = await until("somebody visits whom nobody can call", () => invited("visit"));
      assert.deepEqual(without_number.services.map((one) => one.fault), ["no_number", "no_number", "no_number", undefined]);
    });

    it("walks the city's ladder from its day on", async () => {
      const form = { event: "registered", methods: ["wechat", "message"] };
      for (const [methods, code] of [[[], "missing"], [["call"], "electronic_missing"], [["message", "inbox"], "method_is_no_step"], [Array(7).fill("message"), "ladder_too_long"]]) {
        const wrong = await dispatcher.call("POST", "/api/notices/ladders", { ...form, methods });
        assert.deepEqual(wrong.body.errors.map((one) => `${one.field} ${one.code}`), [`methods ${code}`]);
      }
      const past = await dispatcher.call("POST", "/api/notices/ladders", { ...form, valid_from_on: day(-1) });
      assert.deepEqual(past.body.errors.map((one) => `${one.field} ${one.code}`), ["valid_from_on in_the_past"]);
      await dispatcher.post("/api/notices/ladders", form);
      const { ladders } = await dispatcher.post("/api/notices/ladders", { ...form, methods: ["message"], valid_from_on: day(1) });
      assert.deepEqual(ladders.map((one) => [one.version, ...one.methods]), [[2, "message"], [1, "wechat", "message"]]);
      assert.deepEqual(server.sql(`SELECT act FROM audit_entry WHERE subject = 'registered' AND act = 'change_notice_ladder'`).length, 2);
      const dispute = await register();
      const notice = await in_state(dispute, "registered", "sent");
      assert.deepEqual(notice.ladder, ["wechat", "message"]);
      assert.deepEqual(notice.services.map((one) => `${one.method} ${one.state} ${one.fault ?? ""}`), ["wechat failed no_number", "message sent "]);
      await dispatcher.post("/api/notices/ladders", { ...form, methods: ["message", "message", "call"] });
    });

    it("sends over WeChat to the openid of the party, which is kept sealed", async () => {
      const openid = `oHemu_${crypto.randomUUID().slice(0, 22)}`;
      const dispute = await register();
      const party = (await clerk.get(dispute.path)).parties[1];
      const form = { party_id: party.id, event: "general", method: "wechat" };
      const wrong = await clerk.call("POST", `${dispute.path}/party_notices`, { ...form, openid: "no openid" });
      assert.deepEqual(wrong.body.errors.map((one) => `${one.field} ${one.code}`), ["openid openid_wrong"]);
      const missing = await clerk.call("POST", `${dispute.path}/party_notices`, form);
      assert.deepEqual(missing.body.errors.map((one) => `${one.field} ${one.code}`), ["openid missing"]);
      await clerk.post(`${dispute.path}/party_notices`, { ...form, openid });
      const notice = await in_state(dispute, "general", "sent");
      const [message] = [...gateway.delivered.values()].filter((one) => one.openid === openid);
      assert.deepEqual([message.template, message.phone, message.words], ["progress", undefined, notice.services[0].words]);
      assert.ok(!notice.services[0].recipient.includes(openid.slice(3, 20)), notice.services[0].recipient);
      assert.ok(!server.log.includes(openid));
      const preview = await clerk.post(`${dispute.path}/party_notices/preview`, form, 200);
      assert.equal(preview.recipient, notice.services[0].recipient, "it is known from now on");
      assert.deepEqual(await admin.post("/api/notices/test", { method: "wechat", to: openid }, 200), { sent: true });
      assert.equal((await admin.call("POST", "/api/notices/test", { method: "wechat", to: "13800000001" })).body.errors[0].code, "openid_wrong");
    });

    it("sends a test message", async () => {
      const reply = await admin.post("/api/notices/test", { method: "message", to: "19900000009" }, 200);
      assert.deepEqual(reply, { sent: true });
      assert.equal(messages_to("19900000009").length, 1);
      const wrong = await admin.call("POST", "/api/notices/test", { method: "message", to: "x" });
      assert.equal(wrong.body.errors[0].code, "phone_wrong");
    });

    // At least once: what was sent and not yet written down is sent again after a crash, under the same key. A gateway that
    // looks at the key, as this one does, delivers it once.
    it("sends again under the same key when the server was killed before it could write down what came of it", async () => {
      gateway.delay_ms = 5_000;
      const dispute = await register();
      await until("asked", () => gateway.asked.some((one) => one.phone === dispute.phone));
      await server.kill("SIGKILL");
      gateway.delay_ms = 0;
      // The killed server's lease would end by itself after a minute.
      server.sql(`UPDATE job SET lease_until = due_at WHERE kind = 'notice_send' AND state = 'running'`);
      await server.start();
      for (const caller of [clerk, dispatcher, admin]) caller.url = server.url;
      const notice = await in_state(dispute, "registered", "sent");
      const asked = gateway.asked.filter((one) => one.phone === dispute.phone);
      assert.equal(asked.length, 2);
      assert.equal(new Set(asked.map((one) => one.key)).size, 1);
      assert.equal(messages_to(dispute.phone).length, 1, "the phone shows it once");
      assert.equal(notice.services.length, 1);
      assert.equal(server.command("verify").status, 0);
    });
  });
}

describe("e-mail over TLS", () => {
  const certificates = new Certificates();
  const known = certificates.make("known", "DNS:localhost,IP:127.0.0.1");
  const of_another = certificates.make("of_another", "DNS:mail.example.org");
  const stranger = certificates.make("stranger", "DNS:localhost,IP:127.0.0.1");
  const mail_ca_file = certificates.believe("believed", [known, of_another]);
  after(() => certificates.remove());

  for (const at_once of [true, false]) {
    describe(at_once ? "from the first byte" : "after STARTTLS", () => {
      let server, mail, admin;
      before(async () => {
        mail = await new MailServer(known, at_once).start();
        server = await new Server(engines[0], { settings: [`mail_server=${mail.url}`, "mail_user=hemu", "mail_password=geheim", "mail_from=hemu@example.org", `mail_ca_file=${mail_ca_file}`] }).start();
        admin = await server.sign_in("sysadmin");
      });
      after(async () => {
        mail?.stop();
        if (server) assert.equal(await server.stop(), 0);
      });
      const test = () => admin.post("/api/notices/test", { method: "mail", to: "li@example.org" }, 200);

      it("reaches a server whose certificate is believed", async () => {
        assert.deepEqual(await test(), { sent: true });
        const [{ from, to, content }] = mail.mails;
        assert.match(from, /^MAIL FROM:<hemu@example.org>/);
        assert.match(to, /^RCPT TO:<li@example.org>/);
        assert.match(content, /^Message-ID: <test-/m);
        assert.deepEqual(mail.logins, [{ login: "hemu geheim", secure: true }]);
      });

      it("sends neither words nor password to one whose certificate is not, or names another", async () => {
        for (const wrong of [stranger, of_another]) {
          mail.show(wrong);
          const { sent, fault } = await test();
          assert.equal(sent, false);
          assert.match(fault, /^localhost: .*certificate/i);
        }
        assert.equal(mail.mails.length, 1);
        assert.equal(mail.logins.length, 1);
        mail.show(known);
        assert.deepEqual(await test(), { sent: true });
      });
    });
  }

  it("does not start with a file of certificates that is not there", () => {
    const server = new Server(engines[0], { settings: ["mail_server=smtps://localhost:1", "mail_from=a@b.c", "mail_ca_file=/nowhere.pem"] });
    const started = server.command("config", "check");
    server.remove();
    assert.notEqual(started.status, 0);
    assert.match(started.stderr, /mail_ca_file: there is no file/);
  });
});
