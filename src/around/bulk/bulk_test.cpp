#include "bulk.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "rules.hpp"

namespace hemu::bulk {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using identity::Actor;
using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(bulk_runs);

/// A centre with some disputes at its window, and the program around it.
class Many {
  public:
    explicit Many(db::Database& database, int count = 6) : city(database) {
        for (int i = 0; i < count; ++i) ids.push_back(city.add_dispute(State::registered).id);
    }
    Context as(const Actor& actor) { return city.as(actor); }
    Actor clerk() { return city.person(Duty::clerk, city.county_centre); }

    BulkForm form(Act act) const {
        BulkForm made;
        made.what.act = act;
        made.dispute_ids = ids;
        return made;
    }
    BulkForm note(const std::string& words = "请核对材料") const {
        BulkForm made = form(Act::note);
        made.what.note = words;
        return made;
    }
    Id<Run> start(const BulkForm& what, const Context& cx) {
        return city.database().transact([&](db::Tx& tx) { return bulk::start(tx, what, cx); });
    }
    RunView run(Id<Run> id, const Actor& actor) {
        return city.database().read([&](db::Tx& tx) { return run_of(tx, id, actor); });
    }
    std::vector<ItemView> items(Id<Run> id, const Actor& actor) {
        return city.database().read([&](db::Tx& tx) { return items_of(tx, id, actor); });
    }
    void carry_on(Id<Run> id) {
        const Context cx = city.as(clerk());
        const identity::Surroundings around{city.database(), cx.keys, cx.config, {}, nullptr, nullptr};
        bulk::carry_on(id, around, city.tick());
    }
    std::int64_t events(Id<Dispute> id) { return city.reload(id).event_number; }

    TestCity city;
    std::vector<Id<Dispute>> ids;
};

static std::string refusal_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Refusal& refusal) {
        return refusal.fields.empty() ? refusal.code
                                      : refusal.fields.front().field + " " + refusal.fields.front().code;
    }
    return "";
}

TEST(bulk_rules, ask_for_the_form_of_the_act_and_a_duty_that_may) {
    Actor clerk;
    clerk.duty = Duty::clerk;
    BulkForm form;
    form.dispute_ids = {Id<Dispute>::fresh(Instant{1})};
    for (const auto word : json::enum_words<Act>()) {
        form.what.act = *json::enum_from_word<Act>(word);
        Actor actor = clerk;
        for (const Duty duty : {Duty::clerk, Duty::head, Duty::supervisor})
            if (duties_of(form.what.act).contains(duty)) actor.duty = duty;
        const Verdict verdict = why_not_bulk(form, actor);
        const bool formless = form.what.act == Act::claim || form.what.act == Act::release;
        EXPECT_EQ(verdict.fine(), formless) << word;
        if (!formless) {
            EXPECT_EQ(verdict.fields.front().field, "what." + std::string(word));
        }
        actor.duty = Duty::judge;
        EXPECT_EQ(why_not_bulk(form, actor).code == "duty_may_not", form.what.act != Act::note) << word;
    }
    form.what.act = Act::claim;
    form.dispute_ids.clear();
    EXPECT_EQ(why_not_bulk(form, clerk).fields.front().code, "missing");
    form.dispute_ids.assign(501, Id<Dispute>{});
    EXPECT_EQ(why_not_bulk(form, clerk).fields.front().code, "too_many_at_once");
}

TEST(bulk_rules, offer_to_a_duty_what_its_desks_let_it_do) {
    using testing::ElementsAre;
    EXPECT_THAT(acts_of(Duty::judge), ElementsAre(Act::note));
    EXPECT_THAT(acts_of(Duty::supervisor), ElementsAre(Act::note, Act::order));
    EXPECT_THAT(acts_of(Duty::clerk),
                ElementsAre(Act::claim, Act::release, Act::hold, Act::note, Act::offer, Act::visit_plan, Act::close));
    EXPECT_EQ(acts_of(Duty::dispatcher).size(), json::enum_words<Act>().size());
    EXPECT_THAT(acts_of(Duty::system_administrator), testing::IsEmpty());
}

TEST_P(bulk_runs, shows_what_would_happen_and_changes_nothing) {
    Many many(database());
    const Context cx = many.as(many.clerk());
    database().transact([&](db::Tx& tx) {
        Dispute taken = dispute::find(tx, many.ids[2], cx.actor);
        dispute::claim(tx, taken, cx);
    });
    const auto before = many.events(many.ids[0]);
    auto form = many.form(Act::claim);
    form.dispute_ids.push_back(many.ids[0]);
    form.dispute_ids.push_back(Id<Dispute>::fresh(cx.moment));
    const auto items = preview(form, cx);
    ASSERT_EQ(items.size(), 7u) << "each once";
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(items[i].state, i == 2 ? ItemState::refused : ItemState::waiting);
        EXPECT_FALSE(items[i].number.empty());
    }
    EXPECT_EQ(items[2].code, "claimed_already");
    EXPECT_EQ(items[6].code, "dispute_not_found");
    EXPECT_EQ(items[6].number, "");
    EXPECT_EQ(many.events(many.ids[0]), before);
    EXPECT_FALSE(many.city.reload(many.ids[0]).handler_id);
}

TEST_P(bulk_runs, does_what_was_shown_and_says_what_it_could_not) {
    Many many(database());
    const Actor clerk = many.clerk();
    const Context cx = many.as(clerk);
    const auto run = many.start(many.form(Act::claim), cx);
    EXPECT_EQ(many.run(run, clerk).state, RunState::waiting);
    EXPECT_EQ(many.run(run, clerk).waiting, 6);
    // Somebody else is faster with one of them.
    const Context other = many.as(many.city.person(Duty::clerk, many.city.county_centre, 2));
    database().transact([&](db::Tx& tx) {
        Dispute taken = dispute::find(tx, many.ids[4], other.actor);
        dispute::claim(tx, taken, other);
    });
    many.carry_on(run);
    const RunView view = many.run(run, clerk);
    EXPECT_EQ(view.state, RunState::ended);
    EXPECT_EQ(view.done, 5);
    EXPECT_EQ(view.refused, 1);
    EXPECT_EQ(many.items(run, clerk)[4].code, "claimed_already");
    for (const std::size_t i : {0u, 1u, 2u, 3u, 5u})
        EXPECT_EQ(many.city.reload(many.ids[i]).handler_id, clerk.account);
    many.carry_on(run);
    EXPECT_EQ(many.events(many.ids[0]), 2) << "a job that runs twice does it once";
}

TEST_P(bulk_runs, is_taken_back_before_it_begins_and_leaves_the_rest_when_stopped) {
    Many many(database());
    const Actor clerk = many.clerk();
    const Context cx = many.as(clerk);
    const auto run = many.start(many.note(), cx);
    database().transact([&](db::Tx& tx) { stop(tx, run, cx); });
    many.carry_on(run);
    EXPECT_EQ(many.run(run, clerk).state, RunState::stopped);
    EXPECT_EQ(many.run(run, clerk).left, 6);
    EXPECT_EQ(many.events(many.ids[0]), 1);
    EXPECT_EQ(refusal_of([&] { database().transact([&](db::Tx& tx) { stop(tx, run, cx); }); }), "run_is_over");
}

TEST_P(bulk_runs, belongs_to_its_maker_and_ends_with_his_post) {
    Many many(database());
    const Actor clerk = many.clerk();
    const auto run = many.start(many.note(), many.as(clerk));
    const Context other = many.as(many.city.person(Duty::clerk, many.city.county_centre, 2));
    EXPECT_EQ(refusal_of([&] { many.run(run, other.actor); }), "not_found");
    EXPECT_EQ(refusal_of([&] { database().transact([&](db::Tx& tx) { stop(tx, run, other); }); }), "not_found");
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE post SET ended_at = '2026-01-01 00:00:00+00' WHERE account_id = '{}'",
                                to_text(clerk.account)));
    });
    many.carry_on(run);
    EXPECT_EQ(many.run(run, clerk).refused, 6);
    EXPECT_EQ(many.items(run, clerk)[0].code, "post_is_over");
    EXPECT_EQ(many.events(many.ids[0]), 1);
}

TEST_P(bulk_runs, shows_no_title_of_what_its_maker_sees_no_more) {
    Many many(database(), 1);
    const Actor clerk = many.clerk();
    const auto run = many.start(many.note(), many.as(clerk));
    EXPECT_NE(many.items(run, clerk)[0].number, "");
    EXPECT_EQ(many.items(run, many.city.person(Duty::clerk, many.city.city_centre))[0].number, "");
}

}  // namespace hemu::bulk
