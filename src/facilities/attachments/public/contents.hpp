// 内容库 Contents that are no files of the list: papers that were signed, pictures of how they were signed.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Keeps the content, sealed and synced, before the caller's row names it by its digest (SM3, hex). Such rows stand
/// in signing_paper and signing_signer. attachments::content_on_shelf reads it.
std::string keep_content(db::Tx&, std::string_view content, const identity::Context&);

}  // namespace hemu::attachments
