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
    void note(const char* kind) { tell(kind, "{}"); }
    /// An event that somebody tells of, with what it names.
    void tell(const char* kind, const std::string& content) {
        change([&](db::Tx& tx, Dispute& dispute,
                   const identity::Context& cx) { record_with(tx, dispute, kind, cx, content); },
               clerk_);
    }
    void grade(const char* type, const char* difficulty, const char* flags = "[]") {
        set(fmt::format("national_type = '{}', difficulty = '{}', flags = '{}'", type, difficulty, flags));
        note("grading");
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
    // An agreed end moves with a pause that comes after it: five days.
    for (const Verb* verb : {&verbs::offer, &verbs::take, &verbs::assign, &verbs::begin}) course.act(*verb);
    course.pause("appraisal");
    course.on(today + 5);
    course.resume();
    EXPECT_EQ(course.due_on("LEVEL-GENERAL"), LegalDate(2026, 12, 25));
    EXPECT_THAT(course.clock("LEVEL-GENERAL").explanation,
                testing::HasSubstr("of both sides to 2026-12-20, paused 5 days for appraisal, until 2026-12-25."));
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

TEST_P(clocks, of_another_type_begin_where_they_would_have_begun) {
    // The time that was used stays used: a neighbours' dispute turns out to be a medical one.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.set("difficulty = 'general'");
    course.until_mediating();
    course.on(today + 10);
    course.grade("15", "difficult");
    EXPECT_EQ(course.clock("PM-MED").state, "ended");
    EXPECT_EQ(course.clock("LEVEL-GENERAL").state, "ended");
    EXPECT_EQ(course.clock("MD-MED").started_at, TestCity::morning());
    // Thirty working days after 24 November: four in November, 23 in December, and 1, 4 and 5 January.
    EXPECT_EQ(course.due_on("MD-MED"), LegalDate(2027, 1, 5));
    EXPECT_EQ(course.due_on("LEVEL-DIFFICULT"), LegalDate(2026, 12, 24));
    EXPECT_EQ(course.now().due_code, "LEVEL-DIFFICULT");
    // Labour periods count from the application, which came before the acceptance.
    course.grade("10", "simple");
    EXPECT_EQ(course.due_on("LB-MED"), LegalDate(2026, 12, 9));
    EXPECT_EQ(course.due_on("LEVEL-SIMPLE"), LegalDate(2026, 12, 1)) << "used up long ago";
    EXPECT_EQ(course.clock("LEVEL-SIMPLE").mood, ClockMood::late);
    // And back: the thirty days are the same as before.
    course.grade("02", "general");
    EXPECT_THAT(course.in("running"), ElementsAre("LEVEL-GENERAL", "PM-MED"));
    EXPECT_EQ(course.due_on("PM-MED"), LegalDate(2026, 12, 24));
}

TEST_P(clocks, of_another_type_keep_pauses_and_an_agreed_end) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.set("difficulty = 'general'");
    course.until_mediating();
    course.on(today + 2);
    course.pause("appraisal");
    course.on(today + 9);
    course.resume();
    EXPECT_EQ(course.due_on("PM-MED"), LegalDate(2026, 12, 31));
    course.extend(LegalDate(2027, 2, 26));
    course.on(today + 15);
    course.grade("15", "general");
    // Five working days stood still, 26 November to 2 December: 6 to 8 and 11, 12 January. Its extension needs the
    // committee, so the parties' word alone is not taken over.
    EXPECT_EQ(course.due_on("MD-MED"), LegalDate(2027, 1, 12));
    EXPECT_THAT(course.clock("MD-MED").explanation, testing::HasSubstr("paused 7 days for appraisal"));
    // The level's clock goes on: it did not change.
    EXPECT_EQ(course.due_on("LEVEL-GENERAL"), LegalDate(2027, 2, 26));
    course.grade("15", "difficult");
    EXPECT_EQ(course.due_on("LEVEL-DIFFICULT"), LegalDate(2027, 2, 26)) << "both sides had agreed to that";
    // While it stands still, the new clock stands too.
    course.pause("appraisal");
    course.grade("02", "general");
    EXPECT_THAT(course.in("paused"), UnorderedElementsAre("LEVEL-GENERAL", "PM-MED"));
    course.on(today + 25);
    course.resume();
    EXPECT_THAT(course.in("running"), UnorderedElementsAre("LEVEL-GENERAL", "PM-MED"));
}

TEST_P(clocks, of_another_flag_change_with_it) {
    TestCity city(database());
    Course course(
        city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.channel = Channel::court_entrusted; }));
    course.until_mediating();
    EXPECT_EQ(course.due_on("CT-ENT-O"), LegalDate(2026, 12, 9));
    course.on(today + 3);
    course.grade("02", "general", R"(["summary_procedure"])");
    EXPECT_EQ(course.clock("CT-ENT-O").state, "ended");
    EXPECT_EQ(course.due_on("CT-ENT-S"), LegalDate(2026, 12, 1));
}

TEST_P(clocks, of_another_type_follow_the_rules_of_the_day_they_begin) {
    // A version that came in mid-case does not count for time that began before it.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.act(verbs::accept);
    auto rules = json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json"));
    std::erase_if(rules, [](const ClockRule& one) { return one.code != "MD-MED"; });
    rules[0].valid_from = today + 2;
    rules[0].amount = 10;
    database().transact([&](db::Tx& tx) { load_clock_rules(tx, json::write(rules)); });
    course.on(today + 5);
    course.grade("15", "general");
    EXPECT_EQ(course.due_on("MD-MED"), LegalDate(2027, 1, 5));
}

TEST_P(clocks, of_the_court_bind_the_court) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.until_mediating();
    course.act(verbs::agree);
    course.set("effective_on = '2026-11-24'");
    course.act(verbs::take_effect);
    const auto due_before = course.now().due_at;
    course.on(today + 3);
    // Received on Wednesday, told on Friday: three days from Wednesday end on a Saturday.
    course.tell("confirmation_applied", R"({"received_on":"2026-11-25"})");
    EXPECT_EQ(course.clock("JC-APP").state, "met");
    EXPECT_EQ(course.clock("JC-ACC").concerns, "partner");
    EXPECT_EQ(course.due_on("JC-ACC"), LegalDate(2026, 11, 30));
    EXPECT_EQ(course.now().due_at, due_before) << "nothing for the queue";
    course.tell("confirmation_accepted", R"({"accepted_on":"2026-11-27"})");
    EXPECT_EQ(course.due_on("JC-DEC-A"), LegalDate(2026, 12, 14)) << "12 December is a Saturday";
    EXPECT_EQ(course.due_on("JC-DEC-B"), LegalDate(2026, 12, 28)) << "27 December is a Sunday";
    // Ten days more at most, however long the court says; the other rule knows no limit.
    course.tell("confirmation_extended", R"({"until_on":"2027-01-20"})");
    EXPECT_EQ(course.due_on("JC-DEC-A"), LegalDate(2026, 12, 22));
    EXPECT_EQ(course.due_on("JC-DEC-B"), LegalDate(2027, 1, 20));
    EXPECT_THAT(course.clock("JC-DEC-A").explanation, testing::HasSubstr("extended by the court’s president"));
    EXPECT_THAT(database().read([&](db::Tx& tx) { return due_clocks(tx, start_of(today + 200), 50); }),
                testing::Not(testing::Contains(testing::Field(&DueClock::code, "JC-DEC-A"))));
    course.tell("confirmation_ruled", R"({"performance_ends_on":"2026-12-31"})");
    EXPECT_EQ(course.clock("JC-DEC-A").state, "met");
    EXPECT_EQ(course.due_on("ENF"), LegalDate(2029, 1, 1)) << "two years end on a Sunday";
}

TEST_P(clocks, of_authorities_stand_still_when_they_tell_so) {
    // Medical Dispute Regulation art. 40: the time of an appraisal is not counted.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.national_type = "15"; }));
    course.tell("administrative_mediation_accepted", R"({"accepted_on":"2026-11-24"})");
    EXPECT_EQ(course.due_on("MD-ADM"), LegalDate(2027, 1, 5));
    course.on(today + 2);
    course.note("appraisal_begun");
    EXPECT_EQ(course.clock("MD-ADM").state, "paused");
    course.on(today + 9);
    course.note("hearing_ended");
    EXPECT_EQ(course.clock("MD-ADM").state, "paused");
    course.note("appraisal_ended");
    EXPECT_EQ(course.due_on("MD-ADM"), LegalDate(2027, 1, 12));
    EXPECT_EQ(course.clock("MD-ADM").state, "running");
}

TEST_P(clocks, that_count_back_follow_the_day_that_is_planned) {
    // Accident procedure art. 88: three days before the police's session, and one day to ask for another time.
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.national_type = "16"; }));
    course.tell("police_session_planned", R"({"session_on":"2026-12-10"})");
    EXPECT_EQ(course.due_on("TR-NOTE"), LegalDate(2026, 12, 7));
    EXPECT_EQ(course.due_on("TR-NOTE-P"), LegalDate(2026, 12, 9));
    EXPECT_EQ(course.clock("TR-NOTE").mood, ClockMood::fine);
    course.on(LegalDate(2026, 12, 6));
    EXPECT_EQ(course.clock("TR-NOTE").mood, ClockMood::soon);
    course.tell("police_session_planned", R"({"session_on":"2026-12-15"})");
    EXPECT_EQ(course.clock("TR-NOTE").state, "running");
    EXPECT_EQ(course.due_on("TR-NOTE"), LegalDate(2026, 12, 12));
}

TEST_P(clocks, of_hours_count_from_the_next_hour) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.tell("protection_order_accepted", R"({"accepted_at":"2026-11-24T02:41:00Z"})");
    EXPECT_EQ(course.clock("DV-PO").due_at, start_of(today + 3) + std::chrono::hours(11));
    EXPECT_EQ(course.clock("DV-PO").explanation,
              "72 hours from 2026-11-24 10:41 (counted from the next hour, 11:00), until 2026-11-27 11:00.");
}

TEST_P(clocks, of_an_old_agreement_end_with_the_reopening) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered));
    course.until_mediating();
    course.act(verbs::agree);
    course.set("effective_on = '2026-11-24'");
    course.act(verbs::take_effect);
    course.tell("breach", R"({"performance_ends_on":"2026-12-31"})");
    EXPECT_EQ(course.due_on("ENF"), LegalDate(2029, 1, 1)) << "31 December 2028 is a Sunday";
    course.set("state = 'closed'");
    course.act(verbs::reopen);
    EXPECT_EQ(course.clock("JC-APP").state, "ended");
    EXPECT_EQ(course.clock("ENF").state, "ended");
    EXPECT_THAT(course.in("running"), ElementsAre("PM-MED"));
}

TEST_P(clocks, of_labour_limitation_begin_anew_with_the_reopening) {
    TestCity city(database());
    Course course(city, city.add_dispute(State::registered, [](Dispute& fresh) { fresh.national_type = "10"; }));
    course.set("state = 'closed'");
    course.on(today + 20);
    course.act(verbs::reopen);
    EXPECT_EQ(course.clock("LB-ARB").state, "running");
    EXPECT_EQ(course.due_on("LB-ARB"), LegalDate(2027, 12, 14));
}

TEST_P(clocks, of_other_places_run_from_their_adoption) {
    TestCity city(database());
    const auto stand = [&](const char* code, const char* standing, LegalDate from, LegalDate on) {
        database().transact([&](db::Tx& tx) { set_clock_standing(tx, code, standing, from, on); });
    };
    stand("DZ-SIMPLE", "in_force", today + 1, today);
    Course before(city, city.add_dispute(State::registered));
    before.set("difficulty = 'simple'");
    before.act(verbs::accept);
    EXPECT_THAT(before.in("running"), ElementsAre("LEVEL-SIMPLE", "PM-MED"));
    Course after(city, city.add_dispute(State::registered));
    after.set("difficulty = 'simple'");
    after.on(today + 1);
    after.act(verbs::accept);
    EXPECT_THAT(after.in("running"), ElementsAre("DZ-SIMPLE", "PM-MED")) << "it takes the place of the city's own";
    EXPECT_EQ(after.due_on("DZ-SIMPLE"), today + 2);
    stand("DZ-SIMPLE", "ended", today + 3, today + 1);
    EXPECT_EQ(after.clock("DZ-SIMPLE").state, "running") << "a clock that runs is left alone";
    Course last(city, city.add_dispute(State::registered));
    last.set("difficulty = 'simple'");
    last.on(today + 3);
    last.act(verbs::accept);
    EXPECT_THAT(last.in("running"), ElementsAre("LEVEL-SIMPLE", "PM-MED"));
}

}  // namespace hemu::dispute
