#include "demo.hpp"

#include "archives.hpp"
#include "calendar.hpp"
#include "citizens.hpp"
#include "life.hpp"
#include "neighbours.hpp"

namespace hemu::demo {

using identity::Context;

static const db::Statement count_accounts{"demo.accounts", "SELECT count(*) AS count FROM account"};

bool is_empty(db::Database& database) {
    return database.read([](db::Tx& tx) { return tx.one<std::int64_t>(count_accounts); }) == 0;
}

static const db::Statement select_villages{"demo.villages", R"(
    SELECT code, name FROM place WHERE length(code) = 12 ORDER BY code)"};

struct VillageRow {
    std::string code;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(VillageRow, (), (code, name))

static std::vector<places::Place> all_villages(db::Tx& tx) {
    std::vector<places::Place> villages;
    for (const VillageRow& row : tx.all<VillageRow>(select_villages)) {
        places::Place place;
        place.code = row.code;
        place.name = row.name;
        villages.push_back(place);
    }
    return villages;
}

/// A minute of working time of the last two years, many on Monday mornings (domain facts 11.3). The last two weeks
/// are four times as busy as the rest, so that every desk has work to show.
static Instant begin_of(Random& random, const WorkingCalendar& calendar, Instant present) {
    constexpr std::size_t all_days = 730, busy_days = 14;
    for (;;) {
        const std::size_t drawn = below(random, all_days + 3 * busy_days);
        const std::size_t days = drawn < all_days ? drawn : (drawn - all_days) % busy_days;
        const LegalDate day = legal_date(present) + -static_cast<std::int64_t>(days);
        if (!calendar.is_working_day(day)) continue;
        const bool peak = day.weekday() == 1 && below(random, 100) < 40;
        const std::size_t minute = peak ? 540 + below(random, 120) : 510 + below(random, 510);
        const Instant begin = start_of(day) + std::chrono::minutes(minute);
        if (begin < present) return begin;
    }
}

/// Tests count what a small city holds.
static constexpr std::int64_t disputes_with_citizens = 400;

Built build(const Size& size, const Context& cx) {
    seed_ids(size.seed);
    db::Database& database = cx.db;
    Random random(size.seed);
    const auto [city, villages, calendar] = database.transact([&](db::Tx& tx) {
        random.seed(size.seed);
        return std::tuple(make_city(tx, random, cx), all_villages(tx), calendar::load(tx));
    });
    std::vector<Instant> begins;
    for (std::int64_t i = 0; i < size.disputes; ++i) begins.push_back(begin_of(random, *calendar, cx.moment));
    std::sort(begins.begin(), begins.end());
    const Stage stage{city, cx, villages, *calendar};
    constexpr std::size_t at_a_time = 50;
    for (std::size_t from = 0; from < begins.size(); from += at_a_time) {
        const Random before = random;
        database.transact([&](db::Tx& tx) {
            random = before;
            for (std::size_t i = from; i < std::min(from + at_a_time, begins.size()); ++i)
                live(tx, random, stage, begins[i]);
        });
    }
    Built built{fmt::format("{} bodies, {} accounts, {} disputes", city.bodies, city.accounts, size.disputes), ""};
    if (size.disputes < disputes_with_citizens) return built;
    built.way_in = add_citizens(random, city, villages, cx);
    add_neighbours(city, villages, cx);
    add_archives(city, cx);
    return built;
}

}  // namespace hemu::demo
