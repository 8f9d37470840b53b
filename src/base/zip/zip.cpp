#include "zip.hpp"

#include <zip.h>

#include <memory>
#include <stdexcept>

namespace hemu::zip {

static void fail(const char* doing) { throw std::runtime_error(std::string("zip: ") + doing); }

struct CloseSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Source = std::unique_ptr<zip_source_t, CloseSource>;
using Archive = std::unique_ptr<zip_t, Discard>;

static Archive archive_in(zip_source_t* source, int flags) {
    Archive archive(zip_open_from_source(source, flags, nullptr));
    if (!archive) fail("no archive");
    zip_source_keep(source);  // the archive frees one hold, ours the other
    return archive;
}

static std::string content_of(zip_source_t* source) {
    if (zip_source_open(source) != 0) fail("written archive does not open");
    std::string bytes;
    char piece[16 * 1024];
    for (zip_int64_t read = 0; (read = zip_source_read(source, piece, sizeof piece)) > 0;)
        bytes.append(piece, static_cast<std::size_t>(read));
    zip_source_close(source);
    return bytes;
}

std::string pack(const std::vector<Entry>& entries) {
    static constexpr time_t same_date = 1'577'836'800;
    Source source(zip_source_buffer_create(nullptr, 0, 0, nullptr));
    if (!source) fail("no memory");
    Archive archive = archive_in(source.get(), ZIP_TRUNCATE);
    for (const Entry& entry : entries) {
        zip_source_t* content = zip_source_buffer(archive.get(), entry.content.data(), entry.content.size(), 0);
        const auto index = zip_file_add(archive.get(), entry.path.c_str(), content, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(content);
            fail("entry not added");
        }
        zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), same_date, 0);
    }
    if (zip_close(archive.get()) != 0) fail("not written");
    archive.release();
    return content_of(source.get());
}

static Entry read_entry(zip_t* archive, zip_uint64_t index, std::size_t left) {
    zip_stat_t about;
    if (zip_stat_index(archive, index, 0, &about) != 0 || !(about.valid & ZIP_STAT_SIZE)) fail("entry without size");
    if (about.size > left) throw std::length_error("zip: too large");
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, 0));
    if (!file) fail("entry does not open");
    Entry entry{about.name, std::string(about.size, '\0')};
    const auto size = static_cast<zip_int64_t>(about.size);
    if (zip_fread(file.get(), entry.content.data(), about.size) != size) fail("entry is cut");
    char more = 0;
    // Reading past the end is what makes libzip compare the checksum.
    if (zip_fread(file.get(), &more, 1) != 0) fail("entry is damaged");
    return entry;
}

std::vector<Entry> unpack(std::string_view bytes, std::size_t most_entries, std::size_t most_bytes) {
    if (bytes.empty()) fail("no archive");  // which libzip would take for an empty one
    Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
    if (!source) fail("no memory");
    const Archive archive = archive_in(source.get(), ZIP_RDONLY | ZIP_CHECKCONS);
    const auto count = zip_get_num_entries(archive.get(), 0);
    if (count < 0) fail("no entries");
    if (static_cast<std::size_t>(count) > most_entries) throw std::length_error("zip: too many entries");
    std::vector<Entry> entries;
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        entries.push_back(read_entry(archive.get(), index, most_bytes));
        most_bytes -= entries.back().content.size();
    }
    return entries;
}

/// With its source, which has to outlive it.
struct Opened {
    Source source;
    Archive archive;
};

static Opened opened(std::string_view bytes) {
    if (bytes.empty()) fail("no archive");
    Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
    if (!source) fail("no memory");
    Archive archive = archive_in(source.get(), ZIP_RDONLY);
    return {std::move(source), std::move(archive)};
}

std::vector<Listed> list(std::string_view bytes, std::size_t most_entries) {
    const Opened zip = opened(bytes);
    const auto count = zip_get_num_entries(zip.archive.get(), 0);
    if (count < 0) fail("no entries");
    if (static_cast<std::size_t>(count) > most_entries) throw std::length_error("zip: too many entries");
    std::vector<Listed> entries;
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        zip_stat_t about;
        if (zip_stat_index(zip.archive.get(), index, 0, &about) != 0 || !(about.valid & ZIP_STAT_NAME))
            fail("entry without name");
        entries.push_back({about.name, (about.valid & ZIP_STAT_SIZE) ? std::size_t{about.size} : 0,
                           (about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE});
    }
    return entries;
}

std::string beginning(std::string_view bytes, const std::string& path, std::size_t most_bytes) {
    const Opened zip = opened(bytes);
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(zip.archive.get(), path.c_str(), 0));
    if (!file) return "";
    std::string content(most_bytes, '\0');
    std::size_t size = 0;
    for (zip_int64_t read = 0; size < most_bytes; size += static_cast<std::size_t>(read))
        if ((read = zip_fread(file.get(), content.data() + size, most_bytes - size)) <= 0) break;
    content.resize(size);
    return content;
}

}  // namespace hemu::zip
