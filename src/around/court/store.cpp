#include "store.hpp"

#include "calendar.hpp"
#include "editions.hpp"
#include "handling.hpp"

namespace hemu::court {

std::string confirmation_columns() {
    return "c.id, c.dispute_id, c.revision, c.edition, c.state, c.version, c.court_id, c.ground, c.form, "
           "c.applicants, "
           "c.confirmed, c.papers, c.applied_on, c.received_on, c.marks, c.court_words, c.answer_words, "
           "c.accepted_on, "
           "c.case_number, c.judge_name, c.extended_until_on, c.reason, c.ruled_on, c.ruling_number, "
           "c.performance_ends_on, c.enforce_by_on, c.enforcement_on, c.served, c.warnings";
}

static const db::Statement select_confirmation{"court.confirmation", "SELECT " + confirmation_columns() + R"(
      FROM court_confirmation c
     WHERE c.dispute_id = $1 AND c.revision = $2 AND c.edition = $3)"};

std::optional<ConfirmationRow> confirmation_of(db::Tx& tx, const Dispute& dispute, std::int64_t edition) {
    return tx.maybe<ConfirmationRow>(select_confirmation, dispute.id, dispute.revision, edition);
}

static const db::Statement select_standing{"court.standing_confirmation", "SELECT " + confirmation_columns() + R"(
      FROM agreement a
      JOIN court_confirmation c ON c.dispute_id = a.dispute_id AND c.revision = a.revision AND c.edition = a.edition
     WHERE a.dispute_id = $1 AND a.revision = $2 AND a.replaced_at IS NULL)"};

std::optional<ConfirmationRow> confirmation_of(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<ConfirmationRow>(select_standing, dispute.id, dispute.revision);
}

static const db::Statement insert_confirmation{"court.insert_confirmation", R"(
    INSERT INTO court_confirmation (id, dispute_id, revision, edition, state, version, court_id, ground, form,
                                    applicants, confirmed, papers, made_at, made_by_name, warnings, marks, served)
    VALUES ($1, $2, $3, $14, 'prepared', 1, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13))"};

static const db::Statement update_prepared{"court.update_prepared", R"(
    UPDATE court_confirmation
       SET version = version + 1, court_id = $3, ground = $4, form = $5, applicants = $6, confirmed = $7, papers = $8,
           state = CASE WHEN state = 'withdrawn' THEN 'prepared' ELSE state END,
           received_at = CASE WHEN state = 'withdrawn' THEN NULL ELSE received_at END, ended_at = NULL
     WHERE id = $1 AND version = $2)"};

void save_prepared(db::Tx& tx, const Dispute& dispute, const ConfirmationForm& form,
                   const std::optional<ConfirmationRow>& before, const Context& cx) {
    if (before)
        return tx.must_change(update_prepared, before->id, before->version, form.court_id, form.ground, form.form,
                              db::Json(form.applicants), db::Json(form.confirmed), db::Json(form.papers));
    tx.run(insert_confirmation, Id<Confirmation>::fresh(cx.moment), dispute.id, dispute.revision, form.court_id,
           form.ground, form.form, db::Json(form.applicants), db::Json(form.confirmed), db::Json(form.papers),
           cx.moment, cx.actor.name, db::Json(std::vector<FieldMark>{}), db::Json(std::vector<RulingReceipt>{}),
           agreements::edition_of(tx, dispute));
}

static const db::Statement update_confirmation{"court.update_confirmation", R"(
    UPDATE court_confirmation
       SET version = version + 1, state = $3, applied_on = $4, received_on = $5, marks = $6, court_words = $7,
           answer_words = $8, accepted_on = $9, case_number = $10, judge_name = $11, extended_until_on = $12,
           reason = $13, ruled_on = $14, ruling_number = $15, performance_ends_on = $16, enforce_by_on = $17,
           enforcement_on = $18, served = $19, warnings = $21,
           received_at = CASE WHEN $3 = 'handed_in' AND received_at IS NULL THEN $20 ELSE received_at END,
           ended_at = CASE WHEN $3 IN ('ruled', 'rejected', 'declined', 'withdrawn') AND ended_at IS NULL THEN $20
                           ELSE ended_at END
     WHERE id = $1 AND version = $2)"};

void save(db::Tx& tx, const ConfirmationRow& row, const Context& cx) {
    tx.must_change(update_confirmation, row.id, row.version, row.state, row.applied_on, row.received_on, row.marks,
                   row.court_words, row.answer_words, row.accepted_on, row.case_number, row.judge_name,
                   row.extended_until_on, row.reason, row.ruled_on, row.ruling_number, row.performance_ends_on,
                   row.enforce_by_on, row.enforcement_on, row.served, cx.moment, row.warnings);
}

ConfirmationForm form_of(const ConfirmationRow& row) {
    return {row.court_id, row.ground, row.form, *row.applicants, *row.confirmed, *row.papers};
}

ConfirmationView view_of(db::Tx& tx, const ConfirmationRow& row) {
    ConfirmationView view;
    view.id = row.id;
    view.state = row.state;
    view.court_id = row.court_id;
    view.court_name = organisations::name_of(tx, row.court_id);
    view.ground = row.ground;
    view.form = row.form;
    view.applicants = *row.applicants;
    view.confirmed = *row.confirmed;
    view.papers = *row.papers;
    view.applied_on = row.applied_on;
    view.received_on = row.received_on;
    view.marks = *row.marks;
    view.court_words = row.court_words;
    view.answer_words = row.answer_words;
    view.accepted_on = row.accepted_on;
    view.case_number = row.case_number;
    view.judge_name = row.judge_name;
    view.extended_until_on = row.extended_until_on;
    view.reason = row.reason;
    view.ruled_on = row.ruled_on;
    view.ruling_number = row.ruling_number;
    view.performance_ends_on = row.performance_ends_on;
    view.enforce_by_on = row.enforce_by_on;
    view.enforcement_on = row.enforcement_on;
    view.served = *row.served;
    view.version = row.version;
    return view;
}

static bool is_from_court(const Dispute& dispute) {
    return dispute.channel == dispute::Channel::court_delegated ||
           dispute.channel == dispute::Channel::court_entrusted;
}

static const db::Statement select_letter{"court.letter_kept",
                                         "SELECT court_id FROM court_entrustment WHERE dispute_id = $1"};

std::optional<CourtId> inviting_court(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<CourtId>(select_letter, dispute.id);
}

static FileFacts facts_of(db::Tx& tx, const Dispute& dispute, const Examined& found, const Context& cx) {
    const auto file = handling::handling_of(tx, dispute, cx);
    FileFacts facts;
    facts.applied_in_writing = dispute.source == dispute::Source::application;
    facts.agreement_sealed = found.effective_on.has_value() && found.agreement.has_value();
    facts.session_recorded = std::any_of(file.sessions.begin(), file.sessions.end(), [](const auto& session) {
        return session.held_from && session.record.value_or("") != "";
    });
    facts.notice_given = !file.notices.empty();
    facts.from_court = is_from_court(dispute);
    facts.letter_kept = facts.from_court && inviting_court(tx, dispute).has_value();
    return facts;
}

/// A court that refused goes on to see what it refused, whatever the parties agreed afterwards.
static void look_at_edition(db::Tx& tx, const Dispute& dispute, std::int64_t edition, Examined& found) {
    for (auto& one : agreements::replaced(tx, dispute)) {
        if (one.edition != edition) continue;
        found.agreement = std::move(one.agreement);
        found.effective_on = one.effective_on;
    }
}

Examined examine(db::Tx& tx, const Dispute& dispute, const std::optional<ConfirmationRow>& row, LegalDate applied_on,
                 const Context& cx) {
    Examined found;
    found.parties = dispute::parties_of(tx, dispute, cx);
    found.files = attachments::attachments_of(tx, dispute, cx.actor).items;
    found.agreement = agreements::find(tx, dispute);
    found.effective_on = dispute.effective_on;
    if (row) found.form = form_of(*row);
    if (row) look_at_edition(tx, dispute, row->edition, found);
    if (found.effective_on) found.last_day_on = last_day(*found.effective_on, *calendar::load(tx));

    Matter matter;
    matter.national_type = dispute.national_type;
    matter.local_type = dispute.local_type;
    matter.agreement = found.agreement;
    matter.effective_on = found.effective_on;
    matter.applied_on = applied_on;
    matter.last_day_on = found.last_day_on;
    matter.body_kind = organisations::get(tx, dispute.holder_id).kind;
    matter.invited_by_court = is_from_court(dispute);
    matter.party_count = found.parties.size();
    if (found.form) matter.confirmed = found.form->confirmed;
    found.checks = checks_of(matter);
    if (found.agreement) found.wording = wording_of(*found.agreement, found.parties.size());
    found.materials = materials_of(facts_of(tx, dispute, found, cx), found.form, found.parties, found.files);
    return found;
}

static const db::Statement select_courts{"court.courts", R"(
    SELECT id, name, level, place_code
      FROM organisation
     WHERE kind = 'court' AND open_from_on <= $1 AND (closed_on IS NULL OR closed_on > $1)
     ORDER BY place_code, name)"};

std::vector<CourtProposal> proposals_for(db::Tx& tx, const Dispute& dispute, LegalDate today) {
    const auto courts = tx.all<CourtSeat>(select_courts, today);
    const auto body = organisations::get(tx, dispute.holder_id);
    return courts_for(courts, body.place_code, dispute.place_code, inviting_court(tx, dispute));
}

void open_to_court(db::Tx& tx, const Dispute& dispute, CourtId court, Instant moment) {
    dispute::give_body(tx, dispute, court, dispute::BodyRole::linked, moment);
    if (dispute.secrecy == dispute::Secrecy::normal) return;
    for (const auto& one : organisations::staff_of(tx, court, legal_date(moment)))
        if (one.duty == identity::Duty::judge)
            dispute::give_person(tx, dispute, one.account_id, dispute::PersonRole::judge, moment);
}

}  // namespace hemu::court
