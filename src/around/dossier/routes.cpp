#include "auditing.hpp"
#include "routes_parts.hpp"
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
static http::Reply print_paper(const http::Request& request, const Context& cx) {
    const auto form = request.body<MakingForm>();
    const std::string code(request.path_text("paper"));
    const pdf::Paper paper = cx.db.transact([&](db::Tx& tx) {
        const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
        CaseRead read = read_case(tx, dispute, Numbers::clear, cx);
        auto made = make_numbered_paper(tx, dispute, read, code, form.about, cx);
        for (const PartyFacts& party : read.facts.parties)
            audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "paper", party.id,
                                                 {code, "identity_number", "phone", "address"}));
        return made;
    });
    return http::text(pdf::print(paper).bytes, std::string(pdf::media_type));
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

static constexpr identity::Duties workers = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};

static identity::Routes case_routes() {
    return {
        identity::get<None, std::vector<CasePaper>>("/api/disputes/{dispute}/papers", identity::staff, list_papers,
                                                    "Papers of the case, and what single ones lack"),
        identity::post<MakingForm, None>("/api/disputes/{dispute}/papers/{paper}/pdf", workers, print_paper,
                                         "One of them, filled, as PDF; audited, since numbers stand in it in clear")
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
        identity::post<AdviceForm, dispute::CaseHead>("/api/disputes/{dispute}/advice", workers, write_advice,
                                                      "Write a letter of advice to somebody outside the case"),
    };
}

const identity::Routes routes = [] {
    identity::Routes all = case_routes();
    for (auto& route : template_routes()) all.push_back(std::move(route));
    return all;
}();

}  // namespace hemu::dossier
