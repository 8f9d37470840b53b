#include "contents.hpp"

#include "citizens.hpp"
#include "shelf.hpp"

namespace hemu::attachments {

std::string keep_content(db::Tx& tx, std::string_view content, const identity::Context& cx) {
    const std::string digest = crypto::to_hex(crypto::sm3(content));
    keep_held(tx, Shelf(cx.config, cx.keys), digest, content);
    return digest;
}

void keep_held(db::Tx& tx, const Shelf& shelf, const std::string& digest, std::string_view content) {
    Shelf::hold(tx, digest);
    reaching_store([&] { shelf.keep(digest, content); });
}

/// Whole at this store; why not, else.
static std::string why_not_whole(const Shelf& shelf, const std::string& digest) {
    try {
        shelf.content(digest);
        return "";
    } catch (const outbound::Failure&) {
        throw;
    } catch (const std::runtime_error& why) {
        return why.what();
    }
}

Moved move_contents(db::Database& database, const config::Config& config, const crypto::Keys& keys,
                    std::string_view to, bool take_off,
                    const std::function<void(const std::string&, const std::string&)>& tell) {
    const auto source = store_of(config, to == "s3" ? "folder" : "s3"), target = store_of(config, to);
    const Shelf here(config, keys, store_of(config, to == "s3" ? "folder" : "s3")),
        there(config, keys, store_of(config, to));
    Moved moved;
    for_each_digest(database, [&](const std::string& digest) {
        ++moved.contents;
        if (target->has(digest) && why_not_whole(there, digest).empty()) {
            ++moved.there;
        } else {
            std::string why = why_not_whole(here, digest);
            if (why.empty()) {
                target->put(digest, source->get(digest));
                why = why_not_whole(there, digest);
            }
            // Taken back by its party in this moment?
            database.transact([&](db::Tx& tx) { take_off_unnamed(tx, config, digest); });
            moved.copied += why.empty();
            moved.broken += !why.empty();
            if (!why.empty()) return tell(digest, why);
        }
        if (!take_off || !source->has(digest)) return;
        source->remove(digest);
        ++moved.taken_off;
    });
    return moved;
}

}  // namespace hemu::attachments
