#include "assignment.hpp"
#include "closing.hpp"
#include "mediators.hpp"
#include "numbers.hpp"
#include "organisations.hpp"
#include "parties.hpp"
#include "places.hpp"
#include "store.hpp"
#include "templates.hpp"
#include "types.hpp"
#include "words.hpp"

namespace hemu::dossier {

using dispute::Dispute;
using identity::Context;

static std::string joined(const std::vector<std::string>& words, std::string_view between) {
    return fmt::format("{}", fmt::join(words, between));
}

static std::string age_on(LegalDate day, const std::optional<LegalDate>& birth) {
    if (!birth) return "";
    const bool before = std::pair(day.month(), day.day()) < std::pair(birth->month(), birth->day());
    return std::to_string(day.year() - birth->year() - (before ? 1 : 0));
}

static AgentFacts agent_facts(const dispute::AgentView& agent) {
    std::vector<std::string> powers;
    for (const std::string& power : agent.powers) powers.push_back(page_word("dispute", "power", power));
    return {agent.name,
            page_word("dispute", "agent_kind", agent.kind),
            agent.identity_number.value_or(""),
            agent.phone.value_or(""),
            agent.relation.value_or(""),
            joined(powers, "、")};
}

/// `姓名：张三，性别：男，…`, leaving out what is not known. Source: what PML art. 29 calls the parties' data.
static std::string described(const PartyFacts& party) {
    const std::vector<std::pair<std::string_view, std::string>> parts =
        party.person ? std::vector<std::pair<std::string_view, std::string>>{{"姓名", party.name},
                                                                             {"性别", party.sex},
                                                                             {"年龄", party.age},
                                                                             {"民族", party.ethnicity},
                                                                             {"职业", party.occupation},
                                                                             {"证件号码", party.identity_number},
                                                                             {"联系方式", party.phone},
                                                                             {"住址", party.address}}
                     : std::vector<std::pair<std::string_view, std::string>>{
                           {"名称", party.name},
                           {"统一社会信用代码", party.identity_number},
                           {"法定代表人（负责人）", party.legal_representative},
                           {"联系方式", party.phone},
                           {"地址", party.address}};
    std::vector<std::string> said;
    for (const auto& [label, words] : parts)
        if (!words.empty()) said.push_back(fmt::format("{}：{}", label, words));
    return joined(said, "，");
}

static PartyFacts party_facts(const dispute::PartyView& view, LegalDate today) {
    PartyFacts party;
    party.id = to_text(view.id);
    party.side = page_word("dispute", "side", view.side);
    party.name = view.name;
    party.person = view.kind == dispute::PartyKind::natural;
    if (view.sex) party.sex = page_word("dispute", "sex", *view.sex);
    party.age = age_on(today, view.birth_on);
    party.ethnicity = view.ethnicity.value_or("");
    party.occupation = view.occupation.value_or("");
    party.legal_representative = view.legal_representative.value_or("");
    party.identity_number = view.identity_number.value_or("");
    party.phone = view.phone.value_or("");
    party.address = view.address.value_or("");
    party.described = described(party);
    party.signs = party.person ? "（签名、盖章或按指印）" : "（盖章）：\n法定代表人、负责人或代理人（签名）";
    std::vector<std::string> agents;
    for (const auto& agent : view.agents) {
        party.agents.push_back(agent_facts(agent));
        const AgentFacts& one = party.agents.back();
        agents.push_back(fmt::format("{}（{}{}）{}{}", one.name, one.kind,
                                     one.relation.empty() ? "" : "，" + one.relation, one.powers.empty() ? "" : "：",
                                     one.powers));
    }
    party.agents_described = joined(agents, "；");
    return party;
}

static std::string names_of(const std::vector<PartyFacts>& parties) {
    std::vector<std::string> names;
    for (const PartyFacts& party : parties) names.push_back(party.name);
    return joined(names, "、");
}

static void add_parties(db::Tx& tx, const Dispute& dispute, Numbers numbers, const Context& cx, CaseFacts& facts) {
    const auto views = numbers == Numbers::clear ? dispute::unmasked_parties_of(tx, dispute, cx)
                                                 : dispute::parties_of(tx, dispute, cx);
    for (const auto& view : views) {
        const PartyFacts party = party_facts(view, legal_date(cx.moment));
        facts.parties.push_back(party);
        (view.side == dispute::Side::applicant    ? facts.applicants
         : view.side == dispute::Side::respondent ? facts.respondents
                                                  : facts.third_parties)
            .push_back(party);
    }
    facts.applicants_named = names_of(facts.applicants);
    facts.respondents_named = names_of(facts.respondents);
}

static std::string name_of(const CaseFacts& facts, const std::optional<Id<dispute::Party>>& id) {
    for (const PartyFacts& party : facts.parties)
        if (id && party.id == to_text(*id)) return party.name;
    return "";
}

/// `2026年12月10日前由张三以转账方式支付12000.00元（人民币壹万贰仟元整）`, `由张三当面履行`
static std::string how(const TermFacts& term) {
    std::string said;
    if (!term.due_on.empty()) said += term.due_on + "前";
    if (!term.by.empty()) said += "由" + term.by;
    const bool says_so = term.manner.ends_with("履行");
    if (!term.manner.empty() && !says_so) said += "以" + term.manner + "方式";
    if (!term.place.empty()) said += "在" + term.place;
    if (!term.amount.empty()) return said + fmt::format("支付{}元（人民币{}）", term.amount, term.capitals);
    if (says_so) return said + term.manner;
    return said.empty() ? said : said + "履行";
}

static std::string way_words(const std::vector<dispute::Way>& ways) {
    std::vector<std::string> words;
    for (const auto way : ways) words.push_back(page_word("triage", "way", way));
    return joined(words, "、");
}

AgreementFacts agreement_facts(const agreements::AgreementView& view, const CaseFacts& facts) {
    AgreementFacts agreement;
    agreement.oral = view.form == agreements::AgreementShape::oral;
    agreement.facts = view.facts;
    agreement.points = view.points;
    agreement.responsibility = view.responsibility;
    for (const auto& term : view.terms) {
        TermFacts one{term.text, name_of(facts, term.party_id), "", "", "", term.manner, term.place, ""};
        if (term.amount_fen) {
            one.amount = yuan_text(*term.amount_fen);
            one.capitals = capital_text(*term.amount_fen);
        }
        if (term.due_on) one.due_on = chinese_text(*term.due_on);
        one.how = how(one);
        agreement.terms.push_back(std::move(one));
    }
    agreement.open_points = view.open_points.value_or("");
    agreement.routes = way_words(view.routes);
    agreement.breach_clause = view.breach_clause.value_or("");
    agreement.copies = std::to_string(view.copies);
    agreement.concluded_on = chinese_text(view.concluded_on);
    return agreement;
}

static void add_case(db::Tx& tx, const Dispute& dispute, const Context& cx, CaseFacts& facts) {
    facts.number = dispute.number;
    facts.title = dispute.title;
    const auto* type = dispute::national_type(dispute.national_type);
    facts.type = type ? type->zh : dispute.national_type;
    facts.source = page_word("dispute", "source", dispute.source);
    facts.channel = page_word("dispute", "channel", dispute.channel);
    facts.place = places::name_of(tx, dispute.place_code);
    if (dispute.amount_fen.amount > 0) {
        facts.amount = yuan_text(dispute.amount_fen);
        facts.capitals = capital_text(dispute.amount_fen);
    }
    facts.narrative = dispute.narrative;
    facts.request = dispute.request;
    facts.registered_on = chinese_text(dispute.registered_on);
    if (dispute.occurred_on) facts.occurred_on = chinese_text(*dispute.occurred_on);
    if (dispute.effective_on) facts.effective_on = chinese_text(*dispute.effective_on);
    if (dispute.result) facts.result = page_word("closing", "results", *dispute.result);
    if (dispute.due_at) facts.due_on = chinese_text(legal_date(*dispute.due_at));
    facts.today = chinese_text(legal_date(cx.moment));
    facts.window = organisations::name_of(tx, dispute.window_id);
    const auto body = organisations::get(tx, dispute.holder_id);
    facts.body = body.name;
    facts.body_phone = body.phone.value_or("");
    facts.body_address = body.address.value_or("");
}

static void add_hands(const std::vector<assignment::MediatorView>& mediators, CaseFacts& facts) {
    std::vector<std::string> names;
    for (const auto& mediator : mediators) {
        if (mediator.until_at) continue;
        names.push_back(mediator.name);
        if (mediator.presiding) facts.presiding = mediator.name;
    }
    facts.mediators = joined(names, "、");
}

static void add_handling(const handling::HandlingView& view, CaseFacts& facts) {
    std::vector<std::string> undisputed;
    for (const auto& one : view.undisputed_facts) undisputed.push_back(one.facts);
    facts.undisputed = joined(undisputed, "\n");
    if (view.agreement) facts.agreement = agreement_facts(*view.agreement, facts);
    if (view.termination)
        facts.termination = EndFacts{reason_word("handling", "termination_reason", view.termination->reason),
                                     way_words(view.termination->routes), chinese_text(view.termination->ended_on)};
}

static MediatorFacts mediator_facts(db::Tx& tx, const assignment::MediatorView& view, LegalDate today) {
    using mediators::MediatorEntry;
    using mediators::MediatorKind;
    MediatorFacts facts;
    facts.name = view.name;
    const auto found = mediators::find(tx, view.account_id, today);
    if (!found) return facts;
    facts.body = found->organisation_name;
    facts.kind = found->kind == MediatorKind::full_time   ? "专职"
                 : found->kind == MediatorKind::part_time ? "兼职"
                                                          : "特邀";
    facts.entry = found->entry == MediatorEntry::elected ? "推选" : "聘任";
    if (found->since_on) facts.since = chinese_text(*found->since_on);
    return facts;
}

static std::string recipient(const CaseFacts& facts, const PartyFacts& payer) {
    const auto& others = payer.side == facts.applicants.front().side ? facts.respondents : facts.applicants;
    return others.size() == 1 ? others.front().name : "";
}

/// Every act of performance of every term, as its receipt says it.
static std::vector<PaymentFacts> payments_of(const agreements::AgreementView& agreement, const CaseFacts& facts) {
    std::vector<PaymentFacts> payments;
    for (std::size_t at = 0; at < agreement.terms.size(); ++at) {
        const auto& term = agreement.terms[at];
        for (const auto& one : term.performances) {
            PaymentFacts payment;
            payment.index = std::to_string(at + 1);
            payment.term = term.text;
            for (const PartyFacts& party : facts.parties)
                if (term.party_id && party.id == to_text(*term.party_id) && !facts.applicants.empty()) {
                    payment.by = party.name;
                    payment.to = recipient(facts, party);
                }
            payment.on = chinese_text(one.performed_on);
            if (one.amount_fen) {
                payment.amount = yuan_text(*one.amount_fen);
                payment.capitals = capital_text(*one.amount_fen);
            }
            payment.proof = page_word("closing", "proof", one.proof);
            payments.push_back(std::move(payment));
        }
    }
    return payments;
}

static void add_closing(const closing::ClosingView& view, CaseFacts& facts) {
    if (!view.archive) return;
    VolumeFacts& volume = facts.volume;
    volume.year = std::to_string(view.archive->archived_on.year());
    volume.filer = view.archive->filer;
    volume.filed_on = chinese_text(view.archive->archived_on);
    volume.retention = page_word("closing", "retention", view.archive->retention);
    volume.note = view.archive->note.value_or("");
}

CaseRead read_case(db::Tx& tx, const Dispute& dispute, Numbers numbers, const Context& cx) {
    CaseRead read;
    add_case(tx, dispute, cx, read.facts);
    add_parties(tx, dispute, numbers, cx, read.facts);
    auto hands = assignment::assignment_of(tx, dispute);
    add_hands(hands.mediators, read.facts);
    for (const auto& one : hands.mediators)
        if (!one.until_at) read.mediators.push_back(mediator_facts(tx, one, legal_date(cx.moment)));
    auto view = handling::handling_of(tx, dispute, cx);
    add_handling(view, read.facts);
    if (view.agreement) read.payments = payments_of(*view.agreement, read.facts);
    auto file = closing::closing_of(tx, dispute, cx);
    add_closing(file, read.facts);
    read.items = std::move(file.items);
    read.facts.file_number = numbers::number_of(tx, dispute, {}).value_or("");
    add_course(tx, dispute, read.facts);
    add_files(tx, dispute, cx, read.facts);
    read.sessions = std::move(view.sessions);
    read.inquiries = std::move(view.investigations);
    read.extensions = std::move(view.extensions);
    read.offers = std::move(hands.offers);
    read.rulings = rulings_of(tx, dispute, read.facts);
    read.orders = supervision::orders_of(tx, dispute);
    read.visits = evaluation::evaluation_of(tx, dispute).visits;
    read.advice = advice_of(tx, dispute);
    read.templates = valid_templates(tx, legal_date(cx.moment));
    add_contents(read, read.facts);
    return read;
}

}  // namespace hemu::dossier
