#include "rules.hpp"

#include <gtest/gtest.h>

namespace hemu::identity {

static std::string code_of(const Verdict& verdict) { return verdict.code; }

static Id<Organisation> body(int number) {
    Id<Organisation> id;
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

static Id<Account> person(int number) {
    Id<Account> id;
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

// GB/T 22239-2019, 8.1.4.1a: complexity of passwords.
TEST(password_rules, ask_for_length_classes_and_no_login) {
    const Settings rules;
    std::string too_long = "B1";
    too_long.append(199, 'a');
    EXPECT_EQ(code_of(why_not_password("Ab1!xyz", "wang", false, rules)), "password_too_short");
    EXPECT_EQ(code_of(why_not_password("abcdefgh1", "wang", false, rules)), "password_too_simple");
    EXPECT_EQ(code_of(why_not_password("abcdefgh12", "wang", false, rules)), "password_too_simple");
    EXPECT_EQ(code_of(why_not_password("Abcdefg1", "wang", false, rules)), "");
    EXPECT_EQ(code_of(why_not_password("abcdefg1!", "wang", false, rules)), "");
    EXPECT_EQ(code_of(why_not_password("xWANG2024!", "wang", false, rules)), "password_has_login");
    EXPECT_EQ(code_of(why_not_password(too_long, "wang", false, rules)), "password_too_long");
}

TEST(password_rules, ask_more_of_administrators) {
    const Settings rules;
    EXPECT_EQ(code_of(why_not_password("Abcdefg123", "sys", false, rules)), "");
    EXPECT_EQ(code_of(why_not_password("Abcdefg123", "sys", true, rules)), "password_too_short");
    EXPECT_EQ(code_of(why_not_password("Abcdefg12345", "sys", true, rules)), "");
}

TEST(password_rules, count_characters_not_bytes) {
    EXPECT_EQ(code_of(why_not_password("和睦和睦A1", "wang", false, Settings{})), "password_too_short");
    EXPECT_EQ(code_of(why_not_password("和睦和睦和睦A1", "wang", false, Settings{})), "");
}

TEST(password_rules, a_password_grows_old) {
    const Instant set_at{1'000'000'000'000'000};
    EXPECT_FALSE(is_password_old(set_at, set_at + std::chrono::hours(90 * 24 - 1), Settings{}));
    EXPECT_TRUE(is_password_old(set_at, set_at + std::chrono::hours(90 * 24), Settings{}));
}

// 8.1.4.1b: failed sign-ins.
TEST(lock_rules, lock_from_the_fifth_try_on) {
    const Instant moment{1'000'000'000'000'000};
    EXPECT_EQ(locked_until(4, moment, Settings{}), std::nullopt);
    EXPECT_EQ(locked_until(5, moment, Settings{}), moment + std::chrono::minutes(15));
}

// 8.1.4.2c: accounts out of use.
TEST(lock_rules, ninety_days_of_disuse) {
    const Instant moment{10'000'000'000'000'000};
    EXPECT_EQ(idle_since(moment, Settings{}), moment + std::chrono::hours(-90 * 24));
}

// 8.1.4.2d: separation of the administrators' rights.
TEST(post_rules, administrators_exclude_every_other_duty) {
    const LegalDate day(2026, 3, 1);
    for (const Duty one : {Duty::system_administrator, Duty::security_administrator, Duty::audit_administrator}) {
        for (const auto word : json::enum_words<Duty>()) {
            const Duty other = *json::enum_from_word<Duty>(word);
            if (other == Duty::citizen || other == one) continue;
            EXPECT_EQ(code_of(why_not_post({{one, body(1), day, {}}}, {other, body(2), day, {}})), "duties_exclude");
            EXPECT_EQ(code_of(why_not_post({{other, body(1), day, {}}}, {one, body(2), day, {}})), "duties_exclude");
        }
        EXPECT_EQ(code_of(why_not_post({{one, body(1), day, {}}}, {one, body(2), day, {}})), "");
    }
}

TEST(post_rules, posts_of_staff_may_be_several) {
    const LegalDate day(2026, 3, 1);
    EXPECT_EQ(code_of(why_not_post({{Duty::mediator, body(1), day, {}}}, {Duty::head, body(1), day, {}})), "");
    EXPECT_EQ(code_of(why_not_post({{Duty::mediator, body(1), day, {}}}, {Duty::mediator, body(2), day, {}})), "");
    EXPECT_EQ(code_of(why_not_post({{Duty::mediator, body(1), day, {}}}, {Duty::mediator, body(1), day + 9, {}})),
              "post_held_already");
}

TEST(post_rules, terms_that_do_not_meet_exclude_nothing) {
    const HeldPost earlier{Duty::clerk, body(1), LegalDate(2025, 1, 1), LegalDate(2025, 12, 31)};
    EXPECT_EQ(code_of(why_not_post({earlier}, {Duty::audit_administrator, body(1), LegalDate(2026, 1, 1), {}})), "");
    EXPECT_EQ(code_of(why_not_post({earlier}, {Duty::audit_administrator, body(1), LegalDate(2025, 12, 31), {}})),
              "duties_exclude");
    const HeldPost later{Duty::clerk, body(1), LegalDate(2026, 6, 1), {}};
    EXPECT_EQ(code_of(why_not_post(
                  {later}, {Duty::audit_administrator, body(1), LegalDate(2026, 1, 1), LegalDate(2026, 5, 31)})),
              "");
}

TEST(post_rules, a_term_runs_forward_and_citizens_have_none) {
    const LegalDate day(2026, 3, 1);
    EXPECT_EQ(code_of(why_not_post({}, {Duty::clerk, body(1), day, day + -1})), "term_reversed");
    EXPECT_EQ(code_of(why_not_post({}, {Duty::clerk, body(1), day, day})), "");
    EXPECT_EQ(code_of(why_not_post({}, {Duty::citizen, body(1), day, {}})), "duty_not_given");
}

TEST(administration_rules, nobody_works_on_his_own_account) {
    Actor actor;
    actor.account = person(1);
    actor.duty = Duty::security_administrator;
    EXPECT_EQ(code_of(why_not_administer(actor, person(1))), "own_account");
    EXPECT_EQ(code_of(why_not_administer(actor, person(2))), "");
    EXPECT_EQ(code_of(why_not_reset(actor, person(1), {})), "own_account");
}

TEST(administration_rules, a_system_administrator_takes_over_no_administrator) {
    const std::vector<HeldPost> held = {{Duty::audit_administrator, body(1), LegalDate(2026, 1, 1), {}}};
    Actor actor;
    actor.account = person(1);
    actor.duty = Duty::system_administrator;
    EXPECT_EQ(code_of(why_not_reset(actor, person(2), held)), "duty_may_not");
    EXPECT_EQ(code_of(why_not_reset(actor, person(2), {{Duty::clerk, body(1), LegalDate(2026, 1, 1), {}}})), "");
    actor.duty = Duty::security_administrator;
    EXPECT_EQ(code_of(why_not_reset(actor, person(2), held)), "");
}

TEST(origin_rules, another_site_sends_no_write) {
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", "https://evil.cn", {}, true}, true)), "cross_site");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", "https://hemu.cn.evil.cn", {}, true}, true)), "cross_site");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", "null", {}, true}, true)), "cross_site");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", {}, "cross-site", true}, true)), "cross_site");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", {}, "same-site", true}, true)), "cross_site");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", {}, {}, false}, true)), "cross_site");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn:8443", "https://hemu.cn:8443", "same-origin", true}, true)), "");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", {}, {}, true}, true)), "");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", {}, {}, false}, false)), "");
    EXPECT_EQ(code_of(why_cross_site({"hemu.cn", "https://evil.cn", {}, false}, false)), "cross_site");
}

TEST(key_rules, a_key_is_eight_to_a_hundred_printable_characters) {
    EXPECT_EQ(code_of(why_not_key(std::nullopt)), "idempotency_key_missing");
    EXPECT_EQ(code_of(why_not_key("1234567")), "idempotency_key_missing");
    EXPECT_EQ(code_of(why_not_key("12345678")), "");
    EXPECT_EQ(code_of(why_not_key("1234 5678")), "idempotency_key_missing");
    EXPECT_EQ(code_of(why_not_key(std::string(101, 'k'))), "idempotency_key_missing");
}

TEST(account_rules, logins_are_plain_and_names_are_not_blank) {
    const auto fields = [](const char* login, const char* name) {
        std::string codes;
        for (const auto& fault : why_not_account({login, name, "", true}).fields) codes += fault.field + " ";
        return codes;
    };
    EXPECT_EQ(fields("wang.fang", "王芳"), "");
    EXPECT_EQ(fields("wa", "王芳"), "login ");
    EXPECT_EQ(fields("Wang", "王芳"), "login ");
    EXPECT_EQ(fields("王芳芳", "  "), "login name ");
    EXPECT_EQ(fields("a234567890123456789012345678901234", "王芳"), "login ");
}

TEST(account_rules, a_one_time_password_fits_every_duty_and_is_never_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const auto password = one_time_password();
        EXPECT_EQ(code_of(why_not_password(password, "wang", true, Settings{})), "") << password;
        EXPECT_TRUE(seen.insert(password).second);
    }
}

TEST(duty_sets, know_their_members) {
    EXPECT_TRUE(staff.contains(Duty::judge));
    EXPECT_FALSE(staff.contains(Duty::audit_administrator));
    EXPECT_FALSE(staff.contains(Duty::citizen));
    EXPECT_TRUE(everyone.contains(Duty::citizen));
    EXPECT_TRUE(anyone.empty());
    for (const Duty duty : {Duty::system_administrator, Duty::security_administrator, Duty::audit_administrator})
        EXPECT_TRUE(administrators.contains(duty));
}

}  // namespace hemu::identity
