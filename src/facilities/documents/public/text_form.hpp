// A template as text, for people who edit it: one line of text for each line of the paper, a sign in front says which
// kind.
//
//     # title            ## heading          > at the right       - at the left, not moved in
//     words              a paragraph, its first line moved in
//     = label | words    a row of a table of facts; rows that follow each other are one table
//     + heading 3 | words    a column of a table, with its share of the width; needs [each …]
//     ~ words            a signature, with room for the hand
//     ~~ label | words   one more who signs in the same place
//     ...                some empty room
//
// Before the sign: [each list] repeats the line, [when path] or [when !path] leaves it out. \n is a new line in
// words. Empty lines say nothing.
#pragma once
#include "documents.hpp"

namespace hemu::documents {

std::string as_text(const std::vector<Line>&);

/// What is wrong in a line of the text, from 1. what: the name, sign or word that is meant.
struct TextFault {
    std::int64_t line = 0;
    std::string code;
    std::string what;
};
BOOST_DESCRIBE_STRUCT(TextFault, (), (line, code, what))

/// Lines read from text, with the number of the text's line (from 1) in which each begins. faults: unknown_sign,
/// unclosed, missing (a bar), out_of_range (a share); the template is whole when there are none.
struct ReadText {
    std::vector<Line> lines;
    std::vector<std::size_t> begins;
    std::vector<TextFault> faults;
};
ReadText read_text(std::string_view);

}  // namespace hemu::documents
