// What the demonstration's disputes are about: weights of kinds and sources, and words to tell them.
#pragma once
#include <string_view>
#include <vector>

namespace hemu::demo {

/// `weight` follows the published shares of kinds (domain facts 4 and 11); `fees` is how much is usually at stake,
/// yuan.
struct Story {
    std::string_view type;
    std::string_view local_type;
    int weight;
    std::string_view narrative;
    std::string_view request;
    int fees;
    std::string_view terms;
};

const std::vector<Story>& stories();

}  // namespace hemu::demo
