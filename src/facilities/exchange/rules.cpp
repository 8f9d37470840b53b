#include "rules.hpp"

#include <algorithm>

#include "embedded.hpp"
#include "text.hpp"

namespace hemu::exchange {

struct MatterData {
    std::vector<Matter> matters;
    std::vector<OutMatter> outgoing;
    std::vector<TypedRefusal> refusals;
    std::vector<NamedCode> out_refusals;
    std::vector<NamedCode> out_results;
    std::vector<PartnerEvent> events;
};
BOOST_DESCRIBE_STRUCT(MatterData, (), (matters, outgoing, refusals, out_refusals, out_results, events))

static const MatterData& data() {
    static const auto read = json::read<MatterData>(embedded_file("partner_matters.json"));
    return read;
}

const std::vector<Matter>& matters() { return data().matters; }
const std::vector<PartnerEvent>& partner_events() { return data().events; }

const std::vector<OutMatter>& out_matters() { return data().outgoing; }
const std::vector<NamedCode>& out_refusals() { return data().out_refusals; }
const std::vector<NamedCode>& out_results() { return data().out_results; }

template <class T>
static const T* with_code(const std::vector<T>& all, std::string_view code) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.code == code; });
    return found == all.end() ? nullptr : &*found;
}

const Matter* find_matter(std::string_view code) { return with_code(matters(), code); }
const OutMatter* find_out_matter(std::string_view code) { return with_code(out_matters(), code); }
bool is_in(const std::vector<NamedCode>& list, std::string_view code) { return with_code(list, code) != nullptr; }

template <class T, class U>
static bool is_among(const std::vector<T>& all, const U& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

bool may_tell(PartnerKind kind, const PartnerEvent& event) {
    return event.partners.empty() || is_among(event.partners, kind);
}

const TypedRefusal* typed_refusal(PartnerKind kind, std::string_view reason) {
    for (const TypedRefusal& one : data().refusals)
        if (is_among(one.partners, kind) && is_among(one.reasons, reason)) return &one;
    return nullptr;
}

/// Stands in call ids and names of files.
static bool is_code(std::string_view code) {
    return code.size() >= 2 && code.size() <= 20 &&
           code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == code.npos;
}

static bool is_address(const std::string& address) {
    const bool begins = address.starts_with("https://") || address.starts_with("http://");
    return begins && address.size() <= 300 && address.find_first_of(" \r\n\t#") == address.npos;
}

static void check_words(Verdict& verdict, const std::string& field, const std::string& words, std::size_t most) {
    if (text::trim(words).empty()) verdict.add(field, "blank");
    if (text::length(words) > most) verdict.add(field, "too_long");
}

Verdict why_not_partner(const PartnerForm& form) {
    Verdict verdict;
    if (!is_code(form.code)) verdict.add("code", "not_a_code");
    check_words(verdict, "name", form.name, 60);
    check_words(verdict, "legal_basis", form.legal_basis, 300);
    if (form.way == PartnerWay::rest && !is_address(form.address.value_or("")))
        verdict.add("address", "not_an_address");
    for (std::size_t i = 0; i < form.matters.size(); ++i) {
        const Matter* matter = find_matter(form.matters[i]);
        if (!matter || matter->kind != form.kind) verdict.add(fmt::format("matters[{}]", i), "unknown_word");
    }
    return verdict;
}

PartnerForm tidied(PartnerForm form) {
    const auto blank = [](std::optional<std::string>& words) {
        if (words) *words = text::trim(*words);
        if (words && words->empty()) words.reset();
    };
    form.code = text::trim(form.code);
    form.name = text::trim(form.name);
    form.legal_basis = text::trim(form.legal_basis);
    blank(form.contact_name);
    blank(form.contact_phone);
    blank(form.address);
    if (form.way != PartnerWay::rest) form.address.reset();
    return form;
}

std::chrono::seconds retry_delay(std::int64_t failures, std::int64_t first_seconds, std::int64_t longest_minutes) {
    const std::int64_t longest = longest_minutes * 60;
    std::int64_t delay = first_seconds;
    for (std::int64_t i = 1; i < failures && delay < longest; ++i) delay *= 2;
    return std::chrono::seconds(std::min(delay, longest));
}

}  // namespace hemu::exchange
