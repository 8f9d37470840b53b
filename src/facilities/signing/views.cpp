#include "acts.hpp"

namespace hemu::signing {

static SignerView view_of(const SignerRow& row, const PaperRow& paper, const std::vector<SignerStanding>& all) {
    SignerView view;
    view.id = row.id;
    view.position = row.position;
    view.role = row.role;
    view.party_id = row.party_id;
    view.agent_id = row.agent_id;
    view.name = row.name;
    view.state = row.state;
    view.method = row.method;
    view.signed_at = row.signed_at;
    view.evidence_sm3 = row.evidence_sm3;
    view.link_made_at = row.link_made_at;
    view.methods = methods_of(row.role, paper.ink_only);
    view.may_sign_now =
        paper.state == SigningState::open && is_turn(all, static_cast<std::size_t>(row.position), paper.in_order);
    return view;
}

static SigningView view_of(db::Tx& tx, const PaperRow& paper, const std::vector<PaperRow>& all,
                           const identity::Context& cx) {
    SigningView view;
    view.id = paper.id;
    view.code = paper.code;
    view.about = paper.about;
    view.title = paper.title;
    view.version = paper.version;
    view.check_code = paper.check_code;
    for (const PaperRow& one : all)
        if (paper.replaces_id == std::optional(one.id)) view.replaces_check_code = one.check_code;
    view.state = paper.state;
    view.ink_only = paper.ink_only;
    view.in_order = paper.in_order;
    view.digest_sm3 = paper.digest_sm3;
    view.digest_sha256 = paper.digest_sha256;
    view.size_bytes = paper.size_bytes;
    view.made_at = paper.made_at;
    view.made_by_name = paper.made_by_name;
    view.ends_on = paper.ends_on;
    view.completed_at = paper.completed_at;
    view.completed_sm3 = paper.completed_sm3;
    if (paper.reason_sealed) view.reason = cx.keys.open(*paper.reason_sealed, reason_context);
    const auto signers = signers_of(tx, paper.id);
    const auto all_of_them = standings(signers);
    for (const SignerRow& one : signers) view.signers.push_back(view_of(one, paper, all_of_them));
    view.has_key = has_key(tx, paper.organisation_id);
    return view;
}

static const db::Statement count_open_to{"signing.papers_open_to", R"(
    SELECT count(DISTINCT p.id)
      FROM signing_paper p JOIN signing_signer s ON s.paper_id = p.id
     WHERE p.dispute_id = $1 AND p.revision = $2 AND p.state = 'completed'
       AND (s.role = 'judge' OR (s.role IN ('party', 'agent') AND s.party_id = $3)))"};

std::int64_t papers_open_to(db::Tx& tx, const dispute::Dispute& dispute, Id<dispute::Party> party) {
    return tx.one<std::int64_t>(count_open_to, dispute.id, dispute.revision, party);
}

std::vector<SigningView> signings_of(db::Tx& tx, const dispute::Dispute& dispute, const identity::Context& cx) {
    std::vector<SigningView> views;
    const auto papers = papers_of(tx, dispute);
    for (const PaperRow& paper : papers) views.push_back(view_of(tx, paper, papers, cx));
    return views;
}

}  // namespace hemu::signing
