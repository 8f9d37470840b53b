#include "text_form.hpp"

#include <fmt/format.h>

namespace hemu::documents {

static std::string replaced(std::string_view words, std::string_view from, std::string_view to) {
    std::string out;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t found = std::min(words.find(from, at), words.size());
        out.append(words.substr(at, found - at));
        if (found < words.size()) out.append(to);
        at = found < words.size() ? found + from.size() : found;
    }
    return out;
}

static std::string on_one_line(std::string_view words) { return replaced(words, "\n", "\\n"); }
static std::string on_lines(std::string_view words) { return replaced(words, "\\n", "\n"); }

static std::string_view sign_of(LineKind kind) {
    switch (kind) {
        case LineKind::title:
            return "# ";
        case LineKind::heading:
            return "## ";
        case LineKind::number:
            return "> ";
        case LineKind::line:
            return "- ";
        case LineKind::signatures:
            return "~ ";
        default:
            return "";
    }
}

static std::string conditions(const Line& line) {
    std::string said;
    if (line.each) said += fmt::format("[each {}] ", *line.each);
    if (line.when) said += fmt::format("[when {}] ", *line.when);
    return said;
}

static std::string rows(std::string_view sign, const Line& line) {
    std::string text;
    for (const FactLine& fact : line.facts.value_or(std::vector<FactLine>{}))
        text += fmt::format("{} {} | {}\n", sign, fact.label, on_one_line(fact.words));
    return text;
}

/// A number by itself is a heading.
static std::string head_of(const Column& column) {
    return column.heading.empty() ? "" : fmt::format("{} {}", column.heading, column.share);
}

static std::string as_text(const Line& line) {
    switch (line.kind) {
        case LineKind::space:
            return conditions(line) + "...\n";
        case LineKind::facts:
            return conditions(line) + rows("=", line) + "\n";
        case LineKind::table: {
            std::string text = conditions(line);
            for (const Column& column : line.columns.value_or(std::vector<Column>{}))
                text += fmt::format("+ {} | {}\n", head_of(column), on_one_line(column.words));
            return text + "\n";
        }
        case LineKind::signatures: {
            std::string text = conditions(line);
            if (line.words) text += fmt::format("~ {}\n", on_one_line(*line.words));
            return text + rows("~~", line) + "\n";
        }
        default:
            return conditions(line) + std::string(sign_of(line.kind)) + on_one_line(line.words.value_or("")) + "\n";
    }
}

std::string as_text(const std::vector<Line>& lines) {
    std::string text;
    for (const Line& line : lines) text += as_text(line);
    return text;
}

static std::string_view trimmed(std::string_view words) {
    const auto from = words.find_first_not_of(" \t\r");
    if (from == words.npos) return {};
    return words.substr(from, words.find_last_not_of(" \t\r") - from + 1);
}

namespace {

class Reader {
  public:
    ReadText read(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            ++number_;
            read_line(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return std::move(read_);
    }

  private:
    ReadText read_;
    std::size_t number_ = 0;
    bool open_ = false;  ///< the next row belongs to the line before

    void fault(std::string code, std::string_view what = {}) {
        read_.faults.push_back({static_cast<std::int64_t>(number_), std::move(code), std::string(what)});
    }

    void read_line(std::string_view words) {
        words = trimmed(words);
        if (words.empty()) {
            open_ = false;
            return;
        }
        Line line;
        while (words.starts_with("[each ") || words.starts_with("[when ")) {
            const auto shut = words.find(']');
            if (shut == words.npos) return fault("unclosed", words);
            (words[1] == 'e' ? line.each : line.when) = std::string(trimmed(words.substr(6, shut - 6)));
            words = trimmed(words.substr(shut + 1));
        }
        if (line.each || line.when) open_ = false;
        read_words(std::move(line), words);
    }

    void read_words(Line line, std::string_view words) {
        const std::size_t blank = std::min(words.find(' '), words.size());
        const std::string_view sign = words.substr(0, blank), rest = trimmed(words.substr(blank));
        if (sign == "...") return add(std::move(line), LineKind::space, false);
        if (sign == "=") return add_row(std::move(line), LineKind::facts, rest);
        if (sign == "~~") return add_row(std::move(line), LineKind::signatures, rest);
        if (sign == "+") return add_column(std::move(line), rest);
        line.words = on_lines(rest);
        if (sign == "#") return add(std::move(line), LineKind::title, false);
        if (sign == "##") return add(std::move(line), LineKind::heading, false);
        if (sign == ">") return add(std::move(line), LineKind::number, false);
        if (sign == "-") return add(std::move(line), LineKind::line, false);
        if (sign == "~") return add(std::move(line), LineKind::signatures, true);
        if (!sign.empty() && sign.find_first_not_of("#>-~=+.*[]") == sign.npos) return fault("unknown_sign", sign);
        line.words = on_lines(words);
        add(std::move(line), LineKind::paragraph, false);
    }

    void add(Line line, LineKind kind, bool open) {
        line.kind = kind;
        read_.lines.push_back(std::move(line));
        read_.begins.push_back(number_);
        open_ = open;
    }

    /// The line that a row goes on with, or a new one.
    Line& line_of(Line fresh, LineKind kind) {
        if (!open_ || read_.lines.back().kind != kind) add(std::move(fresh), kind, true);
        return read_.lines.back();
    }

    void add_row(Line fresh, LineKind kind, std::string_view words) {
        const auto bar = words.find('|');
        if (bar == words.npos) return fault("missing", "|");
        auto& facts = line_of(std::move(fresh), kind).facts;
        if (!facts) facts.emplace();
        facts->push_back({std::string(trimmed(words.substr(0, bar))), on_lines(trimmed(words.substr(bar + 1)))});
    }

    void add_column(Line fresh, std::string_view words) {
        const auto bar = words.find('|');
        if (bar == words.npos) return fault("missing", "|");
        const std::string_view head = trimmed(words.substr(0, bar));
        const auto blank = head.rfind(' ');
        const std::string_view share = blank == head.npos ? std::string_view("1") : head.substr(blank + 1);
        if (share.empty() || share.size() > 2 || share.find_first_not_of("0123456789") != share.npos || share == "0")
            return fault("out_of_range", share);
        auto& columns = line_of(std::move(fresh), LineKind::table).columns;
        if (!columns) columns.emplace();
        columns->push_back({std::string(trimmed(head.substr(0, blank))), on_lines(trimmed(words.substr(bar + 1))),
                            std::stoll(std::string(share))});
    }
};

}  // namespace

ReadText read_text(std::string_view text) { return Reader().read(text); }

}  // namespace hemu::documents
