// 证件号码 Resident identity numbers (GB 11643), unified social credit codes (GB 32100), phone numbers.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "time.hpp"

namespace hemu::text {

struct ResidentNumber {
    bool valid = false;
    /// Why not: length, characters, region, birth_date, check_digit. Empty when valid.
    std::string why;
    std::string region_code;            ///< six digits
    std::optional<LegalDate> birth_on;  ///< 15-digit numbers are of the 20th century
    std::optional<std::string> sex;     ///< male or female
};

/// 18 or 15 characters; full-width digits and blanks between are accepted.
ResidentNumber check_resident_number(std::string_view);

struct CreditCode {
    bool valid = false;
    /// Why not: length, characters, check_digit, organisation_check_digit. Empty when valid.
    std::string why;
};

CreditCode check_credit_code(std::string_view);

/// Mobile (11 digits from 1) or landline with area code (10 to 12 digits from 0), or a service number (5 digits,
/// 12348). Blanks, hyphens and +86 are accepted.
bool is_phone(std::string_view);

}  // namespace hemu::text
