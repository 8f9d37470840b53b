#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "import_store.hpp"
#include "types.hpp"

namespace hemu::intake {

using identity::Duty;

HEMU_ON_BOTH_ENGINES(import_of_reports);

static ImportOptions options(std::string map = "date=date,place=region,narrative=topic,type=category") {
    ImportOptions options;
    options.file_name = "letters.csv";
    options.columns = parse_map(map);
    options.city_code = "4212";
    return options;
}

static ImportReport imported(dispute::TestCity& city, std::string_view csv, const ImportOptions& chosen) {
    return import_reports(std::string(csv), chosen, city.as(Duty::clerk, city.city_centre));
}

static std::vector<std::string> outcomes(const ImportReport& report) {
    std::vector<std::string> lines;
    for (const ImportedRow& row : report.items) {
        const bool noted = row.outcome == ImportOutcome::taken;
        lines.push_back(fmt::format("{} {} {}", row.row, json::enum_word(row.outcome), noted ? "" : row.why));
    }
    return lines;
}

static const std::string letters =
    "\xEF\xBB\xBF"
    "date,region,category,topic\r\n"
    "2026-10-01,咸安区,物业,\"小区物业\"\"长期\"\"不修电梯,\r\n老人无法下楼\"\r\n"
    "2026-10-20,咸安区,物业,小区物业长期不修电梯老人无法下楼!\r\n"
    "2026-10-21,高桥村,其他,承包地边界不清\r\n"
    "2026-10-21,聂家村,其他,开发商不退还购房定金\r\n"
    "2026-10-22,火星,其他,某路段路灯不亮\r\n"
    "2026-13-22,咸安区,其他,日期不对\r\n"
    "2026-10-22,咸安区,其他,\r\n";

TEST_P(import_of_reports, takes_merges_and_refuses_with_reasons) {
    dispute::TestCity city(database());
    const ImportReport report = imported(city, letters, options());
    EXPECT_THAT(outcomes(report), testing::ElementsAre("2 taken ", "3 merged near_same_text", "4 taken ", "5 taken ",
                                                       "6 taken ", "7 refused bad_date", "8 refused empty_text"));
    EXPECT_EQ(report.rows, 7);
    EXPECT_EQ(report.taken, 4);
    EXPECT_EQ(report.merged, 1);
    EXPECT_EQ(report.refused, 2);
    EXPECT_EQ(report.items[1].merged_into, report.items[0].number);
    EXPECT_EQ(report.items[0].number, "咸登〔2026〕第00001号");
    // What was taken though its place is in doubt says so.
    EXPECT_EQ(report.items[2].why, "place_ambiguous");
    EXPECT_NE(report.items[4].why, "");
}

static const db::Statement select_imported{"testing.imported", R"(
    SELECT d.state, d.channel, d.national_type, d.place_code, d.narrative, p.name AS writer
      FROM dispute d JOIN dispute_party p ON p.dispute_id = d.id
     WHERE d.number = $1)"};

struct StoredLetter {
    dispute::State state = dispute::State::registered;
    dispute::Channel channel = dispute::Channel::window;
    std::string national_type;
    std::string place_code;
    std::string narrative;
    std::string writer;
};
BOOST_DESCRIBE_STRUCT(StoredLetter, (), (state, channel, national_type, place_code, narrative, writer))

TEST_P(import_of_reports, stores_letters_like_any_other_dispute) {
    dispute::TestCity city(database());
    const ImportReport report = imported(city, letters, options());
    const auto stored = [&](std::size_t row) {
        return database().read(
            [&](db::Tx& tx) { return tx.one<StoredLetter>(select_imported, report.items[row].number); });
    };
    EXPECT_EQ(stored(0).narrative, "小区物业\"长期\"不修电梯,\r\n老人无法下楼");
    EXPECT_EQ(stored(0).national_type, "17");
    EXPECT_EQ(stored(0).place_code, "421202");
    EXPECT_EQ(stored(0).writer, "来信人（姓名不详）");
    EXPECT_EQ(stored(0).channel, dispute::Channel::import_);
    EXPECT_EQ(stored(1).state, dispute::State::merged);
    EXPECT_EQ(stored(2).place_code, "4212");
    EXPECT_EQ(stored(3).place_code, "421202100202");
    EXPECT_EQ(stored(3).national_type, "03");
    EXPECT_EQ(stored(4).place_code, "4212");
}

TEST_P(import_of_reports, takes_nothing_twice) {
    dispute::TestCity city(database());
    const ImportReport first = imported(city, letters, options());
    const ImportReport again = imported(city, letters, options());
    EXPECT_EQ(again.known, 7);
    EXPECT_EQ(again.taken + again.merged + again.refused, 0);
    EXPECT_EQ(again.items[0].number, first.items[0].number);
    const ImportReport longer = imported(city, letters + "2026-10-23,咸安区,其他,新来的一封信\r\n", options());
    EXPECT_EQ(longer.known, 7);
    EXPECT_EQ(longer.taken, 1);
}

TEST_P(import_of_reports, knows_a_letter_by_its_own_reference_in_any_file) {
    dispute::TestCity city(database());
    ImportOptions chosen = options("date=d,place=p,narrative=n,reference=r,name=w,phone=t");
    const std::string csv = "r,d,p,n,w,t\nA-1,2026-10-01,咸安区,邻居漏水,张三,13800000001\n";
    EXPECT_EQ(imported(city, csv, chosen).taken, 1);
    chosen.file_name = "other.csv";
    EXPECT_EQ(imported(city, csv, chosen).known, 1);
}

TEST_P(import_of_reports, refuses_a_broken_file_before_taking_anything) {
    dispute::TestCity city(database());
    const auto code = [&](std::string_view csv) {
        try {
            imported(city, csv, options());
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
        return std::string();
    };
    EXPECT_EQ(code(""), "csv_broken");
    EXPECT_EQ(code("date,region,category\n2026-10-01,x,y\n"), "column_missing");
    EXPECT_EQ(code("date,region,category,topic\n2026-10-01,x,y,\"open\n"), "csv_broken");
    EXPECT_EQ(imported(city, letters, options()).items[0].number, "咸登〔2026〕第00001号");
}

TEST_P(import_of_reports, words_for_types_are_known_types) {
    database().read([](db::Tx& tx) {
        const auto words = type_words(tx);
        EXPECT_GE(words.size(), 30U);
        for (const TypeWord& word : words) {
            EXPECT_TRUE(dispute::national_type(word.national_type)) << word.word;
            if (!word.local_type) continue;
            ASSERT_TRUE(dispute::local_type(*word.local_type)) << word.word;
            EXPECT_EQ(dispute::local_type(*word.local_type)->national, word.national_type) << word.word;
        }
    });
}

/// Real letters, from the data kept beside the project; nothing when there are none.
static std::optional<std::string> real_letters() {
    const char* named = std::getenv("HEMU_SHARED");
    const std::filesystem::path shared = named ? named : "../shared";
    std::ifstream file(shared / "data/counts/acity_mailbox_events_dev.csv", std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST_P(import_of_reports, takes_three_thousand_real_letters) {
    const auto csv = real_letters();
    if (!csv) GTEST_SKIP() << "no shared data: set HEMU_SHARED to the folder that holds data/counts";
    dispute::TestCity city(database());
    ImportOptions chosen = options("date=date,place=region,narrative=topic,type=keyword_category");
    const ImportReport report = imported(city, *csv, chosen);
    EXPECT_EQ(report.rows, 3300);
    EXPECT_EQ(report.refused, 0);
    EXPECT_GT(report.merged, 50);
    EXPECT_GT(report.taken, 2500);
    EXPECT_EQ(imported(city, *csv, chosen).known, 3300);
}

}  // namespace hemu::intake
