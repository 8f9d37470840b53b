#include "scans.hpp"

namespace hemu::dossier {

using dispute::Dispute;
using identity::Context;

static constexpr std::string_view beginning = "H1";
static constexpr std::size_t id_bytes = 16, mark_bytes = 4, proof_bytes = 8;

std::string mark_of_paper(std::string_view code, const std::optional<std::string>& about) {
    const auto digest = crypto::sm3(about ? fmt::format("{} {}", code, *about) : std::string(code));
    return {reinterpret_cast<const char*>(digest.data()), mark_bytes};
}

static std::string proof_of(const crypto::Keys& keys, std::string_view marked) {
    return crypto::from_hex(keys.search_digest(marked, "paper_code")).substr(0, proof_bytes);
}

std::string scan_code(const crypto::Keys& keys, Id<Dispute> dispute, std::string_view code,
                      const std::optional<std::string>& about) {
    std::string marked(reinterpret_cast<const char*>(dispute.bytes.data()), id_bytes);
    marked += mark_of_paper(code, about);
    return std::string(beginning) + crypto::to_base64(marked + proof_of(keys, marked));
}

std::optional<ScanMark> mark_in(const crypto::Keys& keys, std::string_view content) {
    if (!content.starts_with(beginning)) return std::nullopt;
    const std::string bytes = crypto::from_base64(content.substr(beginning.size()));
    if (bytes.size() != id_bytes + mark_bytes + proof_bytes) return std::nullopt;
    const std::string marked = bytes.substr(0, id_bytes + mark_bytes);
    if (!crypto::equal_secrets(proof_of(keys, marked), bytes.substr(id_bytes + mark_bytes))) return std::nullopt;
    ScanMark mark;
    std::copy_n(bytes.begin(), id_bytes, reinterpret_cast<char*>(mark.dispute_id.bytes.data()));
    mark.paper = bytes.substr(id_bytes, mark_bytes);
    return mark;
}

std::vector<ScanRun> runs_of(const std::vector<std::vector<std::string>>& contents) {
    std::vector<ScanRun> runs;
    for (std::size_t page = 0; page < contents.size(); ++page) {
        const std::string content = contents[page].empty() ? "" : contents[page].front();
        const bool goes_on = !runs.empty() && (content.empty() || content == runs.back().content);
        if (!goes_on) runs.push_back({content, page, 0});
        ++runs.back().count;
    }
    return runs;
}

static const db::Statement select_scans{"dossier.scans", R"(
    SELECT s.attachment_id, s.code, s.about
      FROM dossier_scan s
     WHERE s.dispute_id = $1
     ORDER BY s.filed_at, s.attachment_id)"};

std::vector<ScanRow> scans_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<ScanRow>(select_scans, dispute.id);
}

static const db::Statement insert_scan{"dossier.file_scan", R"(
    INSERT INTO dossier_scan (attachment_id, dispute_id, code, about, filed_at) VALUES ($1, $2, $3, $4, $5))"};

FiledScan file_scan(db::Tx& tx, Dispute& dispute, const CasePaper& paper, std::string_view content,
                    const Context& cx) {
    const std::string title = paper.what.empty() ? paper.title : fmt::format("{}（{}）", paper.title, paper.what);
    const std::string ending = content.starts_with("%PDF") ? "pdf" : content.starts_with("\x89PNG") ? "png" : "jpg";
    const auto id = attachments::add_file(tx, dispute, fmt::format("{} 签名扫描件.{}", title, ending),
                                          attachments::AttachmentKind::record, content, cx);
    tx.run(insert_scan, id, dispute.id, paper.code, paper.about, cx.moment);
    return {dispute.id, dispute.number, title, {}, id};
}

}  // namespace hemu::dossier
