// 准入 What may come in: no other kinds of files than those of the list, none with macros or a password, none in
// which the virus scanner of the settings finds something. Nothing of what is refused is kept.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Shows the content to the scanner, outside of any transaction. What was found is audited and shown to
/// administrators. Refusals: unsupported file_infected; unavailable scanner_unreachable, where the settings do not
/// let files in unscanned. Those are noted and scanned later; what is then found cannot be opened any more.
void scan(std::string_view content, const identity::Context&);

/// Refusals: unsupported file_unsupported, file_has_macros, file_encrypted.
std::string_view admitted_type(std::string_view content);

/// Why kinds of files cannot be told here; empty when they can.
std::string why_no_media_types();

/// Refusal conflict file_locked: let in unscanned, and found later.
void refuse_infected(db::Tx&, const std::string& digest);
/// The digests of a dispute's files of which that is so.
std::set<std::string> infected_in(db::Tx&, Id<dispute::Dispute>);

/// What the scanner found, newest first. came_in: in a file that had been let in unscanned.
struct VirusFinding {
    Instant found_at;
    std::string virus;
    std::string digest;  ///< SM3 of the content, hex
    bool came_in = false;
};
BOOST_DESCRIBE_STRUCT(VirusFinding, (), (found_at, virus, digest, came_in))

/// What guards and keeps files here. store: folder or s3. scanner: its version; fault: why it is not known.
struct FileGuardView {
    std::string store;
    bool scans = false;
    std::string scanner;
    std::string fault;
    std::int64_t unscanned = 0;  ///< contents let in that wait for the scanner
    std::vector<VirusFinding> findings;
};
BOOST_DESCRIBE_STRUCT(FileGuardView, (), (store, scans, scanner, fault, unscanned, findings))
FileGuardView file_guard(const identity::Context&);

}  // namespace hemu::attachments
