// Where the bytes of files are: pieces of uploads as they come, contents sealed under their digest.
#pragma once
#include <filesystem>

#include "attachments.hpp"

namespace hemu::attachments {

/// While it lives, what may be done with a content is settled; gives it free at its end.
class ShelfHold {
  public:
    explicit ShelfHold(int handle) : handle_(handle) {}
    ~ShelfHold();
    ShelfHold(const ShelfHold&) = delete;
    ShelfHold& operator=(const ShelfHold&) = delete;

  private:
    int handle_;
};

class Shelf {
  public:
    Shelf(const std::string& data_dir, const crypto::Keys& keys) : folder_(data_dir), keys_(keys) {}

    /// Writes the piece and syncs it; what an earlier, unrecorded try left behind it is cut off. Refusal conflict
    /// upload_busy while somebody else writes to the same upload.
    void write_piece(Id<Upload>, std::int64_t offset, std::string_view bytes) const;
    /// What has come so far.
    std::string pieces(Id<Upload>) const;
    void drop_pieces(Id<Upload>) const;

    /// Seals the content, in pieces that are bound to their place in it, and syncs it under its digest (SM3, hex).
    void keep(const std::string& digest, std::string_view content) const;
    /// From before a content is kept until the row that names it is committed: together with others, but not with who
    /// takes contents off. Waits.
    ShelfHold hold(const std::string& digest) const;
    /// Alone: while it is looked whether a row names the content, and it is taken off.
    ShelfHold hold_alone(const std::string& digest) const;
    void take_off(const std::string& digest) const;
    /// std::runtime_error when it is not there or was changed.
    std::string content(const std::string& digest) const;

  private:
    std::filesystem::path path_of(Id<Upload>) const;
    std::filesystem::path path_of(const std::string& digest) const;
    int locked_folder(const std::string& digest, int how) const;

    std::filesystem::path folder_;
    const crypto::Keys& keys_;
};

}  // namespace hemu::attachments
