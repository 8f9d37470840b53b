#include "contents.hpp"

#include "shelf.hpp"

namespace hemu::attachments {

std::string keep_content(db::Tx& tx, std::string_view content, const identity::Context& cx) {
    const std::string digest = crypto::to_hex(crypto::sm3(content));
    const Shelf shelf(cx.config.data_dir, cx.keys);
    // Held until the transaction is over, which names it.
    tx.kept<std::vector<std::unique_ptr<ShelfHold>>>().emplace_back(new ShelfHold(shelf.hold(digest)));
    shelf.keep(digest, content);
    return digest;
}

}  // namespace hemu::attachments
