#include "store.hpp"

#include <algorithm>

#include "embedded.hpp"
#include "rules.hpp"

namespace hemu::guidance {

struct TypeWords {
    std::string type;
    std::vector<std::string> names;
    std::vector<std::string> hints;
};
BOOST_DESCRIBE_STRUCT(TypeWords, (), (type, names, hints))

struct TypeWordsFile {
    std::string basis;
    std::vector<TypeWords> types;
};
BOOST_DESCRIBE_STRUCT(TypeWordsFile, (), (basis, types))

static void put_in_order(std::vector<Tree>& trees, const std::vector<std::string>& doors) {
    const auto place = [&](const Tree& tree) {
        return std::find(doors.begin(), doors.end(), tree.name) - doors.begin();
    };
    std::stable_sort(trees.begin(), trees.end(), [&](const Tree& a, const Tree& b) { return place(a) < place(b); });
}

static Shipped read_shipped() {
    Shipped all;
    all.parts = json::read<Parts>(embedded_file("guidance_parts.json"));
    for (const auto content : embedded_files_of("guidance")) all.trees.push_back(json::read<Tree>(content));
    put_in_order(all.trees, all.parts.doors);
    const auto words = json::read<TypeWordsFile>(embedded_file("type_words.json"));
    for (const Tree& tree : all.trees)
        for (const TypeWords& type : words.types)
            if (std::find(tree.types.begin(), tree.types.end(), type.type) != tree.types.end())
                all.more_words[tree.name].insert(all.more_words[tree.name].end(), type.names.begin(),
                                                 type.names.end());
    return all;
}

const Shipped& shipped() {
    static const Shipped all = read_shipped();
    return all;
}

const Tree* shipped_tree(const std::string& name) {
    for (const Tree& tree : shipped().trees)
        if (tree.name == name) return &tree;
    return nullptr;
}

static const Tree& shipped_or_refuse(const std::string& name) {
    if (const Tree* tree = shipped_tree(name)) return *tree;
    throw Refusal(Fault::not_found, "not_found");
}

struct TreeRow {
    db::Json<Tree> content;
    std::int64_t version = 1;
    std::optional<LegalDate> valid_from;
    std::int64_t edits = 0;
};
BOOST_DESCRIBE_STRUCT(TreeRow, (), (content, version, valid_from, edits))

static Tree tree_of(const TreeRow& row) {
    Tree tree = *row.content;
    tree.version = row.version;
    if (row.valid_from) tree.valid_from = *row.valid_from;
    return tree;
}

static const db::Statement select_valid{"guidance.valid_trees", R"(
    SELECT content, version, valid_from, edits FROM guidance_tree WHERE valid_from <= $1)"};

std::vector<Tree> trees_on(db::Tx& tx, LegalDate day) {
    std::map<std::string, std::vector<Tree>> by_name;
    for (const TreeRow& row : tx.all<TreeRow>(select_valid, day)) by_name[row.content->name].push_back(tree_of(row));
    std::vector<Tree> all;
    for (const Tree& carried : shipped().trees) {
        auto& versions = by_name[carried.name];
        versions.push_back(carried);
        if (const Tree* valid = valid_on(versions, day)) all.push_back(*valid);
    }
    put_in_order(all, parts_on(tx, day).doors);
    return all;
}

static const db::Statement select_versions{"guidance.tree_versions", R"(
    SELECT content, version, valid_from, edits FROM guidance_tree WHERE name = $1 ORDER BY version)"};

/// The program's version and those of the city that have a day.
static std::vector<Tree> versions_of(db::Tx& tx, const std::string& name) {
    std::vector<Tree> versions{shipped_or_refuse(name)};
    for (const TreeRow& row : tx.all<TreeRow>(select_versions, name))
        if (row.valid_from) versions.push_back(tree_of(row));
    return versions;
}

Tree tree_on(db::Tx& tx, const std::string& name, LegalDate day) {
    const auto versions = versions_of(tx, name);
    if (const Tree* valid = valid_on(versions, day)) return *valid;
    throw Refusal(Fault::not_found, "not_found");
}

Check check_from(db::Tx& tx, Tree tree, LegalDate from, LegalDate today) {
    tree.valid_from = from;
    auto versions = versions_of(tx, tree.name);
    versions.push_back(tree);
    Check result = check(tree, parts_on(tx, from), today);
    for (const LegalDate day : days_of_change(tx, from)) {
        if (!result.faults.empty()) break;
        if (valid_on(versions, day) == &versions.back()) result = check(tree, parts_on(tx, day), today);
    }
    return result;
}

static const db::Statement upsert_step{"guidance.count_step", R"(
    INSERT INTO guidance_step (counted_on, channel, name, step, shown, answered) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (name, counted_on, channel, step) DO UPDATE
       SET shown = guidance_step.shown + excluded.shown, answered = guidance_step.answered + excluded.answered)"};

static std::string step_of(const Walk& walked) {
    if (walked.question) return walked.question->code;
    if (walked.leaf) return walked.leaf->code;
    return walked.stop ? walked.stop->code : "";
}

void count_step(db::Tx& tx, const Walk& walked, dispute::Channel channel, LegalDate day) {
    const std::int64_t none = 0;
    const std::int64_t once = 1;
    if (!walked.given.empty())
        tx.run(upsert_step, day, channel, walked.name, walked.given.back().question, none, once);
    if (const auto step = step_of(walked); !step.empty())
        tx.run(upsert_step, day, channel, walked.name, step, once, none);
}

std::vector<Ways> ways_through(db::Tx& tx, LegalDate day) {
    std::vector<Ways> all;
    for (const Tree& tree : trees_on(tx, day)) {
        all.push_back({tree.name, {}});
        for (const TestCase& test : tree.tests) all.back().answers.push_back(test.answers);
    }
    return all;
}

void count_walk(db::Tx& tx, const std::string& door, const Answers& answers, std::size_t most_steps,
                dispute::Channel channel, LegalDate day) {
    const Tree tree = tree_on(tx, door, day);
    const Parts parts = parts_on(tx, day);
    const auto whole = walk(tree, parts, answers, day).given;
    Answers given;
    for (std::size_t step = 0; step <= std::min(whole.size(), most_steps); ++step) {
        if (step > 0) given[whole[step - 1].question] = whole[step - 1].answer;
        count_step(tx, walk(tree, parts, given, day), channel, day);
    }
}

static constexpr int days_counted = 30;

struct NamedCount {
    std::string name;
    std::string step;
    std::string channel;
    std::int64_t shown = 0;
    std::int64_t answered = 0;
};
BOOST_DESCRIBE_STRUCT(NamedCount, (), (name, step, channel, shown, answered))

static const db::Statement select_counts{"guidance.step_counts", R"(
    SELECT name, step, channel, sum(shown) AS shown, sum(answered) AS answered
      FROM guidance_step WHERE counted_on > $1 GROUP BY name, step, channel ORDER BY name, step, channel)"};

static const Question* question_of(const Tree& tree, const Parts& parts, const std::string& code) {
    for (const auto* questions : {&tree.questions, &parts.questions})
        for (const Question& one : *questions)
            if (one.code == code) return &one;
    return nullptr;
}

static void add_counts(TreeLine& line, const Tree& tree, const Parts& parts, const std::vector<NamedCount>& counts) {
    std::map<std::string, StepCount> steps;
    for (const auto& count : counts) {
        if (count.name != tree.name) continue;
        auto& step = steps[count.step];
        step.shown += count.shown;
        step.answered += count.answered;
    }
    for (const auto& [code, step] : steps) {
        if (!tree.path.empty() && code == tree.path.front()) line.started = step.shown;
        const Question* question = question_of(tree, parts, code);
        if (!question) {
            line.ended += step.shown;
        } else if (const auto left = step.shown - step.answered; left > line.left) {
            line.left = left;
            line.left_at = question->ask;
        }
    }
}

static const db::Statement select_all{"guidance.all_trees", R"(
    SELECT content, version, valid_from, edits FROM guidance_tree ORDER BY name, version)"};

std::vector<TreeLine> tree_lines(db::Tx& tx, LegalDate today) {
    const auto rows = tx.all<TreeRow>(select_all);
    const auto counts = tx.all<NamedCount>(select_counts, today + -days_counted);
    const auto parts = parts_on(tx, today);
    std::vector<TreeLine> lines;
    for (const Tree& tree : trees_on(tx, today)) {
        const Check checked = check(tree, parts, today);
        TreeLine line;
        line.name = tree.name;
        line.title = tree.title;
        line.current = {tree.version, tree.valid_from, TreeState::current};
        if (tree.version == shipped_or_refuse(tree.name).version) line.current.state = TreeState::shipped;
        line.tests = checked.tests;
        line.faults = static_cast<std::int64_t>(checked.faults.size());
        line.has_draft = std::any_of(rows.begin(), rows.end(), [&](const TreeRow& row) {
            return row.content->name == tree.name && !row.valid_from;
        });
        add_counts(line, tree, parts, counts);
        lines.push_back(std::move(line));
    }
    return lines;
}

TreeState state_of(std::int64_t version, std::optional<LegalDate> valid_from, std::int64_t current, LegalDate today) {
    if (!valid_from) return TreeState::draft;
    if (version == current) return TreeState::current;
    return *valid_from > today ? TreeState::planned : TreeState::past;
}

TreeView tree_view(db::Tx& tx, const std::string& name, LegalDate today) {
    const Tree& carried = shipped_or_refuse(name);
    TreeView view;
    view.current = tree_on(tx, name, today);
    view.parts = parts_on(tx, today);
    view.versions.push_back({carried.version, carried.valid_from,
                             view.current.version == carried.version ? TreeState::shipped : TreeState::past});
    for (const TreeRow& row : tx.all<TreeRow>(select_versions, name)) {
        view.versions.push_back(
            {row.version, row.valid_from, state_of(row.version, row.valid_from, view.current.version, today)});
        if (row.valid_from) continue;
        view.draft = tree_of(row);
        view.edits = row.edits;
    }
    view.check = check_from(tx, view.draft ? *view.draft : view.current, today, today);
    for (auto& count : tx.all<NamedCount>(select_counts, today + -days_counted))
        if (count.name == name) view.counts.push_back({count.step, count.channel, count.shown, count.answered});
    return view;
}

static std::optional<TreeRow> draft_of(db::Tx& tx, const std::string& name) {
    for (auto& row : tx.all<TreeRow>(select_versions, name))
        if (!row.valid_from) return row;
    return std::nullopt;
}

static TreeRow draft_or_refuse(db::Tx& tx, const std::string& name) {
    if (auto draft = draft_of(tx, name)) return *draft;
    throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement insert_draft{"guidance.insert_draft", R"(
    INSERT INTO guidance_tree (id, name, version, content, valid_from, edits, edited_by_id, edited_at)
    VALUES ($1, $2, $3, $4, NULL, 1, $5, $6))"};

void make_draft(db::Tx& tx, const std::string& name, const identity::Context& cx) {
    Tree tree = tree_on(tx, name, legal_date(cx.moment));
    auto newest = shipped_or_refuse(name).version;
    for (const TreeRow& row : tx.all<TreeRow>(select_versions, name)) {
        if (!row.valid_from) throw Refusal(Fault::conflict, "guidance_draft_there");
        newest = std::max(newest, row.version);
    }
    tree.version = newest + 1;
    tx.run(insert_draft, Id<Tree>::fresh(cx.moment), name, tree.version, db::Json(tree), cx.actor.account, cx.moment);
}

static const db::Statement update_draft{"guidance.save_draft", R"(
    UPDATE guidance_tree SET content = $3, edits = $2 + 1, edited_by_id = $4, edited_at = $5
     WHERE name = $1 AND valid_from IS NULL AND edits = $2)"};

void save_draft(db::Tx& tx, const std::string& name, Tree tree, std::int64_t edits, const identity::Context& cx) {
    if (tree.name != name) throw Refusal(Fault::invalid, "invalid", {{"name", "out_of_range"}});
    tree.version = draft_or_refuse(tx, name).version;
    if (tx.changed(update_draft, name, edits, db::Json(tree), cx.actor.account, cx.moment) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
}

static const db::Statement delete_draft{"guidance.drop_draft", R"(
    DELETE FROM guidance_tree WHERE name = $1 AND valid_from IS NULL)"};

void drop_draft(db::Tx& tx, const std::string& name) {
    if (tx.changed(delete_draft, name) != 1) throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement update_valid_from{"guidance.switch_on", R"(
    UPDATE guidance_tree SET valid_from = $2, edited_by_id = $3, edited_at = $4
     WHERE name = $1 AND valid_from IS NULL)"};

void switch_on(db::Tx& tx, const std::string& name, LegalDate from, const identity::Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    const TreeRow draft = draft_or_refuse(tx, name);
    if (from < today) throw Refusal(Fault::invalid, "invalid", {{"valid_from", "date_in_the_past"}});
    if (!check_from(tx, tree_of(draft), from, today).faults.empty())
        throw Refusal(Fault::conflict, "guidance_tree_faulty");
    tx.run(update_valid_from, name, from, cx.actor.account, cx.moment);
}

}  // namespace hemu::guidance
