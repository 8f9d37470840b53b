// How a content is shown: whole or a part of it, small in a list, with its viewer's name across it.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Bytes from…to of a content, both counted from 0 and both in it.
struct Part {
    std::int64_t from = 0;
    std::int64_t to = 0;
    auto operator<=>(const Part&) const = default;
};
/// What a Range header asks of a content of this size (RFC 9110, 14.2): a part; or beyond it; or, for several parts
/// and what cannot be read, the whole.
struct Asked {
    std::optional<Part> part;
    bool beyond = false;
};
Asked asked_for(std::string_view range, std::int64_t size);

/// The answer, by Range and If-Range. What is marked is made for this look and is given whole.
http::Reply shown(const http::Request&, Opened);

/// The small picture of a list. Refusal not_found no_picture: it is none, or cannot be read.
http::Reply shown_small(const http::Request&, const AttachmentView&, const identity::Context&);

/// Bytes under this digest for parts of them: kept in clear in memory for a minute, for films that are read in
/// hundreds of parts. Refusal unavailable file_damaged.
std::shared_ptr<const std::string> content_at_hand(const std::string& digest, const identity::Context&);

/// Whether the account opened this file from its beginning a short while ago, so that a further part is no new
/// opening.
bool goes_on(Id<identity::Account>, Id<Attachment>, Instant moment);
void note_opening(Id<identity::Account>, Id<Attachment>, Instant moment);

/// Content and media type with these words across it; nothing when it is no picture or PDF, or cannot be redrawn.
struct Marked {
    std::string content;
    std::string media_type;
};
std::optional<Marked> marked(std::string_view content, std::string_view media_type, const std::string& words);

}  // namespace hemu::attachments
