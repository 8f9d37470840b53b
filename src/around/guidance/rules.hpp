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

/// Periods and notes that the answers speak of.
std::vector<Warning> warnings(const Tree&, const Parts&, const Answers&, LegalDate today);

/// What matches, best first; all in their order when `words` is blank. `more_words`: what else a tree is found by.
std::vector<Door> doors(const std::vector<Tree>&, const std::map<std::string, std::vector<std::string>>& more_words,
                        const std::string& words);

/// The answers of a walk up to a question, that one left out.
Answers before(const Walk&, const std::string& question);

/// The tree among `trees` (of one name) that answers on a day: the latest valid one, of those the highest version.
const Tree* valid_on(const std::vector<Tree>& trees, LegalDate day);

}  // namespace hemu::guidance
