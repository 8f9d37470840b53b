#include "tokens.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "text.hpp"

namespace hemu::search {

static constexpr std::size_t least_beginning = 3;
static constexpr std::size_t most_beginning = 12;
static constexpr std::size_t most_word = 40;
static constexpr std::size_t most_initials = 8;
static constexpr std::size_t most_wanted = 24;

/// Stands before the first character of a name; together they are in no text, where a Chinese character beside it
/// would be one of a pair.
static constexpr std::u32string_view name_mark = U"0";

static icu::UnicodeString wide(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

static std::string narrow(std::u32string_view letters) {
    std::string out;
    icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(letters.data()),
                                  static_cast<std::int32_t>(letters.size()))
        .toUTF8String(out);
    return out;
}

static bool is_common_chinese(UChar32 code) { return code >= 0x4E00 && code <= 0x9FFF; }
static bool is_chinese(char32_t code) {
    const auto character = static_cast<UChar32>(code);
    return is_common_chinese(character) || u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC) != 0;
}

/// One character of a text in its normal form, which may be several.
static icu::UnicodeString normal(UChar32 code) {
    icu::UnicodeString text(code);
    if (code < 0x80 || is_common_chinese(code)) return text.toLower();
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCInstance(error);
    icu::UnicodeString result = form->normalize(text, error);
    return U_FAILURE(error) ? text : result.toLower();
}

std::vector<Run> runs_of(std::string_view words) {
    const icu::UnicodeString text = wide(words);
    std::vector<Run> runs;
    bool apart = true;  // something that is no letter stands before
    for (std::int32_t at = 0; at < text.length();) {
        const std::int32_t next = text.moveIndex32(at, 1);
        const icu::UnicodeString letters = normal(text.char32At(at));
        for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
            const UChar32 code = letters.char32At(i);
            if (!u_isalnum(code)) {
                apart = true;
                continue;
            }
            const bool chinese = is_chinese(static_cast<char32_t>(code));
            if (apart || runs.back().chinese != chinese) {
                if (!apart) runs.back().alone = false;
                runs.push_back({chinese, apart, {}});
            }
            apart = false;
            runs.back().letters.push_back({static_cast<char32_t>(code), at, next});
        }
        at = next;
    }
    return runs;
}

static std::u32string letters_of(const Run& run) {
    std::u32string letters;
    for (const Letter& letter : run.letters) letters += letter.code;
    return letters;
}

static std::size_t leading_zeros(std::u32string_view word) {
    const bool number =
        std::all_of(word.begin(), word.end(), [](char32_t one) { return one >= U'0' && one <= U'9'; });
    const auto zeros = std::min(word.find_first_not_of(U'0'), word.size());
    return number && zeros < word.size() ? zeros : 0;
}

void Tokens::add_chinese(const Run& run) {
    const std::u32string letters = letters_of(run);
    for (std::size_t i = 1; i < letters.size(); ++i) all_.insert(narrow(letters.substr(i - 1, 2)));
}

void Tokens::add_word(const std::u32string& word) {
    all_.insert(narrow(word.substr(0, most_word)));
    for (std::size_t size = least_beginning; size < std::min(word.size(), most_beginning + 1); ++size)
        all_.insert(narrow(word.substr(0, size)));
    if (const std::size_t zeros = leading_zeros(word); zeros > 0) add_word(word.substr(zeros));
}

void Tokens::add_words(std::string_view text) {
    for (const Run& run : runs_of(text)) {
        if (run.chinese)
            add_chinese(run);
        else
            add_word(letters_of(run));
    }
}

static std::u32string initials_of(std::string_view name) {
    const std::string initials = text::pinyin_initials(name);
    return {initials.begin(), initials.end()};
}

void Tokens::add_name(std::string_view name) {
    add_words(name);
    const auto runs = runs_of(name);
    if (!runs.empty() && runs.front().chinese)
        all_.insert(narrow(std::u32string(name_mark) + runs.front().letters.front().code));
    const std::u32string initials = initials_of(name);
    for (std::size_t size = 2; size <= std::min(initials.size(), most_initials); ++size)
        all_.insert(narrow(initials.substr(0, size)));
}

std::string Tokens::text() const { return fmt::format("{}", fmt::join(all_, " ")); }

static void want(Query& query, const Run& run) {
    const std::u32string letters = letters_of(run);
    if (!run.chinese) {
        query.wanted.push_back({false, false, letters});
        query.tokens.push_back(narrow(letters.substr(0, most_beginning)));
    } else if (letters.size() > 1) {
        query.wanted.push_back({true, false, letters});
        for (std::size_t i = 1; i < letters.size(); ++i) query.tokens.push_back(narrow(letters.substr(i - 1, 2)));
    } else if (run.alone) {
        query.wanted.push_back({true, true, letters});
        query.tokens.push_back(narrow(std::u32string(name_mark) + letters));
    }
}

Query query_of(std::string_view typed) {
    Query query;
    for (const Run& run : runs_of(typed))
        if (query.wanted.size() < most_wanted) want(query, run);
    std::sort(query.tokens.begin(), query.tokens.end());
    query.tokens.erase(std::unique(query.tokens.begin(), query.tokens.end()), query.tokens.end());
    return query;
}

Text::Text(std::string_view text, bool is_name) : runs_(runs_of(text)) {
    if (is_name) initials_ = initials_of(text);
}

static Highlight part(const Run& run, std::size_t first, std::size_t count) {
    return {run.letters[first].from, run.letters[first + count - 1].to};
}

std::vector<Highlight> Text::find_chinese(const Wanted& wanted) const {
    std::vector<Highlight> found;
    for (const Run& run : runs_) {
        if (!run.chinese) continue;
        const std::u32string letters = letters_of(run);
        for (auto at = letters.find(wanted.letters); at != std::u32string::npos;
             at = letters.find(wanted.letters, at + wanted.letters.size()))
            found.push_back(part(run, at, wanted.letters.size()));
    }
    return found;
}

static bool begins(std::u32string_view word, std::u32string_view wanted) {
    return word == wanted || (wanted.size() >= least_beginning && word.starts_with(wanted));
}

std::vector<Highlight> Text::find_word(const Wanted& wanted) const {
    std::vector<Highlight> found;
    for (const Run& run : runs_) {
        if (run.chinese) continue;
        const std::u32string word = letters_of(run);
        const std::size_t zeros = leading_zeros(word);
        if (begins(word, wanted.letters))
            found.push_back(part(run, 0, wanted.letters.size()));
        else if (zeros > 0 && begins(std::u32string_view(word).substr(zeros), wanted.letters))
            found.push_back(part(run, zeros, wanted.letters.size()));
    }
    if (!found.empty() || wanted.letters.size() < 2 || !initials_.starts_with(wanted.letters)) return found;
    std::size_t left = wanted.letters.size();
    for (const Run& run : runs_) {
        const std::size_t here = std::min(left, run.letters.size());
        if (here > 0) found.push_back(part(run, 0, here));
        left -= here;
    }
    return found;
}

std::vector<Highlight> Text::find(const Wanted& wanted) const {
    if (!wanted.beginning) return wanted.chinese ? find_chinese(wanted) : find_word(wanted);
    const bool begun =
        !initials_.empty() && !runs_.empty() && runs_.front().letters.front().code == wanted.letters[0];
    return begun ? std::vector{part(runs_.front(), 0, 1)} : std::vector<Highlight>();
}

/// In order, those that touch as one.
static std::vector<Highlight> joined(std::vector<Highlight> found) {
    std::sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.from < b.from; });
    std::vector<Highlight> parts;
    for (const Highlight& one : found) {
        if (!parts.empty() && one.from <= parts.back().to)
            parts.back().to = std::max(parts.back().to, one.to);
        else
            parts.push_back(one);
    }
    return parts;
}

Excerpt excerpt_of(std::string_view words, std::vector<Highlight> found) {
    static constexpr std::int32_t before = 18, most = 64;
    icu::UnicodeString text = wide(words);
    const auto parts = joined(std::move(found));
    const auto first = parts.empty() ? 0 : static_cast<std::int32_t>(parts.front().from);
    std::int32_t begin = text.length() <= most ? 0 : std::max(0, first - before);
    std::int32_t end = std::min(text.length(), begin + most);
    begin = text.getChar32Start(begin);
    end = end < text.length() ? text.getChar32Start(end) : end;
    for (std::int32_t at = begin; at < end; ++at)
        if (u_isUWhiteSpace(text.charAt(at))) text.setCharAt(at, u' ');
    const std::int32_t dots = begin > 0 ? 1 : 0;
    Excerpt excerpt;
    icu::UnicodeString shown;
    if (begin > 0) shown.append(u'…');
    shown.append(text, begin, end - begin);
    if (end < text.length()) shown.append(u'…');
    shown.toUTF8String(excerpt.words);
    for (const Highlight& one : parts)
        if (one.from < end && one.to > begin)
            excerpt.highlights.push_back({std::max<std::int64_t>(one.from, begin) - begin + dots,
                                          std::min<std::int64_t>(one.to, end) - begin + dots});
    return excerpt;
}

}  // namespace hemu::search
