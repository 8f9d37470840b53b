// Where the bytes of files are: pieces of uploads as they come, in the data folder of this server; contents sealed
// under their digest, in the store of the settings.
#pragma once
#include "attachments.hpp"
#include "outbound.hpp"
#include "store.hpp"

namespace hemu::attachments {

class Shelf {
  public:
    Shelf(const config::Config& config, const crypto::Keys& keys) : Shelf(config, keys, store_of(config)) {}
    Shelf(const config::Config& config, const crypto::Keys& keys, std::unique_ptr<Store> store)
        : folder_(config.data_dir), keys_(keys), store_(std::move(store)) {}

    /// Writes the piece and syncs it; what an earlier, unrecorded try left behind it is cut off. Refusals: conflict
    /// upload_busy while somebody else writes to the same upload; unavailable upload_elsewhere when what came before
    /// it is not here, but at another server.
    void write_piece(Id<Upload>, std::int64_t offset, std::string_view bytes) const;
    /// What has come so far.
    std::string pieces(Id<Upload>) const;
    void drop_pieces(Id<Upload>) const;

    /// Seals the content, in pieces that are bound to their place in it, and stores it under its digest (SM3, hex).
    /// outbound::Failure when the store cannot be reached.
    void keep(const std::string& digest, std::string_view content) const;
    /// Until the transaction is over nobody else keeps or takes off this content: its row is this transaction's. Keep
    /// it once more, then name it in a row; or look whether a row names it, take it out of the store and let go of
    /// it.
    static void hold(db::Tx&, const std::string& digest);
    static void let_go_of(db::Tx&, const std::string& digest);
    /// std::runtime_error when it is not there or was changed; outbound::Failure when the store cannot be reached.
    std::string content(const std::string& digest) const;

  private:
    std::filesystem::path path_of(Id<Upload>) const;

    std::filesystem::path folder_;
    const crypto::Keys& keys_;
    std::unique_ptr<Store> store_;
};

/// Refusal unavailable file_store_unreachable, and a line in the log.
[[noreturn]] void refuse_unreachable(const char* why);

/// Does it; a store that cannot be reached is refused.
template <class Act>
auto reaching_store(Act&& act) {
    try {
        return act();
    } catch (const outbound::Failure& failure) {
        refuse_unreachable(failure.what());
    }
}

/// Kept, and held until the row that names it is committed.
void keep_held(db::Tx&, const Shelf&, const std::string& digest, std::string_view content);

}  // namespace hemu::attachments
