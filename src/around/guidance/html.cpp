#include "html.hpp"

#include "embedded.hpp"

namespace hemu::guidance {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    std::string out;
    for (const char c : text) {
        if (plain.find(c) != plain.npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

const std::string& in_language(const Words& words, std::string_view language) {
    return language == "en" ? words.en : words.zh;
}

std::string page_words(std::string_view name, std::string_view language) {
    static const auto all = json::read<std::map<std::string, Words>>(embedded_file("guidance_words.json"));
    const auto found = all.find(std::string(name));
    if (found == all.end()) throw std::logic_error("guidance has no words " + std::string(name));
    return in_language(found->second, language);
}

std::string page_words(std::string_view name, std::string_view language, const std::vector<std::string>& values) {
    auto words = page_words(name, language);
    std::size_t at = 0;
    for (const auto& value : values) {
        at = words.find("{}", at);
        if (at == words.npos) break;
        words.replace(at, 2, value);
        at += value.size();
    }
    return words;
}

std::string element(std::string_view tag, std::string_view style, std::string_view words) {
    const auto look = style.empty() ? std::string() : fmt::format(" class=\"{}\"", style);
    return fmt::format("<{0}{1}>{2}</{0}>\n", tag, look, escaped(words));
}

std::string link(std::string_view style, std::string_view address, std::string_view words) {
    const auto look = style.empty() ? std::string() : fmt::format(" class=\"{}\"", style);
    return fmt::format("<a{} href=\"{}\">{}</a>\n", look, escaped(address), escaped(words));
}

}  // namespace hemu::guidance
