#include "evaluation.hpp"
#include "parties.hpp"
#include "text.hpp"

namespace hemu::evaluation {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duty;

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(evaluation_of(tx, dispute::find(tx, id, cx.actor))); });
}

template <class Form, void (*deed)(db::Tx&, Dispute&, const Form&, const Context&)>
static http::Reply doing(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<Form>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        deed(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

struct Known {
    Id<Dispute> dispute_id;
    Id<dispute::Party> party_id;
    dispute::State state = dispute::State::registered;
    std::int64_t revision = 1;
};
BOOST_DESCRIBE_STRUCT(Known, (), (dispute_id, party_id, state, revision))

static const db::Statement select_known{"evaluation.party_by_codes", R"(
    SELECT d.id AS dispute_id, p.id AS party_id, d.state, d.revision
      FROM dispute d JOIN dispute_party p ON p.dispute_id = d.id
     WHERE d.query_digest = $1 AND p.phone_digest = $2 AND p.removed_at IS NULL
     ORDER BY p.position
     LIMIT 1)"};

static const db::Statement insert_satisfaction{"evaluation.insert_satisfaction", R"(
    INSERT INTO evaluation_satisfaction (dispute_id, revision, party_id, score, fair, fast, words, given_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (dispute_id, revision, party_id) DO NOTHING)"};

static bool is_over(dispute::State state) {
    using dispute::State;
    return state == State::performed || state == State::terminated || state == State::closed ||
           state == State::archived;
}

struct SatisfactionSaid {
    std::int64_t score = 0;
};
BOOST_DESCRIBE_STRUCT(SatisfactionSaid, (), (score))

/// What a party thinks, once, by query code and phone; the same answer whichever of the two is wrong.
static http::Reply satisfaction(const http::Request& request, const Context& cx) {
    const auto form = request.body<SatisfactionForm>();
    if (form.score < 1 || form.score > 5) throw Refusal(Fault::invalid, "invalid", {{"score", "out_of_range"}});
    if (text::length(form.words.value_or("")) > 1000)
        throw Refusal(Fault::invalid, "invalid", {{"words", "too_long"}});
    const std::string code = cx.keys.search_digest(text::normal_number(form.query_code), "query_code");
    const std::string phone = cx.keys.search_digest(text::normal_number(form.phone), "phone");
    return cx.db.transact([&](db::Tx& tx) {
        const auto known = tx.maybe<Known>(select_known, code, phone);
        if (!known) throw Refusal(Fault::not_found, "status_not_found");
        if (!is_over(known->state)) throw Refusal(Fault::conflict, "not_in_this_state");
        const auto added = tx.changed(insert_satisfaction, known->dispute_id, known->revision, known->party_id,
                                      form.score, form.fair, form.fast, form.words, legal_date(cx.moment));
        if (added != 1) throw Refusal(Fault::conflict, "satisfaction_given_already");
        auto found = dispute::load(tx, known->dispute_id);
        dispute::record(tx, *found, "satisfaction", cx, SatisfactionSaid{form.score});
        return http::no_content();
    });
}

const identity::Routes routes = {
    identity::get<None, EvaluationView>("/api/disputes/{dispute}/evaluation", identity::staff, show,
                                        "Visits, satisfaction and file review"),
    identity::post<VisitForm, CaseHead>("/api/disputes/{dispute}/visits",
                                        {Duty::mediator, Duty::head, Duty::clerk, Duty::dispatcher},
                                        doing<VisitForm, visit>, "Record a return visit"),
    identity::post<ReviewForm, CaseHead>("/api/disputes/{dispute}/review",
                                         {Duty::head, Duty::dispatcher, Duty::supervisor}, doing<ReviewForm, review>,
                                         "Review the file by its seven points"),
    identity::post<SatisfactionForm, None>("/api/satisfaction", identity::anyone, satisfaction,
                                           "What a party thinks of the mediation")
        .with_rate({5, 10}),
};

}  // namespace hemu::evaluation
