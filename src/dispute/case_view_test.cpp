#include "case_view.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "dispute_verbs_testing.hpp"
#include "reading.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Duty;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Hidden {
    std::int64_t amount_fen = 0;
};
BOOST_DESCRIBE_STRUCT(Hidden, (), (amount_fen))

struct OfFile {
    std::string attachment_id;
};
BOOST_DESCRIBE_STRUCT(OfFile, (), (attachment_id))

HEMU_ON_BOTH_ENGINES(a_case);

static CaseView view_for(TestCity& city, const Actor& actor, Id<Dispute> dispute) {
    const auto cx = city.as(actor);
    return city.database().read([&](db::Tx& tx) { return case_view(tx, dispute, cx); });
}

static std::string seen_by(TestCity& city, const Actor& actor, Id<Dispute> dispute) {
    try {
        view_for(city, actor, dispute);
        return "seen";
    } catch (const Refusal& refusal) {
        return refusal.code;
    }
}

TEST_P(a_case, stands_on_one_screen_with_everything_around_it) {
    TestCity city(database());
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    const auto mediator = city.person(Duty::mediator, city.town);
    Dispute dispute = city.add_dispute(State::registered);
    database().transact([&](db::Tx& tx) {
        Dispute fresh = load(tx, dispute.id).value();
        give_body(tx, fresh, city.town, BodyRole::lead, city.morning());
        set_holder(tx, fresh, city.town);
        give_person(tx, fresh, mediator.account, PersonRole::presiding_mediator, city.tick());
        set_handler(tx, fresh, mediator.account);
        Grading grading;
        grading.national_type = "02";
        grading.local_type = "0202";
        grading.difficulty = Difficulty::difficult;
        grading.risk = Risk::orange;
        grading.people_count = 12;
        grading.amount_fen = Fen{5000};
        grading.flags = {"elderly", "minors"};
        set_grading(tx, fresh, grading);
        tx.run_text(fmt::format("UPDATE dispute SET address_sealed = '{}' WHERE id = '{}'",
                                city.keys.seal("咸宁市咸安区永安大道一号", "address"), to_text(dispute.id)));
    });
    const CaseView view = view_for(city, clerk, dispute.id);
    EXPECT_EQ(view.number, dispute.number);
    EXPECT_EQ(view.step, LoopStep::gather);
    EXPECT_EQ(view.window_name, "咸安区人民调解中心");
    EXPECT_EQ(view.holder_name, "汀泗桥镇人民调解委员会");
    EXPECT_EQ(view.handler_name, mediator.name);
    EXPECT_EQ(view.place_name, "咸宁市咸安区汀泗桥镇高桥村");
    EXPECT_THAT(view.address.value(), Not(HasSubstr("永安大道")));
    EXPECT_THAT(view.flags, ElementsAre("elderly", "minors"));
    EXPECT_EQ(view.risk, Risk::orange);
    EXPECT_TRUE(view.risk_confirmed);
    EXPECT_EQ(view.amount_fen.amount, 5000);
    ASSERT_EQ(view.parties.size(), 2u);
    EXPECT_EQ(view.parties[0].phone, "138****0001");
    EXPECT_EQ(view.clocks.size(), 2u);
    std::vector<std::string> around;
    for (const auto& body : view.bodies) around.push_back(body.name);
    for (const auto& person : view.people) around.push_back(person.name);
    EXPECT_THAT(around, ElementsAre("汀泗桥镇人民调解委员会", "咸安区人民调解中心", clerk.name, mediator.name));
}

TEST_P(a_case, tells_which_moves_are_lawful_and_why_others_are_not) {
    TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const auto moves_for = [&](Duty duty) {
        std::map<std::string, std::string> moves;
        for (const Move& move : view_for(city, city.person(duty, city.county_centre), dispute.id).moves)
            moves[move.verb] = move.allowed ? "allowed" : move.why.value();
        return moves;
    };
    auto clerk = moves_for(Duty::clerk);
    EXPECT_EQ(clerk["accept"], "allowed");
    EXPECT_EQ(clerk["offer"], "not_in_this_state");
    EXPECT_EQ(clerk["begin"], "duty_may_not");
    EXPECT_FALSE(clerk.contains("take_effect")) << "nobody does that by hand";
    EXPECT_EQ(moves_for(Duty::leader)["accept"], "duty_may_not");
}

TEST_P(a_case, is_seen_by_a_body_and_a_person_as_long_as_they_are_on_it) {
    TestCity city(database());
    const auto head = city.person(Duty::head, city.medical);
    const auto mediator = city.person(Duty::mediator, city.village);
    const Dispute dispute = city.add_dispute(State::registered);
    EXPECT_EQ(seen_by(city, head, dispute.id), "dispute_not_found");
    EXPECT_EQ(seen_by(city, mediator, dispute.id), "dispute_not_found");
    const auto change = [&](auto act) {
        database().transact([&](db::Tx& tx) { act(tx, load(tx, dispute.id).value(), city.tick()); });
    };
    change([&](db::Tx& tx, const Dispute& one, Instant now) {
        give_body(tx, one, city.medical, BodyRole::helper, now);
    });
    change([&](db::Tx& tx, const Dispute& one, Instant now) {
        give_person(tx, one, mediator.account, PersonRole::mediator, now);
        give_person(tx, one, mediator.account, PersonRole::mediator, now);
    });
    EXPECT_EQ(seen_by(city, head, dispute.id), "seen");
    EXPECT_EQ(seen_by(city, mediator, dispute.id), "seen");
    database().read([&](db::Tx& tx) {
        EXPECT_TRUE(is_person(tx, dispute, mediator.account));
        EXPECT_TRUE(is_mediator(tx, dispute, mediator.account));
        const auto registrar = dispute.registered_by_id;
        EXPECT_TRUE(is_person(tx, dispute, registrar));
        EXPECT_FALSE(is_mediator(tx, dispute, registrar));
    });
    change(
        [&](db::Tx& tx, const Dispute& one, Instant now) { end_body(tx, one, city.medical, BodyRole::helper, now); });
    change([&](db::Tx& tx, const Dispute& one, Instant now) {
        end_person(tx, one, mediator.account, PersonRole::mediator, now);
    });
    EXPECT_EQ(seen_by(city, head, dispute.id), "dispute_not_found");
    EXPECT_EQ(seen_by(city, mediator, dispute.id), "dispute_not_found");
    // Named again, he sees it again; the dispute that there is not is told apart by nobody.
    change([&](db::Tx& tx, const Dispute& one, Instant now) {
        give_person(tx, one, mediator.account, PersonRole::mediator, now);
    });
    EXPECT_EQ(seen_by(city, mediator, dispute.id), "seen");
    EXPECT_EQ(seen_by(city, mediator, Id<Dispute>::fresh(city.morning())), "dispute_not_found");
}

TEST_P(a_case, has_an_outcome_until_it_is_reopened) {
    TestCity city(database());
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    const Dispute dispute = city.add_dispute(State::registered);
    const auto outcome = [&] {
        const CaseView view = view_for(city, clerk, dispute.id);
        return fmt::format("{} {} {} {} {}", view.result.value_or("-"), view.agreement_form.value_or("-"),
                           view.effective_on ? to_text(*view.effective_on) : "-", view.return_count, view.revision);
    };
    const auto change = [&](auto act) {
        database().transact([&](db::Tx& tx) {
            Dispute fresh = load(tx, dispute.id).value();
            act(tx, fresh);
        });
    };
    change([](db::Tx& tx, Dispute& one) { set_outcome(tx, one, "success", "written", std::nullopt); });
    change(
        [](db::Tx& tx, Dispute& one) { set_outcome(tx, one, std::nullopt, std::nullopt, LegalDate(2026, 12, 1)); });
    change([](db::Tx& tx, Dispute& one) { set_return_count(tx, one, 2); });
    EXPECT_EQ(outcome(), "success written 2026-12-01 2 1");
    change([](db::Tx& tx, Dispute& one) { set_revision(tx, one, 2); });
    EXPECT_EQ(outcome(), "- - - 0 2");
}

static Timeline timeline(TestCity& city, const Dispute& dispute, std::int64_t before, std::int64_t limit) {
    return city.database().read(
        [&](db::Tx& tx) { return timeline_of(tx, load(tx, dispute.id).value(), {}, before, limit); });
}

TEST_P(a_case, has_a_timeline_newest_first_with_words_beside_it) {
    TestCity city(database());
    const auto cx = city.as(Duty::clerk, city.county_centre);
    Dispute dispute = city.add_dispute(State::registered);
    database().transact([&](db::Tx& tx) {
        const auto event = record(tx, dispute, "note", cx, Hidden{7});
        add_note(tx, dispute, event, "双方愿意再谈", cx.moment);
        advance(tx, dispute, verbs::accept, cx, Hidden{});
    });
    const Timeline all = timeline(city, dispute, 0, 50);
    ASSERT_EQ(all.items.size(), 3u);
    EXPECT_FALSE(all.next);
    EXPECT_EQ(all.items[0].kind, "accept");
    EXPECT_EQ(all.items[0].group, TimelineGroup::milestone);
    EXPECT_EQ(all.items[0].from_state, State::registered);
    EXPECT_EQ(all.items[0].organisation_name, "咸安区人民调解中心");
    EXPECT_EQ(all.items[1].words, "双方愿意再谈");
    EXPECT_EQ(all.items[1].content.at("amount_fen").as_int64(), 7);
    EXPECT_EQ(all.items[2].kind, "register");
    EXPECT_EQ(all.items[2].words, std::nullopt);
}

TEST_P(a_case, tells_of_one_kind_alone_and_how_long_a_state_lasted) {
    TestCity city(database());
    const auto cx = city.as(Duty::clerk, city.county_centre);
    Dispute dispute = city.add_dispute(State::registered);
    const auto later = city.as(Duty::clerk, city.county_centre, city.tick());
    database().transact([&](db::Tx& tx) {
        for (int i = 0; i < 8; ++i) record(tx, dispute, i % 4 == 0 ? "call" : "note", cx, Hidden{});
        advance(tx, dispute, verbs::accept, later, Hidden{});
        for (int i = 0; i < 3; ++i) record(tx, dispute, "note", later, Hidden{});
    });
    const auto kinds = [&](std::vector<TimelineGroup> groups, std::int64_t before, std::int64_t limit) {
        return city.database().read(
            [&](db::Tx& tx) { return timeline_of(tx, load(tx, dispute.id).value(), {}, before, limit, groups); });
    };
    const Timeline calls = kinds({TimelineGroup::talk}, 0, 2);
    ASSERT_EQ(calls.items.size(), 2U) << "however many others stand between";
    EXPECT_EQ(calls.items[0].kind, "call");
    ASSERT_TRUE(calls.next);
    EXPECT_TRUE(kinds({TimelineGroup::talk}, std::stoll(*calls.next), 2).items.empty());
    const Timeline milestones = kinds({TimelineGroup::milestone, TimelineGroup::talk}, 0, 50);
    ASSERT_EQ(milestones.items.size(), 4U);
    EXPECT_EQ(milestones.items[0].kind, "accept");
    EXPECT_EQ(milestones.items[0].since_at, milestones.items[3].happened_at);
    EXPECT_EQ(milestones.items[1].since_at, std::nullopt);
    EXPECT_EQ(milestones.items[3].since_at, std::nullopt);
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(clerk.get("/api/disputes/" + to_text(dispute.id) + "/timeline?groups=talk,gossip").status, 422);
}

TEST_P(a_case, pages_through_its_timeline) {
    TestCity city(database());
    const auto cx = city.as(Duty::clerk, city.county_centre);
    Dispute dispute = city.add_dispute(State::registered);
    database().transact([&](db::Tx& tx) {
        for (int i = 0; i < 6; ++i) record(tx, dispute, "note", cx, Hidden{});
    });
    std::vector<std::int64_t> numbers;
    std::int64_t before = 0;
    for (int pages = 1;; ++pages) {
        const Timeline page = timeline(city, dispute, before, 3);
        for (const auto& item : page.items) numbers.push_back(item.number);
        // What happens meanwhile does not move what was not yet shown.
        database().transact([&](db::Tx& tx) { record(tx, dispute, "note", cx, Hidden{}); });
        if (!page.next) {
            EXPECT_EQ(pages, 3);
            break;
        }
        before = std::stoll(*page.next);
    }
    EXPECT_THAT(numbers, ElementsAre(7, 6, 5, 4, 3, 2, 1));
}

TEST_P(a_case, tells_nothing_of_what_its_reader_may_not_see) {
    TestCity city(database());
    const auto cx = city.as(Duty::clerk, city.county_centre);
    Dispute dispute = city.add_dispute(State::registered);
    database().transact([&](db::Tx& tx) {
        for (const char* id : {"open", "secret", "open", "secret", "secret"})
            record(tx, dispute, "attachment", cx, OfFile{id});
    });
    set_hidden([](db::Tx&, Id<Dispute>, const Actor& actor) {
        return actor.duty == Duty::mediator ? std::set<std::string>() : std::set<std::string>{"secret"};
    });
    const auto numbers = [&](Duty duty, std::int64_t before, std::int64_t limit) {
        Actor actor;
        actor.duty = duty;
        std::vector<std::int64_t> all;
        const auto page = database().read(
            [&](db::Tx& tx) { return timeline_of(tx, load(tx, dispute.id).value(), actor, before, limit); });
        for (const TimelineItem& item : page.items) all.push_back(item.number);
        return all;
    };
    EXPECT_THAT(numbers(Duty::mediator, 0, 50), ElementsAre(6, 5, 4, 3, 2, 1));
    EXPECT_THAT(numbers(Duty::clerk, 0, 50), ElementsAre(4, 2, 1));
    EXPECT_THAT(numbers(Duty::clerk, 0, 2), ElementsAre(4, 2)) << "a page is filled with what he may see";
    EXPECT_THAT(numbers(Duty::clerk, 2, 2), ElementsAre(1));
    set_hidden(nullptr);
}

TEST_P(a_case, is_offered_law_and_phrases_of_its_type) {
    TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    const auto reply = clerk.get("/api/types/17/guide");
    ASSERT_EQ(reply.status, 200) << reply.body;
    const auto guide = json::read<boost::json::object>(reply.body);
    EXPECT_EQ(guide.at("provisions").at(0).at("law").as_string(), "民法典");
    EXPECT_EQ(guide.at("provisions").at(0).at("valid_from").as_string(), "2021-01-01");
    EXPECT_FALSE(guide.at("phrases").as_array().empty());
    EXPECT_EQ(clerk.get("/api/types/77/guide").status, 404);
}

TEST(next_state, leads_from_everywhere_to_the_archive) {
    for (const auto word : json::enum_words<State>()) {
        auto state = json::enum_from_word<State>(word);
        if (state == State::merged) continue;
        int steps = 0;
        while (state != State::archived && steps < 20) {
            state = next_state(*state);
            ASSERT_TRUE(state) << word;
            ++steps;
        }
        EXPECT_LT(steps, 12) << word;
    }
    EXPECT_EQ(next_state(State::merged), std::nullopt);
    EXPECT_EQ(next_state(State::archived), std::nullopt);
}

TEST(timeline_group, is_told_by_the_kind_of_the_event) {
    const auto group = [](const char* kind, std::optional<State> from = State::mediating) {
        Event event;
        event.kind = kind;
        event.from_state = from;
        event.to_state = State::mediating;
        return json::enum_word(group_of(event));
    };
    EXPECT_EQ(group("begin", State::assigned), "milestone");
    EXPECT_EQ(group("register", std::nullopt), "milestone");
    EXPECT_EQ(group("session_held"), "talk");
    EXPECT_EQ(group("caucus_note"), "talk");
    EXPECT_EQ(group("second_visit"), "talk");
    EXPECT_EQ(group("order_reply"), "task");
    EXPECT_EQ(group("mediators_replaced"), "task");
    EXPECT_EQ(group("reminder"), "system");
    EXPECT_EQ(group("escalation"), "system");
    EXPECT_EQ(group("note"), "message");
    EXPECT_EQ(group("signature"), "paper");
}

}  // namespace hemu::dispute
