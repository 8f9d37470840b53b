#include "search.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "find.hpp"

namespace hemu::search {

using dispute::Dispute;
using dispute::PartyForm;
using dispute::State;
using identity::Actor;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

HEMU_ON_BOTH_ENGINES(search_store);

/// Disputes known by their titles, and what somebody finds of them.
class Register {
  public:
    explicit Register(db::Database& database) : city(database) {}

    /// Between 张三 and 李四, of 楼上夜间装修噪音扰民; each newer than the last.
    Dispute add(const std::string& title, const std::function<void(Dispute&)>& change = {}) {
        const Dispute made = city.add_dispute(State::registered, [&](Dispute& fresh) {
            fresh.id = Id<Dispute>::fresh(city.tick());
            fresh.title = title;
            if (change) change(fresh);
        });
        city.database().transact([&](db::Tx& tx) { enter(tx, made, dispute::TestCity::both_sides()); });
        return made;
    }
    void run(const std::string& sql) {
        city.database().transact([&](db::Tx& tx) { tx.run_text(sql); });
    }
    void set(const Dispute& dispute, const std::string& assignment) {
        run(fmt::format("UPDATE dispute SET {} WHERE id = '{}'", assignment, to_text(dispute.id)));
    }
    SearchPage page(const Actor& actor, const std::string& words, std::int64_t limit = 50,
                    const std::string& after = "", const Filters& filters = {}) {
        const auto cx = city.as(actor);
        return city.database().read([&](db::Tx& tx) { return find(tx, {words, filters, after, limit}, cx); });
    }
    std::vector<std::string> titles(const SearchPage& page) {
        std::vector<std::string> names;
        for (const auto& hit : page.items) names.push_back(city.reload(hit.id).title);
        return names;
    }
    std::vector<std::string> find_titles(const Actor& actor, const std::string& words, const Filters& filters = {}) {
        return titles(page(actor, words, 50, "", filters));
    }

    dispute::TestCity city;
    Actor clerk = city.person(Duty::clerk, city.county_centre);
};

static std::string shown(const SearchHit& hit) {
    return fmt::format("{} {}", hit.where ? json::enum_word(*hit.where) : "-", hit.excerpt);
}

TEST_P(search_store, finds_by_every_kind_of_words_and_says_where) {
    Register all(database());
    const auto one = all.add("屋檐纠纷", [](Dispute& fresh) {
        fresh.number = "咸安登〔2026〕第00012号";
        fresh.request = "请求恢复原状";
    });
    const auto only = [&](const std::string& words) {
        const auto page = all.page(all.clerk, words);
        return page.items.size() == 1 ? shown(page.items[0]) : fmt::format("{} items", page.items.size());
    };
    EXPECT_EQ(only("咸安登〔2026〕第00012号"), "number 咸安登〔2026〕第00012号");
    EXPECT_EQ(only("第12号"), "number 咸安登〔2026〕第00012号");
    EXPECT_EQ(only("张三"), "party 张三");
    EXPECT_EQ(only("张"), "party 张三");
    EXPECT_EQ(only("ls"), "party 李四");
    EXPECT_EQ(only("屋檐"), "title 屋檐纠纷");
    EXPECT_EQ(only("夜间装修"), "narrative 楼上夜间装修噪音扰民");
    EXPECT_EQ(only("恢复"), "request 请求恢复原状");
    EXPECT_EQ(only("李四 噪音"), "party 李四") << "in several texts of one dispute";
    EXPECT_EQ(only("138 0000-0001"), "phone 张三") << "the number itself stays sealed";
    EXPECT_EQ(only("1380000000"), "0 items") << "a part of a phone number finds nobody";
    EXPECT_EQ(only("三"), "0 items");
    EXPECT_EQ(only("噪民"), "0 items");
    EXPECT_EQ(only("音夜"), "0 items");
    EXPECT_EQ(only("%"), "0 items");
    EXPECT_EQ(only("\" OR \""), "0 items");
    EXPECT_THAT(all.page(all.clerk, "噪音").items[0].highlights, ElementsAre(Highlight{6, 8}));
}

TEST_P(search_store, finds_words_that_come_later_and_none_that_went) {
    Register all(database());
    const auto one = all.add("屋檐纠纷");
    database().transact([&](db::Tx& tx) {
        add(tx, one.id, "对方同意拆除雨棚");
        take_words(tx, one.id, dispute::WordsOf::note, "电话约定周五上门");
        take_words(tx, one.id, dispute::WordsOf::party, "王小五");
    });
    EXPECT_THAT(all.find_titles(all.clerk, "雨棚"), IsEmpty()) << "the texts decide, not the index";
    all.run(
        fmt::format("INSERT INTO dispute_note (id, dispute_id, event_id, words) VALUES ('{0}', '{0}', '{0}', "
                    "'电话约定周五上门')",
                    to_text(one.id)));
    all.run("UPDATE dispute_party SET name = '王小五' WHERE name = '李四'");
    EXPECT_EQ(shown(all.page(all.clerk, "周五").items.at(0)), "note 电话约定周五上门");
    EXPECT_EQ(shown(all.page(all.clerk, "wxw").items.at(0)), "party 王小五");
    EXPECT_THAT(all.find_titles(all.clerk, "李四"), IsEmpty());
    database().transact([&](db::Tx& tx) { reindex(tx, one.id); });
    EXPECT_THAT(all.find_titles(all.clerk, "周五"), ElementsAre("屋檐纠纷"));
    EXPECT_THAT(all.find_titles(all.clerk, "李四"), IsEmpty());
}

TEST_P(search_store, goes_from_the_newest_to_the_oldest_page_by_page) {
    Register all(database());
    for (int i = 1; i <= 5; ++i) all.add(fmt::format("第{}件", i));
    const auto first = all.page(all.clerk, "噪音", 2);
    EXPECT_THAT(all.titles(first), ElementsAre("第5件", "第4件"));
    ASSERT_TRUE(first.next);
    const auto second = all.page(all.clerk, "噪音", 2, *first.next);
    EXPECT_THAT(all.titles(second), ElementsAre("第3件", "第2件"));
    const auto third = all.page(all.clerk, "噪音", 2, second.next.value());
    EXPECT_THAT(all.titles(third), ElementsAre("第1件"));
    EXPECT_FALSE(third.next);
    EXPECT_FALSE(third.looked_until);
    EXPECT_THROW(all.page(all.clerk, "噪音", 2, "x"), Refusal);
    EXPECT_THAT(all.page(all.clerk, "").items, SizeIs(5)) << "without words: all of the filters";
}

TEST_P(search_store, shows_nobody_what_he_may_not_see) {
    Register all(database());
    auto& city = all.city;
    const auto secret = all.add("私密", [](Dispute& fresh) { fresh.secrecy = dispute::Secrecy::private_; });
    const auto open = all.add("公开");
    const auto mediator = city.person(Duty::mediator, city.town);
    EXPECT_THAT(all.find_titles(all.clerk, "噪音"), ElementsAre("公开", "私密")) << "its registrar";
    EXPECT_THAT(all.find_titles(city.person(Duty::clerk, city.county_centre, 2), "噪音"), ElementsAre("公开"));
    EXPECT_THAT(all.find_titles(city.person(Duty::dispatcher, city.city_centre), "噪音"), ElementsAre("公开"));
    for (const std::string words : {"噪音", "张三", "13800000001"}) {
        EXPECT_THAT(all.find_titles(mediator, words), IsEmpty());
        EXPECT_THAT(all.find_titles(city.person(Duty::clerk, city.city_centre), words), IsEmpty());
    }
    city.hand_to(secret, city.town, mediator);
    EXPECT_THAT(all.find_titles(mediator, "噪音"), ElementsAre("私密"));
    const auto hit = all.page(mediator, "张三").items.at(0);
    EXPECT_EQ(hit.title + hit.excerpt, "") << "a list names nobody of it";
    EXPECT_EQ(hit.where, Where::party);
    // Closed ones are found by whoever had to do with them.
    all.set(secret, "closed_at = '2026-11-24 03:00:00+00'");
    all.run("UPDATE dispute_person SET closed = TRUE");
    EXPECT_THAT(all.find_titles(mediator, "噪音"), ElementsAre("私密"));
}

TEST_P(search_store, keeps_to_the_filters) {
    Register all(database());
    auto& city = all.city;
    const auto one = all.add("甲", [](Dispute& fresh) {
        fresh.national_type = "17";
        fresh.local_type = "1702";
        fresh.difficulty = dispute::Difficulty::specially_major;
        fresh.channel = dispute::Channel::phone;
        fresh.source = dispute::Source::police;
    });
    const auto two = all.add("乙");
    city.hand_to(two, city.town, city.person(Duty::mediator, city.town));
    all.set(one, R"(risk = 'red', flags = '["elderly","minors"]', registered_on = '2026-01-31')");
    all.set(two, "closed_at = '2026-11-24 03:00:00+00', place_code = '421221100201', state = 'closed'");
    const auto found = [&](const std::function<void(Filters&)>& choose) {
        Filters filters;
        choose(filters);
        const auto with = all.find_titles(all.clerk, "噪音", filters);
        EXPECT_EQ(with, all.find_titles(all.clerk, "", filters)) << "with and without words";
        return fmt::format("{}", fmt::join(with, ""));
    };
    EXPECT_EQ(found([](Filters&) {}), "乙甲");
    EXPECT_EQ(found([](Filters& f) { f.states = ",closed,archived,"; }), "乙");
    EXPECT_EQ(found([](Filters& f) { f.risks = ",orange,red,"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.difficulties = ",specially_major,"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.difficulties = ",major,"; }), "");
    EXPECT_EQ(found([](Filters& f) { f.sources = ",police,"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.channels = ",phone,"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.secrecies = ",private,"; }), "");
    EXPECT_EQ(found([](Filters& f) { f.national_types = ",17,"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.local_types = ",1702,"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.levels = ",town,"; }), "乙");
    EXPECT_EQ(found([&](Filters& f) { f.body = city.town; }), "乙");
    EXPECT_EQ(found([&](Filters& f) { f.body = city.county_centre; }), "乙甲") << "and below";
    EXPECT_EQ(found([](Filters& f) { f.place = "421221"; }), "乙");
    EXPECT_EQ(found([](Filters& f) { f.flag = "minors"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.to = "2026-01-31"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.from = "2026-02-01"; }), "乙");
    EXPECT_EQ(found([](Filters& f) { f.open = "open"; }), "甲");
    EXPECT_EQ(found([](Filters& f) { f.open = "closed"; }), "乙");
}

/// More disputes than are read one after the other, all but some of another window.
TEST_P(search_store, reads_frequent_words_from_the_newest_on_and_says_how_far) {
    Register all(database());
    auto& city = all.city;
    const auto mine = all.add("我的");
    all.run(fmt::format(
        R"(INSERT INTO dispute (id, number, query_digest, state, version, revision, event_number, event_digest, source,
                channel, registered_at, registered_on, registered_by_id, window_id, title, narrative, request,
                national_type, risk, risk_confirmed, secrecy, people_count, amount_fen, flags, place_code, holder_id,
                return_count, queue_at)
           WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5100)
           SELECT {} , 'N' || n.i, '', state, version, revision, event_number, event_digest, source, channel,
                registered_at, registered_on, registered_by_id, '{}', title, narrative, request, national_type, risk,
                risk_confirmed, secrecy, people_count, amount_fen, flags, place_code, '{}', return_count, queue_at
           FROM n CROSS JOIN dispute WHERE number = '{}')",
        GetParam() == db::Engine::postgres
            ? "CAST('0fffffff-ffff-7000-8000-' || lpad(CAST(n.i AS text), 12, '0') AS uuid)"
            : "'0fffffff-ffff-7000-8000-' || printf('%012d', n.i)",
        to_text(city.city_centre), to_text(city.city_centre), mine.number));
    EXPECT_EQ(rebuild(database(), {}), 5100);
    EXPECT_EQ(rebuild(database(), {}), 0) << "nothing is missing any more";
    EXPECT_THAT(all.find_titles(all.clerk, "噪音"), ElementsAre("我的")) << "few disputes: all of them are read";
    const auto leader = city.person(Duty::leader, city.city_centre);
    EXPECT_THAT(all.page(leader, "噪音", 20).items, SizeIs(20));
    EXPECT_THAT(all.find_titles(leader, mine.number), ElementsAre("我的")) << "rare words: by the index";
    // Somebody above the county only: its disputes are behind thousands that he does not see.
    const auto above = city.person(Duty::leader, city.county_centre);
    const auto first = all.page(above, "噪音");
    ASSERT_TRUE(first.next);
    EXPECT_TRUE(first.looked_until);
    EXPECT_THAT(first.items, IsEmpty());
    const auto second = all.page(above, "噪音", 50, *first.next);
    EXPECT_THAT(all.titles(second), ElementsAre("我的"));
    EXPECT_FALSE(second.next);
}

TEST_P(search_store, makes_every_entry_anew_and_goes_on_where_it_is_told) {
    Register all(database());
    const auto one = all.add("甲");
    const auto two = all.add("乙");
    all.run("UPDATE dispute SET narrative = '改为漏水'");
    EXPECT_THAT(all.find_titles(all.clerk, "漏水"), IsEmpty());
    std::vector<Id<Dispute>> last;
    EXPECT_EQ(rebuild(database(), {true, one.id}, [&](std::int64_t, Id<Dispute> id) { last.push_back(id); }), 1);
    EXPECT_THAT(last, ElementsAre(two.id));
    EXPECT_THAT(all.find_titles(all.clerk, "漏水"), ElementsAre("乙"));
    EXPECT_EQ(rebuild(database(), {true, {}}), 2);
    EXPECT_THAT(all.find_titles(all.clerk, "漏水"), ElementsAre("乙", "甲"));
    EXPECT_THAT(all.find_titles(all.clerk, "噪音"), IsEmpty());
}

}  // namespace hemu::search
