// Who else has a case open now, and what he is writing.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// How long somebody counts as present after his page last said so.
inline constexpr std::chrono::seconds presence_lasts{45};

struct PresenceForm {
    std::optional<std::string> doing;  ///< the verb or record whose form is open
};
BOOST_DESCRIBE_STRUCT(PresenceForm, (), (doing))

struct PresentView {
    std::string name;
    std::string duty;
    std::string organisation_name;
    std::optional<std::string> doing;
    Instant since_at;
};
BOOST_DESCRIBE_STRUCT(PresentView, (), (name, duty, organisation_name, doing, since_at))

/// Notes that the actor is here and returns the others. Refusal invalid too_long at doing.
std::vector<PresentView> be_present(db::Tx&, const Dispute&, const PresenceForm&, const identity::Context&);

}  // namespace hemu::dispute
