// Rows of an imported file, pure: what is wrong with them and what they become.
#pragma once
#include "import_reports.hpp"
#include "rules.hpp"

namespace hemu::intake {

/// A row of the file, as written.
struct Letter {
    std::int64_t row = 0;
    std::string date;
    std::string place;
    std::string narrative;
    std::string type;
    std::string reference;
    std::string name;
    std::string phone;
    bool has_surplus = false;  ///< more fields than the heading: a comma in a text without quotes, most likely
};

/// The legal date in "2019-01-31", "2019/1/31", "2019.1.31", "2019年1月31日", with or without a time behind it.
std::optional<LegalDate> date_in(std::string_view);

/// Why the row is refused: fields_too_many, empty_text, too_long, text_not_utf8, bad_date, date_in_the_future; empty
/// when it is taken.
std::string why_not_take(const Letter&, LegalDate today);

/// A word of a source's category list that stands for a type.
struct TypeWord {
    std::string word;
    std::string national_type;
    std::optional<std::string> local_type;
};
BOOST_DESCRIBE_STRUCT(TypeWord, (), (word, national_type, local_type))

struct TypeFound {
    std::string national_type = "99";
    std::optional<std::string> local_type;
};
/// By the category when it says more than "other", else the first proposal for the narrative, else other.
TypeFound type_of(const Letter&, const std::vector<TypeWord>&);

/// A place of the city whose name or full name a word is.
struct NamedPlace {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(NamedPlace, (), (code))

struct PlaceFound {
    std::string code;
    std::string note;  ///< place_not_listed, place_ambiguous or empty
};

/// What a place may be called in the city's list, likeliest first: as written, without what stands up to the city's
/// name, and with the word that people leave out (咸安 for 咸安区).
std::vector<std::string> place_words(std::string_view written, std::string_view city_name);

/// The place, or what several places have in common, or the city.
PlaceFound place_among(const std::vector<NamedPlace>&, std::string_view city_code);

/// The first forty characters of the text on one line.
std::string short_title(std::string_view narrative);

/// The registration that the letter becomes. A letter without a name comes from a writer who is not known.
Registration registration_of(const Letter&, const TypeFound&, const std::string& place_code, LegalDate date,
                             dispute::Source);

struct NearLetter {
    Id<dispute::Dispute> id;
    std::int64_t percent = 0;
};
/// The most similar earlier dispute of the same place and within the days that still goes on; the older one when two
/// are as similar.
std::optional<NearLetter> near_letter(const Incoming&, LegalDate date, const std::vector<Candidate>&,
                                      std::int64_t least_percent, std::int64_t days);

/// Whether near-same letters are about different things after all: the files place them differently, and not every
/// word is the same.
bool is_elsewhere(std::string_view written_place, std::string_view other_written_place, std::int64_t percent);

}  // namespace hemu::intake
