#include "sm4.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "crypto.hpp"

namespace hemu::crypto {

// The key stream's first block is the encrypted counter: with the standard's plain text as counter it is the cipher
// text of GB/T 32907-2016, A.1.
TEST(Sm4, encrypts_the_block_of_the_standard) {
    const std::string key = from_hex("0123456789abcdeffedcba9876543210");
    const std::string zeros(16, '\0');
    EXPECT_EQ(to_hex(sm4_ctr(key, key, zeros)), "681edf34d206965e86b3e94f536e4246");
}

// draft-ribose-cfrg-sm4-10, A.2.5.1.
TEST(Sm4, counts_through_several_blocks) {
    const std::string key = from_hex("0123456789abcdeffedcba9876543210");
    const std::string counter = from_hex("000102030405060708090a0b0c0d0e0f");
    const std::string plain = from_hex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb");
    EXPECT_EQ(to_hex(sm4_ctr(key, counter, plain)),
              "ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7"
              "f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514");
}

TEST(Sm4, decrypts_what_it_encrypts_of_any_length) {
    const std::string key(16, 'k'), counter(16, '\xFF');
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string plain(size, 'x');
        const std::string cipher = sm4_ctr(key, counter, plain);
        EXPECT_EQ(cipher.size(), size);
        EXPECT_EQ(sm4_ctr(key, counter, cipher), plain);
    }
}

TEST(Sm4, takes_sixteen_bytes_of_key_and_counter) {
    EXPECT_THROW(sm4_ctr(std::string(15, 'k'), std::string(16, 'c'), "x"), std::logic_error);
    EXPECT_THROW(sm4_ctr(std::string(16, 'k'), std::string(17, 'c'), "x"), std::logic_error);
}

}  // namespace hemu::crypto
