#include "sketch.hpp"

#include <algorithm>
#include <limits>

namespace hemu::intake {

/// The code point at `at`, which moves behind it; broken bytes count as U+FFFD.
static std::uint32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t first = byte(at++);
    if (first < 0x80) return first;
    const std::size_t following = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    if (following == 0 || at + following > text.size()) return 0xFFFD;
    std::uint32_t character = first & (0x3FU >> following);
    for (std::size_t i = 0; i < following; ++i) {
        if ((byte(at) & 0xC0) != 0x80) return 0xFFFD;
        character = (character << 6) | (byte(at++) & 0x3F);
    }
    return character;
}

static bool counts(std::uint32_t character) {
    if (character < 0x80)
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z');
    const bool punctuation = (character >= 0x2000 && character <= 0x206F) ||
                             (character >= 0x3000 && character <= 0x303F) ||
                             (character >= 0xFF00 && character <= 0xFF0F) ||
                             (character >= 0xFF1A && character <= 0xFF20) || character == 0xB7 ||
                             character == 0xFFFD;
    return !punctuation;
}

std::vector<std::uint64_t> pairs_of(std::string_view text) {
    std::vector<std::uint64_t> pairs;
    std::uint64_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t character = next_character(text, at);
        if (character >= 'A' && character <= 'Z') character += 'a' - 'A';
        if (!counts(character)) continue;
        if (before != 0) pairs.push_back((before << 32) | character);
        before = character;
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

double similarity(const std::vector<std::uint64_t>& one, const std::vector<std::uint64_t>& other) {
    if (one.empty() || other.empty()) return 0;
    std::size_t shared = 0;
    for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
        if (*a == *b) {
            ++shared;
            ++a;
            ++b;
        } else if (*a < *b) {
            ++a;
        } else {
            ++b;
        }
    }
    return static_cast<double>(shared) / static_cast<double>(one.size() + other.size() - shared);
}

// splitmix64's finalizer: every bit of the input moves every bit of the output.
static std::uint64_t mixed(std::uint64_t value) {
    value ^= value >> 30;
    value *= 0xBF58476D1CE4E5B9U;
    value ^= value >> 27;
    value *= 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

static std::uint64_t least_hash(const std::vector<std::uint64_t>& pairs, std::uint64_t seed) {
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t pair : pairs) least = std::min(least, mixed(pair + seed * 0x9E3779B97F4A7C15U));
    return least;
}

std::optional<Sketch> sketch_of(std::string_view area, const std::vector<std::uint64_t>& pairs) {
    if (pairs.empty()) return std::nullopt;
    std::uint64_t start = 0xCBF29CE484222325U;
    for (const char letter : area) start = mixed(start ^ static_cast<unsigned char>(letter));
    Sketch sketch{};
    std::uint64_t seed = 1;
    for (std::size_t i = 0; i < sketch.size(); ++i) {
        const std::uint64_t first = least_hash(pairs, seed++);
        const std::uint64_t second = least_hash(pairs, seed++);
        // The sign bit stays clear: a query without a text asks for -1.
        sketch[i] = static_cast<std::int64_t>(mixed(start ^ mixed(first + i) ^ (second << 1)) >> 1);
    }
    return sketch;
}

}  // namespace hemu::intake
