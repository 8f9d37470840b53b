// What staff do with papers that are being signed.
#include "admission.hpp"
#include "attachments.hpp"
#include "auditing.hpp"
#include "confirming.hpp"
#include "notices.hpp"
#include "proving.hpp"
#include "routes_parts.hpp"
#include "waiting.hpp"

namespace hemu::signing {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duty;

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(signings_of(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply list_waiting(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(waiting_for(tx, cx)); });
}

http::Reply shown(const PaperRow& paper, const Context& cx) {
    auto reply = http::text(attachments::content_on_shelf(paper.completed_sm3.value_or(paper.digest_sm3), cx),
                            std::string(pdf::media_type));
    reply.headers = {{"Content-Disposition", "inline"}, {"Cache-Control", "private, no-store"}};
    return reply;
}

std::string device_of(const http::Request& request) { return std::string(request.header("User-Agent").value_or("")); }

/// The paper shows numbers and addresses in clear, as any paper does.
static http::Reply show_pdf(const http::Request& request, const Context& cx) {
    const auto paper = cx.db.transact([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        auto found = paper_of(tx, dispute, request.path_id<SignedPaper>("signing"));
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "signed_paper",
                                             to_text(found.id), {found.code, "identity_number", "phone", "address"}));
        return found;
    });
    return shown(paper, cx);
}

static http::Reply open_pdf(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return show_pdf(request, cx);
}

static http::Reply head(const Dispute& dispute) {
    return http::with_version(http::created(dispute::head_of(dispute)), dispute.version);
}

static SigningProof proof_of(const http::Request& request, const Context& cx, const SignerRow& signer,
                             const SigningForm& form) {
    if (!is_staff(signer.role)) return SigningProof::presence;
    const auto by = identity::prove_self(request, cx, form.secret.value_or(""));
    return by == identity::ProvedBy::code ? SigningProof::code : SigningProof::password;
}

/// A court's paper is in its judges' hands alone, and they have no other in theirs.
static void refuse_other_hands(const OpenPaper& open, const Context& cx) {
    const bool judges = cx.actor.duty == Duty::judge && cx.actor.organisation == open.paper.organisation_id;
    if (is_courts(open.signers) ? !judges : cx.actor.duty == Duty::judge)
        throw Refusal(Fault::forbidden, "paper_of_the_court");
}

/// Never without its keeper: the head of the body that issues the paper, of a court's one of its judges.
static void refuse_keeper(const OpenPaper& open, const Context& cx) {
    if (!keeps_seal(cx.actor.duty)) throw Refusal(Fault::forbidden, "seal_by_keeper");
    if (cx.actor.organisation != open.paper.organisation_id)
        throw Refusal(Fault::forbidden, "not_your_bodys_dispute");
}

/// Staff take the act of whoever is before them, or their own.
static http::Reply take_act(const http::Request& request, const Context& cx) {
    const auto dispute_id = request.path_id<Dispute>("dispute");
    const auto paper_id = request.path_id<SignedPaper>("signing");
    const auto signer_id = request.path_id<PaperSigner>("signer");
    const auto form = request.body<SigningForm>();
    const auto read = [&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, dispute_id, cx.actor);
        OpenPaper open = open_paper(tx, dispute, paper_id);
        const SignerRow signer = signer_in(open.signers, signer_id);
        refuse_other_hands(open, cx);
        if (signer.role == SignerRole::keeper) refuse_keeper(open, cx);
        // On his own phone he signs himself.
        if (form.method == SigningMethod::phone)
            throw Refusal(Fault::invalid, "invalid", {{"method", "method_not_his"}});
        refuse_act(open, signer, form, legal_date(cx.moment));
        return std::tuple(std::move(dispute), std::move(open), signer);
    };
    const auto [dispute_before, before, signer_before] = cx.db.read(read);
    const SigningProof proof = proof_of(request, cx, signer_before, form);
    if (form.picture) attachments::scan(crypto::from_base64(*form.picture), cx);
    std::optional<Completed> done;
    if (signer_before.role == SignerRole::keeper)
        done = complete(before, signer_before, form, proof, device_of(request), cx);
    return cx.db.transact([&](db::Tx& tx) {
        auto [dispute, open, signer] = read(tx);
        if (done)
            note_complete(tx, dispute, open, *done, form, cx);
        else
            sign(tx, dispute, open, signer, form, proof, device_of(request), cx);
        return head(dispute);
    });
}

struct SigningRefusalForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SigningRefusalForm, (), (reason))

/// Somebody tells staff that he does not sign.
static http::Reply take_refusal(const http::Request& request, const Context& cx) {
    const auto form = request.body<SigningRefusalForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        const OpenPaper open = open_paper(tx, dispute, request.path_id<SignedPaper>("signing"));
        const SignerRow signer = signer_in(open.signers, request.path_id<PaperSigner>("signer"));
        refuse_other_hands(open, cx);
        refuse_to_sign(tx, dispute, open, signer, form.reason, cx);
        return head(dispute);
    });
}

/// Nobody signs it any more: something in it has to be put right.
static http::Reply give_up(const http::Request& request, const Context& cx) {
    const auto form = request.body<SigningRefusalForm>();
    if (form.reason.empty()) throw Refusal(Fault::invalid, "invalid", {{"reason", "missing"}});
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        const OpenPaper open = open_paper(tx, dispute, request.path_id<SignedPaper>("signing"));
        refuse_other_hands(open, cx);
        end_paper(tx, dispute, open.paper, SigningState::void_, form.reason, std::nullopt, cx);
        return head(dispute);
    });
}

/// send: tell it to the party as a notice; agents are told by whoever they act for.
struct SigningLinkForm {
    bool send = false;
};
BOOST_DESCRIBE_STRUCT(SigningLinkForm, (), (send))

/// The code stands behind the number sign of the link, which no browser sends.
struct SigningLink {
    std::string code;
    std::string path;
    bool sent = false;
};
BOOST_DESCRIBE_STRUCT(SigningLink, (), (code, path, sent))

static bool send_link(db::Tx& tx, const Dispute& dispute, const SignerRow& signer, const SigningLink& link,
                      const Context& cx) {
    if (!signer.party_id || signer.agent_id) return false;
    notices::Occasion occasion;
    occasion.party_id = signer.party_id;
    occasion.page = "/sign";
    occasion.secrets = {{"code", link.code}};
    if (!cx.config.public_url.empty()) occasion.secrets["link"] = cx.config.public_url + link.path;
    // Every link is another one, so that each is told.
    notices::tell(tx, dispute, notices::NoticeEvent::paper_to_sign, to_text(Id<SigningLink>::fresh(cx.moment)),
                  occasion, cx);
    return true;
}

static http::Reply make_link(const http::Request& request, const Context& cx) {
    const auto form = request.body<SigningLinkForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        const OpenPaper open = open_paper(tx, dispute, request.path_id<SignedPaper>("signing"));
        const SignerRow signer = signer_in(open.signers, request.path_id<PaperSigner>("signer"));
        const auto methods = methods_of(signer.role, open.paper.ink_only);
        if (open.paper.state != SigningState::open) throw Refusal(Fault::conflict, "signing_not_open");
        if (signer.state != SignerState::waiting) throw Refusal(Fault::conflict, "signed_already");
        if (std::find(methods.begin(), methods.end(), SigningMethod::phone) == methods.end())
            throw Refusal(Fault::conflict, open.paper.ink_only ? "ink_needed" : "method_not_his");
        const std::string code = access::fresh_code();
        save_link(tx, signer.id, access::code_digest(cx.keys, code), cx.moment);
        SigningLink link{code, "/sign#" + code};
        if (form.send) link.sent = send_link(tx, dispute, signer, link, cx);
        return http::created(link);
    });
}

/// Told by staff to whoever has no phone that a message reaches.
struct SigningCodeTold {
    std::string code;
    std::int64_t minutes = 0;
};
BOOST_DESCRIBE_STRUCT(SigningCodeTold, (), (code, minutes))

static http::Reply tell_code(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        const OpenPaper open = open_paper(tx, dispute, request.path_id<SignedPaper>("signing"));
        const SignerRow signer = signer_in(open.signers, request.path_id<PaperSigner>("signer"));
        if (open.paper.state != SigningState::open) throw Refusal(Fault::conflict, "signing_not_open");
        const std::string code = access::fresh_confirmation(tx, Id<access::Confirmer>{signer.id.bytes}, "", cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "signing_code",
                                             to_text(signer.id), {"code"}));
        return http::created(SigningCodeTold{code, access::confirmation_minutes(tx)});
    });
}

static constexpr std::size_t largest_act = 6 * 1024 * 1024;
static constexpr identity::Duties signers_desk = {Duty::clerk, Duty::mediator, Duty::head};
static constexpr identity::Duties own_signers = {Duty::clerk, Duty::mediator, Duty::head, Duty::judge};

static identity::Routes desk_routes() {
    const std::string signing = "/api/disputes/{dispute}/signings/{signing}";
    return {
        identity::get<None, std::vector<WaitingSigning>>("/api/signings/waiting",
                                                         {Duty::mediator, Duty::head, Duty::judge}, list_waiting,
                                                         "Papers that wait for the caller's own act"),
        identity::get<None, std::vector<SigningView>>("/api/disputes/{dispute}/signings", identity::staff, list,
                                                      "Papers of the case that were or are being signed"),
        identity::get<None, None>(signing + "/pdf", own_signers, show_pdf, "The same, for a browser to show")
            .with_output_type(std::string(pdf::media_type)),
        identity::post<json::Nothing, None>(signing + "/pdf", own_signers, open_pdf,
                                            "One of them, as it was frozen or completed; audited")
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
        identity::post<SigningForm, CaseHead>(signing + "/signers/{signer}/act", own_signers, take_act,
                                              "Take an act of signing; the keeper's seal completes the paper")
            .with_body_limit(largest_act),
        identity::post<SigningRefusalForm, CaseHead>(signing + "/signers/{signer}/refusal", own_signers, take_refusal,
                                                     "Note that somebody does not sign, and why"),
        identity::post<SigningLinkForm, SigningLink>(signing + "/signers/{signer}/link", signers_desk, make_link,
                                                     "A link by which somebody signs on his own phone"),
        identity::post<json::Nothing, SigningCodeTold>(
            signing + "/signers/{signer}/code", signers_desk, tell_code,
            "Six digits to tell somebody whom no message reaches; audited"),
        identity::post<SigningRefusalForm, CaseHead>(signing + "/end", own_signers, give_up,
                                                     "Nobody signs it any more, with the reason"),
    };
}

static identity::Routes all_of_them() {
    identity::Routes all = desk_routes();
    for (auto& more : {citizen_routes(), check_routes()}) all.insert(all.end(), more.begin(), more.end());
    return all;
}

const identity::Routes routes = all_of_them();

}  // namespace hemu::signing
