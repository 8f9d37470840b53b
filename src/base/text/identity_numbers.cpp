#include "identity_numbers.hpp"

#include <array>

#include "text.hpp"

namespace hemu::text {

static bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == text.npos; }

/// GB 11643-1999: ISO 7064 MOD 11-2.
static char resident_check(std::string_view digits) {
    static constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

static std::optional<LegalDate> birth_date(std::string_view eight_digits) {
    return parse_date(std::string(eight_digits.substr(0, 4)) + "-" + std::string(eight_digits.substr(4, 2)) + "-" +
                      std::string(eight_digits.substr(6, 2)));
}

/// GB/T 2260: provinces, autonomous regions, cities under the central government; 82 and 83 are Macau and permits.
static bool province_exists(std::string_view region) {
    static constexpr std::string_view codes =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 "
        "53 54 61 62 63 64 65 71 81 82 83 91";
    const auto at = codes.find(region.substr(0, 2));
    return at != codes.npos && at % 3 == 0;
}

static ResidentNumber refused_number(std::string why) {
    ResidentNumber number;
    number.why = std::move(why);
    return number;
}

ResidentNumber check_resident_number(std::string_view typed) {
    const std::string text = normal_number(typed);
    if (text.size() != 18 && text.size() != 15) return refused_number("length");
    const std::string_view digits = std::string_view(text).substr(0, text.size() == 18 ? 17 : 15);
    if (!all_digits(digits) || (text.size() == 18 && text[17] != 'X' && !all_digits(text.substr(17))))
        return refused_number("characters");
    if (!province_exists(digits)) return refused_number("region");
    const auto birth = birth_date(text.size() == 18 ? text.substr(6, 8) : "19" + text.substr(6, 6));
    if (!birth) return refused_number("birth_date");
    if (text.size() == 18 && resident_check(text) != text[17]) return refused_number("check_digit");
    ResidentNumber number;
    number.valid = true;
    number.region_code = text.substr(0, 6);
    number.birth_on = birth;
    number.sex = (digits.back() - '0') % 2 == 1 ? "male" : "female";
    return number;
}

static constexpr std::string_view credit_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// GB 32100-2015: weights 3^i mod 31.
static bool credit_check_holds(std::string_view code) {
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (std::size_t i = 0; i < 17; ++i) {
        sum += credit_alphabet.find(code[i]) * weight;
        weight = weight * 3 % 31;
    }
    return code[17] == credit_alphabet[(31 - sum % 31) % 31];
}

/// GB 11714-1997, characters 9 to 17 of the credit code: letters count from 10.
static bool organisation_check_holds(std::string_view code) {
    static constexpr std::array<int, 8> weights = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const char c = code[8 + i];
        sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
    }
    return code[16] == "0X987654321"[sum % 11];
}

CreditCode check_credit_code(std::string_view typed) {
    const std::string code = normal_number(typed);
    if (code.size() != 18) return {false, "length"};
    if (code.find_first_not_of(credit_alphabet) != std::string::npos) return {false, "characters"};
    if (!credit_check_holds(code)) return {false, "check_digit"};
    if (!organisation_check_holds(code)) return {false, "organisation_check_digit"};
    return {true, ""};
}

bool is_phone(std::string_view typed) {
    const std::string number = normal_number(typed);
    if (number.empty() || !all_digits(number)) return false;
    if (number.size() == 11 && number[0] == '1') return number[1] >= '3';
    if (number[0] == '0') return number.size() >= 10 && number.size() <= 12;
    return number.size() == 5 && number[0] == '1';
}

}  // namespace hemu::text
