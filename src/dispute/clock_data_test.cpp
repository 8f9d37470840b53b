#include <gmock/gmock.h>

#include "clock_rules.hpp"
#include "embedded.hpp"

namespace hemu::dispute {

static std::vector<ClockRule> data_file() {
    return json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json"));
}

/// Every row of domain facts 1.2 and 1.4, with what goes on in the seven desks: code, how long, whom it concerns, how
/// sure, whether it stands without being adopted.
TEST(data_of_clock_rules, has_every_limit) {
    const std::vector<std::string> wanted = {
        "INTAKE 1 working_day staff default in_force",
        "PM-ACC 3 working_day staff default in_force",
        "PT-OBJ 5 working_day staff source in_force",
        "PT-TELL 15 day staff source in_force",
        "SIGN 1 working_day staff default in_force",
        "CT-CONF 3 working_day staff source in_force",
        "CT-ASK 3 working_day staff source in_force",
        "CONTACT 3 working_day staff default in_force",
        "PM-MED 30 day staff source in_force",
        "PM-MED-N 30 day staff unsure preset",
        "LB-MED 15 day staff source in_force",
        "MD-MED 30 working_day staff source in_force",
        "CT-DEL 30 day staff source in_force",
        "CT-ENT-O 15 day staff source in_force",
        "CT-ENT-S 7 day staff source in_force",
        "PT-DONE 60 day staff source in_force",
        "LEVEL-SIMPLE 7 day staff default in_force",
        "LEVEL-GENERAL 15 day staff default in_force",
        "LEVEL-DIFFICULT 30 day staff default in_force",
        "JC-APP 30 day party source in_force",
        "LB-REV 15 day party known in_force",
        "LB-ARB 12 month party source in_force",
        "TR-POL-AFTER 3 day party source in_force",
        "ENF 24 month party source in_force",
        "LIM 36 month party known in_force",
        "PERF 0 agreed staff source in_force",
        "FU-1 7 day staff default in_force",
        "FU-2 30 day staff default in_force",
        "JC-ACC 3 day partner source in_force",
        "JC-DEC-A 15 day partner source in_force",
        "JC-DEC-B 30 day partner source in_force",
        "JC-OBJ-P 15 day party source in_force",
        "JC-OBJ-T 6 month party source in_force",
        "CT-PICK 2 working_day party source in_force",
        "CT-APPT 3 working_day partner source in_force",
        "CT-FILE 7 day partner source in_force",
        "LB-MED-ZJ 15 day staff source preset",
        "LB-ARB-W 12 month party source in_force",
        "LB-ARB-ACC 5 day partner source in_force",
        "LB-ARB-DEC 45 day partner source in_force",
        "LB-REV-ACC 5 day partner known in_force",
        "LB-REV-DEC 5 day partner known in_force",
        "MD-ADM-ACC 5 working_day partner source in_force",
        "MD-ADM 30 working_day partner source in_force",
        "MD-AUT 48 hour party source in_force",
        "MD-AUT-F 7 day party source in_force",
        "MD-BODY 14 day partner source in_force",
        "MD-SEAL 36 month partner source in_force",
        "MD-REG 30 working_day staff source in_force",
        "TR-POL-APP 10 day party source in_force",
        "TR-POL 10 day partner source in_force",
        "TR-NOTE -3 day partner source in_force",
        "TR-NOTE-P -1 day party source in_force",
        "PT-DISP 15 day partner source in_force",
        "PT-REV-APP 30 day party source in_force",
        "PT-REV 30 day partner source in_force",
        "PT-REV2-APP 30 day party source in_force",
        "PT-REV2 30 day partner source in_force",
        "LA-DEC 7 day partner source in_force",
        "LA-ASG 3 day partner source in_force",
        "PAY-ISS 15 day partner source in_force",
        "PAY-OBJ 15 day party source in_force",
        "DV-PO 72 hour partner source in_force",
        "DV-PO-U 24 hour partner source in_force",
        "DV-VALID 6 month party source in_force",
        "ORG-REC 30 working_day staff source preset",
        "AD-ACC 5 working_day partner source preset",
        "AD-ACC-C 10 working_day partner source preset",
        "AD-PASS 3 working_day partner source preset",
        "MD-ACC-NB 3 working_day staff source preset",
        "MD-INS-NB 5 working_day partner source preset",
        "DZ-SIMPLE 1 day staff default preset",
        "DZ-GENERAL 7 day staff default preset",
        "DZ-COMPLEX 20 day staff default preset",
        "YS-FEEDBACK 24 hour staff default preset",
        "YS-COMPLEX 5 day staff default preset",
        "GT-SEVEN 7 day staff default preset",
        "LC-GENERAL 20 day staff default preset",
        "LC-MONTH 1 month staff default preset",
        "HL-SIGN 1 working_day staff unsure preset",
        "HL-ASK 2 working_day staff unsure preset",
        "HL-HELP 5 working_day staff unsure preset",
        "JY-COURT 30 day staff default preset",
        "CZ-MEETING 1 month staff default preset",
        "HS-REPORT 1 month staff default preset",
        "SW-HALF 15 day staff unsure preset",
        "SW-WEEK 7 day staff unsure preset",
        "SW-TEN 10 day staff unsure preset",
        "OUT 0 agreed staff default in_force",
        "REF-DUE 0 agreed staff default in_force",
        "ORDER-BACK 5 working_day staff default in_force",
        "REVIEW-REPAIR 10 working_day staff default in_force",
        "CALL-GENERAL 24 hour staff default in_force",
        "CALL-COMPLEX 5 day staff default in_force",
        "NT-ISS 15 working_day partner known in_force",
        "LI-ACC 5 working_day partner known in_force",
        "LI-DONE 60 working_day partner known in_force",
        "PAY-ACC 5 day partner known in_force",
        "PO-ACC 24 hour partner unsure preset",
        "RC-ACC 5 working_day partner known in_force",
        "RC-DEC 60 day partner known in_force",
    };
    std::vector<std::string> present;
    for (const ClockRule& one : data_file())
        present.push_back(fmt::format("{} {} {} {} {} {}", one.code, one.amount, json::enum_word(one.unit),
                                      one.concerns, one.certainty, one.standing));
    EXPECT_THAT(present, testing::UnorderedElementsAreArray(wanted));
}

TEST(data_of_clock_rules, gives_each_its_basis_and_its_names) {
    for (const ClockRule& one : data_file()) {
        EXPECT_FALSE(one.basis.empty()) << one.code;
        EXPECT_FALSE(one.name_zh.empty() || one.name_en.empty()) << one.code;
        EXPECT_THAT((std::vector<std::string>{"source", "known", "default", "unsure"}),
                    testing::Contains(one.certainty));
        const bool names_a_law = one.basis.find("《") != std::string::npos;
        const bool says_default = one.basis.find("默认") != std::string::npos;
        EXPECT_TRUE(one.certainty != "source" || names_a_law) << one.code;
        EXPECT_TRUE(one.certainty != "default" || says_default) << one.code;
        // What is unsure waits until the city has adopted it.
        EXPECT_TRUE(one.certainty != "unsure" || one.standing == "preset") << one.code;
    }
}

static std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

/// Domain facts 1.2: whose word extends which period.
TEST(data_of_clock_rules, says_whose_word_extends_it) {
    const std::map<std::string, std::string> wanted = {{"PM-MED", "both"},
                                                       {"MD-MED", "committee_and_both"},
                                                       {"CT-DEL", "both"},
                                                       {"CT-ENT-O", "both"},
                                                       {"CT-ENT-S", "both"},
                                                       {"LB-MED", ""},
                                                       {"LB-MED-ZJ", "both"},
                                                       {"MD-ADM", ""},
                                                       {"JC-APP", ""},
                                                       {"JC-DEC-A", "court_president+10@confirmation_extended"},
                                                       {"JC-DEC-B", "court_president@confirmation_extended"},
                                                       {"LB-ARB-DEC", "commission_head+15@arbitration_extended"},
                                                       {"LB-REV-DEC", "commission_head+5@review_extended"},
                                                       {"PT-DONE", "unit_head+30@petition_extended"},
                                                       {"PT-REV", ""},
                                                       {"JY-COURT", "court+30@court_mediation_extended"},
                                                       {"LI-DONE", "unit_head+30@labour_inspection_extended"},
                                                       {"RC-DEC", "unit_head+30@reconsideration_extended"}};
    for (const ClockRule& one : data_file()) {
        if (const auto found = wanted.find(one.code); found != wanted.end()) {
            EXPECT_EQ(one.extension, found->second) << one.code;
        }
    }
}

static bool is_set_by_a_desk(const ClockRule& rule) { return rule.unit == ClockUnit::agreed; }

TEST(data_of_clock_rules, speaks_of_events_reasons_and_ends_that_there_are) {
    const std::set<std::string> events = {
        "register", "accept", "refuse", "redirect", "merge", "withdraw", "offer", "take", "return", "begin", "agree",
        "terminate", "perform", "breach", "reopen", "visit", "settle_at_once", "agree_orally", "take_effect", "close",
        "second_visit", "session_planned", "willingness", "passed_up", "passed_down", "receive", "passing_declined",
        "passing_revoked", "change_agreement", "annul", "court_received", "review_returned", "review_repaired",
        // Of courts, commissions, authorities and the police, told by those who hear of it (docs/words.md).
        "accident_certified", "administrative_mediation_accepted", "administrative_mediation_applied",
        "administrative_mediation_concluded", "administrative_mediation_declined",
        "administrative_mediation_misdirected", "administrative_mediation_passed_on", "arbitration_accepted",
        "arbitration_applied", "arbitration_awarded", "arbitration_declined", "confirmation_accepted",
        "confirmation_applied", "confirmation_declined", "confirmation_objected", "confirmation_rejected",
        "confirmation_ruled", "confirmation_served", "confirmation_withdrawn", "enforcement_applied",
        "insurer_materials_complete", "insurer_opinion_given", "labour_inspection_accepted",
        "labour_inspection_applied", "labour_inspection_concluded", "labour_inspection_declined", "notary_accepted",
        "notary_applied", "notary_issued", "notary_refused", "order_unsatisfied", "payment_order_applied",
        "police_report_accepted", "police_report_declined", "police_reported", "reconsideration_accepted",
        "reconsideration_applied", "reconsideration_decided", "reconsideration_declined", "legal_aid_applied",
        "legal_aid_assigned", "legal_aid_granted", "legal_aid_refused", "mediator_chosen", "online_mediation_agreed",
        "online_mediation_applied", "payment_order_accepted", "payment_order_issued", "payment_order_objected",
        "payment_order_rejected", "petition_answered", "petition_forwarded", "petition_received",
        "petition_rereview_asked", "petition_rereviewed", "petition_review_asked", "petition_reviewed",
        "police_asked", "police_mediation_accepted", "police_mediation_concluded", "police_session_notified",
        "police_session_planned", "protection_order_accepted", "protection_order_accepted_urgently",
        "protection_order_issued", "protection_order_rejected", "protection_order_revoked", "review_accepted",
        "review_applied", "review_decided", "review_declined", "suit_brought", "suit_declined", "suit_filed"};
    const std::set<std::string> unknown = {"?outsider_knows", "?employment_ended", "?death",     "?records_sealed",
                                           "?body_event",     "?body_round",       "?no_dispute"};
    for (const ClockRule& one : data_file()) {
        for (const auto& word : words_of(has_start(one) ? one.started_by : "")) {
            EXPECT_TRUE(events.contains(word.substr(0, word.find('@')))) << one.code << " " << word;
            const auto mark = mark_of(one.started_by, word.substr(0, word.find('@')));
            EXPECT_TRUE(mark.empty() || mark == "register" || mark == "effective" || mark.ends_with("_on") ||
                        mark.ends_with("_at"))
                << one.code << " " << word;
        }
        EXPECT_TRUE(has_start(one) || unknown.contains(one.started_by) || is_set_by_a_desk(one)) << one.code;
        for (const auto& word : words_of(one.met_by)) EXPECT_TRUE(events.contains(word)) << one.code << " " << word;
        for (const auto& word : words_of(one.pause_reasons))
            EXPECT_THAT((std::vector<std::string>{"appraisal", "expert_consultation", "sham_suspected", "hearing"}),
                        testing::Contains(word))
                << one.code;
        EXPECT_THAT((std::vector<std::string>{"remind", "escalate", "terminate_t03", "deemed_failed",
                                              "return_to_court", "tell_parties", "note", "court_appoints", "may_sue",
                                              "delayer_bears", "hospital_reports", "petition_ends", "enforceable"}),
                    testing::Contains(one.on_expiry))
            << one.code;
    }
}

/// What binds others never counts on the body that holds the dispute.
TEST(data_of_clock_rules, holds_nobody_to_the_time_of_others) {
    const std::set<std::string> of_partners = {
        "JC-ACC",     "JC-DEC-A",   "JC-DEC-B",   "CT-APPT",  "CT-FILE", "LB-ARB-ACC", "LB-ARB-DEC",
        "LB-REV-ACC", "LB-REV-DEC", "MD-ADM-ACC", "MD-ADM",   "MD-BODY", "MD-SEAL",    "TR-POL",
        "TR-NOTE",    "PT-DISP",    "PT-REV",     "PT-REV2",  "LA-DEC",  "LA-ASG",     "PAY-ISS",
        "DV-PO",      "DV-PO-U",    "AD-ACC",     "AD-ACC-C", "AD-PASS", "MD-INS-NB",  "NT-ISS",
        "LI-ACC",     "LI-DONE",    "PAY-ACC",    "PO-ACC",   "RC-ACC",  "RC-DEC"};
    for (const ClockRule& one : data_file())
        EXPECT_EQ(one.concerns == "partner", of_partners.contains(one.code)) << one.code;
}

/// A rule that displaces another one is adopted first, and displaces rules that there are.
TEST(data_of_clock_rules, replaces_only_by_what_is_adopted) {
    std::set<std::string> codes;
    for (const ClockRule& one : data_file()) codes.insert(one.code);
    for (const ClockRule& one : data_file())
        for (const auto& word : words_of(one.replaces)) {
            EXPECT_EQ(one.standing, "preset") << one.code;
            EXPECT_TRUE(codes.contains(word)) << one.code << " " << word;
        }
}

TEST(data_of_clock_rules, gives_every_dispute_one_mediation_period) {
    const std::set<std::string> periods = {"PM-MED", "LB-MED", "MD-MED", "CT-DEL", "CT-ENT-O", "CT-ENT-S"};
    const auto rules = in_force(data_file(), LegalDate(2026, 11, 24));
    for (const char* type : {"01", "02", "10", "11", "15", "16", "17", "99"})
        for (const char* channel : {"window", "petition", "court_delegated", "court_entrusted", "import"})
            for (const auto& flags : {std::vector<std::string>{}, std::vector<std::string>{"summary_procedure"}}) {
                const ClockSubject subject{type, "general", channel, flags};
                const auto count = std::count_if(rules.begin(), rules.end(), [&](const ClockRule& one) {
                    return periods.contains(one.code) && applies(one, subject);
                });
                // A court's labour or medical dispute has the court's period beside that of its own law.
                const bool of_court = std::string_view(channel).starts_with("court");
                const bool own_law =
                    type == std::string("10") || type == std::string("11") || type == std::string("15");
                EXPECT_EQ(count, of_court && own_law ? 2 : 1) << type << " " << channel;
            }
}

}  // namespace hemu::dispute
