#include "import_rules.hpp"

#include <gmock/gmock.h>

namespace hemu::intake {

static const LegalDate today(2026, 11, 24);

static Letter letter(std::string date = "2026-11-01", std::string narrative = "物业不修电梯") {
    Letter made;
    made.row = 2;
    made.date = std::move(date);
    made.narrative = std::move(narrative);
    return made;
}

TEST(DateIn, reads_the_forms_in_use) {
    const LegalDate expected(2019, 1, 31);
    for (const char* written :
         {"2019-01-31", "2019/1/31", "2019.1.31", "2019年1月31日", "2019-01-31 08:15:00", "2019-01-31T08:15"})
        EXPECT_EQ(date_in(written), expected) << written;
    for (const char* written :
         {"", "soon", "31/01/2019", "2019-13-01", "2019-02-30", "2019-1", "vom 2019-01-31", "20190131"})
        EXPECT_FALSE(date_in(written)) << written;
}

TEST(Taking, refuses_rows_with_a_reason) {
    EXPECT_EQ(why_not_take(letter(), today), "");
    EXPECT_EQ(why_not_take(letter("2026-11-01", " \n"), today), "empty_text");
    EXPECT_EQ(why_not_take(letter("2026-11-01", std::string(60001, 'x')), today), "too_long");
    EXPECT_EQ(why_not_take(letter("2026-11-01", "\xB5\xC4\xCE\xC4"), today), "text_not_utf8");
    EXPECT_EQ(why_not_take(letter("yesterday"), today), "bad_date");
    EXPECT_EQ(why_not_take(letter("2026-11-25"), today), "date_in_the_future");
    Letter surplus = letter();
    surplus.has_surplus = true;
    EXPECT_EQ(why_not_take(surplus, today), "fields_too_many");
    Letter unreadable_phone = letter();
    unreadable_phone.phone = "\xFF";
    EXPECT_EQ(why_not_take(unreadable_phone, today), "text_not_utf8");
}

TEST(TypeOf, goes_by_category_then_by_words_then_other) {
    const std::vector<TypeWord> words = {{"物业", "17", std::nullopt}, {"其他", "99", std::nullopt}};
    Letter row = letter();
    row.type = " 物业 ";
    EXPECT_EQ(type_of(row, words).national_type, "17");
    EXPECT_FALSE(type_of(row, words).local_type);
    row.type = "其他";
    row.narrative = "小区电梯坏了";
    EXPECT_EQ(type_of(row, words).local_type, "1702");
    row.type = "unheard of";
    EXPECT_EQ(type_of(row, words).local_type, "1702");
    row.narrative = "你好";
    EXPECT_EQ(type_of(row, words).national_type, "99");
}

TEST(PlaceAmong, takes_the_one_or_what_several_share_or_the_city) {
    EXPECT_EQ(place_among({}, "4212").code, "4212");
    EXPECT_EQ(place_among({}, "4212").note, "place_not_listed");
    EXPECT_EQ(place_among({{"421202"}}, "4212").code, "421202");
    EXPECT_EQ(place_among({{"421202"}}, "4212").note, "");
    EXPECT_EQ(place_among({{"421202100201"}, {"421202100202"}}, "4212").code, "421202100");
    EXPECT_EQ(place_among({{"421202100201"}, {"421202101202"}}, "4212").code, "421202");
    EXPECT_EQ(place_among({{"421202100201"}, {"421221100201"}}, "4212").code, "4212");
    EXPECT_EQ(place_among({{"421202100201"}, {"421221100201"}}, "4212").note, "place_ambiguous");
}

TEST(PlaceWords, are_what_people_write_for_a_place) {
    EXPECT_THAT(place_words("咸安", "咸宁市"),
                testing::ElementsAre("咸安", "咸安区", "咸安县", "咸安市", "咸安镇", "咸安乡", "咸安街道"));
    EXPECT_THAT(place_words("湖北省咸宁市咸安区", "咸宁市"), testing::Contains("咸安区"));
    EXPECT_EQ(place_words("湖北省咸宁市", "咸宁市")[1], "咸宁市");
    EXPECT_EQ(place_words("A1区", "").size(), 7U);
    EXPECT_THAT(place_words("", "咸宁市"), testing::IsEmpty());
}

TEST(IsElsewhere, means_another_place_and_other_words) {
    EXPECT_TRUE(is_elsewhere("A1区", "A2区", 80));
    EXPECT_FALSE(is_elsewhere("A1区", "A2区", 100));
    EXPECT_FALSE(is_elsewhere("A1区", "A1区", 80));
}

TEST(RegistrationOf, keeps_the_letter_and_names_its_writer) {
    Letter row = letter();
    row.reference = "L-7";
    row.phone = "13800000000";
    const Registration form = registration_of(row, {"17", "1702"}, "4212", today, dispute::Source::other_department);
    EXPECT_EQ(form.channel, dispute::Channel::import_);
    EXPECT_EQ(form.source_reference, "L-7");
    EXPECT_EQ(form.title, "物业不修电梯");
    EXPECT_EQ(form.national_type, "17");
    EXPECT_EQ(form.local_type, "1702");
    ASSERT_EQ(form.parties.size(), 1U);
    EXPECT_EQ(form.parties[0].name, "来信人（姓名不详）");
    EXPECT_EQ(form.parties[0].phone, "13800000000");
    row.name = " 张三 ";
    row.phone = "12";
    const Registration named = registration_of(row, {}, "4212", today, dispute::Source::proactive);
    EXPECT_EQ(named.parties[0].name, "张三");
    EXPECT_FALSE(named.parties[0].phone);
}

TEST(RegistrationOf, cuts_long_titles_between_characters) {
    std::string text;
    for (int i = 0; i < 45; ++i) text += "楼";
    const Registration form =
        registration_of(letter("2026-11-01", text + "\n下一行"), {}, "4212", today, dispute::Source::proactive);
    EXPECT_EQ(form.title, text.substr(0, 40 * 3) + "…");
    EXPECT_EQ(registration_of(letter("2026-11-01", "一\n二"), {}, "4212", today, dispute::Source::proactive).title,
              "一 二");
}

static Candidate earlier(std::string narrative, LegalDate on, std::string place = "4212") {
    Candidate made;
    made.id = Id<dispute::Dispute>::fresh(Instant{1});
    made.narrative = std::move(narrative);
    made.place_code = std::move(place);
    made.occurred_on = on;
    return made;
}

TEST(NearLetter, is_the_likest_of_the_same_place_and_time) {
    const Incoming now{{}, pairs_of("开发商捆绑销售车位"), "4212"};
    const std::vector<Candidate> candidates = {earlier("开发商捆绑销售车位问题", today),
                                               earlier("开发商捆绑销售车位", today),
                                               earlier("开发商捆绑销售车位", today), earlier("小区停水", today)};
    const auto near = near_letter(now, today, candidates, 75, 60);
    ASSERT_TRUE(near);
    EXPECT_EQ(near->id, candidates[1].id);
    EXPECT_EQ(near->percent, 100);
}

TEST(NearLetter, is_none_elsewhere_later_below_or_when_over) {
    const Incoming now{{}, pairs_of("开发商捆绑销售车位"), "4212"};
    const std::string text = "开发商捆绑销售车位";
    EXPECT_TRUE(near_letter(now, today, {earlier(text, today + -60)}, 75, 60));
    EXPECT_TRUE(near_letter(now, today, {earlier(text, today + 60)}, 75, 60));
    EXPECT_FALSE(near_letter(now, today, {earlier(text, today + -61)}, 75, 60));
    EXPECT_FALSE(near_letter(now, today, {earlier(text, today, "421202")}, 75, 60));
    EXPECT_FALSE(near_letter(now, today, {earlier("开发商销售", today)}, 75, 60));
    Candidate over = earlier(text, today);
    over.state = dispute::State::closed;
    EXPECT_FALSE(near_letter(now, today, {over}, 75, 60));
    Candidate undated = earlier(text, today);
    undated.occurred_on.reset();
    undated.registered_on = today + -90;
    EXPECT_FALSE(near_letter(now, today, {undated}, 75, 60));
}

TEST(ParseMap, reads_columns_by_field) {
    const ImportColumns columns =
        parse_map("date=date, place=region,narrative=topic,type=keyword_category,reference=id,name=n,phone=p");
    EXPECT_EQ(columns.place, "region");
    EXPECT_EQ(columns.narrative, "topic");
    EXPECT_EQ(columns.type, "keyword_category");
    EXPECT_EQ(columns.reference, "id");
    EXPECT_EQ(columns.name, "n");
    EXPECT_EQ(columns.phone, "p");
    EXPECT_FALSE(parse_map("date=d,place=p,narrative=n").type);
}

TEST(ParseMap, refuses_what_it_cannot_use) {
    const auto code = [](std::string_view map) {
        try {
            parse_map(map);
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
        return std::string();
    };
    EXPECT_EQ(code("date=d,place=p"), "map_incomplete");
    EXPECT_EQ(code("date=d,place=p,narrative=n,colour=c"), "map_wrong");
    EXPECT_EQ(code("date"), "map_wrong");
    EXPECT_EQ(code("date=,place=p,narrative=n"), "map_wrong");
}

}  // namespace hemu::intake
