#include "telling.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::Event;

static const db::Statement select_body{"partners.body", "SELECT name FROM organisation WHERE id = $1"};

std::string holder_name(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<std::string>(select_body, dispute.holder_id).value_or("");
}

AcceptanceTold acceptance_told(db::Tx& tx, const Dispute& dispute, const Event& event) {
    std::optional<LegalDate> due;
    if (dispute.due_at) due = legal_date(*dispute.due_at);
    return {dispute.number, legal_date(event.happened_at), holder_name(tx, dispute), due};
}

/// A word of the event's content, and the ways named in it.
struct Said {
    std::string reason;
    std::vector<dispute::Way> ways;
};

static Said said_in(const std::string& text) {
    Said said;
    const auto content = boost::json::parse(text).as_object();
    if (const auto* reason = content.if_contains("reason"); reason && reason->is_string())
        said.reason = std::string(reason->as_string());
    const auto add = [&](const boost::json::value& word) {
        if (!word.is_string()) return;
        if (const auto way = json::enum_from_word<dispute::Way>(std::string_view(word.as_string())))
            said.ways.push_back(*way);
    };
    if (const auto* told = content.if_contains("routes"); told && told->is_array())
        for (const auto& word : told->as_array()) add(word);
    if (const auto* to = content.if_contains("to")) add(*to);
    return said;
}

std::string reason_in(const std::string& content) { return said_in(content).reason; }

RefusalTold refusal_told(const ReferralRow& referral, const Dispute& dispute, const Event& event) {
    const Said said = said_in(event.content);
    RefusalTold told{dispute.number, legal_date(event.happened_at), said.reason, std::nullopt, said.ways};
    if (const auto* typed = exchange::typed_refusal(referral.partner_kind, said.reason))
        told.not_suitable = typed->code;
    return told;
}

ProgressTold progress_told(const Dispute& dispute, const Event& event) {
    return {dispute.number, event.kind, dispute.state, event.happened_at};
}

static PerformanceTold performance_of(const std::vector<agreements::TermDue>& dues) {
    const agreements::Balance balance = agreements::balance_of(dues);
    PerformanceTold told{balance.agreed_fen, balance.performed_fen, balance.open_terms, std::nullopt};
    if (told.open_terms > 0) return told;
    for (const auto& due : dues)
        if (due.performed_on && (!told.performed_on || *told.performed_on < *due.performed_on))
            told.performed_on = due.performed_on;
    return told;
}

static void tell_agreement(db::Tx& tx, const Dispute& dispute, LegalDate today, ResultTold& told) {
    const auto agreement = agreements::find(tx, dispute);
    if (!agreement || !dispute.effective_on) return;
    const auto dues = agreements::dues_of(agreement->terms, dispute.effective_on, today);
    for (const auto& due : dues)
        told.terms.push_back({due.kind, due.text, due.amount_fen, due.due_on, due.performed, due.performed_on});
    told.performance = performance_of(dues);
}

static const db::Statement select_satisfied{"partners.satisfied", R"(
    SELECT satisfied FROM evaluation_visit
     WHERE dispute_id = $1 AND revision = $2 AND visited_on IS NOT NULL AND satisfied IS NOT NULL
     ORDER BY visited_on DESC, id DESC LIMIT 1)"};

static std::optional<bool> satisfied_of(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<bool>(select_satisfied, dispute.id, dispute.revision);
}

ResultTold result_told(db::Tx& tx, const Dispute& dispute, const Event& event) {
    ResultTold told;
    told.number = dispute.number;
    told.state = dispute.state;
    told.what = event.kind;
    told.happened_at = event.happened_at;
    told.result = dispute.result;
    told.agreement_form = dispute.agreement_form;
    told.effective_on = dispute.effective_on;
    const Said said = said_in(event.content);
    if (!said.reason.empty()) told.reason = said.reason;
    told.ways = said.ways;
    tell_agreement(tx, dispute, legal_date(event.happened_at), told);
    told.undisputed_facts = undisputed_facts(tx, dispute);
    told.satisfied = satisfied_of(tx, dispute);
    return told;
}

}  // namespace hemu::partners
