#include "csv.hpp"

#include <algorithm>

namespace hemu::intake {

CsvReader::CsvReader(std::string_view text) : text_(text) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
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
    while (at_ < text_.size() && (text_[at_] == '\r' || text_[at_] == '\n')) line_ += text_[at_++] == '\n' ? 1U : 0U;
    if (at_ >= text_.size()) return std::nullopt;
    CsvRow row;
    for (;;) {
        row.push_back(field());
        if (broken_) return std::nullopt;
        if (at_ >= text_.size() || text_[at_] != ',') break;
        ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') {
        ++at_;
        ++line_;
    }
    return row;
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

}  // namespace hemu::intake
