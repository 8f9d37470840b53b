#include "money.hpp"

#include <fmt/format.h>

namespace hemu {

std::string yuan_text(Fen fen) {
    // Negated as unsigned: the least of all numbers has no positive counterpart.
    const auto bits = static_cast<std::uint64_t>(fen.amount);
    const std::uint64_t sum = fen.amount < 0 ? 0 - bits : bits;
    return fmt::format("{}{}.{:02}", fen.amount < 0 ? "-" : "", sum / 100, sum % 100);
}

static std::string_view capital_digit(std::uint64_t digit) {
    static constexpr std::string_view digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    return digits[digit];
}

/// A number above zero in capitals: units from the greatest, each with what stands before and after it.
static std::string capital_number(std::uint64_t number) {
    struct Unit {
        std::uint64_t size;
        std::string_view word;
    };
    static constexpr Unit units[] = {{100'000'000, "亿"}, {10'000, "万"}, {1'000, "仟"}, {100, "佰"}, {10, "拾"}};
    for (const Unit& unit : units) {
        if (number < unit.size) continue;
        const std::uint64_t rest = number % unit.size;
        std::string words = capital_number(number / unit.size).append(unit.word);
        if (rest == 0) return words;
        if (rest < unit.size / 10) words += "零";
        return words += capital_number(rest);
    }
    return std::string(capital_digit(number));
}

std::string capital_text(Fen fen) {
    const auto bits = static_cast<std::uint64_t>(fen.amount);
    const std::uint64_t sum = fen.amount < 0 ? 0 - bits : bits;
    const std::uint64_t yuan = sum / 100, jiao = sum / 10 % 10, odd = sum % 10;
    std::string words = fen.amount < 0 ? "负" : "";
    if (yuan > 0 || sum == 0) words += (yuan == 0 ? "零" : capital_number(yuan)) + "元";
    if (jiao > 0) words.append(capital_digit(jiao)).append("角");
    if (jiao == 0 && odd > 0 && yuan > 0) words += "零";
    if (odd > 0) return words.append(capital_digit(odd)).append("分");
    return words += "整";
}

}  // namespace hemu
