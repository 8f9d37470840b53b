#include "files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

namespace hemu::attachments {

[[noreturn]] static void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

File::File(const std::filesystem::path& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (handle_ < 0) fail(path.string());
}
File::~File() { ::close(handle_); }

bool File::lock() const { return ::flock(handle_, LOCK_EX | LOCK_NB) == 0; }

std::int64_t File::size() const {
    struct stat about {};
    if (::fstat(handle_, &about) != 0) fail("size");
    return about.st_size;
}

void File::write(std::string_view bytes, std::int64_t offset) const {
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(handle_, bytes.data(), bytes.size(), offset);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("write");
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += count;
    }
}

void File::cut(std::int64_t size) const {
    if (::ftruncate(handle_, size) != 0) fail("cut");
}

void File::sync() const {
    if (::fsync(handle_) != 0) fail("sync");
}

void sync_folder(const std::filesystem::path& folder) { File(folder, O_RDONLY | O_DIRECTORY).sync(); }

std::string read_all(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) throw std::runtime_error("no such file");
    std::string bytes(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

}  // namespace hemu::attachments
