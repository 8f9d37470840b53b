#include "verb_graph.hpp"

#include <set>

#include "dispute.hpp"

namespace hemu::app {

using dispute::State;
using dispute::Verb;

static std::vector<const Verb*> verbs_by_name() {
    auto verbs = dispute::all_verbs();
    std::sort(verbs.begin(), verbs.end(), [](const Verb* a, const Verb* b) { return a->name < b->name; });
    return verbs;
}

std::string verb_graph() {
    std::string text = "stateDiagram-v2\n    [*] --> registered: register\n";
    for (const Verb* verb : verbs_by_name())
        for (const State from : verb->from)
            text += fmt::format("    {} --> {}: {}\n", json::enum_word(from), json::enum_word(verb->to), verb->name);
    return text;
}

static bool is_end(State state) { return state == State::archived || state == State::merged; }

std::vector<std::string> faults_of_the_graph() {
    std::vector<std::string> faults;
    std::set<std::string_view> names;
    std::set<State> reached = {State::registered};
    std::set<State> left;
    for (const Verb* verb : dispute::all_verbs()) {
        if (!names.insert(verb->name).second) faults.push_back("verb twice: " + std::string(verb->name));
        reached.insert(verb->to);
        left.insert(verb->from.begin(), verb->from.end());
    }
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto state) {
        if (!reached.contains(state.value)) faults.push_back(std::string("never reached: ") + state.name);
        if (!is_end(state.value) && !left.contains(state.value))
            faults.push_back(std::string("never left: ") + state.name);
    });
    return faults;
}

}  // namespace hemu::app
