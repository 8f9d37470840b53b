#include "evaluation.hpp"

#include "text.hpp"

namespace hemu::evaluation {

using dispute::Difficulty;
using dispute::Dispute;
using dispute::State;
using identity::Context;

struct Row;

std::vector<int> visit_days(std::string_view event_kind, std::optional<Difficulty> difficulty) {
    if (event_kind == "settle_at_once") return {7};
    if (event_kind != "perform") return {};
    if (difficulty && *difficulty >= Difficulty::difficult) return {7, 30};
    return {7};
}

static const db::Statement insert_planned{"evaluation.plan_visit", R"(
    INSERT INTO evaluation_visit (id, dispute_id, revision, planned_on) VALUES ($1, $2, $3, $4))"};

void plan_visits(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const Context& cx) {
    for (const int days : visit_days(event.kind, dispute.difficulty))
        tx.run(insert_planned, Id<Row>::fresh(cx.moment), dispute.id, dispute.revision, legal_date(cx.moment) + days);
}

static const db::Statement select_visits{"evaluation.visits", R"(
    SELECT id, planned_on, visited_on, manner, performance, satisfied, lawsuit, remaining_risk, words, visitor_name
      FROM evaluation_visit
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY coalesce(visited_on, planned_on), id)"};

static const db::Statement insert_visit{"evaluation.insert_visit", R"(
    INSERT INTO evaluation_visit (id, dispute_id, revision, visited_on, manner, performance, satisfied, lawsuit,
                                  remaining_risk, words, visitor_id, visitor_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};

static const db::Statement fill_visit{"evaluation.fill_visit", R"(
    UPDATE evaluation_visit
       SET visited_on = $4, manner = $5, performance = $6, satisfied = $7, lawsuit = $8, remaining_risk = $9,
           words = $10, visitor_id = $11, visitor_name = $12
     WHERE id = $1 AND dispute_id = $2 AND revision = $3)"};

struct VisitContent {
    LegalDate visited_on;
    VisitManner manner = VisitManner::phone;
    PerformanceFound performance = PerformanceFound::performed;
    bool satisfied = true;
    bool lawsuit = false;
};
BOOST_DESCRIBE_STRUCT(VisitContent, (), (visited_on, manner, performance, satisfied, lawsuit))

static bool may_be_visited(State state) {
    return state == State::performing || state == State::breached || state == State::performed ||
           state == State::terminated || state == State::closed;
}

void plan_visit(db::Tx& tx, Dispute& dispute, const VisitPlanForm& form, const Context& cx) {
    if (!may_be_visited(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    if (form.planned_on < legal_date(cx.moment))
        throw Refusal(Fault::invalid, "invalid", {{"planned_on", "in_the_past"}});
    dispute::record(tx, dispute, "visit_planned", cx, form);
    tx.run(insert_planned, Id<Row>::fresh(cx.moment), dispute.id, dispute.revision, form.planned_on);
}

void visit(db::Tx& tx, Dispute& dispute, const VisitForm& form, const Context& cx) {
    if (!may_be_visited(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    if (legal_date(cx.moment) < form.visited_on)
        throw Refusal(Fault::invalid, "invalid", {{"visited_on", "in_the_future"}});
    const auto visits = tx.all<VisitView>(select_visits, dispute.id, dispute.revision);
    const auto planned =
        std::find_if(visits.begin(), visits.end(), [](const VisitView& one) { return !one.visited_on; });
    const bool visited_before =
        std::any_of(visits.begin(), visits.end(), [](const VisitView& one) { return one.visited_on.has_value(); });
    tx.run(planned == visits.end() ? insert_visit : fill_visit,
           planned == visits.end() ? to_text(Id<Row>::fresh(cx.moment)) : planned->id, dispute.id, dispute.revision,
           form.visited_on, form.manner, form.performance, form.satisfied, form.lawsuit, form.remaining_risk,
           form.words, cx.actor.account, cx.actor.name);
    dispute::record(tx, dispute, visited_before ? "second_visit" : "visit", cx,
                    VisitContent{form.visited_on, form.manner, form.performance, form.satisfied, form.lawsuit});
}

static const db::Statement insert_satisfaction{"evaluation.insert_satisfaction", R"(
    INSERT INTO evaluation_satisfaction (dispute_id, revision, party_id, score, fair, fast, words, given_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (dispute_id, revision, party_id) DO NOTHING)"};

static bool is_over(State state) {
    return state == State::performed || state == State::terminated || state == State::closed ||
           state == State::archived;
}

struct SatisfactionSaid {
    std::int64_t score = 0;
};
BOOST_DESCRIBE_STRUCT(SatisfactionSaid, (), (score))

static constexpr std::size_t longest_words = 1000;

void say(db::Tx& tx, Dispute& dispute, Id<dispute::Party> party, const SatisfactionForm& form, const Context& cx) {
    Verdict verdict;
    if (form.score < 1 || form.score > 5) verdict.add("score", "out_of_range");
    if (text::length(form.words.value_or("")) > longest_words) verdict.add("words", "too_long");
    refuse_if(verdict);
    if (!is_over(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    const auto added = tx.changed(insert_satisfaction, dispute.id, dispute.revision, party, form.score, form.fair,
                                  form.fast, form.words, legal_date(cx.moment));
    if (added != 1) throw Refusal(Fault::conflict, "satisfaction_given_already");
    dispute::record(tx, dispute, "satisfaction", cx, SatisfactionSaid{form.score});
}

static const db::Statement count_said{"evaluation.said", R"(
    SELECT count(*) FROM evaluation_satisfaction WHERE dispute_id = $1 AND revision = $2 AND party_id = $3)"};

bool has_said(db::Tx& tx, const Dispute& dispute, Id<dispute::Party> party) {
    return tx.one<std::int64_t>(count_said, dispute.id, dispute.revision, party) > 0;
}

static const db::Statement select_satisfaction{"evaluation.satisfaction", R"(
    SELECT party_id, score, fair, fast, words, given_on FROM evaluation_satisfaction
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY given_on, party_id)"};

EvaluationView evaluation_of(db::Tx& tx, const Dispute& dispute) {
    auto visits = tx.later<VisitView>(select_visits, dispute.id, dispute.revision);
    auto satisfaction = tx.later<SatisfactionView>(select_satisfaction, dispute.id, dispute.revision);
    EvaluationView view;
    view.visits = visits.all();
    view.satisfaction = satisfaction.all();
    return view;
}

}  // namespace hemu::evaluation
