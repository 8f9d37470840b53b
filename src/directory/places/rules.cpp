#include "places.hpp"

namespace hemu::places {

std::optional<PlaceLevel> level_of(std::string_view code) {
    if (!std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    switch (code.size()) {
        case 2:
            return PlaceLevel::province;
        case 4:
            return PlaceLevel::city;
        case 6:
            return PlaceLevel::county;
        case 9:
            return PlaceLevel::town;
        case 12:
            return PlaceLevel::village;
        default:
            return std::nullopt;
    }
}

bool contains(std::string_view area_code, std::string_view code) {
    return level_of(area_code) && level_of(code) && code.starts_with(area_code);
}

std::string_view at_level(std::string_view code, PlaceLevel level) {
    static constexpr std::size_t sizes[] = {2, 4, 6, 9, 12};
    const std::size_t size = sizes[static_cast<std::size_t>(level)];
    return code.size() < size ? std::string_view() : code.substr(0, size);
}

}  // namespace hemu::places
