#include "parties.hpp"

#include <sstream>

#include "auditing.hpp"
#include "case_view.hpp"
#include "live_hub.hpp"
#include "live_message.hpp"
#include "paging.hpp"
#include "presence.hpp"
#include "related.hpp"
#include "routes_parts.hpp"
#include "type_guides.hpp"
#include "types.hpp"

namespace hemu::dispute {

using identity::Context;
using identity::Duty;
using identity::None;

static http::Reply all_types(const http::Request&, const Context&) { return http::ok(types()); }

static http::Reply guide(const http::Request& request, const Context&) {
    return http::ok(guide_of(request.path_text("type")));
}

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const CaseView view = case_view(tx, id, cx);
        return http::with_version(http::ok(view), view.version);
    });
}

/// How each of its dates was computed, for those who ask from a list.
static http::Reply clocks(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(clocks_of(tx, find(tx, id, cx.actor), cx.moment, cx.actor.language)); });
}

static http::Reply related(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(related_to(tx, find(tx, id, cx.actor), cx.actor)); });
}

/// Said by an open page from time to time: others see that somebody is at the case, and in which form.
static http::Reply present(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<PresenceForm>();
    return cx.db.transact([&](db::Tx& tx) { return http::ok(be_present(tx, find(tx, id, cx.actor), form, cx)); });
}

/// Refusal invalid unknown_word.
static std::vector<TimelineGroup> groups_in(const http::Request& request) {
    std::vector<TimelineGroup> groups;
    std::istringstream words(request.query("groups").value_or(""));
    for (std::string word; std::getline(words, word, ',');) {
        const auto group = json::enum_from_word<TimelineGroup>(word);
        if (!group) throw Refusal(Fault::invalid, "invalid", {{"groups", "unknown_word"}});
        groups.push_back(*group);
    }
    return groups;
}

static http::Reply timeline(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const std::int64_t before = request.query_number("after", 0, 0, INT64_MAX);
    const auto groups = groups_in(request);
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(
            timeline_of(tx, find(tx, id, cx.actor), cx.actor, before, identity::limit_of(request), groups));
    });
}

/// What happens from now on, as server-sent events; see live::Hub.
static http::Reply live_stream(const http::Request& request, const Context& cx) {
    if (!cx.live) throw Refusal(Fault::unavailable, "server_busy");
    return cx.live->open({{cx.actor.session.bytes}, {cx.actor.post.bytes}}, request);
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
        const auto event = record(tx, dispute, "unmasking", cx, json::Nothing{});
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
    const auto typed = request.body<PartyForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = find(tx, id, cx.actor);
        PartyForm form = typed;
        take_over_known(tx, form, "", cx);
        refuse_if(why_not_party(form, legal_date(cx.moment)));
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

identity::Routes case_routes() {
    return {
        identity::get<None, Types>("/api/types", identity::everyone, all_types, "Kinds of disputes and flags"),
        identity::get<None, TypeGuide>("/api/types/{type}/guide", identity::staff, guide,
                                       "Law and ready phrases that fit a national type"),
        identity::get<None, CaseView>("/api/disputes/{dispute}", identity::staff, show, "The case on one screen"),
        identity::get<None, std::vector<ClockView>>("/api/disputes/{dispute}/clocks", identity::staff, clocks,
                                                    "Its periods, and how each date was computed"),
        identity::get<None, std::vector<RelatedView>>("/api/disputes/{dispute}/related", identity::staff, related,
                                                      "Other disputes that have to do with it, and why"),
        identity::post<PresenceForm, std::vector<PresentView>>("/api/disputes/{dispute}/presence", identity::staff,
                                                               present,
                                                               "Say that one is at the case, and hear who else is")
            .with_status(200)
            .as_unasked(),
        identity::get<None, Timeline>(
            "/api/disputes/{dispute}/timeline", identity::staff, timeline, "What happened, newest first",
            {{"groups", "query", "only these, separated by commas: milestone, talk, task, paper, message, system"},
             {"after", "query", "number of the last item of the page before", "integer"},
             {"limit", "query", "at most 200", "integer"}}),
        identity::get<None, LiveMessage>(
            "/api/live", identity::staff, live_stream, "What happens from now on, as server-sent events",
            {{"topics", "query", "queue, dispute:<id>, separated by commas", "string", "", true},
             {"last_event_id", "query", "number of the last event that the reader has", "integer"},
             {"Last-Event-ID", "header", "the same; goes before", "integer"}})
            .with_output_type("text/event-stream")
            .as_unasked(),
        identity::post<UnmaskingForm, PartyView>("/api/disputes/{dispute}/parties/{party}/unmasking", workers, unmask,
                                                 "Open a party's numbers, with a reason"),
        identity::post<PartyForm, CaseHead>("/api/disputes/{dispute}/parties", workers, add_party, "Add a party"),
        identity::put<WillingnessForm, CaseHead>("/api/disputes/{dispute}/parties/{party}/willingness", workers,
                                                 say_willing, "Whether a party is willing to mediate"),
    };
}

static identity::Routes all_routes() {
    identity::Routes all = case_routes();
    for (const identity::Route& route : queue_routes()) all.push_back(route);
    for (const identity::Route& route : clock_rule_routes()) all.push_back(route);
    return all;
}

const identity::Routes routes = all_routes();

}  // namespace hemu::dispute
