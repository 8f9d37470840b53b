#include "places.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "audit.hpp"
#include "data_file.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"

namespace hemu::places {

TEST(codes, tell_level_and_containment) {
    EXPECT_EQ(level_of("42"), PlaceLevel::province);
    EXPECT_EQ(level_of("4212"), PlaceLevel::city);
    EXPECT_EQ(level_of("421202"), PlaceLevel::county);
    EXPECT_EQ(level_of("421202100"), PlaceLevel::town);
    EXPECT_EQ(level_of("421202100201"), PlaceLevel::village);
    EXPECT_EQ(level_of("42120"), std::nullopt);
    EXPECT_EQ(level_of("42a2"), std::nullopt);
    EXPECT_EQ(level_of(""), std::nullopt);
    EXPECT_TRUE(contains("4212", "421202100"));
    EXPECT_TRUE(contains("421202", "421202"));
    EXPECT_FALSE(contains("421202", "421221"));
    EXPECT_FALSE(contains("421202100", "421202"));
    EXPECT_FALSE(contains("", "421202"));
    EXPECT_EQ(at_level("421202100201", PlaceLevel::town), "421202100");
    EXPECT_EQ(at_level("421202100201", PlaceLevel::city), "4212");
    EXPECT_EQ(at_level("421202", PlaceLevel::town), "");
}

static const std::string sample =
    "code,name\n42,湖北省\n4212,咸宁市\n421202,咸安区\n421202001,温泉街道\n421202001001,岔路口社区居委会\n"
    "421202100,汀泗桥镇\n421202100201,聂家村委会\n421202100202,高桥村委会\n421221,嘉鱼县\n421221100,高铁岭镇\n"
    "421221100201,高桥村委会\n";

TEST(place_files, are_read_with_full_names_and_initials) {
    const auto places = read_places(sample);
    ASSERT_EQ(places.size(), 11u);
    EXPECT_EQ(places[0].place.full_name, "湖北省");
    EXPECT_EQ(places[0].place.parent, std::nullopt);
    EXPECT_EQ(places[1].place.full_name, "咸宁市");
    EXPECT_EQ(places[6].place.full_name, "咸宁市咸安区汀泗桥镇聂家村委会");
    EXPECT_EQ(places[6].place.parent, "421202100");
    EXPECT_EQ(places[6].place.level, PlaceLevel::village);
    EXPECT_EQ(places[6].initials, "njcwh");
}

TEST(place_files, name_municipalities_by_their_province) {
    const auto places =
        read_places("code,name\r\n11,北京市\r\n1101,市辖区\r\n110101,东城区\r\n110101001,东华门街道\r\n");
    ASSERT_EQ(places.size(), 4u);
    EXPECT_EQ(places[1].place.full_name, "北京市");
    EXPECT_EQ(places[3].place.full_name, "北京市东城区东华门街道");
    const auto direct = read_places("code,name\n42,湖北省\n4290,省直辖县级行政区划\n429004,仙桃市\n");
    EXPECT_EQ(direct[2].place.full_name, "湖北省仙桃市");
}

TEST(place_files, that_are_wrong_are_refused_by_line) {
    for (const char* wrong : {"code,name\n42,湖北省\n421202,咸安区\n", "code,name\n42\n", "code,name\n42,\n",
                              "code,name\n4x,湖北省\n", "code,name\n42,湖北省\n42123,x\n"})
        EXPECT_THROW(read_places(wrong), std::runtime_error) << wrong;
    EXPECT_TRUE(read_places("").empty());
}

/// A folder with places/4212.csv.gz, removed with the object.
class DataFolder {
  public:
    explicit DataFolder(std::string_view csv) {
        path_ =
            std::filesystem::temp_directory_path() / fmt::format("hemu-places-{}", static_cast<const void*>(this));
        std::filesystem::create_directories(path_ / "places");
        const auto file = gzopen((path_ / "places" / "4212.csv.gz").c_str(), "wb");
        gzwrite(file, csv.data(), static_cast<unsigned>(csv.size()));
        gzclose(file);
    }
    ~DataFolder() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

static const Instant moment{1'790'000'000'000'000};

class places_store : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        EXPECT_EQ(load(database(), DataFolder(sample).path(), "4212", moment), 11);
    }
    std::string codes(std::string_view words, std::string_view parent = "", std::int64_t limit = 20) {
        std::string all;
        for (const auto& place : database().read([&](db::Tx& tx) { return search(tx, words, parent, limit); }))
            all += (all.empty() ? "" : " ") + place.code;
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(engines, places_store, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(places_store, finds_a_place_by_its_code) {
    const auto place = database().read([](db::Tx& tx) { return find(tx, "421202100201"); });
    ASSERT_TRUE(place);
    EXPECT_EQ(place->name, "聂家村委会");
    EXPECT_EQ(place->parent, "421202100");
    EXPECT_EQ(place->level, PlaceLevel::village);
    EXPECT_EQ(database().read([](db::Tx& tx) { return name_of(tx, "421202"); }), "咸宁市咸安区");
    EXPECT_EQ(database().read([](db::Tx& tx) { return name_of(tx, "999999"); }), "999999");
    EXPECT_TRUE(database().read([](db::Tx& tx) { return why_not_place(tx, "421202", "place_code"); }).fine());
    const auto verdict = database().read([](db::Tx& tx) { return why_not_place(tx, "999999", "place_code"); });
    EXPECT_EQ(verdict.fields, (std::vector<FieldFault>{{"place_code", "unknown_place"}}));
}

TEST_P(places_store, searches_by_code_name_and_initials) {
    EXPECT_EQ(codes("42120210020"), "421202100201 421202100202");
    EXPECT_EQ(codes("高桥"), "421202100202 421221100201");
    EXPECT_EQ(codes("高桥", "421221"), "421221100201");
    EXPECT_EQ(codes("咸安区汀泗"), "421202100 421202100201 421202100202");
    EXPECT_EQ(codes("wq"), "421202001");
    EXPECT_EQ(codes("NJ"), "421202100201");
    EXPECT_EQ(codes("gqcwh", "421202"), "421202100202");
    EXPECT_EQ(codes("4212", "", 2), "4212 421202");
    EXPECT_EQ(codes("%"), "");
    EXPECT_EQ(codes("_"), "");
    EXPECT_EQ(codes("没有这个地方"), "");
}

TEST_P(places_store, finds_a_village_below_a_town) {
    EXPECT_EQ(codes("汀泗 高桥"), "421202100202");
    EXPECT_EQ(codes("ts gq"), "421202100202");
    EXPECT_EQ(codes("高铁 gq"), "421221100201");
    EXPECT_EQ(codes("jy gq"), "421221100201");
    EXPECT_EQ(codes("jy　高铁  高桥"), "421221100201");
    EXPECT_EQ(codes("jy ts 高桥"), "");
    EXPECT_EQ(codes("高桥 高桥"), "");
    EXPECT_EQ(codes("汀泗 高桥", "421221"), "");
    EXPECT_EQ(codes("% 高桥"), "");
}

TEST_P(places_store, lists_children) {
    EXPECT_EQ(codes(""), "4212");
    EXPECT_EQ(codes("", "4212"), "421202 421221");
    EXPECT_EQ(codes("", "421202100"), "421202100201 421202100202");
    EXPECT_EQ(codes("", "421202100201"), "");
}

TEST_P(places_store, is_refreshed_and_keeps_what_is_gone) {
    const DataFolder changed("code,name\n42,湖北省\n4212,咸宁市\n421202,咸安新区\n");
    EXPECT_EQ(load(database(), changed.path(), "4212", moment), 3);
    EXPECT_EQ(database().read([](db::Tx& tx) { return name_of(tx, "421202"); }), "咸宁市咸安新区");
    EXPECT_TRUE(database().read([](db::Tx& tx) { return find(tx, "421202100201"); }));
    audit::Filter filter;
    filter.kind = audit::AuditKind::place;
    EXPECT_EQ(database().read([&](db::Tx& tx) { return audit::list(tx, filter); }).items.size(), 2u);
}

TEST_P(places_store, refuses_files_and_codes_that_are_none) {
    const DataFolder folder(sample);
    EXPECT_THROW(load(database(), folder.path(), "42", moment), std::runtime_error);
    EXPECT_THROW(load(database(), folder.path(), "../x", moment), std::runtime_error);
    EXPECT_THROW(load(database(), folder.path(), "4213", moment), std::runtime_error);
    std::filesystem::resize_file(folder.path() / "places" / "4212.csv.gz", 100);
    EXPECT_THROW(load(database(), folder.path(), "4212", moment), std::runtime_error);
}

TEST_P(places_store, answers_over_its_routes) {
    namespace testing = identity::testing;
    identity::Routes all = routes;
    for (const auto& route : identity::routes)
        if (route.path == "/api/session") all.push_back(route);
    testing::make_person(database(), "clerk", identity::Duty::clerk, Id<identity::Organisation>::fresh(moment),
                         moment);
    testing::Caller caller(database(), all, moment);
    EXPECT_EQ(testing::code_of(caller.get("/api/places?q=wq")), "not_signed_in");
    caller.sign_in("clerk");
    EXPECT_EQ(
        caller.get("/api/places?q=wq").body,
        R"([{"code":"421202001","name":"温泉街道","level":"town","full_name":"咸宁市咸安区温泉街道","parent":"421202"}])");
    EXPECT_EQ(boost::json::parse(caller.get("/api/places/421202").body).at("name"), "咸安区");
    EXPECT_EQ(testing::code_of(caller.get("/api/places/421299")), "not_found");
}

static std::filesystem::path folder_named(const char* variable, const char* otherwise) {
    const char* value = std::getenv(variable);
    return value ? value : otherwise;
}

/// code → name of the levels below the city, as somebody else counted them.
static std::map<std::string, std::string> counted_elsewhere(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::map<std::string, std::string> names;
    for (std::string line; std::getline(file, line);) {
        const auto first = line.find(','), second = line.find(',', first + 1), third = line.find(',', second + 1);
        const auto code = line.substr(0, first);
        if (const auto level = level_of(code); level && *level > PlaceLevel::city)
            names[code] = line.substr(second + 1, third - second - 1);
    }
    return names;
}

// The files that tools/make_data.mjs makes agree with a count of the same city made by others.
TEST(place_data, of_xianning_agrees_with_another_count) {
    const auto made = folder_named("HEMU_DATA_FILES", "build/data_files") / "places" / "4212.csv.gz";
    const auto other = folder_named("HEMU_SHARED_DATA", "../shared/data") / "admin" / "xianning_4212.csv";
    if (!std::filesystem::exists(made)) GTEST_SKIP() << made << " is not there";
    if (!std::filesystem::exists(other)) GTEST_SKIP() << other << " is not there";
    std::map<std::string, std::string> names;
    std::map<PlaceLevel, int> counts;
    for (const auto& [place, initials] : read_places(read_gzip(made))) {
        ++counts[place.level];
        if (place.level > PlaceLevel::city) names[place.code] = place.name;
    }
    EXPECT_EQ(counts[PlaceLevel::county], 6);
    EXPECT_EQ(counts[PlaceLevel::town], 89);
    EXPECT_EQ(counts[PlaceLevel::village], 1096);
    EXPECT_EQ(names, counted_elsewhere(other));
}

TEST(place_data, of_every_city_can_be_read) {
    const auto folder = folder_named("HEMU_DATA_FILES", "build/data_files") / "places";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
    std::size_t cities = 0, places = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        ++cities;
        places += read_places(read_gzip(file.path())).size();
    }
    EXPECT_GE(cities, 342u);
    EXPECT_GE(places, 660'000u);
}

}  // namespace hemu::places
