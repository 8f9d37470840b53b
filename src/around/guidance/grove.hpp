// A tree as it is walked: with what all trees share.
#pragma once
#include <algorithm>
#include <functional>

#include "guidance.hpp"

namespace hemu::guidance {

template <class Part>
const Part* named(const std::vector<Part>& parts, const std::string& code) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& one) { return one.code == code; });
    return found == parts.end() ? nullptr : &*found;
}

/// A tree with what it shares; its own part goes before a shared one of the same name.
struct Grove {
    const Tree& tree;
    const Parts& parts;

    const Question* question(const std::string& code) const {
        const auto* own = named(tree.questions, code);
        return own ? own : named(parts.questions, code);
    }
    const Stop* stop(const std::string& code) const {
        const auto* own = named(tree.stops, code);
        return own ? own : named(parts.stops, code);
    }
    const Leaf* leaf(const std::string& code) const { return named(tree.leaves, code); }
};

bool holds(const std::vector<Condition>& all, const Answers& answers);

/// Where the path goes on behind a question; empty when it has no end that holds.
std::string behind(const Tree&, const std::string& question, const Answers&);

struct Said {
    Words words;
    std::optional<std::string> to;
};
/// Nothing when the question knows no such answer.
std::optional<Said> said(const Question&, const std::string& answer);

/// Walks every way from a step on. `leave` is called with the questions answered and the last name of each way.
class Explorer {
  public:
    explicit Explorer(const Grove& grove) : grove_(grove) {}

    static constexpr std::size_t most_steps = 200'000;
    std::size_t steps = 0;
    bool circles = false;
    std::function<void(const std::vector<std::string>& asked, const std::string& last)> leave;

    void go(const std::string& name, Answers& answers);

  private:
    const Grove& grove_;
    std::vector<std::string> asked_;
};

}  // namespace hemu::guidance
