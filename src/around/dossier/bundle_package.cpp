// The file as a package: the bound file, each paper and file by itself, and its contents for programs to read.
#include "bundle.hpp"
#include "exchange.hpp"
#include "text.hpp"
#include "zip.hpp"

namespace hemu::dossier {

using identity::Context;

static constexpr std::int64_t most_bytes = 200 * 1024 * 1024;
static constexpr std::size_t longest_name = 60;
static constexpr std::string_view bound_path = "卷宗.pdf";

/// A line of the contents with its file. digest: SM3, hex.
struct BundleFile : BundleLine {
    std::string path;
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(BundleFile, (BundleLine), (path, media_type, size_bytes, digest))

struct BundleMessage {
    std::string number;
    std::string file_number;
    std::string title;
    std::string body;
    std::int64_t pages = 0;
    std::int64_t left_out = 0;
    std::vector<std::string> lacks;
    std::vector<BundleFile> files;
};
BOOST_DESCRIBE_STRUCT(BundleMessage, (), (number, file_number, title, body, pages, left_out, lacks, files))

/// As every system can write it on a disk.
static std::string path_of(std::size_t position, const BundleSource& source) {
    std::string name = text::shortened(source.name.empty() ? source.line.title : source.name, longest_name);
    for (char& letter : name)
        if (std::string_view("<>:\"/\\|?*").find(letter) != std::string_view::npos) letter = '_';
    return fmt::format("papers/{:03} {}{}", position, name, source.name.empty() ? ".pdf" : "");
}

static std::string content_of(const BundleSource& source, const Context& cx) {
    return source.paper ? pdf::print(*source.paper).bytes : attachments::content_on_shelf(source.digest, cx);
}

static exchange::PackageFile described(std::string path, std::string kind, const std::string& content) {
    const std::string name = path.substr(path.find('/') + 1);
    return {std::move(path), name, std::move(kind), static_cast<std::int64_t>(content.size()),
            crypto::to_hex(crypto::sm3(content))};
}

static BundleFile file_of(const BundleSource& source, const exchange::PackageFile& file) {
    BundleFile made;
    static_cast<BundleLine&>(made) = source.line;
    made.path = file.path;
    made.media_type = source.paper ? std::string(pdf::media_type) : source.media_type;
    made.size_bytes = file.size_bytes;
    made.digest = file.digest;
    return made;
}

static BundleMessage message_of(const CaseFacts& facts, const BundleContents& contents) {
    BundleMessage message;
    message.number = facts.number;
    message.file_number = facts.file_number;
    message.title = facts.title;
    message.body = facts.body;
    message.pages = contents.pages;
    message.left_out = contents.left_out;
    message.lacks = contents.lacks;
    return message;
}

static void refuse_too_large(const BundlePlan& plan) {
    std::int64_t bytes = 0;
    for (const BundleSource& source : plan.sources) bytes += source.size_bytes;
    if (bytes > most_bytes) throw Refusal(Fault::too_large, "package_too_large");
}

std::string package_of_bundle(BundlePlan plan, const Context& cx) {
    refuse_too_large(plan);
    MadeBundle made = make_bundle(plan, cx);
    BundleMessage message = message_of(plan.read.facts, made.contents);
    exchange::Manifest manifest;
    manifest.format = exchange::package_format;
    manifest.from = exchange::own_code(cx.config);
    manifest.kind = exchange::MessageKind::materials;
    manifest.reference = plan.read.facts.number;
    manifest.made_at = start_of(legal_date(cx.moment));
    manifest.key = "own";
    std::vector<zip::Entry> papers;
    papers.push_back({std::string(bound_path), std::move(made.bytes)});
    manifest.files.push_back(described(std::string(bound_path), "bundle", papers.back().content));
    for (const BundleSource& source : plan.sources) {
        if (source.line.gap == BundleGap::infected) {
            message.files.push_back(file_of(source, {}));
            continue;
        }
        papers.push_back({path_of(papers.size(), source), content_of(source, cx)});
        manifest.files.push_back(
            described(papers.back().path, std::string(json::enum_word(source.line.origin)), papers.back().content));
        message.files.push_back(file_of(source, manifest.files.back()));
    }
    const std::string contents = json::write(message);
    manifest.files.insert(manifest.files.begin(), described("message.json", "", contents));
    const std::string manifest_bytes = json::write(manifest);
    // A key of nobody else: by it the city knows its package again. Others have the digests and the papers' own
    // seals.
    const exchange::Signer own(cx.keys.search_digest("dossier", "package"));
    std::vector<zip::Entry> entries = {{"manifest.json", manifest_bytes},
                                       {"manifest.sig", exchange::sign(own, manifest_bytes)},
                                       {"message.json", contents}};
    std::move(papers.begin(), papers.end(), std::back_inserter(entries));
    return zip::pack(entries);
}

}  // namespace hemu::dossier
