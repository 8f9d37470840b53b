#include "store.hpp"

#include "db_settings.hpp"
#include "sealing.hpp"
#include "text.hpp"

namespace hemu::invitation {

using dispute::Dispute;
using dispute::Party;

static const sealing::SealedColumn sealed_columns[] = {
    {"invitation", "id", "code_sealed", "invitation_code"},
    {"invitation_answer", "id", "reason_sealed", "invitation_reason"},
    {"invitation_account", "party_id", "statement_sealed", "invitation_account"},
    {"invitation_account", "party_id", "representative_sealed", "invitation_account"}};

BOOST_DESCRIBE_STRUCT(Settings, (),
                      (valid_days, unanswered_days, most_days_to_think, remind_before_days, least_for_a_rate))

static const db::Statement select_settings{"invitation.settings", "SELECT code, value FROM invitation_setting"};

Settings settings(db::Tx& tx) { return db::read_settings<Settings>(tx, select_settings); }

static const db::Statement insert_row{"invitation.insert", R"(
    INSERT INTO invitation (id, dispute_id, party_id, revision, code_digest, code_sealed, made_at, made_by_name, ends_at,
                            follow_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))"};

void insert_invitation(db::Tx& tx, const InvitationRow& row, const std::string& code_digest) {
    tx.run(insert_row, row.id, row.dispute_id, row.party_id, row.revision, code_digest, row.code_sealed, row.made_at,
           row.made_by_name, row.ends_at, row.follow_at);
}

static const std::string columns = R"(
    SELECT i.id, i.dispute_id, i.party_id, i.revision, i.code_sealed, i.notice_id, i.made_at, i.made_by_name, i.ends_at,
           i.ended_at, i.opened_at, i.opened_by, i.furthest, i.follow_at
      FROM invitation i)";

static const db::Statement select_by_code{"invitation.by_code", columns + R"(
      JOIN dispute_party p ON p.id = i.party_id AND p.removed_at IS NULL
     WHERE i.code_digest = $1)"};

std::optional<InvitationRow> find_by_code(db::Tx& tx, const std::string& code_digest) {
    return tx.maybe<InvitationRow>(select_by_code, code_digest);
}

static const db::Statement select_one{"invitation.find", columns + " WHERE i.id = $1"};

std::optional<InvitationRow> find_invitation(db::Tx& tx, Id<Invitation> id) {
    return tx.maybe<InvitationRow>(select_one, id);
}

static const db::Statement select_of_dispute{"invitation.of_dispute", columns + R"(
     WHERE i.dispute_id = $1 AND i.revision = $2
     ORDER BY i.made_at DESC, i.id DESC)"};

std::vector<InvitationRow> rows_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<InvitationRow>(select_of_dispute, dispute.id, dispute.revision);
}

static const db::Statement select_newest{"invitation.newest", columns + R"(
     WHERE i.dispute_id = $1 AND i.revision = $2 AND i.party_id = $3
     ORDER BY i.made_at DESC, i.id DESC
     LIMIT 1)"};

std::optional<InvitationRow> newest_of(db::Tx& tx, const Dispute& dispute, Id<Party> party) {
    return tx.maybe<InvitationRow>(select_newest, dispute.id, dispute.revision, party);
}

static const db::Statement update_ended{"invitation.end", R"(
    UPDATE invitation SET ended_at = $2, follow_at = NULL WHERE id = $1 AND ended_at IS NULL)"};

void end_invitation(db::Tx& tx, Id<Invitation> id, Instant moment) { tx.run(update_ended, id, moment); }

static const db::Statement update_step{"invitation.note_step", R"(
    UPDATE invitation
       SET opened_at = coalesce(opened_at, $2), opened_by = coalesce(opened_by, $3), furthest = $4
     WHERE id = $1)"};

void note_step(db::Tx& tx, const InvitationRow& row, EntryStep step, EntryWay way, Instant moment) {
    if (row.furthest && step <= *row.furthest) return;
    tx.run(update_step, row.id, moment, way, step);
}

static const db::Statement update_notice{"invitation.set_notice",
                                         "UPDATE invitation SET notice_id = $2 WHERE id = $1"};

void set_notice(db::Tx& tx, Id<Invitation> id, std::optional<Id<notices::Notice>> notice) {
    tx.run(update_notice, id, notice);
}

static const db::Statement update_follow{"invitation.set_follow",
                                         "UPDATE invitation SET follow_at = $2 WHERE id = $1"};

void set_follow(db::Tx& tx, Id<Invitation> id, std::optional<Instant> at) { tx.run(update_follow, id, at); }

static const db::Statement select_due{"invitation.due", R"(
    SELECT id FROM invitation WHERE follow_at <= $1 ORDER BY follow_at LIMIT 500)"};

std::vector<Id<Invitation>> due_to_follow(db::Tx& tx, Instant moment) {
    return tx.all<Id<Invitation>>(select_due, moment);
}

static const db::Statement insert_answer_row{"invitation.insert_answer", R"(
    INSERT INTO invitation_answer (id, dispute_id, party_id, revision, answer, until_on, reason_sealed, way, said_by,
                                   said_on, noted_by_name, given_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};

void insert_answer(db::Tx& tx, const Dispute& dispute, const AnswerRow& row) {
    tx.run(insert_answer_row, row.id, dispute.id, row.party_id, dispute.revision, row.answer, row.until_on,
           row.reason_sealed, row.way, row.said_by, row.said_on, row.noted_by_name, row.given_at);
}

static const std::string answer_columns = R"(
    SELECT id, party_id, answer, until_on, reason_sealed, way, said_by, said_on, noted_by_name, given_at
      FROM invitation_answer
     WHERE dispute_id = $1 AND revision = $2)";

static const db::Statement select_answers{"invitation.answers", answer_columns + " ORDER BY given_at DESC, id DESC"};

std::vector<AnswerRow> answers_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<AnswerRow>(select_answers, dispute.id, dispute.revision);
}

static const db::Statement select_answer{
    "invitation.answer", answer_columns + " AND party_id = $3 ORDER BY given_at DESC, id DESC LIMIT 1"};

std::optional<AnswerRow> answer_of(db::Tx& tx, const Dispute& dispute, Id<Party> party) {
    return tx.maybe<AnswerRow>(select_answer, dispute.id, dispute.revision, party);
}

static const db::Statement count_files{"invitation.files", R"(
    SELECT party_id, count(*) AS count FROM attachment
     WHERE dispute_id = $1 AND party_id IS NOT NULL AND removed_at IS NULL
     GROUP BY party_id)"};

std::vector<FileCount> files_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<FileCount>(count_files, dispute.id);
}

static const db::Statement count_held{"invitation.sessions_held", R"(
    SELECT count(*) AS count FROM handling_session WHERE dispute_id = $1 AND revision = $2 AND held_to IS NOT NULL)"};

bool session_was_held(db::Tx& tx, const Dispute& dispute) {
    return tx.one<std::int64_t>(count_held, dispute.id, dispute.revision) > 0;
}

struct AccountRow {
    std::optional<std::string> statement_sealed;
    std::optional<std::string> representative_sealed;
    db::Json<std::vector<AwayDays>> days_away;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (statement_sealed, representative_sealed, days_away))

static const db::Statement select_account{"invitation.account", R"(
    SELECT statement_sealed, representative_sealed, days_away FROM invitation_account WHERE party_id = $1)"};

std::optional<OwnSide> account_of(db::Tx& tx, Id<Party> party, const crypto::Keys& keys) {
    const auto row = tx.maybe<AccountRow>(select_account, party);
    if (!row) return std::nullopt;
    OwnSide account;
    if (row->statement_sealed) account.statement = keys.open(*row->statement_sealed, "invitation_account");
    if (row->representative_sealed)
        account.speaker = json::read<Speaker>(keys.open(*row->representative_sealed, "invitation_account"));
    account.days_away = *row->days_away;
    return account;
}

static const db::Statement upsert_account{"invitation.save_account", R"(
    INSERT INTO invitation_account (party_id, dispute_id, statement_sealed, representative_sealed, days_away, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (party_id) DO UPDATE
       SET statement_sealed = excluded.statement_sealed, representative_sealed = excluded.representative_sealed,
           days_away = excluded.days_away, changed_at = excluded.changed_at)"};

void save_account(db::Tx& tx, const Dispute& dispute, Id<Party> party, const OwnSide& form,
                  const identity::Context& cx) {
    const auto sealed = [&](const std::string& plain) {
        return plain.empty() ? std::nullopt : std::optional(cx.keys.seal(plain, "invitation_account"));
    };
    const auto speaker = form.speaker ? json::write(*form.speaker) : std::string();
    tx.run(upsert_account, party, dispute.id, sealed(std::string(text::trim(form.statement))), sealed(speaker),
           db::Json(form.days_away), cx.moment);
}

}  // namespace hemu::invitation
