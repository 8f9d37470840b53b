// 扫描归位 Papers that were printed, signed by hand and scanned find their way back by the code that they bear.
#pragma once
#include "attachments.hpp"
#include "store.hpp"

namespace hemu::dossier {

/// What a printout's code says: 42 bytes, so that it is a small QR code. Nobody can make one without the city's key.
std::string scan_code(const crypto::Keys&, Id<dispute::Dispute>, std::string_view code,
                      const std::optional<std::string>& about);

/// A code that was made here: the case, and what tells its paper from the others of the case.
struct ScanMark {
    Id<dispute::Dispute> dispute_id;
    std::string paper;
};
std::optional<ScanMark> mark_in(const crypto::Keys&, std::string_view content);
std::string mark_of_paper(std::string_view code, const std::optional<std::string>& about);

/// no_code: no code of ours is on these pages · unknown_code: not of this city, or of a case or a paper that is not
/// the caller's to file · closed: the case lies in the archive.
enum class ScanFault { no_code, unknown_code, closed };
BOOST_DESCRIBE_ENUM(ScanFault, no_code, unknown_code, closed)

/// pages: from 1.
struct FiledScan {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string paper;
    std::vector<std::int64_t> pages;
    Id<attachments::Attachment> attachment_id;
};
BOOST_DESCRIBE_STRUCT(FiledScan, (), (dispute_id, number, paper, pages, attachment_id))
struct UnfiledScan {
    ScanFault why = ScanFault::no_code;
    std::vector<std::int64_t> pages;
};
BOOST_DESCRIBE_STRUCT(UnfiledScan, (), (why, pages))
struct ScanReply {
    std::vector<FiledScan> filed;
    std::vector<UnfiledScan> unfiled;
};
BOOST_DESCRIBE_STRUCT(ScanReply, (), (filed, unfiled))

/// Pages that follow one another under one code; a page without one belongs to the page before it.
struct ScanRun {
    std::string content;  ///< of the code; empty: none
    std::size_t first = 0;
    std::size_t count = 0;
};
/// contents: of the codes on each page that may be ours.
std::vector<ScanRun> runs_of(const std::vector<std::vector<std::string>>& contents);

/// What the papers of a dispute that were scanned are.
struct ScanRow {
    Id<attachments::Attachment> attachment_id;
    std::string code;
    std::optional<std::string> about;
};
BOOST_DESCRIBE_STRUCT(ScanRow, (), (attachment_id, code, about))
std::vector<ScanRow> scans_of(db::Tx&, const dispute::Dispute&);

/// Files the bytes (PDF or picture) as this paper. Refusals as of attachments::add_file; not_found paper_not_found.
FiledScan file_scan(db::Tx&, dispute::Dispute&, const CasePaper&, std::string_view content, const identity::Context&);

identity::Routes scan_routes();

}  // namespace hemu::dossier
