#include "closing.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "numbers.hpp"

namespace hemu::closing {

using agreements::AgreementShape;
using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(closing_desk);

static const LegalDate today(2026, 11, 24);

static agreements::TermForm term(agreements::TermKind kind, std::optional<Fen> amount = std::nullopt) {
    agreements::TermForm form;
    form.kind = kind;
    form.text = "支付维修费用";
    form.amount_fen = amount;
    form.due_on = LegalDate(2026, 12, 1);
    form.manner = "转账";
    return form;
}

/// An agreement of the village's committee, as 办 leaves it: notice to all and a recorded session in the file.
class Case {
  public:
    explicit Case(db::Database& database, AgreementShape shape = AgreementShape::written,
                  const std::function<void(Dispute&)>& change = {})
        : city(database) {
        id = city.add_dispute(shape == AgreementShape::written ? State::agreed : State::performing, change).id;
        city.hand_to(now(), city.village, mediator());
        parties = city.parties_in(now());
        agreements::AgreementForm form;
        form.form = shape;
        form.facts = form.points = form.responsibility = "渗水";
        form.terms = {term(agreements::TermKind::pay, Fen{1000}), term(agreements::TermKind::apologise)};
        database.transact([&](db::Tx& tx) {
            Dispute found = dispute::load(tx, id).value();
            agreements::save(tx, found, form, city.morning());
            const bool oral = shape == AgreementShape::oral;
            dispute::set_outcome(tx, found, "success", oral ? "oral" : "written",
                                 oral ? std::optional(today) : std::nullopt);
            add_papers(tx);
        });
    }

    /// Rows of the desk before.
    void add_papers(db::Tx& tx) {
        const std::string dispute = to_text(id);
        tx.run_text(
            fmt::format("INSERT INTO handling_notice (id, dispute_id, revision, given_on, form, given_to) VALUES "
                        "('{}', '{}', 1, '2026-11-24', 'oral', '{}')",
                        dispute, dispute, json::write(parties)));
        tx.run_text(fmt::format(
            "INSERT INTO handling_session (id, dispute_id, revision, version, planned_at, place, mode, participants, "
            "held_from, held_to, record) VALUES ('{}', '{}', 1, 2, '2026-11-24 01:00:00.000000+00', '调解室', "
            "'joint', "
            "'[]', '2026-11-24 01:00:00.000000+00', '2026-11-24 02:00:00.000000+00', '双方陈述')",
            dispute, dispute));
    }

    Dispute now() { return city.reload(id); }
    State state() { return now().state; }
    identity::Actor mediator() { return city.person(Duty::mediator, city.village); }
    identity::Actor head() { return city.person(Duty::head, city.village); }

    template <class Act>
    std::string as(const identity::Actor& actor, Act act) {
        const Context cx = city.as(actor, city.tick());
        try {
            city.database().transact([&](db::Tx& tx) {
                auto found = dispute::find(tx, id, cx.actor);
                act(tx, found, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }

    std::string sign(const identity::Actor& actor, const Signer& signer, LegalDate on = today) {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            closing::sign(tx, found, {signer, Manner::signature, on}, cx);
        });
    }
    std::string party_signs(std::size_t at, LegalDate on = today) {
        return sign(mediator(), {parties[at], std::nullopt, std::nullopt}, on);
    }
    std::string mediator_signs() { return sign(mediator(), {std::nullopt, std::nullopt, true}); }
    std::string seal(const identity::Actor& actor, LegalDate on = today) {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) { closing::seal(tx, found, {on}, cx); });
    }
    void take_effect() {
        ASSERT_EQ(party_signs(0), "");
        ASSERT_EQ(party_signs(1), "");
        ASSERT_EQ(mediator_signs(), "");
        ASSERT_EQ(seal(head()), "");
        ASSERT_EQ(state(), State::performing);
    }

    std::string perform(std::optional<std::size_t> at, std::optional<Fen> amount = std::nullopt) {
        agreements::PerformanceForm form;
        if (at) form.term_id = view().terms[*at].id;
        form.performed_on = today;
        form.amount_fen = amount;
        form.proof = agreements::Proof::transfer;
        form.words = "已转账";
        return as(mediator(),
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { closing::perform(tx, found, form, cx); });
    }
    std::string breach(std::size_t at, std::string words = "到期未付") {
        const BreachForm form{view().terms[at].id, std::move(words)};
        return as(mediator(),
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { closing::breach(tx, found, form, cx); });
    }
    std::string close(CaseResult result = CaseResult::success) {
        return as(mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            closing::close(tx, found, {result, "已办结"}, cx);
        });
    }
    std::string archive(const ArchiveForm& form = {}) {
        return as(head(),
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { closing::archive(tx, found, form, cx); });
    }
    std::string reopen(const identity::Actor& actor, std::string reason = "一方反悔") {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            closing::reopen(tx, found, {std::move(reason)}, cx);
        });
    }

    ClosingView view() {
        const Context cx = city.as(mediator());
        return city.database().read([&](db::Tx& tx) { return closing_of(tx, dispute::load(tx, id).value(), cx); });
    }
    void sql(const std::string& text) {
        city.database().transact([&](db::Tx& tx) { tx.run_text(text); });
    }

    dispute::TestCity city;
    Id<Dispute> id;
    std::vector<PartyId> parties;
};

// Signing and sealing.

// PML art. 29: nothing is in effect before the last of the three.
TEST_P(closing_desk, takes_effect_with_the_last_act_in_any_order) {
    Case one(database());
    ASSERT_EQ(one.seal(one.head(), today), "");
    ASSERT_EQ(one.mediator_signs(), "");
    ASSERT_EQ(one.party_signs(1, today + -1), "");
    EXPECT_EQ(one.state(), State::agreed);
    EXPECT_FALSE(one.view().effective_on);
    ASSERT_EQ(one.party_signs(0), "");
    EXPECT_EQ(one.state(), State::performing);
    EXPECT_EQ(one.now().effective_on, today);
    EXPECT_EQ(one.view().effective_on, today);
    EXPECT_THAT(one.city.running_clocks(one.now()), Contains("JC-APP"));
    EXPECT_THAT(one.city.events_of(one.id),
                ElementsAre("register", "seal", "signature", "signature", "signature", "take_effect"));
    EXPECT_EQ(one.party_signs(0), "not_in_this_state");
    EXPECT_EQ(one.seal(one.head()), "not_in_this_state");
}

TEST_P(closing_desk, records_who_signed_how_and_when) {
    Case one(database());
    ASSERT_EQ(one.party_signs(1, today + -2), "");
    ASSERT_EQ(one.mediator_signs(), "");
    const auto signatures = one.view().signatures;
    ASSERT_EQ(signatures.size(), 2U);
    EXPECT_EQ(signatures[0].party_id, one.parties[1]);
    EXPECT_EQ(signatures[0].name, "李四");
    EXPECT_EQ(signatures[0].signed_on, today + -2);
    EXPECT_TRUE(signatures[1].mediator);
    EXPECT_EQ(signatures[1].name, one.mediator().name);
    EXPECT_EQ(one.party_signs(1), "signed_already");
    EXPECT_EQ(one.party_signs(0, today + 1), "in_the_future");
}

TEST_P(closing_desk, the_mediators_signature_is_that_of_a_mediator_of_the_case) {
    Case one(database());
    const Signer mediator{std::nullopt, std::nullopt, true};
    const auto colleague = one.city.person(Duty::mediator, one.city.village, 2);
    one.city.database().transact([&](db::Tx& tx) {
        dispute::give_person(tx, dispute::load(tx, one.id).value(), colleague.account, dispute::PersonRole::registrar,
                             one.city.morning());
    });
    EXPECT_EQ(one.sign(colleague, mediator), "not_on_this_dispute");
    EXPECT_EQ(one.sign(one.head(), mediator), "not_on_this_dispute");
    EXPECT_EQ(one.sign(one.mediator(), mediator), "");
}

TEST_P(closing_desk, who_joined_late_is_told_and_signs_too) {
    Case one(database());
    const Context cx = one.city.as(one.mediator(), one.city.tick());
    one.city.database().transact([&](db::Tx& tx) {
        dispute::PartyForm form;
        form.side = dispute::Side::third_party;
        form.name = "王五";
        dispute::add_party_later(tx, dispute::load(tx, one.id).value(), form, cx);
    });
    one.parties = one.city.parties_in(one.now());
    EXPECT_EQ(one.party_signs(0), "notice_not_to_all");
    one.sql(fmt::format("UPDATE handling_notice SET given_to = '{}'", json::write(one.parties)));
    ASSERT_EQ(one.party_signs(0), "");
    ASSERT_EQ(one.party_signs(1), "");
    ASSERT_EQ(one.mediator_signs(), "");
    ASSERT_EQ(one.seal(one.head()), "");
    EXPECT_EQ(one.state(), State::agreed);
    ASSERT_EQ(one.party_signs(2), "");
    EXPECT_EQ(one.state(), State::performing);
}

// The seal is the committee's, affixed once, by its head; it brings the file number, gapless by body and year.
TEST_P(closing_desk, the_holding_committee_seals_once_and_numbers_the_file) {
    Case one(database());
    const auto stranger = one.city.person(Duty::head, one.city.county_centre);
    EXPECT_EQ(one.seal(stranger), "not_your_bodys_dispute");
    EXPECT_EQ(one.seal(one.head(), today + 1), "in_the_future");
    ASSERT_EQ(one.seal(one.head()), "");
    EXPECT_EQ(one.seal(one.head()), "sealed_already");
    const auto seal = one.view().seal;
    ASSERT_TRUE(seal);
    EXPECT_EQ(seal->file_number, "高桥人调字〔2026〕第001号");
    EXPECT_EQ(seal->organisation_name, "高桥村人民调解委员会");
    EXPECT_EQ(seal->sealed_on, today);
}

// A number that was made void gives way to the next one; the register keeps both.
TEST_P(closing_desk, a_void_file_number_gives_way_to_the_next) {
    Case one(database());
    dispute::set_reactions({follow});
    ASSERT_EQ(one.seal(one.head()), "");
    const auto cx = one.city.as(one.head());
    database().transact([&](db::Tx& tx) {
        static const db::Statement select{"testing.number_id", "SELECT id FROM number_given WHERE number = $1"};
        const auto id = tx.one<Id<numbers::GivenNumber>>(select, "高桥人调字〔2026〕第001号");
        numbers::make_void(tx, id, "写错年份", cx);
    });
    dispute::set_reactions({});
    EXPECT_EQ(one.view().seal->file_number, "高桥人调字〔2026〕第002号");
}

TEST_P(closing_desk, family_status_is_signed_in_ink) {
    Case one(database(), AgreementShape::written, [](Dispute& fresh) { fresh.national_type = "01"; });
    EXPECT_TRUE(one.view().ink_needed);
    EXPECT_EQ(one.as(one.mediator(),
                     [&](db::Tx& tx, Dispute& found, const Context& cx) {
                         closing::sign(tx, found,
                                       {{one.parties[0], std::nullopt, std::nullopt}, Manner::electronic, today}, cx);
                     }),
              "ink_needed");
    EXPECT_EQ(one.party_signs(0), "");
}

// Performance.

TEST_P(closing_desk, is_performed_with_the_last_term) {
    Case one(database());
    EXPECT_EQ(one.perform(0), "not_in_this_state");
    one.take_effect();
    ASSERT_EQ(one.perform(0, Fen{400}), "");
    EXPECT_EQ(one.perform(0, Fen{601}), "more_than_agreed");
    ASSERT_EQ(one.perform(1), "");
    EXPECT_EQ(one.state(), State::performing);
    ASSERT_EQ(one.perform(0), "");
    EXPECT_EQ(one.state(), State::performed);
    EXPECT_EQ(one.view().terms[0].performances.size(), 2U);
    EXPECT_THAT(one.city.running_clocks(one.now()), Contains("FU-1"));
    EXPECT_EQ(one.perform(0), "not_in_this_state");
}

TEST_P(closing_desk, is_performed_at_once) {
    Case one(database(), AgreementShape::oral);
    ASSERT_EQ(one.perform(std::nullopt), "");
    EXPECT_EQ(one.state(), State::performed);
}

// Breach: what is open can still be performed; from the breach on enforcement is a way.
TEST_P(closing_desk, a_breached_term_may_still_be_performed) {
    Case one(database(), AgreementShape::oral);
    ASSERT_EQ(one.perform(0), "");
    EXPECT_EQ(one.breach(0), "unknown_term");
    EXPECT_EQ(one.breach(1, " "), "missing");
    ASSERT_EQ(one.breach(1), "");
    EXPECT_EQ(one.state(), State::breached);
    ASSERT_EQ(one.view().breaches.size(), 1U);
    EXPECT_EQ(one.view().breaches[0].term_id, one.view().terms[1].id);
    EXPECT_EQ(one.view().breaches[0].noted_on, today);
    EXPECT_THAT(one.city.running_clocks(one.now()), Contains("ENF"));
    EXPECT_EQ(one.breach(1), "not_in_this_state");
    ASSERT_EQ(one.perform(1), "");
    EXPECT_EQ(one.state(), State::performed);
    EXPECT_THAT(one.city.running_clocks(one.now()), Not(Contains("ENF")));
}

static LegalDate start_of_clock(Case& one, std::string_view code) {
    const auto clocks = one.city.database().read([&](db::Tx& tx) {
        return dispute::clocks_of(tx, dispute::load(tx, one.id).value(), one.city.morning(), "zh");
    });
    const auto found =
        std::find_if(clocks.begin(), clocks.end(), [&](const auto& clock) { return clock.code == code; });
    return found == clocks.end() ? LegalDate{} : legal_date(found->started_at);
}

// CPL art. 250: from the last day for performing, by instalments of the last, without any from the day of effect.
TEST_P(closing_desk, enforcement_counts_from_the_end_of_the_time_for_performing) {
    Case one(database(), AgreementShape::oral);
    one.sql("UPDATE agreement_term SET due_on = '2027-03-01' WHERE position = 2");
    ASSERT_EQ(one.breach(0), "");
    EXPECT_EQ(start_of_clock(one, "ENF"), LegalDate(2027, 3, 1));
}

TEST_P(closing_desk, enforcement_without_a_time_for_performing_counts_from_the_day_of_effect) {
    Case one(database(), AgreementShape::oral);
    one.sql("UPDATE agreement_term SET due_on = NULL");
    one.sql("UPDATE dispute SET effective_on = '2026-11-20'");
    ASSERT_EQ(one.breach(0), "");
    EXPECT_EQ(start_of_clock(one, "ENF"), LegalDate(2026, 11, 20));
}

// Closing.

TEST_P(closing_desk, the_gate_names_every_missing_paper) {
    Case one(database(), AgreementShape::oral,
             [](Dispute& fresh) { fresh.difficulty = dispute::Difficulty::general; });
    ASSERT_EQ(one.perform(std::nullopt), "");
    EXPECT_THAT(one.view().gate.missing, ElementsAre("visit"));
    EXPECT_EQ(one.close(), "missing_before_closing");
    one.sql("DELETE FROM handling_notice");
    one.sql("UPDATE handling_session SET held_from = NULL");
    EXPECT_THAT(one.view().gate.missing, ElementsAre("rights_notice", "session_record", "visit"));
    one.sql(
        fmt::format("INSERT INTO evaluation_visit (id, dispute_id, revision, visited_on) VALUES ('{0}', '{0}', 1, "
                    "'2026-11-24')",
                    to_text(one.id)));
    EXPECT_THAT(one.view().gate.missing, ElementsAre("rights_notice", "session_record"));
    one.sql("DELETE FROM handling_session");
    one.city.database().transact([&](db::Tx& tx) { one.add_papers(tx); });
    EXPECT_EQ(one.close(), "");
    EXPECT_EQ(one.state(), State::closed);
    EXPECT_THAT(one.city.running_clocks(one.now()), Not(Contains("FU-1")));
}

TEST_P(closing_desk, the_result_fits_what_was_agreed) {
    Case one(database(), AgreementShape::oral);
    one.sql("UPDATE dispute SET result = 'partial'");
    ASSERT_EQ(one.perform(std::nullopt), "");
    EXPECT_EQ(one.close(CaseResult::success), "result_does_not_fit");
    EXPECT_EQ(one.close(CaseResult::failed), "result_does_not_fit");
    EXPECT_EQ(one.close(CaseResult::partial), "");
    EXPECT_EQ(one.now().result, "partial");
}

TEST_P(closing_desk, a_breached_case_may_be_closed) {
    Case one(database(), AgreementShape::oral);
    ASSERT_EQ(one.breach(0), "");
    EXPECT_EQ(one.close(CaseResult::success), "");
}

TEST_P(closing_desk, a_failed_case_is_closed_as_failed) {
    Case one(database());
    one.sql("UPDATE dispute SET state = 'terminated', result = 'failed'");
    EXPECT_EQ(one.close(CaseResult::success), "result_does_not_fit");
    EXPECT_EQ(one.close(CaseResult::failed), "");
}

// Archive.

TEST_P(closing_desk, archives_with_retention_filer_and_a_digest_of_the_papers) {
    Case one(database(), AgreementShape::oral);
    EXPECT_EQ(one.archive(), "not_in_this_state");
    ASSERT_EQ(one.perform(std::nullopt), "");
    ASSERT_EQ(one.close(), "");
    const auto digest = [&] {
        return one.city.database().read(
            [&](db::Tx& tx) { return file_digest(tx, dispute::load(tx, one.id).value()); });
    };
    const std::string before = digest();
    EXPECT_EQ(before.size(), 64U);
    ASSERT_EQ(one.archive({Retention::permanent, "  ", "证据原件退回", std::nullopt}), "");
    const auto archive = one.view().archive;
    ASSERT_TRUE(archive);
    EXPECT_EQ(archive->retention, Retention::permanent);
    EXPECT_EQ(archive->filer, one.head().name);
    EXPECT_EQ(archive->note, "证据原件退回");
    EXPECT_EQ(archive->archived_on, today);
    EXPECT_EQ(archive->digest, before);
    EXPECT_EQ(one.state(), State::archived);
}

TEST_P(closing_desk, proposes_how_long_and_reckons_the_day_of_disposal) {
    Case one(database(), AgreementShape::oral);
    ASSERT_EQ(one.perform(std::nullopt), "");
    ASSERT_EQ(one.close(), "");
    EXPECT_EQ(one.view().retention.retention, Retention::long_);
    EXPECT_THAT(one.view().retention.grounds, ElementsAre("with_agreement"));
    EXPECT_EQ(one.archive({Retention::short_, std::nullopt, std::nullopt, " "}), "missing");
    ASSERT_EQ(one.archive({Retention::short_, std::nullopt, std::nullopt, "标的很小"}), "");
    const auto archive = one.view().archive.value();
    EXPECT_EQ(archive.proposed, Retention::long_);
    EXPECT_EQ(archive.reason, "标的很小");
    EXPECT_EQ(archive.dispose_after_on, LegalDate(2031, 11, 24));
}

TEST_P(closing_desk, keeps_why_something_is_missing) {
    Case one(database(), AgreementShape::oral);
    const auto explain = [&](VolumePart part, std::string words) {
        return one.as(one.mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            closing::explain(tx, found, {part, words}, cx);
        });
    };
    const auto item = [&](VolumePart part) {
        const auto items = one.view().items;
        return *std::find_if(items.begin(), items.end(), [&](const auto& each) { return each.part == part; });
    };
    EXPECT_TRUE(item(VolumePart::identity).lacking);
    EXPECT_TRUE(item(VolumePart::file_note).lacking);
    EXPECT_EQ(explain(VolumePart::session_record, "没有"), "not_missing");
    ASSERT_EQ(explain(VolumePart::identity, " 在外地，约定补交 "), "");
    EXPECT_EQ(item(VolumePart::identity).explanation, "在外地，约定补交");
    EXPECT_EQ(item(VolumePart::identity).explained_by, one.mediator().name);
    EXPECT_FALSE(item(VolumePart::file_note).lacking);
    EXPECT_THAT(one.city.events_of(one.id), Contains("file_explained"));
    ASSERT_EQ(explain(VolumePart::identity, ""), "");
    EXPECT_FALSE(item(VolumePart::identity).explanation);
}

// Archives Law art. 37: whether it is still what was filed can be seen at any time.
TEST_P(closing_desk, checks_a_filed_version_again_also_after_it_was_opened_anew) {
    Case one(database(), AgreementShape::oral);
    ASSERT_EQ(one.perform(std::nullopt), "");
    ASSERT_EQ(one.close(), "");
    ASSERT_EQ(one.archive(), "");
    const auto check = [&](std::int64_t revision) {
        const Context cx = one.city.as(one.mediator());
        return one.city.database().read(
            [&](db::Tx& tx) { return check_archive(tx, dispute::load(tx, one.id).value(), revision, cx); });
    };
    EXPECT_TRUE(check(1).same);
    const std::string first = one.view().archive->digest;
    ASSERT_EQ(one.reopen(one.head()), "");
    EXPECT_TRUE(check(1).same);
    EXPECT_THROW(check(2), Refusal);
    one.sql("UPDATE dispute SET state = 'closed'");
    one.city.hand_to(one.now(), one.city.village, one.mediator());
    ASSERT_EQ(one.archive(), "");
    const auto archives = one.view().archives;
    ASSERT_EQ(archives.size(), 2U);
    EXPECT_EQ(archives[0].revision, 2);
    EXPECT_EQ(archives[0].earlier_digest, first);
    EXPECT_EQ(archives[1].digest, first);
    one.sql("UPDATE handling_session SET record = '改过'");
    EXPECT_FALSE(check(1).same);
    EXPECT_TRUE(check(2).same);
}

// Each paper that the journal only points at is covered.
TEST_P(closing_desk, the_digest_changes_with_every_paper) {
    Case one(database(), AgreementShape::oral);
    const std::string id = to_text(one.id);
    one.sql(
        fmt::format("INSERT INTO handling_investigation (id, dispute_id, revision, asked_on, place, asked_person, "
                    "participants, content) VALUES ('{0}', '{0}', 1, '2026-11-24', '村口', '王五', '[]', '堵塞')",
                    id));
    one.sql(
        fmt::format("INSERT INTO handling_undisputed (id, dispute_id, revision, facts, agreed_by) VALUES ('{0}', "
                    "'{0}', 1, '堵塞', '[]')",
                    id));
    one.sql(fmt::format(
        "INSERT INTO evaluation_visit (id, dispute_id, revision, visited_on, words) VALUES ('{0}', '{0}', "
        "1, '2026-11-24', '满意')",
        id));
    ASSERT_EQ(one.perform(0), "");
    std::set<std::string> digests;
    const auto look = [&] {
        digests.insert(
            one.city.database().read([&](db::Tx& tx) { return file_digest(tx, dispute::load(tx, one.id).value()); }));
    };
    look();
    std::size_t seen = 1;
    for (const std::string change :
         {"UPDATE handling_session SET record = '改过'", "UPDATE handling_investigation SET content = '改过'",
          "UPDATE handling_undisputed SET facts = '改过'", "UPDATE evaluation_visit SET words = '改过'",
          "UPDATE agreement SET facts = '改过'", "UPDATE agreement_performance SET amount_fen = 1"}) {
        one.sql(change);
        look();
        EXPECT_EQ(digests.size(), ++seen) << change;
    }
}

// Reopening.

TEST_P(closing_desk, reopens_as_a_new_revision_that_is_handed_over_anew) {
    Case one(database(), AgreementShape::oral,
             [](Dispute& fresh) { fresh.difficulty = dispute::Difficulty::simple; });
    ASSERT_EQ(one.perform(std::nullopt), "");
    ASSERT_EQ(one.close(), "");
    ASSERT_EQ(one.archive(), "");
    const auto dispatcher = one.city.person(Duty::dispatcher, one.city.county_centre);
    EXPECT_EQ(one.reopen(dispatcher, " "), "missing");
    ASSERT_EQ(one.reopen(dispatcher), "");
    const Dispute after = one.now();
    EXPECT_EQ(after.state, State::accepted);
    EXPECT_EQ(after.revision, 2);
    EXPECT_EQ(after.holder_id, one.city.county_centre);
    EXPECT_FALSE(after.handler_id || after.result || after.agreement_form || after.effective_on);
    // Its periods run again, from the reopening.
    EXPECT_THAT(one.city.running_clocks(after), testing::IsSupersetOf({"LEVEL-SIMPLE", "PM-MED"}));
    // The new file is empty; the committee and mediator that had it have it no longer.
    const ClosingView view = one.view();
    EXPECT_TRUE(view.terms.empty() && view.breaches.empty() && !view.archive);
    EXPECT_EQ(view.archives.size(), 1U);
    const auto mediator = one.mediator();
    const auto head = one.head();
    one.city.database().read([&](db::Tx& tx) {
        EXPECT_FALSE(dispute::is_mediator(tx, after, mediator.account));
        EXPECT_THROW(dispute::find(tx, one.id, head), Refusal);
    });
    EXPECT_EQ(one.reopen(dispatcher), "not_in_this_state");
}

// The old file stays as it was.
TEST_P(closing_desk, an_archived_file_survives_its_reopening) {
    Case one(database(), AgreementShape::oral);
    ASSERT_EQ(one.perform(std::nullopt), "");
    ASSERT_EQ(one.close(), "");
    ASSERT_EQ(one.archive(), "");
    const std::string digest = one.view().archive->digest;
    ASSERT_EQ(one.reopen(one.head()), "");
    const Context cx = one.city.as(one.city.person(Duty::dispatcher, one.city.county_centre));
    one.city.database().read([&](db::Tx& tx) {
        Dispute old = dispute::load(tx, one.id).value();
        old.revision = 1;
        const ClosingView view = closing_of(tx, old, cx);
        EXPECT_EQ(view.terms.size(), 2U);
        ASSERT_TRUE(view.archive);
        EXPECT_EQ(view.archive->digest, digest);
    });
}

// Labour: from the application (art. 14); reopened, from the reopening.
TEST_P(closing_desk, a_reopened_labour_dispute_counts_from_its_reopening) {
    Case one(database(), AgreementShape::oral, [](Dispute& fresh) { fresh.national_type = "11"; });
    one.sql("UPDATE dispute SET state = 'closed', registered_at = '2026-01-05 01:00:00.000000+00'");
    ASSERT_EQ(one.reopen(one.head()), "");
    one.city.database().read([&](db::Tx& tx) {
        const auto clocks = dispute::clocks_of(tx, dispute::load(tx, one.id).value(), one.city.morning(), "zh");
        const auto labour =
            std::find_if(clocks.begin(), clocks.end(), [](const auto& clock) { return clock.code == "LB-MED"; });
        ASSERT_NE(labour, clocks.end());
        EXPECT_EQ(legal_date(labour->started_at), today);
    });
}

}  // namespace hemu::closing
