#include "auditing.hpp"
#include "by_hand.hpp"
#include "letter_paper.hpp"
#include "routes_parts.hpp"

namespace hemu::notices {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duty;

struct NoticesView {
    std::vector<PartyNotice> notices;
    std::vector<NoticeMethod> methods;  ///< that can be chosen by hand
};
BOOST_DESCRIBE_STRUCT(NoticesView, (), (notices, methods))

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const Dispute found = dispute::find(tx, id, cx.actor);
        return http::ok(NoticesView{notices_of(tx, found, cx.keys), methods_by_hand(cx.config)});
    });
}

static http::Reply preview_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<SendForm>();
    return cx.db.read([&](db::Tx& tx) { return http::ok(preview(tx, dispute::find(tx, id, cx.actor), form, cx)); });
}

static http::Reply send_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<SendForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        send_by_hand(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply say_outcome(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto notice = request.path_id<Notice>("notice");
    const auto form = request.body<OutcomeForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        note_outcome(tx, found, notice, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

/// The address is opened for the envelope; that is audited (PIPL art. 51).
static LetterView open_letter(db::Tx& tx, const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto notice = request.path_id<Notice>("notice");
    request.body<json::Nothing>();
    const LetterView letter = letter_of(tx, dispute::find(tx, id, cx.actor), notice, cx);
    audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "print_letter", to_text(notice),
                                         {"address"}));
    return letter;
}

static http::Reply show_letter(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) { return http::ok(open_letter(tx, request, cx)); });
}

/// The code leads to the status page under the city's public address, or under the one this was asked under.
static http::Reply print_letter(const http::Request& request, const Context& cx) {
    const auto letter = cx.db.transact([&](db::Tx& tx) { return open_letter(tx, request, cx); });
    const auto here = fmt::format("{}://{}/case", request.secure ? "https" : "http", request.host);
    const auto paper = letter_paper(letter, letter.link.starts_with("http") ? letter.link : here);
    return http::text(pdf::print(paper).bytes, std::string(pdf::media_type));
}

static const identity::Duties workers = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};

static identity::Routes all_routes() {
    identity::Routes all = {
        identity::get<None, NoticesView>("/api/disputes/{dispute}/party_notices", identity::staff, list,
                                         "What parties were told, and each attempt to reach them"),
        identity::post<SendForm, SendPreview>("/api/disputes/{dispute}/party_notices/preview", workers, preview_one,
                                              "What would be sent, to whom and when")
            .with_status(200),
        identity::post<SendForm, CaseHead>("/api/disputes/{dispute}/party_notices", workers, send_one,
                                           "Tell a party something"),
        identity::post<OutcomeForm, CaseHead>("/api/disputes/{dispute}/party_notices/{notice}/outcome", workers,
                                              say_outcome, "Whether a call, a visit or a letter reached its party"),
        identity::post<json::Nothing, LetterView>("/api/disputes/{dispute}/party_notices/{notice}/letter", workers,
                                                  show_letter, "A notice as a letter, with the party's address")
            .with_status(200),
        identity::post<json::Nothing, None>("/api/disputes/{dispute}/party_notices/{notice}/letter_pdf", workers,
                                            print_letter, "The same on paper, as PDF")
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
    };
    for (identity::Route& route : office_routes()) all.push_back(std::move(route));
    return all;
}

const identity::Routes routes = all_routes();

}  // namespace hemu::notices
