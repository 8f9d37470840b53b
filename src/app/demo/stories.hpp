// What the demonstration's disputes are about: shares of kinds and sources, and words to tell them.
#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "dispute.hpp"

namespace hemu::demo {

/// A national type and how many of a thousand disputes are of it. Two thirds follow the monthly table of a city of
/// the same province (Huangshi, August 2016, 869 cases without industry ones); one third are industry disputes (9,800
/// of 30,000 a year in Xianning), spread as in newer tables, where property, traffic and labour lead.
struct Share {
    std::string_view type;
    std::size_t per_thousand;
};
inline constexpr std::array<Share, 18> type_shares = {{
    {"01", 140},
    {"02", 244},
    {"03", 59},
    {"04", 62},
    {"05", 27},
    {"06", 67},
    {"07", 16},
    {"08", 25},
    {"09", 3},
    {"10", 45},
    {"11", 25},
    {"12", 3},
    {"13", 12},
    {"14", 20},
    {"15", 25},
    {"16", 80},
    {"17", 100},
    {"99", 47},
}};

/// A way in. Courts sent 84 and Party and government bodies 118 of a thousand (Xianning 2021 to October 2023, 7,150
/// and 10,012 of some 85,000); the rest is split between proactive and applied for as in Huangshi, 455 to 378.
struct WayIn {
    dispute::Source source;
    dispute::Channel channel;
    std::size_t per_thousand;
};
const std::vector<WayIn>& ways_in();

enum class Unit { nobody, employer, hospital, shop, property_manager, builder, bank, firm };

/// One story of a type; several of a type share its share by weight. `yuan`: what is usually at stake. `unit`: what
/// kind of unit the respondent is. `flag`: a mark that some of these disputes carry, empty for none.
struct Story {
    std::string_view type;
    std::string_view local_type;
    std::size_t weight;
    std::string_view narrative;
    std::string_view request;
    std::int64_t yuan;
    std::string_view terms;
    Unit unit = Unit::nobody;
    std::string_view flag = {};
};
const std::vector<Story>& stories();

}  // namespace hemu::demo
