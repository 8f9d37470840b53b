// Assessment, pure: the suggestion with its grounds, and why a dispute may not be accepted, refused or redirected.
#pragma once
#include <map>

#include "triage.hpp"

namespace hemu::triage {

/// A row of triage_setting: a threshold or points, with where the value comes from.
struct Setting {
    std::string code;
    std::int64_t value = 0;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (code, value, basis))

/// A word in a narrative that stands for a flag.
struct WarningWord {
    std::string word;
    std::string flag;
};
BOOST_DESCRIBE_STRUCT(WarningWord, (), (word, flag))

/// The city's thresholds. A code that is missing counts as "never reached" or as no points.
class Settings {
  public:
    explicit Settings(std::vector<Setting> rows);
    /// Is the value at or above the threshold of this code?
    bool reached(std::string_view code, std::int64_t value) const;
    std::int64_t points(std::string_view code) const;
    std::string basis(std::string_view code) const;

  private:
    std::map<std::string, Setting, std::less<>> by_code_;
};

/// What of a dispute the suggestion looks at. channels: through how many different channels the same applicant came.
struct Facts {
    std::string national_type;
    std::optional<std::string> local_type;
    std::string narrative;
    std::vector<std::string> flags;
    std::int64_t people_count = 0;
    Fen amount_fen;
    std::int64_t channels = 1;
    bool minor_party = false;
    dispute::Risk risk_now = dispute::Risk::blue;
};

/// Flags set by people and those that words of the narrative stand for, each once.
std::vector<std::string> flags_seen(const Facts&, const std::vector<WarningWord>&);

/// Difficulty, risk colour and secrecy with every ground. The colour is never below the present one: nothing is
/// downgraded automatically. Source: domain practice on difficulty (people, amount, death, area, expert, mass), risk
/// indicators of disputes that turn into crime; values are settings.
Suggestion suggest(const Facts&, const Settings&, const std::vector<WarningWord>&);

/// What acceptance needs to know of the dispute beside the form.
struct PartiesSeen {
    bool respondent = false;
    bool unwilling = false;
};

/// Why the grading is not complete or not lawful: type unknown, local type of another national type, numbers out of
/// range, flags unknown.
void check_grading(const dispute::Grading&, std::string_view path, Verdict&);

/// A1 to A6, the confirmed risk colour, and words when the colour is set below the suggested one.
Verdict why_not_accept(const Acceptance&, const PartiesSeen&, const Suggestion&);

/// Source: Several Rules art. 22; PML art. 25; SPC online rules art. 12 (R06 is passed on, not refused).
Verdict why_not_refuse(const Refused&, bool medical);

Verdict why_not_redirect(const Redirection&, bool organisation_known);

}  // namespace hemu::triage
