#include "auditing.hpp"
#include "calendar.hpp"
#include "sealing.hpp"
#include "search.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::case_home {

static const sealing::SealedColumn sealed_columns[] = {
    {"case_home_data_request", "id", "words_sealed", "case_home"},
    {"case_home_data_request", "id", "answer_sealed", "case_home"}};

struct DataRow {
    Id<DataRequest> id;
    DataKind kind = DataKind::copy;
    DataState state = DataState::open;
    std::string words_sealed;
    Instant made_at;
    LegalDate answer_by_on;
    std::optional<DataOutcome> outcome;
    std::optional<DataReason> reason;
    std::optional<std::string> answer_sealed;
    std::optional<Instant> decided_at;
    std::optional<Instant> taken_at;
};
BOOST_DESCRIBE_STRUCT(DataRow, (),
                      (id, kind, state, words_sealed, made_at, answer_by_on, outcome, reason, answer_sealed,
                       decided_at, taken_at))

static void fill(DataView& view, const DataRow& row, const crypto::Keys& keys) {
    view.id = row.id;
    view.kind = row.kind;
    view.state = row.state;
    view.words = opened(keys, row.words_sealed);
    view.made_at = row.made_at;
    view.answer_by_on = row.answer_by_on;
    view.outcome = row.outcome;
    view.reason = row.reason;
    if (row.answer_sealed) view.answer = opened(keys, row.answer_sealed);
    view.decided_at = row.decided_at;
    view.taken_at = row.taken_at;
}

static const std::string data_columns = R"(
    SELECT r.id, r.kind, r.state, r.words_sealed, r.made_at, r.answer_by_on, r.outcome, r.reason, r.answer_sealed,
           r.decided_at, r.taken_at)";

static const db::Statement select_of_party{"case_home.data_requests_of_party", data_columns + R"(
      FROM case_home_data_request r
     WHERE r.dispute_id = $1 AND r.party_id = $2
     ORDER BY r.made_at DESC, r.id DESC)"};

std::vector<DataView> data_requests_of_party(db::Tx& tx, Id<Dispute> dispute, PartyId party,
                                             const crypto::Keys& keys) {
    std::vector<DataView> requests;
    for (const DataRow& row : tx.all<DataRow>(select_of_party, dispute, party))
        fill(requests.emplace_back(), row, keys);
    return requests;
}

struct DataOwner {
    Id<Dispute> dispute_id;
    PartyId party_id;
};
BOOST_DESCRIBE_STRUCT(DataOwner, (), (dispute_id, party_id))

static const db::Statement select_owner{"case_home.data_request_owner",
                                        "SELECT dispute_id, party_id FROM case_home_data_request WHERE id = $1"};

static const db::Statement insert_request{"case_home.insert_data_request", R"(
    INSERT INTO case_home_data_request (id, dispute_id, party_id, kind, state, words_sealed, made_at, answer_by_on)
    VALUES ($1, $2, $3, $4, 'open', $5, $6, $7))"};

struct DataContent {
    Id<DataRequest> request_id;
    PartyId party_id;
    DataKind data = DataKind::copy;
};
BOOST_DESCRIBE_STRUCT(DataContent, (), (request_id, party_id, data))

void request_data(db::Tx& tx, Caller& by, Id<DataRequest> id, const DataForm& form) {
    if (const auto owner = tx.maybe<DataOwner>(select_owner, id)) {
        if (owner->dispute_id == by.dispute.id && owner->party_id == by.party_id) return;
        throw Refusal(Fault::not_found, "not_found");
    }
    Verdict verdict;
    if (form.kind != DataKind::copy) verdict = why_not_words(form.words.value_or(""), longest_words);
    if (text::length(form.words.value_or("")) > longest_words) verdict.add("words", "too_long");
    refuse_if(verdict);
    for (const DataView& one : data_requests_of_party(tx, by.dispute.id, by.party_id, by.cx.keys))
        if (one.kind == form.kind && one.state == DataState::open) throw Refusal(Fault::conflict, "asked_already");
    const LegalDate until =
        calendar::load(tx)->roll_forward(legal_date(by.cx.moment) + settings(tx).data_request_days);
    dispute::record(tx, by.dispute, "data_request", by.cx, DataContent{id, by.party_id, form.kind});
    tx.run(insert_request, id, by.dispute.id, by.party_id, form.kind,
           by.cx.keys.seal(form.words.value_or(""), "case_home"), by.cx.moment, until);
}

struct DataLineRow : DataRow {
    Id<Dispute> dispute_id;
    std::string number;
    dispute::State dispute_state = dispute::State::registered;
    bool secret = false;
    std::optional<std::string> holder_name;
    std::optional<std::string> party_name;
    std::optional<std::string> decided_by_name;
};
BOOST_DESCRIBE_STRUCT(DataLineRow, (DataRow),
                      (dispute_id, number, dispute_state, secret, holder_name, party_name, decided_by_name))

static const db::Statement select_lines{"case_home.data_requests_to", data_columns + R"(,
           r.dispute_id, d.number, d.state AS dispute_state,
           CASE WHEN d.secrecy = 'normal' THEN FALSE ELSE TRUE END AS secret, o.name AS holder_name,
           p.name AS party_name, r.decided_by_name
      FROM case_home_data_request r
      JOIN dispute d ON d.id = r.dispute_id
      LEFT JOIN organisation o ON o.id = d.holder_id
      LEFT JOIN dispute_party p ON p.id = r.party_id
     WHERE (r.state = 'decided') = $4 AND)" + dispute::visible_sql() + R"(
     ORDER BY r.answer_by_on, r.id
     LIMIT 200)"};

std::vector<DataLine> data_requests_to(db::Tx& tx, bool decided, const Context& cx) {
    std::vector<DataLine> lines;
    const auto rows =
        tx.all<DataLineRow>(select_lines, cx.actor.account, cx.actor.duty, cx.actor.organisation, decided);
    for (const DataLineRow& row : rows) {
        DataLine& line = lines.emplace_back();
        fill(line, row, cx.keys);
        line.dispute_id = row.dispute_id;
        line.number = row.number;
        line.dispute_state = row.dispute_state;
        line.holder_name = row.holder_name.value_or("");
        // Lists name nobody of a private or restricted dispute (domain facts 2.18).
        if (!row.secret) line.party_name = row.party_name.value_or("");
        line.decided_by_name = row.decided_by_name;
        line.late = row.state == DataState::open && row.answer_by_on < legal_date(cx.moment);
    }
    return lines;
}

struct OpenRow {
    Id<Dispute> dispute_id;
    PartyId party_id;
    DataKind kind = DataKind::copy;
    DataState state = DataState::open;
};
BOOST_DESCRIBE_STRUCT(OpenRow, (), (dispute_id, party_id, kind, state))

static const db::Statement select_open{"case_home.data_request", R"(
    SELECT r.dispute_id, r.party_id, r.kind, r.state
      FROM case_home_data_request r JOIN dispute d ON d.id = r.dispute_id
     WHERE r.id = $4 AND)" + dispute::visible_sql()};

static const db::Statement update_decided{"case_home.decide_data_request", R"(
    UPDATE case_home_data_request
       SET state = 'decided', outcome = $2, reason = $3, decided_at = $4, decided_by_id = $5, decided_by_name = $6,
           answer_sealed = $7
     WHERE id = $1 AND state = 'open')"};

// What the party wrote to the handler is no part of the file; where a deletion is granted it is erased.
static const db::Statement erase_messages{"case_home.erase_messages", R"(
    UPDATE case_home_message SET words_sealed = $3 WHERE dispute_id = $1 AND party_id = $2 AND from_party = TRUE)"};
static const db::Statement erase_asks{"case_home.erase_asks", R"(
    UPDATE case_home_ask SET words_sealed = $3 WHERE dispute_id = $1 AND party_id = $2)"};

struct DecidedContent {
    Id<DataRequest> request_id;
    PartyId party_id;
    DataOutcome decision = DataOutcome::refused;
    std::optional<DataReason> why;
};
BOOST_DESCRIBE_STRUCT(DecidedContent, (), (request_id, party_id, decision, why))

static void erase_words(db::Tx& tx, const OpenRow& row, const crypto::Keys& keys) {
    const std::string nothing = keys.seal("", "case_home");
    tx.run(erase_messages, row.dispute_id, row.party_id, nothing);
    tx.run(erase_asks, row.dispute_id, row.party_id, nothing);
}

static void put_right(db::Tx& tx, const Dispute& dispute, const OpenRow& row,
                      const dispute::PartyCorrection& correction, const http::Request& request, const Context& cx) {
    dispute::correct_party(tx, dispute, row.party_id, correction, "correction.", cx);
    if (correction.name) search::reindex(tx, dispute.id);
    audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "correct_party",
                                         to_text(row.party_id), dispute::fields_of(correction)));
}

void decide_data(db::Tx& tx, Id<DataRequest> id, const DataDecisionForm& form, const http::Request& request,
                 const Context& cx) {
    const auto row = tx.maybe<OpenRow>(select_open, cx.actor.account, cx.actor.duty, cx.actor.organisation, id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    if (row->state == DataState::decided) throw Refusal(Fault::conflict, "answered_already");
    auto dispute = dispute::load(tx, row->dispute_id).value();
    refuse_if(why_not_decide(row->kind, form, dispute.state));
    dispute::record(tx, dispute, "data_decision", cx, DecidedContent{id, row->party_id, form.outcome, form.reason});
    tx.must_change(update_decided, id, form.outcome, form.reason, cx.moment, cx.actor.account, cx.actor.name,
                   cx.keys.seal(form.words, "case_home"));
    if (form.outcome == DataOutcome::deleted) erase_words(tx, *row, cx.keys);
    if (form.correction && !dispute::is_empty(*form.correction))
        put_right(tx, dispute, *row, *form.correction, request, cx);
    notices::Occasion occasion;
    occasion.party_id = row->party_id;
    notices::tell(tx, dispute, notices::NoticeEvent::answered, to_text(id), occasion, cx);
}

}  // namespace hemu::case_home
