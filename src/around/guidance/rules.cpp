#include "rules.hpp"

#include <algorithm>
#include <set>

#include "text.hpp"

namespace hemu::guidance {

template <class Part>
static const Part* named(const std::vector<Part>& parts, const std::string& code) {
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

static bool holds(const std::vector<Condition>& all, const Answers& answers) {
    return std::all_of(all.begin(), all.end(), [&](const Condition& one) {
        const auto found = answers.find(one.question);
        return found != answers.end() && found->second == one.answer;
    });
}

/// Where the path goes on behind a question; empty when it has no end that holds.
static std::string behind(const Tree& tree, const std::string& question, const Answers& answers) {
    const auto at = std::find(tree.path.begin(), tree.path.end(), question);
    if (at == tree.path.end()) return "";
    if (at + 1 != tree.path.end()) return *(at + 1);
    for (const End& end : tree.ends)
        if (holds(end.when, answers)) return end.leaf;
    return "";
}

static const Words not_known{"不记得、不清楚", "I do not remember"};

struct Said {
    Words words;
    std::optional<std::string> to;
};

static std::optional<Said> said(const Question& question, const std::string& answer) {
    if (question.kind == QuestionKind::date) {
        if (answer == "unknown") return Said{not_known, question.to};
        if (!parse_date(answer)) return std::nullopt;
        return Said{{answer, answer}, question.to};
    }
    const auto* found = named(question.answers, answer);
    return found ? std::optional(Said{found->words, found->to}) : std::nullopt;
}

/// Every code that a question may be answered with; a date stands for all dates.
static std::vector<std::string> choices(const Question& question) {
    if (question.kind == QuestionKind::date) return {"unknown"};
    std::vector<std::string> codes;
    for (const Answer& answer : question.answers) codes.push_back(answer.code);
    return codes;
}

/// Walks every way from a step on. `leave` is called with the questions answered and the last name of each way.
class Explorer {
  public:
    explicit Explorer(const Grove& grove) : grove_(grove) {}

    static constexpr std::size_t most_steps = 200'000;
    std::size_t steps = 0;
    bool circles = false;
    std::function<void(const std::vector<std::string>& asked, const std::string& last)> leave;

    void go(const std::string& name, Answers& answers) {
        if (++steps > most_steps) return;
        const Question* question = grove_.question(name);
        if (!question) return leave(asked_, name);
        if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) {
            circles = true;
            return;
        }
        asked_.push_back(name);
        for (const auto& code : choices(*question)) {
            answers[name] = code;
            const auto to = said(*question, code)->to;
            go(to ? *to : behind(grove_.tree, name, answers), answers);
        }
        answers.erase(name);
        asked_.pop_back();
    }

  private:
    const Grove& grove_;
    std::vector<std::string> asked_;
};

/// How many questions the longest way from here to its end asks.
static std::int64_t longest(const Grove& grove, const std::string& from, Answers answers) {
    Explorer explorer(grove);
    std::size_t most = 0;
    explorer.leave = [&](const auto& asked, const auto&) { most = std::max(most, asked.size()); };
    explorer.go(from, answers);
    return static_cast<std::int64_t>(most);
}

static LegalDate end_of_limit(const Limit& limit, LegalDate from) {
    const auto amount = static_cast<int>(limit.amount);
    switch (limit.unit) {
        case LimitUnit::day:
            return from + amount;
        case LimitUnit::month:
            return add_months(from, amount);
        case LimitUnit::year:
            return add_months(from, 12 * amount);
    }
    throw std::logic_error("a limit has no such unit");
}

static std::optional<Warning> warning_of(const Limit& limit, const Answers& answers, LegalDate today) {
    const auto answer = answers.find(limit.from);
    if (answer == answers.end() || !holds(limit.when, answers)) return std::nullopt;
    Warning warning{limit.name, true, std::nullopt, std::nullopt, std::nullopt, limit.source};
    const auto from = parse_date(answer->second);
    if (!from) return warning;
    warning.ends_on = end_of_limit(limit, *from);
    const auto left = *warning.ends_on - today;
    const auto soon = std::min<std::int64_t>(60, (*warning.ends_on - *from) / 5);
    warning.mood = left < 0 ? LimitMood::past : left <= soon ? LimitMood::soon : LimitMood::fine;
    if (warning.mood == LimitMood::past) warning.past = limit.past;
    return warning;
}

std::vector<Warning> warnings(const Tree& tree, const Parts& parts, const Answers& answers, LegalDate today) {
    std::vector<Warning> all;
    for (const auto& code : tree.limits)
        if (const auto* limit = named(parts.limits, code))
            if (auto warning = warning_of(*limit, answers, today)) all.push_back(std::move(*warning));
    for (const auto* notes : {&tree.notes, &parts.notes})
        for (const Note& note : *notes)
            if (!note.when.empty() && holds(note.when, answers))
                all.push_back({note.says.words, false, std::nullopt, std::nullopt, std::nullopt, note.says.source});
    return all;
}

static std::vector<Option> options_of(const Parts& parts, const std::vector<std::string>& codes) {
    std::vector<Option> options;
    for (const auto& code : codes)
        if (const auto* way = named(parts.options, code)) options.push_back(*way);
    return options;
}

Walk walk(const Tree& tree, const Parts& parts, const Answers& answers, LegalDate today) {
    const Grove grove{tree, parts};
    Walk result;
    result.name = tree.name;
    result.version = tree.version;
    result.title = tree.title;
    Answers taken;
    std::string name = tree.path.empty() ? "" : tree.path.front();
    while (const Question* question = grove.question(name)) {
        const auto given = answers.find(name);
        auto found = given == answers.end() || taken.contains(name) ? std::nullopt : said(*question, given->second);
        const bool is_day = found && question->kind == QuestionKind::date && given->second != "unknown";
        if (is_day && *parse_date(given->second) > today) found.reset();
        if (!found) {
            if (given != answers.end()) result.unknown.push_back(name);
            result.question = *question;
            result.most_left = longest(grove, name, taken);
            break;
        }
        taken[name] = given->second;
        result.given.push_back({name, given->second, question->ask, found->words});
        name = found->to ? *found->to : behind(tree, name, taken);
    }
    if (!result.question) {
        if (const Leaf* leaf = grove.leaf(name)) {
            result.leaf = *leaf;
            result.options = options_of(parts, leaf->options);
        } else if (const Stop* stop = grove.stop(name)) {
            result.stop = *stop;
            result.options = options_of(parts, stop->options);
        }
    }
    result.warnings = warnings(tree, parts, taken, today);
    return result;
}

static std::string end_name(const Walk& walked) {
    return walked.leaf ? walked.leaf->code : walked.stop ? walked.stop->code : "";
}

Answers before(const Walk& walked, const std::string& question) {
    Answers answers;
    for (const Given& given : walked.given) {
        if (given.question == question) break;
        answers[given.question] = given.answer;
    }
    return answers;
}

const Tree* valid_on(const std::vector<Tree>& trees, LegalDate day) {
    const Tree* best = nullptr;
    for (const Tree& tree : trees) {
        const bool later =
            best && std::pair(tree.valid_from, tree.version) > std::pair(best->valid_from, best->version);
        if (tree.valid_from <= day && (!best || later)) best = &tree;
    }
    return best;
}

/// How well a door fits: 3 its own word, 2 initials or its title, 1 other words of its types, 0 not.
static int fitness(const Tree& tree, const std::vector<std::string>& more, const std::string& wanted) {
    const auto within = [&](const std::string& word) {
        const auto plain = text::normal(word);
        return !plain.empty() && (plain.find(wanted) != plain.npos || wanted.find(plain) != wanted.npos);
    };
    const auto initials = [&](const std::string& word) {
        return wanted.size() > 1 && text::pinyin_initials(word).starts_with(wanted);
    };
    if (std::any_of(tree.words.begin(), tree.words.end(), within)) return 3;
    const auto title = text::normal(tree.title.zh + " " + tree.title.en);
    if (title.find(wanted) != title.npos || std::any_of(tree.words.begin(), tree.words.end(), initials) ||
        text::pinyin_initials(tree.title.zh).find(wanted) != std::string::npos)
        return 2;
    return std::any_of(more.begin(), more.end(), within) ? 1 : 0;
}

std::vector<Door> doors(const std::vector<Tree>& trees,
                        const std::map<std::string, std::vector<std::string>>& more_words, const std::string& words) {
    static const std::vector<std::string> no_words;
    const auto wanted = text::normal(text::trim(words));
    std::vector<std::pair<int, Door>> found;
    for (const Tree& tree : trees) {
        const auto more = more_words.find(tree.name);
        const int fit =
            wanted.empty() ? 1 : fitness(tree, more == more_words.end() ? no_words : more->second, wanted);
        if (fit > 0) found.emplace_back(fit, Door{tree.name, tree.title, tree.about});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Door> all;
    for (auto& one : found) all.push_back(std::move(one.second));
    return all;
}

/// Collects the faults of one tree.
class Inspector {
  public:
    Inspector(const Tree& tree, const Parts& parts, LegalDate today) : grove_{tree, parts}, today_(today) {}

    Check run() {
        names();
        questions();
        references();
        ways_through();
        if (result_.faults.empty()) tests();
        result_.tests = static_cast<std::int64_t>(grove_.tree.tests.size());
        result_.leaves = static_cast<std::int64_t>(grove_.tree.leaves.size());
        return result_;
    }

  private:
    void add(const std::string& at, const char* code) {
        const auto same = [&](const TreeFault& one) { return one.at == at && one.code == code; };
        if (std::none_of(result_.faults.begin(), result_.faults.end(), same)) result_.faults.push_back({at, code});
    }

    void need(const std::string& at, const Words& words) {
        if (words.zh.empty() || words.en.empty()) add(at, "blank");
    }

    void names() {
        std::set<std::string> seen;
        const auto once = [&](const std::string& code) {
            if (code.empty()) add("", "blank");
            if (!seen.insert(code).second) add(code, "name_twice");
        };
        for (const auto& one : grove_.tree.questions) once(one.code);
        for (const auto& one : grove_.tree.leaves) once(one.code);
        for (const auto& one : grove_.tree.stops) once(one.code);
        need("title", grove_.tree.title);
        need("owner", grove_.tree.owner);
    }

    void questions() {
        for (const auto& question : grove_.tree.questions) {
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

    void options(const std::string& at, const std::vector<std::string>& codes) {
        if (codes.empty()) add(at, "no_such_option");
        for (const auto& code : codes)
            if (!named(grove_.parts.options, code)) add(at, "no_such_option");
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
            if (leaf.says.empty()) add(leaf.code, "blank");
            for (const auto& saying : leaf.says) need(leaf.code, saying.words);
            options(leaf.code, leaf.options);
        }
        for (const auto& stop : grove_.tree.stops) options(stop.code, stop.options);
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

}  // namespace hemu::guidance
