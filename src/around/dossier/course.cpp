// What became of a case, from its journal, its files and its records: days, refusal, passing on, what lies in the
// file.
#include "attachments.hpp"
#include "organisations.hpp"
#include "store.hpp"
#include "words.hpp"

namespace hemu::dossier {

using dispute::Dispute;

static constexpr std::size_t digest_shown = 12;

struct CourseEvent {
    std::string kind;
    Instant happened_at;
    std::string actor_name;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(CourseEvent, (), (kind, happened_at, actor_name, content))

static const db::Statement select_course{"dossier.course", R"(
    SELECT kind, happened_at, actor_name, content
      FROM dispute_event
     WHERE dispute_id = $1
       AND kind IN ('register', 'reopen', 'accept', 'refuse', 'redirect', 'begin', 'agree', 'agree_orally',
                    'settle_at_once', 'terminate', 'close', 'confirmation_applied', 'confirmation_accepted',
                    'confirmation_ruled', 'confirmation_rejected', 'confirmation_declined', 'confirmation_withdrawn')
     ORDER BY number)"};

/// As triage tells it: codes and an id, never words.
struct TurnedAwayTold {
    std::optional<std::string> to;
    std::optional<Id<identity::Organisation>> organisation_id;
    std::string reason;
    std::optional<std::vector<std::string>> routes;
};
BOOST_DESCRIBE_STRUCT(TurnedAwayTold, (), (to, organisation_id, reason, routes))

static TurnedAwayFacts turned_away(db::Tx& tx, const CourseEvent& event) {
    const auto told = json::read<TurnedAwayTold>(event.content);
    TurnedAwayFacts facts;
    if (told.to) facts.to = page_word("triage", "way", *told.to);
    if (told.organisation_id) facts.to = organisations::name_of(tx, *told.organisation_id);
    facts.reason = reason_word("triage", "refusal_reason", std::string_view(told.reason));
    std::vector<std::string> ways;
    for (const auto& route : told.routes.value_or(std::vector<std::string>{}))
        ways.push_back(page_word("triage", "way", route));
    facts.routes = fmt::format("{}", fmt::join(ways, "、"));
    facts.on = chinese_text(legal_date(event.happened_at));
    return facts;
}

static std::string_view confirmation_words(std::string_view kind) {
    if (kind == "confirmation_applied") return "申请司法确认";
    if (kind == "confirmation_accepted") return "人民法院受理司法确认申请";
    if (kind == "confirmation_ruled") return "人民法院裁定调解协议有效";
    if (kind == "confirmation_rejected") return "人民法院裁定驳回司法确认申请";
    if (kind == "confirmation_declined") return "人民法院裁定不予受理司法确认申请";
    return "撤回司法确认申请";
}

static void tell(db::Tx& tx, const CourseEvent& event, CaseFacts& facts) {
    const std::string on = chinese_text(legal_date(event.happened_at));
    const std::string_view kind = event.kind;
    if (kind == "register") facts.registrar = event.actor_name;
    if (kind == "accept") facts.accepted_on = on;
    if (kind == "refuse") facts.refusal = turned_away(tx, event);
    if (kind == "redirect") facts.passing = turned_away(tx, event);
    if (kind == "begin" || kind == "settle_at_once") facts.volume.from = on;
    if (kind == "agree" || kind == "agree_orally" || kind == "settle_at_once" || kind == "terminate")
        facts.volume.to = on;
    if (kind.starts_with("confirmation_")) facts.confirmation = on + std::string(confirmation_words(kind));
}

/// A case that was reopened begins anew.
static void forget(CaseFacts& facts) {
    facts.accepted_on = facts.volume.from = facts.volume.to = facts.confirmation = "";
    facts.refusal = facts.passing = std::nullopt;
}

void add_course(db::Tx& tx, const Dispute& dispute, CaseFacts& facts) {
    for (const auto& event : tx.all<CourseEvent>(select_course, dispute.id))
        if (event.kind == "reopen")
            forget(facts);
        else
            tell(tx, event, facts);
}

void add_files(db::Tx& tx, const Dispute& dispute, const identity::Context& cx, CaseFacts& facts) {
    using attachments::AttachmentKind;
    auto files = attachments::attachments_of(tx, dispute, cx.actor).items;
    std::reverse(files.begin(), files.end());
    for (const auto& file : files) {
        // What a mediator hears in a separate talk is in no paper.
        if (file.removed_at || file.audience == attachments::Audience::caucus) continue;
        const FileFacts one{file.name, page_word("attachments", "kind", file.kind), file.added_by_name,
                            chinese_text(legal_date(file.added_at)), file.digest.substr(0, digest_shown)};
        if (file.kind == AttachmentKind::evidence || file.kind == AttachmentKind::picture) {
            facts.evidence.push_back(one);
            if (attachments::is_open(file.audience)) facts.open_evidence.push_back(one);
        }
        if (file.kind != AttachmentKind::identity) continue;
        for (auto* list : {&facts.parties, &facts.applicants, &facts.respondents, &facts.third_parties})
            for (PartyFacts& party : *list)
                if (file.party_id && party.id == to_text(*file.party_id)) party.identity_files.push_back(one);
    }
}

/// As the line of 卷内目录 is called.
static std::string title_of(closing::VolumePart part, const CaseFacts& facts) {
    using closing::VolumePart;
    switch (part) {
        case VolumePart::application:
            return facts.source == "依申请" ? "人民调解申请书" : "人民调解受理登记表";
        case VolumePart::agreement:
            return facts.agreement && facts.agreement->oral ? "人民调解口头协议登记表" : "人民调解协议书";
        case VolumePart::ending:
            return facts.termination ? "人民调解终止通知书" : facts.refusal ? "不予受理通知书" : "移送函";
        default:
            return page_word("closing", "part", part);
    }
}

/// The day that stands beside a line: of the first paper of its kind, of payments the last.
static std::string day_of(closing::VolumePart part, const CaseRead& read, const CaseFacts& facts) {
    using closing::VolumePart;
    switch (part) {
        case VolumePart::application:
            return facts.registered_on;
        case VolumePart::rights_notice:
            return facts.volume.from;
        case VolumePart::investigation:
            return read.inquiries.empty() ? "" : chinese_text(read.inquiries.front().on);
        case VolumePart::agreement:
            return facts.agreement ? facts.agreement->concluded_on : "";
        case VolumePart::ending:
            return facts.termination ? facts.termination->on
                   : facts.refusal   ? facts.refusal->on
                   : facts.passing   ? facts.passing->on
                                     : "";
        case VolumePart::performance:
            return read.payments.empty() ? "" : read.payments.back().on;
        case VolumePart::file_note:
            return facts.volume.filed_on;
        default:
            return "";
    }
}

static bool is_act(closing::VolumePart part) {
    return part == closing::VolumePart::signatures || part == closing::VolumePart::seal;
}

void add_contents(const CaseRead& read, CaseFacts& facts) {
    VolumeFacts& volume = facts.volume;
    for (const auto& item : read.items) {
        const bool note = item.part == closing::VolumePart::file_note;
        // Why it is missing is told beside it, also of what only might be there.
        if (!note && (item.lacking || (item.explanation && item.count == 0)))
            volume.lacks.push_back({title_of(item.part, facts), item.explanation.value_or("")});
        const bool there = note ? !volume.note.empty() || !volume.lacks.empty() : item.count > 0;
        if (there && !is_act(item.part))
            volume.contents.push_back({title_of(item.part, facts), day_of(item.part, read, facts),
                                       std::to_string(note ? 1 : item.count), "", ""});
    }
}

}  // namespace hemu::dossier
