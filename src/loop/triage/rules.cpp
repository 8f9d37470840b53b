#include "rules.hpp"

#include <algorithm>
#include <array>

#include "types.hpp"

namespace hemu::triage {

using dispute::Difficulty;
using dispute::Risk;
using dispute::Secrecy;

Settings::Settings(std::vector<Setting> rows) {
    for (Setting& row : rows) {
        const std::string code = row.code;
        by_code_.emplace(code, std::move(row));
    }
}

bool Settings::reached(std::string_view code, std::int64_t value) const {
    const auto found = by_code_.find(code);
    return found != by_code_.end() && value >= found->second.value;
}

std::int64_t Settings::points(std::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? 0 : found->second.value;
}

std::string Settings::basis(std::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? std::string() : found->second.basis;
}

static bool has(const std::vector<std::string>& flags, std::string_view flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

std::vector<std::string> flags_seen(const Facts& facts, const std::vector<WarningWord>& words) {
    std::vector<std::string> flags = facts.flags;
    for (const WarningWord& entry : words)
        if (!has(flags, entry.flag) && facts.narrative.find(entry.word) != std::string::npos)
            flags.push_back(entry.flag);
    if (facts.minor_party && !has(flags, "minor")) flags.push_back("minor");
    return flags;
}

static void raise_to(Suggestion& suggestion, Difficulty level, std::string_view code, std::string basis) {
    suggestion.difficulty = std::max(suggestion.difficulty, level);
    suggestion.reasons.push_back({"difficulty", std::string(code), 0, std::move(basis)});
}

struct Threshold {
    std::string_view code;
    Difficulty level;
};

/// The highest threshold of a series that the value reaches, if any.
static void raise_by(Suggestion& suggestion, const Settings& settings, std::int64_t value,
                     const std::array<Threshold, 3>& falling) {
    for (const Threshold& threshold : falling) {
        if (!settings.reached(threshold.code, value)) continue;
        raise_to(suggestion, threshold.level, threshold.code, settings.basis(threshold.code));
        return;
    }
}

struct FlagLevel {
    std::string_view flag;
    Difficulty level;
};

// Criteria commonly used: death or serious injury, cross-area, expert needed, mass-incident or petition risk.
static constexpr std::array<FlagLevel, 9> difficult_flags = {{{"death", Difficulty::major},
                                                              {"serious_injury", Difficulty::difficult},
                                                              {"expert_needed", Difficulty::difficult},
                                                              {"cross_village", Difficulty::difficult},
                                                              {"cross_township", Difficulty::major},
                                                              {"cross_county", Difficulty::major},
                                                              {"group_petition", Difficulty::major},
                                                              {"stability", Difficulty::major},
                                                              {"foreign", Difficulty::difficult}}};

static std::int64_t major_grounds(const Facts& facts, const std::vector<std::string>& flags,
                                  const Settings& settings) {
    std::int64_t count = 0;
    if (settings.reached("people_major", facts.people_count)) ++count;
    if (settings.reached("amount_major_fen", facts.amount_fen.amount)) ++count;
    for (const FlagLevel& entry : difficult_flags)
        if (entry.level == Difficulty::major && has(flags, entry.flag)) ++count;
    return count;
}

static void suggest_difficulty(Suggestion& suggestion, const Facts& facts, const std::vector<std::string>& flags,
                               const Settings& settings) {
    raise_by(suggestion, settings, facts.people_count,
             {{{"people_major", Difficulty::major},
               {"people_difficult", Difficulty::difficult},
               {"people_general", Difficulty::general}}});
    raise_by(suggestion, settings, facts.amount_fen.amount,
             {{{"amount_major_fen", Difficulty::major},
               {"amount_difficult_fen", Difficulty::difficult},
               {"amount_general_fen", Difficulty::general}}});
    for (const FlagLevel& entry : difficult_flags)
        if (has(flags, entry.flag)) raise_to(suggestion, entry.level, entry.flag, "实践常用标准");
    if (settings.reached("specially_major_reasons", major_grounds(facts, flags, settings)))
        raise_to(suggestion, Difficulty::specially_major, "specially_major_reasons",
                 settings.basis("specially_major_reasons"));
}

static void add_points(Suggestion& suggestion, const Settings& settings, std::string_view code,
                       std::string_view setting) {
    const std::int64_t points = settings.points(setting);
    if (points <= 0) return;
    suggestion.score += points;
    suggestion.reasons.push_back({"risk", std::string(code), points, settings.basis(setting)});
}

static void add_mass_points(Suggestion& suggestion, const Facts& facts, const Settings& settings) {
    static constexpr std::array<std::string_view, 3> sizes = {"mass_large", "mass_middle", "mass_small"};
    for (const std::string_view size : sizes) {
        if (!settings.reached(size, facts.people_count)) continue;
        add_points(suggestion, settings, size, fmt::format("points_{}", size));
        return;
    }
}

/// Love and marriage, family, debt, neighbours, land-taking, forest land: the kinds out of which crimes grow.
static bool kind_breeds_crime(const Facts& facts) {
    static constexpr std::array<std::string_view, 4> kinds = {"01", "02", "07", "08"};
    return std::find(kinds.begin(), kinds.end(), facts.national_type) != kinds.end() || facts.local_type == "0402";
}

static Risk colour_of(std::int64_t score, const Settings& settings) {
    if (settings.reached("risk_red", score)) return Risk::red;
    if (settings.reached("risk_orange", score)) return Risk::orange;
    if (settings.reached("risk_yellow", score)) return Risk::yellow;
    return Risk::blue;
}

static void suggest_risk(Suggestion& suggestion, const Facts& facts, const std::vector<std::string>& flags,
                         const Settings& settings) {
    static constexpr std::array<std::string_view, 3> areas = {"cross_village", "cross_township", "cross_county"};
    for (const std::string& flag : flags) add_points(suggestion, settings, flag, "points_" + flag);
    if (std::any_of(areas.begin(), areas.end(), [&](std::string_view area) { return has(flags, area); }))
        add_points(suggestion, settings, "cross_area", "points_cross_area");
    if (kind_breeds_crime(facts)) add_points(suggestion, settings, "kind", "points_kind");
    add_mass_points(suggestion, facts, settings);
    if (settings.reached("many_channels", facts.channels))
        add_points(suggestion, settings, "many_channels", "points_many_channels");
    suggestion.risk = std::max(facts.risk_now, colour_of(suggestion.score, settings));
    if (suggestion.risk > colour_of(suggestion.score, settings))
        suggestion.reasons.push_back({"risk", "colour_not_lowered", 0, "风险等级不自动降低"});
}

static void seal_off(Suggestion& suggestion, Secrecy grade, std::string_view code) {
    suggestion.secrecy = std::max(suggestion.secrecy, grade);
    suggestion.reasons.push_back({"secrecy", std::string(code), 0, "本市默认值：保密等级"});
}

static void suggest_secrecy(Suggestion& suggestion, const Facts& facts, const std::vector<std::string>& flags,
                            const Settings& settings) {
    if (facts.national_type == "01" || has(flags, "domestic_violence"))
        seal_off(suggestion, Secrecy::private_, "family");
    if (has(flags, "sexual")) seal_off(suggestion, Secrecy::private_, "sexual");
    if (has(flags, "minor")) seal_off(suggestion, Secrecy::private_, "minor");
    if (facts.national_type == "15") seal_off(suggestion, Secrecy::private_, "medical");
    if (settings.reached("mass_large", facts.people_count) || has(flags, "group_petition"))
        seal_off(suggestion, Secrecy::restricted, "mass_incident");
    if (has(flags, "official")) seal_off(suggestion, Secrecy::restricted, "official");
}

Suggestion suggest(const Facts& facts, const Settings& settings, const std::vector<WarningWord>& words) {
    const std::vector<std::string> flags = flags_seen(facts, words);
    Suggestion suggestion;
    suggest_difficulty(suggestion, facts, flags, settings);
    suggest_risk(suggestion, facts, flags, settings);
    suggest_secrecy(suggestion, facts, flags, settings);
    return suggestion;
}

static void check_flags(const std::vector<std::string>& flags, std::string_view path, Verdict& verdict) {
    for (std::size_t i = 0; i < flags.size(); ++i)
        if (!dispute::is_flag(flags[i])) verdict.add(fmt::format("{}flags[{}]", path, i), "flag_unknown");
}

void check_grading(const dispute::Grading& grading, std::string_view path, Verdict& verdict) {
    const auto at = [&](std::string_view field) { return fmt::format("{}{}", path, field); };
    if (!dispute::national_type(grading.national_type)) verdict.add(at("national_type"), "type_unknown");
    if (grading.local_type) {
        const auto* local = dispute::local_type(*grading.local_type);
        if (!local)
            verdict.add(at("local_type"), "type_unknown");
        else if (local->national != grading.national_type)
            verdict.add(at("local_type"), "type_of_another_kind");
    }
    if (grading.people_count < 1 || grading.people_count > 1000000) verdict.add(at("people_count"), "out_of_range");
    if (grading.amount_fen.amount < 0) verdict.add(at("amount_fen"), "out_of_range");
    check_flags(grading.flags, path, verdict);
}

static bool blank(const std::optional<std::string>& words) {
    return !words || words->find_first_not_of(" \t\r\n") == std::string::npos;
}

static void check_conditions(const Acceptance& form, const PartiesSeen& parties, Verdict& verdict) {
    const Checks& checks = form.checks;
    // A1, Several Rules art. 20: a dispute over civil rights and duties.
    if (!checks.civil_dispute) verdict.add("checks.civil_dispute", "check_civil_dispute");
    // A2: definite parties, request and facts; nobody is mediated against a nameless side.
    if (!checks.definite) verdict.add("checks.definite", "check_definite");
    if (!parties.respondent) verdict.add("checks.definite", "respondent_missing");
    // A3, PML art. 17: never against the clear will of a party.
    if (!checks.no_refusal) verdict.add("checks.no_refusal", "check_no_refusal");
    if (checks.no_refusal && parties.unwilling) verdict.add("checks.no_refusal", "party_unwilling");
    // A4, Several Rules art. 22(1).
    if (!checks.not_reserved) verdict.add("checks.not_reserved", "check_not_reserved");
    // A5, Several Rules art. 22(2).
    if (!checks.not_handled_elsewhere) verdict.add("checks.not_handled_elsewhere", "check_not_handled_elsewhere");
    // A6, Medical Dispute Regulation art. 31: not before a court or the health authority already.
    if (form.grading.national_type == "15" && !checks.not_medical_elsewhere.value_or(false))
        verdict.add("checks.not_medical_elsewhere", "check_not_medical_elsewhere");
}

Verdict why_not_accept(const Acceptance& form, const PartiesSeen& parties, const Suggestion& suggestion) {
    Verdict verdict;
    check_conditions(form, parties, verdict);
    check_grading(form.grading, "grading.", verdict);
    // A colour counts only when a person has confirmed it; below the suggested one he says why.
    if (!form.risk_confirmed) verdict.add("risk_confirmed", "risk_not_confirmed");
    if (form.grading.risk < suggestion.risk && blank(form.words)) verdict.add("words", "lower_risk_needs_words");
    return verdict;
}

static bool tells(const Refused& form, Way way) {
    return std::find(form.routes.begin(), form.routes.end(), way) != form.routes.end();
}

static void check_ways(const Refused& form, Verdict& verdict) {
    // Refusing, the committee tells the parties the lawful ways (Several Rules art. 22).
    if (form.routes.empty()) return verdict.add("routes", "ways_missing");
    // PML art. 25: what may be a crime or a public-security case is reported.
    if (form.reason == RefusalReason::R04 && !tells(form, Way::police)) verdict.add("routes", "way_police_missing");
    // Petition linkage: administrative disputes go to reconsideration or to the court.
    if (form.reason == RefusalReason::R05 && !tells(form, Way::reconsideration) && !tells(form, Way::court))
        verdict.add("routes", "way_reconsideration_missing");
    // Agreed before and simply not performed: sue on the agreement or have it confirmed (Ningbo medical art. 31).
    if (form.reason == RefusalReason::R07 && !tells(form, Way::court)) verdict.add("routes", "way_court_missing");
}

Verdict why_not_refuse(const Refused& form, bool medical) {
    Verdict verdict;
    if (form.reason == RefusalReason::R06) verdict.add("reason", "redirect_instead");
    check_ways(form, verdict);
    // "Other" says nothing by itself; medical refusals are written with reasons (Ningbo medical art. 31).
    if ((form.reason == RefusalReason::R08 || medical) && blank(form.words)) verdict.add("words", "missing");
    return verdict;
}

Verdict why_not_redirect(const Redirection& form, bool organisation_known) {
    Verdict verdict;
    if (form.organisation_id && !organisation_known) verdict.add("organisation_id", "organisation_unknown");
    // Passing on to another committee or agency names the body, in the register or in words.
    const bool body_wanted = form.to == Way::committee || form.to == Way::administrative;
    if (body_wanted && !form.organisation_id && blank(form.words))
        verdict.add("organisation_id", "receiving_body_missing");
    if (form.reason == RefusalReason::R08 && blank(form.words)) verdict.add("words", "missing");
    return verdict;
}

}  // namespace hemu::triage
