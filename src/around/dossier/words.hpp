// The pages' Chinese words for codes, so that a paper says what the screen says.
#pragma once
#include <map>
#include <string>

#include "embedded.hpp"
#include "json.hpp"

namespace hemu::dossier {

/// The word of a code in a group of a page's words: `page_word("handling", "mode", "joint")` is 面对面.
inline std::string page_word(std::string_view page, std::string_view group, std::string_view code) {
    // Read once for each page: a paper asks for dozens of words.
    static const auto pages = [] {
        std::map<std::string, boost::json::object, std::less<>> read;
        for (const std::string name :
             {"dispute", "handling", "triage", "evaluation", "closing", "supervision", "attachments", "court"})
            read[name] = boost::json::parse(embedded_file("words_zh_" + name + ".json")).as_object();
        return read;
    }();
    const auto* words = pages.find(page)->second.if_contains(group);
    const auto* word = words ? words->as_object().if_contains(code) : nullptr;
    return word ? std::string(word->as_string()) : std::string(code);
}

template <class Enum>
requires std::is_enum_v<Enum> std::string page_word(std::string_view page, std::string_view group, Enum value) {
    return page_word(page, group, json::enum_word(value));
}

/// Without the code that stands before it on the screen: `T02 无法达成协议`.
inline std::string reason_word(std::string_view page, std::string_view group, auto value) {
    const std::string word = page_word(page, group, value);
    const auto blank = word.find(' ');
    return blank == word.npos ? word : word.substr(blank + 1);
}

}  // namespace hemu::dossier
