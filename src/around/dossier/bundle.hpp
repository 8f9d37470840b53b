// 整卷 The whole file of a case, bound in the ministry's order.
#pragma once
#include "attachments.hpp"
#include "signing.hpp"
#include "store.hpp"

namespace hemu::dossier {

/// made: of the case as it stands, signed by nobody · signed_: as it was signed and sealed · ink: as it was signed on
/// paper and scanned · file: as somebody brought it.
enum class BundleOrigin { made, signed_, ink, file };
BOOST_DESCRIBE_ENUM(BundleOrigin, made, signed_, ink, file)

/// Why a sheet stands in the place of a file: locked, broken, too_long: see pdf::Legibility · too_large: the file
/// would become too large · no_pages: recordings and tables are no pages · damaged: what is kept of it is damaged ·
/// infected: the virus scanner found something; it is in no package either.
enum class BundleGap { locked, broken, too_long, too_large, no_pages, damaged, infected };
BOOST_DESCRIBE_ENUM(BundleGap, locked, broken, too_long, too_large, no_pages, damaged, infected)

/// A line of its contents. section: from 1, in the order of the file. first_page: as the pages are numbered.
/// code, about: of a paper; attachment_id: of a file.
struct BundleLine {
    std::int64_t section = 1;
    std::string section_title;
    std::string title;
    std::string on;
    BundleOrigin origin = BundleOrigin::made;
    std::int64_t first_page = 0;
    std::int64_t pages = 0;
    std::optional<BundleGap> gap;
    std::optional<std::string> code;
    std::optional<std::string> about;
    std::optional<Id<attachments::Attachment>> attachment_id;
};
BOOST_DESCRIBE_STRUCT(BundleLine, (),
                      (section, section_title, title, on, origin, first_page, pages, gap, code, about, attachment_id))

/// pages: numbered ones, without cover, contents and back cover. left_out: files that are not for whoever asks, or
/// for nobody's file. lacks: what has to be in the file and is not.
struct BundleContents {
    std::vector<BundleLine> lines;
    std::int64_t pages = 0;
    std::int64_t left_out = 0;
    std::vector<std::string> lacks;
};
BOOST_DESCRIBE_STRUCT(BundleContents, (), (lines, pages, left_out, lacks))

/// What a look into a file gave: why it cannot be bound, or its pages; none of a photograph, which shares one.
/// memory: as pdf::Look says.
struct Extent {
    std::optional<BundleGap> gap;
    std::int64_t pages = 0;
    std::size_t memory = 0;
};

/// What is bound, before it is read: a paper that is still to be set, or what is kept under a digest.
struct BundleSource {
    BundleLine line;
    std::optional<pdf::Paper> paper;
    std::string digest;
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string name;  ///< of a file, as it was brought
    std::string from;  ///< who brought it, and when
    std::optional<attachments::AttachmentView> file = std::nullopt;
    std::optional<Extent> known = std::nullopt;  ///< of a file that needs no look for its contents
};

/// As the case stood when it was read; everything after is done without the database.
struct BundlePlan {
    CaseRead read;
    std::vector<BundleSource> sources;
    std::int64_t left_out = 0;
    std::string reader;      ///< stands across every page where a file is shown so (attachments: marked)
    std::string office;      ///< of the reader, where files are shown so
    bool is_secret = false;  ///< the case is private or restricted
};

/// What is read of a case whose papers are made in clear: whoever makes the bundle audits it.
BundlePlan plan_bundle(db::Tx&, const dispute::Dispute&, const identity::Context&);

struct MadeBundle {
    std::string bytes;
    BundleContents contents;
};
/// All of it; the plan's lines learn their pages. Contents of files are read one after the other. 10 ms for a page of
/// a paper, 80 ms for a photograph.
MadeBundle make_bundle(BundlePlan&, const identity::Context&);
/// The bound file, each of its papers and files, and message.json with their order, pages and digests, as partners
/// get papers (facilities/exchange). A file that opens with its reader's name across it lies in it so. Refusals:
/// too_large package_too_large; unavailable file_damaged.
std::string package_of_bundle(BundlePlan, const identity::Context&);
/// Only its contents, the same as those of the bound file: papers are set and not drawn, files are looked into unless
/// they were before. 1 ms for a page of a paper, 30 ms for a photograph that nobody looked into.
BundleContents contents_of_bundle(BundlePlan, const identity::Context&);

}  // namespace hemu::dossier
