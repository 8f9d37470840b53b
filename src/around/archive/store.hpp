#pragma once
#include "rules.hpp"

namespace hemu::archive {

using dispute::Dispute;
using identity::Context;

ArchiveSettings archive_settings(db::Tx&);

/// Where a page of a list, newest first, goes on: before this moment and id.
template <class T>
struct Before {
    Instant at{253'402'300'799'000'000};  ///< of the first page: the end of the year 9999
    Id<T> id;
};
template <class T>
std::string to_text(const Before<T>& before) {
    return to_json_text(before.at) + "~" + to_text(before.id);
}
/// Refusal invalid cursor_wrong at before. Empty for the first page.
template <class T>
Before<T> read_before(std::string_view text) {
    if (text.empty()) return {};
    const auto mark = text.find('~');
    const auto at = parse_instant(text.substr(0, mark));
    const auto id = mark == text.npos ? std::nullopt : Id<T>::parse(text.substr(mark + 1));
    if (!at || !id) throw Refusal(Fault::invalid, "cursor_wrong", {{"before", "cursor_wrong"}});
    return {*at, *id};
}

FileReviewList reviews_of(db::Tx&, const Dispute&, const Context&);
/// Those that the actor may see: who directs, of every body below his; the others of their body, a mediator of his
/// own files. state: empty for all.
FileReviewList review_list(db::Tx&, const std::string& state, const std::string& before, std::int64_t limit,
                           const Context&);
std::vector<DrawView> draws_of(db::Tx&, const Context&);
/// By the day on which the reviews were accepted.
ReviewResults review_results(db::Tx&, LegalDate from, LegalDate to, const Context&);

}  // namespace hemu::archive
