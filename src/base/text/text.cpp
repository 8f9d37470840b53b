#include "text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace hemu::text {

static icu::UnicodeString wide(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

static std::string narrow(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

static icu::UnicodeString composed(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCInstance(error);
    icu::UnicodeString result = form->normalize(wide(text), error);
    if (U_FAILURE(error)) throw std::runtime_error("normalisation failed");
    return result;
}

bool is_utf8(std::string_view text) {
    // Conversion replaces what is no UTF-8, so only true UTF-8 comes back as it was.
    return narrow(wide(text)) == text;
}

std::optional<std::string> from_gb18030(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("gb18030", &error), ucnv_close);
    if (U_FAILURE(error)) throw std::runtime_error("no GB 18030 in ICU");
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    // No character takes more units of UTF-16 than bytes of GB 18030.
    icu::UnicodeString wide_text;
    const auto room = static_cast<std::int32_t>(text.size());
    const auto size = ucnv_toUChars(converter.get(), wide_text.getBuffer(room), room, text.data(), room, &error);
    wide_text.releaseBuffer(U_FAILURE(error) ? 0 : size);
    return U_FAILURE(error) ? std::nullopt : std::optional(narrow(wide_text));
}

std::string trim(std::string_view text) {
    icu::UnicodeString all = wide(text);
    std::int32_t begin = 0;
    std::int32_t end = all.length();
    while (begin < end && u_isUWhiteSpace(all.charAt(begin))) ++begin;
    while (begin < end && u_isUWhiteSpace(all.charAt(end - 1))) --end;
    return narrow(all.tempSubStringBetween(begin, end));
}

std::string normal(std::string_view text) {
    icu::UnicodeString all = composed(text);
    all.toLower();
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
        const UChar32 character = all.char32At(at);
        if (!u_isUWhiteSpace(character))
            kept.append(character);
        else if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != ' ')
            kept.append(static_cast<UChar32>(' '));
    }
    kept.trim();
    return narrow(kept);
}

std::string normal_number(std::string_view text) {
    icu::UnicodeString all = composed(text);
    all.toUpper();
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
        const UChar32 character = all.char32At(at);
        if (!u_isUWhiteSpace(character) && character != '-') kept.append(character);
    }
    if (kept.startsWith(icu::UnicodeString("+86"))) kept.remove(0, 3);
    return narrow(kept);
}

std::size_t length(std::string_view text) { return static_cast<std::size_t>(wide(text).countChar32()); }

std::string shortened(std::string_view text, std::size_t characters) {
    const icu::UnicodeString all = wide(text);
    if (static_cast<std::size_t>(all.countChar32()) <= characters) return std::string(text);
    return narrow(all.tempSubString(0, all.moveIndex32(0, static_cast<std::int32_t>(characters))));
}

/// Characters whose usual reading is another one in names of places and people here.
static const std::map<UChar32, std::string_view>& own_readings() {
    static const std::map<UChar32, std::string_view> readings = {
        {0x9547, "zhen"},  {0x5382, "chang"}, {0x884C, "hang"}, {0x91CD, "chong"},
        {0x957F, "chang"}, {0x4E50, "le"},    {0x8C03, "tiao"},
    };
    return readings;
}

static std::string reading_of(UChar32 character) {
    static std::mutex guard;
    static std::map<UChar32, std::string> known;
    const std::lock_guard lock(guard);
    const auto found = known.find(character);
    if (found != known.end()) return found->second;
    static const std::unique_ptr<icu::Transliterator> latin = [] {
        UErrorCode error = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Any-Lower", UTRANS_FORWARD, error));
        if (U_FAILURE(error)) throw std::runtime_error("no Han-Latin in ICU");
        return made;
    }();
    std::string reading;
    if (const auto own = own_readings().find(character); own != own_readings().end()) {
        reading = own->second;
    } else {
        icu::UnicodeString text(character);
        latin->transliterate(text);
        reading = narrow(text);
    }
    return known[character] = reading;
}

static bool is_latin_or_digit(UChar32 character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

static std::string spelled(std::string_view text, std::size_t letters_each) {
    icu::UnicodeString all = composed(text);
    all.toLower();
    std::string out;
    for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
        const UChar32 character = all.char32At(at);
        if (is_latin_or_digit(character))
            out += static_cast<char>(character);
        else if (u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC))
            out += reading_of(character).substr(0, letters_each);
    }
    return out;
}

std::string pinyin_initials(std::string_view text) { return spelled(text, 1); }
std::string pinyin(std::string_view text) { return spelled(text, 16); }

std::vector<std::string> bigrams(std::string_view text) {
    icu::UnicodeString all = composed(text);
    all.toLower();
    std::vector<UChar32> characters;
    for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1))
        if (u_isalnum(all.char32At(at))) characters.push_back(all.char32At(at));
    std::vector<std::string> pairs;
    for (std::size_t i = 1; i < characters.size(); ++i) {
        icu::UnicodeString pair(characters[i - 1]);
        pair.append(characters[i]);
        pairs.push_back(narrow(pair));
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

double similarity(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.empty() || b.empty()) return 0;
    std::size_t shared = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const int order = a[i].compare(b[j]);
        if (order == 0) ++shared;
        if (order <= 0) ++i;
        if (order >= 0) ++j;
    }
    return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
}

double similarity(std::string_view a, std::string_view b) { return similarity(bigrams(a), bigrams(b)); }

static std::string stars(std::int32_t count) {
    return std::string(static_cast<std::size_t>(std::max(count, 0)), '*');
}

static std::string masked(std::string_view text, std::int32_t first, std::int32_t last) {
    const icu::UnicodeString all = wide(text);
    const std::int32_t count = all.countChar32();
    if (count <= first + last) return stars(count);
    const std::int32_t head = all.moveIndex32(0, first);
    const std::int32_t tail = all.moveIndex32(all.length(), -last);
    return narrow(all.tempSubStringBetween(0, head)) + stars(count - first - last) + narrow(all.tempSubString(tail));
}

std::string mask_name(std::string_view name) { return masked(name, 1, length(name) > 2 ? 1 : 0); }
std::string mask_phone(std::string_view phone) {
    return length(phone) >= 11 ? masked(phone, 3, 4) : masked(phone, 0, 2);
}
std::string mask_identity_number(std::string_view number) { return masked(number, 6, 1); }
std::string mask_address(std::string_view address) { return masked(address, 6, 0); }

}  // namespace hemu::text
