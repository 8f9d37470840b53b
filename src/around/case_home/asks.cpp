#include "assignment.hpp"
#include "sealing.hpp"
#include "store.hpp"
#include "tasks.hpp"
#include "words.hpp"

namespace hemu::case_home {

static const sealing::SealedColumn sealed_columns[] = {{"case_home_ask", "id", "words_sealed", "case_home"},
                                                       {"case_home_ask", "id", "answer_sealed", "case_home"}};

struct AskRow {
    Id<Ask> id;
    PartyId party_id;
    AskKind kind = AskKind::call;
    std::optional<LegalDate> wanted_on;
    std::optional<DayPart> wanted_part;
    std::optional<Id<agreements::Term>> term_id;
    std::optional<Fen> amount_fen;
    std::optional<Id<attachments::Attachment>> attachment_id;
    bool was_late = false;
    std::string words_sealed;
    Instant made_at;
    std::optional<Instant> answered_at;
    std::optional<std::string> answered_by_name;
    std::optional<std::string> answer_sealed;
};
BOOST_DESCRIBE_STRUCT(AskRow, (),
                      (id, party_id, kind, wanted_on, wanted_part, term_id, amount_fen, attachment_id, was_late,
                       words_sealed, made_at, answered_at, answered_by_name, answer_sealed))

static const db::Statement select_asks{"case_home.asks", R"(
    SELECT id, party_id, kind, wanted_on, wanted_part, term_id, amount_fen,
           (SELECT a.id FROM attachment a WHERE a.id = case_home_ask.attachment_id AND a.removed_at IS NULL)
               AS attachment_id, was_late, words_sealed,
           made_at, answered_at, answered_by_name, answer_sealed
      FROM case_home_ask
     WHERE dispute_id = $1 AND party_id = $2
     ORDER BY made_at DESC, id DESC)"};

std::vector<AskView> asks_of_party(db::Tx& tx, const Dispute& dispute, PartyId party, const crypto::Keys& keys) {
    std::vector<AskView> asks;
    std::vector<Milestone> events;
    for (const AskRow& row : tx.all<AskRow>(select_asks, dispute.id, party)) {
        AskView view{row.id,
                     row.party_id,
                     row.kind,
                     row.wanted_on,
                     row.wanted_part,
                     row.term_id,
                     row.amount_fen,
                     row.attachment_id,
                     row.was_late,
                     opened(keys, row.words_sealed),
                     row.made_at,
                     row.answered_at,
                     row.answered_by_name,
                     std::nullopt,
                     {}};
        if (row.answer_sealed) view.answer = opened(keys, row.answer_sealed);
        if (row.kind == AskKind::urge) {
            if (events.empty()) events = milestones(tx, dispute.id);
            view.came_of = came_of(events, row.made_at);
        }
        asks.push_back(std::move(view));
    }
    return asks;
}

struct AskOwner {
    Id<Dispute> dispute_id;
    PartyId party_id;
};
BOOST_DESCRIBE_STRUCT(AskOwner, (), (dispute_id, party_id))

static const db::Statement select_owner{"case_home.ask_owner",
                                        "SELECT dispute_id, party_id FROM case_home_ask WHERE id = $1"};

static const db::Statement insert_ask{"case_home.insert_ask", R"(
    INSERT INTO case_home_ask (id, dispute_id, revision, party_id, kind, organisation_id, wanted_on, wanted_part,
                               term_id, amount_fen, attachment_id, due_code, was_late, words_sealed, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"};

static const db::Statement select_attachment{"case_home.attachment", R"(
    SELECT count(*) FROM attachment
     WHERE id = $1 AND dispute_id = $2 AND party_id = $3 AND removed_at IS NULL)"};

static void refuse_foreign_proof(db::Tx& tx, const Caller& by, const AskForm& form) {
    if (!form.attachment_id) return;
    if (tx.one<std::int64_t>(select_attachment, *form.attachment_id, by.dispute.id, by.party_id) == 0)
        throw Refusal(Fault::invalid, "invalid", {{"attachment_id", "not_found"}});
}

struct AskContent {
    Id<Ask> ask_id;
    PartyId party_id;
    AskKind asked = AskKind::call;
    std::optional<Id<agreements::Term>> term_id;
    std::optional<Fen> amount_fen;
};
BOOST_DESCRIBE_STRUCT(AskContent, (), (ask_id, party_id, asked, term_id, amount_fen))

static bool is_there(db::Tx& tx, const Caller& by, Id<Ask> id) {
    const auto owner = tx.maybe<AskOwner>(select_owner, id);
    if (!owner) return false;
    if (owner->dispute_id != by.dispute.id || owner->party_id != by.party_id)
        throw Refusal(Fault::not_found, "not_found");
    return true;
}

static void refuse_flood(const std::vector<AskView>& asks, const Settings& chosen, Instant moment) {
    const Instant since = start_of(legal_date(moment));
    const auto today =
        std::count_if(asks.begin(), asks.end(), [&](const AskView& one) { return one.made_at >= since; });
    if (today >= chosen.asks_a_day) throw Refusal(Fault::too_many, "too_many_asks");
}

void ask(db::Tx& tx, Caller& by, Id<Ask> id, const AskForm& form) {
    if (is_there(tx, by, id)) return;
    const Settings chosen = settings(tx);
    const auto asks = asks_of_party(tx, by.dispute, by.party_id, by.cx.keys);
    const Standing at = standing_of(tx, by.dispute, by.party_id, asks, by.cx);
    refuse_if(why_not_ask(form, at, chosen, asks));
    refuse_flood(asks, chosen, by.cx.moment);
    refuse_foreign_proof(tx, by, form);
    const bool urges = form.kind == AskKind::urge;
    dispute::record(tx, by.dispute, urges ? "urge" : "party_ask", by.cx,
                    AskContent{id, by.party_id, form.kind, form.term_id, form.amount_fen});
    tx.run(insert_ask, id, by.dispute.id, by.dispute.revision, by.party_id, form.kind, by.dispute.holder_id,
           form.wanted_on, form.wanted_part, form.term_id, form.amount_fen, form.attachment_id,
           urges ? by.dispute.due_code : std::nullopt, urges && at.late,
           by.cx.keys.seal(form.words.value_or(""), "case_home"), by.cx.moment);
    if (form.kind == AskKind::other_mediator)
        assignment::object_to_mediators(tx, by.dispute, by.party_id, by.cx.moment);
    const LegalDate due = form.wanted_on.value_or(at.today + chosen.ask_days);
    ask_staff(tx, by.dispute, form.kind, due, by.cx);
}

static const db::Statement select_presiding{"case_home.presiding", R"(
    SELECT account_id FROM dispute_person
     WHERE dispute_id = $1 AND role = 'presiding_mediator' AND until_at IS NULL)"};

/// The first of these who works there now: handler, presiding mediator, who registered it, then those who lead; about
/// the mediators themselves those who lead only.
static std::optional<Id<identity::Account>> who_answers(db::Tx& tx, const Dispute& dispute, AskKind kind,
                                                        const Context& cx) {
    const auto known = tasks::colleagues(tx, dispute, cx);
    std::vector<Id<identity::Account>> wanted;
    if (kind != AskKind::other_mediator) {
        if (dispute.handler_id) wanted.push_back(*dispute.handler_id);
        for (const auto& id : tx.all<Id<identity::Account>>(select_presiding, dispute.id)) wanted.push_back(id);
        wanted.push_back(dispute.registered_by_id);
    }
    for (const std::string_view duty : {"head", "dispatcher", "clerk"})
        for (const auto& one : known)
            if (one.duty == duty) wanted.push_back(one.id);
    for (const auto& id : wanted)
        if (std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.id == id; })) return id;
    return std::nullopt;
}

bool ask_staff(db::Tx& tx, Dispute& dispute, AskKind kind, LegalDate due_on, const Context& cx) {
    using dispute::State;
    if (dispute.state == State::closed || dispute.state == State::archived || dispute.state == State::merged)
        return false;
    const auto id = who_answers(tx, dispute, kind, cx);
    if (!id) return false;
    tasks::give_tasks(tx, dispute, {tasks::TaskKind::task, task_words(kind), due_on, {*id}}, cx);
    return true;
}

struct OpenAsk {
    PartyId party_id;
    std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(OpenAsk, (), (party_id, answered_at))

static const db::Statement select_ask{"case_home.ask", R"(
    SELECT party_id, answered_at FROM case_home_ask WHERE id = $1 AND dispute_id = $2)"};

static const db::Statement update_answer{"case_home.answer_ask", R"(
    UPDATE case_home_ask SET answered_at = $2, answered_by_id = $3, answered_by_name = $4, answer_sealed = $5
     WHERE id = $1 AND answered_at IS NULL)"};

struct AnsweredContent {
    Id<Ask> ask_id;
    PartyId party_id;
};
BOOST_DESCRIBE_STRUCT(AnsweredContent, (), (ask_id, party_id))

void answer_ask(db::Tx& tx, Dispute& dispute, Id<Ask> id, const AskAnswerForm& form, const Context& cx) {
    const auto row = tx.maybe<OpenAsk>(select_ask, id, dispute.id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    if (row->answered_at) throw Refusal(Fault::conflict, "answered_already");
    refuse_if(why_not_words(form.words, longest_words));
    dispute::record(tx, dispute, "ask_answer", cx, AnsweredContent{id, row->party_id});
    tx.must_change(update_answer, id, cx.moment, cx.actor.account, cx.actor.name,
                   cx.keys.seal(form.words, "case_home"));
    notices::Occasion occasion;
    occasion.party_id = row->party_id;
    notices::tell(tx, dispute, notices::NoticeEvent::answered, to_text(id), occasion, cx);
}

}  // namespace hemu::case_home
