// 文书 Papers of a case: templates are data, filled with what is known, and set as PDF.
#pragma once
#include <boost/json.hpp>

#include "json.hpp"
#include "pdf.hpp"

namespace hemu::documents {

enum class LineKind { title, number, heading, paragraph, line, facts, table, signatures, space };
BOOST_DESCRIBE_ENUM(LineKind, title, number, heading, paragraph, line, facts, table, signatures, space)

/// A row of a table of facts: its label, and words with placeholders.
struct FactLine {
    std::string label;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(FactLine, (), (label, words))

struct Column {
    std::string heading;
    std::string words;
    std::int64_t share = 1;
};
BOOST_DESCRIBE_STRUCT(Column, (), (heading, words, share))

/// One line of a template. Words hold placeholders `{party.name}`; `{party.name|words}` has words for when there is
/// nothing. each: the name of a list, for each of which the line comes once (of a table: a row); what stands in the
/// list's items goes before what stands in the whole, and `{index}` counts from 1. when: the line is left out unless
/// this is there; `!` before it turns it round. signatures: `words` and `facts` are who signs, with room for the
/// hand.
struct Line {
    LineKind kind = LineKind::paragraph;
    std::optional<std::string> words;
    std::optional<std::string> each;
    std::optional<std::string> when;
    std::optional<std::vector<FactLine>> facts;
    std::optional<std::vector<Column>> columns;
};
BOOST_DESCRIBE_STRUCT(Line, (), (kind, words, each, when, facts, columns))

/// A version of a paper's template. law: what it follows. about: what besides the case it is of (session, inquiry,
/// …), none for the case as a whole. needs: paths that must hold something before it can be made. series: the word of
/// its own numbers (移 in 咸调移字〔2026〕第001号); none: it bears no number of its own.
struct Template {
    std::string code;
    std::string title;
    std::int64_t version = 1;
    LegalDate valid_from;
    std::string law;
    std::string about;
    std::vector<std::string> needs;
    std::vector<Line> lines;
    std::optional<std::string> series = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(Template, (), (code, title, version, valid_from, law, about, needs, lines, series))

/// The program's own, by code: the latest version that is valid on the day.
std::vector<Template> templates_on(LegalDate);

/// What is wrong in a line, from 0. field: words, facts, columns, each or when; what: the name that is meant.
struct TemplateFault {
    std::size_t line = 0;
    std::string field;
    std::string code;
    std::string what;
};
std::vector<TemplateFault> faults_of(const std::vector<Line>&, const boost::json::object& shape);

/// Everything wrong with a template, by field path, when papers are filled from data of this shape: unknown_name,
/// missing (words, columns), unclosed.
Verdict why_not_template(const Template&, const boost::json::object& shape);

/// Which of the template's needs the data lacks.
std::vector<std::string> missing_of(const Template&, const boost::json::object& data);

/// What no template says of a paper: who writes, when, its number or state at the foot of every page.
struct Making {
    std::string author;
    Instant made_at;
    std::string footer;
};

/// The template filled. What the data says is set as it is, whatever signs it holds.
pdf::Paper fill(const Template&, const boost::json::object& data, const Making&);

}  // namespace hemu::documents
