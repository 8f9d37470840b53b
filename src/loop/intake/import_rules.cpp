#include "import_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "text.hpp"
#include "type_words.hpp"

namespace hemu::intake {

using dispute::State;

std::optional<LegalDate> date_in(std::string_view written) {
    std::array<int, 3> numbers{};
    std::size_t at = 0;
    for (int& number : numbers) {
        const std::size_t start = written.find_first_of("0123456789", at);
        if (start == std::string_view::npos || (at == 0 && start != 0)) return std::nullopt;
        const auto read = std::from_chars(written.data() + start, written.data() + written.size(), number);
        if (read.ec != std::errc{}) return std::nullopt;
        at = static_cast<std::size_t>(read.ptr - written.data());
    }
    if (numbers[0] < 1000 || numbers[0] > 9999 || numbers[1] > 12 || numbers[2] > 31) return std::nullopt;
    return parse_date(fmt::format("{:04}-{:02}-{:02}", numbers[0], numbers[1], numbers[2]));
}

static bool blank(std::string_view words) { return words.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string why_not_take(const Letter& letter, LegalDate today) {
    if (letter.has_surplus) return "fields_too_many";
    if (blank(letter.narrative)) return "empty_text";
    if (letter.narrative.size() > 60000) return "too_long";
    for (const std::string* field :
         {&letter.narrative, &letter.place, &letter.name, &letter.type, &letter.reference, &letter.phone})
        if (!text::is_utf8(*field) || field->find('\0') != std::string::npos) return "text_not_utf8";
    const auto date = date_in(letter.date);
    if (!date) return "bad_date";
    if (*date > today) return "date_in_the_future";
    return {};
}

TypeFound type_of(const Letter& letter, const std::vector<TypeWord>& words) {
    const std::string category = text::trim(letter.type);
    for (const TypeWord& entry : words)
        if (entry.word == category && entry.national_type != "99") return {entry.national_type, entry.local_type};
    const auto proposals = propose_types(letter.narrative);
    if (proposals.empty()) return {};
    return {proposals.front().national_type, proposals.front().local_type};
}

static std::size_t shared_digits(const std::vector<NamedPlace>& places) {
    std::size_t shared = places.front().code.size();
    for (const NamedPlace& place : places) {
        const auto [end, other] = std::mismatch(places.front().code.begin(), places.front().code.end(),
                                                place.code.begin(), place.code.end());
        shared = std::min(shared, static_cast<std::size_t>(end - places.front().code.begin()));
    }
    return shared;
}

PlaceFound place_among(const std::vector<NamedPlace>& places, std::string_view city_code) {
    if (places.empty()) return {std::string(city_code), "place_not_listed"};
    if (places.size() == 1) return {places.front().code, ""};
    // Codes have 2, 4, 6, 9 and 12 digits: what several share is cut back to one of these.
    const std::size_t shared = shared_digits(places);
    const std::size_t digits = shared >= 9 ? 9 : shared >= 6 ? 6 : shared >= 4 ? 4 : city_code.size();
    return {shared >= 4 ? places.front().code.substr(0, digits) : std::string(city_code), "place_ambiguous"};
}

std::vector<std::string> place_words(std::string_view written, std::string_view city_name) {
    if (written.empty()) return {};
    std::vector<std::string> words{std::string(written)};
    if (const auto at = written.find(city_name); at != std::string_view::npos && !city_name.empty()) {
        const std::string rest = text::trim(written.substr(at + city_name.size()));
        words.push_back(rest.empty() ? std::string(city_name) : rest);
    }
    const std::string shortest = words.back();
    for (const std::string_view kind : {"区", "县", "市", "镇", "乡", "街道"})
        words.push_back(shortest + std::string(kind));
    return words;
}

std::string short_title(std::string_view narrative) {
    std::string line = text::trim(narrative);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    std::string title = text::shortened(line, 40);
    return title.size() < line.size() ? title + "…" : title;
}

Registration registration_of(const Letter& letter, const TypeFound& type, const std::string& place_code,
                             LegalDate date, dispute::Source source) {
    Registration form;
    form.source = source;
    form.channel = dispute::Channel::import_;
    if (!letter.reference.empty()) form.source_reference = letter.reference;
    form.title = short_title(letter.narrative);
    form.narrative = letter.narrative;
    form.national_type = type.national_type;
    form.local_type = type.local_type;
    form.place_code = place_code;
    form.occurred_on = date;
    dispute::PartyForm writer;
    writer.name = blank(letter.name) ? "来信人（姓名不详）" : text::trim(letter.name);
    if (!letter.phone.empty() && text::is_phone(letter.phone)) writer.phone = letter.phone;
    form.parties.push_back(std::move(writer));
    return form;
}

static std::int64_t days_between(LegalDate one, LegalDate other) { return one < other ? other - one : one - other; }

std::optional<NearLetter> near_letter(const Incoming& incoming, LegalDate date,
                                      const std::vector<Candidate>& candidates, std::int64_t least_percent,
                                      std::int64_t days) {
    std::optional<NearLetter> best;
    for (const Candidate& candidate : candidates) {
        const LegalDate then = candidate.occurred_on.value_or(candidate.registered_on);
        if (candidate.place_code != incoming.place_code || days_between(date, then) > days) continue;
        if (!goes_on(candidate.state)) continue;
        const double alike = text::similarity(incoming.pairs, pairs_of(candidate.narrative));
        const auto percent = static_cast<std::int64_t>(alike * 100);
        if (percent < least_percent) continue;
        if (!best || percent > best->percent || (percent == best->percent && candidate.id < best->id))
            best = NearLetter{candidate.id, percent};
    }
    return best;
}

bool is_elsewhere(std::string_view written_place, std::string_view other_written_place, std::int64_t percent) {
    return percent < 100 && written_place != other_written_place;
}

}  // namespace hemu::intake
