#include "queue.hpp"

namespace hemu::dispute {

LoopStep step_of(State state) {
    switch (state) {
        case State::registered:
        case State::merged:
            return LoopStep::gather;
        case State::accepted:
        case State::refused:
        case State::redirected:
            return LoopStep::assess;
        case State::offered:
        case State::taken:
            return LoopStep::hand_over;
        case State::assigned:
        case State::mediating:
        case State::paused:
            return LoopStep::handle;
        case State::agreed:
        case State::performing:
        case State::breached:
        case State::terminated:
        case State::withdrawn:
            return LoopStep::close;
        case State::performed:
        case State::closed:
        case State::archived:
            return LoopStep::evaluate;
    }
    return LoopStep::gather;
}

struct StoredRow {
    Id<Dispute> id;
    std::string number;
    std::string title;
    State state = State::registered;
    Risk risk = Risk::blue;
    std::optional<Difficulty> difficulty;
    Secrecy secrecy = Secrecy::normal;
    std::string national_type;
    Id<identity::Organisation> holder_id;
    std::optional<std::string> holder_name;
    std::optional<std::string> handler_name;
    std::optional<Instant> due_at;
    std::optional<Instant> due_soon_at;
    std::optional<std::string> due_code;
    Instant registered_at;
    Instant queue_at;
};
BOOST_DESCRIBE_STRUCT(StoredRow, (),
                      (id, number, title, state, risk, difficulty, secrecy, national_type, holder_id, holder_name,
                       handler_name, due_at, due_soon_at, due_code, registered_at, queue_at))

static const std::string columns =
    "SELECT d.id, d.number, " + listed_title_sql() +
    R"( AS title, d.state, d.risk, d.difficulty, d.secrecy, d.national_type, d.holder_id,
           (SELECT o.name FROM organisation o WHERE o.id = d.holder_id) AS holder_name,
           (SELECT a.name FROM account a WHERE a.id = d.handler_id) AS handler_name, d.due_at, d.due_soon_at,
           d.due_code, d.registered_at, d.queue_at
      FROM dispute d)";

/// Where a view's rows are looked for. Together the parts of a view hold whatever visible_sql, which is asked of
/// every row, lets through. whole: few rows, all read because no index has them in the order in which they are due;
/// they may come twice, or in two such parts.
struct Part {
    std::string_view from;
    std::string condition;
    bool whole = false;
};
using Parts = std::vector<Part>;

static const std::string_view people = "dispute_person x JOIN dispute d ON d.id = x.dispute_id";
static const std::string own_relation = "x.account_id = $1 AND x.until_at IS NULL AND x.closed = FALSE";

static const Parts of_handler = {{"dispute d", "d.handler_id = $1"}};
static const Parts of_holder = {{"dispute d", "d.holder_id = $3"}};
static const Parts of_holder_unassigned = {{"dispute d", "d.holder_id = $3 AND d.handler_id IS NULL"}};

/// For those who watch a scope.
static const Parts of_scope = {{"dispute d", "TRUE"}};

/// For everybody else: the body's window, what the body holds, what else it has to do with, and what the actor has to
/// do with at other windows.
static const Parts of_relations = {
    {"dispute d", "d.window_id = $3"},
    {"dispute d", "d.holder_id = $3 AND d.window_id <> $3"},
    {"dispute_body x JOIN dispute d ON d.id = x.dispute_id",
     "x.organisation_id = $3 AND x.until_at IS NULL AND x.closed = FALSE AND x.role <> 'window'"
     " AND d.window_id <> $3 AND d.holder_id <> $3",
     true},
    {people, own_relation + " AND x.window_id < $3 AND d.holder_id <> $3", true},
    {people, own_relation + " AND x.window_id > $3 AND d.holder_id <> $3", true},
};

/// The first rows of the ordered parts, all of the others, none twice.
static std::string rows_sql(const Parts& parts, std::string_view wanted, std::string_view more,
                            std::string_view limit) {
    std::vector<std::string> ordered;
    std::vector<std::string> whole;
    for (const Part& part : parts) {
        const std::string rows = fmt::format("SELECT {} FROM {} WHERE d.closed_at IS NULL AND {}{} AND {}", wanted,
                                             part.from, part.condition, more, visible_sql());
        if (part.whole)
            whole.push_back(rows);
        else
            ordered.push_back(fmt::format("SELECT * FROM ({} ORDER BY d.queue_at, d.id LIMIT {}) part", rows, limit));
    }
    if (!whole.empty()) ordered.push_back(fmt::format("SELECT * FROM ({}) others", fmt::join(whole, "\n UNION ")));
    return fmt::format("{}", fmt::join(ordered, "\n UNION ALL "));
}

static std::string page_sql(const Parts& parts, std::string_view more = "") {
    const std::string condition =
        " AND (d.queue_at, d.id) > ($4, $5) AND (d.state = $6 OR $6 IS NULL)" + std::string(more);
    return "WITH found AS (SELECT id, queue_at FROM (" + rows_sql(parts, "d.id, d.queue_at", condition, "$7") +
           ") parts ORDER BY queue_at, id LIMIT $7)" + columns +
           " JOIN found ON found.id = d.id ORDER BY found.queue_at, found.id";
}

static const db::Statement page_mine{"dispute.queue_mine", page_sql(of_handler)};
static const db::Statement page_my_body{"dispute.queue_my_body", page_sql(of_holder)};
static const db::Statement page_unassigned{"dispute.queue_unassigned", page_sql(of_holder_unassigned)};
static const db::Statement page_late_in_scope{"dispute.queue_late_in_scope",
                                              page_sql(of_scope, " AND d.queue_at < $8")};
static const db::Statement page_late_related{"dispute.queue_late_related",
                                             page_sql(of_relations, " AND d.queue_at < $8")};
static const db::Statement page_all_in_scope{"dispute.queue_all_in_scope", page_sql(of_scope)};
static const db::Statement page_all_related{"dispute.queue_all_related", page_sql(of_relations)};

static constexpr std::int64_t most_counted = 1000;

static std::string counted(const Parts& parts, std::string_view wanted) {
    return rows_sql(parts, wanted, "", std::to_string(most_counted));
}

struct Counted {
    std::int64_t whole = 0;
    std::int64_t part = 0;
};
BOOST_DESCRIBE_STRUCT(Counted, (), (whole, part))

static const db::Statement count_mine{"dispute.count_mine",
                                      "SELECT count(*) AS count FROM (" + counted(of_handler, "d.id") + ") counted"};
/// Of what the body holds, what nobody handles.
static const db::Statement count_my_body{
    "dispute.count_my_body",
    "SELECT count(*) AS whole, count(CASE WHEN handler_id IS NULL THEN 1 END) AS part FROM (" +
        counted(of_holder, "d.handler_id") + ") counted"};
static const db::Statement count_unassigned{
    "dispute.count_unassigned",
    "SELECT count(*) AS count FROM (" + counted(of_holder_unassigned, "d.id") + ") counted"};
/// What is late stands first, so the rows that are counted have all of it, or as much of it as is counted.
static std::string count_late_sql(const Parts& parts) {
    return "SELECT count(*) AS whole, count(CASE WHEN queue_at < $4 THEN 1 END) AS part FROM (" +
           counted(parts, "d.id, d.queue_at") + ") counted";
}
static const db::Statement count_in_scope{"dispute.count_in_scope", count_late_sql(of_scope)};
static const db::Statement count_related{"dispute.count_related", count_late_sql(of_relations)};

static QueueRow shown(const StoredRow& stored, Instant moment) {
    QueueRow row;
    row.id = stored.id;
    row.number = stored.number;
    row.title = stored.title;
    row.state = stored.state;
    row.step = step_of(stored.state);
    row.risk = stored.risk;
    row.difficulty = stored.difficulty;
    row.secrecy = stored.secrecy;
    row.national_type = stored.national_type;
    row.holder_id = stored.holder_id;
    row.holder_name = stored.holder_name.value_or("");
    row.handler_name = stored.handler_name;
    row.due_at = stored.due_at;
    row.due_code = stored.due_code;
    row.registered_at = stored.registered_at;
    if (stored.state == State::paused)
        row.mood = ClockMood::paused;
    else if (stored.due_at && stored.due_soon_at)
        row.mood = *stored.due_at < moment ? ClockMood::late
                                           : (moment < *stored.due_soon_at ? ClockMood::fine : ClockMood::soon);
    return row;
}

struct Cursor {
    Instant queue_at;
    Id<Dispute> id;
};

static Cursor read_cursor(const std::string& text) {
    if (text.empty()) return {};
    const auto space = text.find('~');
    const auto queue_at = parse_instant(text.substr(0, space));
    const auto id = space == std::string::npos ? std::nullopt : Id<Dispute>::parse(text.substr(space + 1));
    if (!queue_at || !id) throw Refusal(Fault::invalid, "cursor_wrong", {{"after", "cursor_wrong"}});
    return {*queue_at, *id};
}

/// Who sees whatever happens below his body, besides what he has to do with himself.
static bool watches_scope(const identity::Actor& actor) {
    using identity::Duty;
    return actor.duty == Duty::dispatcher || actor.duty == Duty::supervisor || actor.duty == Duty::leader;
}

static const db::Statement& page_of(QueueView view, const identity::Actor& actor) {
    switch (view) {
        case QueueView::mine:
            return page_mine;
        case QueueView::my_body:
            return page_my_body;
        case QueueView::unassigned:
            return page_unassigned;
        case QueueView::late:
            return watches_scope(actor) ? page_late_in_scope : page_late_related;
        case QueueView::all:
            return watches_scope(actor) ? page_all_in_scope : page_all_related;
    }
    return page_all_related;
}

static QueuePage page_in(const std::vector<StoredRow>& rows, std::int64_t limit, Instant moment) {
    QueuePage page;
    for (const StoredRow& row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            const StoredRow& last = rows[page.items.size() - 1];
            page.next = to_json_text(last.queue_at) + "~" + to_text(last.id);
            break;
        }
        page.items.push_back(shown(row, moment));
    }
    return page;
}

static db::Later<StoredRow> ask_page(db::Tx& tx, QueueView view, std::optional<State> state, const Cursor& from,
                                     std::int64_t limit, const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const db::Statement& statement = page_of(view, actor);
    if (view == QueueView::late)
        return tx.later<StoredRow>(statement, actor.account, actor.duty, actor.organisation, from.queue_at, from.id,
                                   state, limit + 1, cx.moment);
    return tx.later<StoredRow>(statement, actor.account, actor.duty, actor.organisation, from.queue_at, from.id,
                               state, limit + 1);
}

QueuePage next_page(db::Tx& tx, QueueView view, std::optional<State> state, const std::string& after,
                    std::int64_t limit, const identity::Context& cx) {
    return page_in(ask_page(tx, view, state, read_cursor(after), limit, cx).all(), limit, cx.moment);
}

FirstPage first_page(db::Tx& tx, QueueView view, std::optional<State> state, std::int64_t limit,
                     const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    auto page = ask_page(tx, view, state, {}, limit, cx);
    auto mine = tx.later<std::int64_t>(count_mine, actor.account, actor.duty, actor.organisation);
    auto held = tx.later<Counted>(count_my_body, actor.account, actor.duty, actor.organisation);
    auto seen = tx.later<Counted>(watches_scope(actor) ? count_in_scope : count_related, actor.account, actor.duty,
                                  actor.organisation, cx.moment);
    FirstPage first;
    static_cast<QueuePage&>(first) = page_in(page.all(), limit, cx.moment);
    first.counts.mine = mine.one();
    const Counted body = held.one();
    first.counts.my_body = body.whole;
    first.counts.unassigned = body.whole < most_counted ? body.part
                                                        : tx.one<std::int64_t>(count_unassigned, actor.account,
                                                                               actor.duty, actor.organisation);
    const Counted all = seen.one();
    first.counts.all = std::min(all.whole, most_counted);
    first.counts.late = std::min(all.part, most_counted);
    return first;
}

}  // namespace hemu::dispute
