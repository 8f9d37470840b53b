#include <fstream>

#include "bytes.hpp"
#include "http_server.hpp"

namespace hemu::http {

using Bytes = std::shared_ptr<const std::string>;

struct StaticFiles::File {
    std::string type;
    std::string tag;  // without quotes
    bool kept_for_good = false;
    Bytes plain, brotli, gzip;
};

struct StaticFiles::Folder {
    std::map<std::string, File, std::less<>> files;
    std::vector<Application> applications;
};

StaticFiles::StaticFiles() : folder_(std::make_unique<Folder>()) {}
StaticFiles::~StaticFiles() = default;
StaticFiles::StaticFiles(StaticFiles&&) noexcept = default;
StaticFiles& StaticFiles::operator=(StaticFiles&&) noexcept = default;

static std::string_view type_of(std::string_view extension) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 19> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".wasm", "application/wasm"},
        {".mp3", "audio/mpeg"},
        {".pdf", "application/pdf"},
    }};
    for (const auto& [known, type] : types)
        if (known == extension) return type;
    return "application/octet-stream";
}

/// assets/index-BxK3f9aQ.js, assets/index.4f3a9c21.js: built names that change with their content.
static bool is_hashed(const std::filesystem::path& path) {
    if (path.parent_path().filename() != "assets") return false;
    const auto stem = path.stem().string();
    const auto mark = stem.find_last_of("-.", stem.size() < 8 ? 0 : stem.size() - 8);
    if (mark == stem.npos || stem.size() - mark - 1 < 8) return false;
    const auto hash = std::string_view(stem).substr(mark + 1);
    return std::all_of(hash.begin(), hash.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
}

/// FNV-1a: tells versions of our own files apart.
static std::string tag_of(std::string_view bytes) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return fmt::format("{:x}-{:x}", bytes.size(), hash);
}

static Bytes read_whole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (in.bad() || !in.is_open()) throw std::runtime_error(fmt::format("{} cannot be read", path.string()));
    return std::make_shared<const std::string>(std::move(bytes));
}

static Bytes read_sibling(const std::filesystem::path& path, std::string_view ending) {
    auto sibling = path;
    sibling += ending;
    return std::filesystem::is_regular_file(sibling) ? read_whole(sibling) : nullptr;
}

StaticFiles::StaticFiles(const std::filesystem::path& folder, std::vector<Application> applications) : StaticFiles() {
    std::error_code fault;
    std::filesystem::recursive_directory_iterator entries(folder, fault);
    if (fault) throw std::runtime_error(fmt::format("{}: {}", folder.string(), fault.message()));
    for (const auto& entry : entries) {
        const auto& path = entry.path();
        const auto extension = path.extension().string();
        const auto original = std::filesystem::path(path).replace_extension();
        const bool is_coded = (extension == ".br" || extension == ".gz") && std::filesystem::exists(original);
        if (!entry.is_regular_file() || is_coded) continue;
        File file;
        file.type = type_of(extension);
        file.kept_for_good = is_hashed(path);
        file.plain = read_whole(path);
        file.brotli = read_sibling(path, ".br");
        file.gzip = read_sibling(path, ".gz");
        file.tag = tag_of(*file.plain);
        folder_->files.emplace("/" + path.lexically_relative(folder).generic_string(), std::move(file));
    }
    folder_->applications = std::move(applications);
    std::sort(folder_->applications.begin(), folder_->applications.end(),
              [](const auto& one, const auto& other) { return one.prefix.size() > other.prefix.size(); });
}

std::size_t StaticFiles::file_count() const { return folder_->files.size(); }

std::size_t StaticFiles::bytes() const {
    std::size_t sum = 0;
    for (const auto& [_, file] : folder_->files)
        for (const auto& form : {file.plain, file.brotli, file.gzip}) sum += form ? form->size() : 0;
    return sum;
}

/// The page of the application whose prefix the path has. A name with an extension is a file that is missing.
static const std::string* page_for(const std::vector<StaticFiles::Application>& applications, std::string_view path) {
    if (path.substr(path.rfind('/') + 1).find('.') != path.npos) return nullptr;
    for (const auto& application : applications) {
        const std::string_view prefix = application.prefix;
        if (path.starts_with(prefix) || path == prefix.substr(0, prefix.size() - 1)) return &application.page;
    }
    return nullptr;
}

std::optional<Reply> StaticFiles::find(const Request& request) const {
    if (folder_->files.empty() || (request.method != "GET" && request.method != "HEAD")) return std::nullopt;
    const auto path = decoded(request.path);
    if (!path || path->empty()) return std::nullopt;
    auto found = folder_->files.find(*path);
    if (found == folder_->files.end())
        if (const auto* page = page_for(folder_->applications, *path)) found = folder_->files.find(*page);
    if (found == folder_->files.end()) return std::nullopt;

    const auto& file = found->second;
    const auto accepted = request.header("accept-encoding").value_or("");
    const bool brotli = file.brotli && accepts(accepted, "br");
    const bool gzip = !brotli && file.gzip && accepts(accepted, "gzip");
    const auto tag = fmt::format("\"{}{}\"", file.tag, brotli ? "-br" : gzip ? "-gz" : "");

    Reply reply;
    reply.headers.push_back({"ETag", tag});
    reply.headers.push_back(
        {"Cache-Control", file.kept_for_good ? "public, max-age=31536000, immutable" : "no-cache"});
    if (file.brotli || file.gzip) reply.headers.push_back({"Vary", "Accept-Encoding"});
    if (request.has_current(tag)) {
        reply.status = 304;
        return reply;
    }
    if (brotli || gzip) reply.headers.push_back({"Content-Encoding", brotli ? "br" : "gzip"});
    reply.content_type = file.type;
    reply.shared_body = brotli ? file.brotli : gzip ? file.gzip : file.plain;
    return reply;
}

}  // namespace hemu::http
