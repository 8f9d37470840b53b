#include <fstream>
#include <sstream>

#include "audit.hpp"
#include "calendar.hpp"

namespace hemu::calendar {

static const db::Statement select_mark{"calendar.mark", R"(
    SELECT mark FROM calendar_mark WHERE code = 'days')"};

static const db::Statement select_all{"calendar.days", R"(
    SELECT day_on, kind, name FROM calendar_day WHERE kind <> 'normal' ORDER BY day_on)"};

static WorkingCalendar calendar_of(const std::vector<Day>& days) {
    std::set<LegalDate> holidays;
    std::set<LegalDate> workdays;
    for (const Day& day : days) (day.kind == DayKind::holiday ? holidays : workdays).insert(day.day_on);
    return {std::move(holidays), std::move(workdays)};
}

static std::shared_ptr<const WorkingCalendar> with_mark(db::Tx& tx, const std::string& mark) {
    // Marks are random, so that several cities in one process are told apart by them.
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const WorkingCalendar>> known;
    {
        const std::lock_guard lock(mutex);
        if (const auto found = known.find(mark); found != known.end()) return found->second;
    }
    auto fresh = std::make_shared<const WorkingCalendar>(calendar_of(tx.all<Day>(select_all)));
    const std::lock_guard lock(mutex);
    if (known.size() >= 64) known.clear();
    known[mark] = fresh;
    return fresh;
}

/// The calendar as far as this transaction knows it.
struct Asked {
    std::optional<db::Later<std::string>> mark;
    std::shared_ptr<const WorkingCalendar> calendar;
};

void ask(db::Tx& tx) {
    auto& asked = tx.kept<Asked>();
    if (!asked.mark && !asked.calendar) asked.mark = tx.later<std::string>(select_mark);
}

std::shared_ptr<const WorkingCalendar> load(db::Tx& tx) {
    auto& asked = tx.kept<Asked>();
    if (asked.calendar) return asked.calendar;
    ask(tx);
    const std::string mark = std::exchange(asked.mark, std::nullopt)->one();
    return asked.calendar = with_mark(tx, mark);
}

static const db::Statement select_year{"calendar.days_between", R"(
    SELECT day_on, kind, name FROM calendar_day WHERE day_on >= $1 AND day_on <= $2 ORDER BY day_on)"};

std::vector<Day> days_of(db::Tx& tx, int year) {
    return tx.all<Day>(select_year, LegalDate(year, 1, 1), LegalDate(year, 12, 31));
}

static const db::Statement update_mark{"calendar.set_mark", R"(
    UPDATE calendar_mark SET mark = $1 WHERE code = 'days')"};

static void mark_changed(db::Tx& tx) {
    tx.run(update_mark, crypto::to_hex(crypto::random_bytes(16)));
    tx.kept<Asked>() = {};
}

static const db::Statement upsert_day{"calendar.set_day", R"(
    INSERT INTO calendar_day (day_on, kind, name) VALUES ($1, $2, $3)
    ON CONFLICT (day_on) DO UPDATE SET kind = excluded.kind, name = excluded.name)"};

void set(db::Tx& tx, const Day& day) {
    tx.run(upsert_day, day.day_on, day.kind, day.name);
    mark_changed(tx);
}

static const db::Statement insert_day{"calendar.fill_day", R"(
    INSERT INTO calendar_day (day_on, kind, name) VALUES ($1, $2, $3) ON CONFLICT (day_on) DO NOTHING)"};

static const db::Statement count_days{"calendar.count", R"(
    SELECT COUNT(*) FROM calendar_day)"};

std::int64_t fill(db::Database& database, const std::filesystem::path& data_files, Instant moment) {
    const auto path = data_files / "holidays.csv";
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) throw std::runtime_error(fmt::format("{} cannot be read", path.string()));
    const auto days = read_days(text.str());
    return database.transact([&](db::Tx& tx) {
        const auto before = tx.one<std::int64_t>(count_days);
        for (const Day& day : days) tx.run(insert_day, day.day_on, day.kind, day.name);
        const auto added = tx.one<std::int64_t>(count_days) - before;
        if (added == 0) return added;
        mark_changed(tx);
        audit::Entry entry;
        entry.happened_at = moment;
        entry.kind = audit::AuditKind::calendar;
        entry.act = "fill";
        entry.subject = fmt::format("{} days", added);
        audit::record(tx, entry);
        return added;
    });
}

}  // namespace hemu::calendar
