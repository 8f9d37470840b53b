// 标识 Ids: UUID version 7 (RFC 9562) made by the program, typed by what they name.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "time.hpp"

namespace hemu {

using UuidBytes = std::array<std::uint8_t, 16>;

/// Ordered by time; within a thread every next one is greater, also within a millisecond, unless its moment is
/// earlier.
UuidBytes fresh_uuid(Instant moment);
std::string uuid_text(const UuidBytes&);
/// Reads the 36-character form in either case.
std::optional<UuidBytes> parse_uuid(std::string_view);

/// Makes this thread's further ids repeatable: the demonstration city and tests.
void seed_ids(std::uint64_t seed);

template <class T>
struct Id {
    UuidBytes bytes{};

    static Id fresh(Instant moment) { return {fresh_uuid(moment)}; }
    static std::optional<Id> parse(std::string_view text) {
        if (const auto bytes = parse_uuid(text)) return Id{*bytes};
        return std::nullopt;
    }
    friend auto operator<=>(const Id&, const Id&) = default;
};

template <class T>
std::string to_text(const Id<T>& id) {
    return uuid_text(id.bytes);
}

}  // namespace hemu

template <class T>
struct std::hash<hemu::Id<T>> {
    std::size_t operator()(const hemu::Id<T>& id) const noexcept {
        std::uint64_t random_half = 0;
        std::memcpy(&random_half, id.bytes.data() + 8, sizeof random_half);
        return static_cast<std::size_t>(random_half);
    }
};
