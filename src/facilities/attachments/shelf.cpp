#include "shelf.hpp"

#include <fcntl.h>

#include "files.hpp"
#include "log.hpp"

namespace hemu::attachments {

namespace files = std::filesystem;

static constexpr std::size_t sealed_piece = 256 * 1024;

void refuse_unreachable(const char* why) {
    log::error("file_store_unreachable", {{"why", why}});
    throw Refusal(Fault::unavailable, "file_store_unreachable");
}

files::path Shelf::path_of(Id<Upload> id) const { return folder_ / "uploads" / to_text(id); }

void Shelf::write_piece(Id<Upload> id, std::int64_t offset, std::string_view bytes) const {
    files::create_directories(path_of(id).parent_path());
    const File file(path_of(id), O_RDWR | O_CREAT);
    if (!file.lock()) throw Refusal(Fault::conflict, "upload_busy");
    if (file.size() < offset) throw Refusal(Fault::unavailable, "upload_elsewhere");
    file.cut(offset);
    file.write(bytes, offset);
    file.sync();
}

std::string Shelf::pieces(Id<Upload> id) const { return read_all(path_of(id)); }

void Shelf::drop_pieces(Id<Upload> id) const {
    std::error_code gone;
    files::remove(path_of(id), gone);
}

/// A piece cannot be moved to another place or another file, and none can be left out at the end.
static std::string context_of(const std::string& digest, std::size_t number, bool last) {
    return fmt::format("attachment/{}/{}/{}", digest, number, last ? "last" : "more");
}

void Shelf::keep(const std::string& digest, std::string_view content) const {
    if (store_->has(digest)) return;
    std::string sealed;
    for (std::size_t number = 0; number == 0 || number * sealed_piece < content.size(); ++number) {
        const auto piece = content.substr(number * sealed_piece, sealed_piece);
        const bool last = (number + 1) * sealed_piece >= content.size();
        sealed += keys_.seal(piece, context_of(digest, number, last)) + "\n";
    }
    store_->put(digest, sealed);
}

static const db::Statement take_hold{"attachments.hold", R"(
    INSERT INTO attachment_content (digest, holds) VALUES ($1, 1)
    ON CONFLICT (digest) DO UPDATE SET holds = attachment_content.holds + 1)"};

void Shelf::hold(db::Tx& tx, const std::string& digest) { tx.changed(take_hold, digest); }

static const db::Statement let_go{"attachments.let_go", "DELETE FROM attachment_content WHERE digest = $1"};

void Shelf::let_go_of(db::Tx& tx, const std::string& digest) { tx.run(let_go, digest); }

std::string Shelf::content(const std::string& digest) const {
    const std::string sealed = store_->get(digest);
    std::string content;
    content.reserve(sealed.size() / 4 * 3);
    std::string_view rest = sealed;
    for (std::size_t number = 0; !rest.empty(); ++number) {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) throw std::runtime_error("cut off");
        content += keys_.open(rest.substr(0, end), context_of(digest, number, end + 1 == rest.size()));
        rest.remove_prefix(end + 1);
    }
    if (crypto::to_hex(crypto::sm3(content)) != digest) throw std::runtime_error("not what it was");
    return content;
}

}  // namespace hemu::attachments
