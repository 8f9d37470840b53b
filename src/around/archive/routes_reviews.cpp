#include "routes_parts.hpp"
#include "store.hpp"

namespace hemu::archive {

using http::None;
using identity::Duty;

static http::Reply list_of_case(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(reviews_of(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply pick_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, id, cx.actor);
        pick(tx, dispute, cx);
        return http::with_version(http::created(dispute::head_of(dispute)), dispute.version);
    });
}

static http::Reply list_reviews(const http::Request& request, const Context& cx) {
    const std::string state = request.query("state").value_or("");
    const auto limit = request.query_number("limit", 50, 1, 200);
    if (!state.empty() && !json::enum_from_word<ReviewState>(state))
        throw Refusal(Fault::invalid, "invalid", {{"state", "unknown_word"}});
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(review_list(tx, state, request.query("before").value_or(""), limit, cx));
    });
}

template <class Form, void (*deed)(db::Tx&, Id<FileReview>, const Form&, const Context&)>
static http::Reply doing(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<FileReview>("review");
    const auto form = request.body<Form>();
    return cx.db.transact([&](db::Tx& tx) {
        deed(tx, id, form, cx);
        return http::no_content();
    });
}

static http::Reply draw_some(const http::Request& request, const Context& cx) {
    const auto form = request.body<DrawForm>();
    return cx.db.transact([&](db::Tx& tx) { return http::created(draw(tx, form, cx)); });
}

static http::Reply list_draws(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(draws_of(tx, cx)); });
}

static LegalDate day_of(const http::Request& request, std::string_view name, LegalDate otherwise) {
    const auto text = request.query(name);
    if (!text) return otherwise;
    const auto day = parse_date(*text);
    if (!day) throw Refusal(Fault::invalid, "invalid", {{std::string(name), "invalid"}});
    return *day;
}

static http::Reply show_results(const http::Request& request, const Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    const LegalDate from = day_of(request, "from", LegalDate(today.year(), 1, 1));
    const LegalDate to = day_of(request, "to", today);
    return cx.db.read([&](db::Tx& tx) { return http::ok(review_results(tx, from, to, cx)); });
}

static constexpr identity::Duties reviewers{Duty::head, Duty::dispatcher, Duty::supervisor};
static constexpr identity::Duties drawers{Duty::dispatcher, Duty::supervisor};
static constexpr identity::Duties repairers{Duty::head, Duty::clerk, Duty::mediator};
static constexpr identity::Duties readers{Duty::clerk,      Duty::mediator,   Duty::head,
                                          Duty::dispatcher, Duty::supervisor, Duty::leader};

identity::Routes review_routes() {
    return {
        identity::get<None, FileReviewList>("/api/disputes/{dispute}/reviews", identity::staff, list_of_case,
                                            "Reviews of the case's file, newest first"),
        identity::post<None, dispute::CaseHead>("/api/disputes/{dispute}/reviews", reviewers, pick_one,
                                                "Pick the closed file for review"),
        identity::get<None, FileReviewList>("/api/reviews", readers, list_reviews,
                                            "Reviews of the bodies below, of the body, or of one's own files",
                                            {{"state", "query", "picked, returned, repaired, accepted"},
                                             {"before", "query", "next of the page before"},
                                             {"limit", "query", "1 to 200; 50 when absent", "integer"}}),
        identity::post<JudgementForm, None>("/api/reviews/{review}/judgement", reviewers, doing<JudgementForm, judge>,
                                            "Judge by the seven points; accept or return"),
        identity::post<RepairForm, None>("/api/reviews/{review}/repair", repairers, doing<RepairForm, repair>,
                                         "Answer every remark after the repair"),
        identity::get<None, std::vector<DrawView>>("/api/review_draws", drawers, list_draws,
                                                   "Draws by lot, with what is needed to draw again"),
        identity::post<DrawForm, DrawView>("/api/review_draws", drawers, draw_some,
                                           "Draw closed files of a body for review, by lot"),
        identity::get<None, ReviewResults>(
            "/api/review_results", readers, show_results, "What reviews came to, by body and by mediator",
            {{"from", "query", "day; the year's first when absent"}, {"to", "query", "day; today when absent"}}),
    };
}

}  // namespace hemu::archive
