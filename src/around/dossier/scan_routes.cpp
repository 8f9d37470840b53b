#include "admission.hpp"
#include "picture.hpp"
#include "scanned.hpp"
#include "scans.hpp"

namespace hemu::dossier {

using dispute::Dispute;
using identity::Context;
using identity::Duty;
using identity::None;

namespace {

/// What was scanned: a PDF with a picture a page, or one picture.
class Scan {
  public:
    Scan(const std::string& bytes, const crypto::Keys& keys) : bytes_(bytes), is_pdf_(bytes.starts_with("%PDF-")) {
        if (!is_pdf_) {
            contents_.push_back(codes_on(bytes, bytes.starts_with("\x89PNG") ? "image/png" : "image/jpeg", keys));
            return;
        }
        for (const std::string& picture : pdf::page_pictures(bytes))
            contents_.push_back(picture.empty() ? std::vector<std::string>{} : codes_on(picture, "image/jpeg", keys));
    }

    std::vector<ScanRun> runs() const { return runs_of(contents_); }
    std::string pages(const ScanRun& run) const {
        const bool whole = run.count == contents_.size();
        return is_pdf_ && !whole ? pdf::pages_of(bytes_, run.first, run.count) : bytes_;
    }

  private:
    const std::string& bytes_;
    bool is_pdf_;
    std::vector<std::vector<std::string>> contents_;

    /// Of the code of an unsigned paper or the check code of one that is being signed; other people's codes are none.
    static std::vector<std::string> codes_on(std::string_view picture, std::string_view media_type,
                                             const crypto::Keys& keys) {
        std::vector<std::string> ours;
        for (std::string& content : picture::codes_in(picture, media_type))
            if (content.starts_with("H1") || content.find("/check/") != content.npos) ours.push_back(content);
        // A paper may bear both: ours by proof goes first.
        std::stable_partition(ours.begin(), ours.end(),
                              [&](const std::string& content) { return mark_in(keys, content).has_value(); });
        return ours;
    }
};

struct CheckedRow {
    Id<Dispute> dispute_id;
    std::string code;
    std::optional<std::string> about;
};
BOOST_DESCRIBE_STRUCT(CheckedRow, (), (dispute_id, code, about))

}  // namespace

static const db::Statement select_checked{"dossier.checked_paper",
                                          "SELECT dispute_id, code, about FROM signing_paper WHERE check_code = $1"};

static std::optional<ScanMark> mark_of(db::Tx& tx, const std::string& content, const Context& cx) {
    if (const auto mark = mark_in(cx.keys, content)) return mark;
    const auto at = content.rfind("/check/");
    if (at == content.npos) return std::nullopt;
    const auto row = tx.maybe<CheckedRow>(select_checked, content.substr(at + 7));
    if (!row) return std::nullopt;
    return ScanMark{row->dispute_id, mark_of_paper(row->code, row->about)};
}

struct ScanTarget {
    Dispute dispute;
    CasePaper paper;
};

/// Codes of cases that the caller may not see are as unknown as forged ones.
static std::optional<ScanTarget> target_of(db::Tx& tx, const std::string& content, const Context& cx) {
    const auto mark = mark_of(tx, content, cx);
    if (!mark) return std::nullopt;
    try {
        Dispute dispute = dispute::find(tx, mark->dispute_id, cx.actor);
        for (CasePaper& paper : papers_of(read_case(tx, dispute, Numbers::masked, cx)))
            if (mark_of_paper(paper.code, paper.about) == mark->paper) return ScanTarget{std::move(dispute), paper};
    } catch (const Refusal& refusal) {
        if (refusal.fault != Fault::not_found) throw;
    }
    return std::nullopt;
}

static std::vector<std::int64_t> page_numbers(const ScanRun& run) {
    std::vector<std::int64_t> pages;
    for (std::size_t at = 0; at < run.count; ++at) pages.push_back(static_cast<std::int64_t>(run.first + at + 1));
    return pages;
}

static void file_run(const Scan& scan, const ScanRun& run, const Context& cx, ScanReply& reply) {
    const auto leave = [&](ScanFault why) { reply.unfiled.push_back({why, page_numbers(run)}); };
    if (run.content.empty()) return leave(ScanFault::no_code);
    const std::string content = scan.pages(run);
    attachments::scan(content, cx);
    cx.db.transact([&](db::Tx& tx) {
        auto target = target_of(tx, run.content, cx);
        if (!target) return leave(ScanFault::unknown_code);
        using dispute::State;
        if (target->dispute.state == State::archived || target->dispute.state == State::merged)
            return leave(ScanFault::closed);
        auto filed = file_scan(tx, target->dispute, target->paper, content, cx);
        filed.pages = page_numbers(run);
        reply.filed.push_back(std::move(filed));
    });
}

/// Before anything of it is read.
static void refuse_unfit(std::string_view bytes, const Context& cx) {
    const bool fine = bytes.starts_with("%PDF-") || bytes.starts_with("\xFF\xD8\xFF") || bytes.starts_with("\x89PNG");
    if (!fine) throw Refusal(Fault::unsupported, "file_unsupported");
    attachments::admitted_type(bytes);
    attachments::scan(bytes, cx);
}

static http::Reply take_scan(const http::Request& request, const Context& cx) {
    refuse_unfit(request.body_text, cx);
    const Scan scan(request.body_text, cx.keys);
    ScanReply reply;
    const auto runs = scan.runs();
    if (runs.empty()) reply.unfiled.push_back({ScanFault::no_code, {}});
    for (const ScanRun& run : runs) file_run(scan, run, cx, reply);
    return http::created(reply);
}

/// By hand: who looked at it says which paper it is.
static http::Reply take_scan_of_paper(const http::Request& request, const Context& cx) {
    refuse_unfit(request.body_text, cx);
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        for (const CasePaper& paper : papers_of(read_case(tx, dispute, Numbers::masked, cx)))
            if (paper.code == request.path_text("paper") && paper.about == request.query("about"))
                return http::created(file_scan(tx, dispute, paper, request.body_text, cx));
        throw Refusal(Fault::not_found, "paper_not_found");
    });
}

identity::Routes scan_routes() {
    static constexpr identity::Duties workers = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};
    static constexpr std::size_t largest = 50 * 1024 * 1024;
    return {
        identity::post<None, ScanReply>("/api/scans", workers, take_scan,
                                        "A scanned PDF or picture, filed to the papers whose codes its pages bear")
            .with_body_limit(largest),
        identity::post<None, FiledScan>("/api/disputes/{dispute}/papers/{paper}/scans", workers, take_scan_of_paper,
                                        "The same, filed as the paper that is named",
                                        {{"about", "query", "what the paper is of, as the list names it"}})
            .with_body_limit(largest),
    };
}

}  // namespace hemu::dossier
