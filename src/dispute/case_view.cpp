#include "case_view.hpp"

#include <map>

#include "organisations.hpp"
#include "places.hpp"
#include "reading.hpp"
#include "text.hpp"

namespace hemu::dispute {

static const db::Statement select_bodies{"dispute.bodies", R"(
    SELECT b.organisation_id, coalesce(o.name, '') AS name, b.role
      FROM dispute_body b LEFT JOIN organisation o ON o.id = b.organisation_id
     WHERE b.dispute_id = $1 AND b.until_at IS NULL
     ORDER BY b.since_at, b.role)"};

static const db::Statement select_people{"dispute.people", R"(
    SELECT p.account_id, coalesce(a.name, '') AS name, p.role
      FROM dispute_person p LEFT JOIN account a ON a.id = p.account_id
     WHERE p.dispute_id = $1 AND p.until_at IS NULL
     ORDER BY p.since_at, p.role)"};

struct Names {
    std::optional<std::string> window_name;
    std::optional<std::string> holder_name;
    std::optional<std::string> handler_name;
    std::optional<std::string> address_sealed;
    std::optional<std::string> hold_reason;
    std::optional<Instant> hold_since_at;
    std::optional<Instant> hold_until_at;
};
BOOST_DESCRIBE_STRUCT(Names, (),
                      (window_name, holder_name, handler_name, address_sealed, hold_reason, hold_since_at,
                       hold_until_at))

static const db::Statement select_names{"dispute.names", R"(
    SELECT w.name AS window_name, h.name AS holder_name, a.name AS handler_name, d.address_sealed,
           d.hold_reason, d.hold_since_at, d.hold_until_at
      FROM dispute d
      LEFT JOIN organisation w ON w.id = d.window_id
      LEFT JOIN organisation h ON h.id = d.holder_id
      LEFT JOIN account a ON a.id = d.handler_id
     WHERE d.id = $1)"};

/// Done by the program when its conditions hold, or by telling a judgment; nobody picks it.
static bool is_automatic(const Verb& verb) { return verb.name == "take_effect" || verb.name == "annul"; }

static std::vector<Move> moves_of(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    std::vector<Move> moves;
    for (const Verb* verb : all_verbs()) {
        if (is_automatic(*verb)) continue;
        const Verdict verdict = why_not_now(tx, dispute, *verb, actor);
        moves.push_back(
            {std::string(verb->name), verdict.fine(), verdict.fine() ? std::nullopt : std::optional(verdict.code)});
    }
    return moves;
}

std::optional<State> next_state(State state) {
    switch (state) {
        case State::registered:
            return State::accepted;
        case State::accepted:
            return State::offered;
        case State::offered:
            return State::taken;
        case State::taken:
            return State::assigned;
        case State::assigned:
        case State::paused:
            return State::mediating;
        case State::mediating:
            return State::agreed;
        case State::agreed:
            return State::performing;
        case State::performing:
        case State::breached:
            return State::performed;
        case State::performed:
        case State::terminated:
        case State::refused:
        case State::redirected:
        case State::withdrawn:
            return State::closed;
        case State::closed:
            return State::archived;
        case State::merged:
        case State::archived:
            return std::nullopt;
    }
    return std::nullopt;
}

CaseView case_view(db::Tx& tx, Id<Dispute> id, const identity::Context& cx) {
    CaseView view;
    static_cast<Dispute&>(view) = find(tx, id, cx.actor);
    auto later_names = tx.later<Names>(select_names, id);
    auto later_bodies = tx.later<BodyView>(select_bodies, id);
    auto later_people = tx.later<PersonView>(select_people, id);
    const Names names = later_names.one();
    view.bodies = later_bodies.all();
    view.people = later_people.all();
    view.step = step_of(view.state);
    view.next_state = next_state(view.state);
    view.window_name = names.window_name.value_or("");
    view.holder_name = names.holder_name.value_or("");
    view.handler_name = names.handler_name;
    view.hands = hands_of(handled(view), cx.actor);
    view.hold = hold_in({names.hold_reason, names.hold_since_at, names.hold_until_at}, cx.moment);
    view.place_name = places::name_of(tx, view.place_code);
    if (names.address_sealed) view.address = text::mask_address(cx.keys.open(*names.address_sealed, "address"));
    view.flags = flags_of(tx, view);
    view.parties = parties_of(tx, view, cx);
    view.clocks = clocks_of(tx, view, cx.moment, cx.actor.language);
    view.moves = moves_of(tx, view, cx.actor);
    return view;
}

TimelineGroup group_of(const Event& event) {
    const std::string_view kind = event.kind;
    if (event.from_state != std::optional(event.to_state)) return TimelineGroup::milestone;
    if (kind.starts_with("session") || kind.starts_with("caucus") || kind.find("visit") != kind.npos ||
        kind == "call" || kind == "investigation")
        return TimelineGroup::talk;
    if (kind.starts_with("order") || kind.starts_with("helper") || kind == "mediators_replaced" || kind == "claim" ||
        kind.starts_with("pass") || kind.starts_with("expert") || kind == "relation_declared" || kind == "release" ||
        kind == "hold" || kind == "hold_end" || kind.starts_with("task"))
        return TimelineGroup::task;
    if (kind == "unmasking" || kind == "grading" || kind.starts_with("complaint") || kind.starts_with("data_") ||
        kind.starts_with("clock") || kind.starts_with("late") || kind.starts_with("remind") ||
        kind.starts_with("escalat"))
        return TimelineGroup::system;
    if (kind == "note" || kind == "mention" || kind.starts_with("notice_") || kind == "satisfaction" ||
        kind == "willingness" || kind == "duplicate_joined" || kind == "party_message" || kind == "message_answer" ||
        kind == "party_ask" || kind == "ask_answer" || kind == "urge" || kind.starts_with("invitation_"))
        return TimelineGroup::message;
    return TimelineGroup::paper;
}

struct EventRow : Event {
    std::optional<std::string> organisation_name;
    std::optional<std::string> words;
    std::optional<Instant> since_at;
};
BOOST_DESCRIBE_STRUCT(EventRow, (Event), (organisation_name, words, since_at))

static const db::Statement select_timeline{"dispute.timeline", R"(
    SELECT e.dispute_id, e.number, e.id, e.happened_at, e.kind, e.from_state, e.to_state, e.actor_id, e.actor_name,
           e.actor_duty, e.organisation_id, e.content, e.version, e.previous_digest, e.digest,
           o.name AS organisation_name, n.words,
           CASE WHEN e.from_state <> e.to_state
                THEN (SELECT b.happened_at FROM dispute_event b
                       WHERE b.dispute_id = e.dispute_id AND b.number < e.number
                         AND (b.from_state IS NULL OR b.from_state <> b.to_state)
                       ORDER BY b.number DESC LIMIT 1)
            END AS since_at
      FROM dispute_event e
      LEFT JOIN organisation o ON o.id = e.organisation_id
      LEFT JOIN dispute_note n ON n.dispute_id = e.dispute_id AND n.event_id = e.id
     WHERE e.dispute_id = $1 AND e.number < $2
     ORDER BY e.number DESC
     LIMIT $3)"};

static TimelineItem item_of(EventRow& row) {
    TimelineItem item;
    item.number = row.number;
    item.id = row.id;
    item.happened_at = row.happened_at;
    item.kind = row.kind;
    item.group = group_of(row);
    item.from_state = row.from_state;
    item.to_state = row.to_state;
    item.since_at = row.since_at;
    item.actor_name = row.actor_name;
    item.actor_duty = row.actor_duty;
    item.organisation_name = row.organisation_name;
    item.content = json::read<boost::json::object>(row.content);
    item.words = row.words;
    return item;
}

static const db::Statement select_name{"dispute.asked_name", "SELECT name FROM account WHERE id = $1"};

/// Ids of colleagues in an event's content: of a task, or mentioned in a note.
static std::vector<std::string> asked_ids(const TimelineItem& item) {
    std::vector<std::string> ids;
    for (const char* member : {"asked_ids", "assignee_ids"})
        if (const auto* list = item.content.if_contains(member); list && list->is_array())
            for (const auto& id : list->get_array()) ids.emplace_back(id.as_string());
    return ids;
}

/// One look-up for each person, whatever the number of events that name him, and all in one round trip.
static void name_asked(db::Tx& tx, std::vector<TimelineItem>& items) {
    std::map<std::string, db::Later<std::string>> later;
    for (const TimelineItem& item : items)
        for (const std::string& text : asked_ids(item))
            if (const auto id = Id<identity::Account>::parse(text); id && !later.contains(text))
                later.emplace(text, tx.later<std::string>(select_name, *id));
    std::map<std::string, std::vector<std::string>> names;
    for (auto& [text, found] : later) names[text] = found.all();
    for (TimelineItem& item : items)
        for (const std::string& text : asked_ids(item))
            item.asked.insert(item.asked.end(), names[text].begin(), names[text].end());
}

/// Does the event tell of something among these?
static bool tells_of(const TimelineItem& item, const std::set<std::string>& things) {
    const auto* id = item.content.if_contains("attachment_id");
    return id != nullptr && id->is_string() && things.contains(std::string(id->as_string()));
}

Timeline timeline_of(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor, std::int64_t before,
                     std::int64_t limit, const std::vector<TimelineGroup>& groups) {
    const auto hidden = hidden_from(tx, dispute.id, actor);
    const auto wanted = [&](TimelineGroup group) {
        return groups.empty() || std::find(groups.begin(), groups.end(), group) != groups.end();
    };
    std::int64_t bound = before > 0 ? before : dispute.event_number + 1;
    Timeline timeline;
    // A group is told by rules over an event, not by a column: who wants some reads on until he has a page of them.
    while (bound > 1 && static_cast<std::int64_t>(timeline.items.size()) < limit) {
        auto rows = tx.all<EventRow>(select_timeline, dispute.id, bound, limit);
        if (rows.empty()) break;
        for (EventRow& row : rows) {
            if (static_cast<std::int64_t>(timeline.items.size()) == limit) break;
            bound = row.number;
            if (!wanted(group_of(row))) continue;
            if (auto item = item_of(row); !tells_of(item, hidden)) timeline.items.push_back(std::move(item));
        }
    }
    name_asked(tx, timeline.items);
    if (bound > 1 && !timeline.items.empty()) timeline.next = std::to_string(bound);
    return timeline;
}

}  // namespace hemu::dispute
