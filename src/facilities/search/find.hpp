// 查找 What the search answers.
#pragma once
#include "store.hpp"

namespace hemu::search {

/// A dispute that was found: where, and in which words. Lists name nobody of a private or restricted dispute, so of
/// those neither title nor words are told. highlights: in UTF-16 units of the excerpt.
struct SearchHit {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    dispute::Risk risk = dispute::Risk::blue;
    std::optional<dispute::Difficulty> difficulty;
    dispute::Secrecy secrecy = dispute::Secrecy::normal;
    std::string national_type;
    std::string holder_name;
    std::optional<std::string> handler_name;
    Instant registered_at;
    std::optional<Where> where;
    std::string excerpt;
    std::vector<Highlight> highlights;
};
BOOST_DESCRIBE_STRUCT(SearchHit, (),
                      (id, number, title, state, risk, difficulty, secrecy, national_type, holder_name, handler_name,
                       registered_at, where, excerpt, highlights))

/// next: where the following page begins; there may be one even when this one is not full. looked_until: the day of
/// registration up to which a page that is not full was looked for; none when all was.
struct SearchPage {
    std::vector<SearchHit> items;
    std::optional<std::string> next;
    std::optional<LegalDate> looked_until;
};
BOOST_DESCRIBE_STRUCT(SearchPage, (), (items, next, looked_until))

/// What somebody typed, among which disputes, and from which page on. Without words: all disputes of the filters.
struct Wish {
    std::string words;
    Filters filters;
    std::string after;
    std::int64_t limit = 50;
};

/// Disputes that the actor may see, newest first. Refusal invalid cursor_wrong.
SearchPage find(db::Tx&, const Wish&, const identity::Context&);

}  // namespace hemu::search
