#include "answering.hpp"
#include "auditing.hpp"
#include "figures.hpp"
#include "letter_paper.hpp"
#include "text.hpp"

namespace hemu::invitation {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duty;

/// proof: what stands behind the code in a link of ours. way: link, paper or typed.
struct EntryForm {
    std::string code;
    std::optional<std::string> proof;
    EntryWay way = EntryWay::typed;
};
BOOST_DESCRIBE_STRUCT(EntryForm, (), (code, proof, way))

static void refuse_way(EntryWay way) {
    if (way != EntryWay::link && way != EntryWay::paper && way != EntryWay::typed)
        throw Refusal(Fault::invalid, "invalid", {{"way", "unknown_word"}});
}

static std::optional<InvitationRow> working(const EntryForm& form, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        auto row = find_by_code(tx, access::code_digest(cx.keys, form.code));
        const auto dispute = row ? dispute::load(tx, row->dispute_id) : std::nullopt;
        const bool works = dispute && row->revision == dispute->revision && row->works(dispute->state, cx.moment);
        return works ? row : std::nullopt;
    });
}

/// A link of ours is no guess: it opens while somebody is guessing, and counts for nothing when it is over.
static InvitationRow found_by(const EntryForm& form, const Context& cx) {
    const bool is_ours = form.proof && is_our_link(form.code, *form.proof, cx.keys);
    if (!is_ours) access::refuse_guessing(cx);
    const auto row = working(form, cx);
    if (row) return *row;
    if (is_ours) throw Refusal(Fault::not_found, "code_not_found");
    access::refuse_code(cx);
}

static http::Reply enter(const http::Request& request, const Context& cx) {
    const auto form = request.body<EntryForm>();
    refuse_way(form.way);
    const InvitationRow row = found_by(form, cx);
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::load(tx, row.dispute_id).value();
        come_in(tx, dispute, row.party_id, form.way, cx);
        auto reply = http::ok(view_for(tx, dispute, row.party_id, access::as_party(cx, dispute)));
        return access::let_into(std::move(reply), tx, dispute.id, row.party_id, request, cx);
    });
}

static Dispute dispute_of(db::Tx& tx, const access::PartyPass& pass) {
    auto dispute = dispute::load(tx, pass.dispute_id);
    if (!dispute) throw Refusal(Fault::not_found, "not_found");
    return *dispute;
}

static http::Reply show(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const auto pass = access::party_of(tx, request, cx);
        return http::ok(view_for(tx, dispute_of(tx, pass), pass.party_id, cx));
    });
}

/// An act of the party with the pass; answers what he reads then.
template <class Form, void (*deed)(db::Tx&, Dispute&, Id<dispute::Party>, const Form&, const Context&)>
static http::Reply doing(const http::Request& request, const Context& cx) {
    const auto form = request.body<Form>();
    return cx.db.transact([&](db::Tx& tx) {
        const auto pass = access::party_of(tx, request, cx);
        Dispute dispute = dispute_of(tx, pass);
        view_for(tx, dispute, pass.party_id, cx);
        deed(tx, dispute, pass.party_id, form, cx);
        return http::ok(view_for(tx, dispute, pass.party_id, cx));
    });
}

struct StepForm {
    EntryStep step = EntryStep::asked;
};
BOOST_DESCRIBE_STRUCT(StepForm, (), (step))

/// How far the page was read: asked or chosen; the others are known anyway.
static http::Reply note_page(const http::Request& request, const Context& cx) {
    const auto form = request.body<StepForm>();
    if (form.step != EntryStep::asked && form.step != EntryStep::chosen)
        throw Refusal(Fault::invalid, "invalid", {{"step", "unknown_word"}});
    return cx.db.transact([&](db::Tx& tx) {
        const auto pass = access::party_of(tx, request, cx);
        const auto row = newest_of(tx, dispute_of(tx, pass), pass.party_id);
        if (row && row->opened_at) note_step(tx, *row, form.step, EntryWay::typed, cx.moment);
        return http::no_content();
    });
}

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(desk_view(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply head(const Dispute& dispute) {
    return http::with_version(http::created(dispute::head_of(dispute)), dispute.version);
}

struct InviteForm {
    Id<dispute::Party> party_id;
};
BOOST_DESCRIBE_STRUCT(InviteForm, (), (party_id))

static http::Reply invite_by_hand(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<InviteForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        invite_again(tx, found, form.party_id, cx);
        return head(found);
    });
}

static http::Reply note(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<NotedAnswer>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        note_answer(tx, found, form, cx);
        return head(found);
    });
}

/// Code and address are opened for the letter; that is audited (PIPL art. 51).
static InvitationLetter open_letter(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto invitation = request.path_id<Invitation>("invitation");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        const InvitationLetter letter = letter_of(tx, found, invitation, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "print_invitation",
                                             to_text(invitation), {"address", "code"}));
        return letter;
    });
}

static http::Reply show_letter(const http::Request& request, const Context& cx) {
    return http::ok(open_letter(request, cx));
}

static http::Reply print_letter(const http::Request& request, const Context& cx) {
    const auto site = fmt::format("{}://{}", request.secure ? "https" : "http", request.host);
    const auto paper = letter_paper(open_letter(request, cx), site);
    return http::text(pdf::print(paper).bytes, std::string(pdf::media_type));
}

static http::Reply show_figures(const http::Request& request, const Context& cx) {
    const auto days = request.query_number("days", 30, 1, 366);
    return cx.db.read([&](db::Tx& tx) { return http::ok(figures(tx, days, cx)); });
}

static constexpr identity::Duties workers = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};
static constexpr identity::Duties watchers = {Duty::leader, Duty::supervisor, Duty::dispatcher};

const identity::Routes routes = {
    identity::post<EntryForm, InvitationView>("/api/citizen/invitation/entry", identity::anyone, enter,
                                              "Come in by the code of an invitation")
        .as_by_pass()
        .with_rate({20, 10})
        .with_status(200),
    identity::get<None, InvitationView>("/api/citizen/invitation", identity::anyone, show,
                                        "What the invited reads: who asks, what mediation is, his answer")
        .as_by_pass(),
    identity::put<AnswerForm, InvitationView>("/api/citizen/invitation/answer", identity::anyone,
                                              doing<AnswerForm, answer_as_party>,
                                              "Agree, need time, or refuse; may be changed until a session was held")
        .as_by_pass()
        .with_rate({60, 10}),
    identity::put<OwnSide, InvitationView>("/api/citizen/invitation/account", identity::anyone,
                                           doing<OwnSide, add_account>,
                                           "One's own account, days away, needs, who speaks for one")
        .as_by_pass()
        .with_rate({60, 10}),
    identity::put<OwnPhone, InvitationView>("/api/citizen/invitation/phone", identity::anyone,
                                            doing<OwnPhone, take_phone>, "Be reached by a number that was confirmed")
        .as_by_pass()
        .with_rate({60, 10}),
    identity::post<StepForm, None>("/api/citizen/invitation/steps", identity::anyone, note_page,
                                   "How far the pages were read, for counting")
        .as_by_pass()
        .with_rate({120, 10}),
    identity::get<None, InvitationsView>("/api/disputes/{dispute}/invitations", identity::staff, list,
                                         "Who was asked to take part, how far he came, what he answered"),
    identity::post<InviteForm, CaseHead>("/api/disputes/{dispute}/invitations", workers, invite_by_hand,
                                         "Invite a party again, by a fresh code"),
    identity::post<NotedAnswer, CaseHead>("/api/disputes/{dispute}/invitations/answers", workers, note,
                                          "Note an answer that was given by phone, at the window or at the door"),
    identity::post<json::Nothing, InvitationLetter>("/api/disputes/{dispute}/invitations/{invitation}/letter",
                                                    workers, show_letter,
                                                    "The invitation as a letter, with code and address")
        .with_status(200),
    identity::post<json::Nothing, None>("/api/disputes/{dispute}/invitations/{invitation}/letter_pdf", workers,
                                        print_letter, "The same on paper, as PDF")
        .with_output_type(std::string(pdf::media_type))
        .with_status(200),
    identity::get<None, InvitationFigures>("/api/invitations/figures", watchers, show_figures,
                                           "Join rate and drop-out of those who were asked, by way",
                                           {{"days", "query", "of the period, 1 to 366; 30 when absent", "integer"}}),
};

}  // namespace hemu::invitation
