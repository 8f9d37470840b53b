#include "feedback.hpp"

namespace hemu::court {

static const db::Statement insert_feedback{"court.insert_feedback", R"(
    INSERT INTO court_feedback (id, dispute_id, court_id, organisation_id, outcome, reason, number, decided_on, words,
                                made_at, made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};

void tell_back(db::Tx& tx, const Dispute& dispute, CourtId court, const Told& told, const Context& cx) {
    tx.run(insert_feedback, Id<Feedback>::fresh(cx.moment), dispute.id, court, dispute.holder_id, told.outcome,
           told.reason, told.court_number, told.decided_on, told.words, cx.moment, cx.actor.name);
}

// $1 the actor's body.
static const std::string in_scope =
    " EXISTS (SELECT 1 FROM organisation_scope s WHERE s.over_id = $1 AND s.under_id = f.organisation_id) ";

static const std::string feedback_sql = R"(
    SELECT f.id, f.dispute_id, d.number, coalesce(o.name, '') AS court_name, coalesce(b.name, '') AS body_name,
           f.outcome, f.reason, f.number AS court_number, f.decided_on, f.words, f.seen_at, f.seen_by_name
      FROM court_feedback f
      JOIN dispute d ON d.id = f.dispute_id
      LEFT JOIN organisation o ON o.id = f.court_id
      LEFT JOIN organisation b ON b.id = f.organisation_id
     WHERE )";

static const db::Statement select_feedback{"court.feedback",
                                           feedback_sql + in_scope + "ORDER BY f.made_at DESC, f.id DESC LIMIT 200"};
static const db::Statement select_of_dispute{
    "court.feedback_of", feedback_sql + "f.dispute_id = $1 ORDER BY f.made_at DESC, f.id DESC LIMIT 200"};

std::vector<FeedbackLine> feedback_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<FeedbackLine>(select_of_dispute, dispute.id);
}

std::vector<FeedbackLine> feedback_for(db::Tx& tx, const Context& cx) {
    return tx.all<FeedbackLine>(select_feedback, cx.actor.organisation);
}

static const db::Statement update_seen{"court.see_feedback", R"(
    UPDATE court_feedback SET seen_at = coalesce(seen_at, $3), seen_by_name = coalesce(seen_by_name, $4)
     WHERE id = $2 AND EXISTS (SELECT 1 FROM organisation_scope s
                                WHERE s.over_id = $1 AND s.under_id = court_feedback.organisation_id))"};

void see_feedback(db::Tx& tx, Id<Feedback> id, const Context& cx) {
    if (tx.changed(update_seen, cx.actor.organisation, id, cx.moment, cx.actor.name) == 0)
        throw Refusal(Fault::not_found, "not_found");
}

}  // namespace hemu::court
