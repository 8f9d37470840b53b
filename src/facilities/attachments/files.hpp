// Files that are there whole, or not at all.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace hemu::attachments {

/// An open file that closes itself. std::system_error when it cannot be opened.
class File {
  public:
    File(const std::filesystem::path&, int flags);
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool lock() const;
    std::int64_t size() const;
    void write(std::string_view bytes, std::int64_t offset) const;
    void cut(std::int64_t size) const;
    void sync() const;

  private:
    int handle_;
};

void sync_folder(const std::filesystem::path&);
/// std::runtime_error when there is none.
std::string read_all(const std::filesystem::path&);

}  // namespace hemu::attachments
