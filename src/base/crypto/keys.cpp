#include <mutex>
#include <stdexcept>

#include "crypto.hpp"
#include "sm4.hpp"

namespace hemu::crypto {

static constexpr std::size_t block_bytes = 16;
static constexpr std::size_t tag_bytes = 32;
static constexpr std::size_t data_key_bytes = 48;  // 16 for the cipher, 32 for authentication

static std::string text_of(const Digest& digest) { return {digest.begin(), digest.end()}; }

/// A part of a key for one purpose, so that no key serves two.
static std::string derived(std::string_view key, std::string_view purpose, std::size_t size) {
    return text_of(hmac_sm3(key, purpose)).substr(0, size);
}

static std::string tag_of(std::string_view key, std::string_view head_and_bytes, std::string_view context) {
    std::string all(head_and_bytes);
    all += context;
    // The context's length ends the text, so that bytes cannot move between content and context.
    all += std::to_string(context.size());
    return text_of(hmac_sm3(key, all));
}

static std::string encrypted(std::string_view cipher_key, std::string_view tag_key, char version,
                             std::string_view plain, std::string_view context) {
    std::string sealed(1, version);
    sealed += random_bytes(block_bytes);
    sealed += sm4_ctr(cipher_key, std::string_view(sealed).substr(1), plain);
    return sealed + tag_of(tag_key, sealed, context);
}

static std::string decrypted(std::string_view cipher_key, std::string_view tag_key, std::string_view sealed,
                             std::string_view context) {
    if (sealed.size() < 1 + block_bytes + tag_bytes) throw std::runtime_error("a sealed value is too short");
    const auto body = sealed.substr(0, sealed.size() - tag_bytes);
    if (!equal_secrets(tag_of(tag_key, body, context), sealed.substr(body.size())))
        throw std::runtime_error("a sealed value was changed or belongs elsewhere");
    return sm4_ctr(cipher_key, body.substr(1, block_bytes), body.substr(1 + block_bytes));
}

static std::string wrap(std::string_view master, std::string_view data_key) {
    return to_base64(
        encrypted(derived(master, "wrap cipher", 16), derived(master, "wrap tag", 32), 0, data_key, "data key"));
}

static std::string unwrap(std::string_view master, const std::string& wrapped) {
    const auto data_key = decrypted(derived(master, "wrap cipher", 16), derived(master, "wrap tag", 32),
                                    from_base64(wrapped), "data key");
    if (data_key.size() != data_key_bytes) throw std::runtime_error("a data key has the wrong length");
    return data_key;
}

std::string Keys::make_wrapped(std::string_view master) { return wrap(master, random_bytes(data_key_bytes)); }

std::string Keys::rewrapped(std::string_view old_master, std::string_view new_master, const std::string& wrapped) {
    return wrap(new_master, unwrap(old_master, wrapped));
}

Keys::Keys(std::string_view master, const Wrapped& wrapped, std::function<Wrapped()> stored)
    : master_(master), stored_(std::move(stored)) {
    if (master.size() < 32) throw std::runtime_error("the master key needs 32 bytes");
    if (wrapped.empty()) throw std::runtime_error("there is no data key");
    take(wrapped);
    search_key_ = derived(data_.begin()->second.authentication, "search", 32);
}

void Keys::take(const Wrapped& wrapped) const {
    std::map<int, DataKey> opened;
    for (const auto& [version, text] : wrapped) {
        const std::string key = unwrap(master_, text);
        opened[version] = {key.substr(0, 16), key.substr(16)};
    }
    const std::unique_lock lock(guard_);
    data_ = std::move(opened);
}

Keys::DataKey Keys::key_of(int version) const {
    for (bool asked = false;; asked = true) {
        {
            const std::shared_lock lock(guard_);
            if (const auto found = data_.find(version); found != data_.end()) return found->second;
        }
        if (asked || !stored_) throw std::runtime_error("no key for a sealed value");
        take(stored_());
    }
}

int Keys::newest() const {
    const std::shared_lock lock(guard_);
    return data_.rbegin()->first;
}

std::string Keys::seal(std::string_view plain, std::string_view context) const {
    const int version = newest();
    const auto [cipher, authentication] = key_of(version);
    return to_base64(encrypted(cipher, authentication, static_cast<char>(version), plain, context));
}

std::string Keys::open(std::string_view sealed, std::string_view context) const {
    const std::string bytes = from_base64(sealed);
    if (bytes.empty()) throw std::runtime_error("a sealed value is too short");
    const auto [cipher, authentication] = key_of(static_cast<unsigned char>(bytes[0]));
    return decrypted(cipher, authentication, bytes, context);
}

bool Keys::is_outdated(std::string_view sealed) const {
    const std::string bytes = from_base64(sealed.substr(0, 4));
    return bytes.empty() || static_cast<unsigned char>(bytes[0]) != newest();
}

std::string Keys::search_digest(std::string_view plain, std::string_view kind) const {
    std::string all(kind);
    all += '\0';
    all += plain;
    return to_hex(hmac_sm3(search_key_, all));
}

}  // namespace hemu::crypto
