#include "parties.hpp"

#include "auditing.hpp"
#include "case_view.hpp"
#include "live_hub.hpp"
#include "live_message.hpp"
#include "paging.hpp"
#include "types.hpp"

namespace hemu::dispute {

using identity::Context;
using identity::Duty;
using identity::None;

struct QueueAnswer : QueuePage {
    std::optional<QueueCounts> counts;
};
BOOST_DESCRIBE_STRUCT(QueueAnswer, (QueuePage), (counts))

static QueueView view_in(const http::Request& request) {
    const auto word = request.query("view").value_or("my_body");
    const auto view = json::enum_from_word<QueueView>(word);
    if (!view) throw Refusal(Fault::invalid, "invalid", {{"view", "unknown_word"}});
    return *view;
}

static std::optional<State> state_in(const http::Request& request) {
    const auto word = request.query("state");
    if (!word || word->empty()) return std::nullopt;
    const auto state = json::enum_from_word<State>(*word);
    if (!state) throw Refusal(Fault::invalid, "invalid", {{"state", "unknown_word"}});
    return state;
}

/// The disputes that need the caller or his body, in the order in which they are due. The first page carries counts.
static http::Reply queue(const http::Request& request, const Context& cx) {
    const QueueView view = view_in(request);
    const auto state = state_in(request);
    const std::string after = request.query("after").value_or("");
    const std::int64_t limit = identity::limit_of(request);
    return cx.db.read([&](db::Tx& tx) {
        if (!after.empty()) return http::ok(QueueAnswer{next_page(tx, view, state, after, limit, cx), std::nullopt});
        const FirstPage first = first_page(tx, view, state, limit, cx);
        return http::ok(QueueAnswer{first, first.counts});
    });
}

static http::Reply all_types(const http::Request&, const Context&) { return http::ok(types()); }

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const CaseView view = case_view(tx, id, cx);
        return http::with_version(http::ok(view), view.version);
    });
}

static http::Reply timeline(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const std::int64_t before = request.query_number("after", 0, 0, INT64_MAX);
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(timeline_of(tx, find(tx, id, cx.actor), before, identity::limit_of(request)));
    });
}

/// What happens from now on, as server-sent events; see live::Hub.
static http::Reply live_stream(const http::Request& request, const Context& cx) {
    if (!cx.live) throw Refusal(Fault::unavailable, "server_busy");
    return cx.live->open({{cx.actor.session.bytes}, {cx.actor.post.bytes}}, request);
}

struct NoteForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(NoteForm, (), (words))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

static http::Reply note(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<NoteForm>();
    if (form.words.empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = find(tx, id, cx.actor);
        const auto event = record(tx, dispute, "note", cx, Empty{});
        add_note(tx, dispute, event, form.words, cx.moment);
        return http::created(head_of(dispute));
    });
}

struct UnmaskingForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(UnmaskingForm, (), (reason))

/// Opens one party's numbers to the caller; the reason is kept and the act audited (PIPL art. 51).
static http::Reply unmask(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto party = request.path_id<Party>("party");
    const auto form = request.body<UnmaskingForm>();
    if (form.reason.empty()) throw Refusal(Fault::invalid, "invalid", {{"reason", "missing"}});
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = find(tx, id, cx.actor);
        const PartyView view = unmasked_party(tx, dispute, party, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "open", to_text(party),
                                             {"identity_number", "phone", "address"}));
        const auto event = record(tx, dispute, "unmasking", cx, Empty{});
        add_note(tx, dispute, event, form.reason, cx.moment);
        return http::ok(view);
    });
}

struct PartyAdded {
    Side side = Side::applicant;
    PartyKind kind = PartyKind::natural;
};
BOOST_DESCRIBE_STRUCT(PartyAdded, (), (side, kind))

static http::Reply add_party(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<PartyForm>();
    refuse_if(why_not_party(form, legal_date(cx.moment)));
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = find(tx, id, cx.actor);
        refuse_if(why_not_join(form, parties_of(tx, dispute, cx)));
        add_party_later(tx, dispute, form, cx);
        record(tx, dispute, "party_added", cx, PartyAdded{form.side, form.kind});
        return http::created(head_of(dispute));
    });
}

struct WillingnessForm {
    Willingness willing = Willingness::unknown;
};
BOOST_DESCRIBE_STRUCT(WillingnessForm, (), (willing))

struct WillingnessSaid {
    std::string party_id;
    Willingness willing = Willingness::unknown;
};
BOOST_DESCRIBE_STRUCT(WillingnessSaid, (), (party_id, willing))

static http::Reply say_willing(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto party = request.path_id<Party>("party");
    const auto form = request.body<WillingnessForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = find(tx, id, cx.actor);
        set_willing(tx, dispute, party, form.willing);
        record(tx, dispute, "willingness", cx, WillingnessSaid{to_text(party), form.willing});
        return http::ok(head_of(dispute));
    });
}

static constexpr identity::Duties workers{Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};

const identity::Routes routes = {
    identity::get<None, QueueAnswer>("/api/queue", identity::staff, queue, "Disputes that need me or my body",
                                     {{"view", "query", "mine, my_body, unassigned, late or all"},
                                      {"state", "query", "only disputes in this state"},
                                      {"after", "query", "cursor of the page before"},
                                      {"limit", "query", "rows a page, at most 200", "integer"}}),
    identity::get<None, Types>("/api/types", identity::everyone, all_types, "Kinds of disputes and flags"),
    identity::get<None, CaseView>("/api/disputes/{dispute}", identity::staff, show, "The case on one screen"),
    identity::get<None, Timeline>("/api/disputes/{dispute}/timeline", identity::staff, timeline,
                                  "What happened, newest first",
                                  {{"after", "query", "number of the last item of the page before", "integer"},
                                   {"limit", "query", "at most 200", "integer"}}),
    identity::get<None, LiveMessage>(
        "/api/live", identity::staff, live_stream, "What happens from now on, as server-sent events",
        {{"topics", "query", "queue, dispute:<id>, separated by commas", "string", "", true},
         {"last_event_id", "query", "number of the last event that the reader has", "integer"},
         {"Last-Event-ID", "header", "the same; goes before", "integer"}})
        .with_output_type("text/event-stream")
        .as_unasked(),
    identity::post<NoteForm, CaseHead>("/api/disputes/{dispute}/notes", identity::staff, note, "Add a note"),
    identity::post<UnmaskingForm, PartyView>("/api/disputes/{dispute}/parties/{party}/unmasking", workers, unmask,
                                             "Open a party's numbers, with a reason"),
    identity::post<PartyForm, CaseHead>("/api/disputes/{dispute}/parties", workers, add_party, "Add a party"),
    identity::put<WillingnessForm, CaseHead>("/api/disputes/{dispute}/parties/{party}/willingness", workers,
                                             say_willing, "Whether a party is willing to mediate"),
};

}  // namespace hemu::dispute
