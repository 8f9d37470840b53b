#include "judging.hpp"

#include "claims.hpp"
#include "editions.hpp"
#include "effect.hpp"
#include "text.hpp"

namespace hemu::court {

using dispute::State;
using identity::Duty;

const dispute::Verb annul_verb{"annul",
                               {State::performing, State::breached},
                               State::terminated,
                               {Duty::judge, Duty::mediator, Duty::head, Duty::clerk, Duty::dispatcher}};

bool ends_agreement(CourtOutcome outcome) {
    return outcome == CourtOutcome::annulled || outcome == CourtOutcome::void_;
}

Verdict why_not_judgment(const JudgmentForm& form, LegalDate today) {
    Verdict verdict;
    if (form.outcome == CourtOutcome::declined || form.outcome == CourtOutcome::rejected)
        verdict.add("outcome", "unknown_word");
    if (text::trim(form.court_number).empty()) verdict.add("court_number", "missing");
    if (today < form.judged_on) verdict.add("judged_on", "in_the_future");
    const bool upheld = form.outcome == CourtOutcome::upheld;
    if (!upheld && !form.reason) verdict.add("reason", "missing");
    if (form.reason && (upheld || !rejects(*form.reason))) verdict.add("reason", "reason_of_another_decision");
    if (form.reason == CourtReason::other && text::trim(form.words.value_or("")).empty())
        verdict.add("words", "missing");
    return verdict;
}

/// A court judges what was agreed: in effect, kept or not, also when its change is waiting for signatures.
static bool was_in_effect(db::Tx& tx, const Dispute& dispute) {
    const auto edition = agreements::edition_of(tx, dispute);
    return edition > 1 || (edition == 1 && dispute.state != State::agreed);
}

static const db::Statement select_courts{"court.choices", R"(
    SELECT id, name FROM organisation WHERE kind = 'court' ORDER BY place_code, name)"};

JudgmentsView judgments_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    static constexpr identity::Duties tellers = dispute::workers | identity::Duties(Duty::judge);
    JudgmentsView view;
    view.may_tell = tellers.contains(cx.actor.duty) && was_in_effect(tx, dispute);
    if (view.may_tell) view.courts = tx.all<CourtChoice>(select_courts);
    for (auto& line : feedback_of(tx, dispute))
        if (line.outcome != CourtOutcome::declined && line.outcome != CourtOutcome::rejected)
            view.told.push_back(std::move(line));
    return view;
}

static CourtId court_in(db::Tx& tx, const JudgmentForm& form, const Context& cx) {
    const CourtId id = cx.actor.duty == Duty::judge ? cx.actor.organisation : form.court_id.value_or(CourtId{});
    const auto court = organisations::find(tx, id);
    if (!court || court->kind != organisations::OrganisationKind::court)
        throw Refusal(Fault::invalid, "invalid", {{"court_id", "court_unknown"}});
    return id;
}

static const db::Statement count_judgment{"court.count_judgment", R"(
    SELECT count(*) FROM court_feedback WHERE dispute_id = $1 AND number = $2 AND outcome = $3)"};

struct JudgmentContent {
    CourtId court_id;
    CourtOutcome outcome = CourtOutcome::upheld;
    LegalDate judged_on;
    std::optional<CourtReason> reason;
    std::string case_number;
};
BOOST_DESCRIBE_STRUCT(JudgmentContent, (), (court_id, outcome, judged_on, reason, case_number))

void tell_judgment(db::Tx& tx, Dispute& dispute, const JudgmentForm& form, const Context& cx) {
    refuse_if(why_not_judgment(form, legal_date(cx.moment)));
    const CourtId court = court_in(tx, form, cx);
    if (!was_in_effect(tx, dispute)) throw Refusal(Fault::conflict, "agreement_missing");
    const std::string number = text::trim(form.court_number);
    if (tx.one<std::int64_t>(count_judgment, dispute.id, number, form.outcome) > 0)
        throw Refusal(Fault::invalid, "invalid", {{"court_number", "number_taken"}});
    tell_back(tx, dispute, court, {form.outcome, form.reason, number, form.judged_on, form.words}, cx);
    const JudgmentContent content{court, form.outcome, form.judged_on, form.reason, number};
    dispute::record(tx, dispute, "judgment_told", cx, content);
    if (!ends_agreement(form.outcome) || !dispute::why_not(dispute, annul_verb, cx.actor).fine()) return;
    dispute::end_effect(tx, dispute);
    dispute::set_outcome(tx, dispute, "failed", std::nullopt, std::nullopt);
    dispute::advance(tx, dispute, annul_verb, cx, content);
}

}  // namespace hemu::court
