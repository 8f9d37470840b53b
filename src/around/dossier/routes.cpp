#include "auditing.hpp"
#include "closing.hpp"
#include "docx.hpp"
#include "numbers.hpp"
#include "parties.hpp"
#include "reading.hpp"
#include "routes_parts.hpp"
#include "scans.hpp"
#include "signing_start.hpp"
#include "store.hpp"

namespace hemu::dossier {

using dispute::Dispute;
using identity::Context;
using identity::Duty;
using identity::None;

static http::Reply list_papers(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        return http::ok(papers_of(read_case(tx, dispute, Numbers::masked, cx)));
    });
}

/// about: which session, inquiry, visit or party the paper is of, as the list names it.
struct MakingForm {
    std::optional<std::string> about;
};
BOOST_DESCRIBE_STRUCT(MakingForm, (), (about))

/// A paper shows numbers and addresses in clear, so that making one is audited for each party as opening them is
/// (PIPL art. 51).
static void audit_paper(db::Tx& tx, const http::Request& request, const CaseRead& read, const Context& cx) {
    for (const PartyFacts& party : read.facts.parties)
        audit::record(
            tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "paper", party.id,
                                   {std::string(request.path_text("paper")), "identity_number", "phone", "address"}));
}

static pdf::Paper made_paper(const http::Request& request, const Context& cx) {
    const auto form = request.body<MakingForm>();
    const std::string code(request.path_text("paper"));
    return cx.db.transact([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        dispute::refuse_unlent(tx, dispute, cx.actor, cx.moment);
        CaseRead read = read_case(tx, dispute, Numbers::clear, cx);
        refuse_maker(read, dispute, code, form.about, cx.actor);
        auto made = make_numbered_paper(tx, dispute, read, code, form.about, cx);
        made.corner_code = scan_code(cx.keys, dispute.id, code, form.about);
        audit_paper(tx, request, read, cx);
        return made;
    });
}

static http::Reply print_paper(const http::Request& request, const Context& cx) {
    return http::text(pdf::print(made_paper(request, cx)).bytes, std::string(pdf::media_type));
}

static http::Reply write_paper(const http::Request& request, const Context& cx) {
    return http::text(docx::write(made_paper(request, cx)), std::string(docx::media_type));
}

/// A look gives it no number.
static http::Reply show_paper(const http::Request& request, const Context& cx) {
    const std::string code(request.path_text("paper"));
    const pdf::Paper paper = cx.db.transact([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        dispute::refuse_unlent(tx, dispute, cx.actor, cx.moment);
        CaseRead read = read_case(tx, dispute, Numbers::clear, cx);
        refuse_maker(read, dispute, code, request.query("about"), cx.actor);
        auto made = paper_as_it_stands(tx, dispute, read, code, request.query("about"), cx);
        made.corner_code = scan_code(cx.keys, dispute.id, code, request.query("about"));
        audit_paper(tx, request, read, cx);
        return made;
    });
    return file_reply(pdf::print(paper).bytes, pdf::media_type, fmt::format("{}.pdf", paper.title));
}

/// What was read of the case for a paper that is to be signed.
struct Prepared {
    pdf::Paper paper;
    signing::SigningPlan plan;
    std::int64_t version = 0;
};

static std::string site_of(const http::Request& request, const Context& cx) {
    if (!cx.config.public_url.empty()) return cx.config.public_url;
    return fmt::format("{}://{}", request.secure ? "https" : "http", request.host);
}

static Prepared prepared(db::Tx& tx, const http::Request& request, const StartForm& form, const Context& cx) {
    const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
    const std::string code(request.path_text("paper"));
    refuse_start(tx, dispute, code, form, cx);
    // The agreement that is signed bears the number of its file, which the seal does not change any more.
    if (code == closing::agreement_paper && !numbers::number_of(tx, dispute, {}))
        numbers::give(tx, dispute, dispute.holder_id, {}, legal_date(cx.moment), cx);
    CaseRead read = read_case(tx, dispute, Numbers::clear, cx);
    refuse_maker(read, dispute, code, form.about, cx.actor);
    CasePaper paper{code, "", form.about, "", {}};
    Prepared made{make_numbered_paper(tx, dispute, read, code, form.about, cx), {}, dispute.version};
    paper.title = made.paper.title;
    made.plan = plan_of(tx, dispute, read, paper, form, cx);
    made.plan.site = site_of(request, cx);
    return made;
}

/// The paper as the case stands now, frozen for its signers; set outside of the transactions, which see that nothing
/// moved meanwhile.
static http::Reply start_signing(const http::Request& request, const Context& cx) {
    const auto form = request.body<StartForm>();
    auto made = cx.db.transact([&](db::Tx& tx) { return prepared(tx, request, form, cx); });
    const auto frozen = signing::freeze(std::move(made.paper), made.plan);
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        if (dispute.version != made.version) throw Refusal(Fault::conflict, "version_outdated");
        const auto id = signing::begin(tx, dispute, made.plan, frozen, cx);
        for (const auto& party : dispute::parties_of(tx, dispute, cx))
            audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "paper", to_text(party.id),
                                                 {made.plan.code, "identity_number", "phone", "address"}));
        return http::created(StartedSigning{id, frozen.check_code, crypto::to_hex(crypto::sm3(frozen.bytes))});
    });
}

static http::Reply write_advice(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<AdviceForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, id, cx.actor);
        advise(tx, dispute, form, cx);
        return http::with_version(http::created(dispute::head_of(dispute)), dispute.version);
    });
}

static constexpr identity::Duties registrars = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};
static constexpr identity::Duties workers = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher, Duty::judge};

static identity::Routes case_routes() {
    return {
        identity::get<None, std::vector<CasePaper>>("/api/disputes/{dispute}/papers", identity::staff, list_papers,
                                                    "Papers of the case, and what single ones lack"),
        identity::post<MakingForm, None>("/api/disputes/{dispute}/papers/{paper}/pdf", workers, print_paper,
                                         "One of them, filled, as PDF; audited, since numbers stand in it in clear")
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
        identity::post<MakingForm, None>("/api/disputes/{dispute}/papers/{paper}/docx", workers, write_paper,
                                         "The same to be edited in Word or WPS; audited")
            .with_output_type(std::string(docx::media_type))
            .with_status(200),
        identity::get<None, None>("/api/disputes/{dispute}/papers/{paper}/pdf", workers, show_paper,
                                  "The same to look at, without giving it a number; audited",
                                  {{"about", "query", "what it is of, as the list names it"}})
            .with_output_type(std::string(pdf::media_type)),
        identity::post<AdviceForm, dispute::CaseHead>("/api/disputes/{dispute}/advice", registrars, write_advice,
                                                      "Write a letter of advice to somebody outside the case"),
        identity::post<StartForm, StartedSigning>(
            "/api/disputes/{dispute}/papers/{paper}/signing", {Duty::clerk, Duty::mediator, Duty::head, Duty::judge},
            start_signing, "Freeze a paper and begin to have it signed; audited"),
    };
}

const identity::Routes routes = [] {
    identity::Routes all = case_routes();
    for (auto& route : template_routes()) all.push_back(std::move(route));
    for (auto& route : bundle_routes()) all.push_back(std::move(route));
    for (auto& route : scan_routes()) all.push_back(std::move(route));
    return all;
}();

}  // namespace hemu::dossier
