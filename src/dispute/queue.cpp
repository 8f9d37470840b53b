#include "queue.hpp"

#include <charconv>
#include <map>
#include <mutex>

#include "clock_store.hpp"

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
    Fen amount_fen;
    std::int64_t people_count = 0;
    Id<identity::Organisation> holder_id;
    std::optional<std::string> holder_name;
    std::optional<Id<identity::Account>> handler_id;
    std::optional<std::string> handler_name;
    std::optional<Instant> due_at;
    std::optional<Instant> due_soon_at;
    std::optional<std::string> due_code;
    std::optional<std::string> hold_reason;
    std::optional<Instant> hold_since_at;
    std::optional<Instant> hold_until_at;
    Instant registered_at;
    Instant queue_at;
};
BOOST_DESCRIBE_STRUCT(StoredRow, (),
                      (id, number, title, state, risk, difficulty, secrecy, national_type, amount_fen, people_count,
                       holder_id, holder_name, handler_id, handler_name, due_at, due_soon_at, due_code, hold_reason,
                       hold_since_at, hold_until_at, registered_at, queue_at))

static const std::string columns =
    "SELECT d.id, d.number, " + listed_title_sql() +
    R"( AS title, d.state, d.risk, d.difficulty, d.secrecy, d.national_type, d.amount_fen, d.people_count, d.holder_id,
           (SELECT o.name FROM organisation o WHERE o.id = d.holder_id) AS holder_name, d.handler_id,
           (SELECT a.name FROM account a WHERE a.id = d.handler_id) AS handler_name, d.due_at, d.due_soon_at,
           d.due_code, d.hold_reason, d.hold_since_at, d.hold_until_at, d.registered_at, d.queue_at)";

/// Where rows are looked for. Together the parts hold whatever visible_sql, which is asked of every row, lets
/// through. whole: few rows, all read because no index has them in the order in which they are due; they may come
/// twice, or in two such parts.
struct Part {
    std::string_view from;
    std::string condition;
    bool whole = false;
};
using Parts = std::vector<Part>;

/// How far somebody sees: what he or his body has to do with, what happens below his body, the whole city.
enum class Reach { relations, scope, city };

/// Somebody's own relations first, so said that no engine begins with what the city has due.
static const std::string_view people =
    "dispute_person x JOIN dispute d ON d.id = coalesce(x.dispute_id, x.dispute_id)";
static const std::string own_relation = "x.account_id = $1 AND x.until_at IS NULL AND x.closed = FALSE";

static const Parts of_handler = {{"dispute d", "d.handler_id = $1"}};
static const Parts of_holder = {{"dispute d", "d.holder_id = $3"}};
static const Parts of_holder_unassigned = {{"dispute d", "d.holder_id = $3 AND d.handler_id IS NULL"}};
static const Parts of_handler_and_unassigned = {{"dispute d", "d.handler_id = $1"},
                                                {"dispute d", "d.holder_id = $3 AND d.handler_id IS NULL"}};

/// For those who watch the whole city.
static const Parts of_city = {{"dispute d", "TRUE"}};

static const std::string under_own_body = "(SELECT s.under_id FROM organisation_scope s WHERE s.over_id = $3)";
static const std::string in_scope = "(coalesce(d.window_id, d.window_id) IN " + under_own_body +
                                    " OR coalesce(d.holder_id, d.holder_id) IN " + under_own_body + ")";

/// For those who watch a part of it: the city's order, with the others' left out by the window and the holder, which
/// the index of what is due holds; indexes by window and holder would give a county's disputes in no order. Then what
/// the actor has to do with at other windows, which is little, though he may have to do with thousands at his own:
/// the index by account and window tells, when a least window makes the engines take it.
static const Parts of_scope = {
    {"dispute d", in_scope},
    {people,
     own_relation + " AND x.window_id >= '00000000-0000-0000-0000-000000000000' AND x.window_id NOT IN " +
         under_own_body + " AND NOT " + in_scope,
     true},
};

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

static const Parts& parts_of(Reach reach) {
    switch (reach) {
        case Reach::relations:
            return of_relations;
        case Reach::scope:
            return of_scope;
        case Reach::city:
            return of_city;
    }
    return of_relations;
}

/// When a row `d` is due, said so that no engine takes an index of it: what somebody has to do with is found by its
/// relations, which are few, and never by looking through what the city has due.
static const std::string any_due = "coalesce(d.queue_at, d.queue_at)";

/// More conditions for the rows of a part.
using More = std::function<std::string(const Part&)>;
static std::string nothing_more(const Part&) { return ""; }

/// The first rows of the ordered parts, all of the others, none twice. limit: none reads all.
static std::string rows_sql(const Parts& parts, std::string_view wanted, const More& more,
                            std::string_view limit = "") {
    std::vector<std::string> ordered;
    std::vector<std::string> whole;
    for (const Part& part : parts) {
        const std::string rows = fmt::format("SELECT {} FROM {} WHERE d.closed_at IS NULL AND {}{} AND {}", wanted,
                                             part.from, part.condition, more(part), visible_sql());
        if (part.whole)
            whole.push_back(rows);
        else if (limit.empty())
            ordered.push_back(rows);
        else
            ordered.push_back(fmt::format("SELECT * FROM ({} ORDER BY d.queue_at, d.id LIMIT {}) part", rows, limit));
    }
    if (!whole.empty()) ordered.push_back(fmt::format("SELECT * FROM ({}) others", fmt::join(whole, "\n UNION ")));
    return fmt::format("{}", fmt::join(ordered, "\n UNION ALL "));
}

// Conditions of views over a row `d`, at the moment $4. What is put aside comes back by itself.
static const std::string at_work = "(d.hold_until_at IS NULL OR d.hold_until_at <= $4)";
static const std::string at_rest = "d.hold_until_at > $4";
static const std::string waits_for_party = "(d.state IN ('agreed', 'performing') OR d.hold_reason = 'party')";
static const std::string has_news =
    "(d.news_at IS NOT NULL AND d.news_by_id IS DISTINCT FROM $1 AND NOT EXISTS (SELECT 1 FROM dispute_seen seen"
    " WHERE seen.account_id = $1 AND seen.dispute_id = d.id AND seen.seen_at >= d.news_at))";
static const std::string is_mine = "(d.handler_id = $1 AND " + at_work + ")";
static const std::string is_my_bodys = "(d.holder_id = $3 AND " + at_work + ")";
static const std::string is_unassigned = "(d.holder_id = $3 AND d.handler_id IS NULL AND " + at_work + ")";

/// Three statements a view: as things are due, and in another order ($13), up and down. Parameters: $1 account,
/// $2 duty, $3 organisation, $4 now, $5 and $6 the cursor, $7 due from, $8 due before, $9 state, $10 type, $11 risk,
/// $12 handler, $13 order, $14 limit.
class View {
  public:
    View(const std::string& name, const Parts& parts, const std::string& condition)
        : as_due_("dispute.queue_" + name, in_due_order(parts, condition)),
          up_("dispute.queue_" + name + "_up", in_order(parts, condition, "ASC", ">")),
          down_("dispute.queue_" + name + "_down", in_order(parts, condition, "DESC", "<")) {}

    const db::Statement& in(QueueOrder order, bool descending) const {
        if (order == QueueOrder::due) return as_due_;
        return descending ? down_ : up_;
    }

  private:
    static std::string filters(const std::string& condition) {
        return " AND " + condition +
               " AND (d.state = $9 OR $9 IS NULL)"
               " AND (d.national_type = $10 OR $10 IS NULL) AND (d.risk = $11 OR $11 IS NULL)"
               " AND (d.handler_id = $12 OR $12 IS NULL)";
    }
    static std::string in_due_order(const Parts& parts, const std::string& condition) {
        const auto more = [&](const Part& part) {
            return fmt::format("{} AND ({}, d.id) > ($5, $6)", filters(condition),
                               part.whole ? any_due : "d.queue_at");
        };
        return "WITH found AS (SELECT id, queue_at FROM (" + rows_sql(parts, "d.id, d.queue_at", more, "$14") +
               ") parts WHERE coalesce(queue_at, queue_at) >= $7 AND coalesce(queue_at, queue_at) < $8"
               " ORDER BY queue_at, id LIMIT $14)" +
               columns +
               ", 0 AS order_key FROM dispute d JOIN found ON found.id = d.id"
               " WHERE $13 = 'due' AND CAST($4 AS timestamptz) IS NOT NULL ORDER BY found.queue_at, found.id";
    }
    static std::string in_order(const Parts& parts, const std::string& condition, const std::string& direction,
                                const std::string& beyond) {
        static const std::string key = R"(
            CASE $13 WHEN 'amount' THEN d.amount_fen WHEN 'people' THEN d.people_count
                     WHEN 'risk' THEN CASE d.risk WHEN 'blue' THEN 0 WHEN 'yellow' THEN 1 WHEN 'orange' THEN 2 ELSE 3 END
                     WHEN 'state' THEN )" +
                                       number_of_state() + R"( ELSE 0 END)";
        const auto more = [&](const Part&) {
            return fmt::format("{0} AND {1} >= $7 AND {1} < $8", filters(condition), any_due);
        };
        return "WITH found AS (SELECT id, order_key FROM (" +
               rows_sql(parts, "d.id, " + key + " AS order_key", more) + ") parts WHERE (order_key, id) " + beyond +
               " ($5, $6) ORDER BY order_key " + direction + ", id " + direction + " LIMIT $14)" + columns +
               ", found.order_key FROM dispute d JOIN found ON found.id = d.id WHERE CAST($4 AS timestamptz) IS NOT "
               "NULL"
               " ORDER BY found.order_key " +
               direction + ", found.id " + direction;
    }
    static std::string number_of_state() {
        std::string sql = "CASE d.state";
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto state) {
            sql += fmt::format(" WHEN '{}' THEN {}", json::enum_word(state.value), static_cast<int>(state.value));
        });
        return sql + " END";
    }

    db::Statement as_due_;
    db::Statement up_;
    db::Statement down_;
};
static const View mine("mine", of_handler, is_mine);
static const View my_body("my_body", of_holder, is_my_bodys);
static const View unassigned("unassigned", of_holder_unassigned, is_unassigned);
static const View new_papers("new_papers", of_handler_and_unassigned, has_news);

/// One view for each reach.
struct ViewByReach {
    ViewByReach(const std::string& name, const std::string& condition)
        : relations(name, of_relations, condition),
          scope(name + "_in_scope", of_scope, condition),
          city(name + "_in_city", of_city, condition) {}
    const View& within(Reach reach) const {
        return reach == Reach::relations ? relations : reach == Reach::scope ? scope : city;
    }
    View relations, scope, city;
};

static const ViewByReach everything("all", "TRUE");
static const ViewByReach waiting("waiting", waits_for_party);
static const ViewByReach on_hold("on_hold", at_rest);

static const View& view_of(QueueView view, Reach reach) {
    switch (view) {
        case QueueView::mine:
            return mine;
        case QueueView::my_body:
            return my_body;
        case QueueView::unassigned:
            return unassigned;
        case QueueView::new_papers:
            return new_papers;
        case QueueView::waiting:
            return waiting.within(reach);
        case QueueView::on_hold:
            return on_hold.within(reach);
        case QueueView::due_today:
        case QueueView::late:
        case QueueView::all:
            return everything.within(reach);
    }
    return everything.within(reach);
}

static const db::Statement select_is_root{
    "dispute.is_root", "SELECT count(*) AS count FROM organisation WHERE id = $1 AND parent_id IS NULL"};

/// Dispatchers, supervisors and leaders see whatever happens below their body, besides what they have to do with.
static Reach reach_of(db::Tx& tx, const identity::Actor& actor) {
    using identity::Duty;
    if (actor.duty != Duty::dispatcher && actor.duty != Duty::supervisor && actor.duty != Duty::leader)
        return Reach::relations;
    return tx.one<std::int64_t>(select_is_root, actor.organisation) > 0 ? Reach::city : Reach::scope;
}

static std::int64_t days_from(Instant from, Instant to) {
    return legal_date(to).days_since_epoch() - legal_date(from).days_since_epoch();
}

static QueueRow shown(const StoredRow& stored, const identity::Context& cx) {
    const Instant moment = cx.moment;
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
    row.amount_fen = stored.amount_fen;
    row.people_count = stored.people_count;
    row.holder_id = stored.holder_id;
    row.holder_name = stored.holder_name.value_or("");
    row.handler_id = stored.handler_id;
    row.handler_name = stored.handler_name;
    row.hands = hands_of({stored.state, stored.holder_id, stored.handler_id}, cx.actor);
    row.due_at = stored.due_at;
    row.due_code = stored.due_code;
    row.registered_at = stored.registered_at;
    row.mood = listed_mood(stored.state, stored.due_at, stored.due_soon_at, moment);
    if (row.mood == ClockMood::late) row.days_late = days_from(*stored.due_at, moment);
    row.came_back = stored.hold_until_at && *stored.hold_until_at <= moment;
    if (stored.hold_since_at && stored.hold_until_at && !row.came_back) {
        row.hold_reason = stored.hold_reason;
        row.days_on_hold = days_from(*stored.hold_since_at, moment);
        if (*stored.hold_until_at < far_away) row.hold_until_on = legal_date(*stored.hold_until_at);
    }
    return row;
}

/// Where a page begins: after this row in its order.
struct Cursor {
    std::string key;  ///< of the order: an instant when things are due, else a number
    Id<Dispute> id;
};

static Instant earliest() { return start_of(LegalDate(1, 1, 2)); }

static Cursor first_cursor(const QueueQuery& query, Instant from) {
    if (query.order == QueueOrder::due) return {to_json_text(from), {}};
    if (!query.descending) return {std::to_string(INT64_MIN), {}};
    return {std::to_string(INT64_MAX), *Id<Dispute>::parse("ffffffff-ffff-ffff-ffff-ffffffffffff")};
}

static std::optional<std::int64_t> number_in(const std::string& text) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && rest == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

static Cursor cursor_in(const std::string& text, const QueueQuery& query, Instant from) {
    if (text.empty()) return first_cursor(query, from);
    const auto mark = text.find('~');
    const auto id = mark == std::string::npos ? std::nullopt : Id<Dispute>::parse(text.substr(mark + 1));
    const std::string key = text.substr(0, mark);
    const bool readable =
        query.order == QueueOrder::due ? parse_instant(key).has_value() : number_in(key).has_value();
    if (!id || !readable) throw Refusal(Fault::invalid, "cursor_wrong", {{"after", "cursor_wrong"}});
    return {key, *id};
}

struct PageRow : StoredRow {
    std::int64_t order_key = 0;
};
BOOST_DESCRIBE_STRUCT(PageRow, (StoredRow), (order_key))

static QueuePage page_in(const std::vector<PageRow>& rows, QueueOrder order, std::int64_t limit,
                         const identity::Context& cx) {
    QueuePage page;
    for (const PageRow& row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            const PageRow& last = rows[page.items.size() - 1];
            const std::string key =
                order == QueueOrder::due ? to_json_text(last.queue_at) : std::to_string(last.order_key);
            page.next = key + "~" + to_text(last.id);
            break;
        }
        page.items.push_back(shown(row, cx));
    }
    return page;
}

QueuePage page_of(db::Tx& tx, const QueueQuery& query, const std::string& after, std::int64_t limit,
                  const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const Instant from = query.view == QueueView::due_today ? cx.moment : earliest();
    const Instant until = query.view == QueueView::late ? cx.moment
                          : query.view == QueueView::due_today
                              ? end_of(legal_date(cx.moment)) + std::chrono::microseconds(1)
                              : far_away + std::chrono::hours(1);
    const Cursor cursor = cursor_in(after, query, from);
    const db::Statement& statement = view_of(query.view, reach_of(tx, actor)).in(query.order, query.descending);
    const auto rows = [&](const auto& key) {
        return tx.all<PageRow>(statement, actor.account, actor.duty, actor.organisation, cx.moment, key, cursor.id,
                               from, until, query.state, query.national_type, query.risk, query.handler_id,
                               query.order, limit + 1);
    };
    return page_in(query.order == QueueOrder::due ? rows(*parse_instant(cursor.key)) : rows(*number_in(cursor.key)),
                   query.order, limit, cx);
}

/// One reading of what the actor may see: how many there are in each view, and since when. $4 now, $5 the end of
/// today.
static std::string counts_sql(Reach reach) {
    const auto view = [](QueueView one, const std::string& condition, std::string_view since) {
        const std::string name(json::enum_word(one));
        return fmt::format(
            "count(CASE WHEN {1} THEN 1 END) AS {0}_count, min(CASE WHEN {1} THEN {2} END) AS {0}_since", name,
            condition, since);
    };
    const std::vector<std::string> views = {
        view(QueueView::mine, is_mine, "d.registered_at"),
        view(QueueView::my_body, is_my_bodys, "d.registered_at"),
        view(QueueView::unassigned, is_unassigned, "d.registered_at"),
        view(QueueView::waiting, waits_for_party, "d.registered_at"),
        view(QueueView::on_hold, at_rest, "d.hold_since_at"),
        view(QueueView::new_papers,
             "((d.handler_id = $1 OR (d.handler_id IS NULL AND d.holder_id = $3)) AND " + has_news + ")",
             "d.news_at"),
        view(QueueView::due_today, "(d.queue_at >= $4 AND d.queue_at <= $5)", "d.queue_at"),
        view(QueueView::late, "d.queue_at < $4", "d.queue_at"),
        view(QueueView::all, "TRUE", "d.registered_at"),
    };
    return fmt::format(
        "SELECT {} FROM ({}) d", fmt::join(views, ",\n"),
        rows_sql(parts_of(reach),
                 "d.id, d.queue_at, d.state, d.holder_id, d.handler_id, d.registered_at, d.hold_reason,"
                 " d.hold_since_at, d.hold_until_at, d.news_at, d.news_by_id",
                 nothing_more));
}

static const db::Statement counts_of_relations{"dispute.counts_of_relations", counts_sql(Reach::relations)};
static const db::Statement counts_of_scope{"dispute.counts_of_scope", counts_sql(Reach::scope)};
static const db::Statement counts_of_city{"dispute.counts_of_city", counts_sql(Reach::city)};

struct CountsRow {
    std::int64_t mine_count = 0, my_body_count = 0, unassigned_count = 0, waiting_count = 0, on_hold_count = 0,
                 new_papers_count = 0, due_today_count = 0, late_count = 0, all_count = 0;
    std::optional<Instant> mine_since, my_body_since, unassigned_since, waiting_since, on_hold_since,
        new_papers_since, due_today_since, late_since, all_since;
};
BOOST_DESCRIBE_STRUCT(CountsRow, (),
                      (mine_count, mine_since, my_body_count, my_body_since, unassigned_count, unassigned_since,
                       waiting_count, waiting_since, on_hold_count, on_hold_since, new_papers_count, new_papers_since,
                       due_today_count, due_today_since, late_count, late_since, all_count, all_since))

std::vector<QueueCount> counts_of(db::Tx& tx, const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const Reach reach = reach_of(tx, actor);
    const db::Statement& statement = reach == Reach::relations ? counts_of_relations
                                     : reach == Reach::scope   ? counts_of_scope
                                                               : counts_of_city;
    const auto row = tx.one<CountsRow>(statement, actor.account, actor.duty, actor.organisation, cx.moment,
                                       end_of(legal_date(cx.moment)));
    using enum QueueView;
    return {{mine, row.mine_count, row.mine_since},
            {my_body, row.my_body_count, row.my_body_since},
            {unassigned, row.unassigned_count, row.unassigned_since},
            {waiting, row.waiting_count, row.waiting_since},
            {on_hold, row.on_hold_count, row.on_hold_since},
            {new_papers, row.new_papers_count, row.new_papers_since},
            {due_today, row.due_today_count, row.due_today_since},
            {late, row.late_count, row.late_since},
            {all, row.all_count, row.all_since}};
}

/// Counts as they were shown last, by account and post.
class KeptCounts {
  public:
    struct Kept {
        std::vector<QueueCount> counts;
        Instant until;
        std::int64_t turn = 0;  ///< how often what was kept has been forgotten
    };

    Kept begin(const identity::Actor& actor) {
        const std::lock_guard lock(guard_);
        if (kept_.size() > 20'000) kept_.clear();
        return kept_[key_of(actor)];
    }
    void keep(const identity::Actor& actor, const std::vector<QueueCount>& counts, Instant until, std::int64_t turn) {
        const std::lock_guard lock(guard_);
        Kept& kept = kept_[key_of(actor)];
        if (kept.turn != turn) return;
        kept.counts = counts;
        kept.until = until;
    }
    void forget(Id<identity::Account> account) {
        const std::lock_guard lock(guard_);
        for (auto one = kept_.lower_bound({account, {}, {}}); one != kept_.end(); ++one) {
            if (std::get<0>(one->first) != account) break;
            one->second.until = {};
            ++one->second.turn;
        }
    }

  private:
    using Key = std::tuple<Id<identity::Account>, Id<identity::Organisation>, identity::Duty>;
    static Key key_of(const identity::Actor& actor) { return {actor.account, actor.organisation, actor.duty}; }

    std::mutex guard_;
    std::map<Key, Kept> kept_;
};
static KeptCounts kept_counts;

std::vector<QueueCount> counts_lately(const identity::Context& cx) {
    const auto kept = kept_counts.begin(cx.actor);
    if (cx.moment < kept.until) return kept.counts;
    auto counts = cx.db.read([&](db::Tx& tx) { return counts_of(tx, cx); });
    kept_counts.keep(cx.actor, counts, cx.moment + counts_stay, kept.turn);
    return counts;
}

void forget_counts(Id<identity::Account> account) { kept_counts.forget(account); }

}  // namespace hemu::dispute
