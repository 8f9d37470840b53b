// 文字 Text as people write it: widths and blanks evened out, pinyin keys, nearness of two texts, masks.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity_numbers.hpp"

namespace hemu::text {

bool is_utf8(std::string_view);
/// Text in GB 18030, which older programs write, as UTF-8; nothing when it is none.
std::optional<std::string> from_gb18030(std::string_view);
/// Without blanks (full-width ones too) at both ends.
std::string trim(std::string_view);
/// NFKC, lower case, runs of blanks as one blank: for comparing.
std::string normal(std::string_view);
/// A number as typed by hand: full-width digits narrowed, blanks, hyphens and +86 dropped, letters upper case.
std::string normal_number(std::string_view);
/// How many characters (code points).
std::size_t length(std::string_view);
/// The first so many characters.
std::string shortened(std::string_view, std::size_t characters);

/// 咸安区 → "xaq". Digits and Latin letters stay, everything else goes.
std::string pinyin_initials(std::string_view);
/// 咸安区 → "xiananqu".
std::string pinyin(std::string_view);

/// Overlapping pairs of characters of the normal form, without blanks and punctuation, each once, sorted.
std::vector<std::string> bigrams(std::string_view);
/// Jaccard index of two sorted lists as bigrams gives them: 0 nothing in common, 1 the same.
double similarity(const std::vector<std::string>& a, const std::vector<std::string>& b);
double similarity(std::string_view a, std::string_view b);

/// 张三 → 张*, 欧阳小明 → 欧**明.
std::string mask_name(std::string_view);
/// 13812345678 → 138****5678; shorter numbers keep their last two digits.
std::string mask_phone(std::string_view);
/// The first six and the last character stay.
std::string mask_identity_number(std::string_view);
/// The first six characters stay.
std::string mask_address(std::string_view);

}  // namespace hemu::text
