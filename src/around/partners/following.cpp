// What happens to a dispute is told to the partner who referred it.
#include "store.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::Event;
using dispute::Source;
using exchange::MessageKind;
using identity::Context;

static const db::Statement select_body{"partners.body", "SELECT name FROM organisation WHERE id = $1"};

static std::string holder_name(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<std::string>(select_body, dispute.holder_id).value_or("");
}

static std::string acceptance(db::Tx& tx, const Dispute& dispute, const Event& event) {
    std::optional<LegalDate> due;
    if (dispute.due_at) due = legal_date(*dispute.due_at);
    return json::write(AcceptanceTold{dispute.number, legal_date(event.happened_at), holder_name(tx, dispute), due});
}

/// A word of the event's content, and the ways named in it.
struct Said {
    std::string reason;
    std::vector<dispute::Way> ways;
};

static Said said_in(const Event& event) {
    Said said;
    const auto content = boost::json::parse(event.content).as_object();
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

static std::string refusal(const ReferralRow& referral, const Dispute& dispute, const Event& event) {
    const Said said = said_in(event);
    RefusalTold told{dispute.number, legal_date(event.happened_at), said.reason, std::nullopt, said.ways};
    if (const auto* typed = exchange::typed_refusal(referral.partner_kind, said.reason))
        told.not_suitable = typed->code;
    return json::write(told);
}

static std::string progress(const Dispute& dispute, const Event& event) {
    return json::write(ProgressTold{dispute.number, event.kind, dispute.state, event.happened_at});
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

static std::string result(db::Tx& tx, const Dispute& dispute, const Event& event) {
    ResultTold told;
    told.number = dispute.number;
    told.state = dispute.state;
    told.what = event.kind;
    told.happened_at = event.happened_at;
    told.result = dispute.result;
    told.agreement_form = dispute.agreement_form;
    told.effective_on = dispute.effective_on;
    const Said said = said_in(event);
    if (!said.reason.empty()) told.reason = said.reason;
    told.ways = said.ways;
    tell_agreement(tx, dispute, legal_date(event.happened_at), told);
    told.undisputed_facts = undisputed_facts(tx, dispute);
    return json::write(told);
}

static void tell(db::Tx& tx, const ReferralRow& referral, MessageKind kind, std::string content, const Context& cx,
                 std::vector<exchange::PaperOnShelf> papers = {}) {
    exchange::send(tx, referral.partner_id,
                   {kind, referral.reference, referral.dispute_id, std::move(content), std::move(papers)}, cx);
}

static void tell_event(db::Tx& tx, const ReferralRow& referral, const Dispute& dispute, const Event& event,
                       const Context& cx) {
    switch (tells(event.kind)) {
        case Tells::acceptance:
            return tell(tx, referral, MessageKind::acceptance, acceptance(tx, dispute, event), cx);
        case Tells::refusal:
            return tell(tx, referral, MessageKind::refusal, refusal(referral, dispute, event), cx);
        case Tells::progress:
            return tell(tx, referral, MessageKind::progress, progress(dispute, event), cx);
        case Tells::result:
            return tell(tx, referral, MessageKind::result, result(tx, dispute, event), cx);
        case Tells::nothing:
            return;
    }
}

/// Only what came from somebody else can have been referred.
static bool may_be_referred(const Dispute& dispute) {
    return dispute.source_reference && dispute.source != Source::proactive;
}

void follow(db::Tx& tx, const Dispute& dispute, const Event& event, const Context& cx) {
    if (tells(event.kind) == Tells::nothing || !may_be_referred(dispute)) return;
    const auto referral = referral_of(tx, dispute.id);
    if (!referral) return;
    tell_event(tx, *referral, dispute, event, cx);
    if (gives_back(event.kind) && !referral->papers->empty())
        tell(tx, *referral, MessageKind::materials, progress(dispute, event), cx, *referral->papers);
}

}  // namespace hemu::partners
