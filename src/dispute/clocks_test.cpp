#include "clocks.hpp"

#include <gmock/gmock.h>

#include "calendar.hpp"
#include "clock_store.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "dispute_verbs_testing.hpp"

namespace hemu::dispute {

using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

HEMU_ON_BOTH_ENGINES(clocks);

/// Tuesday 24 November 2026 is the day; the first of the morning.
static constexpr LegalDate today{2026, 11, 24};

/// Acts on a dispute at a moment, by whoever may.
class Course {
  public:
    Course(TestCity& city, Dispute dispute)
        : city_(city),
          dispute_(std::move(dispute)),
          clerk_(city.person(Duty::clerk, city.county_centre)),
          head_(city.person(Duty::head, city.town)) {}

    void on(LegalDate day) { moment_ = start_of(day) + std::chrono::hours(10); }
    void act(const Verb& verb) {
        change([&](db::Tx& tx, Dispute& dispute,
                   const identity::Context& cx) { advance(tx, dispute, verb, cx, json::Nothing{}); },
               verb.duties.contains(clerk_.duty) ? clerk_ : head_);
    }
    void note(const char* kind) {
        change([&](db::Tx& tx, Dispute& dispute,
                   const identity::Context& cx) { record(tx, dispute, kind, cx, json::Nothing{}); },
               clerk_);
    }
    void pause(const char* reason) {
        act(verbs::pause);
        change([&](db::Tx& tx, Dispute& dispute, const auto&) { pause_clocks(tx, dispute, reason, moment_); }, head_);
    }
    void resume() {
        act(verbs::resume);
        change([&](db::Tx& tx, Dispute& dispute, const auto&) { resume_clocks(tx, dispute, moment_); }, head_);
    }
    void extend(LegalDate new_end) {
        change([&](db::Tx& tx, Dispute& dispute, const auto&) { extend_clock(tx, dispute, new_end, moment_); },
               head_);
    }
    void set(const std::string& assignment) {
        city_.database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format("UPDATE dispute SET {} WHERE id = '{}'", assignment, to_text(dispute_.id)));
        });
    }
    void until_mediating() {
        for (const Verb* verb : {&verbs::accept, &verbs::offer, &verbs::take, &verbs::assign, &verbs::begin})
            act(*verb);
    }

    std::vector<ClockView> all(const char* language = "en") {
        return city_.database().read(
            [&](db::Tx& tx) { return clocks_of(tx, load(tx, dispute_.id).value(), moment_, language); });
    }
    ClockView clock(std::string_view code) {
        const auto views = all();
        const auto found =
            std::find_if(views.begin(), views.end(), [&](const auto& one) { return one.code == code; });
        return found == views.end() ? ClockView{} : *found;
    }
    LegalDate due_on(std::string_view code) { return legal_date(clock(code).due_at); }
    /// Codes in a state, in the order of their end.
    std::vector<std::string> in(std::string_view state) {
        std::vector<std::string> codes;
        for (const auto& one : all())
            if (one.state == state) codes.push_back(one.code);
        return codes;
    }
    std::string verdict(const std::function<Verdict(db::Tx&, const Dispute&)>& ask) {
        const Dispute stored = now();
        const Verdict given = city_.database().read([&](db::Tx& tx) { return ask(tx, stored); });
        return given.fine() ? "" : given.fields.empty() ? given.code : given.fields[0].code;
    }
    Dispute now() { return city_.reload(dispute_); }

  private:
    template <class Change>
    void change(Change done, const identity::Actor& actor) {
        const auto cx = city_.as(actor, moment_);
        city_.database().transact([&](db::Tx& tx) {
            Dispute fresh = load(tx, dispute_.id).value();
            done(tx, fresh, cx);
        });
    }

    TestCity& city_;
    Dispute dispute_;
    identity::Actor clerk_;
    identity::Actor head_;
    Instant moment_ = TestCity::morning();
};

TEST_P(clocks, start_with_the_registration) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    EXPECT_THAT(course.in("running"), ElementsAre("INTAKE", "PM-ACC"));
    EXPECT_EQ(course.due_on("INTAKE"), today + 1);
    EXPECT_EQ(course.due_on("PM-ACC"), today + 3);
    EXPECT_EQ(course.clock("INTAKE").mood, ClockMood::soon);
    EXPECT_EQ(course.clock("INTAKE").days_left, 1);
    EXPECT_EQ(course.clock("PM-ACC").certainty, "default");
    // The dispute's own row tells the queue what is due first.
    EXPECT_EQ(course.now().due_code, "INTAKE");
    EXPECT_EQ(course.now().due_at, end_of(today + 1));
}

TEST_P(clocks, are_met_by_their_events_and_begin_the_next) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.set("difficulty = 'general'");
    course.on(today + 1);
    course.act(verbs::accept);
    EXPECT_THAT(course.in("met"), UnorderedElementsAre("INTAKE", "PM-ACC"));
    EXPECT_EQ(course.clock("INTAKE").ended_at, start_of(today + 1) + std::chrono::hours(10));
    EXPECT_THAT(course.in("running"), ElementsAre("LEVEL-GENERAL", "PM-MED"));
    // The fifteenth day after Wednesday 25 November; the thirtieth.
    EXPECT_EQ(course.due_on("LEVEL-GENERAL"), LegalDate(2026, 12, 10));
    EXPECT_EQ(course.due_on("PM-MED"), LegalDate(2026, 12, 25));
    course.act(verbs::offer);
    EXPECT_EQ(course.now().due_code, "SIGN");
    course.act(verbs::take);
    EXPECT_EQ(course.now().due_code, "CONTACT");
    course.act(verbs::assign);
    course.note("session_planned");
    EXPECT_EQ(course.now().due_code, "LEVEL-GENERAL");
}

TEST_P(clocks, of_labour_disputes_count_from_the_application) {
    // Labour Mediation and Arbitration Law art. 14: fifteen days from when the application is received.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.national_type = "10"; }));
    course.on(today + 3);
    course.act(verbs::accept);
    EXPECT_EQ(course.due_on("LB-MED"), LegalDate(2026, 12, 9));
    EXPECT_EQ(course.clock("LB-MED").started_at, TestCity::morning());
    // Art. 27: whoever asks for relief has a new year.
    EXPECT_EQ(course.due_on("LB-ARB"), LegalDate(2027, 11, 24));
    EXPECT_THAT(course.in("running"), testing::Not(testing::Contains("PM-MED")));
}

TEST_P(clocks, of_petitions_and_courts_are_their_own) {
    TestCity city(database());
    Course petition(city,
                    city.add_dispute(State::registered, [](Dispute& fresh) { fresh.channel = Channel::petition; }));
    EXPECT_THAT(petition.in("running"), UnorderedElementsAre("INTAKE", "PM-ACC", "PT-OBJ", "PT-TELL"));
    EXPECT_EQ(petition.due_on("PT-OBJ"), today + 7);
    EXPECT_EQ(petition.due_on("PT-TELL"), LegalDate(2026, 12, 9));
    petition.act(verbs::accept);
    EXPECT_THAT(petition.in("running"), UnorderedElementsAre("PM-MED", "PT-DONE"));
    Course delegated(
        city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.channel = Channel::court_delegated; }));
    delegated.act(verbs::accept);
    delegated.act(verbs::offer);
    EXPECT_THAT(delegated.in("running"), ElementsAre("CT-CONF"));
    delegated.act(verbs::take);
    EXPECT_THAT(delegated.in("running"), UnorderedElementsAre("CONTACT", "CT-ASK", "CT-DEL"));
    delegated.note("willingness");
    EXPECT_THAT(delegated.in("running"), UnorderedElementsAre("CONTACT", "CT-DEL"));
}

TEST_P(clocks, that_run_are_not_begun_anew) {
    TestCity city(database());
    Course course(
        city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.channel = Channel::court_delegated; }));
    for (const Verb* verb : {&verbs::accept, &verbs::offer, &verbs::take}) course.act(*verb);
    const auto due_on = course.due_on("CT-DEL");
    course.on(today + 5);
    course.set("state = 'offered'");
    course.act(verbs::take);
    const auto running = course.in("running");
    EXPECT_EQ(std::count(running.begin(), running.end(), "CT-DEL"), 1);
    EXPECT_EQ(course.due_on("CT-DEL"), due_on);
}

TEST_P(clocks, pause_for_the_reasons_that_their_rule_allows) {
    // Medical Dispute Regulation art. 38: thirty working days without the time of an appraisal, nothing else.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.national_type = "15"; }));
    course.set("difficulty = 'major'");
    course.until_mediating();
    const auto may_pause = [&](const char* reason) {
        return course.verdict([&](db::Tx& tx, const Dispute& one) { return why_not_pause(tx, one, reason); });
    };
    EXPECT_EQ(may_pause("appraisal"), "");
    EXPECT_EQ(may_pause("holiday"), "pause_reason_not_allowed");
    const auto level_due = course.due_on("LEVEL-DIFFICULT");
    const auto medical_due = course.due_on("MD-MED");
    course.on(today + 2);
    // The level's own clock may stand still for an expert, the medical one may not.
    course.pause("expert_consultation");
    EXPECT_THAT(course.in("paused"), ElementsAre("LEVEL-DIFFICULT"));
    EXPECT_EQ(course.clock("LEVEL-DIFFICULT").mood, ClockMood::paused);
    EXPECT_EQ(course.clock("MD-MED").state, "running");
    EXPECT_EQ(course.now().due_code, "MD-MED");
    course.on(today + 9);
    EXPECT_EQ(course.due_on("LEVEL-DIFFICULT"), level_due + 7) << "while it stands, the end moves day by day";
    course.resume();
    EXPECT_EQ(course.due_on("LEVEL-DIFFICULT"), level_due + 7);
    EXPECT_EQ(course.due_on("MD-MED"), medical_due);
    EXPECT_THAT(course.in("paused"), IsEmpty());
    EXPECT_THAT(course.clock("LEVEL-DIFFICULT").explanation,
                testing::HasSubstr("paused 7 days for expert consultation"));
}

TEST_P(clocks, are_extended_with_consent) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    const auto may_extend = [&](LegalDate new_end) {
        return course.verdict([&](db::Tx& tx, const Dispute& one) { return why_not_extend(tx, one, new_end); });
    };
    EXPECT_EQ(may_extend(LegalDate(2027, 3, 1)), "no_clock_to_extend");
    course.set("difficulty = 'general'");
    course.act(verbs::accept);
    EXPECT_EQ(may_extend(LegalDate(2026, 12, 1)), "extension_not_later");
    EXPECT_EQ(may_extend(LegalDate(2026, 12, 20)), "");
    course.extend(LegalDate(2026, 12, 20));
    EXPECT_EQ(course.due_on("LEVEL-GENERAL"), LegalDate(2026, 12, 20));
    // Ends later anyway: 24 December.
    EXPECT_EQ(course.due_on("PM-MED"), LegalDate(2026, 12, 24));
    EXPECT_EQ(course.now().due_at, end_of(LegalDate(2026, 12, 20)));
    EXPECT_THAT(course.clock("LEVEL-GENERAL").explanation, testing::HasSubstr("with the consent of both sides"));
    // An extended clock keeps its agreed end through a pause.
    for (const Verb* verb : {&verbs::offer, &verbs::take, &verbs::assign, &verbs::begin}) course.act(*verb);
    course.pause("appraisal");
    course.on(today + 5);
    course.resume();
    EXPECT_EQ(course.due_on("LEVEL-GENERAL"), LegalDate(2026, 12, 20));
}

TEST_P(clocks, of_the_staff_end_with_the_case_and_those_of_the_parties_go_on) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.until_mediating();
    course.act(verbs::terminate);
    EXPECT_EQ(course.due_on("LIM"), LegalDate(2029, 11, 26)) << "24 November 2029 is a Saturday";
    course.note("visit");
    course.act(verbs::close);
    EXPECT_THAT(course.in("running"), ElementsAre("LIM"));
    EXPECT_EQ(course.now().due_at, std::nullopt);
    EXPECT_EQ(course.now().due_code, std::nullopt);
}

TEST_P(clocks, run_again_after_a_reopening) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.set("difficulty = 'difficult'");
    course.until_mediating();
    course.act(verbs::terminate);
    course.act(verbs::close);
    course.on(today + 10);
    course.act(verbs::reopen);
    EXPECT_EQ(course.now().due_at, end_of(LegalDate(2027, 1, 4))) << "thirty days end on Sunday 3 January";
    const auto running = course.in("running");
    EXPECT_EQ(std::count(running.begin(), running.end(), "PM-MED"), 1);
}

TEST_P(clocks, for_confirmation_count_from_the_day_of_effect) {
    // PML art. 33, CPL art. 205: thirty days from when the agreement took effect, whenever that was written down.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.until_mediating();
    course.act(verbs::agree);
    course.on(today + 6);
    course.set("effective_on = '2026-11-25'");
    course.act(verbs::take_effect);
    EXPECT_EQ(course.due_on("JC-APP"), LegalDate(2026, 12, 25));
    EXPECT_EQ(course.clock("JC-APP").started_at, start_of(today + 1));
    // It is the parties' time, not the staff's: the queue does not wait for it.
    EXPECT_NE(course.now().due_code, "JC-APP");
}

TEST_P(clocks, move_past_holidays_of_the_calendar) {
    TestCity city(database());
    database().transact([&](db::Tx& tx) {
        calendar::set(tx, {today + 1, calendar::DayKind::holiday, "测试假"});
        calendar::set(tx, {today + 2, calendar::DayKind::holiday, "测试假"});
    });
    Course course(city, city.add_dispute(State::registered));
    EXPECT_EQ(course.due_on("INTAKE"), today + 3);
}

TEST_P(clocks, keep_the_rule_under_which_they_began) {
    TestCity city(database());
    Course old(city, city.add_dispute(State::registered));
    old.act(verbs::accept);
    auto rules = json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json"));
    std::erase_if(rules, [](const ClockRule& one) { return one.code != "PM-MED"; });
    rules[0].valid_from = today;
    rules[0].amount = 60;
    rules[0].name_en = "Longer mediation";
    database().transact([&](db::Tx& tx) { load_clock_rules(tx, json::write(rules)); });
    Course fresh(city, city.add_dispute(State::registered));
    fresh.act(verbs::accept);
    EXPECT_EQ(old.due_on("PM-MED"), LegalDate(2026, 12, 24));
    EXPECT_EQ(old.clock("PM-MED").name, "People's mediation");
    EXPECT_EQ(fresh.due_on("PM-MED"), LegalDate(2027, 1, 25)) << "23 January 2027 is a Saturday";
    EXPECT_EQ(fresh.clock("PM-MED").name, "Longer mediation");
}

TEST_P(clocks, are_loaded_once) {
    TestCity city(database());
    const auto count = [&] { return database().read([](db::Tx& tx) { return clock_rules(tx)->size(); }); };
    const auto before = count();
    database().transact([](db::Tx& tx) { load_clock_rules(tx, embedded_file("clock_rules.json")); });
    EXPECT_EQ(count(), before);
    EXPECT_EQ(before, json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json")).size());
}

TEST_P(clocks, speak_the_language_of_the_reader) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    EXPECT_EQ(course.all("zh")[0].name, "登记后研判");
    EXPECT_EQ(course.all("en")[0].name, "Triage after registration");
    EXPECT_EQ(course.all("zh")[0].explanation, "自2026-11-24起1个工作日（当日不计），至2026-11-25止。");
}

TEST_P(clocks, that_are_due_are_scanned_until_they_are_marked_late) {
    TestCity city(database());
    Course one(city, city.add_dispute(State::registered));
    Course two(city, city.add_dispute(State::registered));
    two.act(verbs::accept);
    const auto codes = [&](Instant until) {
        std::vector<std::string> found;
        for (const auto& clock : database().read([&](db::Tx& tx) { return due_clocks(tx, until, 50); }))
            found.push_back(clock.code);
        return found;
    };
    EXPECT_THAT(codes(end_of(today)), IsEmpty());
    EXPECT_THAT(codes(start_of(today + 2)), ElementsAre("INTAKE"));
    EXPECT_THAT(codes(start_of(today + 90)), ElementsAre("INTAKE", "PM-ACC", "PM-MED"));
    const auto first = database().read([&](db::Tx& tx) { return due_clocks(tx, start_of(today + 90), 1); });
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].dispute_id, one.now().id);
    EXPECT_EQ(first[0].on_expiry, "remind");
    database().transact([&](db::Tx& tx) {
        mark_reminded(tx, first[0], 80);
        mark_late(tx, first[0], start_of(today + 3));
    });
    EXPECT_THAT(codes(start_of(today + 90)), ElementsAre("PM-ACC", "PM-MED"));
}

TEST_P(clocks, of_nobody_are_late_while_they_stand_still) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.until_mediating();
    course.pause("appraisal");
    course.on(today + 200);
    EXPECT_EQ(course.clock("PM-MED").mood, ClockMood::paused);
    EXPECT_THAT(database().read([&](db::Tx& tx) { return due_clocks(tx, start_of(today + 200), 50); }), IsEmpty());
    course.resume();
    EXPECT_GT(course.due_on("PM-MED"), today + 200);
}

}  // namespace hemu::dispute
