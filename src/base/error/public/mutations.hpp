// 变异 For tests of what reads bytes of others: real samples are changed at random, always alike for the same seed.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace hemu {

class Mutations {
  public:
    /// pieces: words of the format, set in now and then.
    Mutations(std::vector<std::string> samples, std::vector<std::string> pieces = {}, std::uint64_t seed = 4212)
        : samples_(std::move(samples)), pieces_(std::move(pieces)), dice_(seed) {}

    /// A sample with one to eight changes.
    std::string next() {
        std::string bytes = samples_[below(samples_.size())];
        for (std::size_t left = 1 + below(8); left > 0; --left) change(bytes);
        return bytes;
    }

  private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : std::size_t{dice_()} % end; }

    void change(std::string& bytes) {
        static constexpr std::uint32_t edges[] = {0,      1,      0x7F,    0x80,       0xFF,       0x100,
                                                  0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
        const std::size_t at = below(bytes.size());
        switch (below(pieces_.empty() ? 7 : 8)) {
            case 0:
                if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                break;
            case 1:
                if (!bytes.empty()) bytes[at] = static_cast<char>(dice_());
                break;
            case 2:
                bytes.erase(at, 1 + below(64));
                break;
            case 3:
                bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(64)));
                break;
            case 4:
                bytes.resize(at);
                break;
            case 5: {
                const std::string other = samples_[below(samples_.size())];
                bytes.replace(at, std::string::npos, other, below(other.size()), std::string::npos);
                break;
            }
            case 6: {
                std::uint32_t value = edges[below(std::size(edges))];
                const bool big = below(2) == 0;
                for (std::size_t i = 0; i < 4 && at + i < bytes.size(); ++i)
                    bytes[at + i] = static_cast<char>(value >> (big ? 24 - 8 * i : 8 * i));
                break;
            }
            default:
                bytes.insert(at, pieces_[below(pieces_.size())]);
        }
    }

    std::vector<std::string> samples_, pieces_;
    std::mt19937_64 dice_;
};

}  // namespace hemu
