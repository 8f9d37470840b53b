#include "csv.hpp"

#include <algorithm>

#include "text.hpp"

namespace hemu::text {

static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

CsvReader::CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

/// Steps over one end of line, if it stands here.
bool CsvReader::end_line() {
    const std::size_t before = at_;
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') {
        ++at_;
        ++line_;
    }
    return at_ > before;
}

std::string CsvReader::quoted() {
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == '"') {
            if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
                ++at_;
                return field;
            }
            ++at_;
        }
        if (text_[at_] == '\n') ++line_;
        field += text_[at_];
    }
    broken_ = true;
    return field;
}

std::string CsvReader::field() {
    if (at_ < text_.size() && text_[at_] == '"') {
        std::string inside = quoted();
        if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n') broken_ = true;
        return inside;
    }
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string plain(text_.substr(at_, end - at_));
    at_ = end;
    return plain;
}

std::optional<CsvRow> CsvReader::next() {
    while (end_line()) ++row_;
    if (at_ >= text_.size()) return std::nullopt;
    ++row_;
    CsvRow row;
    for (;;) {
        row.push_back(field());
        if (broken_) return std::nullopt;
        if (at_ >= text_.size() || text_[at_] != ',') break;
        ++at_;
    }
    end_line();
    return row;
}

/// The lines with their ends.
static std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

static bool is_ascii(std::string_view line) {
    return std::all_of(line.begin(), line.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string in_utf8(std::string text) {
    if (text.starts_with(byte_order_mark)) return text;
    const auto lines = lines_of(text);
    std::int64_t utf8 = 0;
    std::int64_t other = 0;
    for (const std::string_view line : lines)
        if (!is_ascii(line)) ++(is_utf8(line) ? utf8 : other);
    if (other <= utf8) return text;
    std::string converted;
    for (const std::string_view line : lines) converted += from_gb18030(line).value_or(std::string(line));
    return converted;
}

std::string csv_field(std::string_view value) {
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(value);
    std::string quoted = "\"";
    for (const char letter : value) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + '"';
}

}  // namespace hemu::text
