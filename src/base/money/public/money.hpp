// 金额 Money in fen, the hundredth of a yuan.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace hemu {

struct Fen {
    std::int64_t amount = 0;
    friend constexpr auto operator<=>(const Fen&, const Fen&) = default;
    friend constexpr Fen operator+(Fen a, Fen b) { return {a.amount + b.amount}; }
    friend constexpr Fen operator-(Fen a, Fen b) { return {a.amount - b.amount}; }
};

/// `1234.50`: yuan with two decimals, without a sign of the currency.
std::string yuan_text(Fen);

}  // namespace hemu
