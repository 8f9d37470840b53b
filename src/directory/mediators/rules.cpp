#include "rules.hpp"

namespace hemu::mediators {

static bool has_twice(std::vector<std::string> items) {
    std::sort(items.begin(), items.end());
    return std::adjacent_find(items.begin(), items.end()) != items.end();
}

Verdict why_not_mediator(const MediatorForm& form) {
    Verdict verdict;
    if (form.grade && (*form.grade < 1 || *form.grade > 4)) verdict.add("grade", "grade_unknown");
    if (has_twice(form.fields)) verdict.add("fields", "field_twice");
    if (has_twice(form.languages)) verdict.add("languages", "language_twice");
    if (form.village_code && places::level_of(*form.village_code) != places::PlaceLevel::village)
        verdict.add("village_code", "village_wrong");
    return verdict;
}

std::vector<CommitteeWarning> warnings_about(const std::vector<Member>& members) {
    static const std::string law = "《人民调解法》第八条";
    std::vector<CommitteeWarning> warnings;
    if (members.size() < 3) warnings.push_back({"members_too_few", law});
    if (members.size() > 9) warnings.push_back({"members_too_many", law});
    const bool may_have_woman =
        std::any_of(members.begin(), members.end(), [](const Member& member) { return member.sex != Sex::male; });
    if (!may_have_woman) warnings.push_back({"no_woman", law});
    return warnings;
}

}  // namespace hemu::mediators
