#include "evidence.hpp"

#include <set>

#include "embedded.hpp"

namespace hemu::application {

struct EvidenceOfType {
    std::string type;
    std::vector<std::string> codes;
};
BOOST_DESCRIBE_STRUCT(EvidenceOfType, (), (type, codes))

struct EvidenceFile {
    std::string basis;
    std::vector<std::string> always;
    std::vector<EvidenceSuggestion> items;
    std::vector<EvidenceOfType> types;
};
BOOST_DESCRIBE_STRUCT(EvidenceFile, (), (basis, always, items, types))

static const EvidenceFile& evidence_file() {
    static const auto file = json::read<EvidenceFile>(embedded_file("evidence.json"));
    return file;
}

static const EvidenceSuggestion* suggestion(std::string_view code) {
    for (const EvidenceSuggestion& one : evidence_file().items)
        if (one.code == code) return &one;
    return nullptr;
}

bool is_evidence(std::string_view code) { return suggestion(code) != nullptr; }

static bool has_guardian(const ApplicationForm& form) {
    return std::any_of(form.parties.begin(), form.parties.end(), [](const dispute::PartyForm& party) {
        return party.agents &&
               std::any_of(party.agents->begin(), party.agents->end(), [](const dispute::AgentForm& agent) {
                   return agent.kind == dispute::AgentKind::guardian;
               });
    });
}

/// Collects each code once, in the order in which they come.
class Suggestions {
  public:
    void add(const std::string& code) {
        const auto* found = suggestion(code);
        if (found && seen_.insert(code).second) all.push_back(*found);
    }
    void add_type(const std::optional<std::string>& type) {
        for (const EvidenceOfType& one : evidence_file().types)
            if (type == one.type)
                for (const std::string& code : one.codes) add(code);
    }
    std::vector<EvidenceSuggestion> all;

  private:
    std::set<std::string> seen_;
};

std::vector<EvidenceSuggestion> evidence_for(const std::optional<std::string>& national_type,
                                             const std::optional<std::string>& local_type,
                                             const ApplicationForm& form) {
    Suggestions suggestions;
    if (has_guardian(form)) suggestions.add("guardian_paper");
    if (form.applying_for == ApplyingFor::other && !has_guardian(form)) suggestions.add("power");
    if (form.applying_for == ApplyingFor::organisation) {
        suggestions.add("business_licence");
        suggestions.add("power");
    }
    suggestions.add_type(local_type);
    suggestions.add_type(national_type);
    if (!national_type) suggestions.add_type("99");
    for (const std::string& code : evidence_file().always) suggestions.add(code);
    return suggestions.all;
}

std::vector<EvidenceSuggestion> evidence_named(const std::vector<EvidenceItem>& items) {
    Suggestions suggestions;
    for (const EvidenceItem& item : items) suggestions.add(item.code);
    return suggestions.all;
}

struct ConsentWords {
    std::string title;
    std::vector<std::string> says;
    std::string agree;
};
BOOST_DESCRIBE_STRUCT(ConsentWords, (), (title, says, agree))

struct Consent {
    std::string code;
    std::int64_t version = 1;
    ConsentWhen when = ConsentWhen::always;
    LegalDate valid_from;
    BothWords basis;
    ConsentWords zh;
    ConsentWords en;
};
BOOST_DESCRIBE_STRUCT(Consent, (), (code, version, when, valid_from, basis, zh, en))

struct ConsentFile {
    std::string basis;
    std::vector<Consent> consents;
};
BOOST_DESCRIBE_STRUCT(ConsentFile, (), (basis, consents))

static const std::vector<Consent>& consent_list() {
    static const auto file = json::read<ConsentFile>(embedded_file("consents.json"));
    return file.consents;
}

std::vector<ConsentNotice> consents(std::string_view language) {
    std::vector<ConsentNotice> notices;
    for (const Consent& one : consent_list()) {
        const ConsentWords& said = language == "en" ? one.en : one.zh;
        notices.push_back({one.code, one.version, one.when, one.valid_from, said.title, said.says, said.agree,
                           in(one.basis, language)});
    }
    return notices;
}

std::vector<std::string> consents_needed(bool sensitive, bool child) {
    std::vector<std::string> codes;
    for (const Consent& one : consent_list()) {
        const bool needed = one.when == ConsentWhen::always || (one.when == ConsentWhen::sensitive && sensitive) ||
                            (one.when == ConsentWhen::under_14 && child);
        if (needed) codes.push_back(one.code);
    }
    return codes;
}

static const Consent* consent(std::string_view code) {
    for (const Consent& one : consent_list())
        if (one.code == code) return &one;
    return nullptr;
}

Verdict why_not_consents(const std::vector<ConsentGiven>& given, const std::vector<std::string>& needed) {
    Verdict verdict;
    std::set<std::string> current;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Consent* known = consent(given[i].code);
        if (!known)
            verdict.add(fmt::format("consents[{}].code", i), "unknown_word");
        else if (known->version != given[i].version)
            verdict.add("consents." + known->code, "consent_outdated");
        else
            current.insert(known->code);
    }
    for (const std::string& code : needed) {
        const bool is_outdated =
            std::any_of(verdict.fields.begin(), verdict.fields.end(),
                        [&](const FieldFault& fault) { return fault.field == "consents." + code; });
        if (!current.contains(code) && !is_outdated) verdict.add("consents." + code, "consent_missing");
    }
    return verdict;
}

std::vector<std::string> types_of_door(const std::string& door) {
    static const auto doors = [] {
        std::map<std::string, std::vector<std::string>> all;
        for (const auto content : embedded_files_of("guidance")) {
            const auto tree = json::read<boost::json::object>(content);
            all[std::string(tree.at("name").as_string())] =
                boost::json::value_to<std::vector<std::string>>(tree.at("types"));
        }
        return all;
    }();
    const auto found = doors.find(door);
    return found == doors.end() ? std::vector<std::string>{} : found->second;
}

const ApplicationWords& words() {
    static const auto file = json::read<ApplicationWords>(embedded_file("application_words.json"));
    return file;
}

const std::string& in(const BothWords& both, std::string_view language) {
    return language == "en" ? both.en : both.zh;
}

std::string filled(std::string pattern, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) {
        const std::string place = "{" + name + "}";
        for (auto at = pattern.find(place); at != std::string::npos; at = pattern.find(place, at + value.size()))
            pattern.replace(at, place.size(), value);
    }
    return pattern;
}

}  // namespace hemu::application
