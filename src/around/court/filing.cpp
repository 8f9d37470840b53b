#include "filing.hpp"

#include "calendar.hpp"
#include "handling.hpp"
#include "text.hpp"

namespace hemu::court {

using dispute::State;

static const std::string filing_sql = R"(
    SELECT f.id, f.dispute_id, d.number, f.court_id, coalesce(o.name, '') AS court_name, f.state, f.brought_on,
           f.file_by_on, f.decided_on, f.case_number, f.court_words
      FROM court_filing f
      JOIN dispute d ON d.id = f.dispute_id
      LEFT JOIN organisation o ON o.id = f.court_id)";

static const db::Statement select_of{"court.filing_of", filing_sql + " WHERE f.dispute_id = $1 AND f.revision = $2"};
static const db::Statement select_at{"court.filings_at", filing_sql + R"(
     WHERE f.court_id = $1
     ORDER BY CASE WHEN f.state = 'brought' THEN 0 ELSE 1 END, f.brought_on DESC, f.id DESC
     LIMIT 200)"};
static const db::Statement select_one{"court.filing", filing_sql + " WHERE f.id = $1 AND f.court_id = $2"};

/// A court that did not accept or rejected the agreement, or that it is not kept: then one may sue (CPL art. 206).
static bool may_sue(db::Tx& tx, const Dispute& dispute) {
    if (dispute.state == State::terminated || dispute.state == State::breached) return true;
    if (dispute.state == State::closed && dispute.result == std::optional<std::string>("failed")) return true;
    const auto row = confirmation_of(tx, dispute);
    return row && (row->state == ConfirmationState::rejected || row->state == ConfirmationState::declined);
}

bool is_brought(db::Tx& tx, const Dispute& dispute) {
    const auto filing = tx.maybe<FilingView>(select_of, dispute.id, dispute.revision);
    return filing && filing->state != FilingState::declined;
}

FilingDesk filing_desk(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    FilingDesk desk;
    desk.filing = tx.maybe<FilingView>(select_of, dispute.id, dispute.revision);
    desk.may_bring = !desk.filing && may_sue(tx, dispute);
    if (!desk.may_bring) return desk;
    desk.request = dispute.request;
    desk.facts = dispute.narrative;
    desk.courts = proposals_for(tx, dispute, legal_date(cx.moment));
    return desk;
}

static const db::Statement insert_filing{"court.insert_filing", R"(
    INSERT INTO court_filing (id, dispute_id, revision, court_id, state, brought_on, file_by_on, made_at, made_by_name)
    VALUES ($1, $2, $3, $4, 'brought', $5, $6, $7, $8))"};

static void keep_filing_package(db::Tx& tx, const Dispute& dispute, const FilingForm& form, const Context& cx) {
    FilingPackage package;
    package.number = dispute.number;
    package.court_case_number = dispute.source == dispute::Source::court ? dispute.source_reference : std::nullopt;
    package.court_name = organisations::name_of(tx, form.court_id);
    package.body_name = organisations::name_of(tx, dispute.holder_id);
    package.brought_on = form.brought_on;
    package.national_type = dispute.national_type;
    package.local_type = dispute.local_type;
    package.amount_fen = dispute.amount_fen;
    package.facts = form.facts.value_or(dispute.narrative);
    package.request = form.request.value_or(dispute.request);
    package.parties = parties_in_clear(tx, dispute, cx);
    const auto ended = handling::handling_of(tx, dispute, cx).termination;
    package.report =
        report_of(tx, dispute, ended ? std::optional(std::string(json::enum_word(ended->reason))) : std::nullopt, cx);
    keep_package(tx, dispute, PackageKind::filing, form.court_id, json::write(package), cx);
}

struct BroughtContent {
    CourtId court_id;
    LegalDate received_on;
};
BOOST_DESCRIBE_STRUCT(BroughtContent, (), (court_id, received_on))

void bring_suit(db::Tx& tx, Dispute& dispute, const FilingForm& form, const Context& cx) {
    const FilingDesk desk = filing_desk(tx, dispute, cx);
    if (!desk.may_bring) throw Refusal(Fault::conflict, "not_in_this_state");
    Verdict verdict;
    const bool known = std::any_of(desk.courts.begin(), desk.courts.end(),
                                   [&](const CourtProposal& one) { return one.organisation_id == form.court_id; });
    if (!known) verdict.add("court_id", "court_unknown");
    if (legal_date(cx.moment) < form.brought_on) verdict.add("brought_on", "in_the_future");
    if (text::trim(form.request.value_or(dispute.request)).empty()) verdict.add("request", "missing");
    if (text::trim(form.facts.value_or(dispute.narrative)).empty()) verdict.add("facts", "missing");
    refuse_if(verdict);
    const LegalDate file_by = calendar::load(tx)->roll_forward(form.brought_on + 7);
    tx.run(insert_filing, Id<Filing>::fresh(cx.moment), dispute.id, dispute.revision, form.court_id, form.brought_on,
           file_by, cx.moment, cx.actor.name);
    open_to_court(tx, dispute, form.court_id, cx.moment);
    keep_filing_package(tx, dispute, form, cx);
    dispute::record(tx, dispute, "suit_brought", cx, BroughtContent{form.court_id, form.brought_on});
}

std::vector<FilingView> filings_at(db::Tx& tx, const Context& cx) {
    return tx.all<FilingView>(select_at, cx.actor.organisation);
}

static const db::Statement update_filing{"court.decide_filing", R"(
    UPDATE court_filing SET state = $2, decided_on = $3, case_number = $4, court_words = $5
     WHERE id = $1 AND state = 'brought')"};

struct DecidedContent {
    LegalDate decided_on;
    std::optional<std::string> case_number;
};
BOOST_DESCRIBE_STRUCT(DecidedContent, (), (decided_on, case_number))

void decide_filing(db::Tx& tx, Id<Filing> id, const FilingDecisionForm& form, const Context& cx) {
    const auto filing = tx.maybe<FilingView>(select_one, id, cx.actor.organisation);
    if (!filing) throw Refusal(Fault::not_found, "not_found");
    if (filing->state != FilingState::brought) throw Refusal(Fault::conflict, "filed_already");
    Verdict verdict;
    if (form.filed && text::trim(form.case_number.value_or("")).empty()) verdict.add("case_number", "missing");
    if (!form.filed && text::trim(form.words.value_or("")).empty()) verdict.add("words", "missing");
    if (legal_date(cx.moment) < form.decided_on) verdict.add("decided_on", "in_the_future");
    if (form.decided_on < filing->brought_on) verdict.add("decided_on", "too_early");
    refuse_if(verdict);
    // The suit was brought to his court: that is the judge's right, also where the case is not open to him.
    Dispute dispute = dispute::load(tx, filing->dispute_id).value();
    const auto number = form.filed ? form.case_number : std::nullopt;
    tx.must_change(update_filing, id, form.filed ? FilingState::filed : FilingState::declined, form.decided_on,
                   number, form.words);
    dispute::record(tx, dispute, form.filed ? "suit_filed" : "suit_declined", cx,
                    DecidedContent{form.decided_on, number});
}

}  // namespace hemu::court
