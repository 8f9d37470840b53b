// 引导 Finding the right door before applying: trees of plain questions that end in a leaf (what the law says, which
// options are open) or a stop (not here, but there). Trees are data; a city may put its own version in their place.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dispute.hpp"

namespace hemu::guidance {

extern const identity::Routes routes;

/// A sentence in both languages.
struct Words {
    std::string zh;
    std::string en;
    friend bool operator==(const Words&, const Words&) = default;
};
BOOST_DESCRIBE_STRUCT(Words, (), (zh, en))

/// source: seen in the text of the law · known: believed right, not checked against the text · default_: ours.
enum class Certainty { source, known, default_ };
BOOST_DESCRIBE_ENUM(Certainty, source, known, default_)

/// `article` is a number, or several as "48, 87".
struct LegalSource {
    Words law;
    std::string article;
    Certainty certainty = Certainty::known;
    friend bool operator==(const LegalSource&, const LegalSource&) = default;
};
BOOST_DESCRIBE_STRUCT(LegalSource, (), (law, article, certainty))

/// `to` names a question, a stop or a leaf; absent: the next question of the tree's path.
struct Answer {
    std::string code;
    Words words;
    std::optional<std::string> to;
    friend bool operator==(const Answer&, const Answer&) = default;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (code, words, to))

/// A date is answered by a day, or by `unknown`.
enum class QuestionKind { choice, date };
BOOST_DESCRIBE_ENUM(QuestionKind, choice, date)

struct Question {
    std::string code;
    QuestionKind kind = QuestionKind::choice;
    Words ask;
    std::optional<Words> help;
    std::vector<Answer> answers;
    std::optional<std::string> to;  ///< of a date
    friend bool operator==(const Question&, const Question&) = default;
};
BOOST_DESCRIBE_STRUCT(Question, (), (code, kind, ask, help, answers, to))

/// A sentence of law, with where it stands.
struct Saying {
    Words words;
    std::optional<LegalSource> source;
    friend bool operator==(const Saying&, const Saying&) = default;
};
BOOST_DESCRIBE_STRUCT(Saying, (), (words, source))

/// A way that is open. `phone`: can be called at once.
struct Option {
    std::string code;
    Words name;
    Words time;
    Words cost;
    Words force;
    Words bring;
    std::optional<std::string> phone;
    std::optional<LegalSource> source;
    friend bool operator==(const Option&, const Option&) = default;
};
BOOST_DESCRIBE_STRUCT(Option, (), (code, name, time, cost, force, bring, phone, source))

/// `letter`: what is asked of the other side, where a letter makes sense.
struct Leaf {
    std::string code;
    Words title;
    std::vector<Saying> says;
    std::vector<std::string> options;
    Words bring;
    std::optional<Words> letter;
    friend bool operator==(const Leaf&, const Leaf&) = default;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (code, title, says, options, bring, letter))

/// Why mediation does not begin here: a refusal reason R01 to R08, or `danger`.
enum class StopReason { danger, R01, R02, R03, R04, R05, R06, R07, R08 };
BOOST_DESCRIBE_ENUM(StopReason, danger, R01, R02, R03, R04, R05, R06, R07, R08)

struct Stop {
    std::string code;
    StopReason reason = StopReason::R08;
    Words title;
    std::vector<Saying> says;
    std::vector<std::string> options;
    friend bool operator==(const Stop&, const Stop&) = default;
};
BOOST_DESCRIBE_STRUCT(Stop, (), (code, reason, title, says, options))

struct Condition {
    std::string question;
    std::string answer;
    friend bool operator==(const Condition&, const Condition&) = default;
};
BOOST_DESCRIBE_STRUCT(Condition, (), (question, answer))

enum class LimitUnit { day, month, year };
BOOST_DESCRIBE_ENUM(LimitUnit, day, month, year)

/// A period of law that begins on the day a question names, where all of `when` was answered. Its end is shown as
/// counted, without moving it behind a holiday: the earlier day is the safe one. `past`: what helps when it is over.
struct Limit {
    std::string code;
    Words name;
    std::string from;
    std::int64_t amount = 0;
    LimitUnit unit = LimitUnit::year;
    std::vector<Condition> when;
    Words past;
    LegalSource source;
    friend bool operator==(const Limit&, const Limit&) = default;
};
BOOST_DESCRIBE_STRUCT(Limit, (), (code, name, from, amount, unit, when, past, source))

/// Something to know where all of `when` was answered: jurisdiction, many people, an unwilling other side.
struct Note {
    std::vector<Condition> when;
    Saying says;
    friend bool operator==(const Note&, const Note&) = default;
};
BOOST_DESCRIBE_STRUCT(Note, (), (when, says))

/// Behind the last question: the first of these whose conditions hold.
struct End {
    std::vector<Condition> when;
    std::string leaf;
    friend bool operator==(const End&, const End&) = default;
};
BOOST_DESCRIBE_STRUCT(End, (), (when, leaf))

using Answers = std::map<std::string, std::string>;

struct TestCase {
    Answers answers;
    std::string ends;
    friend bool operator==(const TestCase&, const TestCase&) = default;
};
BOOST_DESCRIBE_STRUCT(TestCase, (), (answers, ends))

/// One door. Questions, stops and limits that it names and does not hold are those of Parts.
struct Tree {
    std::string name;
    std::int64_t version = 1;
    LegalDate valid_from;
    Words owner;
    std::vector<std::string> types;  ///< national or local types of disputes
    Words title;
    Words about;
    std::vector<std::string> words;  ///< what people call it
    std::vector<std::string> path;
    std::vector<End> ends;
    std::vector<Question> questions;
    std::vector<Leaf> leaves;
    std::vector<Stop> stops;
    std::vector<std::string> limits;
    std::vector<Note> notes;
    std::vector<TestCase> tests;
    friend bool operator==(const Tree&, const Tree&) = default;
};
BOOST_DESCRIBE_STRUCT(Tree, (),
                      (name, version, valid_from, owner, types, title, about, words, path, ends, questions, leaves,
                       stops, limits, notes, tests))

/// What trees share: data/guidance_parts.json. doors: the order in which they stand on the first page.
struct Parts {
    std::int64_t version = 1;
    LegalDate valid_from;
    std::vector<std::string> doors;
    std::vector<Question> questions;
    std::vector<Stop> stops;
    std::vector<Option> options;
    std::vector<Limit> limits;
    std::vector<Note> notes;
};
BOOST_DESCRIBE_STRUCT(Parts, (), (version, valid_from, doors, questions, stops, options, limits, notes))

struct Given {
    std::string question;
    std::string answer;
    Words asked;
    Words said;
};
BOOST_DESCRIBE_STRUCT(Given, (), (question, answer, asked, said))

enum class LimitMood { fine, soon, past };
BOOST_DESCRIBE_ENUM(LimitMood, fine, soon, past)

/// Warns and never blocks. `ends_on` and `mood` where the first day of a period is known; soon: at most 60 days, or a
/// fifth of it.
struct Warning {
    Words words;
    bool is_period = false;
    std::optional<LegalDate> ends_on;
    std::optional<LimitMood> mood;
    std::optional<Words> past;
    std::optional<LegalSource> source;
};
BOOST_DESCRIBE_STRUCT(Warning, (), (words, is_period, ends_on, mood, past, source))

/// Where answers lead: to the next question, or to a leaf, or to a stop. `most_left`: questions still to come, this
/// one included. `unknown`: questions whose answer the tree does not know; they are asked again.
struct Walk {
    std::string name;
    std::int64_t version = 1;
    Words title;
    std::vector<Given> given;
    std::optional<Question> question;
    std::optional<Leaf> leaf;
    std::optional<Stop> stop;
    std::vector<Option> options;
    std::vector<Warning> warnings;
    std::int64_t most_left = 0;
    std::vector<std::string> unknown;
};
BOOST_DESCRIBE_STRUCT(Walk, (),
                      (name, version, title, given, question, leaf, stop, options, warnings, most_left, unknown))

/// A door on the first page.
struct Door {
    std::string name;
    Words title;
    Words about;
};
BOOST_DESCRIBE_STRUCT(Door, (), (name, title, about))

/// Something wrong with a tree: `at` is the question, leaf, stop, limit or number of the test.
struct TreeFault {
    std::string at;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(TreeFault, (), (at, code))

/// Result of a tree's own tests and of the rules that every tree keeps.
struct Check {
    std::vector<TreeFault> faults;
    std::int64_t tests = 0;
    std::int64_t leaves = 0;
    std::int64_t least_questions = 0;
    std::int64_t most_questions = 0;
};
BOOST_DESCRIBE_STRUCT(Check, (), (faults, tests, leaves, least_questions, most_questions))

/// A tree that what it shares makes wrong.
struct FaultyTree {
    std::string name;
    Words title;
    std::int64_t version = 1;
    std::vector<TreeFault> faults;
};
BOOST_DESCRIBE_STRUCT(FaultyTree, (), (name, title, version, faults))

/// `faults` of the parts themselves; `tests` of all trees were run against them.
struct PartsCheck {
    std::vector<TreeFault> faults;
    std::vector<FaultyTree> trees;
    std::int64_t tests = 0;
};
BOOST_DESCRIBE_STRUCT(PartsCheck, (), (faults, trees, tests))

/// shipped: carried inside the program · planned: a city's version with a day to come · current: answers today
/// · past: another version answers · draft: has no day yet.
enum class TreeState { shipped, planned, current, past, draft };
BOOST_DESCRIBE_ENUM(TreeState, shipped, planned, current, past, draft)

struct TreeVersion {
    std::int64_t version = 1;
    std::optional<LegalDate> valid_from;
    TreeState state = TreeState::shipped;
};
BOOST_DESCRIBE_STRUCT(TreeVersion, (), (version, valid_from, state))

/// How often a step was shown and answered in the period; reloading and going back count again.
struct StepCount {
    std::string step;
    std::string channel;
    std::int64_t shown = 0;
    std::int64_t answered = 0;
};
BOOST_DESCRIBE_STRUCT(StepCount, (), (step, channel, shown, answered))

/// A line of the desk's list. started, ended: of the last 30 days; left: the step at which most went away.
struct TreeLine {
    std::string name;
    Words title;
    TreeVersion current;
    std::int64_t tests = 0;
    std::int64_t faults = 0;
    bool has_draft = false;
    std::int64_t started = 0;
    std::int64_t ended = 0;
    std::optional<Words> left_at;
    std::int64_t left = 0;
};
BOOST_DESCRIBE_STRUCT(TreeLine, (), (name, title, current, tests, faults, has_draft, started, ended, left_at, left))

/// `edits` is the version an edit of the draft names in If-Match.
struct TreeView {
    Tree current;
    std::optional<Tree> draft;
    std::optional<std::int64_t> edits;
    std::vector<TreeVersion> versions;
    Check check;
    std::vector<StepCount> counts;
    Parts parts;
};
BOOST_DESCRIBE_STRUCT(TreeView, (), (current, draft, edits, versions, check, counts, parts))

/// `edits` as in TreeView.
struct PartsView {
    Parts current;
    std::optional<Parts> draft;
    std::optional<std::int64_t> edits;
    std::vector<TreeVersion> versions;
    PartsCheck check;
    std::vector<Door> doors;
};
BOOST_DESCRIBE_STRUCT(PartsView, (), (current, draft, edits, versions, check, doors))

/// Doors in their order, each with the answers of its tests: ways that people may go.
struct Ways {
    std::string door;
    std::vector<Answers> answers;
};
std::vector<Ways> ways_through(db::Tx&, LegalDate day);
/// Counts every step of a walk through a door that went as far as `most_steps` questions.
void count_walk(db::Tx&, const std::string& door, const Answers&, std::size_t most_steps, dispute::Channel,
                LegalDate day);

struct SwitchForm {
    LegalDate valid_from;
};
BOOST_DESCRIBE_STRUCT(SwitchForm, (), (valid_from))

}  // namespace hemu::guidance
