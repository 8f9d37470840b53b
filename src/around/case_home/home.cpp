#include "assignment.hpp"
#include "clocks.hpp"
#include "evaluation.hpp"
#include "exchange.hpp"
#include "organisations.hpp"
#include "signing.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::case_home {

using dispute::State;

static const db::Statement select_milestones{"case_home.milestones", R"(
    SELECT kind, happened_at FROM dispute_event WHERE dispute_id = $1 ORDER BY number)"};

std::vector<Milestone> milestones(db::Tx& tx, Id<Dispute> dispute) {
    return tx.all<Milestone>(select_milestones, dispute);
}

static const db::Statement count_files{"case_home.own_files", R"(
    SELECT count(*) FROM attachment WHERE dispute_id = $1 AND party_id = $2 AND removed_at IS NULL)"};

static const db::Statement count_signatures{"case_home.own_signatures", R"(
    SELECT count(*) FROM closing_signature s
     WHERE s.dispute_id = $1 AND s.revision = $2 AND s.replaced_at IS NULL
       AND (s.party_id = $3 OR s.agent_id IN (SELECT a.id FROM dispute_agent a WHERE a.party_id = $3)))"};

struct CourtRow {
    std::string kind;
    Instant happened_at;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(CourtRow, (), (kind, happened_at, content))

// Of the present revision.
static const db::Statement select_court{"case_home.court", R"(
    SELECT e.kind, e.happened_at, e.content
      FROM dispute_event e
     WHERE e.dispute_id = $1
       AND e.number > (SELECT coalesce(max(r.number), 0) FROM dispute_event r
                        WHERE r.dispute_id = $1 AND r.kind = 'reopen')
       AND (e.kind LIKE 'confirmation_%' OR e.kind IN ('change_agreement', 'keep_agreement', 'annul'))
     ORDER BY e.number)"};

/// The day of the act, as its content names it.
static std::optional<LegalDate> day_in(const std::string& content) {
    const auto fields = json::read<boost::json::object>(content);
    for (const char* name : {"received_on", "accepted_on", "ruled_on", "decided_on", "withdrawn_on", "judged_on"})
        if (const auto* on = fields.if_contains(name); on != nullptr && on->is_string())
            return parse_date(std::string_view(on->as_string()));
    return std::nullopt;
}

static std::vector<CourtStep> court_steps(db::Tx& tx, const Dispute& dispute) {
    std::vector<CourtEvent> events;
    for (const CourtRow& row : tx.all<CourtRow>(select_court, dispute.id))
        events.push_back({{row.kind, row.happened_at}, day_in(row.content)});
    return court_steps_of(events);
}

struct SessionRow {
    Id<handling::MediationSession> id;
    Instant planned_at;
    std::string place;
    handling::SessionMode mode = handling::SessionMode::joint;
    db::Json<std::vector<std::string>> participants;
    std::optional<Instant> held_from;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (id, planned_at, place, mode, participants, held_from))

static const db::Statement select_sessions{"case_home.sessions", R"(
    SELECT id, planned_at, place, mode, participants, held_from FROM handling_session
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY planned_at, id)"};

/// Sessions of all, or of this party alone.
static std::vector<SessionRow> sessions_of(db::Tx& tx, const Dispute& dispute, const std::string& party_name) {
    std::vector<SessionRow> sessions;
    for (SessionRow& row : tx.all<SessionRow>(select_sessions, dispute.id, dispute.revision))
        if (concerns({row.planned_at, row.place, row.mode, *row.participants}, party_name))
            sessions.push_back(std::move(row));
    return sessions;
}

static const db::Statement select_visit{"case_home.next_visit", R"(
    SELECT min(planned_on) FROM evaluation_visit
     WHERE dispute_id = $1 AND revision = $2 AND visited_on IS NULL AND planned_on >= $3)"};

static std::string name_of(const std::vector<PartyRow>& parties, const std::optional<PartyId>& id) {
    for (const PartyRow& party : parties)
        if (id && party.id == *id) return party.name;
    return "";
}

/// The terms as this party knows them. Nothing is told of an agreement that is still being written.
static std::vector<HomeTerm> terms_of(const agreements::AgreementView& agreement, const Dispute& dispute,
                                      PartyId party, const std::vector<PartyRow>& parties, LegalDate today) {
    std::vector<HomeTerm> terms;
    for (const auto& due : agreements::dues_of(agreement.terms, dispute.effective_on, today))
        terms.push_back({due.id, due.kind, due.text, !due.party_id || *due.party_id == party,
                         name_of(parties, due.party_id), due.amount_fen, due.due_on, due.manner, due.place,
                         due.left_fen, due.days_late, due.performed, due.performances});
    return terms;
}

static bool is_agreed(State state) {
    return state == State::agreed || state == State::performing || state == State::breached ||
           state == State::performed || state == State::closed || state == State::archived;
}

static std::vector<dispute::ClockView> clocks(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    std::vector<dispute::ClockView> running;
    for (auto& clock : dispute::clocks_of(tx, dispute, cx.moment, cx.actor.language))
        if (clock.state == "running") running.push_back(std::move(clock));
    return running;
}

static void note_clocks(Standing& at, const std::vector<dispute::ClockView>& running) {
    for (const auto& clock : running) {
        if (clock.code == "JC-APP") at.confirm_until = legal_date(clock.due_at);
        if (clock.concerns != "staff") continue;
        at.clock_runs = true;
        at.late = at.late || clock.mood == dispute::ClockMood::late;
    }
}

static void note_asks(Standing& at, const std::vector<AskView>& asks) {
    for (const AskView& one : asks) {
        if (one.kind == AskKind::urge && (!at.urged_at || *at.urged_at < one.made_at)) at.urged_at = one.made_at;
        if (one.kind == AskKind::paid && !one.answered_at) at.said_paid = true;
    }
}

/// What is read once for the rules and for the page.
struct Read {
    std::vector<PartyRow> parties;
    PartyRow own;
    std::vector<SessionRow> sessions;
    std::optional<agreements::AgreementView> agreement;
    std::vector<dispute::ClockView> running;
    std::vector<CourtStep> court;
};

static Read read(db::Tx& tx, const Dispute& dispute, PartyId party, std::vector<PartyRow> parties,
                 const Context& cx) {
    Read all;
    all.own = party_in(parties, party);
    all.parties = std::move(parties);
    all.sessions = sessions_of(tx, dispute, all.own.name);
    if (is_agreed(dispute.state)) all.agreement = agreements::find(tx, dispute);
    all.running = clocks(tx, dispute, cx);
    all.court = court_steps(tx, dispute);
    return all;
}

static Standing standing_in(db::Tx& tx, const Dispute& dispute, PartyId party, const Read& all,
                            const std::vector<AskView>& asks, Instant moment) {
    Standing at;
    at.state = dispute.state;
    at.side = all.own.side;
    at.national_type = dispute.national_type;
    at.applicants = std::count_if(all.parties.begin(), all.parties.end(),
                                  [](const PartyRow& one) { return one.side == dispute::Side::applicant; });
    at.today = legal_date(moment);
    at.effective_on = dispute.effective_on;
    at.has_files = tx.one<std::int64_t>(count_files, dispute.id, party) > 0;
    for (const SessionRow& session : all.sessions) {
        if (session.held_from)
            at.session_held = true;
        else if (!at.next_session_on && at.today <= legal_date(session.planned_at))
            at.next_session_on = legal_date(session.planned_at);
    }
    if (all.agreement) {
        at.agreement = all.agreement->form;
        at.terms = terms_of(*all.agreement, dispute, party, all.parties, at.today);
        at.signed_by_me = tx.one<std::int64_t>(count_signatures, dispute.id, dispute.revision, party) > 0;
    }
    at.has_mediator = assignment::may_object(tx, dispute);
    if (!all.court.empty()) at.court = all.court.back().code;
    at.satisfaction_said = evaluation::has_said(tx, dispute, party);
    note_clocks(at, all.running);
    note_asks(at, asks);
    return at;
}

Standing standing_of(db::Tx& tx, const Dispute& dispute, PartyId party, const std::vector<AskView>& asks,
                     const Context& cx) {
    return standing_in(tx, dispute, party, read(tx, dispute, party, parties_of(tx, dispute), cx), asks, cx.moment);
}

static void add_terms(std::vector<DateLine>& dates, const Standing& at) {
    if (!at.effective_on) return;
    for (const HomeTerm& term : at.terms)
        if (!term.performed && term.due_on)
            dates.push_back({to_text(term.id), term.from_me ? DateCode::term_from_me : DateCode::term_to_me,
                             *term.due_on, std::nullopt, term.place, std::nullopt, ""});
}

static std::vector<DateLine> dates_of(db::Tx& tx, const Dispute& dispute, const Read& all, const Standing& at) {
    std::vector<DateLine> dates;
    for (const SessionRow& session : all.sessions)
        if (!session.held_from && at.today <= legal_date(session.planned_at))
            dates.push_back({to_text(session.id), DateCode::session, legal_date(session.planned_at),
                             session.planned_at, session.place, session.mode, ""});
    add_terms(dates, at);
    for (const auto& clock : all.running)
        if (const auto code = date_code_of(clock.code, at))
            dates.push_back({clock.id, *code, legal_date(clock.due_at), std::nullopt, "", std::nullopt, clock.basis});
    if (dispute.due_at && at.clock_runs)
        dates.push_back({to_text(dispute.id), DateCode::body_acts, legal_date(*dispute.due_at), std::nullopt, "",
                         std::nullopt, ""});
    if (const auto on = tx.one<std::optional<LegalDate>>(select_visit, dispute.id, dispute.revision, at.today))
        dates.push_back({to_text(dispute.id) + "v", DateCode::visit, *on, std::nullopt, "", std::nullopt, ""});
    std::stable_sort(dates.begin(), dates.end(),
                     [](const DateLine& one, const DateLine& other) { return one.on < other.on; });
    return dates;
}

static const db::Statement select_mediators{"case_home.mediators", R"(
    SELECT a.name
      FROM dispute_person p JOIN account a ON a.id = p.account_id
     WHERE p.dispute_id = $1 AND p.role IN ('presiding_mediator', 'mediator') AND p.until_at IS NULL
     ORDER BY p.role DESC, a.name)"};

static HandlerView handler_of(db::Tx& tx, const Dispute& dispute) {
    HandlerView handler;
    if (const auto body = organisations::find(tx, dispute.holder_id)) {
        handler.body_name = body->name;
        handler.body_phone = body->phone;
        handler.body_address = body->address;
    }
    handler.mediators = tx.all<std::string>(select_mediators, dispute.id);
    return handler;
}

struct HandedRow : HandedFacts {
    std::string matter;
    std::string consent_by;
};
BOOST_DESCRIBE_STRUCT(HandedRow, (HandedFacts), (matter, consent_by))

// Rows of 对接单位. The person who deals with us there is for staff alone.
static const db::Statement select_outs{"case_home.handed_out", R"(
    SELECT r.matter, p.name AS partner_name, coalesce(o.phone, p.contact_phone) AS phone, o.address, r.state, r.sent_on,
           r.partner_number, r.consent_by
      FROM partner_referral_out r
      JOIN exchange_partner p ON p.id = r.partner_id
      LEFT JOIN organisation o ON o.id = p.organisation_id
     WHERE r.dispute_id = $1
     ORDER BY r.sent_on DESC, r.id DESC)"};

/// Told to whoever agreed to it, and to nobody else: one side's legal aid or protection order is not the other's to
/// know, and what the law obliges us to report without consent is told by whoever takes it up. Consent is kept by
/// name.
static std::vector<HandedOut> handed_out(db::Tx& tx, const Dispute& dispute, const Read& all) {
    std::vector<HandedOut> told;
    const auto namesakes = std::count_if(all.parties.begin(), all.parties.end(),
                                         [&](const PartyRow& one) { return one.name == all.own.name; });
    if (namesakes != 1) return told;
    for (const HandedRow& row : tx.all<HandedRow>(select_outs, dispute.id)) {
        const exchange::OutMatter* matter = exchange::find_out_matter(row.matter);
        const std::string agreed = "、" + row.consent_by + "、";
        if (matter == nullptr || agreed.find("、" + all.own.name + "、") == agreed.npos) continue;
        told.push_back({row, matter->name_zh, matter->name_en});
    }
    return told;
}

static PaperView paper_of(const agreements::AgreementView& agreement, const Dispute& dispute, bool signed_by_me) {
    return {agreement.form,           agreement.scope,       agreement.facts,         agreement.points,
            agreement.responsibility, agreement.open_points, agreement.breach_clause, agreement.concluded_on,
            dispute.effective_on,     signed_by_me};
}

HomeView home_of(db::Tx& tx, const Dispute& dispute, PartyId party, const Context& cx) {
    const Read all = read(tx, dispute, party, parties_of(tx, dispute), cx);
    HomeView view;
    view.asks = asks_of_party(tx, dispute, party, cx.keys);
    view.messages = messages_of(tx, dispute.id, party, cx.keys);
    view.unread = std::count_if(view.messages.begin(), view.messages.end(),
                                [](const MessageView& one) { return !one.from_party && !one.read_at; });
    view.complaints = complaints_of_party(tx, dispute.id, party, cx.keys);
    view.data_requests = data_requests_of_party(tx, dispute.id, party, cx.keys);
    view.notices = notices::inbox_of(tx, dispute.id, party, cx.keys);

    Standing at = standing_in(tx, dispute, party, all, view.asks, cx.moment);
    at.unread = view.unread;
    at.copy_ready = std::any_of(view.data_requests.begin(), view.data_requests.end(), [](const DataView& one) {
        return one.outcome == DataOutcome::provided && !one.taken_at;
    });
    at.copy_taken = std::any_of(view.data_requests.begin(), view.data_requests.end(),
                                [](const DataView& one) { return one.taken_at.has_value(); });
    view.number = dispute.number;
    view.state = dispute.state;
    view.side = all.own.side;
    view.party_name = all.own.name;
    for (const PartyRow& one : all.parties)
        if (one.id != party) view.others.push_back(one.name);
    view.registered_on = dispute.registered_on;
    view.handler = handler_of(tx, dispute);
    view.steps = steps_of(milestones(tx, dispute.id));
    view.todos = todos_of(at);
    view.dates = dates_of(tx, dispute, all, at);
    if (all.agreement) view.agreement = paper_of(*all.agreement, dispute, at.signed_by_me);
    view.terms = at.terms;
    view.court = all.court;
    view.handed_out = handed_out(tx, dispute, all);
    view.papers = signing::papers_open_to(tx, dispute, party);
    view.acts = acts_of(at, settings(tx));
    view.ways = ways_of(at);
    if (all.own.phone_sealed) {
        const std::string phone = cx.keys.open(*all.own.phone_sealed, "phone");
        view.phone = text::mask_phone(phone);
        view.phone_confirmed = access::is_confirmed(tx, party, phone, cx.keys);
    }
    return view;
}

}  // namespace hemu::case_home
