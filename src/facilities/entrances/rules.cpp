#include "rules.hpp"

#include "embedded.hpp"
#include "text.hpp"

namespace hemu::entrances {

static constexpr std::size_t most_characters = 40;

static void check_words(Verdict& verdict, const std::string& field, const std::string& words) {
    if (text::trim(words).empty()) verdict.add(field, "blank");
    if (text::length(words) > most_characters) verdict.add(field, "too_long");
}

/// Trees that the program carries; a city's own version keeps the name of the one it replaces.
static bool is_door(const std::string& name) {
    try {
        return !embedded_file("guidance/" + name + ".json").empty();
    } catch (const std::out_of_range&) {
        return false;
    }
}

Verdict why_not(const EntranceForm& form) {
    Verdict verdict;
    check_words(verdict, "name", form.name);
    if (form.kind == EntranceKind::other) check_words(verdict, "kind_words", form.kind_words.value_or(""));
    if (!form.organisation_id && form.place_code.value_or("").empty()) verdict.add("organisation_id", "missing");
    if (form.leads_to == Target::guidance && form.door && !form.door->empty() && !is_door(*form.door))
        verdict.add("door", "unknown_word");
    return verdict;
}

EntranceForm tidied(EntranceForm form) {
    form.name = text::trim(form.name);
    if (form.kind != EntranceKind::other) form.kind_words.reset();
    if (form.leads_to != Target::guidance || form.door.value_or("").empty()) form.door.reset();
    if (form.place_code.value_or("").empty()) form.place_code.reset();
    return form;
}

std::string code_in(std::string_view typed) {
    if (typed.size() > 4 * code_length) return {};
    const std::string code = text::normal_number(typed);
    const bool is_code = code.size() == code_length && code.find_first_not_of(crypto::clear_alphabet) == code.npos;
    return is_code ? code : std::string();
}

std::string address_of(const Entrance& entrance) {
    std::string path = "/";
    if (entrance.leads_to == Target::guidance) path = entrance.door ? "/guidance/" + *entrance.door : "/guidance";
    if (entrance.leads_to == Target::application) path = "/apply";
    return path + "?from=" + entrance.code;
}

}  // namespace hemu::entrances
