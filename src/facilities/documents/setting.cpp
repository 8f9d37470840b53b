#include <fmt/format.h>

#include "filling.hpp"

namespace hemu::documents {

using pdf::Align;

// 仿宋 is not free; body text is set in Noto Serif CJK, 28 characters a line and 22 lines of 28.95 pt a page, as
// official papers have them. Source: GB/T 9704 5.2: 156 by 225 mm of A4 within margins of 28 and 37 mm.
static constexpr double body_size = 15.75;
static constexpr double body_lines = 28.95 / body_size;

static pdf::Text text(std::string words, Align align, double indent = 0) {
    return {std::move(words),
            {.size = body_size, .align = align, .first_indent_ems = indent, .line_height = body_lines}};
}

static void add_facts(const Line& line, const Scope& scope, pdf::Blocks& blocks) {
    pdf::Table table;
    table.shares = {1, 3.6};
    table.style.size = 12;
    table.style.line_height = 1.6;
    for (const FactLine& fact : line.facts.value_or(std::vector<FactLine>{}))
        table.rows.push_back({fact.label, scope.fill(fact.words)});
    blocks.push_back(std::move(table));
    blocks.push_back(pdf::Space{3});
}

static void add_table(const Line& line, const Scope& scope, pdf::Blocks& blocks) {
    pdf::Table table;
    table.style.size = 11;
    const auto columns = line.columns.value_or(std::vector<Column>{});
    for (const Column& column : columns) {
        table.shares.push_back(double(column.share));
        table.heading.push_back(column.heading);
    }
    for (const Scope& item : scope.of_each(line.each)) {
        std::vector<std::string> row;
        for (const Column& column : columns) row.push_back(item.fill(column.words));
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty()) return;
    blocks.push_back(std::move(table));
    blocks.push_back(pdf::Space{3});
}

/// Room for a hand: a line with its label, and two lines' height beneath it.
static void add_signatures(const Line& line, const Scope& scope, pdf::Blocks& blocks) {
    pdf::Blocks signs;
    if (line.words) signs.push_back(text(scope.fill(*line.words), Align::left));
    for (const FactLine& fact : line.facts.value_or(std::vector<FactLine>{}))
        signs.push_back(text(fact.label + scope.fill(fact.words), Align::left));
    signs.push_back(pdf::Space{10});
    blocks.push_back(pdf::Together{std::move(signs)});
}

static void add_once(const Line& line, const Scope& scope, pdf::Blocks& blocks) {
    const std::string words = scope.fill(line.words.value_or(""));
    switch (line.kind) {
        case LineKind::title: {
            pdf::Text title = pdf::title(words);
            title.style.size = 22;
            blocks.push_back(std::move(title));
            blocks.push_back(pdf::Space{3});
            return;
        }
        case LineKind::number:
            blocks.push_back(text(words, Align::right));
            return;
        case LineKind::heading: {
            pdf::Text heading = pdf::heading(words);
            heading.style.size = body_size;
            heading.style.line_height = body_lines;
            blocks.push_back(std::move(heading));
            return;
        }
        case LineKind::paragraph:
            blocks.push_back(text(words, Align::both, 2));
            return;
        case LineKind::line:
            blocks.push_back(text(words, Align::left));
            return;
        case LineKind::facts:
            return add_facts(line, scope, blocks);
        case LineKind::table:
            return add_table(line, scope, blocks);
        case LineKind::signatures:
            return add_signatures(line, scope, blocks);
        case LineKind::space:
            blocks.push_back(pdf::Space{8});
            return;
    }
}

static bool at_the_right(const pdf::Block& block) {
    const auto* text = std::get_if<pdf::Text>(&block);
    return text && text->style.align == Align::right;
}

/// Where the end begins: with the last who sign, else with the words before body and day.
static pdf::Blocks::iterator begin_of_the_end(pdf::Blocks& blocks) {
    const auto last = std::find_if(blocks.rbegin(), blocks.rend(), [](const pdf::Block& block) {
        return std::holds_alternative<pdf::Together>(block);
    });
    if (last != blocks.rend()) return std::prev(last.base());
    auto begin = blocks.end();
    while (begin != blocks.begin() && at_the_right(*std::prev(begin))) --begin;
    if (begin != blocks.end() && begin != blocks.begin() && std::holds_alternative<pdf::Text>(*std::prev(begin)))
        --begin;
    return begin;
}

/// Body and day stay on the page of the last who sign; no page holds them alone.
static void keep_the_end_together(pdf::Blocks& blocks) {
    const auto begin = begin_of_the_end(blocks);
    pdf::Together end;
    for (auto at = begin; at != blocks.end(); ++at)
        if (auto* together = std::get_if<pdf::Together>(&*at))
            std::move(together->blocks.begin(), together->blocks.end(), std::back_inserter(end.blocks));
        else
            end.blocks.push_back(std::move(*at));
    blocks.erase(begin, blocks.end());
    if (!end.blocks.empty()) blocks.push_back(std::move(end));
}

pdf::Paper fill(const Template& pattern, const boost::json::object& data, const Making& making) {
    pdf::Paper paper;
    paper.title = pattern.title;
    paper.author = making.author;
    paper.made_at = making.made_at;
    paper.footer = making.footer;
    paper.margin_top_mm = 37;
    paper.margin_side_mm = 27;
    paper.margin_bottom_mm = 34;
    const Scope whole(data);
    for (const Line& line : pattern.lines) {
        if (line.when && !whole.says(*line.when)) continue;
        if (line.kind == LineKind::table) {
            add_table(line, whole, paper.blocks);
            continue;
        }
        for (const Scope& scope : whole.of_each(line.each)) add_once(line, scope, paper.blocks);
    }
    keep_the_end_together(paper.blocks);
    return paper;
}

}  // namespace hemu::documents
