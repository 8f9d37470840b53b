// What goes into a statement and what comes out of it, the same for both engines, and its form as C++ types:
// bool boolean · integers and Fen bigint · double · text · described enums as words · Id uuid · Instant timestamptz ·
// LegalDate date · optional NULL · Json<T> jsonb · any class with to_column() and from_column() as text.
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "id.hpp"
#include "json.hpp"
#include "money.hpp"
#include "time.hpp"

namespace hemu::db {

/// A parameter on its way into a statement. A view lives at least as long as the call.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, std::string>;

/// One field of a row, in the form in which the engine gave it; the view is good until the next row.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

/// A value kept as one JSON text: a described struct, a vector, a map, a boost::json::value.
template <class T>
struct Json {
    T value{};
    Json() = default;
    explicit Json(T held) : value(std::move(held)) {}
    const T& operator*() const { return value; }
    const T* operator->() const { return &value; }
    friend bool operator==(const Json&, const Json&) = default;
};

/// A class that says itself how it stands in a text column (a sealed value).
template <class T>
concept OwnColumn = requires(const T& value, std::string_view text) {
    { value.to_column() } -> std::convertible_to<std::string>;
    { T::from_column(text) } -> std::same_as<T>;
};

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class T>
inline constexpr bool is_id<Id<T>> = true;
template <class T>
inline constexpr bool is_json = false;
template <class T>
inline constexpr bool is_json<Json<T>> = true;

[[noreturn]] void wrong_cell(const Cell&, std::string_view wanted);

bool to_bool(const Cell&);
std::int64_t to_integer(const Cell&);
double to_real(const Cell&);
std::string to_string(const Cell&);
/// A view of text, or the number written into `place`.
std::string_view to_view(const Cell&, std::string& place);
Instant to_instant(const Cell&);
LegalDate to_date(const Cell&);
UuidBytes to_uuid(const Cell&);

}  // namespace detail

/// Types that fill one column; a Row that is none of these is a described struct.
template <class T>
inline constexpr bool is_column =
    std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string> || std::is_same_v<T, Instant> ||
    std::is_same_v<T, LegalDate> || std::is_same_v<T, Fen> || detail::is_id<T> || detail::is_json<T> ||
    detail::is_optional<T> || OwnColumn<T>;

template <class T>
Value to_value(const T& given) {
    if constexpr (std::is_same_v<T, std::nullopt_t>) {
        return std::monostate{};
    } else if constexpr (detail::is_optional<T>) {
        return given ? to_value(*given) : Value(std::monostate{});
    } else if constexpr (std::is_same_v<T, bool>) {
        return given;
    } else if constexpr (std::is_integral_v<T>) {
        static_assert(sizeof(T) < 8 || std::is_signed_v<T>, "a bigint is signed");
        return static_cast<std::int64_t>(given);
    } else if constexpr (std::is_floating_point_v<T>) {
        return static_cast<double>(given);
    } else if constexpr (std::is_enum_v<T>) {
        return Value(std::in_place_type<std::string>, json::enum_word(given));
    } else if constexpr (std::is_same_v<T, Fen>) {
        return given.amount;
    } else if constexpr (detail::is_id<T> || std::is_same_v<T, Instant> || std::is_same_v<T, LegalDate>) {
        return Value(std::in_place_type<std::string>, to_text(given));
    } else if constexpr (detail::is_json<T>) {
        return Value(std::in_place_type<std::string>, json::write(given.value));
    } else if constexpr (OwnColumn<T>) {
        return Value(std::in_place_type<std::string>, given.to_column());
    } else {
        return Value(std::in_place_type<std::string_view>, std::string_view(given));
    }
}

/// Throws std::runtime_error when the cell does not hold a T; NULL fits std::optional only.
template <class T>
T from_cell(const Cell& cell) {
    if constexpr (detail::is_optional<T>) {
        if (std::holds_alternative<std::monostate>(cell)) return std::nullopt;
        return from_cell<typename T::value_type>(cell);
    } else if constexpr (std::is_same_v<T, bool>) {
        return detail::to_bool(cell);
    } else if constexpr (std::is_integral_v<T>) {
        const std::int64_t whole = detail::to_integer(cell);
        if (!std::in_range<T>(whole)) detail::wrong_cell(cell, "a smaller integer");
        return static_cast<T>(whole);
    } else if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(detail::to_real(cell));
    } else if constexpr (std::is_enum_v<T>) {
        std::string place;
        if (const auto word = json::enum_from_word<T>(detail::to_view(cell, place))) return *word;
        detail::wrong_cell(cell, "a word of the enumeration");
    } else if constexpr (std::is_same_v<T, std::string>) {
        return detail::to_string(cell);
    } else if constexpr (std::is_same_v<T, Instant>) {
        return detail::to_instant(cell);
    } else if constexpr (std::is_same_v<T, LegalDate>) {
        return detail::to_date(cell);
    } else if constexpr (std::is_same_v<T, Fen>) {
        return Fen{detail::to_integer(cell)};
    } else if constexpr (detail::is_id<T>) {
        return T{detail::to_uuid(cell)};
    } else if constexpr (detail::is_json<T>) {
        std::string place;
        return T(json::read<std::decay_t<decltype(T::value)>>(detail::to_view(cell, place)));
    } else {
        static_assert(OwnColumn<T>, "no column type: a described struct kept in one column is a Json<T>");
        std::string place;
        return T::from_column(detail::to_view(cell, place));
    }
}

}  // namespace hemu::db
