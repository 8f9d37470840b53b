#include "json.hpp"

#include <charconv>
#include <cmath>

namespace hemu::json::detail {

std::string Path::text() const {
    if (!parent) return {};
    const std::string before = parent->text();
    if (name.data() == nullptr) return before + "[" + std::to_string(index) + "]";
    return before.empty() ? std::string(name) : before + "." + std::string(name);
}

void Faults::throw_if_any() const {
    if (!list_.empty()) throw Refusal(Fault::invalid, "invalid", list_);
}

boost::json::value parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 32;
    boost::system::error_code error;
    auto value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error, {}, options);
    if (error) throw Refusal(Fault::invalid, "malformed_json", {}, error.message());
    return value;
}

bool read_integer(const boost::json::value& value, std::int64_t least, std::uint64_t most, std::int64_t& number) {
    if (const auto* found = value.if_int64()) {
        number = *found;
        return number >= least && (number < 0 || static_cast<std::uint64_t>(number) <= most);
    }
    if (const auto* found = value.if_uint64()) {
        number = static_cast<std::int64_t>(*found);
        return *found <= most && *found <= static_cast<std::uint64_t>(INT64_MAX);
    }
    return false;
}

bool read_text(const boost::json::value& value, std::string& out) {
    const auto* text = value.if_string();
    if (!text) return false;
    out.assign(text->data(), text->size());
    // PostgreSQL's text cannot hold the zero character; SQLite would cut there.
    return out.find('\0') == std::string::npos;
}

void write_text(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += "\\u00";
                    out += digits[static_cast<unsigned char>(c) >> 4];
                    out += digits[c & 0xF];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void write_double(std::string& out, double number) {
    // JSON knows no infinity.
    if (!std::isfinite(number)) return void(out += "null");
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    out.append(buffer, end);
}

/// In the API's description two shapes of one name would silently be one.
static void refuse_second(const std::string& short_one, const std::string& name) {
    static std::mutex mutex;
    static std::map<std::string, std::string> names;
    const std::lock_guard lock(mutex);
    const auto [known, is_first] = names.emplace(short_one, name);
    if (!is_first && known->second != name)
        throw std::logic_error(fmt::format("{} and {} have one name in the API", known->second, name));
}

std::string short_name(const char* mangled) {
    const std::string name = boost::core::demangle(mangled);
    // Template arguments keep apart what would otherwise share a name.
    std::string kept;
    std::string word;
    for (const char c : name) {
        if (c == ':') {
            word.clear();
        } else if (c == '<' || c == '>' || c == ',' || c == ' ') {
            kept += word;
            word.clear();
            if (c == '<') kept += '_';
        } else {
            word += c;
        }
    }
    kept += word;
    refuse_second(kept, name);
    return kept;
}

}  // namespace hemu::json::detail
