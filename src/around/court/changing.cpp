#include "changing.hpp"

#include "closing.hpp"
#include "effect.hpp"
#include "filing.hpp"
#include "numbers.hpp"
#include "text.hpp"

namespace hemu::court {

using dispute::State;
using identity::Actor;
using identity::Duty;

static Verdict why_not_hands(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const bool head = actor.duty == Duty::head && actor.organisation == dispute.holder_id;
    return head || dispute::is_mediator(tx, dispute, actor.account)
               ? Verdict{}
               : Verdict::refused(Fault::forbidden, "not_on_this_dispute");
}

static Verdict may_change(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const Verdict hands = why_not_hands(tx, dispute, actor);
    if (!hands.fine()) return hands;
    const auto row = confirmation_of(tx, dispute);
    const bool refused =
        row && (row->state == ConfirmationState::rejected || row->state == ConfirmationState::declined);
    if (!refused) return Verdict::refused(Fault::conflict, "court_did_not_refuse");
    return is_brought(tx, dispute) ? Verdict::refused(Fault::conflict, "suit_brought_already") : Verdict{};
}

static Verdict may_keep(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const Verdict hands = why_not_hands(tx, dispute, actor);
    if (!hands.fine()) return hands;
    return agreements::edition_of(tx, dispute) > 1 ? Verdict{}
                                                   : Verdict::refused(Fault::conflict, "no_earlier_agreement");
}

static constexpr identity::Duties mediating{Duty::mediator, Duty::head};

const dispute::Verb change_agreement_verb{
    "change_agreement", {State::performing, State::breached}, State::agreed, mediating, may_change};
const dispute::Verb keep_agreement_verb{"keep_agreement", {State::agreed}, State::performing, mediating, may_keep};

Verdict why_not_change(const ChangedAgreementForm& form, const Dispute& dispute,
                       const std::vector<dispute::PartyView>& parties, const std::optional<std::string>& old_number) {
    Verdict verdict = agreements::why_not_agreement(form, dispute, parties);
    if (form.form != agreements::AgreementShape::written) verdict.add("form", "stays_written");
    if (old_number && form.facts.find(*old_number) == std::string::npos)
        verdict.add("facts", "earlier_agreement_not_named");
    if (text::trim(form.words).empty()) verdict.add("words", "missing");
    return verdict;
}

static std::string result_of(const agreements::Scope& scope) {
    return scope == agreements::Scope::full ? "success" : "partial";
}

struct EditionContent {
    std::int64_t edition = 1;
    std::int64_t terms = 0;
    std::optional<std::string> file_number;  ///< of the one that is changed
};
BOOST_DESCRIBE_STRUCT(EditionContent, (), (edition, terms, file_number))

void change_agreement(db::Tx& tx, Dispute& dispute, const ChangedAgreementForm& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, change_agreement_verb, cx.actor));
    const auto number = numbers::number_of(tx, dispute, {});
    refuse_if(why_not_change(form, dispute, dispute::parties_of(tx, dispute, cx), number));
    const auto edition = agreements::change(tx, dispute, form, cx.moment);
    closing::set_acts_aside(tx, dispute, cx.moment);
    dispute::end_effect(tx, dispute);
    dispute::set_outcome(tx, dispute, result_of(form.scope), "written", std::nullopt);
    const auto event =
        dispute::advance(tx, dispute, change_agreement_verb, cx,
                         EditionContent{edition, static_cast<std::int64_t>(form.terms.size()), number});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
}

void keep_agreement(db::Tx& tx, Dispute& dispute, const ChangeDropForm& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, keep_agreement_verb, cx.actor));
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    closing::set_acts_aside(tx, dispute, cx.moment);
    const auto standing = agreements::drop_change(tx, dispute, cx.moment);
    closing::take_acts_back(tx, dispute, standing.replaced_at);
    dispute::set_outcome(tx, dispute, result_of(standing.agreement.scope), std::nullopt, standing.effective_on);
    const EditionContent content{standing.edition, static_cast<std::int64_t>(standing.agreement.terms.size()),
                                 numbers::number_of(tx, dispute, {})};
    const auto event = dispute::advance(tx, dispute, keep_agreement_verb, cx, content);
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
    agreements::watch_performance(tx, dispute, cx.moment);
}

std::vector<EarlierEdition> earlier_editions(db::Tx& tx, const Dispute& dispute) {
    std::vector<EarlierEdition> all;
    auto before = agreements::replaced(tx, dispute);
    if (before.empty()) return all;
    for (auto& one : before) {
        EarlierEdition shown{one.edition, one.replaced_at, one.effective_on, std::move(one.agreement), std::nullopt};
        if (const auto row = confirmation_of(tx, dispute, one.edition)) shown.application = view_of(tx, *row);
        all.push_back(std::move(shown));
    }
    return all;
}

}  // namespace hemu::court
