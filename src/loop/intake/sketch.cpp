#include "sketch.hpp"

#include <algorithm>
#include <limits>

#include "text.hpp"

namespace hemu::intake {

std::vector<std::string> pairs_of(std::string_view words) {
    // A character cut in two counts as none.
    static constexpr std::size_t most_bytes = 6000;
    return text::bigrams(words.substr(0, most_bytes));
}

// splitmix64's finalizer: every bit of the input moves every bit of the output.
static std::uint64_t mixed(std::uint64_t value) {
    value ^= value >> 30;
    value *= 0xBF58476D1CE4E5B9U;
    value ^= value >> 27;
    value *= 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

// FNV-1a.
static std::uint64_t hash_of(std::string_view bytes) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    return hash;
}

static std::uint64_t least_hash(const std::vector<std::uint64_t>& hashes, std::uint64_t seed) {
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t hash : hashes) least = std::min(least, mixed(hash + seed * 0x9E3779B97F4A7C15U));
    return least;
}

std::optional<Sketch> sketch_of(std::string_view area, const std::vector<std::string>& pairs) {
    if (pairs.empty()) return std::nullopt;
    std::vector<std::uint64_t> hashes;
    hashes.reserve(pairs.size());
    for (const std::string& pair : pairs) hashes.push_back(hash_of(pair));
    const std::uint64_t start = hash_of(area);
    Sketch sketch{};
    std::uint64_t seed = 1;
    for (std::size_t i = 0; i < sketch.size(); ++i) {
        const std::uint64_t first = least_hash(hashes, seed++);
        const std::uint64_t second = least_hash(hashes, seed++);
        // The sign bit stays clear: a query without a text asks for -1.
        sketch[i] = static_cast<std::int64_t>(mixed(start ^ mixed(first + i) ^ (second << 1)) >> 1);
    }
    return sketch;
}

}  // namespace hemu::intake
