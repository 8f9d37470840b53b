// A paper begins to be signed, and ends without being completed.
#include "acts.hpp"
#include "contents.hpp"

namespace hemu::signing {

using dispute::Dispute;
using identity::Context;

static std::vector<Receiver>& receivers() {
    static std::vector<Receiver> all;
    return all;
}

void set_receivers(std::vector<Receiver> all) { receivers() = std::move(all); }

void tell(db::Tx& tx, Dispute& dispute, const PaperAct& act, const Context& cx) {
    for (const Receiver receiver : receivers()) receiver(tx, dispute, act, cx);
}

static bool is_same(const PaperRow& paper, const Dispute& dispute, std::string_view code,
                    const std::optional<std::string>& about) {
    return paper.revision == dispute.revision && paper.code == code && paper.about == about;
}

std::optional<ReplacedPaper> replaced_by(db::Tx& tx, const Dispute& dispute, std::string_view code,
                                         const std::optional<std::string>& about) {
    for (const PaperRow& paper : papers_of(tx, dispute)) {
        if (!is_same(paper, dispute, code, about)) continue;
        if (paper.state == SigningState::open) throw Refusal(Fault::conflict, "signing_open");
        if (paper.state == SigningState::completed) return ReplacedPaper{paper.id, paper.version, paper.check_code};
    }
    return std::nullopt;
}

bool is_open(db::Tx& tx, const Dispute& dispute, std::string_view code) {
    const auto papers = papers_of(tx, dispute);
    return std::any_of(papers.begin(), papers.end(), [&](const PaperRow& paper) {
        return paper.state == SigningState::open && paper.revision == dispute.revision && paper.code == code;
    });
}

struct FrozenContent {
    SignedPaperId paper_id;
    std::string code;
    std::int64_t version = 1;
    std::string sm3;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(FrozenContent, (), (paper_id, code, version, sm3, sha256))

SignedPaperId begin(db::Tx& tx, Dispute& dispute, const SigningPlan& plan, const FrozenPaper& frozen,
                    const Context& cx) {
    refuse_if(why_not_end(plan.ends_on, legal_date(cx.moment)));
    if (plan.signers.empty()) throw Refusal(Fault::invalid, "invalid", {{"signers", "missing"}});
    const auto replaced = replaced_by(tx, dispute, plan.code, plan.about);
    PaperRow paper;
    paper.id = SignedPaperId::fresh(cx.moment);
    paper.dispute_id = dispute.id;
    paper.revision = dispute.revision;
    paper.code = plan.code;
    paper.about = plan.about;
    paper.title = plan.title;
    paper.version = replaced ? replaced->version + 1 : 1;
    if (replaced) paper.replaces_id = replaced->id;
    paper.check_code = frozen.check_code;
    paper.organisation_id = plan.issuer;
    paper.ink_only = plan.ink_only;
    paper.in_order = plan.in_order;
    paper.places = db::Json(frozen.places);
    paper.digest_sm3 = attachments::keep_content(tx, frozen.bytes, cx);
    paper.digest_sha256 = sha256_of(frozen.bytes);
    paper.size_bytes = static_cast<std::int64_t>(frozen.bytes.size());
    paper.made_at = cx.moment;
    paper.made_by_name = cx.actor.name;
    paper.ends_on = plan.ends_on;
    insert_paper(tx, paper);
    std::int64_t position = 0;
    for (const PlannedSigner& one : plan.signers) {
        SignerRow signer;
        signer.id = PaperSignerId::fresh(cx.moment);
        signer.paper_id = paper.id;
        signer.position = position++;
        signer.role = one.role;
        signer.party_id = one.party_id;
        signer.agent_id = one.agent_id;
        signer.name = one.name;
        insert_signer(tx, signer);
    }
    dispute::record(tx, dispute, "paper_frozen", cx,
                    FrozenContent{paper.id, paper.code, paper.version, paper.digest_sm3, paper.digest_sha256});
    return paper.id;
}

struct EndedContent {
    SignedPaperId paper_id;
    std::string code;
    SigningState state = SigningState::void_;
    std::optional<Id<dispute::Party>> party_id;
};
BOOST_DESCRIBE_STRUCT(EndedContent, (), (paper_id, code, state, party_id))

void end_paper(db::Tx& tx, Dispute& dispute, const PaperRow& paper, SigningState state, std::string_view reason,
               const std::optional<Id<dispute::Party>>& party, const Context& cx) {
    if (paper.state != SigningState::open) throw Refusal(Fault::conflict, "signing_not_open");
    const auto sealed = reason.empty() ? std::nullopt : std::optional(cx.keys.seal(reason, reason_context));
    note_ended(tx, paper.id, state, sealed, cx.moment);
    const std::string_view kind = state == SigningState::refused ? "paper_refused" : "paper_ended";
    dispute::record(tx, dispute, kind, cx, EndedContent{paper.id, paper.code, state, party});
    PaperAct act;
    act.kind = ActKind::ended;
    act.code = paper.code;
    act.about = paper.about;
    tell(tx, dispute, act, cx);
}

static constexpr std::string_view expiry_kind = "signing_expiry";

static void expire(const identity::Surroundings& around, Instant moment) {
    const auto over = around.database.read([&](db::Tx& tx) { return papers_over(tx, legal_date(moment)); });
    for (const PaperRow& paper : over)
        around.database.transact([&](db::Tx& tx) {
            auto dispute = dispute::load(tx, paper.dispute_id);
            if (!dispute) return;
            const Context cx{around.database, identity::machine(identity::Duty::clerk, dispute->holder_id),
                             moment,          around.keys,
                             around.config,   around.live};
            const PaperRow now = paper_of(tx, *dispute, paper.id);
            if (now.state == SigningState::open)
                end_paper(tx, *dispute, now, SigningState::expired, "", std::nullopt, cx);
        });
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(expiry_kind), [&around](const jobs::Job&, Instant moment) { expire(around, moment); }}};
}

void schedule_jobs(db::Tx& tx, Instant moment) { jobs::every(tx, expiry_kind, std::chrono::hours(1), moment); }

}  // namespace hemu::signing
