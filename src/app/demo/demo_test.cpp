#include "demo.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "calendar.hpp"
#include "clocks.hpp"
#include "court.hpp"
#include "crypto.hpp"
#include "db_testing.hpp"
#include "embedded.hpp"
#include "evaluation.hpp"
#include "identity_testing.hpp"
#include "invitation.hpp"
#include "notices.hpp"
#include "partners.hpp"
#include "places.hpp"
#include "verification.hpp"

namespace hemu::demo {

static constexpr std::int64_t disputes = 400;

static std::filesystem::path data_files() {
    const char* given = std::getenv("HEMU_DATA_FILES");
    return given ? given : "build/data_files";
}

/// A Wednesday at noon in China.
static Instant present() { return start_of(LegalDate(2026, 3, 18)) + std::chrono::hours(12); }

/// The demonstration city on a database of its own.
class Demonstration {
  public:
    explicit Demonstration(std::uint64_t seed) {
        dispute::set_reactions(
            {evaluation::plan_visits, notices::tell_event, invitation::follow, court::follow, partners::follow});
        exchange::set_receivers({partners::receive});
        config_.data_dir = folder_.string();
        db::Database& made = database();
        made.transact([](db::Tx& tx) { dispute::load_clock_rules(tx, embedded_file("clock_rules.json")); });
        calendar::fill(made, data_files(), present());
        places::load(made, data_files(), "4212", present());
        const auto cx = identity::testing::context_of(made, identity::machine(identity::Duty::leader), present());
        said = build({disputes, seed}, {cx.db, cx.actor, cx.moment, cx.keys, config_}).made;
    }
    ~Demonstration() { std::filesystem::remove_all(folder_); }
    db::Database& database() { return file_.database(); }

    template <class Row>
    std::vector<Row> all(const char* sql) {
        const db::Statement statement{"test.demo", sql};
        return database().read([&](db::Tx& tx) { return tx.all<Row>(statement); });
    }
    std::int64_t count(const char* sql) { return all<std::int64_t>(sql).at(0); }

    std::string said;

  private:
    db::TemporaryDatabase file_;
    config::Config config_ = identity::testing::config();
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("hemu_demo_" + crypto::random_code(10));
};

class demo_city : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (std::filesystem::exists(data_files() / "places")) city_ = std::make_unique<Demonstration>(4212);
    }
    static void TearDownTestSuite() { city_.reset(); }
    void SetUp() override {
        if (!city_) GTEST_SKIP() << "no data files: ./dev test makes them";
    }
    static Demonstration& city() { return *city_; }

  private:
    static inline std::unique_ptr<Demonstration> city_;
};

TEST_F(demo_city, has_the_bodies_and_people_of_a_city) {
    EXPECT_EQ(city().count("SELECT count(*) FROM organisation WHERE kind = 'mediation_centre'"), 7);
    EXPECT_EQ(city().count("SELECT count(*) FROM organisation WHERE kind = 'industry_committee'"), 70);
    EXPECT_EQ(city().count("SELECT count(*) FROM organisation WHERE kind = 'industry_committee' AND level = 'city'"),
              14);
    EXPECT_EQ(city().count("SELECT count(*) FROM organisation WHERE kind = 'court'"), 7);
    EXPECT_GE(city().count("SELECT count(*) FROM organisation WHERE level = 'village'"), 1000);
    EXPECT_EQ(city().count("SELECT count(DISTINCT duty) FROM post"), 10) << "all duties but the citizen's";
    EXPECT_GE(city().count("SELECT count(*) FROM account"), 60);
}

TEST_F(demo_city, is_played_by_the_real_verbs) {
    const auto verified = dispute::verify(city().database());
    EXPECT_TRUE(verified.breaks.empty());
    EXPECT_GE(verified.chains, disputes);
    for (const char* kind :
         {"register",       "accept",      "refuse",  "redirect", "merge",  "withdraw", "offer",        "take",
          "return",         "assign",      "begin",   "pause",    "resume", "agree",    "agree_orally", "terminate",
          "settle_at_once", "take_effect", "perform", "breach",   "close",  "archive",  "order",        "visit"})
        EXPECT_GT(
            city().count(("SELECT count(*) FROM dispute_event WHERE kind = '" + std::string(kind) + "'").c_str()), 0)
            << kind;
    EXPECT_EQ(city().count("SELECT count(*) FROM dispute_event WHERE happened_at > '2026-03-18 04:00:01'"), 0)
        << "nothing happens after the present";
}

TEST_F(demo_city, has_citizens_who_write_ask_and_answer) {
    EXPECT_EQ(city().count("SELECT count(*) FROM entrance"), 8);
    EXPECT_GT(city().count("SELECT sum(looks) FROM entrance_count"), 500);
    EXPECT_GT(city().count("SELECT count(*) FROM guidance_step WHERE channel = 'kiosk'"), 0);
    EXPECT_EQ(city().count("SELECT count(*) FROM application WHERE submitted_at IS NULL"), 1);
    EXPECT_EQ(city().count("SELECT count(*) FROM application WHERE submitted_at IS NOT NULL"), 1);
    EXPECT_EQ(city().count("SELECT count(*) FROM case_home_message WHERE from_party = TRUE"), 2);
    EXPECT_EQ(city().count("SELECT count(*) FROM case_home_message WHERE from_party = FALSE"), 1);
    EXPECT_EQ(city().count("SELECT count(*) FROM case_home_ask WHERE kind = 'urge'"), 1);
    EXPECT_EQ(city().count("SELECT count(*) FROM case_home_complaint"), 1);
    EXPECT_EQ(city().count("SELECT count(*) FROM case_home_data_request"), 1);
    for (const char* answer : {"agree", "later", "refuse"})
        EXPECT_GT(
            city().count(
                ("SELECT count(*) FROM invitation_answer WHERE answer = '" + std::string(answer) + "'").c_str()),
            0)
            << answer;
    EXPECT_GT(city().count("SELECT count(*) FROM invitation WHERE ended_at IS NULL AND furthest IS NULL"), 0)
        << "some are silent";
}

TEST_F(demo_city, has_courts_partners_and_experts) {
    const auto with = [&](const std::string& table, const std::string& state) {
        return city().count(("SELECT count(*) FROM " + table + " WHERE state = '" + state + "'").c_str());
    };
    for (const char* state : {"handed_in", "returned", "accepted", "ruled", "rejected", "declined", "withdrawn"})
        EXPECT_GT(with("court_confirmation", state), 0) << state;
    for (const char* state : {"settled", "returned"}) EXPECT_GT(with("court_entrustment", state), 0) << state;
    EXPECT_EQ(city().count("SELECT count(*) FROM court_entrustment"),
              city().count("SELECT count(*) FROM dispute WHERE source = 'court'"));
    EXPECT_GT(city().count("SELECT count(*) FROM court_package WHERE kind = 'returned'"), 0);
    EXPECT_GT(with("court_filing", "brought"), 0);
    EXPECT_EQ(city().count("SELECT count(*) FROM agreement WHERE replaced_at IS NOT NULL"), 1);
    EXPECT_GT(city().count("SELECT count(*) FROM court_feedback"), 1);
    EXPECT_EQ(city().count("SELECT count(*) FROM exchange_partner"), 2);
    for (const char* state : {"taken", "rejected", "waiting"}) EXPECT_GT(with("exchange_message", state), 0) << state;
    EXPECT_EQ(city().count("SELECT count(*) FROM expert"), 5);
    EXPECT_EQ(city().count("SELECT count(*) FROM dispute_event WHERE kind = 'expert_invited'"), 1);
}

TEST_F(demo_city, leaves_work_on_the_desks) {
    EXPECT_GE(city().count("SELECT count(*) FROM dispute WHERE state IN ('registered', 'accepted', 'offered')"), 2);
    EXPECT_GE(city().count("SELECT count(*) FROM dispute WHERE state IN ('taken', 'assigned', 'mediating')"), 5);
    EXPECT_GE(city().count("SELECT count(*) FROM dispute WHERE state = 'performing'"), 3);
}

TEST_F(demo_city, follows_the_published_shares) {
    const auto per_hundred = [&](const std::string& condition) {
        return city().count(("SELECT count(*) FROM dispute WHERE " + condition).c_str()) * 100 / disputes;
    };
    EXPECT_NEAR(static_cast<double>(per_hundred("national_type = '02'")), 24, 6);
    EXPECT_NEAR(static_cast<double>(per_hundred("national_type = '01'")), 14, 5);
    EXPECT_NEAR(static_cast<double>(per_hundred("source = 'proactive'")), 44, 7);
    EXPECT_NEAR(static_cast<double>(per_hundred("source = 'court'")), 8, 5);
    const auto ended =
        city().count("SELECT count(*) FROM dispute WHERE result IS NOT NULL AND agreement_form IS NOT NULL");
    const auto failed = city().count("SELECT count(*) FROM dispute_event WHERE kind = 'terminate'");
    EXPECT_NEAR(static_cast<double>(ended) / static_cast<double>(ended + failed), 0.965, 0.03);
}

TEST_F(demo_city, is_the_same_for_the_same_seed) {
    const char* last = "SELECT event_digest FROM dispute ORDER BY number";
    Demonstration again(4212);
    EXPECT_EQ(city().all<std::string>(last), again.all<std::string>(last));
    EXPECT_EQ(city().said, again.said);
}

}  // namespace hemu::demo
