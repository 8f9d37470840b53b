// Decisions about mediators and committees; pure.
#pragma once
#include "mediators.hpp"

namespace hemu::mediators {

/// Refuses (invalid) grade_unknown outside 1 to 4 (national scheme of four grades), field_twice, language_twice,
/// village_wrong when the code is no village's.
Verdict why_not_mediator(const MediatorForm&);

/// A member of a committee as far as the law's checks go.
struct Member {
    std::optional<Sex> sex;
};

/// Three to nine members (People's Mediation Law art. 8), a woman among them (art. 8). Members whose sex is not known
/// may be the woman, so only a committee whose members are all known lacks one.
std::vector<CommitteeWarning> warnings_about(const std::vector<Member>&);

}  // namespace hemu::mediators
