#include "rules.hpp"

#include <algorithm>

#include "grove.hpp"
#include "text.hpp"

namespace hemu::guidance {

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

Answers before(const Walk& walked, const std::string& question) {
    Answers answers;
    for (const Given& given : walked.given) {
        if (given.question == question) break;
        answers[given.question] = given.answer;
    }
    return answers;
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

}  // namespace hemu::guidance
