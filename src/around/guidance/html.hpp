// Small pieces of HTML: everything that is written goes through escaped().
#pragma once
#include <string>
#include <string_view>

#include "guidance.hpp"

namespace hemu::guidance {

std::string escaped(std::string_view);
/// For a path segment or a value of a query.
std::string percent_encoded(std::string_view);

/// Words of the pages, in the reader's language: data/guidance_words.json. Failure when there are none by this name.
std::string page_words(std::string_view name, std::string_view language);
/// With {} replaced, one after the other.
std::string page_words(std::string_view name, std::string_view language, const std::vector<std::string>& values);
const std::string& in_language(const Words&, std::string_view language);

/// `<tag class="…">words</tag>`, the words escaped. style: empty for none.
std::string element(std::string_view tag, std::string_view style, std::string_view words);
std::string link(std::string_view style, std::string_view address, std::string_view words);

}  // namespace hemu::guidance
