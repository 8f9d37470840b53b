// What the program carries for applications: data/evidence.json, data/consents.json, data/application_words.json, and
// which types a door of guidance is about.
#pragma once
#include "application.hpp"

namespace hemu::application {

/// What an applicant names in his own words.
inline constexpr std::string_view own_evidence = "own";

bool is_evidence(std::string_view code);
/// Those of the local type, then of its national one, then what every window asks for; each once. codes of people who
/// act for others and of bodies come first.
std::vector<EvidenceSuggestion> evidence_for(const std::optional<std::string>& national_type,
                                             const std::optional<std::string>& local_type, const ApplicationForm&);
/// Words of these codes; unknown ones are left out.
std::vector<EvidenceSuggestion> evidence_named(const std::vector<EvidenceItem>&);

/// The current notices. language: zh or en.
std::vector<ConsentNotice> consents(std::string_view language);
/// Codes of those that must be agreed to.
std::vector<std::string> consents_needed(bool sensitive, bool child);
/// Everything wrong with what was agreed to: consent_missing, consent_outdated by `consents.CODE`.
Verdict why_not_consents(const std::vector<ConsentGiven>&, const std::vector<std::string>& needed);

/// Empty for a door that the program does not carry.
std::vector<std::string> types_of_door(const std::string& door);

struct BothWords {
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(BothWords, (), (zh, en))

struct ApplicationWords {
    std::string basis;
    BothWords draft_ends;  ///< {date} {link}
    BothWords page;
    BothWords calendar_name;
    BothWords answer_due;
    BothWords answer_due_words;  ///< {number} {body} {phone}
    BothWords day_away;
    BothWords bring_words;  ///< {papers}
};
BOOST_DESCRIBE_STRUCT(ApplicationWords, (),
                      (basis, draft_ends, page, calendar_name, answer_due, answer_due_words, day_away, bring_words))
const ApplicationWords& words();
const std::string& in(const BothWords&, std::string_view language);
/// With each {name} replaced by its value.
std::string filled(std::string pattern, const std::map<std::string, std::string>& values);

}  // namespace hemu::application
