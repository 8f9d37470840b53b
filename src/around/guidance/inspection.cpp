#include <set>

#include "grove.hpp"
#include "rules.hpp"

namespace hemu::guidance {

static std::string end_name(const Walk& walked) {
    return walked.leaf ? walked.leaf->code : walked.stop ? walked.stop->code : "";
}

/// Collects faults, and looks at what a tree and the shared parts have alike.
class FaultList {
  public:
    std::vector<TreeFault> faults;

  protected:
    void add(const std::string& at, const char* code) {
        const auto same = [&](const TreeFault& one) { return one.at == at && one.code == code; };
        if (std::none_of(faults.begin(), faults.end(), same)) faults.push_back({at, code});
    }

    void need(const std::string& at, const Words& words) {
        if (words.zh.empty() || words.en.empty()) add(at, "blank");
    }

    template <class Part>
    void names(const std::vector<Part>& parts, std::set<std::string>& seen) {
        for (const Part& one : parts) {
            if (one.code.empty()) add("", "blank");
            if (!seen.insert(one.code).second) add(one.code, "name_twice");
        }
    }

    void says(const std::string& at, const std::vector<Saying>& all) {
        if (all.empty()) add(at, "blank");
        for (const auto& saying : all) need(at, saying.words);
    }

    void questions(const std::vector<Question>& all) {
        for (const auto& question : all) {
            need(question.code, question.ask);
            std::set<std::string> codes;
            for (const auto& answer : question.answers) {
                need(question.code, answer.words);
                if (!codes.insert(answer.code).second) add(question.code, "answer_twice");
            }
            if (question.kind == QuestionKind::choice && question.answers.size() < 2)
                add(question.code, "no_answers");
        }
    }

    void options(const std::string& at, const std::vector<std::string>& codes, const Parts& parts) {
        if (codes.empty()) add(at, "no_such_option");
        for (const auto& code : codes)
            if (!named(parts.options, code)) add(at, "no_such_option");
    }

    void stops(const std::vector<Stop>& all, const Parts& parts) {
        for (const auto& stop : all) {
            need(stop.code, stop.title);
            says(stop.code, stop.says);
            options(stop.code, stop.options, parts);
        }
    }
};

/// Collects the faults of one tree.
class Inspector : FaultList {
  public:
    Inspector(const Tree& tree, const Parts& parts, LegalDate today) : grove_{tree, parts}, today_(today) {}

    Check run() {
        head();
        questions(grove_.tree.questions);
        references();
        ways_through();
        if (faults.empty()) tests();
        result_.faults = std::move(faults);
        result_.tests = static_cast<std::int64_t>(grove_.tree.tests.size());
        result_.leaves = static_cast<std::int64_t>(grove_.tree.leaves.size());
        return result_;
    }

  private:
    void head() {
        std::set<std::string> seen;
        names(grove_.tree.questions, seen);
        names(grove_.tree.leaves, seen);
        names(grove_.tree.stops, seen);
        need("title", grove_.tree.title);
        need("owner", grove_.tree.owner);
    }

    void conditions(const std::string& at, const std::vector<Condition>& all) {
        for (const auto& one : all) {
            const auto* question = grove_.question(one.question);
            if (!question || !said(*question, one.answer)) add(at, "no_such_question");
        }
    }

    void references() {
        for (const auto& name : grove_.tree.path)
            if (!grove_.question(name)) add(name, "no_such_question");
        if (grove_.tree.path.empty()) add("path", "blank");
        for (const auto& leaf : grove_.tree.leaves) {
            need(leaf.code, leaf.title);
            says(leaf.code, leaf.says);
            options(leaf.code, leaf.options, grove_.parts);
        }
        stops(grove_.tree.stops, grove_.parts);
        for (const auto& end : grove_.tree.ends) conditions(end.leaf, end.when);
        for (const auto& note : grove_.tree.notes) conditions("notes", note.when);
        for (const auto& code : grove_.tree.limits) {
            const auto* limit = named(grove_.parts.limits, code);
            if (!limit) {
                add(code, "no_such_limit");
                continue;
            }
            if (!grove_.question(limit->from)) add(code, "no_such_question");
            conditions(code, limit->when);
        }
    }

    /// Every way through the tree: where it ends, and how many questions it asks.
    void ways_through() {
        if (grove_.tree.path.empty()) return;
        std::set<std::string> reached;
        std::size_t least = most_questions + 1;
        std::size_t most = 0;
        Explorer explorer(grove_);
        explorer.leave = [&](const std::vector<std::string>& asked, const std::string& last) {
            const auto count = static_cast<std::int64_t>(asked.size());
            reached.insert(asked.begin(), asked.end());
            reached.insert(last);
            most = std::max(most, asked.size());
            if (count > most_questions) add(last, "too_many_questions");
            if (grove_.leaf(last)) {
                least = std::min(least, asked.size());
                if (count < least_questions) add(last, "too_few_questions");
            } else if (!grove_.stop(last)) {
                add(asked.empty() ? last : asked.back(), last.empty() ? "no_end" : "no_such_target");
            }
        };
        Answers answers;
        explorer.go(grove_.tree.path.front(), answers);
        if (explorer.circles) add("path", "goes_in_circles");
        if (explorer.steps > Explorer::most_steps) add("path", "too_many_paths");
        result_.least_questions = static_cast<std::int64_t>(least);
        result_.most_questions = static_cast<std::int64_t>(most);
        for (const auto& leaf : grove_.tree.leaves)
            if (!reached.contains(leaf.code)) add(leaf.code, "never_reached");
        for (const auto& question : grove_.tree.questions)
            if (!reached.contains(question.code)) add(question.code, "never_reached");
        for (const auto& stop : grove_.tree.stops)
            if (!reached.contains(stop.code)) add(stop.code, "never_reached");
    }

    void tests() {
        if (grove_.tree.tests.empty()) add("tests", "no_tests");
        std::set<std::string> tested;
        for (std::size_t i = 0; i < grove_.tree.tests.size(); ++i) {
            const auto& test = grove_.tree.tests[i];
            const auto walked = walk(grove_.tree, grove_.parts, test.answers, today_);
            if (end_name(walked) != test.ends || walked.given.size() != test.answers.size())
                add(fmt::format("tests[{}]", i), "test_fails");
            tested.insert(test.ends);
        }
        for (const auto& leaf : grove_.tree.leaves)
            if (!tested.contains(leaf.code)) add(leaf.code, "no_tests");
    }

    Grove grove_;
    LegalDate today_;
    Check result_;
};

Check check(const Tree& tree, const Parts& parts, LegalDate today) { return Inspector(tree, parts, today).run(); }

/// Collects the faults of the shared parts that no tree shows.
class PartsInspector : FaultList {
  public:
    PartsInspector(const Parts& parts, const std::vector<Tree>& trees) : parts_(parts), trees_(trees) {}

    std::vector<TreeFault> run() {
        std::set<std::string> steps;
        names(parts_.questions, steps);
        names(parts_.stops, steps);
        std::set<std::string> options;
        names(parts_.options, options);
        std::set<std::string> limits;
        names(parts_.limits, limits);
        questions(parts_.questions);
        stops(parts_.stops, parts_);
        doors();
        ways();
        periods();
        for (const Note& note : parts_.notes) {
            if (note.when.empty()) add("notes", "blank");
            need("notes", note.says.words);
            for (const Condition& one : note.when)
                if (!asked(one)) add("notes", "no_such_question");
        }
        return std::move(faults);
    }

  private:
    void doors() {
        std::set<std::string> trees;
        for (const Tree& tree : trees_) trees.insert(tree.name);
        std::set<std::string> seen;
        for (const auto& door : parts_.doors) {
            if (!seen.insert(door).second) add(door, "name_twice");
            if (!trees.contains(door)) add(door, "no_such_door");
        }
        for (const auto& name : trees)
            if (!seen.contains(name)) add(name, "door_missing");
    }

    void ways() {
        for (const Option& way : parts_.options)
            for (const Words* words : {&way.name, &way.time, &way.cost, &way.force, &way.bring})
                need(way.code, *words);
    }

    void periods() {
        for (const Limit& limit : parts_.limits) {
            need(limit.code, limit.name);
            need(limit.code, limit.past);
            if (limit.amount < 1) add(limit.code, "no_length");
        }
    }

    bool asked(const Condition& condition) const {
        return std::any_of(trees_.begin(), trees_.end(), [&](const Tree& tree) {
            const auto* question = Grove{tree, parts_}.question(condition.question);
            return question && said(*question, condition.answer);
        });
    }

    const Parts& parts_;
    const std::vector<Tree>& trees_;
};

PartsCheck check(const Parts& parts, const std::vector<Tree>& trees, LegalDate today) {
    PartsCheck result;
    result.faults = PartsInspector(parts, trees).run();
    for (const Tree& tree : trees) {
        auto checked = check(tree, parts, today);
        result.tests += checked.tests;
        if (!checked.faults.empty())
            result.trees.push_back({tree.name, tree.title, tree.version, std::move(checked.faults)});
    }
    return result;
}

}  // namespace hemu::guidance
