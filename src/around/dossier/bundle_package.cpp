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

/// How a paper or file lies in the package. as_made: set from the case · as_signed: byte for byte, in secret cases
/// too: words across it would break its signatures, which are what it is for, and it names its signers already ·
/// as_brought: byte for byte · marked: redrawn with its reader's name, office and the time across it, as it opens for
/// him alone · unmarkable: it would be marked, but has no pages to draw on (recordings, office files, what is
/// broken): byte for byte, as it opens for him alone.
enum class PackedForm { as_made, as_signed, as_brought, marked, unmarkable };
BOOST_DESCRIBE_ENUM(PackedForm, as_made, as_signed, as_brought, marked, unmarkable)

/// A line of the contents with its file; without a form it is not in the package. digest: of what lies there, SM3,
/// hex. original_digest: of what is marked, as it was brought; by it the city finds what it has kept.
struct BundleFile : BundleLine {
    std::string path;
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string digest;
    std::optional<PackedForm> form;
    std::optional<std::string> original_digest;
};
BOOST_DESCRIBE_STRUCT(BundleFile, (BundleLine), (path, media_type, size_bytes, digest, form, original_digest))

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

/// A paper or file as it lies in the package.
struct Packed {
    std::string content;
    std::string media_type;
    PackedForm form = PackedForm::as_made;
};

/// Of a side, of a private or restricted case: a picture or PDF in its place would be marked.
static bool is_guarded(const BundleSource& source, const BundlePlan& plan) {
    return plan.is_secret || attachments::is_narrow(source.file->audience);
}

static Packed packed(const BundleSource& source, const BundlePlan& plan, const Context& cx) {
    if (source.paper) return {pdf::print(*source.paper).bytes, std::string(pdf::media_type), PackedForm::as_made};
    if (!source.file)
        return {attachments::content_on_shelf(source.digest, cx), source.media_type, PackedForm::as_signed};
    auto opened = attachments::content_shown(*source.file, plan.office, cx);
    Packed made{*opened.content, opened.attachment.media_type, PackedForm::as_brought};
    if (opened.attachment.marked)
        made.form = PackedForm::marked;
    else if (is_guarded(source, plan))
        made.form = PackedForm::unmarkable;
    return made;
}

/// As every system can write it on a disk. What was redrawn as another kind of picture says so at its end.
static std::string path_of(std::size_t position, const BundleSource& source, const Packed& made) {
    std::string name = text::shortened(source.name.empty() ? source.line.title : source.name, longest_name);
    for (char& letter : name)
        if (std::string_view("<>:\"/\\|?*").find(letter) != std::string_view::npos) letter = '_';
    std::string_view ending;
    if (source.name.empty()) ending = ".pdf";
    if (made.form == PackedForm::marked && made.media_type != source.media_type) ending = ".jpg";
    return fmt::format("papers/{:03} {}{}", position, name, ending);
}

static exchange::PackageFile described(std::string path, std::string kind, const std::string& content) {
    const std::string name = path.substr(path.find('/') + 1);
    return {std::move(path), name, std::move(kind), static_cast<std::int64_t>(content.size()),
            crypto::to_hex(crypto::sm3(content))};
}

static BundleFile left_out(const BundleSource& source) {
    BundleFile made;
    static_cast<BundleLine&>(made) = source.line;
    made.media_type = source.media_type;
    return made;
}

static BundleFile file_of(const BundleSource& source, const exchange::PackageFile& file, const Packed& how) {
    BundleFile made = left_out(source);
    made.path = file.path;
    made.media_type = how.media_type;
    made.size_bytes = file.size_bytes;
    made.digest = file.digest;
    made.form = how.form;
    if (how.form == PackedForm::marked) made.original_digest = source.digest;
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
            message.files.push_back(left_out(source));
            continue;
        }
        Packed one = packed(source, plan, cx);
        const std::string path = path_of(papers.size(), source, one);
        manifest.files.push_back(described(path, std::string(json::enum_word(source.line.origin)), one.content));
        message.files.push_back(file_of(source, manifest.files.back(), one));
        papers.push_back({path, std::move(one.content)});
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
