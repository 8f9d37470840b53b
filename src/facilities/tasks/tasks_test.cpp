#include "tasks.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::tasks {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using identity::Actor;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;

HEMU_ON_BOTH_ENGINES(tasks);

static const LegalDate today(2026, 11, 24);

static TaskForm form_for(const Actor& assignee, const std::string& words = "请核对收条") {
    return {TaskKind::task, words, today + 3, {assignee.account}};
}

TEST(task_rules, want_words_somebody_and_a_day_that_is_not_over) {
    const auto said = [](const TaskForm& form) {
        std::vector<std::string> faults;
        for (const auto& fault : why_not_task(form, today).fields) faults.push_back(fault.field + " " + fault.code);
        return faults;
    };
    Actor somebody;
    EXPECT_THAT(said(form_for(somebody)), IsEmpty());
    EXPECT_THAT(said({TaskKind::task, " ", std::nullopt, {}}),
                ElementsAre("words missing", "assignee_ids missing", "due_on missing"));
    EXPECT_THAT(said({TaskKind::mention, "看看", std::nullopt, {somebody.account}}), IsEmpty());
    EXPECT_THAT(said({TaskKind::task, "x", today + -1, {somebody.account}}), ElementsAre("due_on in_the_past"));
    EXPECT_THAT(said({TaskKind::task, "x", today, std::vector(11, somebody.account)}),
                ElementsAre("assignee_ids too_many"));
    EXPECT_THAT(said(form_for(somebody, std::string(1001, 'x'))), ElementsAre("words too_long"));
}

TEST(note_rules, want_words_that_name_whom_they_ask) {
    const ColleagueView one{Id<identity::Account>::fresh(Instant{}), "王敏", "wm", "clerk", "县中心"};
    const ColleagueView other{Id<identity::Account>::fresh(Instant{}), "李刚", "lg", "head", "调委会"};
    const auto said = [&](const NoteForm& form) {
        std::vector<std::string> faults;
        for (const auto& fault : why_not_note(form, {one, other}).fields)
            faults.push_back(fault.field + " " + fault.code);
        return faults;
    };
    EXPECT_THAT(said({"请 @王敏 看收条", {{one.id}}}), IsEmpty());
    EXPECT_THAT(said({"无人被提到", std::nullopt}), IsEmpty());
    EXPECT_THAT(said({" ", std::nullopt}), ElementsAre("words missing"));
    EXPECT_THAT(said({std::string(2001, 'x'), std::nullopt}), ElementsAre("words too_long"));
    EXPECT_THAT(said({"请王敏看", {{one.id}}}), ElementsAre("asked_ids not_in_words"));
    EXPECT_THAT(said({"请 @王敏 看", {{other.id}}}), ElementsAre("asked_ids not_in_words"));
    EXPECT_THAT(said({"请 @陌生人 看", {{Id<identity::Account>::fresh(Instant{})}}}),
                ElementsAre("asked_ids unknown_colleague"));
    EXPECT_THAT(said({"@王敏", std::vector(11, one.id)}), ElementsAre("asked_ids too_many"));
}

class Office {
  public:
    explicit Office(db::Database& database) : city(database), dispute(city.add_dispute(State::registered)) {}

    template <class Act>
    std::string as(const Actor& actor, Act act) {
        const auto cx = city.as(actor, city.tick());
        try {
            city.database().transact([&](db::Tx& tx) {
                Dispute found = dispute::find(tx, dispute.id, cx.actor);
                act(tx, found, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }
    std::string give(const Actor& from, const TaskForm& form) {
        return as(from, [&](db::Tx& tx, Dispute& found, const auto& cx) { give_tasks(tx, found, form, cx); });
    }
    std::string finish(const Actor& by, Id<Task> id) {
        return as(by, [&](db::Tx& tx, Dispute& found, const auto& cx) { finish_task(tx, found, id, cx); });
    }
    std::vector<TaskView> all() {
        return city.database().read([&](db::Tx& tx) { return tasks_of(tx, dispute); });
    }
    std::vector<TaskView> own(const Actor& actor) {
        return city.database().read([&](db::Tx& tx) { return own_tasks(tx, actor, 50); });
    }

    TestCity city;
    Dispute dispute;
};

TEST_P(tasks, are_given_to_colleagues_and_done_by_them) {
    Office office(database());
    auto& city = office.city;
    const Actor clerk = city.person(Duty::clerk, city.county_centre);
    const Actor colleague = city.person(Duty::dispatcher, city.county_centre);
    const Actor stranger = city.person(Duty::mediator, city.medical);
    EXPECT_EQ(office.give(clerk, form_for(stranger)), "unknown_colleague");
    EXPECT_EQ(office.give(stranger, form_for(stranger)), "dispute_not_found");
    EXPECT_EQ(office.give(clerk, form_for(colleague)), "");
    ASSERT_EQ(office.all().size(), 1u);
    const TaskView task = office.own(colleague).at(0);
    EXPECT_EQ(task.words, "请核对收条");
    EXPECT_EQ(task.made_by_name, clerk.name);
    EXPECT_EQ(task.due_on, today + 3);
    EXPECT_THAT(office.own(clerk), IsEmpty());
    EXPECT_EQ(office.finish(city.person(Duty::head, city.county_centre), task.id), "not_your_task");
    EXPECT_EQ(office.finish(colleague, task.id), "");
    EXPECT_EQ(office.finish(colleague, task.id), "task_is_done");
    EXPECT_EQ(office.all()[0].done_by_name, colleague.name);
    EXPECT_THAT(office.own(colleague), IsEmpty());
    EXPECT_EQ(office.finish(colleague, Id<Task>::fresh(city.morning())), "not_found");
}

TEST_P(tasks, stand_in_the_order_in_which_they_are_due) {
    Office office(database());
    auto& city = office.city;
    const Actor clerk = city.person(Duty::clerk, city.county_centre);
    const Actor other = city.person(Duty::clerk, city.county_centre, 2);
    const auto give = [&](TaskKind kind, std::optional<LegalDate> on, const std::string& words) {
        EXPECT_EQ(office.give(clerk, {kind, words, on, {other.account}}), "");
    };
    give(TaskKind::mention, std::nullopt, "mention");
    give(TaskKind::task, today + 5, "later");
    give(TaskKind::task, today, "now");
    std::vector<std::string> words;
    for (const auto& task : office.own(other)) words.push_back(task.words);
    EXPECT_THAT(words, ElementsAre("now", "later", "mention"));
    office.finish(other, office.own(other)[0].id);
    EXPECT_EQ(office.all().back().words, "now");
}

TEST_P(tasks, come_from_a_note_that_mentions_somebody) {
    Office office(database());
    auto& city = office.city;
    const Actor clerk = city.person(Duty::clerk, city.county_centre);
    const Actor colleague = city.person(Duty::dispatcher, city.county_centre);
    const Actor stranger = city.person(Duty::mediator, city.medical);
    const auto write = [&](const std::string& words, std::optional<std::vector<Id<identity::Account>>> asked) {
        return office.as(clerk, [&](db::Tx& tx, Dispute& found, const auto& cx) {
            write_note(tx, found, {words, asked}, cx);
        });
    };
    EXPECT_EQ(write("只是备注", std::nullopt), "");
    EXPECT_THAT(office.all(), IsEmpty());
    EXPECT_EQ(write("请 @" + stranger.name, {{stranger.account}}), "unknown_colleague");
    EXPECT_EQ(write("请看收条", {{colleague.account}}), "not_in_words");
    const std::string words = "请 @" + colleague.name + " 核对收条";
    EXPECT_EQ(write(words, {{colleague.account, colleague.account}}), "");
    ASSERT_EQ(office.all().size(), 1U) << "once, however often";
    const TaskView task = office.own(colleague).at(0);
    EXPECT_EQ(task.kind, TaskKind::mention);
    EXPECT_EQ(task.words, words);
    EXPECT_THAT(city.events_of(office.dispute), ElementsAre("register", "note", "note"));
    auto caller = city.caller(dispute::routes, Duty::clerk, city.county_centre);
    const auto timeline =
        json::read<boost::json::object>(caller.get("/api/disputes/" + to_text(office.dispute.id) + "/timeline").body);
    EXPECT_EQ(timeline.at("items").at(0).at("asked").as_array().at(0).as_string(), colleague.name);
    EXPECT_TRUE(timeline.at("items").at(1).at("asked").as_array().empty());
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET state = 'closed'"); });
    EXPECT_EQ(write("结案后备注", std::nullopt), "");
    EXPECT_EQ(write(words, {{colleague.account}}), "not_in_this_state");
}

TEST_P(tasks, are_for_those_alone_who_may_see_the_dispute) {
    Office office(database());
    auto& city = office.city;
    const Actor head = city.person(Duty::head, city.county_centre);
    const Actor clerk = city.person(Duty::clerk, city.county_centre, 2);
    const auto names = [&] {
        const auto cx = city.as(head);
        std::vector<std::string> found;
        for (const auto& one : city.database().read([&](db::Tx& tx) { return colleagues(tx, office.dispute, cx); }))
            found.push_back(one.name);
        return found;
    };
    EXPECT_THAT(names(), testing::IsSupersetOf({head.name, clerk.name}));
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET secrecy = 'private'"); });
    EXPECT_THAT(names(), testing::Contains(head.name));
    EXPECT_THAT(names(), testing::Not(testing::Contains(clerk.name)));
}

TEST_P(tasks, are_not_shown_to_whoever_does_not_see_the_dispute_any_more) {
    Office office(database());
    auto& city = office.city;
    const Actor clerk = city.person(Duty::clerk, city.county_centre);
    const Actor other = city.person(Duty::clerk, city.county_centre, 2);
    EXPECT_EQ(office.give(clerk, form_for(other)), "");
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET secrecy = 'private'"); });
    EXPECT_THAT(office.own(other), IsEmpty());
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET secrecy = 'normal', state = 'closed'"); });
    EXPECT_EQ(office.give(clerk, form_for(other)), "not_in_this_state");
}

}  // namespace hemu::tasks
