// The case on one screen, and its timeline.
#pragma once
#include "claims.hpp"
#include "clocks.hpp"
#include "parties.hpp"
#include "queue.hpp"

namespace hemu::dispute {

struct Move {
    std::string verb;
    bool allowed = false;
    std::optional<std::string> why;
};
BOOST_DESCRIBE_STRUCT(Move, (), (verb, allowed, why))

struct BodyView {
    Id<identity::Organisation> organisation_id;
    std::string name;
    BodyRole role = BodyRole::window;
};
BOOST_DESCRIBE_STRUCT(BodyView, (), (organisation_id, name, role))

struct PersonView {
    Id<identity::Account> account_id;
    std::string name;
    PersonRole role = PersonRole::registrar;
};
BOOST_DESCRIBE_STRUCT(PersonView, (), (account_id, name, role))

struct CaseView : Dispute {
    LoopStep step = LoopStep::gather;
    std::optional<State> next_state;  ///< the milestone that lies ahead when all goes well
    std::string window_name;
    std::string holder_name;
    std::optional<std::string> handler_name;
    Hands hands;
    std::optional<HoldView> hold;
    std::string place_name;
    std::optional<std::string> address;
    std::vector<std::string> flags;
    std::vector<PartyView> parties;
    std::vector<ClockView> clocks;
    std::vector<Move> moves;
    std::vector<BodyView> bodies;
    std::vector<PersonView> people;
};
BOOST_DESCRIBE_STRUCT(CaseView, (Dispute),
                      (step, next_state, window_name, holder_name, handler_name, hands, hold, place_name, address,
                       flags, parties, clocks, moves, bodies, people))

std::optional<State> next_state(State);

CaseView case_view(db::Tx&, Id<Dispute>, const identity::Context&);

/// milestone: a verb · talk · task · paper · message · system.
enum class TimelineGroup { milestone, talk, task, paper, message, system };
BOOST_DESCRIBE_ENUM(TimelineGroup, milestone, talk, task, paper, message, system)
TimelineGroup group_of(const Event&);

struct TimelineItem {
    std::int64_t number = 0;
    Id<Event> id;
    Instant happened_at;
    std::string kind;
    TimelineGroup group = TimelineGroup::milestone;
    std::optional<State> from_state;
    State to_state = State::registered;
    std::optional<Instant> since_at;  ///< of a change of state: when the state before had begun
    std::string actor_name;
    std::string actor_duty;
    std::optional<std::string> organisation_name;
    boost::json::object content;
    std::vector<std::string> asked;  ///< names of those who are asked to do or to look at something
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(TimelineItem, (),
                      (number, id, happened_at, kind, group, from_state, to_state, since_at, actor_name, actor_duty,
                       organisation_name, content, asked, words))

struct Timeline {
    std::vector<TimelineItem> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(Timeline, (), (items, next))

/// Newest first, without what is told of things that the actor may not see; before: the number of the last item of
/// the page before, 0 at first. groups: only these; all when empty.
Timeline timeline_of(db::Tx&, const Dispute&, const identity::Actor&, std::int64_t before, std::int64_t limit,
                     const std::vector<TimelineGroup>& groups = {});

}  // namespace hemu::dispute
