#include "money.hpp"

#include <fmt/format.h>

namespace hemu {

std::string yuan_text(Fen fen) {
    const auto sum = static_cast<std::uint64_t>(fen.amount < 0 ? -fen.amount : fen.amount);
    return fmt::format("{}{}.{:02}", fen.amount < 0 ? "-" : "", sum / 100, sum % 100);
}

}  // namespace hemu
