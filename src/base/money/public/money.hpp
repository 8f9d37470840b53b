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

/// 大写金额 `壹万贰仟元整`, as it is written where figures could be forged; `负` before less than nothing. Source:
/// the PBoC's rules of filling in bills (支付结算办法 annex 1): 整 after 元 and 角, one 零 for zeros between digits.
std::string capital_text(Fen);

}  // namespace hemu
