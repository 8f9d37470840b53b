#include "claims.hpp"
#include "routes_parts.hpp"

namespace hemu::case_home {

using dispute::CaseHead;
using http::None;
using identity::Duty;

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(case_home_of(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply answer_message(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto party = request.path_id<dispute::Party>("party");
    const auto message = request.path_id<Message>("message");
    const auto form = request.body<MessageForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        answer_party(tx, found, party, message, form, cx);
        return http::ok(dispute::head_of(found));
    });
}

/// Whoever works on the case has read what the party wrote.
static http::Reply read_messages(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto party = request.path_id<dispute::Party>("party");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        const Dispute found = dispute::find(tx, id, cx.actor);
        party_in(parties_of(tx, found), party);
        mark_messages_read(tx, found.id, party, true, cx.moment);
        return http::no_content();
    });
}

static http::Reply answer_one_ask(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto asked = request.path_id<Ask>("ask");
    const auto form = request.body<AskAnswerForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        answer_ask(tx, found, asked, form, cx);
        return http::created(dispute::head_of(found));
    });
}

static bool over_in(const http::Request& request) { return request.query("over").value_or("") == "true"; }

static http::Reply list_complaints(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(complaints_to(tx, over_in(request), cx)); });
}

static http::Reply take_one_complaint(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Complaint>("complaint");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        take_complaint(tx, id, cx);
        return http::no_content();
    });
}

static http::Reply answer_one_complaint(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Complaint>("complaint");
    const auto form = request.body<ComplaintAnswerForm>();
    return cx.db.transact([&](db::Tx& tx) {
        answer_complaint(tx, id, form, cx);
        return http::no_content();
    });
}

static http::Reply list_data_requests(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(data_requests_to(tx, over_in(request), cx)); });
}

static http::Reply decide_data_request(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<DataRequest>("request");
    const auto form = request.body<DataDecisionForm>();
    return cx.db.transact([&](db::Tx& tx) {
        decide_data(tx, id, form, request, cx);
        return http::no_content();
    });
}

identity::Routes desk_routes() {
    static constexpr identity::Duties judges{Duty::supervisor, Duty::leader};
    // Whoever leads the body that holds the case answers for the data in it; administrators read no case.
    static constexpr identity::Duties data_keepers{Duty::head, Duty::dispatcher};
    const std::string at = "/api/disputes/{dispute}/case_home";
    const http::Parameter over = {"over", "query", "true: those that are over"};
    return {
        identity::get<None, CaseHomeView>(at, identity::staff, show, "What parties wrote and asked for"),
        identity::put<MessageForm, CaseHead>(at + "/parties/{party}/messages/{message}", dispute::workers,
                                             answer_message, "Write to a party"),
        identity::post<json::Nothing, None>(at + "/parties/{party}/reading", dispute::workers, read_messages,
                                            "A party's messages are read")
            .with_status(204),
        identity::post<AskAnswerForm, CaseHead>(at + "/asks/{ask}/answer", dispute::workers, answer_one_ask,
                                                "Answer what a party asked for"),
        identity::get<None, std::vector<ComplaintLine>>("/api/complaints", judges, list_complaints,
                                                        "Complaints that the caller may answer, the first due first",
                                                        {over}),
        identity::post<json::Nothing, None>("/api/complaints/{complaint}/taking", judges, take_one_complaint,
                                            "Take a complaint in hand")
            .with_status(204),
        identity::post<ComplaintAnswerForm, None>("/api/complaints/{complaint}/answer", judges, answer_one_complaint,
                                                  "Answer a complaint")
            .with_status(204),
        identity::get<None, std::vector<DataLine>>("/api/data_requests", data_keepers, list_data_requests,
                                                   "What parties want of their data, the first due first", {over}),
        identity::post<DataDecisionForm, None>("/api/data_requests/{request}/decision", data_keepers,
                                               decide_data_request, "Decide on a party's request about his data")
            .with_status(204),
    };
}

}  // namespace hemu::case_home
