// The rows of invitations and of what those who were asked said.
#pragma once
#include "rules.hpp"

namespace hemu::invitation {

struct InvitationRow {
    Id<Invitation> id;
    Id<dispute::Dispute> dispute_id;
    Id<dispute::Party> party_id;
    std::int64_t revision = 1;
    std::string code_sealed;
    std::optional<Id<notices::Notice>> notice_id;
    Instant made_at;
    std::string made_by_name;
    Instant ends_at;
    std::optional<Instant> ended_at;
    std::optional<Instant> opened_at;
    std::optional<EntryWay> opened_by;
    std::optional<EntryStep> furthest;
    std::optional<Instant> follow_at;

    bool works(dispute::State state, Instant moment) const {
        return !ended_at && moment < ends_at && !is_over(state);
    }
};
BOOST_DESCRIBE_STRUCT(InvitationRow, (),
                      (id, dispute_id, party_id, revision, code_sealed, notice_id, made_at, made_by_name, ends_at,
                       ended_at, opened_at, opened_by, furthest, follow_at))

Settings settings(db::Tx&);

void insert_invitation(db::Tx&, const InvitationRow&, const std::string& code_digest);
/// Of a party who is still one.
std::optional<InvitationRow> find_by_code(db::Tx&, const std::string& code_digest);
std::optional<InvitationRow> find_invitation(db::Tx&, Id<Invitation>);
/// Of the dispute's present revision, the newest first.
std::vector<InvitationRow> rows_of(db::Tx&, const dispute::Dispute&);
std::optional<InvitationRow> newest_of(db::Tx&, const dispute::Dispute&, Id<dispute::Party>);
void end_invitation(db::Tx&, Id<Invitation>, Instant moment);
/// furthest never goes back; opened_at and opened_by keep the first time.
void note_step(db::Tx&, const InvitationRow&, EntryStep, EntryWay, Instant moment);
void set_notice(db::Tx&, Id<Invitation>, std::optional<Id<notices::Notice>>);
/// When to look again whether something is to be done; nothing: not at all.
void set_follow(db::Tx&, Id<Invitation>, std::optional<Instant>);
/// Whose moment has come.
std::vector<Id<Invitation>> due_to_follow(db::Tx&, Instant moment);

struct AnswerRow {
    struct Answer;
    Id<Answer> id;
    Id<dispute::Party> party_id;
    InvitationAnswer answer = InvitationAnswer::agree;
    std::optional<LegalDate> until_on;
    std::optional<std::string> reason_sealed;
    EntryWay way = EntryWay::typed;
    std::optional<std::string> said_by;
    std::optional<LegalDate> said_on;
    std::optional<std::string> noted_by_name;
    Instant given_at;
};
BOOST_DESCRIBE_STRUCT(AnswerRow, (),
                      (id, party_id, answer, until_on, reason_sealed, way, said_by, said_on, noted_by_name, given_at))

void insert_answer(db::Tx&, const dispute::Dispute&, const AnswerRow&);
/// Of the present revision, the newest first.
std::vector<AnswerRow> answers_of(db::Tx&, const dispute::Dispute&);
std::optional<AnswerRow> answer_of(db::Tx&, const dispute::Dispute&, Id<dispute::Party>);

struct FileCount {
    Id<dispute::Party> party_id;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FileCount, (), (party_id, count))
/// What each party handed in himself.
std::vector<FileCount> files_of(db::Tx&, const dispute::Dispute&);

bool session_was_held(db::Tx&, const dispute::Dispute&);

/// What he added, without language and help, which stand on the party.
std::optional<OwnSide> account_of(db::Tx&, Id<dispute::Party>, const crypto::Keys&);
void save_account(db::Tx&, const dispute::Dispute&, Id<dispute::Party>, const OwnSide&, const identity::Context&);

}  // namespace hemu::invitation
