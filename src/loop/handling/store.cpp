#include "store.hpp"

#include "sealing.hpp"
#include "search.hpp"

namespace hemu::handling {

using dispute::Dispute;
template <class T>
using Json = db::Json<T>;
using Words = std::vector<std::string>;

struct Row;

AgreedContent agreed_content(const agreements::AgreementForm& form) {
    AgreedContent content{form.form, form.scope, static_cast<std::int64_t>(form.terms.size()), 0};
    for (const auto& term : form.terms) content.amount_fen += term.amount_fen.value_or(Fen{}).amount;
    return content;
}

static const db::Statement select_party_facts{"handling.party_facts", R"(
    SELECT id, side, willing FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL ORDER BY position, id)"};

Parties party_facts(db::Tx& tx, const Dispute& dispute) { return tx.all<PartyFacts>(select_party_facts, dispute.id); }

static const db::Statement select_told{"handling.told", R"(
    SELECT given_to FROM handling_notice WHERE dispute_id = $1 AND revision = $2)"};

static const db::Statement count_held{"handling.count_held", R"(
    SELECT count(*) AS count FROM handling_session
     WHERE dispute_id = $1 AND revision = $2 AND held_from IS NOT NULL AND record IS NOT NULL)"};

struct Told {
    Json<std::vector<PartyId>> given_to;
};
BOOST_DESCRIBE_STRUCT(Told, (), (given_to))

Ground ground_of(db::Tx& tx, const Dispute& dispute) {
    auto told = tx.later<Told>(select_told, dispute.id, dispute.revision);
    auto held = tx.later<std::int64_t>(count_held, dispute.id, dispute.revision);
    Ground ground;
    ground.parties = party_facts(tx, dispute);
    for (const Told& one : told.all())
        ground.told.insert(ground.told.end(), one.given_to->begin(), one.given_to->end());
    ground.session_recorded = held.one() > 0;
    return ground;
}

static const db::Statement count_acts{"handling.count_acts", R"(
    SELECT (SELECT count(*) FROM closing_signature
             WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL) +
           (SELECT count(*) FROM closing_seal
             WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL) +
           (SELECT count(*) FROM signing_paper
             WHERE dispute_id = $1 AND revision = $2 AND code = 'D09' AND state = 'open') AS count)"};

bool has_acts_of_signing(db::Tx& tx, const Dispute& dispute) {
    return tx.one<std::int64_t>(count_acts, dispute.id, dispute.revision) > 0;
}

static const db::Statement insert_notice{"handling.insert_notice", R"(
    INSERT INTO handling_notice (id, dispute_id, revision, given_on, form, given_to)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void save_notice(db::Tx& tx, const Dispute& dispute, LegalDate given_on, NoticeForm form,
                 const std::vector<PartyId>& given_to, Instant moment) {
    tx.run(insert_notice, Id<Row>::fresh(moment), dispute.id, dispute.revision, given_on, form, Json(given_to));
}

static const search::Source record_words{search::Where::session, "handling_session", "record"};
static const search::Source result_words{search::Where::session, "handling_session", "result"};

static void hand_down(db::Tx& tx, const Dispute& dispute, const SessionRecordForm& form) {
    const std::string words = form.record.value_or("") + "\n" + form.result.value_or("");
    if (words.size() > 1) search::add(tx, dispute.id, words);
}

static const db::Statement insert_session{"handling.insert_session", R"(
    INSERT INTO handling_session (id, dispute_id, revision, version, planned_at, place, mode, participants, held_from,
                                  held_to, record, result)
    VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11))"};

void save_session(db::Tx& tx, const Dispute& dispute, Id<MediationSession> id, const SessionRecordForm& form) {
    tx.run(insert_session, id, dispute.id, dispute.revision, form.planned_at, form.place, form.mode,
           Json(form.participants), form.held_from, form.held_to, form.record, form.result);
    hand_down(tx, dispute, form);
}

static const db::Statement change_session{"handling.update_session", R"(
    UPDATE handling_session
       SET version = version + 1, planned_at = $4, place = $5, mode = $6, participants = $7, held_from = $8,
           held_to = $9, record = $10, result = $11
     WHERE dispute_id = $1 AND id = $2 AND version = $3)"};

bool update_session(db::Tx& tx, const Dispute& dispute, Id<MediationSession> id, const SessionRecordForm& form,
                    std::int64_t version) {
    hand_down(tx, dispute, form);
    return tx.changed(change_session, dispute.id, id, version, form.planned_at, form.place, form.mode,
                      Json(form.participants), form.held_from, form.held_to, form.record, form.result) == 1;
}

static const db::Statement select_held{"handling.was_held", R"(
    SELECT held_from IS NOT NULL AS held FROM handling_session WHERE dispute_id = $1 AND revision = $2 AND id = $3)"};

std::optional<bool> was_held(db::Tx& tx, const Dispute& dispute, Id<MediationSession> id) {
    return tx.maybe<bool>(select_held, dispute.id, dispute.revision, id);
}

static const sealing::SealedColumn sealed_words{"handling_caucus_note", "id", "words_sealed", "caucus_note"};

static const db::Statement insert_caucus_note{"handling.insert_caucus_note", R"(
    INSERT INTO handling_caucus_note (id, dispute_id, session_id, author_id, author_name, words_sealed, written_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

void save_caucus_note(db::Tx& tx, const Dispute& dispute, Id<MediationSession> session, const std::string& words,
                      const identity::Context& cx) {
    tx.run(insert_caucus_note, Id<Row>::fresh(cx.moment), dispute.id, session, cx.actor.account, cx.actor.name,
           cx.keys.seal(words, "caucus_note"), cx.moment);
}

static const search::Source investigation_words{search::Where::investigation, "handling_investigation", "content"};

static const db::Statement insert_investigation{"handling.insert_investigation", R"(
    INSERT INTO handling_investigation (id, dispute_id, revision, asked_on, place, asked_person, participants, content)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

void save_investigation(db::Tx& tx, const Dispute& dispute, const InvestigationForm& form, Instant moment) {
    tx.run(insert_investigation, Id<Row>::fresh(moment), dispute.id, dispute.revision, form.on, form.place,
           form.asked_person, Json(form.participants), form.content);
    search::add(tx, dispute.id, form.content);
}

static const search::Source undisputed_words{search::Where::undisputed, "handling_undisputed", "facts"};

static const db::Statement insert_undisputed{"handling.insert_undisputed", R"(
    INSERT INTO handling_undisputed (id, dispute_id, revision, facts, agreed_by) VALUES ($1, $2, $3, $4, $5))"};

void save_undisputed(db::Tx& tx, const Dispute& dispute, const UndisputedForm& form, Instant moment) {
    tx.run(insert_undisputed, Id<Row>::fresh(moment), dispute.id, dispute.revision, form.facts, Json(form.agreed_by));
    search::add(tx, dispute.id, form.facts);
}

static const db::Statement insert_pause{"handling.insert_pause", R"(
    INSERT INTO handling_pause (id, dispute_id, revision, reason, paused_at) VALUES ($1, $2, $3, $4, $5))"};

void save_pause(db::Tx& tx, const Dispute& dispute, std::string_view reason, Instant moment) {
    tx.run(insert_pause, Id<Row>::fresh(moment), dispute.id, dispute.revision, reason, moment);
}

static const db::Statement close_pause{"handling.end_pause", R"(
    UPDATE handling_pause SET resumed_at = $2 WHERE dispute_id = $1 AND resumed_at IS NULL)"};

void end_pause(db::Tx& tx, const Dispute& dispute, Instant moment) { tx.run(close_pause, dispute.id, moment); }

static const db::Statement insert_extension{"handling.insert_extension", R"(
    INSERT INTO handling_extension (id, dispute_id, revision, new_end_on, consent_on, consents)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void save_extension(db::Tx& tx, const Dispute& dispute, const ExtensionForm& form, Instant moment) {
    tx.run(insert_extension, Id<Row>::fresh(moment), dispute.id, dispute.revision, form.new_end_on, form.consent_on,
           Json(form.consents));
}

static const db::Statement insert_termination{"handling.insert_termination", R"(
    INSERT INTO handling_termination (id, dispute_id, revision, reason, routes, ended_on)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void save_termination(db::Tx& tx, const Dispute& dispute, const TerminationForm& form, Instant moment) {
    tx.run(insert_termination, Id<Row>::fresh(moment), dispute.id, dispute.revision, form.reason, Json(form.routes),
           legal_date(moment));
}

struct SessionRow {
    Id<MediationSession> id;
    std::int64_t version = 0;
    Instant planned_at;
    std::string place;
    SessionMode mode = SessionMode::joint;
    Json<Words> participants;
    std::optional<Instant> held_from;
    std::optional<Instant> held_to;
    std::optional<std::string> record;
    std::optional<std::string> result;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (),
                      (id, version, planned_at, place, mode, participants, held_from, held_to, record, result))

static const db::Statement select_sessions{"handling.sessions", R"(
    SELECT id, version, planned_at, place, mode, participants, held_from, held_to, record, result
      FROM handling_session
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY planned_at, id)"};

static MediationSessionView view_of(const SessionRow& row) {
    MediationSessionView view;
    view.id = row.id;
    view.version = row.version;
    view.planned_at = row.planned_at;
    view.place = row.place;
    view.mode = row.mode;
    view.participants = *row.participants;
    view.held_from = row.held_from;
    view.held_to = row.held_to;
    view.record = row.record;
    view.result = row.result;
    return view;
}

struct InvestigationRow {
    std::string id;
    LegalDate asked_on;
    std::string place;
    std::string asked_person;
    Json<Words> participants;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(InvestigationRow, (), (id, asked_on, place, asked_person, participants, content))

static const db::Statement select_investigations{"handling.investigations", R"(
    SELECT id, asked_on, place, asked_person, participants, content
      FROM handling_investigation WHERE dispute_id = $1 AND revision = $2 ORDER BY asked_on, id)"};

struct UndisputedRow {
    std::string id;
    std::string facts;
    Json<std::vector<PartyId>> agreed_by;
};
BOOST_DESCRIBE_STRUCT(UndisputedRow, (), (id, facts, agreed_by))

static const db::Statement select_undisputed{"handling.undisputed", R"(
    SELECT id, facts, agreed_by FROM handling_undisputed WHERE dispute_id = $1 AND revision = $2 ORDER BY id)"};

static const db::Statement select_pauses{"handling.pauses", R"(
    SELECT id, reason, paused_at, resumed_at
      FROM handling_pause WHERE dispute_id = $1 AND revision = $2 ORDER BY paused_at, id)"};

static const db::Statement select_extensions{"handling.extensions", R"(
    SELECT id, new_end_on, consent_on
      FROM handling_extension WHERE dispute_id = $1 AND revision = $2 ORDER BY new_end_on, id)"};

struct NoticeRow {
    LegalDate given_on;
    NoticeForm form = NoticeForm::oral;
    Json<std::vector<PartyId>> given_to;
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (), (given_on, form, given_to))

static const db::Statement select_notices{"handling.notices", R"(
    SELECT given_on, form, given_to
      FROM handling_notice WHERE dispute_id = $1 AND revision = $2 ORDER BY given_on, id)"};

struct TerminationRow {
    TerminationReason reason = TerminationReason::T02;
    Json<std::vector<dispute::Way>> routes;
    LegalDate ended_on;
};
BOOST_DESCRIBE_STRUCT(TerminationRow, (), (reason, routes, ended_on))

static const db::Statement select_termination{"handling.termination", R"(
    SELECT reason, routes, ended_on FROM handling_termination WHERE dispute_id = $1 AND revision = $2)"};

HandlingView records_of(db::Tx& tx, const Dispute& dispute) {
    auto notices = tx.later<NoticeRow>(select_notices, dispute.id, dispute.revision);
    auto sessions = tx.later<SessionRow>(select_sessions, dispute.id, dispute.revision);
    auto investigations = tx.later<InvestigationRow>(select_investigations, dispute.id, dispute.revision);
    auto undisputed = tx.later<UndisputedRow>(select_undisputed, dispute.id, dispute.revision);
    auto pauses = tx.later<PauseView>(select_pauses, dispute.id, dispute.revision);
    auto extensions = tx.later<ExtensionView>(select_extensions, dispute.id, dispute.revision);
    auto termination = tx.later<TerminationRow>(select_termination, dispute.id, dispute.revision);
    HandlingView view;
    for (const NoticeRow& row : notices.all()) view.notices.push_back({row.given_on, row.form, *row.given_to});
    for (const SessionRow& row : sessions.all()) view.sessions.push_back(view_of(row));
    for (const InvestigationRow& row : investigations.all())
        view.investigations.push_back(
            {{row.asked_on, row.place, row.asked_person, *row.participants, row.content}, row.id});
    for (const UndisputedRow& row : undisputed.all())
        view.undisputed_facts.push_back({{row.facts, *row.agreed_by}, row.id});
    view.pauses = pauses.all();
    view.extensions = extensions.all();
    if (const auto row = termination.maybe())
        view.termination = TerminationView{row->reason, *row->routes, row->ended_on};
    return view;
}

struct CaucusRow {
    std::string id;
    Id<MediationSession> session_id;
    std::string author_name;
    std::string words_sealed;
    Instant written_at;
};
BOOST_DESCRIBE_STRUCT(CaucusRow, (), (id, session_id, author_name, words_sealed, written_at))

static const db::Statement select_caucus_notes{"handling.caucus_notes", R"(
    SELECT n.id, n.session_id, n.author_name, n.words_sealed, n.written_at
      FROM handling_caucus_note n JOIN handling_session s ON s.id = n.session_id
     WHERE n.dispute_id = $1 AND s.revision = $2
     ORDER BY n.written_at, n.id)"};

std::vector<CaucusView> caucus_notes_of(db::Tx& tx, const Dispute& dispute, const crypto::Keys& keys) {
    std::vector<CaucusView> notes;
    for (const CaucusRow& row : tx.all<CaucusRow>(select_caucus_notes, dispute.id, dispute.revision))
        notes.push_back(
            {row.id, row.session_id, row.author_name, keys.open(row.words_sealed, "caucus_note"), row.written_at});
    return notes;
}

}  // namespace hemu::handling
