// Pure decisions over trees.
#pragma once
#include "guidance.hpp"

namespace hemu::guidance {

inline constexpr std::int64_t least_questions = 4;
inline constexpr std::int64_t most_questions = 9;

/// The answers may name questions that the walk does not come to: they are left out.
Walk walk(const Tree&, const Parts&, const Answers&, LegalDate today);

/// Everything wrong with a tree: no_such_target, no_such_question, no_such_option, no_such_limit, name_twice,
/// answer_twice, no_answers, goes_in_circles, too_few_questions, too_many_questions, never_reached, no_end,
/// too_many_paths, test_fails, no_tests, blank.
Check check(const Tree&, const Parts&, LegalDate today);

/// Everything wrong with what trees share, and with each of `trees` when it shares this: besides the faults of trees
/// no_such_door, door_missing, no_length.
PartsCheck check(const Parts&, const std::vector<Tree>& trees, LegalDate today);

/// Periods and notes that the answers speak of.
std::vector<Warning> warnings(const Tree&, const Parts&, const Answers&, LegalDate today);

/// What matches, best first; all in their order when `words` is blank. `more_words`: what else a tree is found by.
std::vector<Door> doors(const std::vector<Tree>&, const std::map<std::string, std::vector<std::string>>& more_words,
                        const std::string& words);

/// The answers of a walk up to a question, that one left out.
Answers before(const Walk&, const std::string& question);

/// The version that answers on a day: the latest valid one, of those the highest.
template <class Version>
const Version* valid_on(const std::vector<Version>& versions, LegalDate day) {
    const Version* best = nullptr;
    for (const Version& one : versions) {
        const bool later =
            best && std::pair(one.valid_from, one.version) > std::pair(best->valid_from, best->version);
        if (one.valid_from <= day && (!best || later)) best = &one;
    }
    return best;
}

}  // namespace hemu::guidance
