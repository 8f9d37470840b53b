#include "office.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "zip.hpp"

namespace hemu::attachments {

using namespace std::string_view_literals;

static constexpr MediaType unsupported{"", "file_unsupported"};
static constexpr MediaType with_macros{"", "file_has_macros"};
static constexpr MediaType encrypted{"", "file_encrypted"};

bool is_ole(std::string_view content) { return content.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv); }

/// Names of the storages and streams. An entry of the directory has 128 bytes and begins with its name in UTF-16,
/// whose length in bytes, with the zero at its end, stands at 64, and its kind at 66 (MS-CFB 2.6.1). Sectors begin at
/// multiples of 128, so no chain has to be followed, and a broken one hides nothing.
static std::set<std::string> ole_names(std::string_view content) {
    static constexpr std::size_t entry = 128, name_bytes = 64;
    std::set<std::string> names;
    for (std::size_t at = 512; at + entry <= content.size(); at += entry) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(content[at + i]); };
        const std::size_t length = byte(name_bytes) + 256U * byte(name_bytes + 1);
        if (length < 4 || length > name_bytes || length % 2 != 0 || byte(66) < 1 || byte(66) > 5) continue;
        std::string name;
        for (std::size_t i = 0; i + 2 < length; i += 2)
            if (byte(i) >= 0x20 && byte(i) < 0x7f && byte(i + 1) == 0) name += content[at + i];
        if (name.size() == length / 2 - 1) names.insert(name);
    }
    return names;
}

MediaType ole_type_of(std::string_view content) {
    const auto names = ole_names(content);
    // Every project of VBA has this stream (MS-OVBA 2.2.1).
    if (names.contains("_VBA_PROJECT")) return with_macros;
    if (names.contains("EncryptedPackage")) return encrypted;
    if (names.contains("WordDocument")) return {"application/msword", ""};
    if (names.contains("Workbook") || names.contains("Book")) return {"application/vnd.ms-excel", ""};
    if (names.contains("PowerPoint Document")) return {"application/vnd.ms-powerpoint", ""};
    return unsupported;
}

static constexpr std::size_t most_entries = 20'000;
static constexpr std::size_t most_bytes = 1024U * 1024 * 1024;

static bool has(const std::vector<zip::Listed>& entries, std::string_view path) {
    return std::any_of(entries.begin(), entries.end(), [&](const zip::Listed& one) { return one.path == path; });
}
static bool any_path(const std::vector<zip::Listed>& entries, std::string_view beginning, std::string_view end) {
    return std::any_of(entries.begin(), entries.end(), [&](const zip::Listed& one) {
        return one.path.starts_with(beginning) && one.path.ends_with(end);
    });
}

static MediaType ooxml_type_of(std::string_view content, const std::vector<zip::Listed>& entries) {
    static constexpr std::size_t longest_list = 1024 * 1024;
    const std::string types = zip::beginning(content, "[Content_Types].xml", longest_list);
    if (any_path(entries, "", "vbaProject.bin") || types.find("macroEnabled") != types.npos ||
        types.find("vbaProject") != types.npos)
        return with_macros;
    if (has(entries, "word/document.xml"))
        return {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ""};
    if (has(entries, "xl/workbook.xml"))
        return {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""};
    if (has(entries, "ppt/presentation.xml"))
        return {"application/vnd.openxmlformats-officedocument.presentationml.presentation", ""};
    return unsupported;
}

static MediaType odf_type_of(std::string_view content, const std::vector<zip::Listed>& entries) {
    static constexpr std::size_t longest_manifest = 4 * 1024 * 1024;
    static constexpr std::string_view types[] = {"application/vnd.oasis.opendocument.text",
                                                 "application/vnd.oasis.opendocument.spreadsheet",
                                                 "application/vnd.oasis.opendocument.presentation"};
    const std::string told = zip::beginning(content, "mimetype", 200);
    const auto* type = std::find(std::begin(types), std::end(types), told);
    if (type == std::end(types)) return unsupported;
    if (any_path(entries, "Basic/", "") || any_path(entries, "Scripts/", "")) return with_macros;
    const std::string manifest = zip::beginning(content, "META-INF/manifest.xml", longest_manifest);
    if (manifest.find("encryption-data") != manifest.npos) return encrypted;
    return {*type, ""};
}

static MediaType type_by_entries(std::string_view content) {
    const auto entries = zip::list(content, most_entries);
    std::size_t bytes = 0;
    for (const zip::Listed& one : entries) bytes += std::min(one.size, most_bytes);
    const bool is_ooxml = has(entries, "[Content_Types].xml");
    if (bytes > most_bytes || (!is_ooxml && !has(entries, "mimetype"))) return unsupported;
    if (std::any_of(entries.begin(), entries.end(), [](const zip::Listed& one) { return one.has_password; }))
        return encrypted;
    return is_ooxml ? ooxml_type_of(content, entries) : odf_type_of(content, entries);
}

MediaType zipped_type_of(std::string_view content) {
    try {
        return type_by_entries(content);
    } catch (const std::runtime_error&) {
        return unsupported;
    } catch (const std::length_error&) {
        return unsupported;
    }
}

}  // namespace hemu::attachments
