#include "id.hpp"

#include <sys/random.h>

#include <random>
#include <system_error>

namespace hemu {

namespace {

/// Random bits of one thread: the system's, or repeatable once seeded.
class RandomBits {
  public:
    void seed(std::uint64_t value) {
        seeded_.emplace(value);
        last_millisecond_ = 0;
        counter_ = 0;
    }

    std::uint64_t next() {
        if (seeded_) return (*seeded_)();
        if (used_ == buffer_.size()) refill();
        return buffer_[used_++];
    }

    std::uint64_t last_millisecond_ = 0;
    std::uint32_t counter_ = 0;

  private:
    void refill() {
        if (getrandom(buffer_.data(), sizeof buffer_, 0) != static_cast<ssize_t>(sizeof buffer_))
            throw std::system_error(errno, std::generic_category(), "getrandom");
        used_ = 0;
    }

    std::optional<std::mt19937_64> seeded_;
    std::array<std::uint64_t, 32> buffer_{};
    std::size_t used_ = 32;
};

thread_local RandomBits random_bits;

}  // namespace

void seed_ids(std::uint64_t seed) { random_bits.seed(seed); }

UuidBytes fresh_uuid(Instant moment) {
    const auto millisecond = static_cast<std::uint64_t>(moment.microseconds / 1000);
    // The 12 bits after the version count within a millisecond and overflow into the next ones. An id of an earlier
    // moment takes its own place and leaves the count alone.
    std::uint64_t time = random_bits.last_millisecond_;
    std::uint32_t counter = 0;
    if (millisecond > time + (random_bits.counter_ >> 12)) {
        time = random_bits.last_millisecond_ = millisecond;
        counter = random_bits.counter_ = static_cast<std::uint32_t>(random_bits.next() & 0x3FF);
    } else if (millisecond >= time) {
        counter = ++random_bits.counter_;
    } else {
        time = millisecond;
        counter = static_cast<std::uint32_t>(random_bits.next() & 0xFFF);
    }
    time += counter >> 12;
    const std::uint64_t tail = random_bits.next();
    UuidBytes bytes{};
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(time >> (40 - 8 * i));
    bytes[6] = static_cast<std::uint8_t>(0x70 | ((counter >> 8) & 0x0F));
    bytes[7] = static_cast<std::uint8_t>(counter & 0xFF);
    for (std::size_t i = 0; i < 8; ++i) bytes[8 + i] = static_cast<std::uint8_t>(tail >> (56 - 8 * i));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
    return bytes;
}

std::string uuid_text(const UuidBytes& bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 0xF];
    }
    return text;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<UuidBytes> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    UuidBytes bytes{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            if (text[at++] != '-') return std::nullopt;
        }
        const int high = hex_digit(text[at]);
        const int low = hex_digit(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
        at += 2;
    }
    return bytes;
}

}  // namespace hemu
