#include "text_check.hpp"

#include <cstring>

#include "error.hpp"

namespace hemu::db {

/// Whether all of the next eight bytes are ASCII and none is NUL.
static bool eight_plain(const unsigned char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    const std::uint64_t high = 0x8080808080808080ULL;
    const std::uint64_t zero = (word - 0x0101010101010101ULL) & ~word & high;
    return ((word & high) | zero) == 0;
}

static bool continues(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// Length of the well-formed character at `at` (RFC 3629), or 0.
static std::size_t character_length(const unsigned char* at, std::size_t left) {
    const unsigned char lead = at[0];
    if (lead == 0) return 0;
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return left >= 2 && continues(at[1]) ? 2 : 0;
    if (lead < 0xF0) {
        if (left < 3 || !continues(at[1]) || !continues(at[2])) return 0;
        if (lead == 0xE0 && at[1] < 0xA0) return 0;
        return lead == 0xED && at[1] > 0x9F ? 0 : 3;
    }
    if (lead > 0xF4 || left < 4 || !continues(at[1]) || !continues(at[2]) || !continues(at[3])) return 0;
    if (lead == 0xF0 && at[1] < 0x90) return 0;
    return lead == 0xF4 && at[1] > 0x8F ? 0 : 4;
}

bool is_storable(std::string_view text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* end = at + text.size();
    while (at != end) {
        if (end - at >= 8 && eight_plain(at)) {
            at += 8;
            continue;
        }
        const std::size_t length = character_length(at, static_cast<std::size_t>(end - at));
        if (length == 0) return false;
        at += length;
    }
    return true;
}

void refuse_unstorable(std::string_view text) {
    if (!is_storable(text)) throw Refusal(Fault::invalid, "text_not_storable");
}

}  // namespace hemu::db
