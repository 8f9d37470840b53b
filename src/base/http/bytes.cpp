#include "bytes.hpp"

#include <algorithm>
#include <charconv>

namespace hemu::http {

static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_word(std::string_view one, std::string_view other) {
    return one.size() == other.size() &&
           std::equal(one.begin(), one.end(), other.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> listed(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) parts.push_back(part);
        if (comma == text.npos) break;
        text.remove_prefix(comma + 1);
    }
    return parts;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xC2 && lead < 0xE0 ? 2
                                   : lead >= 0xE0 && lead < 0xF0 ? 3
                                   : lead >= 0xF0 && lead < 0xF5 ? 4
                                                                 : 0;
        if (length == 0 || at + length > text.size()) return false;
        for (std::size_t i = 1; i < length; ++i)
            if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return false;
        const auto second = length > 1 ? static_cast<unsigned char>(text[at + 1]) : 0;
        const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
        const bool outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
        if (overlong || outside) return false;
        at += length;
    }
    return true;
}

std::optional<std::string> decoded(std::string_view text, Plus plus) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus == Plus::is_blank) {
            result += ' ';
        } else if (text[at] != '%') {
            result += text[at];
        } else {
            const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
            const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            result += static_cast<char>(high * 16 + low);
            at += 2;
        }
    }
    if (result.find('\0') != result.npos || !is_utf8(result)) return std::nullopt;
    return result;
}

/// The quality of one list element ("en-GB;q=0.8") in thousandths, and the element without it.
static int quality(std::string_view& element) {
    const auto semicolon = element.find(';');
    if (semicolon == element.npos) return 1000;
    auto parameter = trimmed(element.substr(semicolon + 1));
    element = trimmed(element.substr(0, semicolon));
    if (parameter.size() < 3 || lower(parameter[0]) != 'q' || parameter[1] != '=') return 1000;
    double value = 0;
    parameter.remove_prefix(2);
    const auto [end, fault] = std::from_chars(parameter.data(), parameter.data() + parameter.size(), value);
    if (fault != std::errc{} || !(value >= 0)) return 0;
    return static_cast<int>(std::min(value, 1.0) * 1000);
}

std::string_view preferred_language(std::string_view accept_language) {
    std::string_view best = "zh";
    int best_quality = 0;
    for (auto element : listed(accept_language)) {
        const int q = quality(element);
        const auto language = element.substr(0, element.find('-'));
        const bool chinese = same_word(language, "zh") || element == "*";
        if (q > best_quality && (chinese || same_word(language, "en"))) {
            best_quality = q;
            best = chinese ? "zh" : "en";
        }
    }
    return best;
}

std::optional<std::string_view> trace_id_of(std::string_view traceparent) {
    // version "-" trace-id "-" parent-id "-" flags: 2, 32, 16 and 2 hexadecimal digits in lower case.
    if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-')
        return std::nullopt;
    if (traceparent.substr(0, 2) == "ff") return std::nullopt;
    if (traceparent.size() > 55 && (traceparent.substr(0, 2) == "00" || traceparent[55] != '-')) return std::nullopt;
    const auto id = traceparent.substr(3, 32);
    const bool hexadecimal =
        std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!hexadecimal || id.find_first_not_of('0') == id.npos) return std::nullopt;
    return id;
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
    for (auto element : listed(accept_encoding)) {
        const int q = quality(element);
        if (same_word(element, coding)) return q > 0;
    }
    return false;
}

}  // namespace hemu::http
