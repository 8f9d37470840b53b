#include "crypto.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <latch>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

#include "error.hpp"

namespace hemu::crypto {

// GB/T 32905-2016, A.1 and A.2.
TEST(Sm3, gives_the_digests_of_the_standard) {
    EXPECT_EQ(to_hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string long_text;
    for (int i = 0; i < 16; ++i) long_text += "abcd";
    EXPECT_EQ(to_hex(sm3(long_text)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Sm3, of_nothing_is_known_too) {
    EXPECT_EQ(to_hex(sm3("")), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

/// RFC 2104 written out over SM3: what the library's HMAC must give.
static std::string hmac_by_hand(std::string key, std::string_view bytes) {
    const auto text = [](const Digest& digest) { return std::string(digest.begin(), digest.end()); };
    if (key.size() > 64) key = text(sm3(key));
    key.resize(64, '\0');
    std::string inner = key, outer = key;
    for (char& c : inner) c = static_cast<char>(c ^ 0x36);
    for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
    return to_hex(sm3(outer + text(sm3(inner + std::string(bytes)))));
}

TEST(HmacSm3, is_rfc_2104_over_sm3) {
    for (const std::size_t size : {1u, 16u, 32u, 63u, 64u, 65u, 200u}) {
        const std::string key(size, 'k');
        EXPECT_EQ(to_hex(hmac_sm3(key, "和睦")), hmac_by_hand(key, "和睦")) << size;
    }
}

TEST(Hex, goes_both_ways_and_refuses_what_is_none) {
    const std::string bytes("\x00\x7F\xFF", 3);
    EXPECT_EQ(to_hex(bytes), "007fff");
    EXPECT_EQ(from_hex("007FFF"), bytes);
    EXPECT_EQ(from_hex("007ff"), "");
    EXPECT_EQ(from_hex("zz"), "");
    EXPECT_EQ(from_hex("00 7f"), "");
}

TEST(Base64, goes_both_ways_and_refuses_what_is_none) {
    for (std::size_t size = 0; size < 10; ++size) {
        const std::string bytes = random_bytes(size);
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    }
    EXPECT_EQ(to_base64("hemu"), "aGVtdQ==");
    EXPECT_EQ(from_base64("aGVtdQ"), "");
    EXPECT_EQ(from_base64("aGVt*Q=="), "");
}

TEST(Base64, is_what_libsodium_takes_for_it) {
    std::mt19937 dice(4212);
    std::size_t read = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = to_base64(random_bytes(dice() % 7));
        for (auto changes = dice() % 3; changes > 0 && !text.empty(); --changes)
            text[dice() % text.size()] = "aQgZ09+/== \n-*"[dice() % 14];
        std::string bytes(text.size(), '\0');
        std::size_t size = 0;
        if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                              nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
            size = 0;
        read += size > 0;
        EXPECT_EQ(from_base64(text), bytes.substr(0, size)) << text;
    }
    EXPECT_GT(read, 0u);
}

TEST(Random, is_as_long_as_asked_and_not_the_same) {
    EXPECT_EQ(random_bytes(0), "");
    EXPECT_EQ(random_bytes(1000).size(), 1000u);
    EXPECT_NE(random_bytes(32), random_bytes(32));
}

TEST(Random, codes_use_every_clear_letter_and_no_other) {
    std::set<char> seen;
    for (int i = 0; i < 200; ++i) {
        const std::string code = random_code(10);
        EXPECT_EQ(code.size(), 10u);
        seen.insert(code.begin(), code.end());
    }
    EXPECT_EQ(seen, std::set<char>(clear_alphabet.begin(), clear_alphabet.end()));
    for (const char mixed_up : std::string_view("0O1ILUV")) EXPECT_FALSE(seen.contains(mixed_up));
}

TEST(Secrets, are_compared_as_a_whole) {
    EXPECT_TRUE(equal_secrets("geheim", "geheim"));
    EXPECT_TRUE(equal_secrets("", ""));
    EXPECT_FALSE(equal_secrets("geheim", "geheiM"));
    EXPECT_FALSE(equal_secrets("geheim", "geheim "));
}

// argon2id, 19 MiB, 2 passes: what is stored says so, and each hash has a salt of its own.
TEST(Password, is_hashed_with_argon2id_and_a_salt) {
    const std::string hash = hash_password("正确的密码 1");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_EQ(hash.find('\0'), std::string::npos);
    EXPECT_NE(hash_password("正确的密码 1"), hash);
    EXPECT_TRUE(verify_password(hash, "正确的密码 1"));
    EXPECT_FALSE(verify_password(hash, "正确的密码 2"));
    EXPECT_FALSE(verify_password(hash, ""));
}

TEST(Password, is_right_for_no_broken_hash) {
    EXPECT_FALSE(verify_password("", "x"));
    EXPECT_FALSE(verify_password("none", "x"));
    std::string hash = hash_password("x");
    hash.back() = hash.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_password(hash, "x"));
}

// Sign-ins wait in a short queue of their own; when too many wait the next is told to come back.
TEST(Password, computations_queue_and_the_queue_has_an_end) {
    constexpr int callers = 300;
    std::atomic<int> done = 0, refused = 0;
    std::latch all_here(callers);
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&] {
            all_here.arrive_and_wait();
            try {
                hash_password("x");
                ++done;
            } catch (const Refusal& refusal) {
                EXPECT_EQ(refusal.fault, Fault::too_many);
                EXPECT_EQ(refusal.code, "busy_passwords");
                ++refused;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(done + refused, callers);
    EXPECT_GE(done, 64);
    if (std::thread::hardware_concurrency() < 64) {
        EXPECT_GT(refused, 0);
    }
    EXPECT_FALSE(hash_password("x").empty());
}

class keys : public testing::Test {
  protected:
    const std::string master_ = std::string(32, 'm');
    const std::string first_ = Keys::make_wrapped(master_);
    const std::string second_ = Keys::make_wrapped(master_);
    const Keys one_{master_, {{1, first_}}};
    const Keys two_{master_, {{1, first_}, {2, second_}}};
};

TEST_F(keys, open_what_they_seal) {
    for (const std::string_view plain : {"", "13800000001", "湖北省咸宁市咸安区"}) {
        const std::string sealed = one_.seal(plain, "phone");
        EXPECT_EQ(one_.open(sealed, "phone"), plain);
        EXPECT_TRUE(plain.empty() || sealed.find(plain) == std::string::npos);
    }
}

TEST_F(keys, seal_the_same_value_differently_each_time) {
    EXPECT_NE(one_.seal("13800000001", "phone"), one_.seal("13800000001", "phone"));
}

TEST_F(keys, open_nothing_of_another_context) {
    const std::string sealed = one_.seal("13800000001", "phone");
    EXPECT_THROW(one_.open(sealed, "identity"), std::runtime_error);
    EXPECT_THROW(one_.open(sealed, ""), std::runtime_error);
    // What is cut from the content and put before the context is noticed as well.
    EXPECT_THROW(one_.open(one_.seal("1380000000", "1phone"), "phone"), std::runtime_error);
}

// Every single byte of a sealed value is guarded: version, counter, content, tag.
TEST_F(keys, notice_every_changed_byte) {
    const std::string bytes = from_base64(one_.seal("13800000001", "phone"));
    ASSERT_EQ(bytes.size(), 1u + 16 + 11 + 32);
    for (std::size_t at = 0; at < bytes.size(); ++at)
        for (const int bit : {1, 128}) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ bit);
            EXPECT_THROW(one_.open(to_base64(changed), "phone"), std::runtime_error) << at;
        }
}

TEST_F(keys, notice_what_is_cut_or_lengthened) {
    const std::string bytes = from_base64(one_.seal("13800000001", "phone"));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_THROW(one_.open(to_base64(bytes.substr(0, size)), "phone"), std::runtime_error) << size;
    EXPECT_THROW(one_.open(to_base64(bytes + "x"), "phone"), std::runtime_error);
    EXPECT_THROW(one_.open("no base64", "phone"), std::runtime_error);
}

TEST_F(keys, of_another_city_open_nothing) {
    const Keys other(master_, {{1, second_}});
    EXPECT_THROW(other.open(one_.seal("x", "phone"), "phone"), std::runtime_error);
}

// Rotation: the newest key seals, every one opens, and people are found again by the same digests.
TEST_F(keys, rotate_without_losing_anything) {
    const std::string before = one_.seal("13800000001", "phone");
    EXPECT_EQ(two_.newest(), 2);
    EXPECT_EQ(two_.open(before, "phone"), "13800000001");
    EXPECT_TRUE(two_.is_outdated(before));
    const std::string after = two_.seal("13800000001", "phone");
    EXPECT_FALSE(two_.is_outdated(after));
    EXPECT_THROW(one_.open(after, "phone"), std::runtime_error);
    EXPECT_EQ(two_.search_digest("13800000001", "phone"), one_.search_digest("13800000001", "phone"));
    EXPECT_TRUE(two_.is_outdated(""));
}

TEST_F(keys, are_wrapped_by_the_master_key) {
    EXPECT_THROW(Keys(std::string(32, 'n'), {{1, first_}}), std::runtime_error);
    EXPECT_THROW(Keys(std::string(31, 'm'), {{1, first_}}), std::runtime_error);
    EXPECT_THROW(Keys(master_, {}), std::runtime_error);
    EXPECT_THROW(Keys(master_, {{1, "rubbish"}}), std::runtime_error);
    // A sealed value is no key, whatever it holds.
    EXPECT_THROW(Keys(master_, {{1, one_.seal(std::string(48, 'k'), "data key")}}), std::runtime_error);
}

TEST_F(keys, survive_a_new_master_key) {
    const std::string new_master(40, 'n');
    const Keys moved(new_master, {{1, Keys::rewrapped(master_, new_master, first_)}});
    EXPECT_EQ(moved.open(one_.seal("x", "phone"), "phone"), "x");
    EXPECT_EQ(moved.search_digest("x", "phone"), one_.search_digest("x", "phone"));
    EXPECT_THROW(Keys::rewrapped(new_master, master_, first_), std::runtime_error);
}

TEST_F(keys, give_search_digests_by_kind) {
    const std::string digest = one_.search_digest("13800000001", "phone");
    EXPECT_EQ(digest.size(), 64u);
    EXPECT_EQ(one_.search_digest("13800000001", "phone"), digest);
    EXPECT_NE(one_.search_digest("13800000001", "identity"), digest);
    EXPECT_NE(one_.search_digest("13800000002", "phone"), digest);
    EXPECT_NE(Keys(master_, {{1, second_}}).search_digest("13800000001", "phone"), digest);
}

}  // namespace hemu::crypto
