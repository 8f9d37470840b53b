// What law fits a kind of dispute, and sentences that are ready to be written about it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"
#include "time.hpp"

namespace hemu::dispute {

/// One article and, in one plain sentence, what it says. certainty: source, known, default or unsure, as of clock
/// rules.
struct Provision {
    std::string law;
    std::string article;
    std::string says;
    LegalDate valid_from;
    std::string certainty;
};
BOOST_DESCRIBE_STRUCT(Provision, (), (law, article, says, valid_from, certainty))

/// note: a remark in the journal · record: what is written of a session · term: of an agreement.
enum class PhraseUse { note, record, term };
BOOST_DESCRIBE_ENUM(PhraseUse, note, record, term)

struct Phrase {
    PhraseUse use = PhraseUse::note;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Phrase, (), (use, words))

/// owner: who keeps the list; source: what it is taken from.
struct TypeGuide {
    std::string owner;
    std::string source;
    std::vector<Provision> provisions;
    std::vector<Phrase> phrases;
};
BOOST_DESCRIBE_STRUCT(TypeGuide, (), (owner, source, provisions, phrases))

/// From data/type_guides.json: what fits this national type first, then what fits every dispute. Refusal not_found
/// when there is no such type.
TypeGuide guide_of(std::string_view national_type);

}  // namespace hemu::dispute
