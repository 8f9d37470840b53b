#include "packages.hpp"

#include "crypto.hpp"
#include "handling.hpp"
#include "hidden.hpp"
#include "sealing.hpp"

namespace hemu::court {

static const sealing::SealedColumn sealed_content{"court_package", "id", "content_sealed", "court_package"};

static const db::Statement insert_package{"court.insert_package", R"(
    INSERT INTO court_package (id, dispute_id, revision, kind, court_id, made_at, made_by_name, content_sealed, digest)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

void keep_package(db::Tx& tx, const Dispute& dispute, PackageKind kind, CourtId court, const std::string& content,
                  const Context& cx) {
    tx.run(insert_package, Id<Package>::fresh(cx.moment), dispute.id, dispute.revision, kind, court, cx.moment,
           cx.actor.name, cx.keys.seal(content, "court_package"), crypto::to_hex(crypto::sm3(content)));
}

static const db::Statement select_packages{"court.packages", R"(
    SELECT p.id, p.kind, coalesce(o.name, '') AS court_name, p.made_at, p.made_by_name, p.digest
      FROM court_package p LEFT JOIN organisation o ON o.id = p.court_id
     WHERE p.dispute_id = $1
     ORDER BY p.made_at DESC, p.id DESC)"};

std::vector<KeptPackage> packages_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<KeptPackage>(select_packages, dispute.id);
}

struct ContentRow {
    PackageKind kind = PackageKind::confirmation;
    std::string content_sealed;
};
BOOST_DESCRIBE_STRUCT(ContentRow, (), (kind, content_sealed))

static const db::Statement select_content{"court.package", R"(
    SELECT kind, content_sealed FROM court_package WHERE id = $1 AND dispute_id = $2)"};

/// What was handed over stays as it was; on paper a file that the actor may not see is counted, not named.
static void leave_unnamed(std::vector<MaterialPaper>& papers, const std::set<std::string>& hidden) {
    for (MaterialPaper& one : papers)
        if (hidden.contains(to_text(one.attachment_id))) one = {one.attachment_id, "不在查阅范围内的材料", ""};
}

pdf::Paper package_paper(db::Tx& tx, const Dispute& dispute, Id<Package> id, const Context& cx) {
    const auto row = tx.maybe<ContentRow>(select_content, id, dispute.id);
    // Of a case that was disposed of, its digest alone is left.
    if (!row || row->content_sealed.empty()) throw Refusal(Fault::not_found, "not_found");
    const std::string content = cx.keys.open(row->content_sealed, "court_package");
    const auto hidden = attachments::hidden_from(tx, dispute.id, cx.actor);
    if (row->kind == PackageKind::confirmation) {
        auto package = json::read<ConfirmationPackage>(content);
        for (MaterialView& one : package.materials) leave_unnamed(one.papers, hidden);
        return confirmation_paper(package);
    }
    if (row->kind == PackageKind::filing) {
        auto package = json::read<FilingPackage>(content);
        leave_unnamed(package.report.materials, hidden);
        return filing_paper(package);
    }
    auto package = json::read<EntrustedPackage>(content);
    leave_unnamed(package.report.materials, hidden);
    return entrusted_paper(package);
}

std::vector<PackageParty> parties_in_clear(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    std::vector<PackageParty> parties;
    for (const auto& party : dispute::unmasked_parties_of(tx, dispute, cx)) {
        PackageParty one{party.side,
                         party.kind,
                         party.name,
                         party.identity_number,
                         party.phone,
                         party.address,
                         party.legal_representative,
                         {}};
        for (const auto& agent : party.agents) one.agents.push_back(agent.name);
        parties.push_back(std::move(one));
    }
    return parties;
}

struct StepRow {
    std::string kind;
    Instant happened_at;
};
BOOST_DESCRIBE_STRUCT(StepRow, (), (kind, happened_at))

// What was done to a case, by kind; an event tells nothing of what was said.
static const db::Statement select_course{"court.course", R"(
    SELECT kind, happened_at
      FROM dispute_event
     WHERE dispute_id = $1
       AND kind IN ('register', 'accept', 'offer', 'take', 'assign', 'begin', 'pause', 'resume', 'extension',
                    'investigation', 'willingness', 'agree', 'terminate', 'withdraw', 'refuse', 'redirect',
                    'take_effect', 'agree_orally', 'settle_at_once')
     ORDER BY number)"};

CourseReport report_of(db::Tx& tx, const Dispute& dispute, std::optional<std::string> reason, const Context& cx) {
    CourseReport report;
    report.reason = std::move(reason);
    auto steps = tx.all<StepRow>(select_course, dispute.id);
    const auto file = handling::handling_of(tx, dispute, cx);
    for (const auto& session : file.sessions)
        if (session.held_from) steps.push_back({"session_held", *session.held_from});
    std::stable_sort(steps.begin(), steps.end(),
                     [](const StepRow& one, const StepRow& other) { return one.happened_at < other.happened_at; });
    for (const StepRow& step : steps) report.course.push_back({step.kind, legal_date(step.happened_at)});
    for (const auto& one : file.undisputed_facts) report.undisputed.push_back(one.facts);
    for (const auto& one : attachments::attachments_of(tx, dispute, cx.actor).items)
        if (!one.removed_at && attachments::is_open(one.audience))
            report.materials.push_back({one.id, one.name, one.digest});
    return report;
}

}  // namespace hemu::court
