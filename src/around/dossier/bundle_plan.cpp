// What a case's file holds, in the order of domain facts 3.2.
#include "admission.hpp"
#include "bundle.hpp"
#include "contents.hpp"
#include "numbers.hpp"
#include "organisations.hpp"
#include "scans.hpp"
#include "words.hpp"

namespace hemu::dossier {

using attachments::AttachmentKind;
using attachments::AttachmentView;
using dispute::Dispute;
using identity::Context;
using signing::SigningView;

static constexpr std::array section_titles = {
    "申请书或受理登记表", "权利义务告知书", "身份证明", "授权委托书",       "调查记录", "证据材料",    "调解记录",
    "调解协议书",         "履行凭证",       "回访记录", "司法确认有关材料", "其他材料", "卷宗情况说明"};
static constexpr std::int64_t identity_section = 3, power_section = 4, evidence_section = 6, record_section = 7,
                              other_section = 12;

/// When a paper that nobody signed belongs into the file.
enum class Belongs { always, once_signed, never };

struct Placed {
    std::string_view code;
    std::int64_t section;
    Belongs belongs;
};
/// Cover, contents and back cover are made around the rest.
static constexpr Placed places[] = {
    {"D01", 1, Belongs::always},       {"D02", 1, Belongs::always},        {"D18", 1, Belongs::once_signed},
    {"D18A", 1, Belongs::always},      {"D19", 1, Belongs::always},        {"D03", 2, Belongs::always},
    {"D21", 2, Belongs::once_signed},  {"D05", 4, Belongs::always},        {"D06", 5, Belongs::always},
    {"D07", 6, Belongs::always},       {"D08", 7, Belongs::always},        {"D20", 7, Belongs::always},
    {"D22", 7, Belongs::always},       {"D09", 8, Belongs::always},        {"D10", 8, Belongs::always},
    {"D17", 8, Belongs::always},       {"D11", 9, Belongs::always},        {"D12", 10, Belongs::always},
    {"D13", 11, Belongs::always},      {"D13A", 11, Belongs::once_signed}, {"D16", 12, Belongs::always},
    {"D23", 12, Belongs::once_signed}, {"D24", 12, Belongs::once_signed},  {"D24A", 12, Belongs::once_signed},
    {"D14", 13, Belongs::always},      {"D04", 3, Belongs::never},         {"D15", 13, Belongs::never},
    {"D15A", 13, Belongs::never},      {"D15B", 13, Belongs::never}};

static Placed place_of(std::string_view code) {
    for (const Placed& place : places)
        if (place.code == code) return place;
    return {code, other_section, Belongs::once_signed};
}

static bool is_needed(const Dispute& dispute, const CaseRead& read, const CasePaper& paper) {
    const CaseFacts& facts = read.facts;
    const std::string& code = paper.code;
    if (!paper.missing.empty() || place_of(code).belongs != Belongs::always) return false;
    if (code == "D01") return facts.source == "依申请";
    if (code == "D02") return facts.source != "依申请";
    if (code == "D03") return !facts.volume.from.empty();
    if (code == "D07") return !facts.evidence.empty();
    if (code == "D09") return !facts.agreement->oral;
    if (code == "D13") return !facts.confirmation.empty();
    if (code == "D14") return !facts.volume.lacks.empty() || !facts.volume.note.empty();
    if (code == "D16") return dispute.state == dispute::State::closed || dispute.state == dispute::State::archived;
    if (code == "D20") return paper.about != "empty";
    return true;
}

static BundleLine line_in(std::int64_t section, std::string title, std::string on, BundleOrigin origin) {
    BundleLine line;
    line.section = section;
    line.section_title = section_titles.at(static_cast<std::size_t>(section - 1));
    line.title = std::move(title);
    line.on = std::move(on);
    line.origin = origin;
    return line;
}

static std::string with_thing(const CasePaper& paper) {
    return paper.what.empty() ? paper.title : fmt::format("{}（{}）", paper.title, paper.what);
}

static const SigningView* signed_as(const std::vector<SigningView>& signings, const CasePaper& paper) {
    for (const SigningView& one : signings)
        if (one.state == signing::SigningState::completed && one.code == paper.code && one.about == paper.about)
            return &one;
    return nullptr;
}

static BundleSource signed_source(const SigningView& signing, const CasePaper& paper) {
    BundleSource source;
    source.line = line_in(place_of(paper.code).section, with_thing(paper),
                          chinese_text(legal_date(*signing.completed_at)), BundleOrigin::signed_);
    source.digest = *signing.completed_sm3;
    source.media_type = pdf::media_type;
    return source;
}

/// Of papers whose title does not tell it.
static std::string day_of(const CaseFacts& facts, std::string_view code) {
    if (code == "D01" || code == "D02") return facts.registered_on;
    if (code == "D03") return facts.volume.from;
    if (code == "D09" || code == "D10") return facts.agreement->concluded_on;
    if (code == "D17") return facts.termination->on;
    if (code == "D18A") return facts.refusal->on;
    if (code == "D19") return facts.passing->on;
    return "";
}

/// Nothing is numbered for it: a paper's own number is given when somebody makes the paper.
static BundleSource made_source(db::Tx& tx, const Dispute& dispute, CaseRead& read, const CasePaper& paper,
                                const Context& cx) {
    BundleSource source;
    source.line =
        line_in(place_of(paper.code).section, with_thing(paper), day_of(read.facts, paper.code), BundleOrigin::made);
    source.paper = paper_as_it_stands(tx, dispute, read, paper.code, paper.about, cx);
    source.paper->footer += "　本页按案件现有内容生成，不是签署的原件";
    return source;
}

using Scans = std::vector<ScanRow>;

static bool is_scanned(const Scans& scans, const CasePaper& paper) {
    return std::any_of(scans.begin(), scans.end(),
                       [&](const ScanRow& scan) { return scan.code == paper.code && scan.about == paper.about; });
}

/// What was signed, on a screen or on paper, stands in the place of what would be made. scans: of files that are
/// bound.
static void add_papers(db::Tx& tx, const Dispute& dispute, const Scans& scans, const Context& cx, BundlePlan& plan) {
    const auto signings = signing::signings_of(tx, dispute, cx);
    for (const CasePaper& paper : papers_of(plan.read)) {
        std::optional<BundleSource> source;
        if (const auto* done = signed_as(signings, paper))
            source = signed_source(*done, paper);
        else if (is_needed(dispute, plan.read, paper) && !is_scanned(scans, paper))
            source = made_source(tx, dispute, plan.read, paper, cx);
        if (!source) continue;
        source->line.code = paper.code;
        source->line.about = paper.about;
        plan.sources.push_back(std::move(*source));
    }
}

static std::int64_t section_of(AttachmentKind kind) {
    switch (kind) {
        case AttachmentKind::identity:
            return identity_section;
        case AttachmentKind::power:
            return power_section;
        case AttachmentKind::evidence:
        case AttachmentKind::picture:
            return evidence_section;
        case AttachmentKind::record:
            return record_section;
        case AttachmentKind::other:
            return other_section;
    }
    return other_section;
}

static BundleSource file_source(const AttachmentView& file, const CaseFacts& facts) {
    const std::string on = chinese_text(legal_date(file.added_at));
    BundleSource source;
    source.line = line_in(section_of(file.kind), file.name, on,
                          file.kind == AttachmentKind::record ? BundleOrigin::ink : BundleOrigin::file);
    for (const PartyFacts& party : facts.parties)
        if (file.kind == AttachmentKind::identity && file.party_id && party.id == to_text(*file.party_id))
            source.line.title = fmt::format("{}　{}", party.name, file.name);
    source.line.attachment_id = file.id;
    source.digest = file.digest;
    source.media_type = file.media_type;
    source.size_bytes = file.size_bytes;
    source.name = file.name;
    source.from = fmt::format("{}　{}提交", file.added_by_name, on);
    source.file = file;
    return source;
}

static const db::Statement count_files{"dossier.count_files", R"(SELECT count(*) AS count FROM attachment
     WHERE dispute_id = $1 AND removed_at IS NULL AND audience <> 'caucus')"};

/// The rest is not for whoever asks. What was heard in separate talks is in nobody's file.
static std::vector<AttachmentView> files_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    auto files = attachments::attachments_of(tx, dispute, cx.actor).items;
    std::reverse(files.begin(), files.end());
    std::erase_if(files, [](const AttachmentView& file) {
        return file.removed_at || file.audience == attachments::Audience::caucus;
    });
    return files;
}

/// A scanned paper stands where the paper stands.
static void add_files(const std::vector<AttachmentView>& files, const Scans& scans,
                      const std::set<std::string>& infected, BundlePlan& plan) {
    for (const AttachmentView& file : files) {
        BundleSource source = file_source(file, plan.read.facts);
        if (infected.contains(file.digest)) source.line.gap = BundleGap::infected;
        for (const ScanRow& scan : scans) {
            if (scan.attachment_id != file.id) continue;
            source.line.code = scan.code;
            source.line.about = scan.about;
            source.line.section = place_of(scan.code).section;
            source.line.section_title = section_titles.at(static_cast<std::size_t>(source.line.section - 1));
        }
        plan.sources.push_back(std::move(source));
    }
}

BundlePlan plan_bundle(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    BundlePlan plan;
    plan.read = read_case(tx, dispute, Numbers::clear, cx);
    plan.is_secret = dispute.secrecy != dispute::Secrecy::normal;
    const auto files = files_of(tx, dispute, cx);
    Scans scans = scans_of(tx, dispute);
    std::erase_if(scans, [&](const ScanRow& scan) {
        return std::none_of(files.begin(), files.end(),
                            [&](const AttachmentView& file) { return file.id == scan.attachment_id; });
    });
    add_papers(tx, dispute, scans, cx, plan);
    add_files(files, scans, attachments::infected_in(tx, dispute.id), plan);
    plan.left_out = tx.one<std::int64_t>(count_files, dispute.id) - static_cast<std::int64_t>(files.size());
    if (std::any_of(files.begin(), files.end(), [](const AttachmentView& file) { return file.marked; })) {
        plan.office = organisations::name_of(tx, cx.actor.organisation);
        plan.reader = attachments::reader_words(cx.actor.name, plan.office, cx.moment);
    }
    std::stable_sort(
        plan.sources.begin(), plan.sources.end(),
        [](const BundleSource& one, const BundleSource& other) { return one.line.section < other.line.section; });
    return plan;
}

}  // namespace hemu::dossier
