// 认领与搁置 Who takes a dispute in hand at the body that holds it, and what is put aside until a day.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// Whose duties may take a dispute in hand, give it back and put it aside.
inline constexpr identity::Duties workers{identity::Duty::clerk, identity::Duty::mediator, identity::Duty::head,
                                          identity::Duty::dispatcher};

/// What the rules below ask of a dispute.
struct Handled {
    State state = State::registered;
    Id<identity::Organisation> holder_id;
    std::optional<Id<identity::Account>> handler_id;
};
Handled handled(const Dispute&);

/// What the actor may do now about having it in hand, for lists and the case: hold is also taking it up again.
struct Hands {
    bool claim = false;
    bool release = false;
    bool hold = false;
};
BOOST_DESCRIBE_STRUCT(Hands, (), (claim, release, hold))
Hands hands_of(const Handled&, const identity::Actor&);

/// Refusals: forbidden not_at_holder · conflict not_in_this_state (mediators are named or it is closed),
/// claimed_already.
Verdict why_not_claim(const Handled&, const identity::Actor&);
/// Who handles it gives it up; a head or dispatcher of the body takes it out of anybody's hands. Refusals: conflict
/// claimed_by_nobody, not_in_this_state · forbidden claimed_by_another.
Verdict why_not_release(const Handled&, const identity::Actor&);

/// Makes the actor the handler. Of several who try at once one gets it.
void claim(db::Tx&, Dispute&, const identity::Context&);
void release(db::Tx&, Dispute&, const identity::Context&);

/// Why somebody puts a dispute aside: a party, another body or an expert has to answer first, or something else.
enum class HoldReason { party, body, expert, other };
BOOST_DESCRIBE_ENUM(HoldReason, party, body, expert, other)

struct HoldForm {
    HoldReason reason = HoldReason::party;
    LegalDate until_on;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(HoldForm, (), (reason, until_on, words))

/// A dispute is never put aside for longer at once; the law's clocks run on all the same.
inline constexpr std::int64_t longest_hold_days = 30;

/// Refusals: forbidden not_in_hand (somebody else handles it) · conflict not_in_this_state · invalid
/// hold_not_after_today, hold_too_long at until_on.
Verdict why_not_hold(const Dispute&, const HoldForm&, const identity::Actor&, LegalDate today);
void hold(db::Tx&, Dispute&, const HoldForm&, const identity::Context&);
/// Takes it up again before its day. Refusal conflict not_on_hold.
void end_hold(db::Tx&, Dispute&, const identity::Context&);

struct HoldView {
    std::string reason;
    Instant since_at;
    std::optional<LegalDate> until_on;
    bool came_back = false;
};
BOOST_DESCRIBE_STRUCT(HoldView, (), (reason, since_at, until_on, came_back))

/// As the dispute's row has it.
struct HoldColumns {
    std::optional<std::string> hold_reason;
    std::optional<Instant> hold_since_at;
    std::optional<Instant> hold_until_at;
};
BOOST_DESCRIBE_STRUCT(HoldColumns, (), (hold_reason, hold_since_at, hold_until_at))
std::optional<HoldView> hold_in(const HoldColumns&, Instant moment);
std::optional<HoldView> hold_of(db::Tx&, const Dispute&, Instant moment);

/// Free words beside the journal, and who is asked in them to look. Refusal invalid missing at words.
void note(db::Tx&, Dispute&, const std::string& words, const identity::Context&,
          const std::vector<Id<identity::Account>>& asked = {});

/// Notes that the actor has seen everything that came in until now.
void mark_seen(db::Tx&, const Dispute&, const identity::Context&);

}  // namespace hemu::dispute
