#include "entrusting.hpp"

#include "calendar.hpp"
#include "packages.hpp"
#include "sealing.hpp"
#include "text.hpp"
#include "ways.hpp"

namespace hemu::court {

static const sealing::SealedColumn sealed_phone{"court_entrustment", "id", "judge_phone_sealed", "court_judge"};

Verdict why_not_entrust(const EntrustmentForm& form, LegalDate today) {
    Verdict verdict;
    if (form.kind == EntrustmentKind::delegated && form.procedure) verdict.add("procedure", "of_entrusted_only");
    if (form.kind == EntrustmentKind::entrusted && !form.procedure) verdict.add("procedure", "missing");
    if (form.kind == EntrustmentKind::entrusted && form.consent == CourtConsent::to_ask)
        verdict.add("consent", "consent_of_all_needed");
    if (text::trim(form.case_number).empty()) verdict.add("case_number", "missing");
    if (text::trim(form.judge_name).empty()) verdict.add("judge_name", "missing");
    if (today < form.received_on) verdict.add("received_on", "in_the_future");
    return verdict;
}

static intake::Registration registration_in(const EntrustmentForm& form) {
    intake::Registration registration = form.dispute;
    const bool delegated = form.kind == EntrustmentKind::delegated;
    registration.source = dispute::Source::court;
    registration.channel = delegated ? dispute::Channel::court_delegated : dispute::Channel::court_entrusted;
    registration.source_reference = text::trim(form.case_number);
    auto flags = registration.flags.value_or(std::vector<std::string>{});
    std::erase(flags, "summary_procedure");
    if (form.procedure == Procedure::summary) flags.emplace_back("summary_procedure");
    registration.flags = flags;
    return registration;
}

static CourtId court_in(db::Tx& tx, const EntrustmentForm& form, const Context& cx) {
    const CourtId id =
        cx.actor.duty == identity::Duty::judge ? cx.actor.organisation : form.court_id.value_or(CourtId{});
    const auto court = organisations::find(tx, id);
    if (!court || court->kind != organisations::OrganisationKind::court ||
        !organisations::is_open(*court, legal_date(cx.moment)))
        throw Refusal(Fault::invalid, "invalid", {{"court_id", "court_unknown"}});
    return id;
}

/// A judge's court is no window: the nearest centre of the place registers it.
static Context at_centre(db::Tx& tx, const EntrustmentForm& form, const Context& cx) {
    identity::Actor actor = cx.actor;
    if (actor.duty == identity::Duty::judge) {
        const auto bodies = organisations::serving(tx, form.dispute.place_code, "", legal_date(cx.moment));
        const auto centre = std::find_if(bodies.begin(), bodies.end(), [](const organisations::Server& one) {
            return one.kind == organisations::OrganisationKind::mediation_centre;
        });
        if (centre == bodies.end()) throw Refusal(Fault::conflict, "no_window_here");
        actor.organisation = centre->id;
    }
    return {cx.db, actor, cx.moment, cx.keys, cx.config, cx.live};
}

static const db::Statement count_case{
    "court.count_case", "SELECT count(*) FROM court_entrustment WHERE court_id = $1 AND case_number = $2"};

static const db::Statement insert_entrustment{"court.insert_entrustment", R"(
    INSERT INTO court_entrustment (id, dispute_id, kind, procedure, court_id, case_number, judge_name,
                                   judge_phone_sealed, letter_number, consent, materials, received_on, confirm_by_on,
                                   state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'received'))"};

/// kind, procedure and number only.
struct ReceivedContent {
    CourtId court_id;
    EntrustmentKind entrusted_as = EntrustmentKind::delegated;
    std::optional<Procedure> procedure;
    LegalDate received_on;
    LegalDate confirm_by_on;
};
BOOST_DESCRIBE_STRUCT(ReceivedContent, (), (court_id, entrusted_as, procedure, received_on, confirm_by_on))

static void save_entrustment(db::Tx& tx, Dispute& dispute, const EntrustmentForm& form, CourtId court,
                             const Context& cx) {
    // Online rule art. 12: three working days.
    const LegalDate confirm_by = calendar::load(tx)->add_working_days(form.received_on, 3);
    std::optional<std::string> phone;
    if (form.judge_phone && !form.judge_phone->empty()) phone = cx.keys.seal(*form.judge_phone, "court_judge");
    tx.run(insert_entrustment, Id<Entrustment>::fresh(cx.moment), dispute.id, form.kind, form.procedure, court,
           text::trim(form.case_number), text::trim(form.judge_name), phone, form.letter_number, form.consent,
           db::Json(form.materials), form.received_on, confirm_by);
    open_to_court(tx, dispute, court, cx.moment);
    if (cx.actor.duty == identity::Duty::judge)
        dispute::give_person(tx, dispute, cx.actor.account, dispute::PersonRole::judge, cx.moment);
    dispute::record(tx, dispute, "court_received", cx,
                    ReceivedContent{court, form.kind, form.procedure, form.received_on, confirm_by});
}

intake::Receipt entrust(db::Tx& tx, const EntrustmentForm& form, const Context& cx) {
    refuse_if(why_not_entrust(form, legal_date(cx.moment)));
    const CourtId court = court_in(tx, form, cx);
    if (tx.one<std::int64_t>(count_case, court, text::trim(form.case_number)) > 0)
        throw Refusal(Fault::invalid, "invalid", {{"case_number", "number_taken"}});
    const auto receipt = intake::register_dispute(tx, registration_in(form), at_centre(tx, form, cx));
    Dispute dispute = dispute::load(tx, receipt.id).value();
    save_entrustment(tx, dispute, form, court, cx);
    return receipt;
}

struct EntrustmentRow {
    Id<Entrustment> id;
    Id<Dispute> dispute_id;
    std::string number;
    dispute::State dispute_state = dispute::State::registered;
    EntrustmentKind kind = EntrustmentKind::delegated;
    std::optional<Procedure> procedure;
    CourtId court_id;
    std::string court_name;
    std::string case_number;
    std::string judge_name;
    std::optional<std::string> judge_phone_sealed;
    std::optional<std::string> letter_number;
    CourtConsent consent = CourtConsent::both;
    db::Json<std::vector<std::string>> materials;
    LegalDate received_on;
    LegalDate confirm_by_on;
    EntrustmentState state = EntrustmentState::received;
    std::optional<Instant> confirmed_at;
    std::optional<Instant> ended_at;
    std::optional<std::string> ended_by;
};
BOOST_DESCRIBE_STRUCT(EntrustmentRow, (),
                      (id, dispute_id, number, dispute_state, kind, procedure, court_id, court_name, case_number,
                       judge_name, judge_phone_sealed, letter_number, consent, materials, received_on, confirm_by_on,
                       state, confirmed_at, ended_at, ended_by))

static const std::string entrustment_sql = R"(
    SELECT e.id, e.dispute_id, d.number, d.state AS dispute_state, e.kind, e.procedure, e.court_id,
           coalesce(o.name, '') AS court_name, e.case_number, e.judge_name, e.judge_phone_sealed, e.letter_number,
           e.consent, e.materials, e.received_on, e.confirm_by_on, e.state, e.confirmed_at, e.ended_at, e.ended_by
      FROM court_entrustment e
      JOIN dispute d ON d.id = e.dispute_id
      LEFT JOIN organisation o ON o.id = e.court_id)";

static const db::Statement select_entrustment{"court.entrustment", entrustment_sql + " WHERE e.dispute_id = $1"};
static const db::Statement select_at_court{"court.entrustments_at", entrustment_sql + R"(
     WHERE e.court_id = $1
     ORDER BY CASE WHEN e.ended_at IS NULL THEN 0 ELSE 1 END, e.received_on DESC, e.id DESC
     LIMIT 200)"};

static EntrustmentView view_of(const EntrustmentRow& row, const Context& cx) {
    std::optional<std::string> phone;
    if (row.judge_phone_sealed) phone = cx.keys.open(*row.judge_phone_sealed, "court_judge");
    return {row.id,       row.dispute_id, row.number,      row.dispute_state, row.kind,  row.procedure,
            row.court_id, row.court_name, row.case_number, row.judge_name,    phone,     row.letter_number,
            row.consent,  *row.materials, row.received_on, row.confirm_by_on, row.state, row.confirmed_at,
            row.ended_at, row.ended_by};
}

std::optional<EntrustmentView> entrustment_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    const auto row = tx.maybe<EntrustmentRow>(select_entrustment, dispute.id);
    return row ? std::optional(view_of(*row, cx)) : std::nullopt;
}

std::vector<EntrustmentView> entrustments_at(db::Tx& tx, const Context& cx) {
    std::vector<EntrustmentView> views;
    for (const auto& row : tx.all<EntrustmentRow>(select_at_court, cx.actor.organisation))
        views.push_back(view_of(row, cx));
    return views;
}

// What becomes of it

static const db::Statement update_confirmed{"court.confirm_entrustment", R"(
    UPDATE court_entrustment SET state = 'confirmed', confirmed_at = coalesce(confirmed_at, $2)
     WHERE dispute_id = $1 AND state = 'received')"};

static const db::Statement update_ended{"court.end_entrustment", R"(
    UPDATE court_entrustment SET state = $2, ended_at = $3, ended_by = $4 WHERE dispute_id = $1)"};

/// As a termination says it.
struct ReasonOf {
    std::string reason;
    std::vector<dispute::Way> routes;
};
BOOST_DESCRIBE_STRUCT(ReasonOf, (), (reason, routes))

static bool settles(std::string_view kind) {
    return kind == "take_effect" || kind == "agree_orally" || kind == "settle_at_once";
}

static bool fails(std::string_view kind) {
    return kind == "terminate" || kind == "withdraw" || kind == "refuse" || kind == "redirect";
}

/// T02 of a termination; otherwise the verb, or that nobody confirmed it.
static std::string cause_of(const dispute::Event& event, const Context& cx) {
    const bool by_machine = !cx.actor.signed_in() && cx.actor.duty != identity::Duty::citizen;
    if (event.kind == "withdraw" && by_machine) return "unconfirmed";
    if (event.kind != "terminate") return event.kind;
    return json::read<ReasonOf>(event.content).reason;
}

static void end_it(db::Tx& tx, const Dispute& dispute, const EntrustmentView& sent, const std::string& cause,
                   bool settled, const Context& cx) {
    EntrustedPackage package;
    package.number = dispute.number;
    package.court_case_number = sent.case_number;
    package.court_name = sent.court_name;
    package.body_name = organisations::name_of(tx, dispute.holder_id);
    package.ended_on = legal_date(cx.moment);
    for (const auto& party : dispute::parties_of(tx, dispute, cx)) package.party_names.push_back(party.name);
    package.report = report_of(tx, dispute, settled ? std::nullopt : std::optional(cause), cx);
    if (settled) package.agreement = agreements::find(tx, dispute);
    keep_package(tx, dispute, settled ? PackageKind::settled : PackageKind::returned, sent.court_id,
                 json::write(package), cx);
    tx.run(update_ended, dispute.id, settled ? EntrustmentState::settled : EntrustmentState::returned, cx.moment,
           cause);
}

void follow(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const Context& cx) {
    if (dispute.channel != dispute::Channel::court_delegated && dispute.channel != dispute::Channel::court_entrusted)
        return;
    const bool settled = settles(event.kind);
    if (event.kind == "take") return tx.run(update_confirmed, dispute.id, cx.moment);
    if (!settled && !fails(event.kind)) return;
    const auto sent = entrustment_of(tx, dispute, cx);
    if (!sent || sent->ended_at) return;
    end_it(tx, dispute, *sent, settled ? event.kind : cause_of(event, cx), settled, cx);
}

static const db::Statement select_unconfirmed{"court.unconfirmed", R"(
    SELECT e.dispute_id
      FROM court_entrustment e JOIN dispute d ON d.id = e.dispute_id
     WHERE e.state = 'received' AND e.confirm_by_on < $1 AND d.state IN ('registered', 'accepted', 'offered')
     ORDER BY e.confirm_by_on LIMIT 500)"};

std::int64_t return_unconfirmed(const Context& cx) {
    const auto due =
        cx.db.read([&](db::Tx& tx) { return tx.all<Id<Dispute>>(select_unconfirmed, legal_date(cx.moment)); });
    for (const auto& id : due)
        cx.db.transact([&](db::Tx& tx) {
            Dispute dispute = dispute::load(tx, id).value();
            intake::withdraw(tx, dispute, "三个工作日内没有调解组织确认接受，退回法院", cx);
        });
    return static_cast<std::int64_t>(due.size());
}

}  // namespace hemu::court
