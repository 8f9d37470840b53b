// 类型建议 Which types a narrative speaks of, pure: by words of data/type_words.json and by what was learned from the
// types that people gave to earlier disputes. A person chooses.
#pragma once
#include <map>

#include "intake.hpp"
#include "type_lessons.hpp"

namespace hemu::intake {

/// A word that says what a dispute is about, or only hints at it.
struct KeyWord {
    std::string word;
    double weight = 0;
};

/// A type's code (two digits national, four local) with its words.
struct WordsOfType {
    std::string type;
    std::vector<KeyWord> words;
};

/// From data/type_words.json. A word of several types counts less for each, a longer word more.
const std::vector<WordsOfType>& words_of_types();

/// At most five types, likeliest first, no more than two of one national type. A local type takes half of what speaks
/// for its national one. What was learned weighs the more the more there is; a type for which no listed word speaks
/// is proposed when the lessons alone make it likely, with the pairs of characters that did.
std::vector<TypeProposal> propose_types(std::string_view narrative, const TypeLessons& = {});

}  // namespace hemu::intake
