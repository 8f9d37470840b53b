#include "queue.hpp"

#include "text.hpp"

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
           o.name AS holder_name, a.name AS handler_name, d.due_at, d.due_soon_at, d.due_code, d.registered_at,
           d.queue_at
      FROM dispute d
      LEFT JOIN organisation o ON o.id = d.holder_id
      LEFT JOIN account a ON a.id = d.handler_id)";

static std::string page_sql(std::string_view condition) {
    return columns + " WHERE d.closed_at IS NULL AND " + std::string(condition) +
           " AND (d.queue_at, d.id) > ($4, $5) AND (d.state = $6 OR $6 IS NULL) AND" + visible_sql() +
           " ORDER BY d.queue_at, d.id LIMIT $7";
}

static std::string count_sql(std::string_view condition) {
    return "SELECT count(*) AS count FROM (SELECT 1 AS one FROM dispute d WHERE d.closed_at IS NULL AND " +
           std::string(condition) + " AND" + visible_sql() + " LIMIT 1000) counted";
}

static const db::Statement page_mine{"dispute.queue_mine", page_sql("d.handler_id = $1")};
static const db::Statement page_my_body{"dispute.queue_my_body", page_sql("d.holder_id = $3")};
static const db::Statement page_unassigned{"dispute.queue_unassigned",
                                           page_sql("d.holder_id = $3 AND d.handler_id IS NULL")};
static const db::Statement page_late{"dispute.queue_late", page_sql("d.queue_at < $8")};
static const db::Statement page_all{"dispute.queue_all", page_sql("TRUE")};

static const db::Statement count_mine{"dispute.count_mine", count_sql("d.handler_id = $1")};
static const db::Statement count_my_body{"dispute.count_my_body", count_sql("d.holder_id = $3")};
static const db::Statement count_unassigned{"dispute.count_unassigned",
                                            count_sql("d.holder_id = $3 AND d.handler_id IS NULL")};
static const db::Statement count_late{"dispute.count_late", count_sql("d.queue_at < $4")};
static const db::Statement count_all{"dispute.count_all", count_sql("TRUE")};

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

static const db::Statement& page_of(QueueView view) {
    switch (view) {
        case QueueView::mine:
            return page_mine;
        case QueueView::my_body:
            return page_my_body;
        case QueueView::unassigned:
            return page_unassigned;
        case QueueView::late:
            return page_late;
        case QueueView::all:
            return page_all;
    }
    return page_all;
}

QueuePage queue_page(db::Tx& tx, QueueView view, std::optional<State> state, const std::string& after,
                     std::int64_t limit, const identity::Context& cx) {
    const Cursor from = read_cursor(after);
    const identity::Actor& actor = cx.actor;
    const auto rows = view == QueueView::late
                          ? tx.all<StoredRow>(page_late, actor.account, actor.duty, actor.organisation, from.queue_at,
                                              from.id, state, limit + 1, cx.moment)
                          : tx.all<StoredRow>(page_of(view), actor.account, actor.duty, actor.organisation,
                                              from.queue_at, from.id, state, limit + 1);
    QueuePage page;
    for (const StoredRow& row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            const StoredRow& last = rows[page.items.size() - 1];
            page.next = to_json_text(last.queue_at) + "~" + to_text(last.id);
            break;
        }
        page.items.push_back(shown(row, cx.moment));
    }
    return page;
}

QueueCounts queue_counts(db::Tx& tx, const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const auto ask = [&](const db::Statement& statement, const auto&... more) {
        return tx.later<std::int64_t>(statement, actor.account, actor.duty, actor.organisation, more...);
    };
    auto mine = ask(count_mine);
    auto my_body = ask(count_my_body);
    auto unassigned = ask(count_unassigned);
    auto late = ask(count_late, cx.moment);
    auto all = ask(count_all);
    return {mine.one(), my_body.one(), unassigned.one(), late.one(), all.one()};
}

static const db::Statement search_by_words{"dispute.search", columns + R"(
     WHERE (d.number = $4
            OR d.id IN (SELECT p.dispute_id FROM dispute_party p
                         WHERE p.name >= $4 AND p.name < $5 AND p.removed_at IS NULL))
       AND)" + visible_sql() + R"(
     ORDER BY d.registered_at DESC, d.id DESC
     LIMIT $6)"};

std::vector<QueueRow> search(db::Tx& tx, const std::string& words, std::int64_t limit, const identity::Context& cx) {
    const std::string begin = text::trim(words);
    if (begin.empty()) return {};
    const std::string end = begin + "\xF4\x8F\xBF\xBF";  // the last character there is
    std::vector<QueueRow> rows;
    for (const StoredRow& row : tx.all<StoredRow>(search_by_words, cx.actor.account, cx.actor.duty,
                                                  cx.actor.organisation, begin, end, limit))
        rows.push_back(shown(row, cx.moment));
    return rows;
}

}  // namespace hemu::dispute
