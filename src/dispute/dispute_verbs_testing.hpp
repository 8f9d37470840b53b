// The verbs of the desks as far as tests of this folder need them: the loop, which owns the real ones, is above.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute::verbs {

using identity::Duty;
inline constexpr identity::Duties window{Duty::clerk, Duty::dispatcher};
inline constexpr identity::Duties hands{Duty::mediator, Duty::head};

inline const Verb accept{"accept", {State::registered}, State::accepted, window};
inline const Verb refuse{"refuse", {State::registered}, State::refused, window};
inline const Verb merge{"merge", {State::registered}, State::merged, window};
inline const Verb withdraw{"withdraw", {State::registered, State::accepted}, State::withdrawn, window};
inline const Verb offer{"offer", {State::accepted}, State::offered, window};
inline const Verb take{"take", {State::offered}, State::taken, hands};
inline const Verb assign{"assign", {State::taken}, State::assigned, hands};
inline const Verb begin{"begin", {State::assigned}, State::mediating, hands};
inline const Verb pause{"pause", {State::mediating}, State::paused, hands};
inline const Verb resume{"resume", {State::paused}, State::mediating, hands};
inline const Verb agree{"agree", {State::mediating}, State::agreed, hands};
inline const Verb take_effect{"take_effect", {State::agreed}, State::performing, hands};
inline const Verb perform{"perform", {State::performing, State::breached}, State::performed, hands};
inline const Verb breach{"breach", {State::performing}, State::breached, hands};
inline const Verb terminate{"terminate", {State::mediating, State::paused}, State::terminated, hands};
inline const Verb close{"close", {State::performed, State::terminated, State::refused}, State::closed, window};
inline const Verb archive{"archive", {State::closed}, State::archived, window};
inline const Verb reopen{"reopen", {State::closed, State::archived}, State::accepted, window};

}  // namespace hemu::dispute::verbs
