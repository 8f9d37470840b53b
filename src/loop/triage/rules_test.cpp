#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::triage {

using dispute::Difficulty;
using dispute::Risk;
using dispute::Secrecy;

static Settings city_settings() {
    return Settings({{"people_general", 10, "a"},
                     {"people_difficult", 30, "a"},
                     {"people_major", 50, "a"},
                     {"amount_general_fen", 1000000, "a"},
                     {"amount_difficult_fen", 10000000, "a"},
                     {"amount_major_fen", 50000000, "a"},
                     {"specially_major_reasons", 2, "a"},
                     {"risk_yellow", 20, "a"},
                     {"risk_orange", 40, "a"},
                     {"risk_red", 60, "a"},
                     {"points_weapon", 40, "a"},
                     {"points_threat_of_violence", 40, "a"},
                     {"points_past_violence", 20, "a"},
                     {"points_cross_area", 10, "a"},
                     {"points_kind", 10, "a"},
                     {"mass_small", 5, "a"},
                     {"mass_middle", 10, "a"},
                     {"mass_large", 30, "a"},
                     {"points_mass_small", 10, "a"},
                     {"points_mass_middle", 20, "a"},
                     {"points_mass_large", 40, "a"},
                     {"many_channels", 3, "a"},
                     {"points_many_channels", 20, "a"}});
}

static const std::vector<WarningWord> words = {{"拿刀", "weapon"}, {"性侵", "sexual"}};

static Facts quiet_contract() {
    Facts facts;
    facts.national_type = "04";
    facts.people_count = 2;
    return facts;
}

static Suggestion suggested(const Facts& facts) { return suggest(facts, city_settings(), words); }

static std::vector<std::string> codes(const Suggestion& suggestion, std::string_view about) {
    std::vector<std::string> found;
    for (const Ground& ground : suggestion.reasons)
        if (ground.about == about) found.push_back(ground.code);
    return found;
}

static std::vector<std::string> fields(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

TEST(Difficulty, a_quiet_small_matter_is_simple_and_gives_no_ground) {
    const Suggestion suggestion = suggested(quiet_contract());
    EXPECT_EQ(suggestion.difficulty, Difficulty::simple);
    EXPECT_EQ(suggestion.risk, Risk::blue);
    EXPECT_EQ(suggestion.secrecy, Secrecy::normal);
    EXPECT_THAT(suggestion.reasons, testing::IsEmpty());
}

// Domain practice on difficulty: people 10 / 30 / 50.
TEST(Difficulty, grows_with_people_at_each_threshold_exactly) {
    const std::vector<std::pair<std::int64_t, Difficulty>> cases = {
        {9, Difficulty::simple},     {10, Difficulty::general},   {29, Difficulty::general},
        {30, Difficulty::difficult}, {49, Difficulty::difficult}, {50, Difficulty::major}};
    for (const auto& [people, level] : cases) {
        Facts facts = quiet_contract();
        facts.people_count = people;
        EXPECT_EQ(suggested(facts).difficulty, level) << people;
    }
}

// Domain practice on difficulty: 10,000 / 100,000 / 500,000 yuan.
TEST(Difficulty, grows_with_the_amount_at_each_threshold_exactly) {
    const std::vector<std::pair<std::int64_t, Difficulty>> cases = {{999999, Difficulty::simple},
                                                                    {1000000, Difficulty::general},
                                                                    {9999999, Difficulty::general},
                                                                    {10000000, Difficulty::difficult},
                                                                    {50000000, Difficulty::major}};
    for (const auto& [amount, level] : cases) {
        Facts facts = quiet_contract();
        facts.amount_fen = Fen{amount};
        EXPECT_EQ(suggested(facts).difficulty, level) << amount;
    }
}

// Domain practice on difficulty: death or serious injury, cross-area, expert, mass or petition risk.
TEST(Difficulty, follows_flags) {
    const std::vector<std::pair<std::string, Difficulty>> cases = {{"death", Difficulty::major},
                                                                   {"serious_injury", Difficulty::difficult},
                                                                   {"expert_needed", Difficulty::difficult},
                                                                   {"cross_village", Difficulty::difficult},
                                                                   {"cross_township", Difficulty::major},
                                                                   {"cross_county", Difficulty::major},
                                                                   {"group_petition", Difficulty::major},
                                                                   {"stability", Difficulty::major},
                                                                   {"foreign", Difficulty::difficult},
                                                                   {"elderly", Difficulty::simple}};
    for (const auto& [flag, level] : cases) {
        Facts facts = quiet_contract();
        facts.flags = {flag};
        EXPECT_EQ(suggested(facts).difficulty, level) << flag;
    }
}

// Setting specially_major_reasons (default): two major grounds together.
TEST(Difficulty, two_major_grounds_are_specially_major) {
    Facts facts = quiet_contract();
    facts.flags = {"death"};
    facts.people_count = 60;
    EXPECT_EQ(suggested(facts).difficulty, Difficulty::specially_major);
    EXPECT_THAT(codes(suggested(facts), "difficulty"),
                testing::ElementsAre("people_major", "death", "specially_major_reasons"));
}

TEST(Difficulty, without_settings_nothing_is_reached) {
    Facts facts = quiet_contract();
    facts.people_count = 1000;
    EXPECT_EQ(suggest(facts, Settings({}), {}).difficulty, Difficulty::simple);
}

TEST(RiskColour, adds_points_of_flags_words_kind_and_mass) {
    Facts facts = quiet_contract();
    facts.national_type = "02";
    facts.narrative = "他拿刀站在门口";
    const Suggestion suggestion = suggested(facts);
    EXPECT_EQ(suggestion.score, 50);
    EXPECT_EQ(suggestion.risk, Risk::orange);
    EXPECT_THAT(codes(suggestion, "risk"), testing::ElementsAre("weapon", "kind"));
}

TEST(RiskColour, changes_at_each_threshold_exactly) {
    const std::vector<std::pair<std::vector<std::string>, Risk>> cases = {{{}, Risk::blue},
                                                                          {{"past_violence"}, Risk::yellow},
                                                                          {{"weapon"}, Risk::orange},
                                                                          {{"weapon", "past_violence"}, Risk::red}};
    for (const auto& [flags, colour] : cases) {
        Facts facts = quiet_contract();
        facts.flags = flags;
        EXPECT_EQ(suggested(facts).risk, colour);
    }
}

// Mass incidents: 5 / 10 / 30 people.
TEST(RiskColour, counts_only_the_largest_crowd) {
    const std::vector<std::pair<std::int64_t, std::int64_t>> cases = {{4, 0}, {5, 10}, {10, 20}, {30, 40}};
    for (const auto& [people, points] : cases) {
        Facts facts = quiet_contract();
        facts.people_count = people;
        EXPECT_EQ(suggested(facts).score, points) << people;
    }
}

// The same person in three or more channels.
TEST(RiskColour, counts_many_channels_and_areas) {
    Facts facts = quiet_contract();
    facts.channels = 3;
    facts.flags = {"cross_village", "cross_county"};
    EXPECT_EQ(suggested(facts).score, 30);
    EXPECT_THAT(codes(suggested(facts), "risk"), testing::ElementsAre("cross_area", "many_channels"));
}

TEST(RiskColour, private_lending_is_a_kind_that_breeds_crime) {
    Facts facts = quiet_contract();
    facts.local_type = "0402";
    EXPECT_EQ(suggested(facts).score, 10);
}

// Automatic downgrade never.
TEST(RiskColour, is_never_below_the_present_one) {
    Facts facts = quiet_contract();
    facts.risk_now = Risk::red;
    EXPECT_EQ(suggested(facts).risk, Risk::red);
    EXPECT_THAT(codes(suggested(facts), "risk"), testing::ElementsAre("colour_not_lowered"));
}

// Secrecy grades: private for family, sexual matters, minors, medical; restricted for mass incidents and officials.
TEST(SecrecyGrade, follows_kind_flags_and_words) {
    const auto grade_of = [](auto change) {
        Facts facts = quiet_contract();
        change(facts);
        return suggested(facts).secrecy;
    };
    EXPECT_EQ(grade_of([](Facts& f) { f.national_type = "01"; }), Secrecy::private_);
    EXPECT_EQ(grade_of([](Facts& f) { f.national_type = "15"; }), Secrecy::private_);
    EXPECT_EQ(grade_of([](Facts& f) { f.flags = {"domestic_violence"}; }), Secrecy::private_);
    EXPECT_EQ(grade_of([](Facts& f) { f.narrative = "涉及性侵"; }), Secrecy::private_);
    EXPECT_EQ(grade_of([](Facts& f) { f.minor_party = true; }), Secrecy::private_);
    EXPECT_EQ(grade_of([](Facts& f) { f.people_count = 30; }), Secrecy::restricted);
    EXPECT_EQ(grade_of([](Facts& f) { f.flags = {"group_petition"}; }), Secrecy::restricted);
    EXPECT_EQ(grade_of([](Facts& f) { f.flags = {"minor", "official"}; }), Secrecy::restricted);
}

TEST(FlagsSeen, takes_each_flag_once) {
    Facts facts = quiet_contract();
    facts.flags = {"weapon", "minor"};
    facts.narrative = "拿刀";
    facts.minor_party = true;
    EXPECT_THAT(flags_seen(facts, words), testing::ElementsAre("weapon", "minor"));
}

static Acceptance good_acceptance() {
    Acceptance form;
    form.grading.national_type = "04";
    form.checks = {true, true, true, true, true, std::nullopt};
    form.risk_confirmed = true;
    return form;
}

static const PartiesSeen both_sides = {true, false};

TEST(Acceptance, passes_when_every_check_holds) {
    EXPECT_THAT(fields(why_not_accept(good_acceptance(), both_sides, {})), testing::IsEmpty());
}

TEST(Acceptance, names_each_check_that_fails) {
    const std::vector<std::pair<bool Checks::*, std::string>> cases = {
        {&Checks::civil_dispute, "checks.civil_dispute check_civil_dispute"},  // A1 Several Rules art. 20
        {&Checks::definite, "checks.definite check_definite"},                 // A2
        {&Checks::no_refusal, "checks.no_refusal check_no_refusal"},           // A3 PML art. 17
        {&Checks::not_reserved, "checks.not_reserved check_not_reserved"},     // A4 Several Rules art. 22(1)
        {&Checks::not_handled_elsewhere,
         "checks.not_handled_elsewhere check_not_handled_elsewhere"}};  // A5 Several Rules art. 22(2)
    for (const auto& [check, expected] : cases) {
        Acceptance form = good_acceptance();
        form.checks.*check = false;
        EXPECT_THAT(fields(why_not_accept(form, both_sides, {})), testing::ElementsAre(expected));
    }
}

// A2: a respondent must be known. A3, PML art. 17: a party on record as unwilling contradicts the check.
TEST(Acceptance, looks_at_the_parties_on_record) {
    EXPECT_THAT(fields(why_not_accept(good_acceptance(), {false, false}, {})),
                testing::ElementsAre("checks.definite respondent_missing"));
    EXPECT_THAT(fields(why_not_accept(good_acceptance(), {true, true}, {})),
                testing::ElementsAre("checks.no_refusal party_unwilling"));
}

// A6, Medical Dispute Regulation art. 31.
TEST(Acceptance, asks_the_medical_check_in_medical_disputes_only) {
    Acceptance form = good_acceptance();
    form.grading.national_type = "15";
    EXPECT_THAT(fields(why_not_accept(form, both_sides, {})),
                testing::ElementsAre("checks.not_medical_elsewhere check_not_medical_elsewhere"));
    form.checks.not_medical_elsewhere = false;
    EXPECT_THAT(fields(why_not_accept(form, both_sides, {})), testing::SizeIs(1));
    form.checks.not_medical_elsewhere = true;
    EXPECT_THAT(fields(why_not_accept(form, both_sides, {})), testing::IsEmpty());
}

// Risk colours need a person's confirmation; below the suggestion he gives words.
TEST(Acceptance, wants_the_colour_confirmed) {
    Acceptance form = good_acceptance();
    form.risk_confirmed = false;
    EXPECT_THAT(fields(why_not_accept(form, both_sides, {})),
                testing::ElementsAre("risk_confirmed risk_not_confirmed"));
    form.risk_confirmed = true;
    Suggestion suggestion;
    suggestion.risk = Risk::orange;
    EXPECT_THAT(fields(why_not_accept(form, both_sides, suggestion)),
                testing::ElementsAre("words lower_risk_needs_words"));
    form.words = "双方已当面和缓";
    EXPECT_THAT(fields(why_not_accept(form, both_sides, suggestion)), testing::IsEmpty());
}

TEST(Grading, names_every_wrong_field) {
    dispute::Grading grading;
    grading.national_type = "77";
    grading.local_type = "nothing";
    grading.people_count = 0;
    grading.amount_fen = Fen{-1};
    grading.flags = {"weapon", "no_such_flag"};
    Verdict verdict;
    check_grading(grading, "grading.", verdict);
    EXPECT_THAT(fields(verdict),
                testing::ElementsAre("grading.national_type type_unknown", "grading.local_type type_unknown",
                                     "grading.people_count out_of_range", "grading.amount_fen out_of_range",
                                     "grading.flags[1] flag_unknown"));
}

TEST(Grading, a_local_type_belongs_to_its_national_type) {
    dispute::Grading grading;
    grading.national_type = "04";
    grading.local_type = "0101";
    Verdict verdict;
    check_grading(grading, "", verdict);
    EXPECT_THAT(fields(verdict), testing::ElementsAre("local_type type_of_another_kind"));
}

static Refused refusal(RefusalReason reason, std::vector<Way> ways, std::string said = "理由") {
    return {reason, std::move(ways), std::move(said)};
}

TEST(Refusal, tells_at_least_one_lawful_way) {
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R01, {}), false)),
                testing::ElementsAre("routes ways_missing"));
    for (const auto reason : {RefusalReason::R01, RefusalReason::R02, RefusalReason::R03})
        EXPECT_THAT(fields(why_not_refuse(refusal(reason, {Way::court}), false)), testing::IsEmpty());
}

// PML art. 25: report. Petition linkage: reconsideration or court. Ningbo medical art. 31: confirmation or suit.
TEST(Refusal, some_reasons_need_their_own_way) {
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R04, {Way::court}), false)),
                testing::ElementsAre("routes way_police_missing"));
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R04, {Way::police}), false)), testing::IsEmpty());
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R05, {Way::petition}), false)),
                testing::ElementsAre("routes way_reconsideration_missing"));
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R05, {Way::reconsideration}), false)),
                testing::IsEmpty());
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R05, {Way::court}), false)), testing::IsEmpty());
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R07, {Way::notary}), false)),
                testing::ElementsAre("routes way_court_missing"));
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R07, {Way::court}), false)), testing::IsEmpty());
}

// SPC online rules art. 12; Ningbo art. 18: outside area or field is passed on.
TEST(Refusal, outside_the_area_is_redirected_instead) {
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R06, {Way::committee}), false)),
                testing::ElementsAre("reason redirect_instead"));
}

// Ningbo medical art. 31: written with reasons.
TEST(Refusal, other_and_medical_refusals_give_words) {
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R08, {Way::court}, " "), false)),
                testing::ElementsAre("words missing"));
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R02, {Way::court}, ""), true)),
                testing::ElementsAre("words missing"));
    EXPECT_THAT(fields(why_not_refuse(refusal(RefusalReason::R02, {Way::court}, ""), false)), testing::IsEmpty());
}

TEST(Redirection, names_a_known_body_where_one_is_needed) {
    Redirection form;
    form.to = Way::committee;
    EXPECT_THAT(fields(why_not_redirect(form, false)),
                testing::ElementsAre("organisation_id receiving_body_missing"));
    form.words = "邻县调委会";
    EXPECT_THAT(fields(why_not_redirect(form, false)), testing::IsEmpty());
    form.organisation_id = Id<identity::Organisation>::fresh(Instant{0});
    EXPECT_THAT(fields(why_not_redirect(form, false)), testing::ElementsAre("organisation_id organisation_unknown"));
    EXPECT_THAT(fields(why_not_redirect(form, true)), testing::IsEmpty());
}

TEST(Redirection, to_a_court_names_no_body_but_other_reasons_need_words) {
    Redirection form;
    form.to = Way::court;
    form.reason = RefusalReason::R03;
    EXPECT_THAT(fields(why_not_redirect(form, false)), testing::IsEmpty());
    form.reason = RefusalReason::R08;
    EXPECT_THAT(fields(why_not_redirect(form, false)), testing::ElementsAre("words missing"));
}

}  // namespace hemu::triage
