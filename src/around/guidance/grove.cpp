#include "grove.hpp"

namespace hemu::guidance {

bool holds(const std::vector<Condition>& all, const Answers& answers) {
    return std::all_of(all.begin(), all.end(), [&](const Condition& one) {
        const auto found = answers.find(one.question);
        return found != answers.end() && found->second == one.answer;
    });
}

std::string behind(const Tree& tree, const std::string& question, const Answers& answers) {
    const auto at = std::find(tree.path.begin(), tree.path.end(), question);
    if (at == tree.path.end()) return "";
    if (at + 1 != tree.path.end()) return *(at + 1);
    for (const End& end : tree.ends)
        if (holds(end.when, answers)) return end.leaf;
    return "";
}

static const Words not_known{"不记得、不清楚", "I do not remember"};

std::optional<Said> said(const Question& question, const std::string& answer) {
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

void Explorer::go(const std::string& name, Answers& answers) {
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

}  // namespace hemu::guidance
