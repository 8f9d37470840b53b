#include "shelf.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

namespace hemu::attachments {

namespace files = std::filesystem;

static constexpr std::size_t sealed_piece = 256 * 1024;

/// An open file that closes itself. std::system_error when it cannot be opened.
class File {
  public:
    File(const files::path& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (handle_ < 0) fail(path.string());
    }
    ~File() { ::close(handle_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool lock() const { return ::flock(handle_, LOCK_EX | LOCK_NB) == 0; }
    void write(std::string_view bytes, std::int64_t offset) const {
        while (!bytes.empty()) {
            const ssize_t count = ::pwrite(handle_, bytes.data(), bytes.size(), offset);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail("write");
            bytes.remove_prefix(static_cast<std::size_t>(count));
            offset += count;
        }
    }
    void cut(std::int64_t size) const {
        if (::ftruncate(handle_, size) != 0) fail("cut");
    }
    void sync() const {
        if (::fsync(handle_) != 0) fail("sync");
    }

  private:
    [[noreturn]] static void fail(const std::string& what) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    int handle_;
};

static void sync_folder(const files::path& folder) { File(folder, O_RDONLY | O_DIRECTORY).sync(); }

static std::string read_all(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("no such file");
    return {std::istreambuf_iterator<char>(file), {}};
}

files::path Shelf::path_of(Id<Upload> id) const { return folder_ / "uploads" / to_text(id); }
files::path Shelf::path_of(const std::string& digest) const {
    return folder_ / "attachments" / digest.substr(0, 2) / digest;
}

void Shelf::write_piece(Id<Upload> id, std::int64_t offset, std::string_view bytes) const {
    files::create_directories(path_of(id).parent_path());
    const File file(path_of(id), O_RDWR | O_CREAT);
    if (!file.lock()) throw Refusal(Fault::conflict, "upload_busy");
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
    const files::path path = path_of(digest);
    if (files::exists(path)) return;
    files::create_directories(path.parent_path());
    const files::path fresh = path.string() + "." + crypto::random_code(8);
    {
        const File file(fresh, O_RDWR | O_CREAT | O_EXCL);
        std::int64_t at = 0;
        for (std::size_t number = 0; number == 0 || number * sealed_piece < content.size(); ++number) {
            const auto piece = content.substr(number * sealed_piece, sealed_piece);
            const bool last = (number + 1) * sealed_piece >= content.size();
            const std::string line = keys_.seal(piece, context_of(digest, number, last)) + "\n";
            file.write(line, at);
            at += static_cast<std::int64_t>(line.size());
        }
        file.sync();
    }
    files::rename(fresh, path);
    sync_folder(path.parent_path());
    sync_folder(path.parent_path().parent_path());
}

ShelfHold::~ShelfHold() { ::close(handle_); }

int Shelf::locked_folder(const std::string& digest, int how) const {
    const files::path folder = path_of(digest).parent_path();
    files::create_directories(folder);
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) throw std::system_error(errno, std::generic_category(), folder.string());
    while (::flock(handle, how) != 0) {
        if (errno == EINTR) continue;
        const int error = errno;
        ::close(handle);
        throw std::system_error(error, std::generic_category(), "lock");
    }
    return handle;
}

ShelfHold Shelf::hold(const std::string& digest) const { return ShelfHold(locked_folder(digest, LOCK_SH)); }
ShelfHold Shelf::hold_alone(const std::string& digest) const { return ShelfHold(locked_folder(digest, LOCK_EX)); }

void Shelf::take_off(const std::string& digest) const {
    if (files::remove(path_of(digest))) sync_folder(path_of(digest).parent_path());
}

std::string Shelf::content(const std::string& digest) const {
    const std::string sealed = read_all(path_of(digest));
    std::string content;
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
