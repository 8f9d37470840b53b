#include "store.hpp"

namespace hemu::assignment {

using OrganisationId = Id<identity::Organisation>;

static const db::Statement select_returns{"assignment.returns_before_backstop", R"(
    SELECT value FROM assignment_setting WHERE code = 'returns_before_backstop')"};

Settings settings(db::Tx& tx) {
    Settings settings;
    settings.returns_before_backstop =
        tx.maybe<std::int64_t>(select_returns).value_or(settings.returns_before_backstop);
    return settings;
}

static const db::Statement count_open{"assignment.open_cases", R"(
    SELECT count(*) FROM dispute WHERE holder_id = $1 AND closed_at IS NULL)"};

std::int64_t open_cases(db::Tx& tx, OrganisationId body) { return tx.one<std::int64_t>(count_open, body); }

static const db::Statement select_linked{"assignment.referral_targets", R"(
    SELECT organisation_id FROM dispute_body WHERE dispute_id = $1 AND role = 'linked' AND until_at IS NULL)"};

std::vector<OrganisationId> referral_targets(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<OrganisationId>(select_linked, dispute.id);
}

static const db::Statement select_returned{"assignment.returned_by", R"(
    SELECT DISTINCT organisation_id FROM assignment_offer
     WHERE dispute_id = $1 AND revision = $2 AND state = 'returned')"};

std::vector<OrganisationId> returned_by(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<OrganisationId>(select_returned, dispute.id, dispute.revision);
}

static const db::Statement insert_offer{"assignment.save_offer", R"(
    INSERT INTO assignment_offer (id, dispute_id, revision, organisation_id, from_organisation_id, binding, state,
                                  offered_at, offered_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8))"};

void save_offer(db::Tx& tx, const dispute::Dispute& dispute, const OpenOffer& offer, const identity::Context& cx) {
    tx.run(insert_offer, offer.id, dispute.id, dispute.revision, offer.organisation_id, offer.from_organisation_id,
           offer.binding, cx.moment, cx.actor.account);
}

static const db::Statement select_standing{"assignment.standing_offer", R"(
    SELECT id, organisation_id, from_organisation_id, binding
      FROM assignment_offer
     WHERE dispute_id = $1 AND revision = $2 AND state <> 'returned'
     ORDER BY offered_at DESC, id DESC
     LIMIT 1)"};

std::optional<OpenOffer> standing_offer(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.maybe<OpenOffer>(select_standing, dispute.id, dispute.revision);
}

static const db::Statement update_offer{"assignment.answer_offer", R"(
    UPDATE assignment_offer SET state = $2, return_reason = $3, answered_at = $4, answered_by_id = $5
     WHERE id = $1)"};

void answer_offer(db::Tx& tx, const OpenOffer& offer, OfferState state, std::optional<ReturnReason> reason,
                  const identity::Context& cx) {
    tx.run(update_offer, offer.id, state, reason, cx.moment, cx.actor.account);
}

static const db::Statement select_named{"assignment.named_now", R"(
    SELECT id, account_id, presiding FROM assignment_mediator
     WHERE dispute_id = $1 AND revision = $2 AND until_at IS NULL
     ORDER BY presiding DESC, since_at, id)"};

std::vector<Named> named_now(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<Named>(select_named, dispute.id, dispute.revision);
}

static const db::Statement insert_mediator{"assignment.save_mediator", R"(
    INSERT INTO assignment_mediator (id, dispute_id, revision, account_id, presiding, relation, kept_by_consent,
                                     since_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

struct MediatorRow;

void save_mediator(db::Tx& tx, const dispute::Dispute& dispute, const RecusalForm& answer, bool presiding,
                   Instant moment) {
    tx.run(insert_mediator, Id<MediatorRow>::fresh(moment), dispute.id, dispute.revision, answer.account_id,
           presiding, answer.relation, answer.kept_by_consent.value_or(false), moment);
}

static const db::Statement close_mediator{"assignment.end_mediator", R"(
    UPDATE assignment_mediator SET until_at = $2, ended_for = $3 WHERE id = $1)"};

void end_mediator(db::Tx& tx, const Named& named, const std::string& reason, Instant moment) {
    tx.run(close_mediator, named.id, moment, reason);
}

static const db::Statement insert_helper{"assignment.save_helper", R"(
    INSERT INTO assignment_helper (id, dispute_id, revision, organisation_id, share_percent, task, since_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

struct HelperRow;

void save_helper(db::Tx& tx, const dispute::Dispute& dispute, const HelperForm& form, Instant moment) {
    tx.run(insert_helper, Id<HelperRow>::fresh(moment), dispute.id, dispute.revision, form.organisation_id,
           form.share_percent, form.task, moment);
}

static const db::Statement close_helper{"assignment.end_helper", R"(
    UPDATE assignment_helper SET until_at = $4
     WHERE dispute_id = $1 AND revision = $2 AND organisation_id = $3 AND until_at IS NULL)"};

std::int64_t end_helper_row(db::Tx& tx, const dispute::Dispute& dispute, OrganisationId body, Instant moment) {
    return tx.changed(close_helper, dispute.id, dispute.revision, body, moment);
}

static const db::Statement close_helpers{"assignment.end_helpers", R"(
    UPDATE assignment_helper SET until_at = $3 WHERE dispute_id = $1 AND revision = $2 AND until_at IS NULL)"};

void end_all_helpers(db::Tx& tx, const dispute::Dispute& dispute, Instant moment) {
    tx.run(close_helpers, dispute.id, dispute.revision, moment);
}

static const db::Statement select_offers{"assignment.offers", R"(
    SELECT f.organisation_id, o.name AS organisation_name, f.binding, f.state, f.offered_at,
           coalesce(a.name, '') AS offered_by, f.answered_at, b.name AS answered_by, f.return_reason
      FROM assignment_offer f
      JOIN organisation o ON o.id = f.organisation_id
      LEFT JOIN account a ON a.id = f.offered_by_id
      LEFT JOIN account b ON b.id = f.answered_by_id
     WHERE f.dispute_id = $1 AND f.revision = $2
     ORDER BY f.offered_at, f.id)"};

std::vector<OfferView> offers_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<OfferView>(select_offers, dispute.id, dispute.revision);
}

static const db::Statement select_mediators{"assignment.mediators", R"(
    SELECT m.account_id, coalesce(a.name, '') AS name, m.presiding, m.relation, m.kept_by_consent, m.since_at,
           m.until_at
      FROM assignment_mediator m
      LEFT JOIN account a ON a.id = m.account_id
     WHERE m.dispute_id = $1 AND m.revision = $2
     ORDER BY m.until_at IS NOT NULL, m.presiding DESC, m.since_at, m.id)"};

std::vector<MediatorView> mediators_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<MediatorView>(select_mediators, dispute.id, dispute.revision);
}

static const db::Statement select_helpers{"assignment.helpers", R"(
    SELECT h.organisation_id, o.name AS organisation_name, h.share_percent, h.task, h.since_at
      FROM assignment_helper h
      JOIN organisation o ON o.id = h.organisation_id
     WHERE h.dispute_id = $1 AND h.revision = $2 AND h.until_at IS NULL
     ORDER BY h.since_at, h.id)"};

std::vector<HelperView> helpers_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<HelperView>(select_helpers, dispute.id, dispute.revision);
}

}  // namespace hemu::assignment
