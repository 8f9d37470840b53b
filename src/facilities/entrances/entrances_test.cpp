#include "entrances.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "poster.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::entrances {

using dispute::TestCity;
using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::Contains;
using testing::HasSubstr;

static EntranceForm estate() {
    EntranceForm form;
    form.name = "桂花小区东门";
    form.place_code = TestCity::village_code;
    return form;
}

TEST(EntranceRules, ask_for_what_an_entrance_needs) {
    EXPECT_TRUE(why_not(estate()).fine());
    EntranceForm form;
    form.kind = EntranceKind::other;
    form.leads_to = Target::guidance;
    form.door = "nowhere";
    const auto fields = why_not(form).fields;
    for (const FieldFault& fault : {FieldFault{"name", "blank"}, FieldFault{"kind_words", "blank"},
                                    FieldFault{"organisation_id", "missing"}, FieldFault{"door", "unknown_word"}})
        EXPECT_THAT(fields, Contains(fault));
    form = estate();
    form.name = std::string(121, 'a');
    EXPECT_THAT(why_not(form).fields, Contains(FieldFault{"name", "too_long"}));
    form = estate();
    form.leads_to = Target::guidance;
    form.door = "../guidance_parts";
    EXPECT_THAT(why_not(form).fields, Contains(FieldFault{"door", "unknown_word"}));
}

TEST(EntranceRules, read_codes_as_people_type_them) {
    EXPECT_EQ(code_in(" ab2 c3d"), "AB2C3D");
    EXPECT_EQ(code_in("ＡＢ２Ｃ３Ｄ"), "AB2C3D");
    for (const char* none : {"", "AB2C3", "AB2C3DD", "AB2C30", "AB2C3O", "AB2C3'", "AB2C3DAB2C3DAB2C3DAB2C3DAB2C3D"})
        EXPECT_EQ(code_in(none), "") << none;
}

TEST(EntranceRules, lead_to_the_page_that_is_named) {
    Entrance entrance;
    entrance.code = "AB2C3D";
    EXPECT_EQ(address_of(entrance), "/?from=AB2C3D");
    entrance.leads_to = Target::guidance;
    EXPECT_EQ(address_of(entrance), "/guidance?from=AB2C3D");
    entrance.door = "wages";
    EXPECT_EQ(address_of(entrance), "/guidance/wages?from=AB2C3D");
    entrance.leads_to = Target::application;
    EXPECT_EQ(address_of(entrance), "/apply?from=AB2C3D");
}

static std::vector<std::string> words_of(const pdf::Printed& printed) {
    std::vector<std::string> words;
    for (const pdf::SetLine& line : printed.lines) words.push_back(line.words);
    return words;
}

TEST(Poster, says_whom_to_ask_on_one_page) {
    Entrance entrance;
    entrance.name = "桂花小区东门";
    entrance.code = "AB2C3D";
    organisations::Organisation body;
    body.name = "咸宁市鄂南山水人家生态旅游度假区物业服务与消费争议人民调解委员会";
    body.phone = "0715-8812348";
    body.address = "咸宁市咸安区温泉街道桂花路 128 号鄂南山水人家生态旅游度假区综合服务中心一楼大厅";
    const std::string link = "https://jiufen.xianning.example.gov.cn/go/AB2C3D";
    for (const auto size : {pdf::PaperSize::a3, pdf::PaperSize::a4, pdf::PaperSize::a5}) {
        const auto printed = pdf::print(poster(entrance, body, link, size, {}));
        EXPECT_EQ(printed.pages, 1U);
        EXPECT_THAT(words_of(printed), Contains("电话 0715-8812348"));
        EXPECT_THAT(words_of(printed), Contains(HasSubstr("AB2C3D")));
    }
    EXPECT_THAT(words_of(pdf::print(poster(entrance, std::nullopt, link, pdf::PaperSize::a4, {}))),
                Contains("公共法律服务热线 12348"));
}

class entrances : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        city_ = std::make_unique<TestCity>(database());
        city_->now = TestCity::morning();
        dispatcher_ = std::make_unique<Caller>(city_->caller(routes, Duty::dispatcher, city_->county_centre));
        anyone_ = std::make_unique<Caller>(city_->citizen(routes));
    }
    using Caller = identity::testing::Caller;

    Entrance add(const EntranceForm& form) {
        const auto reply = dispatcher_->post("/api/entrances", json::write(form));
        EXPECT_EQ(reply.status, 201) << reply.body;
        return json::read<Entrance>(reply.body);
    }
    EntrancesView view(const std::string& query = "") {
        return json::read<EntrancesView>(dispatcher_->get("/api/entrances" + query).body);
    }
    std::string location_of(const http::Reply& reply) {
        for (const auto& header : reply.headers)
            if (header.name == "Location") return header.value;
        return {};
    }
    std::string go(const std::string& code) {
        const auto reply = anyone_->get("/go/" + code);
        EXPECT_EQ(reply.status, 303);
        return location_of(reply);
    }

    std::unique_ptr<TestCity> city_;
    std::unique_ptr<Caller> dispatcher_, anyone_;
};
INSTANTIATE_TEST_SUITE_P(engines, entrances, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(entrances, are_made_and_changed) {
    const Entrance made = add(estate());
    EXPECT_EQ(made.code.size(), code_length);
    EXPECT_EQ(code_in(made.code), made.code);
    EXPECT_NE(add(estate()).code, made.code);
    EntranceForm form = estate();
    form.kind = EntranceKind::other;
    form.kind_words = "社区电梯";
    form.organisation_id = city_->county_centre;
    form.place_code.reset();
    const auto path = "/api/entrances/" + to_text(made.id);
    EXPECT_EQ(code_of(dispatcher_->ask("PUT", path, json::write(form))), "version_required");
    const auto changed = dispatcher_->ask("PUT", path, json::write(form), {{"If-Match", "\"1\""}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(code_of(dispatcher_->ask("PUT", path, json::write(form), {{"If-Match", "\"1\""}})), "version_outdated");
    const auto all = view();
    ASSERT_EQ(all.entrances.size(), 2U);
    for (const EntranceView& one : all.entrances) {
        if (one.id != made.id) {
            EXPECT_TRUE(one.place_name);
            continue;
        }
        EXPECT_EQ(one.kind_words, "社区电梯");
        EXPECT_TRUE(one.organisation_name);
        EXPECT_EQ(one.code, made.code);
        EXPECT_EQ(one.version, 2);
    }
}

TEST_P(entrances, refuse_what_is_not_there) {
    EntranceForm form = estate();
    form.place_code = "999999";
    form.organisation_id = Id<identity::Organisation>::fresh(TestCity::morning());
    const auto refused = dispatcher_->post("/api/entrances", json::write(form));
    EXPECT_THAT(fields_of(refused), HasSubstr("organisation_id:organisation_unknown"));
    EXPECT_THAT(fields_of(refused), HasSubstr("place_code:unknown_place"));
    const auto nothing = "/api/entrances/" + to_text(Id<Entrance>::fresh(TestCity::morning()));
    EXPECT_EQ(code_of(dispatcher_->ask("PUT", nothing, json::write(estate()), {{"If-Match", "\"1\""}})), "not_found");
    EXPECT_EQ(code_of(dispatcher_->get(nothing + "/poster")), "not_found");
}

TEST_P(entrances, belong_to_those_who_keep_them) {
    auto clerk = city_->caller(routes, Duty::clerk, city_->county_centre);
    EXPECT_EQ(code_of(clerk.get("/api/entrances")), "duty_may_not");
    auto leader = city_->caller(routes, Duty::leader, city_->county_centre);
    EXPECT_EQ(leader.get("/api/entrances").status, 200);
    EXPECT_EQ(code_of(leader.post("/api/entrances", json::write(estate()))), "duty_may_not");
    EXPECT_EQ(code_of(anyone_->get("/api/entrances")), "not_signed_in");
}

TEST_P(entrances, count_looks_of_those_that_are_known_and_active) {
    const Entrance made = add(estate());
    EXPECT_EQ(go(made.code), "/?from=" + made.code);
    std::string typed = made.code;
    for (char& c : typed) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(go(typed), "/?from=" + made.code);
    anyone_->ask("GET", "/go/" + made.code, {}, {{"Sec-Purpose", "prefetch"}});
    anyone_->ask("HEAD", "/go/" + made.code);
    for (const char* unknown : {"AAAAAA", "x", "%27%20OR%201=1", "%F0%9F%98%80"}) EXPECT_EQ(go(unknown), "/");
    EXPECT_EQ(view().entrances[0].counts.looks, 2);

    EntranceForm form = estate();
    form.active = false;
    dispatcher_->ask("PUT", "/api/entrances/" + to_text(made.id), json::write(form), {{"If-Match", "\"1\""}});
    EXPECT_EQ(go(made.code), "/");
    const auto all = view();
    EXPECT_EQ(all.entrances[0].counts.looks, 2);
    EXPECT_EQ(all.without.looks, 0);
}

TEST_P(entrances, count_applications_with_and_without) {
    const Entrance made = add(estate());
    const LegalDate today = legal_date(TestCity::morning());
    database().transact([&](db::Tx& tx) {
        count_begun(tx, made.code, today);
        count_begun(tx, made.code, today);
        count_sent(tx, made.code, today);
        count_begun(tx, made.code, today + -10);
        count_begun(tx, "", today);
        count_sent(tx, "AAAAAA", today);
        EXPECT_EQ(find_active(tx, made.code)->id, made.id);
        EXPECT_FALSE(find_active(tx, "AAAAAA"));
    });
    const auto counts_in = [&](const std::string& query) { return view(query).entrances[0].counts; };
    EXPECT_EQ(counts_in("").begun, 3);
    EXPECT_EQ(counts_in("").sent, 1);
    EXPECT_EQ(counts_in("?days=10").begun, 2);
    EXPECT_EQ(counts_in("?days=11").begun, 3);
    EXPECT_EQ(view().without.begun, 1);
    EXPECT_EQ(view().without.sent, 1);
    EXPECT_THAT(fields_of(dispatcher_->get("/api/entrances?days=0")), HasSubstr("days"));
}

TEST_P(entrances, have_posters) {
    EntranceForm form = estate();
    form.organisation_id = city_->county_centre;
    const Entrance made = add(form);
    const auto path = "/api/entrances/" + to_text(made.id) + "/poster";
    const auto reply = dispatcher_->get(path + "?size=a3");
    EXPECT_EQ(reply.content_type, pdf::media_type);
    EXPECT_TRUE(reply.body.starts_with("%PDF-1."));
    EXPECT_EQ(fields_of(dispatcher_->get(path + "?size=a9")), "size:unknown_word");
}

}  // namespace hemu::entrances
