#include <gtest/gtest.h>

#include "crypto.hpp"

namespace hemu::crypto {

static const std::string master(32, 'm');

static Keys::Wrapped with(Keys::Wrapped keys, int version) {
    keys[version] = Keys::make_wrapped(master);
    return keys;
}

TEST(Keys, open_what_they_sealed_for_the_same_purpose_only) {
    const Keys keys(master, with({}, 1));
    const std::string sealed = keys.seal("13800000000", "phone");
    EXPECT_EQ(keys.open(sealed, "phone"), "13800000000");
    EXPECT_NE(keys.seal("13800000000", "phone"), sealed);
    EXPECT_EQ(keys.open(keys.seal("", "phone"), "phone"), "");
    EXPECT_THROW(keys.open(sealed, "identity"), std::runtime_error);
    EXPECT_THROW(keys.open("", "phone"), std::runtime_error);
    EXPECT_THROW(keys.open("no base64!", "phone"), std::runtime_error);
    const std::string bytes = from_base64(sealed);
    for (std::size_t i = 1; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_THROW(keys.open(to_base64(changed), "phone"), std::runtime_error) << i;
    }
}

TEST(Keys, seal_with_the_newest_and_open_with_every_one) {
    const Keys::Wrapped first = with({}, 1);
    const Keys old_keys(master, first);
    const Keys keys(master, with(first, 2));
    EXPECT_EQ(keys.newest(), 2);
    const std::string old_value = old_keys.seal("words", "note");
    EXPECT_EQ(keys.open(old_value, "note"), "words");
    EXPECT_TRUE(keys.is_outdated(old_value));
    EXPECT_FALSE(keys.is_outdated(keys.seal("words", "note")));
    EXPECT_EQ(keys.search_digest("words", "name"), old_keys.search_digest("words", "name"));
    EXPECT_NE(keys.search_digest("words", "name"), keys.search_digest("words", "phone"));
}

TEST(Keys, ask_for_a_version_that_another_server_made) {
    const Keys::Wrapped first = with({}, 1);
    Keys::Wrapped stored = first;
    int asked = 0;
    const Keys keys(master, first, [&] {
        ++asked;
        return stored;
    });
    stored = with(first, 2);
    const std::string sealed = Keys(master, stored).seal("words", "note");
    EXPECT_EQ(keys.open(sealed, "note"), "words");
    EXPECT_EQ(keys.open(sealed, "note"), "words");
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(keys.newest(), 2);
    const std::string unknown = Keys(master, with(stored, 3)).seal("words", "note");
    EXPECT_THROW(keys.open(unknown, "note"), std::runtime_error);
    EXPECT_THROW(Keys(master, first).open(sealed, "note"), std::runtime_error);
}

TEST(Keys, move_to_another_master_key) {
    const std::string other(32, 'n');
    const Keys::Wrapped first = with({}, 1);
    const std::string sealed = Keys(master, first).seal("words", "note");
    const Keys::Wrapped moved{{1, Keys::rewrapped(master, other, first.at(1))}};
    EXPECT_EQ(Keys(other, moved).open(sealed, "note"), "words");
    EXPECT_THROW(Keys(master, moved), std::runtime_error);
    EXPECT_THROW(Keys(other, first), std::runtime_error);
    EXPECT_THROW(Keys::rewrapped(other, master, first.at(1)), std::runtime_error);
    EXPECT_THROW(Keys("short", first), std::runtime_error);
    EXPECT_THROW(Keys(master, {}), std::runtime_error);
}

// GB/T 32905-2016, appendix A.
TEST(Sm3, gives_the_standard_s_examples) {
    EXPECT_EQ(to_hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string sixteen_times;
    for (int i = 0; i < 16; ++i) sixteen_times += "abcd";
    EXPECT_EQ(to_hex(sm3(sixteen_times)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Codes, are_of_clear_letters) {
    const std::string code = random_code(200);
    EXPECT_EQ(code.size(), 200U);
    EXPECT_EQ(code.find_first_not_of(clear_alphabet), std::string::npos);
    EXPECT_NE(code, random_code(200));
}

TEST(Passwords, fit_their_own_hash) {
    const std::string hash = hash_password("Hemu-2026");
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(verify_password(hash, "Hemu-2026"));
    EXPECT_FALSE(verify_password(hash, "hemu-2026"));
    EXPECT_NE(hash, hash_password("Hemu-2026"));
}

}  // namespace hemu::crypto
