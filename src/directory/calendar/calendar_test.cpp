#include "calendar.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "audit.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"

namespace hemu::calendar {

static const Instant moment{1'790'000'000'000'000};

TEST(holiday_files, are_read) {
    const auto days = read_days("day,kind,name\n2026-02-14,workday,春节\n2026-02-15,holiday,春节\r\n");
    ASSERT_EQ(days.size(), 2u);
    EXPECT_EQ(days[0].day_on, LegalDate(2026, 2, 14));
    EXPECT_EQ(days[0].kind, DayKind::workday);
    EXPECT_EQ(days[1].name, "春节");
}

TEST(holiday_files, that_are_wrong_are_refused) {
    for (const char* wrong : {"day,kind,name\n2026-02-30,holiday,x\n", "day,kind,name\n2026-02-15,feast,x\n",
                              "day,kind,name\n2026-02-15\n", "day,kind,name\n,,\n"})
        EXPECT_THROW(read_days(wrong), std::runtime_error) << wrong;
}

class calendar_store : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        folder_ =
            std::filesystem::temp_directory_path() / fmt::format("hemu-days-{}", static_cast<const void*>(this));
        std::filesystem::create_directories(folder_);
        std::ofstream(folder_ / "holidays.csv")
            << "day,kind,name\n2026-02-14,workday,春节\n2026-02-16,holiday,春节\n2026-02-17,holiday,春节\n";
    }
    void TearDown() override {
        std::filesystem::remove_all(folder_);
        db::OnBothEngines::TearDown();
    }
    std::shared_ptr<const WorkingCalendar> loaded() {
        return database().read([](db::Tx& tx) { return load(tx); });
    }
    void set_day(Day day) {
        database().transact([&](db::Tx& tx) { set(tx, day); });
    }
    std::filesystem::path folder_;
};
INSTANTIATE_TEST_SUITE_P(engines, calendar_store, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(calendar_store, without_days_knows_weekends) {
    EXPECT_TRUE(loaded()->is_working_day(LegalDate(2026, 2, 16)));
    EXPECT_FALSE(loaded()->is_working_day(LegalDate(2026, 2, 14)));
}

TEST_P(calendar_store, is_filled_once) {
    EXPECT_EQ(fill(database(), folder_, moment), 3);
    EXPECT_EQ(fill(database(), folder_, moment), 0);
    EXPECT_TRUE(loaded()->is_working_day(LegalDate(2026, 2, 14)));
    EXPECT_FALSE(loaded()->is_working_day(LegalDate(2026, 2, 16)));
    EXPECT_EQ(loaded()->add_working_days(LegalDate(2026, 2, 13), 2), LegalDate(2026, 2, 18));
    EXPECT_THROW(fill(database(), folder_ / "nowhere", moment), std::runtime_error);
}

TEST_P(calendar_store, is_read_anew_only_after_a_change) {
    fill(database(), folder_, moment);
    const auto first = loaded();
    EXPECT_EQ(loaded(), first);
    set_day({LegalDate(2026, 2, 18), DayKind::holiday, "雪灾停工"});
    EXPECT_NE(loaded(), first);
    EXPECT_FALSE(loaded()->is_working_day(LegalDate(2026, 2, 18)));
}

TEST_P(calendar_store, keeps_what_was_set_by_hand) {
    set_day({LegalDate(2026, 2, 16), DayKind::normal, ""});
    EXPECT_EQ(fill(database(), folder_, moment), 2);
    EXPECT_TRUE(loaded()->is_working_day(LegalDate(2026, 2, 16)));
    EXPECT_FALSE(loaded()->is_working_day(LegalDate(2026, 2, 17)));
    set_day({LegalDate(2026, 2, 17), DayKind::workday, "加班"});
    EXPECT_TRUE(loaded()->is_working_day(LegalDate(2026, 2, 17)));
}

TEST_P(calendar_store, forgets_a_change_that_was_rolled_back) {
    fill(database(), folder_, moment);
    EXPECT_THROW(database().transact([&](db::Tx& tx) {
        set(tx, {LegalDate(2026, 3, 3), DayKind::holiday, ""});
        EXPECT_FALSE(load(tx)->is_working_day(LegalDate(2026, 3, 3)));
        throw std::runtime_error("rolled back");
    }),
                 std::runtime_error);
    EXPECT_TRUE(loaded()->is_working_day(LegalDate(2026, 3, 3)));
}

TEST_P(calendar_store, is_shown_and_edited_over_its_routes) {
    namespace testing = identity::testing;
    using identity::Duty;
    fill(database(), folder_, moment);
    identity::Routes all = routes;
    for (const auto& route : identity::routes)
        if (route.path == "/api/session") all.push_back(route);
    const auto body = Id<identity::Organisation>::fresh(moment);
    testing::make_person(database(), "clerk", Duty::clerk, body, moment);
    testing::make_person(database(), "system", Duty::system_administrator, body, moment);
    testing::Caller clerk(database(), all, moment), system(database(), all, moment);
    clerk.sign_in("clerk");
    system.sign_in("system");
    EXPECT_EQ(boost::json::parse(clerk.get("/api/calendar/2026").body).as_array().size(), 3u);
    EXPECT_EQ(clerk.get("/api/calendar/2025").body, "[]");
    EXPECT_EQ(testing::code_of(clerk.get("/api/calendar/26")), "not_found");
    EXPECT_EQ(testing::code_of(clerk.get("/api/calendar/2026x")), "not_found");
    const std::string form = R"({"kind":"holiday","name":"停工"})";
    EXPECT_EQ(testing::code_of(clerk.ask("PUT", "/api/calendar/2026/2026-03-03", form)), "duty_may_not");
    EXPECT_EQ(system.ask("PUT", "/api/calendar/2026/2026-03-03", form).status, 200);
    EXPECT_EQ(testing::code_of(system.ask("PUT", "/api/calendar/2025/2026-03-03", form)), "not_found");
    EXPECT_EQ(testing::code_of(system.ask("PUT", "/api/calendar/2026/2026-02-30", form)), "not_found");
    EXPECT_FALSE(loaded()->is_working_day(LegalDate(2026, 3, 3)));
    audit::Filter filter;
    filter.kind = audit::AuditKind::calendar;
    const auto entries = database().read([&](db::Tx& tx) { return audit::list(tx, filter); }).items;
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(std::count_if(entries.begin(), entries.end(),
                            [](const auto& entry) { return entry.subject == "2026-03-03"; }),
              1);
}

// The file that tools/make_data.mjs makes: 2026 has the days of the State Council's notice.
TEST(holiday_data, has_the_days_of_2004_to_2026) {
    const char* value = std::getenv("HEMU_DATA_FILES");
    const auto path = std::filesystem::path(value ? value : "build/data_files") / "holidays.csv";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    const auto days = read_days(text.str());
    std::set<int> years;
    for (const auto& day : days) {
        years.insert(day.day_on.year());
        if (day.kind == DayKind::workday) {
            EXPECT_GE(day.day_on.weekday(), 6u) << to_text(day.day_on);
        }
    }
    EXPECT_EQ(*years.begin(), 2004);
    EXPECT_GE(*years.rbegin(), 2026);
    EXPECT_GE(days.size(), 769u);
    const auto is = [&](LegalDate date, DayKind kind) {
        return std::any_of(days.begin(), days.end(),
                           [&](const Day& day) { return day.day_on == date && day.kind == kind; });
    };
    EXPECT_TRUE(is(LegalDate(2026, 2, 17), DayKind::holiday));
    EXPECT_TRUE(is(LegalDate(2026, 2, 14), DayKind::workday));
}

}  // namespace hemu::calendar
