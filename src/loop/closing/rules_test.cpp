#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::closing {

using dispute::AgentKind;
using dispute::AgentView;
using dispute::Difficulty;
using dispute::Dispute;
using dispute::PartyView;
using dispute::State;
using testing::ElementsAre;
using testing::IsEmpty;

static std::vector<std::string> said(const Verdict& verdict) {
    std::vector<std::string> found;
    if (!verdict.fine() && verdict.fields.empty()) found.push_back(verdict.code);
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static AgentView agent(std::string id, AgentKind kind, std::vector<std::string> powers = {}) {
    AgentView view;
    view.id = std::move(id);
    view.kind = kind;
    view.powers = std::move(powers);
    return view;
}

static std::vector<PartyView> both() {
    std::vector<PartyView> parties(2);
    for (auto& party : parties) party.id = PartyId::fresh(Instant{1});
    return parties;
}

static SignatureView by(const PartyView& party, LegalDate on) {
    SignatureView view;
    view.party_id = party.id;
    view.signed_on = on;
    return view;
}
static SignatureView by_agent(std::string id, LegalDate on) {
    SignatureView view;
    view.agent_id = std::move(id);
    view.signed_on = on;
    return view;
}
static SignatureView by_mediator(LegalDate on) {
    SignatureView view;
    view.mediator = true;
    view.signed_on = on;
    return view;
}

static const LegalDate monday(2026, 11, 23), tuesday(2026, 11, 24), friday(2026, 11, 27);

// PML art. 29: in effect when all parties and the mediator have signed and the committee's seal is affixed; on the
// day of the last of the three.
TEST(EffectDate, is_the_last_of_the_three) {
    const auto parties = both();
    const std::vector<SignatureView> all = {by(parties[0], monday), by(parties[1], tuesday), by_mediator(monday)};
    EXPECT_EQ(effect_date(parties, all, monday), tuesday);
    EXPECT_EQ(effect_date(parties, all, friday), friday);
    EXPECT_EQ(effect_date(parties, {by(parties[0], monday), by(parties[1], monday), by_mediator(friday)}, monday),
              friday);
}

TEST(EffectDate, is_none_while_one_of_the_three_is_missing) {
    const auto parties = both();
    const std::vector<SignatureView> all = {by(parties[0], monday), by(parties[1], tuesday), by_mediator(monday)};
    EXPECT_FALSE(effect_date(parties, all, std::nullopt));
    EXPECT_FALSE(effect_date(parties, {all[0], all[1]}, friday));
    EXPECT_FALSE(effect_date(parties, {all[0], all[2]}, friday));
    EXPECT_FALSE(effect_date({}, {all[2]}, friday));
}

TEST(EffectDate, an_agent_signs_for_his_party) {
    auto parties = both();
    parties[1].agents = {agent("lawyer", AgentKind::lawyer, {"attend_and_sign"})};
    EXPECT_EQ(effect_date(parties, {by(parties[0], monday), by_agent("lawyer", friday), by_mediator(monday)}, monday),
              friday);
}

// Civil Code art. 23, CPL art. 60: who has a guardian is bound by the guardian's act.
TEST(EffectDate, a_guardian_signs_for_his_ward) {
    auto parties = both();
    parties[1].agents = {agent("mother", AgentKind::guardian),
                         agent("lawyer", AgentKind::lawyer, {"attend_and_sign"})};
    EXPECT_FALSE(has_signed(parties[1], {by(parties[1], monday)}));
    EXPECT_FALSE(has_signed(parties[1], {by_agent("lawyer", monday)}));
    EXPECT_TRUE(has_signed(parties[1], {by_agent("mother", monday)}));
}

// E-Signature Law art. 3: marriage, adoption, inheritance.
TEST(Ink, is_for_family_status) {
    Dispute dispute;
    dispute.national_type = "02";
    EXPECT_FALSE(ink_needed(dispute));
    dispute.national_type = "01";
    EXPECT_TRUE(ink_needed(dispute));
    for (const std::string type : {"0101", "0102", "0104"}) {
        dispute.local_type = type;
        EXPECT_TRUE(ink_needed(dispute)) << type;
    }
    dispute.local_type = "0103";
    EXPECT_FALSE(ink_needed(dispute));
}

class Signatures : public testing::Test {
  protected:
    Signatures() {
        dispute_.national_type = "02";
        signing_.parties = both();
        signing_.mediates = true;
        for (const auto& party : signing_.parties) signing_.told.push_back(party.id);
    }
    std::vector<std::string> sign(const Signer& signer, Manner manner = Manner::signature, LegalDate on = tuesday) {
        return said(why_not_sign({signer, manner, on}, dispute_, signing_, tuesday));
    }
    Signer party(std::size_t at) { return {signing_.parties[at].id, std::nullopt, std::nullopt}; }
    static Signer agent_of(std::string id) { return {std::nullopt, std::move(id), std::nullopt}; }
    static Signer mediator() { return {std::nullopt, std::nullopt, true}; }

    Dispute dispute_;
    Signing signing_;
};

TEST_F(Signatures, are_of_parties_agents_and_the_mediator) {
    EXPECT_THAT(sign(party(0)), IsEmpty());
    EXPECT_THAT(sign(mediator()), IsEmpty());
    EXPECT_THAT(sign({PartyId::fresh(Instant{2}), std::nullopt, std::nullopt}), ElementsAre("signer unknown_signer"));
    EXPECT_THAT(sign({}), ElementsAre("signer unknown_signer"));
    EXPECT_THAT(sign(agent_of("nobody")), ElementsAre("signer unknown_signer"));
    signing_.mediates = false;
    EXPECT_THAT(sign(mediator()), ElementsAre("not_on_this_dispute"));
}

// Domain facts 2.7: an agent signs when the power of attorney says so.
TEST_F(Signatures, of_agents_need_the_power) {
    signing_.parties[1].agents = {agent("a", AgentKind::lawyer, {"attend_and_sign"}), agent("b", AgentKind::citizen)};
    EXPECT_THAT(sign(agent_of("a")), IsEmpty());
    EXPECT_THAT(sign(agent_of("b")), ElementsAre("signer agent_may_not_sign"));
    signing_.parties[1].agents = {agent("mother", AgentKind::guardian),
                                  agent("a", AgentKind::lawyer, {"attend_and_sign"})};
    EXPECT_THAT(sign(agent_of("mother")), IsEmpty());
    EXPECT_THAT(sign(agent_of("a")), ElementsAre("signer guardian_must_sign"));
    EXPECT_THAT(sign(party(1)), ElementsAre("signer guardian_must_sign"));
}

TEST_F(Signatures, are_given_once) {
    signing_.parties[1].agents = {agent("a", AgentKind::lawyer, {"attend_and_sign"})};
    signing_.signatures = {by(signing_.parties[0], tuesday), by_mediator(tuesday), by_agent("a", tuesday)};
    EXPECT_THAT(sign(party(0)), ElementsAre("signer signed_already"));
    EXPECT_THAT(sign(mediator()), ElementsAre("signer signed_already"));
    EXPECT_THAT(sign(agent_of("a")), ElementsAre("signer signed_already"));
    EXPECT_THAT(sign(party(1)), IsEmpty());
}

TEST_F(Signatures, have_happened_and_in_ink_where_asked) {
    EXPECT_THAT(sign(party(0), Manner::electronic), IsEmpty());
    EXPECT_THAT(sign(party(0), Manner::signature, tuesday + 1), ElementsAre("signed_on in_the_future"));
    dispute_.national_type = "01";
    EXPECT_THAT(sign(party(0), Manner::electronic), ElementsAre("manner ink_needed"));
    EXPECT_THAT(sign(party(0), Manner::fingerprint), IsEmpty());
}

// PML art. 23: nobody signs before all have been told their rights.
TEST_F(Signatures, wait_for_the_rights_notice_to_all) {
    signing_.told.pop_back();
    EXPECT_THAT(sign(party(0)), ElementsAre("notice_not_to_all"));
}

static FileState whole(State state = State::performed) {
    FileState file;
    file.state = state;
    file.notice_given = file.session_recorded = file.agreement = file.written = true;
    file.all_signed = file.sealed = file.all_performed = file.visited = true;
    file.difficulty = Difficulty::general;
    return file;
}

// Domain facts 3.2: the "must" papers; 2.14 performance; 2.16 visit.
TEST(ClosingGate, lists_what_is_missing_of_a_mediated_case) {
    EXPECT_THAT(missing_before_closing(items_of(whole())), IsEmpty());
    FileState bare;
    bare.written = true;
    bare.difficulty = Difficulty::major;
    EXPECT_THAT(missing_before_closing(items_of(bare)), ElementsAre("rights_notice", "session_record", "agreement",
                                                                    "signatures", "seal", "performance", "visit"));
}

TEST(ClosingGate, asks_an_oral_agreement_for_no_signatures) {
    FileState file = whole();
    file.written = file.all_signed = file.sealed = false;
    EXPECT_THAT(missing_before_closing(items_of(file)), IsEmpty());
}

TEST(ClosingGate, asks_a_breached_case_for_no_performance) {
    FileState file = whole(State::breached);
    file.all_performed = false;
    EXPECT_THAT(missing_before_closing(items_of(file)), IsEmpty());
}

TEST(ClosingGate, asks_a_simple_case_for_no_visit) {
    FileState file = whole();
    file.visited = false;
    EXPECT_THAT(missing_before_closing(items_of(file)), ElementsAre("visit"));
    file.difficulty = Difficulty::simple;
    EXPECT_THAT(missing_before_closing(items_of(file)), IsEmpty());
    file.difficulty.reset();
    EXPECT_THAT(missing_before_closing(items_of(file)), IsEmpty());
}

TEST(ClosingGate, asks_nothing_of_what_was_not_mediated_to_an_end) {
    for (const State state : {State::terminated, State::refused, State::redirected, State::withdrawn}) {
        FileState file;
        file.state = state;
        EXPECT_THAT(missing_before_closing(items_of(file)), IsEmpty());
    }
}

static std::vector<std::string> lacking(const FileState& file) {
    std::vector<std::string> parts;
    for (const VolumeItem& item : items_of(file))
        if (item.lacking) parts.emplace_back(json::enum_word(item.part));
    return parts;
}

// Domain facts 3.2: what is a must depends on how the case went.
TEST(Volume, tells_all_the_time_what_is_missing_of_each_kind_of_case) {
    FileState fresh;
    fresh.state = State::accepted;
    EXPECT_THAT(lacking(fresh), IsEmpty());
    FileState mediating;
    mediating.state = State::mediating;
    mediating.notice_given = true;
    EXPECT_THAT(lacking(mediating), ElementsAre("identity", "session_record", "agreement", "file_note"));
    FileState failed = mediating;
    failed.state = State::terminated;
    failed.terminated = failed.session_recorded = true;
    failed.counts.identities = 2;
    EXPECT_THAT(lacking(failed), IsEmpty());
    FileState refused;
    refused.state = State::refused;
    refused.turned_away = true;
    EXPECT_THAT(lacking(refused), IsEmpty());
    FileState oral = whole();
    oral.written = oral.all_signed = oral.sealed = false;
    oral.counts.identities = 2;
    oral.counts.told = oral.counts.records = oral.counts.performances = oral.counts.visits = 1;
    EXPECT_THAT(lacking(oral), IsEmpty());
}

TEST(Volume, waits_for_the_powers_that_were_promised) {
    FileState file = whole();
    file.counts.identities = 1;
    file.counts.principals = file.powers_to_come = 1;
    EXPECT_THAT(lacking(file), ElementsAre("power", "file_note"));
    file.counts.power_files = 1;
    EXPECT_THAT(lacking(file), IsEmpty());
}

TEST(Volume, explains_what_stays_away_and_brings_what_the_gate_asks_for) {
    FileState file = whole();
    file.visited = false;
    const auto said_of = [&](VolumePart part, State state = State::performed) {
        return said(why_not_explain({part, "当事人在外地"}, items_of(file), state));
    };
    EXPECT_THAT(said_of(VolumePart::identity), IsEmpty());
    EXPECT_THAT(said_of(VolumePart::investigation), IsEmpty());
    EXPECT_THAT(said_of(VolumePart::visit), ElementsAre("part not_missing"));
    EXPECT_THAT(said_of(VolumePart::application), ElementsAre("part not_missing"));
    EXPECT_THAT(said_of(VolumePart::file_note), ElementsAre("part not_missing"));
    EXPECT_THAT(said_of(VolumePart::identity, State::archived), ElementsAre("not_in_this_state"));
}

// Domain facts 2.17: by type, agreement and parties.
TEST(RetentionRule, takes_the_longest_that_a_ground_asks_for) {
    const RetentionSettings settings;
    RetentionGrounds grounds;
    grounds.national_type = "02";
    EXPECT_EQ(propose_retention(grounds, settings).retention, Retention::short_);
    grounds.agreement = true;
    EXPECT_THAT(propose_retention(grounds, settings).grounds, ElementsAre("with_agreement"));
    EXPECT_EQ(propose_retention(grounds, settings).retention, Retention::long_);
    grounds.national_type = "07";
    grounds.minors = true;
    grounds.agreed_fen = Fen{500000 * 100};
    EXPECT_EQ(propose_retention(grounds, settings).retention, Retention::permanent);
    EXPECT_THAT(propose_retention(grounds, settings).grounds,
                ElementsAre("land_and_houses", "minors", "large_amount"));
}

TEST(RetentionRule, counts_from_the_day_of_archiving_and_never_ends_for_good) {
    const LegalDate day(2026, 2, 28);
    EXPECT_EQ(disposal_day(Retention::short_, day, {}), LegalDate(2031, 2, 28));
    EXPECT_EQ(disposal_day(Retention::long_, LegalDate(2028, 2, 29), {}), LegalDate(2038, 2, 28));
    EXPECT_EQ(disposal_day(Retention::permanent, day, {}), std::nullopt);
}

TEST(RetentionRule, wants_a_reason_for_less_than_it_says) {
    ArchiveForm form;
    EXPECT_THAT(said(why_not_retention(form, Retention::permanent)), IsEmpty());
    form.retention = Retention::permanent;
    EXPECT_THAT(said(why_not_retention(form, Retention::short_)), IsEmpty());
    form.retention = Retention::short_;
    form.reason = " ";
    EXPECT_THAT(said(why_not_retention(form, Retention::long_)), ElementsAre("reason missing"));
    form.reason = "标的很小";
    EXPECT_THAT(said(why_not_retention(form, Retention::long_)), IsEmpty());
}

TEST(Result, fits_where_the_case_ended) {
    Dispute dispute;
    for (const State state : {State::performed, State::breached}) {
        dispute.state = state;
        dispute.result = "success";
        EXPECT_THAT(said(why_not_result(CaseResult::success, dispute)), IsEmpty());
        EXPECT_THAT(said(why_not_result(CaseResult::partial, dispute)), IsEmpty());
        EXPECT_THAT(said(why_not_result(CaseResult::failed, dispute)), ElementsAre("result result_does_not_fit"));
        dispute.result = "partial";
        EXPECT_THAT(said(why_not_result(CaseResult::success, dispute)), ElementsAre("result result_does_not_fit"));
        EXPECT_THAT(said(why_not_result(CaseResult::partial, dispute)), IsEmpty());
    }
    for (const State state : {State::terminated, State::refused, State::redirected, State::withdrawn}) {
        dispute.state = state;
        EXPECT_THAT(said(why_not_result(CaseResult::failed, dispute)), IsEmpty());
        EXPECT_THAT(said(why_not_result(CaseResult::success, dispute)), ElementsAre("result result_does_not_fit"));
        EXPECT_THAT(said(why_not_result(CaseResult::partial, dispute)), ElementsAre("result result_does_not_fit"));
    }
}

}  // namespace hemu::closing
