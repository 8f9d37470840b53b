// 内容库 Contents that are no files of the list: papers that were signed, pictures of how they were signed; and what
// all answers with a content share.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Keeps the content, sealed and synced, before the caller's row names it by its digest (SM3, hex). Such rows stand
/// in signing_paper and signing_signer. attachments::content_on_shelf reads it.
std::string keep_content(db::Tx&, std::string_view content, const identity::Context&);

/// Content-Disposition of a file with a name in any letters (RFC 6266, RFC 8187). way: inline or attachment.
std::string disposition(std::string_view way, std::string_view name);
/// What stands across a file that is not for everybody: who reads it, for whom, when.
std::string reader_words(std::string_view name, std::string_view office, Instant moment);

struct Moved {
    std::int64_t contents = 0;
    std::int64_t copied = 0;
    std::int64_t there = 0;
    std::int64_t taken_off = 0;
    std::int64_t broken = 0;
};
/// Copies what rows name to the store `to` (folder or s3) from the other one, and reads each there again until its
/// digest is right; what is right there is left, so that a run that was stopped goes on. take_off: what is right
/// there leaves the other store. What is whole in neither is told, and left as it is. outbound::Failure when the S3
/// server cannot be reached.
Moved move_contents(db::Database&, const config::Config&, const crypto::Keys&, std::string_view to, bool take_off,
                    const std::function<void(const std::string& digest, const std::string& why)>& tell);

}  // namespace hemu::attachments
