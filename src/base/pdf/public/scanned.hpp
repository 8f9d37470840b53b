// 扫描件 What a scanner made: one picture a page.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::pdf {

/// Of each page its largest picture that is a JPEG; empty where there is none. Nothing when the file cannot be read
/// or has more than most_foreign_pages pages.
std::vector<std::string> page_pictures(std::string_view pdf);

/// Some of its pages, from 0, as they are. std::exception when it cannot be read.
std::string pages_of(std::string_view pdf, std::size_t first, std::size_t count);

}  // namespace hemu::pdf
