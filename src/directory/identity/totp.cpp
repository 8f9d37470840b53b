#include "totp.hpp"

#include <liboath/oath.h>

#include "crypto.hpp"

namespace hemu::identity {

static constexpr int step_seconds = 30;
static constexpr unsigned digits = 6;

std::string fresh_totp_secret() { return crypto::random_bytes(20); }

std::string totp_base32(std::string_view secret) {
    char* text = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(secret.data(), secret.size(), &text, &length) != OATH_OK)
        throw std::runtime_error("a secret could not be written in base 32");
    std::string base32(text, length);
    std::free(text);
    while (base32.ends_with('=')) base32.pop_back();
    return base32;
}

std::string totp_uri(std::string_view login, std::string_view secret) {
    return fmt::format("otpauth://totp/Hemu:{}?secret={}&issuer=Hemu&digits={}&period={}", login, totp_base32(secret),
                       digits, step_seconds);
}

static std::string code_at(std::string_view secret, std::int64_t step) {
    std::array<char, digits + 1> code{};
    if (oath_totp_generate(secret.data(), secret.size(), step * step_seconds, step_seconds, 0, digits, code.data()) !=
        OATH_OK)
        throw std::runtime_error("a one-time code could not be made");
    return code.data();
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant moment,
                                      std::int64_t used_step) {
    const std::int64_t now = moment.microseconds / 1'000'000 / step_seconds;
    for (const std::int64_t step : {now, now - 1, now + 1})
        if (step > used_step && code_at(secret, step) == code) return step;
    return std::nullopt;
}

}  // namespace hemu::identity
