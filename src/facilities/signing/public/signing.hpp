// 签署 Signing a paper any way a hall, a phone or a village has: its bytes are frozen, each signer's act is kept with
// its evidence, and once the seal's keeper has sealed it the paper carries a signature that anybody can check. What a
// signature means for a case is not known here: whoever gives it a meaning is a receiver.
#pragma once
#include "access.hpp"
#include "dispute.hpp"
#include "jobs.hpp"
#include "pdf.hpp"

namespace hemu::signing {

extern const identity::Routes routes;

/// A paper that was frozen for signing, and one of those who sign it.
struct SignedPaper;
struct PaperSigner;
using SignedPaperId = Id<SignedPaper>;
using PaperSignerId = Id<PaperSigner>;

/// judge: of the court whose paper it is. keeper: of the seal, who acts last and completes the paper.
enum class SignerRole { party, agent, mediator, judge, keeper };
BOOST_DESCRIBE_ENUM(SignerRole, party, agent, mediator, judge, keeper)
/// Whoever proves by his account that it is he.
constexpr bool is_staff(SignerRole role) {
    return role == SignerRole::mediator || role == SignerRole::judge || role == SignerRole::keeper;
}

/// strokes: by hand on a pad or screen of the hall · phone: by hand on one's own phone · fingerprint: a reader's
/// picture · ink: on paper, photographed · password: staff, who show that it is they · seal: by its keeper.
enum class SigningMethod { strokes, phone, fingerprint, ink, password, seal };
BOOST_DESCRIBE_ENUM(SigningMethod, strokes, phone, fingerprint, ink, password, seal)

enum class SigningState { open, completed, refused, expired, void_ };
BOOST_DESCRIBE_ENUM(SigningState, open, completed, refused, expired, void_)
enum class SignerState { waiting, signed_, refused };
BOOST_DESCRIBE_ENUM(SignerState, waiting, signed_, refused)

/// Where something comes, in points from the lower left corner of a page, which count from 0.
struct MarkBox {
    std::int64_t page = 0;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
BOOST_DESCRIBE_STRUCT(MarkBox, (), (page, x, y, width, height))
using Box = MarkBox;

/// Where on the paper a signer stands: hand: his signature; note: how he signed, on the last page; date: where the
/// paper leaves room for the day of the seal.
struct SignerPlace {
    MarkBox hand;
    MarkBox note;
    std::optional<MarkBox> date;
};
BOOST_DESCRIBE_STRUCT(SignerPlace, (), (hand, note, date))

/// label: what the paper calls him (申请人). marks: how the line begins beside which he signs.
struct PlannedSigner {
    SignerRole role = SignerRole::party;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<std::string> agent_id;
    std::string name;
    std::string label;
    std::vector<std::string> marks;
};

/// The version before, which the new one names.
struct ReplacedPaper {
    SignedPaperId id;
    std::int64_t version = 0;
    std::string check_code;
};
BOOST_DESCRIBE_STRUCT(ReplacedPaper, (), (id, version, check_code))

/// Who signs what. ink_only: the law forbids electronic signatures here (Electronic Signature Law art. 3). in_order:
/// nobody before who stands before him. issuer: whose seal completes it. site: where the check page is, `https://…`.
struct SigningPlan {
    Id<identity::Organisation> issuer;
    std::string code;
    std::optional<std::string> about;
    std::string title;
    bool ink_only = false;
    bool in_order = false;
    LegalDate ends_on;
    std::vector<PlannedSigner> signers;
    std::string site;
    std::optional<ReplacedPaper> replaces;
};

struct FrozenPaper {
    std::string bytes;
    std::string check_code;
    std::vector<SignerPlace> places;
};

/// The newest completed paper of this kind, which a new one replaces. Refusal conflict signing_open when one is being
/// signed.
std::optional<ReplacedPaper> replaced_by(db::Tx&, const dispute::Dispute&, std::string_view code,
                                         const std::optional<std::string>& about);

/// Sets the paper with a page for its signers. About 10 ms for a page: outside of transactions.
FrozenPaper freeze(pdf::Paper, const SigningPlan&);

/// Begins: the bytes are kept, the paper cannot change any more. Refusals: conflict signing_open; invalid ends_on,
/// signers.
SignedPaperId begin(db::Tx&, dispute::Dispute&, const SigningPlan&, const FrozenPaper&, const identity::Context&);

/// Whether a paper of this kind is being signed now.
bool is_open(db::Tx&, const dispute::Dispute&, std::string_view code);

/// signed_: one more · completed: the keeper has sealed it · ended: nobody signs it any more, it is not completed.
enum class ActKind { signed_, completed, ended };
struct PaperAct {
    ActKind kind = ActKind::signed_;
    std::string code;
    std::optional<std::string> about;
    SignerRole role = SignerRole::party;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<std::string> agent_id;
    SigningMethod method = SigningMethod::ink;
};
/// Runs inside the transaction of the act; what it refuses is refused. Set once at start by app.
using Receiver = void (*)(db::Tx&, dispute::Dispute&, const PaperAct&, const identity::Context&);
void set_receivers(std::vector<Receiver>);

struct SignerView {
    PaperSignerId id;
    std::int64_t position = 0;
    SignerRole role = SignerRole::party;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<std::string> agent_id;
    std::string name;
    SignerState state = SignerState::waiting;
    std::optional<SigningMethod> method;
    std::optional<Instant> signed_at;
    std::optional<std::string> evidence_sm3;
    bool may_sign_now = false;            ///< it is his turn
    std::vector<SigningMethod> methods;   ///< in which he may sign
    std::optional<Instant> link_made_at;  ///< of the link to his own phone
};
BOOST_DESCRIBE_STRUCT(SignerView, (),
                      (id, position, role, party_id, agent_id, name, state, method, signed_at, evidence_sm3,
                       may_sign_now, methods, link_made_at))

struct SigningView {
    SignedPaperId id;
    std::string code;
    std::optional<std::string> about;
    std::string title;
    std::int64_t version = 1;
    std::optional<std::string> replaces_check_code;
    std::string check_code;
    SigningState state = SigningState::open;
    bool ink_only = false;
    bool in_order = false;
    std::string digest_sm3;
    std::string digest_sha256;
    std::int64_t size_bytes = 0;
    Instant made_at;
    std::string made_by_name;
    LegalDate ends_on;
    std::optional<Instant> completed_at;
    std::optional<std::string> completed_sm3;
    std::optional<std::string> reason;
    std::vector<SignerView> signers;
    bool has_key = false;  ///< whoever issues it can seal
};
BOOST_DESCRIBE_STRUCT(SigningView, (),
                      (id, code, about, title, version, replaces_check_code, check_code, state, ink_only, in_order,
                       digest_sm3, digest_sha256, size_bytes, made_at, made_by_name, ends_on, completed_at,
                       completed_sm3, reason, signers, has_key))

/// The papers of a dispute that were or are being signed, the newest first.
std::vector<SigningView> signings_of(db::Tx&, const dispute::Dispute&, const identity::Context&);

/// How many completed papers a party may open: those that he signed, and a court's.
std::int64_t papers_open_to(db::Tx&, const dispute::Dispute&, Id<dispute::Party>);

std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::signing
