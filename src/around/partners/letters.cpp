#include "letters.hpp"

#include "embedded.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::Event;

struct LetterWords {
    std::map<std::string, std::string> reasons;
    std::map<std::string, std::string> ways;
    std::map<std::string, std::string> titles;
    std::string to, received, letter, accepted, due, refused, ways_told, agreed, agreed_orally, not_agreed, withdrawn,
        undisputed, returned, performed, law;
    std::vector<std::string> columns;
    std::string done, open, closing, seal;
};
BOOST_DESCRIBE_STRUCT(LetterWords, (),
                      (reasons, ways, titles, to, received, letter, accepted, due, refused, ways_told, agreed,
                       agreed_orally, not_agreed, withdrawn, undisputed, returned, performed, law, columns, done,
                       open, closing, seal))

static const LetterWords& words() {
    static const auto read = json::read<LetterWords>(embedded_file("partner_letter_words.json"));
    return read;
}

static const std::string event_columns = R"(
    SELECT dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name, actor_duty,
           organisation_id, content, version, previous_digest, digest
      FROM dispute_event WHERE dispute_id = $1 AND kind IN )";

static const db::Statement select_accepted{"partners.accepted",
                                           event_columns + "('accept') ORDER BY number DESC LIMIT 1"};
static const db::Statement select_refused{"partners.refused",
                                          event_columns + "('refuse', 'redirect') ORDER BY number DESC LIMIT 1"};
static const db::Statement select_ended{
    "partners.ended", event_columns +
                          "('terminate', 'withdraw', 'take_effect', 'agree_orally', 'settle_at_once') "
                          "ORDER BY number DESC LIMIT 1"};
static const db::Statement select_performed{
    "partners.performed", event_columns + "('perform', 'settle_at_once') ORDER BY number DESC LIMIT 1"};

static std::optional<Event> latest(db::Tx& tx, LetterKind kind, const Dispute& dispute) {
    switch (kind) {
        case LetterKind::acceptance:
            return tx.maybe<Event>(select_accepted, dispute.id);
        case LetterKind::refusal:
            return tx.maybe<Event>(select_refused, dispute.id);
        case LetterKind::result:
            return tx.maybe<Event>(select_ended, dispute.id);
        case LetterKind::certificate:
            return tx.maybe<Event>(select_performed, dispute.id);
    }
    return std::nullopt;
}

std::vector<LetterKind> letters_of(db::Tx& tx, const Dispute& dispute) {
    std::vector<LetterKind> kinds;
    for (const auto kind : {LetterKind::acceptance, LetterKind::refusal, LetterKind::result, LetterKind::certificate})
        if (latest(tx, kind, dispute)) kinds.push_back(kind);
    return kinds;
}

static const db::Statement select_name{"partners.window", "SELECT name FROM organisation WHERE id = $1"};

LetterFacts letter_facts(db::Tx& tx, LetterKind kind, const ReferralRow& referral, const Dispute& dispute,
                         LegalDate today) {
    const auto event = latest(tx, kind, dispute);
    if (!event) throw Refusal(Fault::not_found, "not_found");
    LetterFacts facts{
        referral, dispute, *event, holder_name(tx, dispute), tx.one<std::string>(select_name, dispute.window_id), {},
        {},       {},      today};
    if (kind == LetterKind::acceptance) facts.acceptance = acceptance_told(tx, dispute, *event);
    if (kind == LetterKind::refusal) facts.refusal = refusal_told(referral, dispute, *event);
    if (kind == LetterKind::result || kind == LetterKind::certificate)
        facts.result = result_told(tx, dispute, *event);
    return facts;
}

static std::string day_words(LegalDate day) {
    return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day());
}

static std::string known(const std::map<std::string, std::string>& list, const std::string& code) {
    const auto found = list.find(code);
    return found == list.end() ? code : found->second;
}

static std::string ways_in(const std::vector<dispute::Way>& ways) {
    std::vector<std::string> names;
    for (const auto way : ways) names.push_back(known(words().ways, std::string(json::enum_word(way))));
    return fmt::format("{}", fmt::join(names, "、"));
}

template <class... A>
static pdf::Text said(const std::string& pattern, const A&... arguments) {
    pdf::Text text = pdf::paragraph(fmt::format(fmt::runtime(pattern), arguments...));
    text.style.size = 14;
    text.style.space_before = 4;
    return text;
}

static void tell_ways(pdf::Blocks& blocks, const std::vector<dispute::Way>& ways) {
    if (!ways.empty()) blocks.push_back(said(words().ways_told, fmt::arg("ways", ways_in(ways))));
}

static void tell_returned(pdf::Blocks& blocks, const LetterFacts& facts) {
    if (!facts.referral.papers->empty())
        blocks.push_back(said(words().returned, fmt::arg("count", facts.referral.papers->size())));
}

static pdf::Table terms_table(const ResultTold& result) {
    pdf::Table table;
    table.shares = {5, 2, 2, 3};
    table.heading = words().columns;
    for (const TermTold& term : result.terms) {
        const std::string done = term.performed_on ? fmt::format(fmt::runtime(words().done),
                                                                 fmt::arg("date", day_words(*term.performed_on)))
                                                   : words().open;
        table.rows.push_back({term.text, term.amount_fen ? yuan_text(*term.amount_fen) : "—",
                              term.due_on ? day_words(*term.due_on) : "—", term.performed ? done : words().open});
    }
    return table;
}

static void tell_acceptance(pdf::Blocks& blocks, const AcceptanceTold& told) {
    blocks.push_back(said(words().accepted, fmt::arg("date", day_words(told.accepted_on)),
                          fmt::arg("number", told.number), fmt::arg("body", told.body_name)));
    if (told.due_on) blocks.push_back(said(words().due, fmt::arg("date", day_words(*told.due_on))));
}

static void tell_refusal(pdf::Blocks& blocks, const LetterFacts& facts, const RefusalTold& told) {
    blocks.push_back(said(words().refused, fmt::arg("number", told.number),
                          fmt::arg("reason", known(words().reasons, told.reason))));
    tell_ways(blocks, told.ways);
    tell_returned(blocks, facts);
}

static void tell_agreement(pdf::Blocks& blocks, const LetterFacts& facts, const ResultTold& told) {
    const bool oral = told.agreement_form == "oral";
    blocks.push_back(said(oral ? words().agreed_orally : words().agreed, fmt::arg("body", facts.body_name),
                          fmt::arg("date", day_words(told.effective_on.value())), fmt::arg("number", told.number)));
    blocks.push_back(terms_table(told));
}

static void tell_failure(pdf::Blocks& blocks, const LetterFacts& facts, const ResultTold& told) {
    const auto date = fmt::arg("date", day_words(legal_date(told.happened_at)));
    if (told.what == "withdraw")
        blocks.push_back(said(words().withdrawn, date, fmt::arg("number", told.number)));
    else
        blocks.push_back(said(words().not_agreed, date, fmt::arg("body", facts.body_name),
                              fmt::arg("number", told.number),
                              fmt::arg("reason", known(words().reasons, told.reason.value_or("")))));
    tell_ways(blocks, told.ways);
    if (!told.undisputed_facts.empty()) blocks.push_back(said(words().undisputed));
    for (const std::string& fact : told.undisputed_facts) blocks.push_back(said("{}", fact));
    tell_returned(blocks, facts);
}

static void tell_performance(pdf::Blocks& blocks, const LetterFacts& facts, const ResultTold& told) {
    tell_agreement(blocks, facts, told);
    const LegalDate on = told.performance && told.performance->performed_on ? *told.performance->performed_on
                                                                            : legal_date(told.happened_at);
    blocks.push_back(said(words().performed, fmt::arg("date", day_words(on))));
    if (facts.referral.partner_kind == exchange::PartnerKind::police) blocks.push_back(said(words().law));
}

static pdf::Text line(std::string text, pdf::Align align) {
    return {std::move(text), {.size = 14, .align = align, .line_height = 1.6}};
}

static pdf::Blocks head_of(LetterKind kind, const LetterFacts& facts) {
    const ReferralRow& referral = facts.referral;
    const std::string letter = referral.letter_number ? fmt::format(fmt::runtime(words().letter),
                                                                    fmt::arg("number", *referral.letter_number))
                                                      : "";
    return {pdf::title(known(words().titles, std::string(json::enum_word(kind)))),
            line(facts.dispute.number, pdf::Align::centre),
            line(fmt::format(fmt::runtime(words().to), fmt::arg("partner", referral.partner_name)), pdf::Align::left),
            said(words().received, fmt::arg("letter", letter), fmt::arg("title", facts.dispute.title),
                 fmt::arg("reference", referral.reference))};
}

pdf::Paper letter_paper(LetterKind kind, const LetterFacts& facts) {
    pdf::Paper paper;
    paper.title = known(words().titles, std::string(json::enum_word(kind))) + " " + facts.dispute.number;
    paper.author = facts.sender_name;
    paper.made_at = start_of(facts.written_on);
    paper.blocks = head_of(kind, facts);
    pdf::Blocks& blocks = paper.blocks;
    if (facts.acceptance) tell_acceptance(blocks, *facts.acceptance);
    if (facts.refusal) tell_refusal(blocks, facts, *facts.refusal);
    if (facts.result && kind == LetterKind::certificate) tell_performance(blocks, facts, *facts.result);
    if (facts.result && kind == LetterKind::result) {
        if (facts.result->effective_on)
            tell_agreement(blocks, facts, *facts.result);
        else
            tell_failure(blocks, facts, *facts.result);
    }
    if (kind != LetterKind::certificate) blocks.push_back(said(words().closing));
    blocks.push_back(
        pdf::Together{{pdf::Space{12}, line(facts.sender_name, pdf::Align::right),
                       line(words().seal, pdf::Align::right), line(day_words(facts.written_on), pdf::Align::right)}});
    return paper;
}

}  // namespace hemu::partners
