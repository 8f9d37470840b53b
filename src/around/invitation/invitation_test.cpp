#include "invitation.hpp"

#include <gmock/gmock.h>

#include "answering.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "figures.hpp"
#include "letter_paper.hpp"
#include "tasks.hpp"

namespace hemu::invitation {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using dispute::Willingness;
using identity::Duty;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(invitations);

/// 张三 asks for mediation with 李四, who has no phone; the dispute has just been accepted.
class Case {
  public:
    explicit Case(db::Database& database)
        : city(database),
          clerk(city.person(Duty::clerk, city.county_centre)),
          dispute(city.add_dispute(State::accepted)) {
        city.config.message_gateway_url = "http://127.0.0.1:1/";
        city.config.public_url = "https://hemu.example";
        dispute::set_reactions({follow});
        record("accept");
        other = city.parties_in(dispute)[1];
    }
    ~Case() { dispute::set_reactions({}); }

    identity::Context as(const identity::Actor& actor) { return city.as(actor, now); }
    identity::Context machine() { return as(identity::machine(Duty::clerk)); }
    template <class Act>
    auto change(Act act) {
        return city.database().transact([&](db::Tx& tx) {
            Dispute found = dispute::load(tx, dispute.id).value();
            return act(tx, found);
        });
    }
    void record(std::string_view kind) {
        const auto cx = as(clerk);
        change([&](db::Tx& tx, Dispute& found) { dispute::record_with(tx, found, kind, cx, "{}"); });
    }
    void move_to(State state) {
        city.database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format("UPDATE dispute SET state = '{}' WHERE id = '{}'", json::enum_word(state),
                                    to_text(dispute.id)));
        });
    }
    std::optional<InvitationRow> newest() {
        return change([&](db::Tx& tx, Dispute& found) { return newest_of(tx, found, other); });
    }
    std::string code() { return city.keys.open(newest()->code_sealed, "invitation_code"); }
    Willingness willing() {
        return change(
            [&](db::Tx& tx, Dispute& found) { return dispute::parties_of(tx, found, machine())[1].willing; });
    }
    std::string answer(const AnswerForm& form) {
        return refusal_of([&](db::Tx& tx, Dispute& found) { answer_as_party(tx, found, other, form, machine()); });
    }
    template <class Act>
    std::string refusal_of(Act act) {
        try {
            change(act);
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields[0].field + " " + refusal.fields[0].code;
        }
        return "";
    }
    InvitedParty on_desk(const identity::Actor& actor) {
        return change([&](db::Tx& tx, Dispute& found) { return desk_view(tx, found, as(actor)).parties.at(0); });
    }
    /// Time passes, and what waits is done.
    void pass_days(int days) {
        now = now + std::chrono::hours(24 * days);
        city.database().transact([&](db::Tx& tx) {
            for (const auto& id : due_to_follow(tx, now)) follow_up(tx, id, machine());
        });
    }
    std::string all_of(const std::string& table, const std::string& columns) {
        return city.database().read([&](db::Tx& tx) {
            const db::Statement select{fmt::format("testing.all_of_{}_{}", table, ++asked),
                                       fmt::format("SELECT {} AS words FROM {}", columns, table)};
            std::string all;
            for (const auto& words : tx.all<std::string>(select)) all += words + "\n";
            return all;
        });
    }

    TestCity city;
    identity::Actor clerk;
    Dispute dispute;
    Id<dispute::Party> other;
    Instant now = TestCity::morning();
    static inline int asked = 0;
};

TEST_P(invitations, go_to_the_other_sides_alone_and_their_code_lies_nowhere_in_clear) {
    Case one(database());
    const auto rows = one.change([](db::Tx& tx, Dispute& found) { return rows_of(tx, found); });
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].party_id, one.other);
    const std::string code = one.code();
    EXPECT_EQ(code.size(), 8u);
    EXPECT_THAT(one.all_of("notice", "CAST(facts AS text)"), Not(HasSubstr(code)));
    EXPECT_THAT(one.all_of("notice", "coalesce(secrets_sealed, '')"), Not(HasSubstr(code)));
    EXPECT_THAT(one.all_of("invitation", "code_digest || code_sealed"), Not(HasSubstr(code)));
    EXPECT_THAT(one.all_of("dispute_event", "CAST(content AS text)"), Not(HasSubstr(code)));
    const auto view = one.on_desk(one.clerk);
    ASSERT_TRUE(view.notice);
    EXPECT_EQ(view.notice->event, notices::NoticeEvent::invited);
    EXPECT_TRUE(view.code_works);
    const auto found = one.change([&](db::Tx& tx, Dispute&) {
        return find_by_code(tx, access::code_digest(one.city.keys, code.substr(0, 4) + " " + code.substr(4)));
    });
    EXPECT_EQ(found->id, rows[0].id);
}

TEST_P(invitations, of_who_is_silent_go_up_the_ladder_and_silence_stays_silence) {
    Case one(database());
    EXPECT_EQ(one.on_desk(one.clerk).notice->step, 0);
    // 李四 has no phone: messages fail at once, a call needs a number, and somebody goes there.
    one.change([&](db::Tx& tx, Dispute&) {
        tx.run_text("UPDATE notice SET state = 'delivered', due_at = NULL WHERE event = 'invited'");
    });
    one.pass_days(1);
    EXPECT_EQ(one.on_desk(one.clerk).notice->step, 0) << "he has his time";
    one.pass_days(1);
    EXPECT_EQ(one.on_desk(one.clerk).notice->step, 1);
    one.change(
        [&](db::Tx& tx, Dispute&) { tx.run_text("UPDATE notice SET state = 'delivered' WHERE event = 'invited'"); });
    one.pass_days(2);
    EXPECT_EQ(one.on_desk(one.clerk).notice->method, notices::NoticeMethod::call);
    one.change(
        [&](db::Tx& tx, Dispute&) { tx.run_text("UPDATE notice SET state = 'sent' WHERE event = 'invited'"); });
    one.pass_days(2);
    EXPECT_EQ(one.on_desk(one.clerk).notice->method, notices::NoticeMethod::call) << "somebody is at work on it";
    one.change(
        [&](db::Tx& tx, Dispute&) { tx.run_text("UPDATE notice SET state = 'delivered' WHERE event = 'invited'"); });
    one.pass_days(2);
    EXPECT_EQ(one.on_desk(one.clerk).notice->method, notices::NoticeMethod::visit);
    one.change(
        [&](db::Tx& tx, Dispute&) { tx.run_text("UPDATE notice SET state = 'delivered' WHERE event = 'invited'"); });
    one.pass_days(5);
    EXPECT_FALSE(one.newest()->follow_at) << "the end of the ladder";
    EXPECT_EQ(one.willing(), Willingness::unknown);
    EXPECT_THAT(one.on_desk(one.clerk).answers, IsEmpty());
}

TEST_P(invitations, are_answered_and_may_be_answered_anew_until_a_session_was_held) {
    Case one(database());
    EXPECT_EQ(one.answer({InvitationAnswer::agree, {}, {}}), "");
    EXPECT_EQ(one.willing(), Willingness::willing);
    EXPECT_EQ(one.on_desk(one.clerk).notice->state, notices::NoticeState::read);
    EXPECT_FALSE(one.newest()->follow_at);
    EXPECT_EQ(one.newest()->furthest, EntryStep::answered);
    const auto events = one.city.events_of(one.dispute);
    EXPECT_THAT(events, Contains("invitation_answered"));
    EXPECT_EQ(one.answer({InvitationAnswer::agree, {}, {}}), "") << "the same again";
    EXPECT_EQ(one.city.events_of(one.dispute).size(), events.size());
    EXPECT_EQ(one.answer({InvitationAnswer::later, {}, {}}), "until_on missing");
    EXPECT_EQ(one.answer({InvitationAnswer::refuse, {}, "他打过我"}), "");
    EXPECT_EQ(one.willing(), Willingness::unwilling);
    EXPECT_EQ(one.on_desk(one.clerk).answers.size(), 2u);
    one.change([&](db::Tx& tx, Dispute& found) {
        tx.run_text(
            fmt::format("INSERT INTO handling_session (id, dispute_id, revision, version, planned_at, place, mode, "
                        "participants, held_to) VALUES ('{}', '{}', 1, 1, '{}', '一室', 'joint', '[]', '{}')",
                        to_text(found.id), to_text(found.id), to_text(one.now), to_text(one.now)));
    });
    EXPECT_EQ(one.answer({InvitationAnswer::agree, {}, {}}), "answer_is_settled");
}

TEST_P(invitations, keep_why_somebody_refused_to_who_mediates) {
    Case one(database());
    const std::string reason = "他打过我";
    ASSERT_EQ(one.answer({InvitationAnswer::refuse, {}, reason}), "");
    EXPECT_THAT(one.all_of("invitation_answer", "coalesce(reason_sealed, '')"), Not(HasSubstr(reason)));
    EXPECT_THAT(one.all_of("dispute_event", "CAST(content AS text)"), Not(HasSubstr(reason)));
    EXPECT_THAT(one.all_of("dispute_note", "words"), Not(HasSubstr(reason)));
    EXPECT_EQ(one.on_desk(one.clerk).answers.at(0).reason, reason);
    const auto above = one.city.person(Duty::dispatcher, one.city.city_centre);
    EXPECT_FALSE(one.on_desk(above).answers.at(0).reason);
    const auto mediator = one.city.person(Duty::mediator, one.city.town);
    EXPECT_FALSE(one.on_desk(mediator).answers.at(0).reason);
    one.city.hand_to(one.dispute, one.city.village, mediator);
    EXPECT_EQ(one.on_desk(mediator).answers.at(0).reason, reason);
    EXPECT_FALSE(one.on_desk(one.clerk).answers.at(0).reason) << "the window holds it no more";
}

TEST_P(invitations, tell_the_handler_what_was_said) {
    Case one(database());
    one.change([&](db::Tx& tx, Dispute& found) { dispute::set_handler(tx, found, one.clerk.account); });
    ASSERT_EQ(one.answer({InvitationAnswer::refuse, {}, "不想见他"}), "");
    const auto tasks = database().read([&](db::Tx& tx) { return tasks::own_tasks(tx, one.clerk, 10); });
    ASSERT_EQ(tasks.size(), 1u);
    EXPECT_THAT(tasks[0].words, HasSubstr("不同意调解"));
    EXPECT_THAT(tasks[0].words, Not(HasSubstr("不想见他")));
    EXPECT_EQ(one.city.reload(one.dispute).state, State::accepted) << "nothing ends by itself";
}

TEST_P(invitations, remind_who_needs_time_and_then_follow_him_like_others) {
    Case one(database());
    const LegalDate until = legal_date(one.now) + 4;
    ASSERT_EQ(one.answer({InvitationAnswer::later, until, {}}), "");
    EXPECT_EQ(one.willing(), Willingness::unknown);
    EXPECT_EQ(one.newest()->follow_at, remind_at(until, {}));
    one.pass_days(2);
    EXPECT_EQ(one.on_desk(one.clerk).notice->event, notices::NoticeEvent::invited);
    one.pass_days(1);
    const auto notice = one.on_desk(one.clerk).notice;
    EXPECT_EQ(notice->event, notices::NoticeEvent::answer_due);
    EXPECT_EQ(notice->state, notices::NoticeState::waiting);
    one.change([&](db::Tx& tx, Dispute&) {
        tx.run_text("UPDATE notice SET state = 'delivered' WHERE event = 'answer_due'");
    });
    one.pass_days(2);
    EXPECT_EQ(one.on_desk(one.clerk).notice->step, 1);
    EXPECT_EQ(one.willing(), Willingness::unknown);
}

TEST_P(invitations, are_made_anew_on_demand_which_ends_the_code_before) {
    Case one(database());
    const auto first = *one.newest();
    one.pass_days(1);
    const auto cx = one.as(one.clerk);
    one.change([&](db::Tx& tx, Dispute& found) { invite_again(tx, found, one.other, cx); });
    const auto second = *one.newest();
    EXPECT_NE(first.id, second.id);
    const auto before = one.change([&](db::Tx& tx, Dispute&) { return *find_invitation(tx, first.id); });
    EXPECT_FALSE(before.works(State::accepted, one.now));
    EXPECT_TRUE(second.works(State::accepted, one.now));
    const auto applicant = one.city.parties_in(one.dispute)[0];
    EXPECT_EQ(one.refusal_of([&](db::Tx& tx, Dispute& found) { invite_again(tx, found, applicant, cx); }),
              "party_not_found");
}

TEST_P(invitations, end_with_their_dispute_and_with_their_days) {
    Case one(database());
    const auto row = *one.newest();
    EXPECT_FALSE(row.works(State::withdrawn, one.now));
    EXPECT_FALSE(row.works(State::accepted, row.ends_at));
    static const dispute::Verb stop{"stop_for_test", {State::accepted}, State::withdrawn, Duty::clerk};
    const auto cx = one.as(one.clerk);
    one.change(
        [&](db::Tx& tx, Dispute& found) { dispute::advance(tx, found, stop, cx, std::map<std::string, int>{}); });
    EXPECT_TRUE(one.newest()->ended_at);
    EXPECT_EQ(one.on_desk(one.clerk).notice->state, notices::NoticeState::failed) << "nothing more is sent";
    EXPECT_EQ(one.refusal_of([&](db::Tx& tx, Dispute& found) { invite_again(tx, found, one.other, cx); }),
              "not_in_this_state");
}

TEST_P(invitations, are_printed_with_code_and_address_as_an_attempt) {
    Case one(database());
    const auto cx = one.as(one.clerk);
    const auto id = one.newest()->id;
    const auto letter = one.change([&](db::Tx& tx, Dispute& found) { return letter_of(tx, found, id, cx); });
    EXPECT_EQ(letter.party_name, "李四");
    EXPECT_EQ(letter.code, one.code());
    EXPECT_EQ(letter.link, "https://hemu.example/j#" + link_code(one.code(), one.city.keys) + ".p");
    EXPECT_THAT(letter.asked_by, ElementsAre("张三"));
    const auto services = one.on_desk(one.clerk).notice->services;
    ASSERT_EQ(services.size(), 1u);
    EXPECT_EQ(services[0].method, notices::NoticeMethod::letter);
    EXPECT_THAT(services[0].words, Not(HasSubstr(one.code())));
}

TEST(Letter, of_an_invitation_shows_address_code_and_five_sentences) {
    InvitationLetter letter;
    letter.number = "咸人调〔2026〕118号";
    letter.body_name = "咸安区人民调解中心";
    letter.body_phone = "0715-8812348";
    letter.body_address = "咸宁市咸安区温泉街道桂花路 1 号";
    letter.party_name = "李四";
    letter.address = "咸宁市咸安区温泉街道桂花路 128 号 3 栋 2 单元 501 室";
    letter.asked_by = {"张三", "王五"};
    letter.code = "7K3M9QXA";
    letter.link = "/j#7K3M9QXA-0123abcd.p";
    letter.written_on = LegalDate(2026, 11, 24);
    letter.ends_on = LegalDate(2026, 12, 24);
    for (const auto language : {notices::NoticeLanguage::zh, notices::NoticeLanguage::en}) {
        letter.language = language;
        const auto printed = pdf::print(letter_paper(letter, "https://hemu.example"));
        EXPECT_EQ(printed.pages, 1u);
        std::string all;
        for (const pdf::SetLine& line : printed.lines) {
            if (all.find("李四") == all.npos) {
                EXPECT_GT(line.y_mm, 50);
                EXPECT_LT(line.y_mm, 90);
            }
            all += line.words;
        }
        for (const char* words : {"501 室", "7 K 3 M", "9 Q X A", "https://hemu.example/j", "张三", "0715-8812348"})
            EXPECT_THAT(all, HasSubstr(words));
    }
}

TEST_P(invitations, note_what_was_said_at_the_window_as_a_record_of_service) {
    Case one(database());
    const auto cx = one.as(one.clerk);
    NotedAnswer form;
    form.answer = InvitationAnswer::agree;
    form.party_id = one.other;
    form.way = EntryWay::window;
    form.said_by = "李四之子";
    one.change([&](db::Tx& tx, Dispute& found) { note_answer(tx, found, form, cx); });
    const auto shown = one.on_desk(one.clerk);
    EXPECT_EQ(one.willing(), Willingness::willing);
    EXPECT_EQ(shown.answers.at(0).noted_by_name, one.clerk.name);
    EXPECT_EQ(shown.answers.at(0).said_by, "李四之子");
    ASSERT_EQ(shown.notice->services.size(), 1u);
    EXPECT_EQ(shown.notice->services[0].method, notices::NoticeMethod::window);
    EXPECT_EQ(shown.notice->services[0].state, notices::ServiceState::delivered);
    EXPECT_EQ(shown.opened_by, EntryWay::window);
}

TEST_P(invitations, take_what_somebody_adds_and_give_it_back) {
    Case one(database());
    OwnSide form;
    form.statement = "其实是他先动的手";
    form.days_away = {{LegalDate(2026, 12, 1), LegalDate(2026, 12, 3)}};
    form.help = {"wheelchair", "separate_rooms"};
    form.language = "local_dialect";
    form.speaker = Speaker{"李小四", "儿子", "13900000002"};
    const auto cx = one.machine();
    one.change([&](db::Tx& tx, Dispute& found) { add_account(tx, found, one.other, form, cx); });
    const auto view = one.change([&](db::Tx& tx, Dispute& found) { return view_for(tx, found, one.other, cx); });
    EXPECT_EQ(view.account.statement, form.statement);
    EXPECT_EQ(view.account.days_away, form.days_away);
    EXPECT_EQ(view.account.help, form.help);
    EXPECT_EQ(view.account.speaker->name, "李小四");
    EXPECT_THAT(
        one.all_of("invitation_account", "coalesce(statement_sealed, '') || coalesce(representative_sealed, '')"),
        Not(HasSubstr("李小四")));
    EXPECT_EQ(one.on_desk(one.clerk).account->statement, form.statement);
}

TEST_P(invitations, name_nobody_where_the_dispute_is_secret) {
    Case one(database());
    const auto shown = [&] {
        return one.change([&](db::Tx& tx, Dispute& found) { return view_for(tx, found, one.other, one.machine()); });
    };
    EXPECT_THAT(shown().asked_by, ElementsAre("张三"));
    EXPECT_EQ(shown().type->code, "02");
    one.change([&](db::Tx& tx, Dispute&) { tx.run_text("UPDATE dispute SET secrecy = 'private'"); });
    EXPECT_THAT(shown().asked_by, IsEmpty());
    EXPECT_FALSE(shown().type);
    const auto applicant = one.city.parties_in(one.dispute)[0];
    EXPECT_EQ(one.refusal_of([&](db::Tx& tx, Dispute& found) { view_for(tx, found, applicant, one.machine()); }),
              "not_invited");
}

TEST_P(invitations, are_counted_by_way_and_answer) {
    Case one(database());
    one.change([&](db::Tx& tx, Dispute& found) {
        note_step(tx, *newest_of(tx, found, one.other), EntryStep::opened, EntryWay::link, one.now);
    });
    one.change([&](db::Tx& tx, Dispute& found) {
        note_step(tx, *newest_of(tx, found, one.other), EntryStep::asked, EntryWay::typed, one.now);
    });
    const auto leader = one.city.person(Duty::leader, one.city.city_centre);
    const auto counted = [&] { return database().read([&](db::Tx& tx) { return figures(tx, 30, one.as(leader)); }); };
    auto found = counted();
    EXPECT_EQ(found.invited, 1);
    EXPECT_EQ(found.silent, 1);
    EXPECT_EQ(found.ways.at(0).opened, 1);
    EXPECT_EQ(found.ways.at(0).asked, 1);
    EXPECT_EQ(found.ways.at(0).answered, 0);
    ASSERT_EQ(one.answer({InvitationAnswer::agree, {}, {}}), "");
    found = counted();
    EXPECT_EQ(found.join.count, 1);
    EXPECT_EQ(found.join.of, 1);
    EXPECT_FALSE(found.join.permille) << "one says nothing about many";
    EXPECT_EQ(found.ways.at(0).agreed, 1);
    const auto elsewhere = one.city.person(Duty::leader, one.city.town);
    EXPECT_EQ(database().read([&](db::Tx& tx) { return figures(tx, 30, one.as(elsewhere)); }).invited, 0);
}

}  // namespace hemu::invitation
