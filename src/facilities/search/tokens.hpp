// How words are cut into what the index keeps, and how what is wanted is found again in a text.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"

namespace hemu::search {

/// A letter or digit in its normal form (NFKC, lower case) and where it stands in its text, in UTF-16 units, as pages
/// count.
struct Letter {
    char32_t code = 0;
    std::int32_t from = 0;
    std::int32_t to = 0;
};

/// Letters with nothing between them: Chinese characters, or a word of other letters and digits. alone: what stands
/// beside it is no letter.
struct Run {
    bool chinese = false;
    bool alone = true;
    std::vector<Letter> letters;
};
std::vector<Run> runs_of(std::string_view text);

/// What the index keeps of a dispute: every two Chinese characters in a row; other words whole and their beginnings
/// of 3 to 12 letters, numbers also without leading zeros; of names the first character and the beginnings of the
/// pinyin initials. PostgreSQL and SQLite keep the same tokens: neither's own index for parts of words finds two
/// Chinese characters.
class Tokens {
  public:
    void add_words(std::string_view text);
    void add_name(std::string_view name);
    /// Each once, with a blank between them.
    std::string text() const;

  private:
    void add_chinese(const Run&);
    void add_word(const std::u32string&);
    std::set<std::string> all_;
};

/// One thing that has to be found: two or more Chinese characters, the beginning of a word or of a name's initials,
/// or (beginning) one Chinese character that a name begins with.
struct Wanted {
    bool chinese = false;
    bool beginning = false;
    std::u32string letters;
};

/// What somebody typed: everything wanted must be found, and then all tokens are there. Neither: nothing to look for.
struct Query {
    std::vector<Wanted> wanted;
    std::vector<std::string> tokens;
};
Query query_of(std::string_view typed);

/// A part of a text, in UTF-16 units.
struct Highlight {
    std::int64_t from = 0;
    std::int64_t to = 0;
    friend bool operator==(const Highlight&, const Highlight&) = default;
};
BOOST_DESCRIBE_STRUCT(Highlight, (), (from, to))

/// A text that may hold what is wanted; a name also answers by its first character and its initials.
class Text {
  public:
    Text(std::string_view text, bool is_name);
    /// Where it stands; empty when it does not.
    std::vector<Highlight> find(const Wanted&) const;

  private:
    std::vector<Highlight> find_chinese(const Wanted&) const;
    std::vector<Highlight> find_word(const Wanted&) const;
    std::vector<Run> runs_;
    std::u32string initials_;
};

struct Excerpt {
    std::string words;
    std::vector<Highlight> highlights;
};
/// Some sixty characters around the first thing that was found, on one line, with everything that was found in them.
Excerpt excerpt_of(std::string_view text, std::vector<Highlight> found);

}  // namespace hemu::search
