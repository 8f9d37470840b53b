#include "totp.hpp"

#include <gtest/gtest.h>

namespace hemu::identity {

// RFC 6238, appendix B, SHA-1, last six of the eight digits.
TEST(totp, gives_the_codes_of_the_rfc) {
    const std::string secret = "12345678901234567890";
    const auto at = [](std::int64_t seconds) { return Instant{seconds * 1'000'000}; };
    EXPECT_EQ(totp_step(secret, "287082", at(59), 0), 1);
    EXPECT_EQ(totp_step(secret, "081804", at(1111111109), 0), 37037036);
    EXPECT_EQ(totp_step(secret, "050471", at(1111111111), 0), 37037037);
    EXPECT_EQ(totp_step(secret, "005924", at(1234567890), 0), 41152263);
    EXPECT_EQ(totp_step(secret, "279037", at(2000000000), 0), 66666666);
    EXPECT_EQ(totp_step(secret, "353130", at(20000000000), 0), 666666666);
}

TEST(totp, forgives_one_step_of_a_clock_and_takes_a_code_once) {
    const std::string secret = "12345678901234567890";
    const Instant moment{1111111111ll * 1'000'000};
    EXPECT_EQ(totp_step(secret, "050471", moment + std::chrono::seconds(30), 0), 37037037);
    EXPECT_EQ(totp_step(secret, "050471", moment + std::chrono::seconds(-30), 0), 37037037);
    EXPECT_EQ(totp_step(secret, "050471", moment + std::chrono::seconds(65), 0), std::nullopt);
    EXPECT_EQ(totp_step(secret, "050471", moment, 37037037), std::nullopt);
    EXPECT_EQ(totp_step(secret, "050472", moment, 0), std::nullopt);
    EXPECT_EQ(totp_step(secret, "", moment, 0), std::nullopt);
}

TEST(totp, writes_secrets_as_apps_read_them) {
    EXPECT_EQ(totp_base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(totp_base32("1"), "GE");
    EXPECT_EQ(totp_uri("wang", "12345678901234567890"),
              "otpauth://totp/Hemu:wang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hemu&digits=6&period=30");
    EXPECT_EQ(fresh_totp_secret().size(), 20u);
    EXPECT_NE(fresh_totp_secret(), fresh_totp_secret());
}

}  // namespace hemu::identity
