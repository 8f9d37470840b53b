// A party reads a paper on his own phone, signs it by hand, or says why not.
#include "at_once.hpp"
#include "attachments.hpp"
#include "confirming.hpp"
#include "organisations.hpp"
#include "parties.hpp"
#include "routes_parts.hpp"
#include "text.hpp"

namespace hemu::signing {

using access::Confirmer;
using dispute::Dispute;
using http::None;
using identity::Context;

/// Whose pass it is, his case, and in which context what he does is written.
struct Holder {
    Dispute dispute;
    Id<dispute::Party> party_id;
    Context cx;
};

static Holder holder_of(db::Tx& tx, const http::Request& request, const Context& cx) {
    const auto pass = access::party_of(tx, request, cx);
    auto dispute = dispute::load(tx, pass.dispute_id);
    if (!dispute) throw Refusal(Fault::not_found, "not_found");
    const Context own = access::as_party(cx, *dispute);
    return {std::move(*dispute), pass.party_id, own};
}

struct SigningEntryForm {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(SigningEntryForm, (), (code))

static http::Reply enter(const http::Request& request, const Context& cx) {
    const auto form = request.body<SigningEntryForm>();
    if (text::trim(form.code).empty()) throw Refusal(Fault::invalid, "invalid", {{"code", "missing"}});
    access::refuse_guessing(cx);
    const std::string digest = access::code_digest(cx.keys, form.code);
    const auto link = cx.db.read([&](db::Tx& tx) { return link_by(tx, digest); });
    if (!link || !link->party_id) access::refuse_code(cx);
    return cx.db.transact([&](db::Tx& tx) {
        return access::let_into(http::no_content(), tx, link->dispute_id, *link->party_id, request, cx);
    });
}

/// A paper as a party sees it. signer_*: absent where it is for him and not his to sign, as a court's. signers,
/// signed: how many, without names. sent_to: the masked phone to which his code is sent; absent: the body tells him a
/// code.
struct OwnSigning {
    SignedPaperId id;
    std::optional<PaperSignerId> signer_id;
    std::string title;
    std::string body_name;
    std::optional<std::string> body_phone;
    std::optional<std::string> signer_name;
    SigningState state = SigningState::open;
    std::optional<SignerState> signer_state;
    bool may_sign_now = false;
    bool ink_only = false;
    std::string digest_sm3;
    std::string check_code;
    LegalDate ends_on;
    std::optional<Instant> signed_at;
    std::int64_t signers = 0;
    std::int64_t signed_count = 0;
    std::optional<std::string> sent_to;
};
BOOST_DESCRIBE_STRUCT(OwnSigning, (),
                      (id, signer_id, title, body_name, body_phone, signer_name, state, signer_state, may_sign_now,
                       ink_only, digest_sm3, check_code, ends_on, signed_at, signers, signed_count, sent_to))

std::string phone_of(db::Tx& tx, const Dispute& dispute, const SignerRow& signer, const Context& cx) {
    if (!signer.party_id || !notices::messages_are_set_up(cx.config)) return "";
    const auto party = dispute::unmasked_party(tx, dispute, *signer.party_id, cx);
    if (!signer.agent_id) return party.phone.value_or("");
    for (const auto& agent : party.agents)
        if (agent.id == *signer.agent_id) return agent.phone.value_or("");
    return "";
}

static std::string masked(const std::string& phone) {
    if (phone.size() < 7) return "***";
    return phone.substr(0, 3) + "****" + phone.substr(phone.size() - 4);
}

static bool is_his(const SignerRow& signer, const Holder& by) {
    const bool signs = signer.role == SignerRole::party || signer.role == SignerRole::agent;
    return signs && signer.party_id == std::optional(by.party_id);
}

static OwnSigning view_of(db::Tx& tx, const PaperRow& paper, const std::vector<SignerRow>& signers) {
    OwnSigning view;
    view.id = paper.id;
    view.title = paper.title;
    const auto body = organisations::find(tx, paper.organisation_id);
    if (body) view.body_name = body->name, view.body_phone = body->phone;
    view.state = paper.state;
    for (const SignerRow& one : signers) view.signed_count += one.state == SignerState::signed_;
    view.signers = static_cast<std::int64_t>(signers.size());
    view.ink_only = paper.ink_only;
    view.digest_sm3 = paper.digest_sm3;
    view.check_code = paper.check_code;
    view.ends_on = paper.ends_on;
    return view;
}

static OwnSigning view_for(db::Tx& tx, const Holder& by, const PaperRow& paper, const std::vector<SignerRow>& signers,
                           const SignerRow& own) {
    OwnSigning view = view_of(tx, paper, signers);
    view.signer_id = own.id;
    view.signer_name = own.name;
    view.signer_state = own.state;
    view.may_sign_now = paper.state == SigningState::open && paper.ends_on >= legal_date(by.cx.moment) &&
                        is_turn(standings(signers), static_cast<std::size_t>(own.position), paper.in_order);
    view.signed_at = own.signed_at;
    if (const auto phone = phone_of(tx, by.dispute, own, by.cx); !phone.empty()) view.sent_to = masked(phone);
    return view;
}

/// A court's paper is for all whose agreement it is about, once it is sealed.
static bool is_for_all(const PaperRow& paper, const std::vector<SignerRow>& signers) {
    return paper.state == SigningState::completed && is_courts(signers);
}

/// Everything that he signs or has signed, of this revision, and what a court gave to all.
static std::vector<OwnSigning> all_of(db::Tx& tx, const Holder& by) {
    std::vector<OwnSigning> views;
    for (const PaperRow& paper : papers_of(tx, by.dispute)) {
        if (paper.revision != by.dispute.revision) continue;
        const auto signers = signers_of(tx, paper.id);
        for (const SignerRow& one : signers)
            if (is_his(one, by)) views.push_back(view_for(tx, by, paper, signers, one));
        if (is_for_all(paper, signers)) views.push_back(view_of(tx, paper, signers));
    }
    return views;
}

static http::Reply list(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(all_of(tx, holder_of(tx, request, cx))); });
}

struct OwnPaper {
    Holder by;
    OpenPaper open;
    SignerRow signer;
};

/// What is not his is not there.
static OwnPaper own_paper(db::Tx& tx, const http::Request& request, const Context& cx) {
    Holder by = holder_of(tx, request, cx);
    OpenPaper open = open_paper(tx, by.dispute, request.path_id<SignedPaper>("id"));
    for (const SignerRow& one : open.signers)
        if (is_his(one, by)) return {std::move(by), open, one};
    throw Refusal(Fault::not_found, "not_found");
}

static http::Reply open_pdf(const http::Request& request, const Context& cx) {
    const auto paper = cx.db.read([&](db::Tx& tx) {
        const Holder by = holder_of(tx, request, cx);
        OpenPaper open = open_paper(tx, by.dispute, request.path_id<SignedPaper>("id"));
        const bool his = std::any_of(open.signers.begin(), open.signers.end(),
                                     [&](const SignerRow& one) { return is_his(one, by); });
        if (!his && !is_for_all(open.paper, open.signers)) throw Refusal(Fault::not_found, "not_found");
        return std::move(open.paper);
    });
    return shown(paper, cx);
}

bool send_confirmation(const Dispute& dispute, const SignerRow& signer, const Context& cx) {
    const auto phone = cx.db.read([&](db::Tx& tx) { return phone_of(tx, dispute, signer, cx); });
    if (phone.empty()) return false;
    const auto [code, minutes] = cx.db.transact([&](db::Tx& tx) {
        return std::pair(access::fresh_confirmation(tx, Id<Confirmer>{signer.id.bytes}, phone, cx),
                         access::confirmation_minutes(tx));
    });
    if (!notices::send_at_once(phone, notices::phone_code_words(code, minutes, cx.actor.language), cx))
        throw Refusal(Fault::unavailable, "message_not_sent");
    return true;
}

static http::Reply send_code(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    const auto own = cx.db.read([&](db::Tx& tx) { return own_paper(tx, request, cx); });
    if (own.open.paper.state != SigningState::open) throw Refusal(Fault::conflict, "signing_not_open");
    if (!send_confirmation(own.by.dispute, own.signer, own.by.cx))
        throw Refusal(Fault::conflict, "messages_not_set_up");
    return http::no_content();
}

/// His hand, and the code that shows that it is he. read_seconds: how long the paper was before him.
struct OwnSigningForm {
    std::string digest_sm3;
    HandStrokes strokes;
    std::string code;
    std::optional<std::int64_t> read_seconds;
};
BOOST_DESCRIBE_STRUCT(OwnSigningForm, (), (digest_sm3, strokes, code, read_seconds))

/// By a code that was sent or told; a wrong one counts even though the act is refused.
static SigningProof confirmed(const OwnPaper& own, const std::string& code) {
    const Context& cx = own.by.cx;
    const Id<Confirmer> who{own.signer.id.bytes};
    const auto proof = cx.db.transact_aside([&](db::Tx& tx) -> std::optional<SigningProof> {
        const std::string phone = phone_of(tx, own.by.dispute, own.signer, cx);
        if (!phone.empty() && access::is_confirmation(tx, who, phone, code, cx)) return SigningProof::message_code;
        if (access::is_confirmation(tx, who, "", code, cx)) return SigningProof::told_code;
        return std::nullopt;
    });
    if (!proof) throw Refusal(Fault::invalid, "invalid", {{"code", "phone_code_wrong"}});
    return *proof;
}

static http::Reply sign_oneself(const http::Request& request, const Context& cx) {
    const auto form = request.body<OwnSigningForm>();
    SigningForm act;
    act.method = SigningMethod::phone;
    act.digest_sm3 = form.digest_sm3;
    act.strokes = form.strokes;
    act.read_seconds = form.read_seconds;
    const auto before = cx.db.read([&](db::Tx& tx) { return own_paper(tx, request, cx); });
    refuse_act(before.open, before.signer, act, legal_date(cx.moment));
    const SigningProof proof = confirmed(before, form.code);
    return cx.db.transact([&](db::Tx& tx) {
        OwnPaper own = own_paper(tx, request, cx);
        sign(tx, own.by.dispute, own.open, own.signer, act, proof, device_of(request), own.by.cx);
        return http::ok(all_of(tx, own.by));
    });
}

struct OwnRefusalForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OwnRefusalForm, (), (reason))

static http::Reply refuse_oneself(const http::Request& request, const Context& cx) {
    const auto form = request.body<OwnRefusalForm>();
    return cx.db.transact([&](db::Tx& tx) {
        OwnPaper own = own_paper(tx, request, cx);
        refuse_to_sign(tx, own.by.dispute, own.open, own.signer, form.reason, own.by.cx);
        return http::ok(all_of(tx, own.by));
    });
}

identity::Routes citizen_routes() {
    const std::string path = "/api/citizen/signings";
    return {
        identity::post<SigningEntryForm, None>(path + "/entry", identity::anyone, enter,
                                               "Come in by the code of a link for signing")
            .as_by_pass()
            .with_rate({20, 10}),
        identity::get<None, std::vector<OwnSigning>>(
            path, identity::anyone, list, "Papers that the party signs or has signed, and a court's for him")
            .as_by_pass(),
        identity::get<None, None>(path + "/{id}/pdf", identity::anyone, open_pdf, "One of them to read, as PDF")
            .as_by_pass()
            .with_output_type(std::string(pdf::media_type)),
        identity::post<json::Nothing, None>(path + "/{id}/code", identity::anyone, send_code,
                                            "Send the signer a code that confirms his signature")
            .as_by_pass()
            .with_rate({10, 60})
            .with_status(204),
        identity::post<OwnSigningForm, std::vector<OwnSigning>>(path + "/{id}/signature", identity::anyone,
                                                                sign_oneself, "Sign by hand on one's own phone")
            .as_by_pass()
            .with_rate({30, 10})
            .with_body_limit(1024 * 1024)
            .with_status(200),
        identity::post<OwnRefusalForm, std::vector<OwnSigning>>(path + "/{id}/refusal", identity::anyone,
                                                                refuse_oneself, "Not sign, and say why")
            .as_by_pass()
            .with_rate({20, 10})
            .with_status(200),
    };
}

}  // namespace hemu::signing
