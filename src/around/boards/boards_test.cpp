#include "boards.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "working_time.hpp"

namespace hemu::boards {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using identity::Actor;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;

HEMU_ON_BOTH_ENGINES(boards);

template <class Line>
static std::vector<std::string> numbers(const std::vector<Line>& lines) {
    std::vector<std::string> all;
    for (const auto& line : lines) all.push_back(line.number);
    return all;
}

template <class Board>
static Board board_of(TestCity& city, Board (*show)(db::Tx&, const identity::Context&), const Actor& actor) {
    const auto cx = city.as(actor);
    return city.database().read([&](db::Tx& tx) { return show(tx, cx); });
}

static void run(TestCity& city, const std::string& sql) {
    city.database().transact([&](db::Tx& tx) { tx.run_text(sql); });
}

TEST(boards_rules, count_the_hours_of_work_that_are_left) {
    // A Friday before a weekend of which the Sunday is worked; the Monday is off. Half past eight to half past five.
    const WorkingCalendar calendar({LegalDate(2026, 11, 30)}, {LegalDate(2026, 11, 29)});
    const auto minutes = [&](Instant from, Instant to) {
        std::int64_t sum = 0;
        for (const auto& span : working_spans(from, to, 510, 1050, calendar))
            sum += (span.to_at - span.from_at) / std::chrono::minutes(1);
        return sum;
    };
    const Instant friday = start_of(LegalDate(2026, 11, 27));
    using std::chrono::hours;
    EXPECT_EQ(minutes(friday + hours(14), friday + hours(24)), 210);
    EXPECT_EQ(minutes(friday + hours(6), friday + hours(9)), 30) << "nothing before work begins";
    EXPECT_EQ(minutes(friday + hours(18), friday + hours(48)), 0) << "a Saturday";
    EXPECT_EQ(minutes(friday + hours(17), end_of(LegalDate(2026, 12, 1))), 30 + 540 + 540);
    EXPECT_EQ(minutes(friday + hours(14), friday), 0) << "late";
}

TEST_P(boards, show_the_dispatcher_arrivals_offers_and_who_is_full) {
    TestCity city(database());
    const Actor dispatcher = city.person(Duty::dispatcher, city.county_centre);
    const auto registered = city.add_dispute(State::registered);
    const auto accepted = city.add_dispute(State::accepted);
    const auto offered = city.add_dispute(State::offered);
    const auto mediated = city.add_dispute(State::mediating);
    for (const auto& one : {offered, mediated})
        run(city,
            fmt::format("UPDATE dispute SET holder_id = '{}' WHERE id = '{}'", to_text(city.town), to_text(one.id)));
    run(city, fmt::format("UPDATE dispute SET queue_at = '2026-11-23 00:00:00+00', due_at = '2026-11-23 00:00:00+00',"
                          " due_soon_at = '2026-11-22 00:00:00+00' WHERE id = '{}'",
                          to_text(mediated.id)));
    run(city,
        fmt::format(
            "INSERT INTO assignment_offer (id, dispute_id, revision, organisation_id, from_organisation_id, binding, "
            "state,"
            " offered_at, offered_by_id) VALUES ('01930000-0000-7000-8000-000000000001', '{}', 1, '{}', '{}', FALSE,"
            " 'open', '2026-11-24 01:00:00+00', '{}')",
            to_text(offered.id), to_text(city.town), to_text(city.county_centre), to_text(dispatcher.account)));

    const DispatchBoard board = board_of(city, dispatch_board, dispatcher);
    EXPECT_THAT(numbers(board.arrivals), testing::UnorderedElementsAre(registered.number, accepted.number));
    ASSERT_THAT(numbers(board.offers), ElementsAre(offered.number));
    EXPECT_EQ(board.offers[0].to_name, "汀泗桥镇人民调解委员会");
    EXPECT_FALSE(board.offers[0].answer_by_at) << "no clock was started";
    city.run_clocks_as_after(offered, "offer");
    const auto clocked = board_of(city, dispatch_board, dispatcher).offers.at(0);
    EXPECT_EQ(clocked.answer_by_at, end_of(LegalDate(2026, 11, 25)));
    EXPECT_EQ(clocked.working.size(), 2u) << "the rest of today, and the next working day";
    EXPECT_EQ(board.returns_before_backstop, 2);
    ASSERT_EQ(board.load.size(), 2u);
    for (const BodyLoad& body : board.load) {
        EXPECT_EQ(body.open, 2) << body.name;
        EXPECT_EQ(body.late, body.id == city.town ? 1 : 0);
    }
    ASSERT_EQ(board.levels.size(), 2u);
    EXPECT_EQ(board.levels[0].level, organisations::OrganisationLevel::county);
    EXPECT_EQ(board.levels[1].late, 1);
    EXPECT_THAT(board_of(city, dispatch_board, city.person(Duty::dispatcher, city.medical)).arrivals, IsEmpty());
}

TEST_P(boards, show_the_mediator_his_day_and_nobody_elses) {
    TestCity city(database());
    const Actor mediator = city.person(Duty::mediator, city.village);
    const Actor colleague = city.person(Duty::mediator, city.village, 2);
    const auto own = city.add_dispute(State::mediating);
    const auto to_sign = city.add_dispute(State::agreed);
    const auto done = city.add_dispute(State::closed);
    const auto others = city.add_dispute(State::mediating);
    for (const auto& one : {own, to_sign, done}) city.hand_to(one, city.village, mediator);
    city.hand_to(others, city.village, colleague);
    run(city,
        "UPDATE dispute_party SET needs = '听力不便', language = 'yue', help = '[\"hearing\"]' WHERE name = '张三'");
    int made = 0;
    const auto session = [&](const Dispute& dispute, const std::string& at, const std::string& held = "NULL") {
        run(city, fmt::format("INSERT INTO handling_session (id, dispute_id, revision, version, planned_at, place, "
                              "mode, participants,"
                              " held_from) VALUES ('01930000-0000-7000-8000-00000000001{}', '{}', 1, 1, '{}', "
                              "'调解室', 'joint', '[]', {})",
                              ++made, to_text(dispute.id), at, held));
    };
    session(own, "2026-11-24 07:00:00+00");
    session(own, "2026-11-24 05:00:00+00", "'2026-11-24 05:00:00+00'");
    session(own, "2026-11-27 05:00:00+00");
    session(others, "2026-11-24 06:00:00+00");
    run(city, fmt::format("INSERT INTO evaluation_visit (id, dispute_id, revision, planned_on) VALUES"
                          " ('01930000-0000-7000-8000-000000000021', '{}', 1, '2026-11-20')",
                          to_text(done.id)));
    city.run_clocks_as_after(own, "take");

    const DayBoard board = board_of(city, day_board, mediator);
    ASSERT_THAT(numbers(board.sessions), ElementsAre(own.number)) << "neither held ones nor the day after tomorrow's";
    EXPECT_EQ(board.sessions[0].place, "调解室");
    EXPECT_THAT(numbers(board.calls), ElementsAre(own.number));
    EXPECT_THAT(numbers(board.papers), ElementsAre(to_sign.number));
    EXPECT_THAT(numbers(board.visits), ElementsAre(done.number));
    EXPECT_EQ(board.unsigned_parties.size(), 2u);
    ASSERT_EQ(board.parties.size(), 4u) << "of the session's and of the visit's case, each once";
    EXPECT_EQ(board.parties[0].needs, "听力不便");
    EXPECT_EQ(board.parties[0].language, "yue");
    EXPECT_THAT(board.parties[0].help, ElementsAre("hearing"));
    run(city,
        fmt::format(
            "INSERT INTO closing_signature (id, dispute_id, revision, party_id, name, manner, signed_on, recorded_at,"
            " recorded_by_id) VALUES ('01930000-0000-7000-8000-000000000031', '{0}', 1, '{1}', '张三', 'signature',"
            " '2026-11-24', '2026-11-24 02:00:00+00', '{2}')",
            to_text(to_sign.id), to_text(city.parties_in(to_sign)[0]), to_text(mediator.account)));
    EXPECT_EQ(board_of(city, day_board, mediator).unsigned_parties.size(), 1u);
    EXPECT_THAT(numbers(board_of(city, day_board, colleague).sessions), ElementsAre(others.number));
    run(city, fmt::format("UPDATE dispute SET secrecy = 'private' WHERE id = '{}'", to_text(to_sign.id)));
    const DayBoard secret = board_of(city, day_board, mediator);
    EXPECT_EQ(secret.unsigned_parties.at(0).name, "") << "lists name nobody of a private case";
    EXPECT_EQ(secret.papers.at(0).title, "");
}

TEST_P(boards, show_the_head_what_waits_for_him) {
    TestCity city(database());
    const Actor head = city.person(Duty::head, city.village);
    const Actor mediator = city.person(Duty::mediator, city.village);
    std::map<State, std::string> made;
    for (const State state : {State::offered, State::taken, State::mediating, State::agreed, State::closed}) {
        const auto dispute = city.add_dispute(state);
        city.hand_to(dispute, city.village, mediator);
        made[state] = dispute.number;
        if (state == State::mediating)
            run(city,
                fmt::format("UPDATE dispute SET handler_id = '{}', registered_on = '2026-10-01' WHERE id = '{}'",
                            to_text(mediator.account), to_text(dispute.id)));
        if (state == State::closed)
            run(city, fmt::format("UPDATE dispute SET closed_at = '2026-11-20 02:00:00+00' WHERE id = '{}'",
                                  to_text(dispute.id)));
        if (state != State::agreed) continue;
        int signature = 0;
        for (const auto& party : city.parties_in(dispute))
            run(city,
                fmt::format(
                    "INSERT INTO closing_signature (id, dispute_id, revision, party_id, name, manner, signed_on,"
                    " recorded_at, recorded_by_id) VALUES ('01930000-0000-7000-8000-00000000004{0}', '{1}', 1, "
                    "'{2}', 'x',"
                    " 'signature', '2026-11-24', '2026-11-24 02:00:00+00', '{3}')",
                    ++signature, to_text(dispute.id), to_text(party), to_text(head.account)));
        EXPECT_THAT(board_of(city, committee_board, head).to_seal, IsEmpty()) << "the mediator has not signed";
        run(city,
            fmt::format(
                "INSERT INTO closing_signature (id, dispute_id, revision, mediator_id, name, manner, signed_on, "
                "recorded_at,"
                " recorded_by_id) VALUES ('01930000-0000-7000-8000-000000000049', '{0}', 1, '{1}', 'm', 'signature',"
                " '2026-11-24', '2026-11-24 02:00:00+00', '{1}')",
                to_text(dispute.id), to_text(mediator.account)));
    }
    const CommitteeBoard board = board_of(city, committee_board, head);
    EXPECT_THAT(numbers(board.to_take), ElementsAre(made[State::offered]));
    EXPECT_THAT(numbers(board.to_assign), ElementsAre(made[State::taken]));
    EXPECT_THAT(numbers(board.to_seal), ElementsAre(made[State::agreed]));
    EXPECT_THAT(numbers(board.to_archive), ElementsAre(made[State::closed]));
    EXPECT_EQ(board.ageing.days_7, 3);
    EXPECT_EQ(board.ageing.older, 1);
    ASSERT_EQ(board.staff.size(), 2u);
    EXPECT_EQ(board.staff[0].name, mediator.name);
    EXPECT_EQ(board.staff[0].open, 1);
    EXPECT_EQ(board.staff[1].open, 0);
}

/// Counts and rows of one figure, for somebody who may see all of them.
TEST_P(boards, show_figures_with_their_wholes_and_rows) {
    TestCity city(database());
    const Actor leader = city.person(Duty::leader, city.city_centre);
    const auto change = [&](const Dispute& dispute, const std::string& assignment) {
        run(city, fmt::format("UPDATE dispute SET {} WHERE id = '{}'", assignment, to_text(dispute.id)));
    };
    const auto closed = "closed_at = '2026-11-20 02:00:00+00', ";
    const auto open = city.add_dispute(State::mediating);
    const auto late = city.add_dispute(State::mediating);
    change(late, "queue_at = '2026-11-23 00:00:00+00'");
    const auto settled = city.add_dispute(State::closed);
    change(settled, fmt::format("{} result = 'success', holder_id = '{}'", closed, to_text(city.village)));
    const auto partly = city.add_dispute(State::archived);
    change(partly, fmt::format("{} result = 'partial', holder_id = '{}'", closed, to_text(city.town)));
    run(city, fmt::format("UPDATE dispute_clock SET late_at = '2026-11-19 02:00:00+00' WHERE dispute_id = '{}'",
                          to_text(partly.id)));
    const auto failed = city.add_dispute(State::closed);
    change(failed, std::string(closed) + "result = 'failed'");
    const auto refused = city.add_dispute(State::closed);
    change(refused, std::string(closed) + "result = NULL");
    const auto long_ago = city.add_dispute(State::closed);
    change(long_ago, "closed_at = '2026-01-20 02:00:00+00', result = 'success'");
    for (const char* state : {"returned", "taken"})
        run(city,
            fmt::format("INSERT INTO assignment_offer (id, dispute_id, revision, organisation_id, "
                        "from_organisation_id, binding,"
                        " state, offered_at, offered_by_id, answered_at) VALUES "
                        "('01930000-0000-7000-8000-00000000005{0}', '{1}', 1,"
                        " '{2}', '{3}', FALSE, '{4}', '2026-11-20 01:00:00+00', '{5}', '2026-11-20 02:00:00+00')",
                        state[0] == 'r' ? 1 : 2, to_text(state[0] == 'r' ? open.id : late.id), to_text(city.town),
                        to_text(city.county_centre), state, to_text(leader.account)));

    const auto cx = city.as(leader);
    std::map<FigureCode, Figure> by_code;
    for (const Figure& figure : database().read([&](db::Tx& tx) { return figures(tx, {30}, cx); }))
        by_code[figure.code] = figure;
    const auto is = [&](FigureCode code, std::int64_t count, std::optional<std::int64_t> of = {}) {
        EXPECT_EQ(by_code[code].count, count) << json::enum_word(code);
        EXPECT_EQ(by_code[code].of, of) << json::enum_word(code);
        const auto rows = database().read([&](db::Tx& tx) { return rows_of(tx, code, {30}, "", 50, cx); });
        EXPECT_EQ(static_cast<std::int64_t>(rows.items.size()), count) << json::enum_word(code);
    };
    is(FigureCode::registered, 7);
    is(FigureCode::open, 2);
    is(FigureCode::late, 1, 2);
    is(FigureCode::closed, 4);
    is(FigureCode::settled, 2, 3);
    is(FigureCode::on_time, 3, 4);
    is(FigureCode::returned, 1, 2);
    is(FigureCode::at_village, 1, 2);
    is(FigureCode::at_town, 1, 2);
    is(FigureCode::at_county, 0, 2);
    is(FigureCode::at_city, 0, 2);

    database().read([&](db::Tx& tx) {
        const auto first = rows_of(tx, FigureCode::registered, {30}, "", 4, cx);
        ASSERT_TRUE(first.next);
        EXPECT_EQ(rows_of(tx, FigureCode::registered, {30}, *first.next, 4, cx).items.size(), 3u);
        EXPECT_THROW(rows_of(tx, FigureCode::registered, {30}, "x", 4, cx), Refusal);
    });
    // A private case is counted and not shown.
    change(open, "secrecy = 'private'");
    const auto elsewhere = city.as(city.person(Duty::leader, city.medical));
    database().read([&](db::Tx& tx) {
        EXPECT_EQ(figures(tx, {30}, cx)[1].count, 2);
        EXPECT_EQ(rows_of(tx, FigureCode::open, {30}, "", 50, cx).items.size(), 1u);
        EXPECT_EQ(figures(tx, {30}, elsewhere)[1].count, 0);
    });
}

TEST_P(boards, count_peoples_administrative_and_commercial_mediation_apart) {
    TestCity city(database());
    const auto cx = city.as(city.person(Duty::leader, city.city_centre));
    const Actor mediator = city.person(Duty::mediator, city.medical);
    city.hand_to(city.add_dispute(State::mediating), city.medical, mediator);
    city.add_dispute(State::registered);
    const auto registered = [&](MediationClass bodies) {
        return database().read([&](db::Tx& tx) {
            const auto rows = rows_of(tx, FigureCode::registered, {30, bodies}, "", 50, cx);
            const auto count = figures(tx, {30, bodies}, cx)[0].count;
            EXPECT_EQ(static_cast<std::int64_t>(rows.items.size()), count);
            return count;
        });
    };
    const auto everybody = registered(MediationClass::everybody);
    EXPECT_EQ(registered(MediationClass::administrative), 0);
    const auto peoples = registered(MediationClass::peoples);
    run(city,
        fmt::format("UPDATE organisation SET kind = 'administrative_body' WHERE id = '{}'", to_text(city.medical)));
    EXPECT_EQ(registered(MediationClass::peoples), peoples - 1);
    EXPECT_EQ(registered(MediationClass::administrative), 1);
    EXPECT_EQ(registered(MediationClass::commercial), 0);
    EXPECT_EQ(registered(MediationClass::everybody), everybody) << "of whatever class the body is";
}

/// One order to a body about a dispute, and one return by a body, as rows.
static void order(TestCity& city, int number, const Dispute& dispute, Id<identity::Organisation> to,
                  const std::string& state) {
    run(city, fmt::format("INSERT INTO supervision_order (id, dispute_id, kind, state, demand, reply_by_on,"
                          " to_organisation_id, from_organisation_id, issued_by_id, issued_at, changed_at) VALUES"
                          " ('01930000-0000-7000-8000-00000000006{0}', '{1}', 'supervise', '{2}', '请说明', "
                          "'2026-11-26', '{3}', '{4}', '{4}',"
                          " '2026-11-24 01:00:00+00', '2026-11-24 01:00:00+00')",
                          number, to_text(dispute.id), state, to_text(to), to_text(city.city_centre)));
}

static void give_back(TestCity& city, int number, const Dispute& dispute, const std::string& answered_at) {
    run(city, fmt::format("INSERT INTO assignment_offer (id, dispute_id, revision, organisation_id,"
                          " from_organisation_id, binding, state, offered_at, offered_by_id, answered_at) VALUES"
                          " ('01930000-0000-7000-8000-00000000007{0}', '{1}', 1, '{2}', '{3}', FALSE, 'returned',"
                          " '2026-09-01 01:00:00+00', '{3}', '{4}')",
                          number, to_text(dispute.id), to_text(city.town), to_text(city.county_centre), answered_at));
}

TEST_P(boards, show_the_supervisor_what_is_late_by_body) {
    TestCity city(database());
    const auto at_town = [&](const char* queue_at, const char* soon_at, const char* secrecy = "normal") {
        const auto made = city.add_dispute(State::mediating);
        run(city,
            fmt::format("UPDATE dispute SET holder_id = '{}', queue_at = '{}', due_at = '{}', due_soon_at = '{}',"
                        " secrecy = '{}' WHERE id = '{}'",
                        to_text(city.town), queue_at, queue_at, soon_at, secrecy, to_text(made.id)));
        return made;
    };
    const auto late = at_town("2026-11-20 16:00:00+00", "2026-11-19 00:00:00+00");
    const auto soon = at_town("2026-11-25 16:00:00+00", "2026-11-23 00:00:00+00");
    const auto fine = at_town("2026-12-25 16:00:00+00", "2026-12-23 00:00:00+00");
    at_town("2026-11-20 16:00:00+00", "2026-11-19 00:00:00+00", "private");
    order(city, 1, late, city.town, "open");
    order(city, 2, late, city.town, "closed");
    order(city, 3, soon, city.town, "replied");
    order(city, 4, soon, city.town, "reopened");
    give_back(city, 1, fine, "2026-11-20 02:00:00+00");
    give_back(city, 2, soon, "2026-09-20 02:00:00+00");
    for (const auto& above : {city.city_centre, city.county_centre}) {
        const Actor supervisor = city.person(Duty::supervisor, above);
        const auto bodies = board_of(city, supervised_bodies, supervisor);
        ASSERT_EQ(bodies.size(), 1u) << "only bodies that have anything";
        const SupervisedBody& town = bodies[0];
        EXPECT_EQ(town.id, city.town);
        EXPECT_EQ(town.level, organisations::OrganisationLevel::town);
        EXPECT_EQ(town.open, 3) << "a private case is not counted for who does not see it";
        EXPECT_EQ(town.soon, 1);
        EXPECT_EQ(town.late, 1);
        EXPECT_EQ(town.worst_days, 3) << "due until the end of the 20th in China, now the 24th";
        EXPECT_EQ(town.orders_open, 1);
        EXPECT_EQ(town.orders_replied, 1);
        EXPECT_EQ(town.orders_reopened, 1);
        EXPECT_EQ(town.returns, 1) << "within thirty days";
        const auto cx = city.as(supervisor);
        database().read([&](db::Tx& tx) {
            EXPECT_THAT(numbers(given_back_by(tx, city.town, cx)), ElementsAre(fine.number));
            EXPECT_THAT(given_back_by(tx, city.county_centre, cx), IsEmpty());
        });
    }
    EXPECT_THAT(board_of(city, supervised_bodies, city.person(Duty::supervisor, city.medical)), IsEmpty());
}

}  // namespace hemu::boards
