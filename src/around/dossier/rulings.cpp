// What courts ruled about the agreements of a case. The rows are the court's, around/court; papers only read them.
#include "editions.hpp"
#include "store.hpp"
#include "words.hpp"

namespace hemu::dossier {

using dispute::Dispute;

struct RuledApplication;
struct RulingRow {
    Id<RuledApplication> id;
    std::int64_t edition = 1;
    Id<identity::Organisation> court_id;
    std::string court;
    std::string state;
    std::optional<std::string> judge;
    std::optional<LegalDate> accepted_on;
    LegalDate ruled_on;
    std::string number;
    std::optional<std::string> reason;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(RulingRow, (),
                      (id, edition, court_id, court, state, judge, accepted_on, ruled_on, number, reason, words))

static const db::Statement select_rulings{"dossier.rulings", R"(
    SELECT c.id, c.edition, c.court_id, o.name AS court, c.state, c.judge_name AS judge,
           c.accepted_on, c.ruled_on, c.ruling_number AS number, c.reason, c.court_words AS words
      FROM court_confirmation c
      JOIN organisation o ON o.id = c.court_id
     WHERE c.dispute_id = $1 AND c.revision = $2 AND c.state IN ('ruled', 'rejected')
     ORDER BY c.edition)"};

/// 二〇二六年十二月十日: as courts write the day under a ruling.
static std::string day_in_characters(LegalDate day) {
    static constexpr std::array digits = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const auto below_hundred = [](unsigned number) {
        std::string words;
        if (number >= 20) words += digits.at(number / 10);
        if (number >= 10) words += "十";
        return number % 10 == 0 ? words : words + digits.at(number % 10);
    };
    std::string year;
    for (const char digit : std::to_string(day.year())) year += digits.at(static_cast<std::size_t>(digit - '0'));
    return fmt::format("{}年{}月{}日", year, below_hundred(day.month()), below_hundred(day.day()));
}

/// The agreement of an edition, and the day on which it took effect.
struct Ruled {
    agreements::AgreementView agreement;
    std::optional<LegalDate> effective_on;
};

static std::map<std::int64_t, Ruled> editions_of(db::Tx& tx, const Dispute& dispute) {
    std::map<std::int64_t, Ruled> editions;
    for (auto& one : agreements::replaced(tx, dispute))
        editions[one.edition] = {std::move(one.agreement), one.effective_on};
    if (auto standing = agreements::find(tx, dispute))
        editions[agreements::edition_of(tx, dispute)] = {std::move(*standing), dispute.effective_on};
    return editions;
}

static RulingFacts ruling_facts(const RulingRow& row, const Ruled& ruled, const CaseFacts& facts) {
    RulingFacts ruling;
    ruling.court = row.court;
    ruling.number = row.number;
    ruling.judge = row.judge.value_or("");
    std::vector<std::string> names;
    for (const PartyFacts& party : facts.parties) names.push_back(party.name);
    ruling.applicants = fmt::format("{}", fmt::join(names, "、"));
    if (row.accepted_on) ruling.accepted_on = chinese_text(*row.accepted_on);
    ruling.ruled_on = chinese_text(row.ruled_on);
    ruling.signed_on = day_in_characters(row.ruled_on);
    ruling.confirmed = row.state == "ruled";
    if (row.reason && *row.reason != "other") ruling.reason = page_word("court", "reason", *row.reason);
    ruling.words = row.words.value_or("");
    ruling.concluded_on = chinese_text(ruled.agreement.concluded_on);
    if (ruled.effective_on) ruling.effective_on = chinese_text(*ruled.effective_on);
    ruling.terms = agreement_facts(ruled.agreement, facts).terms;
    return ruling;
}

std::vector<CaseRuling> rulings_of(db::Tx& tx, const Dispute& dispute, const CaseFacts& facts) {
    std::vector<CaseRuling> rulings;
    const auto rows = tx.all<RulingRow>(select_rulings, dispute.id, dispute.revision);
    if (rows.empty()) return rulings;
    auto editions = editions_of(tx, dispute);
    for (const RulingRow& row : rows)
        rulings.push_back({to_text(row.id), row.court_id, ruling_facts(row, editions[row.edition], facts)});
    return rulings;
}

}  // namespace hemu::dossier
