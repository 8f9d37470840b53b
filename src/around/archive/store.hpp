#pragma once
#include "rules.hpp"

namespace hemu::archive {

using dispute::Dispute;
using identity::Context;

ArchiveSettings archive_settings(db::Tx&);

FileReviewList reviews_of(db::Tx&, const Dispute&, const Context&);
/// Those that the actor may see: who directs, of every body below his; the others of their body, a mediator of his
/// own files. state: empty for all.
FileReviewList review_list(db::Tx&, const std::string& state, const std::string& before, std::int64_t limit,
                           const Context&);
std::vector<DrawView> draws_of(db::Tx&, const Context&);
/// By the day on which the reviews were accepted.
ReviewResults review_results(db::Tx&, LegalDate from, LegalDate to, const Context&);

}  // namespace hemu::archive
