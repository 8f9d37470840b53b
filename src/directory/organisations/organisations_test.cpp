#include "organisations.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <thread>

#include "accounts.hpp"
#include "audit.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"

namespace hemu::organisations {

namespace testing = identity::testing;
using identity::Duty;

static const Instant moment{1'790'000'000'000'000};
static const LegalDate today = legal_date(moment);

static void make_places(db::Database& database) {
    database.transact([](db::Tx& tx) {
        for (const auto& [code, name, level, parent] :
             std::vector<std::array<const char*, 4>>{{"4212", "咸宁市", "city", "42"},
                                                     {"421202", "咸安区", "county", "4212"},
                                                     {"421221", "嘉鱼县", "county", "4212"},
                                                     {"421202100", "汀泗桥镇", "town", "421202"},
                                                     {"421202001", "温泉街道", "town", "421202"},
                                                     {"421202100201", "聂家村委会", "village", "421202100"},
                                                     {"421202100202", "高桥村委会", "village", "421202100"}})
            tx.run_text(
                fmt::format("INSERT INTO place (code, name, full_name, initials, level, parent_code) "
                            "VALUES ('{0}', '{1}', '咸宁市{1}', '', '{2}', '{3}')",
                            code, name, level, parent));
    });
}

static OrganisationForm form_of(std::string name, OrganisationKind kind, std::string place,
                                std::optional<OrganisationId> parent = {}) {
    OrganisationForm form;
    form.abbreviation = name;
    form.name = std::move(name);
    form.kind = kind;
    form.place_code = std::move(place);
    switch (*places::level_of(form.place_code)) {
        case places::PlaceLevel::county:
            form.level = OrganisationLevel::county;
            break;
        case places::PlaceLevel::town:
            form.level = OrganisationLevel::town;
            break;
        case places::PlaceLevel::village:
            form.level = OrganisationLevel::village;
            break;
        default:
            form.level = OrganisationLevel::city;
    }
    form.parent_id = parent;
    form.open_from_on = LegalDate(2020, 1, 1);
    return form;
}

class organisations_store : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (!IsSkipped()) make_places(database());
    }
    OrganisationId make(const OrganisationForm& form) {
        return database().transact([&](db::Tx& tx) { return create(tx, form, moment); });
    }
    OrganisationId make(std::string name, OrganisationKind kind, std::string place,
                        std::optional<OrganisationId> parent = {}) {
        return make(form_of(std::move(name), kind, std::move(place), parent));
    }
    std::string why_not_make(const OrganisationForm& form) {
        try {
            make(form);
        } catch (const Refusal& refusal) {
            std::string all = refusal.code;
            for (const auto& fault : refusal.fields) all += " " + fault.field + ":" + fault.code;
            return all;
        }
        return "";
    }
    void alter(OrganisationId id, const OrganisationForm& form) {
        database().transact([&](db::Tx& tx) { change(tx, id, get(tx, id).version, form); });
    }
    std::string code_of_altering(OrganisationId id, const OrganisationForm& form) {
        try {
            alter(id, form);
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
        return "";
    }
    bool over(OrganisationId above, OrganisationId below) {
        return database().read([&](db::Tx& tx) { return stands_over(tx, above, below); });
    }
};
INSTANTIATE_TEST_SUITE_P(engines, organisations_store, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

static constexpr auto centre = OrganisationKind::mediation_centre;
static constexpr auto committee = OrganisationKind::people_committee;
static constexpr auto industry = OrganisationKind::industry_committee;

TEST_P(organisations_store, keeps_a_body_with_its_lists) {
    auto form = form_of("医疗纠纷人民调解委员会", industry, "421202");
    form.fields = {"medical", "damage"};
    form.area = {"421202", "421221"};
    form.phone = "0715-8000000";
    const auto id = make(form);
    database().read([&](db::Tx& tx) {
        const auto body = get(tx, id);
        EXPECT_EQ(body.name, form.name);
        EXPECT_EQ(body.kind, industry);
        EXPECT_EQ(body.phone, form.phone);
        EXPECT_EQ(body.version, 1);
        EXPECT_EQ(fields_of(tx, id), (std::vector<std::string>{"damage", "medical"}));
        EXPECT_EQ(area_of(tx, id), form.area);
        EXPECT_EQ(name_of(tx, id), form.name);
        EXPECT_EQ(name_of(tx, OrganisationId::fresh(moment)), "");
        EXPECT_THROW(get(tx, OrganisationId::fresh(moment)), Refusal);
        return 0;
    });
}

TEST_P(organisations_store, gives_a_body_its_own_place_to_serve) {
    const auto id = make("汀泗桥镇调委会", committee, "421202100");
    EXPECT_EQ(database().read([&](db::Tx& tx) { return area_of(tx, id); }), std::vector<std::string>{"421202100"});
}

TEST_P(organisations_store, refuses_what_it_does_not_know) {
    auto form = form_of("甲", committee, "421202100");
    form.place_code = "421202999";
    form.area = {"421202", "429999"};
    EXPECT_EQ(why_not_make(form), "invalid place_code:unknown_place area[1]:unknown_place");
    form = form_of("甲", committee, "421202100", OrganisationId::fresh(moment));
    EXPECT_EQ(why_not_make(form), "invalid parent_id:organisation_unknown");
    EXPECT_EQ(why_not_make(form_of("甲", committee, "421202100")), "");
    EXPECT_EQ(why_not_make(form_of("甲", committee, "421202100")), "name_taken name:name_taken");
    form = form_of("乙", committee, "421202100");
    form.abbreviation = " 甲 ";
    EXPECT_EQ(why_not_make(form), "abbreviation_taken abbreviation:abbreviation_taken");
}

TEST_P(organisations_store, changes_from_the_version_read) {
    const auto id = make("甲", committee, "421202100");
    auto form = form_of("乙", committee, "421202001");
    form.fields = {"neighbour"};
    alter(id, form);
    database().read([&](db::Tx& tx) {
        EXPECT_EQ(get(tx, id).version, 2);
        EXPECT_EQ(get(tx, id).name, "乙");
        EXPECT_EQ(area_of(tx, id), std::vector<std::string>{"421202001"});
        EXPECT_EQ(fields_of(tx, id), std::vector<std::string>{"neighbour"});
        return 0;
    });
    try {
        database().transact([&](db::Tx& tx) { change(tx, id, 1, form); });
        ADD_FAILURE() << "an older version was changed";
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.fault, Fault::precondition_failed);
    }
}

TEST_P(organisations_store, keeps_the_tree_as_pairs) {
    const auto city = make("市中心", centre, "4212");
    const auto county = make("区中心", centre, "421202", city);
    const auto town = make("镇调委会", committee, "421202100", county);
    const auto village = make("村调委会", committee, "421202100201", town);
    const auto other = make("县中心", centre, "421221", city);
    for (const auto& one : {city, county, town, village, other}) {
        EXPECT_TRUE(over(one, one));
        EXPECT_TRUE(over(city, one));
    }
    EXPECT_TRUE(over(county, village));
    EXPECT_FALSE(over(village, county));
    EXPECT_FALSE(over(other, village));

    alter(town, form_of("镇调委会", committee, "421202100", other));
    EXPECT_TRUE(over(other, village));
    EXPECT_TRUE(over(other, town));
    EXPECT_TRUE(over(city, village));
    EXPECT_FALSE(over(county, village));
    EXPECT_TRUE(over(town, village));

    alter(town, form_of("镇调委会", committee, "421202100"));
    EXPECT_FALSE(over(city, village));
    EXPECT_TRUE(over(town, village));
}

TEST_P(organisations_store, refuses_circles) {
    const auto city = make("市中心", centre, "4212");
    const auto county = make("区中心", centre, "421202", city);
    const auto town = make("镇调委会", committee, "421202100", county);
    EXPECT_EQ(code_of_altering(city, form_of("市中心", centre, "4212", town)), "parent_is_below");
    EXPECT_EQ(code_of_altering(city, form_of("市中心", centre, "4212", city)), "parent_is_below");
    EXPECT_EQ(code_of_altering(town, form_of("镇调委会", committee, "421202100", city)), "");
}

static bool stands_over_by_parents(const std::vector<int>& parents, int above, int below) {
    for (int at = below; at >= 0; at = parents[static_cast<std::size_t>(at)])
        if (at == above) return true;
    return false;
}

/// A forest by the number of each body's parent (-1: none), and moves of one body under another.
struct Forest {
    std::vector<int> parents;
    std::vector<std::pair<int, int>> moves;
};

static Forest any_forest() {
    Forest forest;
    const int size = *rc::gen::inRange(1, 9);
    for (int i = 0; i < size; ++i) forest.parents.push_back(*rc::gen::inRange(-1, i));
    forest.moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, size), rc::gen::inRange(-1, size)));
    return forest;
}

/// Makes the forest and its moves; the first thing in which the stored pairs differ from walking up the parents.
static std::string first_difference(db::Tx& tx, Forest forest, int number) {
    std::vector<OrganisationId> ids;
    const auto at = [&](int i) { return ids[static_cast<std::size_t>(i)]; };
    const auto form = [&](int i, int parent) {
        return form_of(fmt::format("{}-{}", number, i), centre, "4212",
                       parent < 0 ? std::nullopt : std::optional(at(parent)));
    };
    const int size = static_cast<int>(forest.parents.size());
    for (int i = 0; i < size; ++i)
        ids.push_back(create(tx, form(i, forest.parents[static_cast<std::size_t>(i)]), moment));
    for (const auto& [who, to] : forest.moves) {
        const bool circle = to >= 0 && stands_over_by_parents(forest.parents, who, to);
        std::string code;
        try {
            change(tx, at(who), get(tx, at(who)).version, form(who, to));
        } catch (const Refusal& refusal) {
            code = refusal.code;
        }
        if ((code == "parent_is_below") != circle) return fmt::format("moving {} under {}: {}", who, to, code);
        if (!circle) forest.parents[static_cast<std::size_t>(who)] = to;
    }
    for (int above = 0; above < size; ++above)
        for (int below = 0; below < size; ++below)
            if (stands_over(tx, at(above), at(below)) != stands_over_by_parents(forest.parents, above, below))
                return fmt::format("{} over {}", above, below);
    return "";
}

// Whatever is made and moved, the pairs are what walking up the parents gives; a move that would close a circle is
// refused and changes nothing.
TEST_P(organisations_store, keeps_the_pairs_true_whatever_is_moved) {
    int number = 0;
    EXPECT_TRUE(rc::check([&] {
        const Forest forest = any_forest();
        ++number;
        RC_ASSERT(database().transact([&](db::Tx& tx) { return first_difference(tx, forest, number); }) == "");
    }));
}

TEST_P(organisations_store, closes_no_circle_by_two_moves_at_the_same_time) {
    for (int round = 0; round < 10; ++round) {
        const auto one = make(fmt::format("one {}", round), centre, "4212");
        const auto other = make(fmt::format("other {}", round), centre, "4212");
        const auto hang = [&](OrganisationId what, std::string name, OrganisationId under) {
            try {
                alter(what, form_of(std::move(name), centre, "4212", under));
            } catch (const Refusal&) {
            }
        };
        std::thread first([&] { hang(one, fmt::format("one {}", round), other); });
        std::thread second([&] { hang(other, fmt::format("other {}", round), one); });
        first.join();
        second.join();
        EXPECT_NE(over(one, other), over(other, one));
    }
}

TEST_P(organisations_store, finds_who_serves_a_place) {
    const auto city = make("市中心", centre, "4212");
    const auto town = make("镇调委会", committee, "421202100");
    const auto village = make("村调委会", committee, "421202100201");
    make("别村调委会", committee, "421202100202");
    make("人民法院", OrganisationKind::court, "421202");
    auto medical_form = form_of("医疗调委会", industry, "421202");
    medical_form.fields = {"medical"};
    medical_form.area = {"4212"};
    const auto medical = make(medical_form);
    auto closed = form_of("旧调委会", committee, "421202100");
    closed.closed_on = LegalDate(2021, 1, 1);
    make(closed);
    const auto ids = [&](std::string_view place, std::string_view field) {
        std::vector<OrganisationId> list;
        for (const auto& server : database().read([&](db::Tx& tx) { return serving(tx, place, field, today); }))
            list.push_back(server.id);
        return list;
    };
    using Ids = std::vector<OrganisationId>;
    EXPECT_EQ(ids("421202100201", "neighbour"), (Ids{village, town, city}));
    const auto with_field =
        database().read([&](db::Tx& tx) { return serving(tx, "421202100201", "medical", today); });
    ASSERT_EQ(with_field.size(), 4u);
    const auto found = std::find_if(with_field.begin(), with_field.end(),
                                    [&](const Server& server) { return server.id == medical; });
    ASSERT_NE(found, with_field.end());
    EXPECT_TRUE(found->field_served);
    EXPECT_EQ(found->area_code, "4212");
    EXPECT_EQ(ids("421202", ""), Ids{city});
    EXPECT_EQ(ids("421221", ""), Ids{city});
    EXPECT_EQ(ids("11", ""), Ids{});
}

TEST_P(organisations_store, knows_its_staff) {
    const auto body = make("镇调委会", committee, "421202100");
    testing::make_person(database(), "wang", Duty::mediator, body, moment);
    testing::make_person(database(), "lina", Duty::head, body, moment);
    const auto gone = testing::make_person(database(), "gone", Duty::mediator, body, moment);
    database().transact([&](db::Tx& tx) { identity::end_post(tx, gone.account, gone.post, moment); });
    const auto staff = database().read([&](db::Tx& tx) { return staff_of(tx, body, today); });
    ASSERT_EQ(staff.size(), 2u);
    EXPECT_EQ(staff[0].name, "Person lina");
    EXPECT_EQ(staff[0].duty, Duty::head);
    EXPECT_EQ(staff[1].name, "Person wang");
    EXPECT_TRUE(database().read([&](db::Tx& tx) { return staff_of(tx, body, LegalDate(2019, 1, 1)); }).empty());
}

class organisation_routes : public organisations_store {
  protected:
    void SetUp() override {
        organisations_store::SetUp();
        if (IsSkipped()) return;
        city_ = make("市中心", centre, "4212");
        testing::make_person(database(), "clerk", Duty::clerk, city_, moment);
        testing::make_person(database(), "system", Duty::system_administrator, city_, moment);
        identity::Routes all = routes;
        for (const auto& route : identity::routes)
            if (route.path == "/api/session") all.push_back(route);
        clerk_ = std::make_unique<testing::Caller>(database(), all, moment);
        system_ = std::make_unique<testing::Caller>(database(), all, moment);
        clerk_->sign_in("clerk");
        system_->sign_in("system");
    }
    boost::json::array items(const std::string& query) {
        return boost::json::parse(clerk_->get("/api/organisations" + query).body).at("items").as_array();
    }
    OrganisationId city_;
    std::unique_ptr<testing::Caller> clerk_, system_;
};
INSTANTIATE_TEST_SUITE_P(engines, organisation_routes, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(organisation_routes, make_show_and_change_a_body) {
    auto form = form_of("镇调委会", committee, "421202100", city_);
    form.fields = {"neighbour"};
    EXPECT_EQ(testing::code_of(clerk_->post("/api/organisations", json::write(form))), "duty_may_not");
    const auto made = system_->post("/api/organisations", json::write(form));
    ASSERT_EQ(made.status, 201) << made.body;
    const auto id = std::string(boost::json::parse(made.body).at("id").as_string());
    const auto view = boost::json::parse(clerk_->get("/api/organisations/" + id).body);
    EXPECT_EQ(view.at("name"), "镇调委会");
    EXPECT_EQ(view.at("place_name"), "咸宁市汀泗桥镇");
    EXPECT_EQ(view.at("parent_name"), "市中心");
    EXPECT_EQ(view.at("open"), true);
    form.name = "汀泗桥镇调委会";
    const auto put = [&](const char* version) {
        return system_->ask("PUT", "/api/organisations/" + id, json::write(form), {{"If-Match", version}});
    };
    EXPECT_EQ(testing::code_of(put("")), "version_required");
    EXPECT_EQ(put("\"1\"").status, 200);
    EXPECT_EQ(testing::code_of(put("\"1\"")), "version_outdated");
    audit::Filter filter;
    filter.kind = audit::AuditKind::organisation;
    const auto entries = database().read([&](db::Tx& tx) { return audit::list(tx, filter); }).items;
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_NE(
        std::find_if(entries.begin(), entries.end(),
                     [](const auto& entry) { return entry.act == "change" && entry.fields.starts_with("name"); }),
        entries.end());
    EXPECT_EQ(clerk_->get("/api/organisations/" + id + "/staff").body, "[]");
    EXPECT_EQ(testing::code_of(clerk_->get("/api/organisations/" + to_text(OrganisationId::fresh(moment)))),
              "not_found");
    EXPECT_EQ(testing::fields_of(system_->post("/api/organisations", R"({"name":"x"})")).substr(0, 20),
              "abbreviation:missing");
}

TEST_P(organisation_routes, list_bodies_by_filter_and_page) {
    const auto county = make("区中心", centre, "421202", city_);
    auto medical = form_of("医疗调委会", industry, "421202", county);
    medical.fields = {"medical"};
    make(medical);
    make("镇调委会", committee, "421202100", county);
    make("法院", OrganisationKind::court, "421221", city_);
    EXPECT_EQ(items("").size(), 5u);
    EXPECT_EQ(items("?kind=court").size(), 1u);
    EXPECT_EQ(items("?level=county").size(), 3u);
    EXPECT_EQ(items("?place=421202").size(), 3u);
    EXPECT_EQ(items("?parent=" + to_text(county)).size(), 2u);
    EXPECT_EQ(items("?field=medical").size(), 5u);
    EXPECT_EQ(items("?field=neighbour").size(), 4u);
    EXPECT_EQ(items("?q=%E8%B0%83%E5%A7%94").size(), 2u);
    EXPECT_EQ(testing::fields_of(clerk_->get("/api/organisations?kind=x")), "kind:unknown_word");
    EXPECT_EQ(testing::fields_of(clerk_->get("/api/organisations?parent=x")), "parent:not_an_id");
    EXPECT_EQ(testing::fields_of(clerk_->get("/api/organisations?after=x")), "after:cursor_wrong");

    std::set<std::string> seen;
    std::string after;
    for (int pages = 0; pages < 5; ++pages) {
        const auto reply = clerk_->get("/api/organisations?limit=2&after=" + after);
        const auto page = boost::json::parse(reply.body);
        for (const auto& item : page.at("items").as_array()) seen.insert(std::string(item.at("id").as_string()));
        if (!page.as_object().contains("next")) break;
        after.clear();
        for (const unsigned char c : std::string(page.at("next").as_string())) after += fmt::format("%{:02X}", c);
    }
    EXPECT_EQ(seen.size(), 5u);
}

}  // namespace hemu::organisations
