// 草稿 What is typed at a window and not registered yet, sealed; only the account that typed it reads it again.
#pragma once
#include "intake.hpp"

namespace hemu::intake {

/// content: the page's own JSON text, in clear; nobody else reads it.
struct DraftView {
    Id<Draft> id;
    Instant saved_at;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(DraftView, (), (id, saved_at, content))

/// The actor's drafts, newest first.
std::vector<DraftView> drafts_of(db::Tx&, const identity::Context&);

/// Makes or replaces a draft of the actor. Refusals: invalid content too_long; conflict too_many_drafts; not_found
/// when the id is somebody else's.
void save_draft(db::Tx&, Id<Draft>, const std::string& content, const identity::Context&);

/// Throws a draft of the actor away; one that is not there is gone already.
void throw_draft_away(db::Tx&, Id<Draft>, const identity::Actor&);

/// How many drafts were thrown away that nobody saved since the moment.
std::int64_t drop_drafts(db::Tx&, Instant saved_before);

}  // namespace hemu::intake
