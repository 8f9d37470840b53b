// 密码 Digests, sealing and passwords, by OpenSSL (SM3, SM4) and libsodium (argon2id).
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// GB/T 32905-2016.
Digest sm3(std::string_view bytes);
Digest hmac_sm3(std::string_view key, std::string_view bytes);

std::string to_hex(const Digest&);
std::string to_hex(std::string_view bytes);
/// Empty when the text is no even number of hex digits.
std::string from_hex(std::string_view text);
std::string to_base64(std::string_view bytes);
/// Empty when the text is no base64.
std::string from_base64(std::string_view text);

/// From the system's source.
std::string random_bytes(std::size_t count);
/// Letters and digits that nobody mixes up when reading aloud or copying by hand: no 0 O 1 I L U V.
inline constexpr std::string_view clear_alphabet = "23456789ABCDEFGHJKMNPQRSTWXYZ";
std::string random_code(std::size_t length, std::string_view alphabet = clear_alphabet);
/// Compares in a time that does not depend on where they differ.
bool equal_secrets(std::string_view a, std::string_view b);

/// argon2id, 19 MiB, 2 passes: about 20 ms of one core. As many at a time as there are cores; when too many wait,
/// Refusal too_many (busy_passwords).
std::string hash_password(std::string_view password);
bool verify_password(const std::string& hash, std::string_view password);

/// The data keys of one city, each wrapped by the master key. The newest seals, every one opens.
/// Sealed text: base64 of version, 16-byte counter block, SM4-CTR bytes, HMAC-SM3 over all of it and the context
/// (encrypt then authenticate; OpenSSL 3.0 has no SM4-GCM).
class Keys {
  public:
    /// Version → wrapped key.
    using Wrapped = std::map<int, std::string>;

    /// wrapped: as stored. stored: asked again when a value is sealed with a version that is not known yet, because
    /// another server has rotated. master: 32 bytes or more. std::runtime_error when one does not open.
    Keys(std::string_view master, const Wrapped& wrapped, std::function<Wrapped()> stored = nullptr);

    /// A fresh data key, wrapped by the master key: what a new city or a rotation stores.
    static std::string make_wrapped(std::string_view master);
    /// The same data key under another master key.
    static std::string rewrapped(std::string_view old_master, std::string_view new_master,
                                 const std::string& wrapped);

    /// context: what kind of value it is; a sealed phone cannot be opened as an identity number.
    std::string seal(std::string_view plain, std::string_view context) const;
    /// std::runtime_error when it was tampered with or belongs to another context or key.
    std::string open(std::string_view sealed, std::string_view context) const;
    /// Whether a value should be sealed anew after a rotation.
    bool is_outdated(std::string_view sealed) const;

    /// The same value gives the same digest, for finding a person again; nobody without the key can try values.
    /// Made with the first key, which is never retired, so that rotation leaves the digests as they are. Hex.
    std::string search_digest(std::string_view plain, std::string_view kind) const;

    int newest() const;

  private:
    struct DataKey {
        std::string cipher;
        std::string authentication;
    };
    void take(const Wrapped&) const;
    DataKey key_of(int version) const;

    const std::string master_;
    const std::function<Wrapped()> stored_;
    mutable std::shared_mutex guard_;
    mutable std::map<int, DataKey> data_;
    std::string search_key_;
};

}  // namespace hemu::crypto
