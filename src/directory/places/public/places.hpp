// 区划 Division codes of the city, from the province down to villages: every child's code starts with its parent's.
#pragma once
#include <filesystem>

#include "identity.hpp"

namespace hemu::places {

/// Told by the length of the code: 2, 4, 6, 9, 12 digits.
enum class PlaceLevel { province, city, county, town, village };
BOOST_DESCRIBE_ENUM(PlaceLevel, province, city, county, town, village)

struct Place {
    std::string code;
    std::string name;
    PlaceLevel level = PlaceLevel::village;
    std::string full_name;  ///< from the city down: 咸宁市咸安区汀泗桥镇聂家村委会
    std::optional<std::string> parent;
};
BOOST_DESCRIBE_STRUCT(Place, (), (code, name, level, full_name, parent))

extern const identity::Routes routes;

std::optional<Place> find(db::Tx&, std::string_view code);

/// Full name of a code; the code itself when it is unknown.
std::string name_of(db::Tx&, std::string_view code);

/// Places whose code starts with `words` (digits), whose pinyin initials do (letters), or whose full name contains
/// them. Of several words with blanks between them ("官塘 张家", "gt zj") the last names the place and the others
/// places above it. With `parent` only what lies below it. Higher levels first, then by code. Without words the
/// children of `parent`, without a parent either the cities.
std::vector<Place> search(db::Tx&, std::string_view words, std::string_view parent, std::int64_t limit = 20);

/// Refuses (invalid unknown_place) a code that is not in the database.
Verdict why_not_place(db::Tx&, std::string_view code, std::string_view field);

std::optional<PlaceLevel> level_of(std::string_view code);

/// Whether the area's code contains the place: a code contains itself and everything below it.
bool contains(std::string_view area_code, std::string_view code);

/// The code of the place at or above `code` on a level; empty when `code` lies above it.
std::string_view at_level(std::string_view code, PlaceLevel level);

/// Loads or refreshes all places of a city (four digits) from `data_files`/places/CODE.csv.gz, as made by
/// tools/make_data.mjs, in one audited transaction. Places that the file no longer has stay. Returns how many it has.
/// std::runtime_error when there is no file or it cannot be read.
std::int64_t load(db::Database&, const std::filesystem::path& data_files, std::string_view city_code, Instant moment);

}  // namespace hemu::places
