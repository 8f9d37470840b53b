#include "registration.hpp"
#include "routes_window.hpp"

namespace hemu::intake {

using dispute::CaseHead;
using dispute::Dispute;
using identity::Context;
using identity::Duty;

/// A dispute comes in and the citizen gets a receipt.
static http::Reply register_one(const http::Request& request, const Context& cx) {
    const auto form = request.body<Registration>();
    refuse_if(why_not_by_hand(form));
    return cx.db.transact([&](db::Tx& tx) {
        const Receipt receipt = register_dispute(tx, form, cx);
        return http::with_version(http::created(receipt), receipt.version);
    });
}

/// What is known while the form is still being filled in.
struct DuplicateQuestion {
    std::vector<dispute::PartyForm> parties;
    std::string narrative;
    std::optional<std::string> place_code;
};
BOOST_DESCRIBE_STRUCT(DuplicateQuestion, (), (parties, narrative, place_code))

static http::Reply find_duplicates(const http::Request& request, const Context& cx) {
    const auto question = request.body<DuplicateQuestion>();
    return cx.db.read([&](db::Tx& tx) {
        const auto parties = with_known(tx, question.parties, cx);
        const Incoming incoming = incoming_of(parties, question.narrative, question.place_code.value_or(""), cx.keys);
        const Settings chosen = settings(tx);
        const LegalDate since = add_months(legal_date(cx.moment), -static_cast<int>(chosen.duplicate_months));
        const Surroundings round = look_round(tx, incoming, since, cx.actor, [] {});
        return http::ok(hints_of(incoming, round.candidates, chosen.hint_similarity_percent));
    });
}

struct MergeForm {
    Id<Dispute> into_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MergeForm, (), (into_id, reason))

static http::Reply merge_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<MergeForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto merged = dispute::find(tx, id, cx.actor);
        auto kept = dispute::find(tx, form.into_id, cx.actor);
        merge(tx, merged, kept, MergeCause::person, 0, form.reason, cx);
        return http::with_version(http::created(dispute::head_of(merged)), merged.version);
    });
}

struct WithdrawalForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawalForm, (), (reason))

static http::Reply withdraw_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<WithdrawalForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        withdraw(tx, found, form.reason, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static const identity::Duties registrars = {Duty::clerk, Duty::dispatcher, Duty::mediator, Duty::head};
static const identity::Duties window_staff = {Duty::clerk, Duty::dispatcher};

static identity::Routes own_routes() {
    return {
        identity::post<Registration, Receipt>("/api/disputes", registrars, register_one, "Register a dispute"),
        identity::post<DuplicateQuestion, Duplicates>("/api/intake/duplicates", registrars, find_duplicates,
                                                      "Earlier disputes that this one may repeat")
            .with_status(200),
        identity::post<MergeForm, CaseHead>("/api/disputes/{dispute}/merge", window_staff, merge_one,
                                            "Merge a registered dispute into another"),
        identity::post<WithdrawalForm, CaseHead>("/api/disputes/{dispute}/withdrawal",
                                                 window_staff | identity::Duties(Duty::head), withdraw_one,
                                                 "The applicant takes the application back"),
    };
}

/// The list is built from both files: constants of the other may not exist yet when this one's do.
static identity::Routes all_routes() {
    identity::Routes all = own_routes();
    for (identity::Route& route : window_routes(registrars)) all.push_back(std::move(route));
    return all;
}

const identity::Routes routes = all_routes();

}  // namespace hemu::intake
