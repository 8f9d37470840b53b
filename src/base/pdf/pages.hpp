// How strips of paper fall onto pages: pure.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace hemu::pdf {

/// What is never torn: a line of text, a row of a table, a panel. Points.
struct Strip {
    double gap = 0;  ///< above it, left out at the top of a page
    double height = 0;
    bool sticks = false;  ///< stands on the page of the next strip
    bool new_page = false;
    std::optional<std::size_t> heading = std::nullopt;  ///< the strip that comes again above it on a new page
};

struct Place {
    std::size_t strip = 0;
    std::size_t page = 0;
    double top = 0;
};

/// In order. Strips that stick together go to the next page together, unless one page cannot hold them.
std::vector<Place> paginate(const std::vector<Strip>&, double room);

}  // namespace hemu::pdf
