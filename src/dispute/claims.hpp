// 认领与搁置 Who takes a dispute in hand at the body that holds it, and what is put aside until a day.
#pragma once
#include "queue.hpp"

namespace hemu::dispute {

/// Refusals: forbidden not_at_holder · conflict not_in_this_state (mediators are named or it is closed),
/// claimed_already.
Verdict why_not_claim(const Dispute&, const identity::Actor&);
/// Who handles it gives it up; a head or dispatcher of the body takes it out of anybody's hands. Refusals: conflict
/// claimed_by_nobody, not_in_this_state · forbidden claimed_by_another.
Verdict why_not_release(const Dispute&, const identity::Actor&);

/// Makes the actor the handler. Of several who try at once one gets it.
void claim(db::Tx&, Dispute&, const identity::Context&);
void release(db::Tx&, Dispute&, const identity::Context&);

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
std::optional<HoldView> hold_of(db::Tx&, const Dispute&, Instant moment);

/// Notes that the actor has seen everything that came in until now.
void mark_seen(db::Tx&, const Dispute&, const identity::Context&);

}  // namespace hemu::dispute
