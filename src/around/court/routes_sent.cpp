#include "claims.hpp"
#include "figures.hpp"
#include "filing.hpp"
#include "routes_parts.hpp"

namespace hemu::court {

using dispute::CaseHead;
using http::None;
using identity::Duties;
using identity::Duty;

static http::Reply entrust_it(const http::Request& request, const Context& cx) {
    const auto form = request.body<EntrustmentForm>();
    return cx.db.transact([&](db::Tx& tx) { return http::created(entrust(tx, form, cx)); });
}

static http::Reply list_sent(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(entrustments_at(tx, cx)); });
}

/// What the court sent of this case; none when no court did.
struct EntrustmentOf {
    std::optional<EntrustmentView> entrustment;
};
BOOST_DESCRIBE_STRUCT(EntrustmentOf, (), (entrustment))

static http::Reply show_sent(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(EntrustmentOf{entrustment_of(tx, dispute::find(tx, id, cx.actor), cx)}); });
}

static http::Reply show_filing(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(filing_desk(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply bring(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<FilingForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        bring_suit(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply list_filings(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(filings_at(tx, cx)); });
}

static http::Reply decide(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Filing>("filing");
    const auto form = request.body<FilingDecisionForm>();
    return cx.db.transact([&](db::Tx& tx) {
        decide_filing(tx, id, form, cx);
        return http::no_content();
    });
}

static http::Reply show_figures(const http::Request& request, const Context& cx) {
    const LegalDate year(legal_date(cx.moment).year(), 1, 1);
    const auto asked = request.query("since_on");
    const auto since = asked ? parse_date(*asked) : std::optional(year);
    if (!since) throw Refusal(Fault::invalid, "invalid", {{"since_on", "not_a_date"}});
    return cx.db.read([&](db::Tx& tx) { return http::ok(figures_since(tx, *since, cx)); });
}

identity::Routes sent_routes() {
    static constexpr Duties watchers{Duty::leader, Duty::supervisor, Duty::dispatcher, Duty::head};
    const std::string filing = "/api/disputes/{dispute}/court_filing";
    return {
        identity::post<EntrustmentForm, intake::Receipt>("/api/court/entrustments",
                                                         {Duty::judge, Duty::clerk, Duty::dispatcher}, entrust_it,
                                                         "A court delegates or entrusts a case"),
        identity::get<None, std::vector<EntrustmentView>>("/api/court/entrustments", Duty::judge, list_sent,
                                                          "Cases that the judge's court sent, open ones first"),
        identity::get<None, EntrustmentOf>("/api/disputes/{dispute}/entrustment", identity::staff, show_sent,
                                           "What the court sent of this case"),
        identity::get<None, FilingDesk>(filing, identity::staff, show_filing,
                                        "The suit that this case became, or could become"),
        identity::post<FilingForm, CaseHead>(filing, dispute::workers, bring,
                                             "Bring the case to court with what the register has"),
        identity::get<None, std::vector<FilingView>>("/api/court/filings", Duty::judge, list_filings,
                                                     "Suits at the judge's court, open ones first"),
        identity::post<FilingDecisionForm, None>("/api/court/filings/{filing}/decision", Duty::judge, decide,
                                                 "File the suit, or not")
            .with_status(204),
        identity::get<None, CourtFigures>("/api/court/figures", watchers, show_figures,
                                          "What came from courts and went to them",
                                          {{"since_on", "query", "first day; this year's when absent"}}),
    };
}

}  // namespace hemu::court
