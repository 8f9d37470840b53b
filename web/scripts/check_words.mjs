// Fails on words that are missing, unused or different between the languages, and on Chinese text outside the word files.
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../", import.meta.url));
const source_folders = ["citizen", "desk", "shared"];
const faults = [];

async function* files_in(folder) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) yield* files_in(path);
        else yield path;
    }
}

const flatten = (node, prefix, into) => {
    for (const [name, value] of Object.entries(node)) {
        const key = prefix ? `${prefix}.${name}` : name;
        if (typeof value === "string") into.set(key, value);
        else flatten(value, key, into);
    }
};

async function words_of(language) {
    const words = new Map();
    for await (const path of files_in(join(web, "shared/words", language)))
        flatten(JSON.parse(await readFile(path, "utf8")), relative(join(web, "shared/words", language), path).replace(/\.json$/, ""), words);
    return words;
}

const chinese = await words_of("zh");
const english = await words_of("en");
const names_in = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join();

for (const [key, text] of chinese) {
    if (!english.has(key)) faults.push(`missing in English: ${key}`);
    else if (names_in(text) !== names_in(english.get(key))) faults.push(`other names in braces: ${key}`);
    if (text.trim() === "") faults.push(`empty in Chinese: ${key}`);
    if (/\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u.test(text)) faults.push(`half-width punctuation in Chinese: ${key}`);
}
for (const [key, text] of english) {
    if (!chinese.has(key)) faults.push(`missing in Chinese: ${key}`);
    if (text.trim() === "") faults.push(`empty in English: ${key}`);
    if (/\p{Script=Han}/u.test(text) && key !== "common.language.zh") faults.push(`Chinese in the English words: ${key}`);
}

const areas = new Set([...chinese.keys()].map((key) => key.split(".")[0]));
const without_comments = (text) =>
    text.replace(/<!--[\s\S]*?-->/g, "").replace(/\/\*(?:\*(?!\/)|\s)[\s\S]*?\*\//g, "").replace(/(^|[^:])\/\/.*$/gm, "$1");

const used = new Set();
const used_beginnings = new Map();
for (const folder of source_folders)
    for await (const path of files_in(join(web, folder))) {
        if (!/\.(vue|ts)$/.test(path) || path.endsWith(".d.ts")) continue;
        const name = relative(web, path);
        const text = without_comments(await readFile(path, "utf8"));
        if (/\p{Script=Han}/u.test(text)) faults.push(`Chinese text in ${name}: ${text.match(/.{0,20}\p{Script=Han}.{0,20}/u)?.[0]}`);
        for (const [, key] of text.matchAll(/["'`]([a-z_]+(?:\.\w+)+)["'`]/g)) if (areas.has(key.split(".")[0])) used.add(key);
        for (const [, beginning] of text.matchAll(/\bte?\(`([a-z_]+\.[\w.]*?)\$\{/g)) used_beginnings.set(beginning, name);
        for (const [, key] of text.matchAll(/\bt\(["']([^"']+)["']/g)) if (!chinese.has(key)) faults.push(`unknown word ${key} in ${name}`);
    }

for (const [beginning, name] of used_beginnings)
    if (![...chinese.keys()].some((key) => key.startsWith(beginning))) faults.push(`no words begin with ${beginning} (${name})`);
// The program itself writes these, into sheets: src/dispute/queue_export.cpp.
used_beginnings.set("dispute.sheet.", "the program");
for (const key of chinese.keys())
    if (!used.has(key) && ![...used_beginnings.keys()].some((beginning) => key.startsWith(beginning))) faults.push(`unused: ${key}`);

// Every word of the program's lists that a page may show has its words.
const lists = {
    State: ["dispute.state", "case_home.state"], LoopStep: ["dispute.step", "dispute.step_character"], Step: ["case_home.step"], Source: ["dispute.source"],
    Channel: ["dispute.channel"], Difficulty: ["dispute.difficulty"], Risk: ["dispute.risk"], Secrecy: ["dispute.secrecy"], Side: ["dispute.side"],
    PartyKind: ["dispute.party_kind"], AgentKind: ["dispute.agent_kind"], Willingness: ["dispute.willingness"], Sex: ["dispute.sex"], BodyRole: ["dispute.body_role"],
    PersonRole: ["dispute.person_role"], ClockMood: ["dispute.mood"], TimelineGroup: ["dispute.group"], Duty: ["directory.duty"], OrganisationKind: ["directory.kind"],
    OrganisationLevel: ["directory.level"], AccountState: ["directory.account_state"], AuditKind: ["directory.audit.kind"], DayKind: ["directory.calendar.kind"],
    JobState: ["directory.job.state"], DuplicateReason: ["intake.duplicate"], RefusalReason: ["triage.refusal_reason"], Way: ["triage.way"],
    RoutingReason: ["assignment.candidate"], ReturnReason: ["assignment.return_reason"], Relation: ["assignment.relation"], OfferState: ["assignment.offer_state"],
    NoticeForm: ["handling.notice_form"], SessionMode: ["handling.mode"], TerminationReason: ["handling.termination_reason"], TermKind: ["handling.term_kind"],
    AgreementShape: ["handling.form"], Scope: ["handling.scope"], Manner: ["closing.manner"], Proof: ["closing.proof"], CaseResult: ["closing.results"],
    Retention: ["closing.retention"], VisitManner: ["evaluation.manner"], PerformanceFound: ["evaluation.performance"], OrderKind: ["supervision.kind"],
    OrderState: ["supervision.state"], Where: ["search.where"], PowerEvidence: ["dispute.evidence"], ProposalReason: ["intake.proposal_reason"],
    Owner: ["settings.owner"], TreeState: ["guidance.state"], QuestionKind: ["guidance.kinds"], TodoCode: ["case_home.todo"], TodoState: ["case_home.todo_state"], DateCode: ["case_home.date"],
    AskKind: ["case_home_desk.kind"], DayPart: ["case_home.part", "case_home_desk.part"], WayOn: ["case_home.way"], DataReason: ["case_home.data.reason", "case_home_desk.data.reason"],
    DataKind: ["case_home.data.kind", "case_home_desk.data.kind"], DataOutcome: ["case_home.data.outcome", "case_home_desk.data.outcome"],
    ComplaintAbout: ["case_home.complaint.about", "case_home_desk.complaint.about"], ComplaintState: ["case_home.complaint.state", "case_home_desk.complaint.state"],
    ComplaintOutcome: ["case_home.complaint.outcome", "case_home_desk.complaint.outcome"],
};
const document_path = process.env.HEMU_OPENAPI ?? fileURLToPath(new URL("../../build/openapi.json", import.meta.url));
const schemas = existsSync(document_path) ? JSON.parse(await readFile(document_path, "utf8")).components.schemas : {};
for (const [name, prefixes] of Object.entries(lists)) {
    if (Object.keys(schemas).length && !schemas[name]?.enum) faults.push(`the program has no list ${name}`);
    for (const word of schemas[name]?.enum ?? [])
        for (const prefix of prefixes) if (!chinese.has(`${prefix}.${word}`) && !chinese.has(`${prefix}.${word}.title`)) faults.push(`no words for ${name}: ${prefix}.${word}`);
}

// Every row of a table of settings has its label.
const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
for (const file of await readdir(migrations))
    for (const [, owner, rows] of (await readFile(join(migrations, file), "utf8")).matchAll(/INSERT INTO (\w+)_setting [^;]*VALUES([^;]*);/g))
        for (const [, code] of rows.matchAll(/^    \('(\w+)', \d/gm))
            if (!code.startsWith("totp_") && !chinese.has(`settings.label.${owner}.${code}`)) faults.push(`no words for the setting ${owner}.${code}`);

for (const fault of faults) console.error(fault);
console.log(`${chinese.size} words in two languages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
