// Division codes as tools/make_data.mjs writes them: gzip, a head line, then `code,name` with parents before
// children.
#pragma once
#include "places.hpp"

namespace hemu::places {

/// A place with everything that can be told from the codes and names of a file.
struct LoadedPlace {
    Place place;
    std::string initials;
};

/// The bytes of a gzip file (or of a plain one). std::runtime_error when it cannot be read whole.
std::string read_gzip(const std::filesystem::path&);

/// std::runtime_error with the line's number on a line that is no `code,name` or whose parent has not come before.
std::vector<LoadedPlace> read_places(std::string_view csv);

}  // namespace hemu::places
