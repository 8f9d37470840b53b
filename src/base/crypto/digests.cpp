#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <sys/random.h>

#include <climits>
#include <memory>
#include <stdexcept>

#include "crypto.hpp"

namespace hemu::crypto {

static constexpr std::size_t most_base64 = INT_MAX / 2;

Digest sm3(std::string_view bytes) {
    static const EVP_MD* method = EVP_MD_fetch(nullptr, "SM3", nullptr);
    Digest digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, method, nullptr) != 1)
        throw std::runtime_error("SM3 failed");
    return digest;
}

Digest hmac_sm3(std::string_view key, std::string_view bytes) {
    static EVP_MAC* method = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_new(method),
                                                                            EVP_MAC_CTX_free);
    char name[] = "SM3";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                     OSSL_PARAM_construct_end()};
    Digest digest{};
    std::size_t size = 0;
    const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.data());
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const bool done = EVP_MAC_init(context.get(), key_bytes, key.size(), parameters) == 1 &&
                      EVP_MAC_update(context.get(), data, bytes.size()) == 1 &&
                      EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) == 1;
    if (!done) throw std::runtime_error("HMAC-SM3 failed");
    return digest;
}

std::string to_hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 0xF];
    }
    return text;
}

std::string to_hex(const Digest& digest) {
    return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

std::string from_hex(std::string_view text) {
    std::string bytes(text.size() / 2, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                      text.size(), nullptr, &size, &end);
    if (failed != 0 || end != text.data() + text.size()) return {};
    return bytes;
}

// By OpenSSL, which takes a tenth of libsodium's time; what is encoded here is sealed or public, so that time tells
// nothing.
std::string to_base64(std::string_view bytes) {
    if (bytes.size() > most_base64) throw std::length_error("too long for base64");
    std::string text(bytes.size() / 3 * 4 + 5, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string from_base64(std::string_view text) {
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    const std::string_view letters = text.substr(0, text.size() - padding);
    // OpenSSL passes over blanks and signs at the ends, and takes "=" in the middle for a letter.
    const auto is_letter = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) || letter == '+' || letter == '/';
    };
    if (letters.empty() || text.size() > most_base64 || text.size() % 4 != 0 || !is_letter(letters.front()) ||
        !is_letter(letters.back()) || letters.find('=') != letters.npos)
        return {};
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size())) < 0)
        return {};
    bytes.erase(bytes.size() - padding);
    // Bits that no byte has are zero.
    if (to_base64(std::string_view(bytes).substr(bytes.size() / 3 * 3)) !=
        (padding ? text.substr(text.size() - 4) : ""))
        return {};
    return bytes;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    for (std::size_t filled = 0; filled < count;) {
        const auto got = getrandom(bytes.data() + filled, count - filled, 0);
        if (got <= 0) throw std::runtime_error("no random bytes");
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::string random_code(std::size_t length, std::string_view alphabet) {
    // Bytes beyond the largest multiple of the alphabet are thrown away, so that every letter is equally likely.
    const std::size_t limit = 256 - 256 % alphabet.size();
    std::string code;
    while (code.size() < length)
        for (const char c : random_bytes(length))
            if (const auto byte = static_cast<unsigned char>(c); byte < limit && code.size() < length)
                code += alphabet[byte % alphabet.size()];
    return code;
}

bool equal_secrets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace hemu::crypto
