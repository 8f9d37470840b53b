#include "archive.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "disposals.hpp"
#include "dispute_testing.hpp"
#include "loans.hpp"
#include "parties.hpp"
#include "reading.hpp"
#include "store.hpp"
#include "store_disposals.hpp"
#include "store_loans.hpp"
#include "verification.hpp"

namespace hemu::archive {

using dispute::State;
using identity::Duty;
using identity::testing::Caller;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::Contains;
using testing::ElementsAre;

HEMU_ON_BOTH_ENGINES(archive_desk);

/// A closed case of the village's committee with a session in its file; put into the archive when wanted.
class Shelf {
  public:
    explicit Shelf(db::Database& database) : city(database) { city.now = city.morning(); }

    Id<Dispute> closed(bool archived = true) {
        const auto id = city.add_dispute(State::mediating).id;
        const auto mediator = city.person(Duty::mediator, city.village);
        city.hand_to(city.reload(id), city.village, mediator);
        const std::string text = to_text(id);
        sql(fmt::format(
            "INSERT INTO handling_session (id, dispute_id, revision, version, planned_at, place, mode, participants, "
            "held_from, held_to, record) VALUES ('{0}', '{0}', 1, 2, '2026-11-24 01:00:00.000000+00', '调解室', "
            "'joint', '[]', '2026-11-24 01:00:00.000000+00', '2026-11-24 02:00:00.000000+00', '张三陈述')",
            text));
        sql(fmt::format("UPDATE dispute SET state = 'terminated', result = 'failed' WHERE id = '{}'", text));
        as(Duty::mediator, [&](db::Tx& tx, const Context& cx) {
            Dispute found = dispute::find(tx, id, cx.actor);
            closing::close(tx, found, {closing::CaseResult::failed, std::nullopt}, cx);
        });
        if (archived)
            as(Duty::head, [&](db::Tx& tx, const Context& cx) {
                Dispute found = dispute::find(tx, id, cx.actor);
                closing::archive(tx, found, {}, cx);
            });
        return id;
    }

    template <class Act>
    std::string as(const identity::Actor& actor, Act act) {
        const Context cx = city.as(actor, city.tick());
        try {
            city.database().transact([&](db::Tx& tx) { act(tx, cx); });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code
                                          : refusal.fields.front().field + " " + refusal.fields.front().code;
        }
        return "";
    }
    template <class Act>
    std::string as(Duty duty, Act act) {
        return as(city.person(duty, city.village), act);
    }
    void sql(const std::string& text) {
        city.database().transact([&](db::Tx& tx) { tx.run_text(text); });
    }
    ArchiveList list(const identity::Actor& actor, const ArchiveQuery& query = {}, const std::string& before = "",
                     std::int64_t limit = 50) {
        const Context cx = city.as(actor, city.tick());
        return city.database().read([&](db::Tx& tx) { return archive_list(tx, query, before, limit, cx); });
    }
    identity::Actor head() { return city.person(Duty::head, city.village); }
    identity::Actor supervisor() { return city.person(Duty::supervisor, city.county_centre); }

    dispute::TestCity city;
};

TEST_P(archive_desk, lists_the_files_of_the_body_a_page_at_a_time) {
    Shelf shelf(database());
    const auto first = shelf.closed();
    const auto second = shelf.closed();
    shelf.closed(false);
    const auto head = shelf.head();
    auto page = shelf.list(head, {}, "", 1);
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.total, 2);
    EXPECT_EQ(page.items[0].dispute_id, second);
    EXPECT_EQ(page.items[0].retention, Retention::short_);
    EXPECT_EQ(page.items[0].dispose_after_on, LegalDate(2031, 11, 24));
    page = shelf.list(head, {}, page.next, 1);
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].dispute_id, first);
    EXPECT_EQ(page.next, "");
    EXPECT_EQ(shelf.list(shelf.supervisor()).total, 2);
    EXPECT_EQ(shelf.list(shelf.city.person(Duty::head, shelf.city.other_village)).total, 0);
    ArchiveQuery query;
    query.year = 2025;
    EXPECT_EQ(shelf.list(head, query).total, 0);
    query.year = 2026;
    query.retention = Retention::permanent;
    EXPECT_EQ(shelf.list(head, query).total, 0);
    query.retention = Retention::short_;
    query.state = ArchiveState::over;
    EXPECT_EQ(shelf.list(head, query).total, 0);
    query.state.reset();
    query.q = page.items[0].number;
    EXPECT_EQ(shelf.list(head, query).total, 1);
}

static const ReviewScores full{15, 20, 15, 15, 15, 10, 10};

TEST_P(archive_desk, reviews_a_file_returns_it_and_accepts_the_repair) {
    Shelf shelf(database());
    const auto id = shelf.closed();
    const auto picking = [&](db::Tx& tx, const Context& cx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        pick(tx, found, cx);
    };
    // Nobody reviews what he mediated, nor where he mediates.
    const auto mediator = shelf.city.person(Duty::mediator, shelf.city.village);
    shelf.sql(fmt::format("UPDATE post SET duty = 'head' WHERE account_id = '{}'", to_text(mediator.account)));
    auto own = mediator;
    own.duty = Duty::head;
    EXPECT_EQ(shelf.as(own, picking), "reviews_own_file");
    ASSERT_EQ(shelf.as(shelf.supervisor(), picking), "");
    EXPECT_EQ(shelf.as(shelf.supervisor(), picking), "review_open");
    const auto seen = [&](const identity::Actor& actor) {
        const Context cx = shelf.city.as(actor, shelf.city.tick());
        return shelf.city.database().read([&](db::Tx& tx) { return review_list(tx, "", "", 10, cx); }).items;
    };
    ASSERT_EQ(seen(shelf.supervisor()).size(), 1U);
    EXPECT_EQ(seen(shelf.head()).size(), 1U);
    EXPECT_EQ(seen(shelf.city.person(Duty::head, shelf.city.other_village)).size(), 0U);
    const auto review = seen(shelf.supervisor()).front();
    EXPECT_TRUE(review.may_judge);
    EXPECT_FALSE(seen(shelf.head()).front().may_repair);
    const auto judging = [&](const JudgementForm& form) {
        return shelf.as(shelf.supervisor(), [&](db::Tx& tx, const Context& cx) { judge(tx, review.id, form, cx); });
    };
    JudgementForm form;
    form.scores = full;
    form.scores.correct_law = 16;
    EXPECT_EQ(judging(form), "scores.correct_law out_of_range");
    form.scores.correct_law = 5;
    form.accepted = false;
    EXPECT_EQ(judging(form), "remarks missing");
    form.remarks = {{ReviewPoint::complete_papers, VolumePart::identity, 3, "缺身份证明"}};
    ASSERT_EQ(judging(form), "");
    EXPECT_EQ(judging(form), "not_in_this_state");
    EXPECT_THAT(shelf.city.running_clocks(shelf.city.reload(id)), Contains("REVIEW-REPAIR"));
    const auto returned = seen(shelf.head()).front();
    EXPECT_TRUE(returned.may_repair);
    EXPECT_EQ(returned.repair_until_on, LegalDate(2026, 12, 8));
    EXPECT_EQ(returned.score, 90);
    EXPECT_EQ(returned.grade, ReviewGrade::excellent);
    ASSERT_EQ(returned.remarks.size(), 1U);
    const auto repairing = [&](std::string answer) {
        return shelf.as(shelf.head(), [&](db::Tx& tx, const Context& cx) {
            repair(tx, review.id, {{{returned.remarks[0].id, answer}}, std::nullopt}, cx);
        });
    };
    EXPECT_EQ(repairing(" "), "answers missing");
    ASSERT_EQ(repairing("已补入"), "");
    EXPECT_THAT(shelf.city.running_clocks(shelf.city.reload(id)), testing::Not(Contains("REVIEW-REPAIR")));
    form.accepted = true;
    ASSERT_EQ(judging(form), "");
    EXPECT_EQ(seen(shelf.head()).front().remarks.at(0).answer, "已补入");
    EXPECT_THAT(shelf.city.events_of(id),
                testing::IsSupersetOf({"review_picked", "review_returned", "review_repaired", "review"}));
    const Context cx = shelf.city.as(shelf.supervisor(), shelf.city.tick());
    const auto results = shelf.city.database().read(
        [&](db::Tx& tx) { return review_results(tx, LegalDate(2026, 1, 1), LegalDate(2026, 12, 31), cx); });
    ASSERT_EQ(results.items.size(), 2U);
    EXPECT_EQ(results.items[0].percent, 90);
    EXPECT_EQ(results.items[0].returned, 1);
    EXPECT_EQ(results.items[0].excellent, 1);
    EXPECT_TRUE(results.items[1].of_mediator);
}

TEST_P(archive_desk, draws_the_same_files_with_the_same_seed) {
    Shelf shelf(database());
    for (int i = 0; i < 4; ++i) shelf.closed();
    DrawForm form{shelf.city.village, LegalDate(2026, 11, 1), LegalDate(2026, 11, 30), 50, true, "咸安2026"};
    const auto drawing = [&](DrawView& view) {
        return shelf.as(shelf.supervisor(), [&](db::Tx& tx, const Context& cx) { view = draw(tx, form, cx); });
    };
    DrawView view;
    ASSERT_EQ(drawing(view), "");
    EXPECT_EQ(view.pool, 4);
    EXPECT_EQ(view.drawn, 2);
    EXPECT_EQ(view.seed, "咸安2026");
    // What is under review is not drawn again.
    ASSERT_EQ(drawing(view), "");
    EXPECT_EQ(view.pool, 2);
    EXPECT_EQ(view.drawn, 1);
    form.organisation_id = shelf.city.city_centre;
    EXPECT_EQ(drawing(view), "not_found");
    form.wanted = 101;
    EXPECT_EQ(drawing(view), "wanted out_of_range");
    EXPECT_THAT(drawn_from({"a", "b", "c", "d"}, "1", 2), drawn_from({"a", "b", "c", "d"}, "1", 2));
    EXPECT_THAT(drawn_from({"a", "b"}, "1", 9), testing::UnorderedElementsAre("a", "b"));
}

// Loans.

TEST_P(archive_desk, lends_a_file_to_somebody_of_another_body_for_days) {
    Shelf shelf(database());
    const auto id = shelf.closed();
    const auto number = shelf.city.reload(id).number;
    const auto reader = shelf.city.person(Duty::mediator, shelf.city.medical);
    const auto head = shelf.head();
    LoanForm form{shelf.city.village, number, "类案参考", 7, {}};
    Id<Loan> loan;
    const auto asking = [&](db::Tx& tx, const Context& cx) { loan = ask_loan(tx, form, cx); };
    form.days = 15;
    EXPECT_EQ(shelf.as(reader, asking), "days out_of_range");
    form.days = 7;
    form.reason = " ";
    EXPECT_EQ(shelf.as(reader, asking), "reason missing");
    form.reason = "类案参考";
    ASSERT_EQ(shelf.as(reader, asking), "");
    const auto reading = [&](db::Tx& tx, const Context& cx) { read_lent(tx, loan, cx); };
    const auto deciding = [&](const identity::Actor& actor, bool approved = true) {
        return shelf.as(actor, [&](db::Tx& tx, const Context& cx) {
            decide_loan(tx, loan, {approved, std::nullopt}, cx);
        });
    };
    EXPECT_EQ(shelf.as(reader, reading), "not_found");
    EXPECT_EQ(deciding(shelf.city.person(Duty::head, shelf.city.other_village)), "not_found");
    ASSERT_EQ(deciding(head), "");
    EXPECT_EQ(deciding(head), "not_in_this_state");
    const Context cx = shelf.city.as(reader, shelf.city.tick());
    const auto view = shelf.city.database().transact([&](db::Tx& tx) { return read_lent(tx, loan, cx); });
    EXPECT_EQ(view.until_on, LegalDate(2026, 12, 1));
    ASSERT_EQ(view.papers.size(), 2U);
    EXPECT_THAT(view.papers[1].words, Contains("张三陈述"));
    // The file is the borrower's alone, and only until its last day.
    EXPECT_EQ(shelf.as(head, reading), "not_found");
    Context later = cx;
    later.moment = start_of(LegalDate(2026, 12, 2));
    EXPECT_THROW(shelf.city.database().transact([&](db::Tx& tx) { read_lent(tx, loan, later); }), Refusal);
    later.actor = head;
    const auto overdue = shelf.city.database().read([&](db::Tx& tx) { return loan_list(tx, "overdue", later); });
    ASSERT_EQ(overdue.items.size(), 1U);
    EXPECT_TRUE(overdue.items[0].overdue && overdue.items[0].may_return);
    EXPECT_EQ(overdue.items[0].opened, 1);
    ArchiveQuery query;
    query.state = ArchiveState::lent;
    EXPECT_EQ(shelf.list(head, query).items[0].lent_to, reader.name);
    ASSERT_EQ(shelf.as(head, [&](db::Tx& tx, const Context& at) { return_loan(tx, loan, at); }), "");
    EXPECT_EQ(shelf.as(reader, reading), "loan_over");
    EXPECT_THAT(shelf.city.events_of(id), testing::IsSupersetOf({"loan", "loan_returned"}));
}

TEST_P(archive_desk, tells_nobody_by_asking_whether_there_is_a_file) {
    Shelf shelf(database());
    Id<Loan> loan;
    ASSERT_EQ(shelf.as(shelf.city.person(Duty::clerk, shelf.city.medical),
                       [&](db::Tx& tx, const Context& cx) {
                           loan = ask_loan(tx, {shelf.city.village, "没有的卷号", "查阅", 1, {}}, cx);
                       }),
              "");
    EXPECT_EQ(shelf.as(shelf.head(),
                       [&](db::Tx& tx, const Context& cx) {
                           decide_loan(tx, loan, {true, std::nullopt}, cx);
                       }),
              "file_number unknown_file");
    EXPECT_EQ(shelf.as(shelf.head(),
                       [&](db::Tx& tx, const Context& cx) {
                           decide_loan(tx, loan, {false, "没有"}, cx);
                       }),
              "");
}

TEST_P(archive_desk, opens_an_archived_file_to_others_only_when_it_is_lent_or_reviewed) {
    Shelf shelf(database());
    const auto id = shelf.closed();
    const auto opening = [&](const identity::Actor& actor) {
        return shelf.as(actor, [&](db::Tx& tx, const Context& cx) {
            dispute::refuse_unlent(tx, dispute::find(tx, id, cx.actor), cx.actor, cx.moment);
        });
    };
    EXPECT_EQ(opening(shelf.head()), "");
    EXPECT_EQ(opening(shelf.supervisor()), "loan_needed");
    ASSERT_EQ(shelf.as(shelf.supervisor(),
                       [&](db::Tx& tx, const Context& cx) {
                           Dispute found = dispute::find(tx, id, cx.actor);
                           pick(tx, found, cx);
                       }),
              "");
    EXPECT_EQ(opening(shelf.supervisor()), "");
}

// Disposal.

/// Every text of every table, to look for what must not be left.
static std::string everything(db::Database& database) {
    static const db::Statement sqlite_columns{"archive_test.sqlite_columns", R"(
        SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%')",
                                              db::Engine::sqlite};
    static const db::Statement postgres_columns{"archive_test.postgres_columns", R"(
        SELECT (table_name || '.' || column_name)::text FROM information_schema.columns
         WHERE table_schema = current_schema())",
                                                db::Engine::postgres};
    return database.read([&](db::Tx& tx) {
        const bool sqlite = tx.engine() == db::Engine::sqlite;
        std::string all;
        for (const auto& name : tx.all<std::string>(sqlite ? sqlite_columns : postgres_columns)) {
            const auto dot = name.find('.');
            const db::Statement select{"archive_test." + name,
                                       fmt::format("SELECT coalesce(CAST(\"{}\" AS text), '') FROM \"{}\"",
                                                   name.substr(dot + 1), name.substr(0, dot))};
            for (const auto& value : tx.all<std::string>(select)) all += value + "\n";
        }
        return all;
    });
}

/// A message about the case that its partner has not had yet.
static void leave_waiting(Shelf& shelf, Id<Dispute> dispute) {
    const auto partner = to_text(dispute);
    shelf.sql(fmt::format(R"(INSERT INTO exchange_partner (id, code, name, kind, window_id, matters, legal_basis, way,
        active, sent_sequence, taken_sequence, failures, made_at, made_by_name, version)
        VALUES ('{}', 'GA', '公安局', 'police', '{}', '[]', '依据', 'files', TRUE, 1, 0, 0, '2026-11-20 08:00:00+00', '管理员', 1))",
                          partner, to_text(shelf.city.county_centre)));
    shelf.sql(
        fmt::format(R"(INSERT INTO exchange_message (id, partner_id, direction, sequence, kind, reference, dispute_id,
        state, papers, size_bytes, tries, faults, made_at)
        VALUES ('{0}', '{1}', 'out', 1, 'materials', '1', '{0}', 'waiting', '[]', 0, 3, '[]', '2026-11-20 08:00:00+00'))",
                    to_text(dispute), partner));
}

TEST_P(archive_desk, disposes_of_what_two_approved_and_spares_what_is_held) {
    Shelf shelf(database());
    const auto held = shelf.closed();
    const auto gone = shelf.closed();
    const auto sending = shelf.closed();
    leave_waiting(shelf, sending);
    shelf.sql(fmt::format("UPDATE dispute_party SET name = '慕容销毁' WHERE dispute_id = '{}'", to_text(gone)));
    shelf.sql(fmt::format("UPDATE dispute_party SET name = '慕容保留' WHERE dispute_id = '{}'", to_text(held)));
    const auto clerk = shelf.city.person(Duty::clerk, shelf.city.village);
    const auto head = shelf.head();
    const auto supervisor = shelf.supervisor();
    Id<Disposal> id;
    const auto proposing = [&](db::Tx& tx, const Context& cx) { id = propose_disposal(tx, {2026}, cx); };
    EXPECT_EQ(shelf.as(clerk, proposing), "nothing_to_dispose");
    shelf.sql("UPDATE closing_archive SET dispose_after_on = '2026-11-01'");
    ASSERT_EQ(shelf.as(head,
                       [&](db::Tx& tx, const Context& cx) {
                           Dispute found = dispute::find(tx, held, cx.actor);
                           archive::hold(tx, found, {"诉讼未结"}, cx);
                       }),
              "");
    ASSERT_EQ(shelf.as(clerk, proposing), "");
    EXPECT_EQ(shelf.as(clerk, proposing), "disposal_open");
    const auto step = [&](const identity::Actor& actor, auto act, std::optional<std::string> words = {}) {
        return shelf.as(actor, [&](db::Tx& tx, const Context& cx) { act(tx, id, {words}, cx); });
    };
    EXPECT_EQ(step(head, approve_disposal), "not_in_this_state");
    EXPECT_EQ(step(clerk, appraise_disposal), "words missing");
    ASSERT_EQ(step(clerk, appraise_disposal, "无继续保存价值"), "");
    EXPECT_EQ(step(supervisor, approve_disposal), "not_in_this_state");
    ASSERT_EQ(step(head, approve_disposal), "");
    auto head_above = head;
    head_above.duty = Duty::supervisor;
    head_above.organisation = shelf.city.county_centre;
    EXPECT_EQ(step(head_above, approve_disposal), "same_person_twice");
    ASSERT_EQ(step(supervisor, approve_disposal), "");
    const std::string digest_before = shelf.list(head).items[1].digest;
    const identity::Surroundings around{
        shelf.city.database(), shelf.city.keys, shelf.city.config, {}, nullptr, nullptr};
    carry_out(shelf.city.database(), id, around, shelf.city.tick());
    carry_out(shelf.city.database(), id, around, shelf.city.tick());
    const std::string left = everything(shelf.city.database());
    EXPECT_EQ(left.find("慕容销毁"), left.npos);
    EXPECT_NE(left.find("慕容保留"), left.npos);
    EXPECT_NE(left.find("张三陈述"), left.npos);
    const Context cx = shelf.city.as(head, shelf.city.tick());
    const auto list = shelf.city.database().read([&](db::Tx& tx) { return disposal_list(tx, cx); });
    ASSERT_EQ(list.items.size(), 1U);
    EXPECT_EQ(list.items[0].state, DisposalState::executed);
    EXPECT_THAT(list.items[0].certificate_number.value_or(""), testing::HasSubstr("档销〔2026〕第001号"));
    ASSERT_EQ(list.items[0].files.size(), 3U);
    EXPECT_EQ(list.items[0].files[0].left_out, "held");
    EXPECT_FALSE(list.items[0].files[0].disposed_at);
    EXPECT_TRUE(list.items[0].files[1].disposed_at);
    EXPECT_EQ(list.items[0].files[1].digest, digest_before);
    EXPECT_EQ(list.items[0].files[2].left_out, "under_way");
    const auto paper = shelf.city.database().read([&](db::Tx& tx) { return pdf::print(certificate(tx, id, cx)); });
    std::string words;
    for (const auto& line : paper.lines) words += line.words;
    EXPECT_THAT(words, testing::HasSubstr("调解档案销毁证明"));
    EXPECT_THAT(words, testing::HasSubstr(supervisor.name));
    // The register and the chain stay; the case cannot come back.
    EXPECT_THAT(shelf.city.events_of(gone), Contains("disposed"));
    EXPECT_EQ(shelf.as(head,
                       [&](db::Tx& tx, const Context& at) {
                           Dispute found = dispute::find(tx, gone, at.actor);
                           closing::reopen(tx, found, {"反悔"}, at);
                       }),
              "file_disposed");
    const auto verification = dispute::verify(shelf.city.database());
    for (const auto& one : verification.breaks) EXPECT_EQ(one.what, "state_unexplained") << dispute::to_text(one);
}

TEST_P(archive_desk, keeps_its_routes_to_their_duties) {
    Shelf shelf(database());
    const auto id = to_text(shelf.closed());
    Caller supervisor = shelf.city.caller(routes, Duty::supervisor, shelf.city.county_centre);
    Caller clerk = shelf.city.caller(routes, Duty::clerk, shelf.city.village);
    EXPECT_EQ(code_of(clerk.post("/api/disputes/" + id + "/reviews")), "duty_may_not");
    EXPECT_EQ(supervisor.post("/api/disputes/" + id + "/reviews").status, 201);
    EXPECT_EQ(supervisor.get("/api/archive?state=over&q=1").status, 200);
    EXPECT_EQ(fields_of(supervisor.get("/api/archive?state=nowhere")), "state:unknown_word");
    EXPECT_EQ(code_of(supervisor.get("/api/archive?before=x")), "cursor_wrong");
    const auto sheet = clerk.post("/api/archive/sheet");
    EXPECT_EQ(sheet.status, 200);
    EXPECT_EQ(sheet.body.substr(0, 2), "PK");
    EXPECT_EQ(clerk.get("/api/review_results").status, 200);
    EXPECT_EQ(code_of(clerk.get("/api/review_draws")), "duty_may_not");
    EXPECT_EQ(code_of(clerk.get("/api/reviews?before=~")), "cursor_wrong");
}

}  // namespace hemu::archive
