#include "auditing.hpp"
#include "changing.hpp"
#include "claims.hpp"
#include "judging.hpp"
#include "packages.hpp"
#include "routes_parts.hpp"

namespace hemu::court {

using dispute::CaseHead;
using http::None;
using identity::Duties;
using identity::Duty;

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(confirmation_desk(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply prepare_it(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<ConfirmationForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        prepare(tx, found, form, request.if_match(), cx);
        return http::ok(dispute::head_of(found));
    });
}

/// Reads the form, finds the dispute, does the deed and answers with the new head.
template <class Form, void (*deed)(db::Tx&, Dispute&, const Form&, const Context&)>
static http::Reply doing(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<Form>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        deed(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply list_packages(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(packages_of(tx, dispute::find(tx, id, cx.actor))); });
}

/// A package holds numbers and addresses in clear: opening it is audited (PIPL art. 51).
static http::Reply print_package(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto package = request.path_id<Package>("package");
    request.body<json::Nothing>();
    const auto paper = cx.db.transact([&](db::Tx& tx) {
        const Dispute found = dispute::find(tx, id, cx.actor);
        auto printed = package_paper(tx, found, package, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "print_court_package",
                                             to_text(package), {"identity_number", "phone", "address"}));
        return printed;
    });
    return http::text(pdf::print(paper).bytes, std::string(pdf::media_type));
}

static http::Reply list_judgments(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(judgments_of(tx, dispute::find(tx, id, cx.actor), cx)); });
}

// The judge

static http::Reply list_bench(const http::Request& request, const Context& cx) {
    const auto view = json::enum_from_word<BenchView>(request.query("view").value_or("waiting"));
    if (!view) throw Refusal(Fault::invalid, "invalid", {{"view", "unknown_word"}});
    return cx.db.read([&](db::Tx& tx) { return http::ok(bench_lines(tx, *view, cx)); });
}

static http::Reply show_bench(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Confirmation>("confirmation");
    return cx.db.read([&](db::Tx& tx) { return http::ok(bench_case(tx, id, cx)); });
}

template <class Form, void (*deed)(db::Tx&, Id<Confirmation>, const Form&, const Context&)>
static http::Reply deciding(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Confirmation>("confirmation");
    const auto form = request.body<Form>();
    return cx.db.transact([&](db::Tx& tx) {
        deed(tx, id, form, cx);
        return http::no_content();
    });
}

static http::Reply decide_several(const http::Request& request, const Context& cx) {
    auto reply = http::ok(decide_many(request.body<BenchBulkForm>(), cx));
    return cx.db.transact([&](db::Tx&) { return std::move(reply); });
}

static http::Reply list_feedback(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(feedback_for(tx, cx)); });
}

static http::Reply see_one_feedback(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Feedback>("feedback");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        see_feedback(tx, id, cx);
        return http::no_content();
    });
}

static constexpr Duties readers_of_feedback{Duty::head, Duty::dispatcher, Duty::supervisor, Duty::leader};

static identity::Routes confirmation_routes() {
    using dispute::workers;
    const std::string at = "/api/disputes/{dispute}/confirmation";
    return {
        identity::get<None, ConfirmationDesk>(at, identity::staff, show,
                                              "Judicial confirmation: check list, courts, papers, and how far it is"),
        identity::put<ConfirmationForm, CaseHead>(at, workers, prepare_it, "Prepare the joint application"),
        identity::post<HandingInForm, CaseHead>(at + "/handing_in", workers, doing<HandingInForm, hand_in>,
                                                "Hand the joint application in to the court"),
        identity::post<SupplementForm, CaseHead>(at + "/supplement", workers, doing<SupplementForm, supplement>,
                                                 "Hand it in again after the court returned it"),
        identity::post<ConfirmationWithdrawal, CaseHead>(at + "/withdrawal", workers,
                                                         doing<ConfirmationWithdrawal, withdraw>,
                                                         "The parties withdraw the application"),
        identity::post<RulingReceiptForm, CaseHead>(at + "/services", workers | Duties(Duty::judge),
                                                    doing<RulingReceiptForm, serve>, "A party received the ruling"),
        identity::post<ObjectionForm, CaseHead>(at + "/objections", workers | Duties(Duty::judge),
                                                doing<ObjectionForm, object>, "A party objects to the ruling"),
        identity::post<EnforcementForm, CaseHead>(at + "/enforcement", workers | Duties(Duty::judge),
                                                  doing<EnforcementForm, enforce>, "Enforcement was applied for"),
        identity::post<ChangedAgreementForm, CaseHead>(
            "/api/disputes/{dispute}/agreement_changes", {Duty::mediator, Duty::head},
            doing<ChangedAgreementForm, change_agreement>,
            "The court refused: the parties change the agreement, which is signed and sealed again"),
        identity::post<ChangeDropForm, CaseHead>("/api/disputes/{dispute}/agreement_changes/drop",
                                                 {Duty::mediator, Duty::head}, doing<ChangeDropForm, keep_agreement>,
                                                 "The change is not signed: the agreement before it stands"),
        identity::get<None, JudgmentsView>("/api/disputes/{dispute}/judgments", identity::staff, list_judgments,
                                           "What judgments made of the agreement"),
        identity::post<JudgmentForm, CaseHead>("/api/disputes/{dispute}/judgments", workers | Duties(Duty::judge),
                                               doing<JudgmentForm, tell_judgment>,
                                               "A judgment upheld, changed or annulled the agreement"),
        identity::get<None, std::vector<KeptPackage>>("/api/disputes/{dispute}/court_packages", identity::staff,
                                                      list_packages, "What left for a court, with its digest"),
        identity::post<json::Nothing, None>("/api/disputes/{dispute}/court_packages/{package}/paper",
                                            dispute::workers | Duties(Duty::judge), print_package,
                                            "A package on paper, as PDF")
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
    };
}

template <class Form, void (*deed)(db::Tx&, Id<Confirmation>, const Form&, const Context&)>
static identity::Route decision(const char* what, std::string summary) {
    return identity::post<Form, None>(std::string("/api/court/confirmations/{confirmation}/") + what, Duty::judge,
                                      deciding<Form, deed>, std::move(summary))
        .with_status(204);
}

static identity::Routes bench_routes() {
    return {
        identity::get<None, std::vector<BenchLine>>("/api/court/confirmations", Duty::judge, list_bench,
                                                    "Applications at the judge's court, the first handed in first",
                                                    {{"view", "query", "waiting, deciding or over"}}),
        identity::post<BenchBulkForm, std::vector<BenchBulkItem>>(
            "/api/court/confirmations/decisions", Duty::judge, decide_several,
            "One decision on several applications, or its preview")
            .with_status(200),
        identity::get<None, BenchCase>("/api/court/confirmations/{confirmation}", Duty::judge, show_bench,
                                       "An application with check list, wording warnings and the parties' others"),
        decision<SendBackForm, send_back>("return", "Return it for supplement, with marks on fields"),
        decision<AcceptanceForm, accept>("acceptance", "Accept the application"),
        decision<DeclinationForm, decline>("declination", "Do not accept it"),
        decision<CourtExtensionForm, extend>("extension", "The court's president extends the period"),
        decision<RulingForm, rule>("ruling", "Confirm the agreement or reject the application"),
        decision<ConfirmationWithdrawal, lapse>("lapse", "Who does not answer has withdrawn"),
        identity::get<None, std::vector<FeedbackLine>>("/api/court/feedback", readers_of_feedback, list_feedback,
                                                       "What courts told back of this body's agreements"),
        identity::post<json::Nothing, None>("/api/court/feedback/{feedback}/seen", readers_of_feedback,
                                            see_one_feedback, "The feedback was read")
            .with_status(204),
    };
}

static identity::Routes all_of(std::vector<identity::Routes> lists) {
    identity::Routes all;
    for (auto& list : lists)
        for (auto& route : list) all.push_back(std::move(route));
    return all;
}

const identity::Routes routes = all_of({confirmation_routes(), bench_routes(), sent_routes()});

}  // namespace hemu::court
