#include "sm2.hpp"

#include <gtest/gtest.h>

namespace hemu::crypto {

TEST(sm2, proves_who_signed_and_that_nothing_was_altered) {
    const Sm2Pair ours = make_sm2_pair();
    const Sm2Pair theirs = make_sm2_pair();
    const std::string signature = sm2_sign(ours.private_key, "交换包的清单");
    EXPECT_TRUE(is_sm2_signed(ours.public_key, "交换包的清单", signature));
    EXPECT_FALSE(is_sm2_signed(ours.public_key, "交换包的清单 ", signature));
    EXPECT_FALSE(is_sm2_signed(theirs.public_key, "交换包的清单", signature));
    EXPECT_FALSE(is_sm2_signed(ours.public_key, "交换包的清单", signature.substr(1)));
    EXPECT_FALSE(is_sm2_signed("no key", "交换包的清单", signature));
    EXPECT_THROW(sm2_sign("no key", "x"), std::runtime_error);
}

TEST(sm2, takes_public_keys_of_its_curve_alone) {
    const Sm2Pair pair = make_sm2_pair();
    EXPECT_EQ(sm2_public_key(pair.public_key), pair.public_key);
    EXPECT_EQ(sm2_public_key(""), "");
    EXPECT_EQ(sm2_public_key(pair.private_key), "");
    // A key of P-256.
    EXPECT_EQ(sm2_public_key("-----BEGIN PUBLIC KEY-----\n"
                             "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
                             "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
                             "-----END PUBLIC KEY-----\n"),
              "");
}

}  // namespace hemu::crypto
