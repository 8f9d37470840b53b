#include "acts.hpp"

#include "contents.hpp"
#include "sealed_pdf.hpp"
#include "text.hpp"

namespace hemu::signing {

using dispute::Dispute;
using identity::Context;

static constexpr std::size_t longest_device = 200;
static constexpr std::size_t longest_reason = 1000;
static constexpr std::size_t largest_picture = 3 * 1024 * 1024;

std::string sha256_of(std::string_view bytes) {
    std::string digest(32, '\0');
    check(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                     EVP_sha256(), nullptr) == 1,
          "no digest");
    return crypto::to_hex(std::string_view(digest));
}

bool is_courts(const std::vector<SignerRow>& signers) {
    return std::any_of(signers.begin(), signers.end(),
                       [](const SignerRow& one) { return one.role == SignerRole::judge; });
}

OpenPaper open_paper(db::Tx& tx, const Dispute& dispute, SignedPaperId id) {
    OpenPaper open{paper_of(tx, dispute, id), {}};
    open.signers = signers_of(tx, id);
    return open;
}

std::vector<SignerStanding> standings(const std::vector<SignerRow>& signers) {
    std::vector<SignerStanding> all;
    for (const SignerRow& one : signers) all.push_back({one.role, one.state});
    return all;
}

static void refuse_ended(const OpenPaper& open, LegalDate today) {
    if (open.paper.state != SigningState::open) throw Refusal(Fault::conflict, "signing_not_open");
    if (open.paper.ends_on < today) throw Refusal(Fault::conflict, "signing_over");
}

static bool needs_picture(SigningMethod method) {
    return method == SigningMethod::fingerprint || method == SigningMethod::ink;
}

static bool needs_strokes(SigningMethod method) {
    return method == SigningMethod::strokes || method == SigningMethod::phone;
}

static std::string picture_of(const SigningForm& form) { return crypto::from_base64(form.picture.value_or("")); }

void refuse_act(const OpenPaper& open, const SignerRow& signer, const SigningForm& form, LegalDate today) {
    refuse_ended(open, today);
    if (signer.state == SignerState::signed_) throw Refusal(Fault::conflict, "signed_already");
    if (!is_turn(standings(open.signers), static_cast<std::size_t>(signer.position), open.paper.in_order))
        throw Refusal(Fault::conflict, "not_your_turn");
    if (form.digest_sm3 != open.paper.digest_sm3) throw Refusal(Fault::conflict, "paper_changed");
    Verdict verdict;
    const auto methods = methods_of(signer.role, open.paper.ink_only);
    if (std::find(methods.begin(), methods.end(), form.method) == methods.end())
        verdict.add("method", open.paper.ink_only ? "ink_needed" : "method_not_his");
    if (needs_strokes(form.method)) {
        if (!form.strokes)
            verdict.add("strokes", "missing");
        else if (Verdict hand = why_not_strokes(*form.strokes); !hand.fine())
            refuse_if(hand);
    }
    if (needs_picture(form.method)) {
        const std::string bytes = picture_of(form);
        if (bytes.empty())
            verdict.add("picture", "missing");
        else if (bytes.size() > largest_picture)
            verdict.add("picture", "file_too_large");
        else if (!picture_in(bytes))
            verdict.add("picture", "picture_not_jpeg");
    }
    refuse_if(verdict);
}

/// The row as it stands once he has signed; its picture is still to be kept.
static SignerRow signed_row(const OpenPaper& open, const SignerRow& signer, const SigningForm& form,
                            SigningProof proof, std::string_view device, const Context& cx) {
    SignerRow row = signer;
    row.state = SignerState::signed_;
    row.method = form.method;
    row.signed_at = cx.moment;
    SigningEvidence evidence;
    evidence.paper_sm3 = open.paper.digest_sm3;
    evidence.paper_sha256 = open.paper.digest_sha256;
    evidence.method = form.method;
    evidence.signed_at = cx.moment;
    evidence.proof = proof;
    evidence.device = std::string(device.substr(0, longest_device));
    evidence.read_seconds = form.read_seconds;
    if (needs_strokes(form.method)) {
        const std::string strokes = json::write(*form.strokes);
        evidence.strokes_sm3 = crypto::to_hex(crypto::sm3(strokes));
        row.strokes_sealed = cx.keys.seal(strokes, strokes_context);
    }
    if (needs_picture(form.method)) {
        evidence.picture_sm3 = crypto::to_hex(crypto::sm3(picture_of(form)));
        row.picture_digest = evidence.picture_sm3;
    }
    row.evidence = json::write(evidence);
    row.evidence_sm3 = crypto::to_hex(crypto::sm3(*row.evidence));
    if (is_staff(signer.role)) {
        row.account_id = cx.actor.account;
        row.name = cx.actor.name;
    }
    return row;
}

struct PaperSignedContent {
    SignedPaperId paper_id;
    std::string code;
    SignerRole role = SignerRole::party;
    SigningMethod method = SigningMethod::strokes;
    std::optional<Id<dispute::Party>> party_id;
    std::string paper_sm3;
    std::string evidence_sm3;
};
BOOST_DESCRIBE_STRUCT(PaperSignedContent, (), (paper_id, code, role, method, party_id, paper_sm3, evidence_sm3))

static PaperAct act_of(const PaperRow& paper, const SignerRow& row, ActKind kind) {
    return {kind, paper.code, paper.about, row.role, row.party_id, row.agent_id, *row.method};
}

/// The evidence is stored, its digest stands in the journal, and whoever gives it a meaning is told.
static void note_act(db::Tx& tx, Dispute& dispute, const PaperRow& paper, const SignerRow& row,
                     const SigningForm& form, ActKind kind, const Context& cx) {
    if (dispute.state == dispute::State::archived || dispute.state == dispute::State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
    if (row.picture_digest) attachments::keep_content(tx, picture_of(form), cx);
    note_signed(tx, row);
    dispute::record(tx, dispute, "paper_signed", cx,
                    PaperSignedContent{paper.id, paper.code, row.role, *row.method, row.party_id, paper.digest_sm3,
                                       *row.evidence_sm3});
    tell(tx, dispute, act_of(paper, row, kind), cx);
}

void sign(db::Tx& tx, Dispute& dispute, const OpenPaper& open, const SignerRow& signer, const SigningForm& form,
          SigningProof proof, std::string_view device, const Context& cx) {
    refuse_act(open, signer, form, legal_date(cx.moment));
    if (signer.role == SignerRole::keeper) throw std::logic_error("the keeper completes");
    if (signer.role == SignerRole::mediator && !dispute::is_mediator(tx, dispute, cx.actor.account))
        throw Refusal(Fault::forbidden, "not_on_this_dispute");
    note_act(tx, dispute, open.paper, signed_row(open, signer, form, proof, device, cx), form, ActKind::signed_, cx);
}

Completed complete(const OpenPaper& open, const SignerRow& keeper, const SigningForm& form, SigningProof proof,
                   std::string_view device, const Context& cx) {
    refuse_act(open, keeper, form, legal_date(cx.moment));
    Completed done{signed_row(open, keeper, form, proof, device, cx), ""};
    OpenPaper all = open;
    for (SignerRow& one : all.signers)
        if (one.id == keeper.id) one = done.keeper;
    done.bytes = completed_bytes(all, form.picture ? picture_of(form) : "", cx);
    return done;
}

struct CompletedContent {
    SignedPaperId paper_id;
    std::string code;
    std::int64_t version = 1;
    std::string paper_sm3;
    std::string completed_sm3;
    std::string completed_sha256;
};
BOOST_DESCRIBE_STRUCT(CompletedContent, (), (paper_id, code, version, paper_sm3, completed_sm3, completed_sha256))

void note_complete(db::Tx& tx, Dispute& dispute, const OpenPaper& open, const Completed& done,
                   const SigningForm& form, const Context& cx) {
    const PaperRow& paper = open.paper;
    const std::string sm3 = attachments::keep_content(tx, done.bytes, cx);
    const std::string sha256 = sha256_of(done.bytes);
    note_completed(tx, paper.id, sm3, sha256, static_cast<std::int64_t>(done.bytes.size()), cx.moment);
    dispute::record(tx, dispute, "paper_completed", cx,
                    CompletedContent{paper.id, paper.code, paper.version, paper.digest_sm3, sm3, sha256});
    note_act(tx, dispute, paper, done.keeper, form, ActKind::completed, cx);
}

void refuse_to_sign(db::Tx& tx, Dispute& dispute, const OpenPaper& open, const SignerRow& signer,
                    const std::string& reason, const Context& cx) {
    refuse_ended(open, legal_date(cx.moment));
    if (signer.state == SignerState::signed_) throw Refusal(Fault::conflict, "signed_already");
    const std::string words = text::trim(reason);
    if (words.empty()) throw Refusal(Fault::invalid, "invalid", {{"reason", "missing"}});
    if (words.size() > longest_reason * 3) throw Refusal(Fault::invalid, "invalid", {{"reason", "too_long"}});
    note_refused(tx, signer.id);
    end_paper(tx, dispute, open.paper, SigningState::refused, words, signer.party_id, cx);
}

}  // namespace hemu::signing
