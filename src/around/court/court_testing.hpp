// For tests of this folder: an agreement in effect, its people and two courts.
#pragma once
#include <gmock/gmock.h>

#include "agreements.hpp"
#include "court.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "store.hpp"

namespace hemu::court {

using dispute::State;
using dispute::TestCity;
using identity::Duty;

inline const LegalDate today(2026, 11, 24);

/// A written agreement in effect between 张三 and 李四, with all papers; two basic courts.
class Case {
  public:
    explicit Case(db::Database& database, const std::function<void(Dispute&)>& change = {}) : city(database) {
        city.database().transact([&](db::Tx& tx) {
            court = add_court(tx, "咸安区人民法院", "421202");
            other_court = add_court(tx, "嘉鱼县人民法院", "421221");
        });
        head = city.person(Duty::head, city.village);
        mediator = city.person(Duty::mediator, city.village);
        judge = city.person(Duty::judge, court);
        other_judge = city.person(Duty::judge, other_court);
        dispute_id = add(change);
    }

    Id<Dispute> add(const std::function<void(Dispute&)>& change = {}) {
        const auto dispute = city.add_dispute(State::performing, change);
        city.hand_to(dispute, city.village, mediator);
        parties = city.parties_in(dispute);
        city.database().transact([&](db::Tx& tx) {
            Dispute found = dispute::load(tx, dispute.id).value();
            agreements::AgreementForm form;
            form.facts = form.points = form.responsibility = "渗水";
            agreements::TermForm term;
            term.kind = agreements::TermKind::pay;
            term.text = "支付维修费用";
            term.party_id = parties[1];
            term.amount_fen = Fen{280000};
            term.due_on = LegalDate(2026, 12, 20);
            term.manner = "转账";
            form.terms = {term};
            agreements::save(tx, found, form, TestCity::morning());
            dispute::set_outcome(tx, found, "success", "written", today);
            add_rows(tx, to_text(dispute.id));
        });
        return dispute.id;
    }

    static CourtId add_court(db::Tx& tx, const char* name, const char* place) {
        organisations::OrganisationForm form;
        form.name = name;
        form.kind = organisations::OrganisationKind::court;
        form.level = organisations::OrganisationLevel::county;
        form.place_code = place;
        form.open_from_on = LegalDate(2020, 1, 1);
        return organisations::create(tx, form, TestCity::morning());
    }

    void add_rows(db::Tx& tx, const std::string& id) {
        tx.run_text(
            fmt::format("INSERT INTO handling_notice (id, dispute_id, revision, given_on, form, given_to) "
                        "VALUES ('{}', '{}', 1, '2026-11-24', 'oral', '[\"{}\",\"{}\"]')",
                        id, id, to_text(parties[0]), to_text(parties[1])));
        tx.run_text(fmt::format(
            "INSERT INTO handling_session (id, dispute_id, revision, version, planned_at, place, mode, participants, "
            "held_from, held_to, record) VALUES ('{}', '{}', 1, 2, '2026-11-24 01:00:00.000000+00', '调解室', "
            "'joint', '[]', '2026-11-24 01:00:00.000000+00', '2026-11-24 02:00:00.000000+00', '李四说最多让两千')",
            id, id));
        for (const auto& [kind, side] :
             {std::pair("11111111-0000-7000-8000-", "applicant"), {"22222222-0000-7000-8000-", "respondent"}})
            tx.run_text(fmt::format(
                "INSERT INTO attachment (id, dispute_id, name, kind, media_type, size_bytes, digest, added_by_id, "
                "added_by_name, added_at, taken_back, audience) VALUES ('{}{}', '{}', '身份证', 'identity', "
                "'image/png', 1, "
                "'ab', "
                "'{}', '张', '2026-11-24 01:00:00.000000+00', FALSE, '{}')",
                kind, id.substr(24), id, to_text(mediator.account), side));
    }

    Id<attachments::Attachment> paper(char which) const {
        return Id<attachments::Attachment>::parse(std::string(8, which) + "-0000-7000-8000-" +
                                                  to_text(dispute_id).substr(24))
            .value();
    }

    template <class Act>
    std::string as(const identity::Actor& actor, Act act) {
        const Context cx = city.as(actor, now = now + std::chrono::seconds(1));
        try {
            city.database().transact([&](db::Tx& tx) { act(tx, cx); });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields[0].field + " " + refusal.fields[0].code;
        }
        return "";
    }
    template <class Form>
    std::string staff(void (*deed)(db::Tx&, Dispute&, const Form&, const Context&), const Form& form) {
        return as(mediator, [&](db::Tx& tx, const Context& cx) {
            Dispute found = dispute::find(tx, dispute_id, cx.actor);
            deed(tx, found, form, cx);
        });
    }
    template <class Form>
    std::string decides(void (*deed)(db::Tx&, Id<Confirmation>, const Form&, const Context&), const Form& form) {
        const auto id = confirmation();
        return as(judge, [&](db::Tx& tx, const Context& cx) { deed(tx, id, form, cx); });
    }
    Id<Confirmation> confirmation() { return desk().application.value().id; }
    ConfirmationDesk desk() {
        return city.database().read([&](db::Tx& tx) {
            const Context cx = city.as(mediator, now);
            return confirmation_desk(tx, dispute::load(tx, dispute_id).value(), cx);
        });
    }
    ConfirmationState state() { return desk().application.value().state; }

    ConfirmationForm form() const {
        ConfirmationForm one;
        one.court_id = court;
        for (const auto& id : parties) one.applicants.push_back({id, std::nullopt, today, true});
        one.confirmed = {CheckCode::other_procedure, CheckCode::lawful, CheckCode::outsiders,
                         CheckCode::public_interest, CheckCode::voluntary};
        one.papers = {{Material::applicant_papers, paper('1')}, {Material::respondent_papers, paper('2')}};
        return one;
    }
    std::string prepare_it(const ConfirmationForm& one) {
        return as(mediator, [&](db::Tx& tx, const Context& cx) {
            Dispute found = dispute::find(tx, dispute_id, cx.actor);
            prepare(tx, found, one, std::nullopt, cx);
        });
    }
    void hand_over() {
        ASSERT_EQ(prepare_it(form()), "");
        ASSERT_EQ(staff<HandingInForm>(hand_in, {today}), "");
    }
    std::vector<std::string> clocks() { return city.running_clocks(city.reload(dispute_id), now); }
    void pass_days(int days) { now = now + std::chrono::hours(24 * days); }

    TestCity city;
    CourtId court, other_court;
    identity::Actor head, mediator, judge, other_judge;
    Id<Dispute> dispute_id;
    std::vector<PartyId> parties;
    Instant now = TestCity::morning();
};

}  // namespace hemu::court
