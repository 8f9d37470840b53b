#include "money.hpp"

#include <fmt/format.h>

namespace hemu {

std::string yuan_text(Fen fen) {
    // Negated as unsigned: the least of all numbers has no positive counterpart.
    const auto bits = static_cast<std::uint64_t>(fen.amount);
    const std::uint64_t sum = fen.amount < 0 ? 0 - bits : bits;
    return fmt::format("{}{}.{:02}", fen.amount < 0 ? "-" : "", sum / 100, sum % 100);
}

}  // namespace hemu
