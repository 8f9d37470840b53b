#include "inviting.hpp"

namespace hemu::invitation {

using dispute::Dispute;
using dispute::Party;
using identity::Context;
using notices::NoticeEvent;

std::string short_address(const config::Config& config) {
    return config.public_url.empty() ? "" : config.public_url + "/j";
}

std::map<std::string, std::string> secrets_of(const std::string& code, const Context& cx) {
    std::map<std::string, std::string> secrets{{"code", code}};
    if (!cx.config.public_url.empty()) secrets["link"] = short_address(cx.config) + "#" + link_code(code, cx.keys);
    return secrets;
}

/// Tells it, and remembers the notice whose ladder is followed.
static void tell(db::Tx& tx, const Dispute& dispute, const InvitationRow& row, NoticeEvent event,
                 std::string_view source_id, std::optional<LegalDate> on, const Context& cx) {
    notices::Occasion occasion;
    occasion.on = on;
    occasion.party_id = row.party_id;
    occasion.secrets = secrets_of(cx.keys.open(row.code_sealed, "invitation_code"), cx);
    occasion.page = "/join";
    notices::tell(tx, dispute, event, source_id, occasion, cx);
    set_notice(tx, row.id, notices::told_to(tx, source_id, event, row.party_id));
}

static void end(db::Tx& tx, const InvitationRow& row, Instant moment) {
    if (row.ended_at) return;
    end_invitation(tx, row.id, moment);
    if (row.notice_id) notices::stop_notice(tx, *row.notice_id);
}

void invite(db::Tx& tx, const Dispute& dispute, Id<Party> party, const Context& cx) {
    if (!may_invite(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    if (const auto before = newest_of(tx, dispute, party)) end(tx, *before, cx.moment);
    const Settings chosen = settings(tx);
    const std::string code = access::fresh_code();
    InvitationRow row;
    row.id = Id<Invitation>::fresh(cx.moment);
    row.dispute_id = dispute.id;
    row.party_id = party;
    row.revision = dispute.revision;
    row.code_sealed = cx.keys.seal(code, "invitation_code");
    row.made_at = cx.moment;
    row.made_by_name = cx.actor.name;
    row.ends_at = end_of(legal_date(cx.moment) + chosen.valid_days);
    row.follow_at = cx.moment + std::chrono::hours(24 * chosen.unanswered_days);
    insert_invitation(tx, row, access::code_digest(cx.keys, code));
    tell(tx, dispute, row, NoticeEvent::invited, to_text(row.id), legal_date(row.ends_at), cx);
}

static const db::Statement select_others{"invitation.other_sides", R"(
    SELECT id FROM dispute_party
     WHERE dispute_id = $1 AND removed_at IS NULL AND side <> 'applicant'
     ORDER BY position, id)"};

static std::vector<Id<Party>> other_sides(db::Tx& tx, const Dispute& dispute) {
    return tx.all<Id<Party>>(select_others, dispute.id);
}

struct PartyContent {
    Id<Party> party_id;
};
BOOST_DESCRIBE_STRUCT(PartyContent, (), (party_id))

void invite_again(db::Tx& tx, Dispute& dispute, Id<Party> party, const Context& cx) {
    const auto others = other_sides(tx, dispute);
    if (std::find(others.begin(), others.end(), party) == others.end())
        throw Refusal(Fault::not_found, "party_not_found");
    invite(tx, dispute, party, cx);
    dispute::record(tx, dispute, "notice_invited", cx, PartyContent{party});
}

void follow(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const Context& cx) {
    if (event.kind == "accept") {
        for (const auto& party : other_sides(tx, dispute)) invite(tx, dispute, party, cx);
    } else if (event.from_state != std::optional(event.to_state) && is_over(event.to_state)) {
        for (const InvitationRow& row : rows_of(tx, dispute)) end(tx, row, cx.moment);
    }
}

static const db::Statement select_willing{"invitation.willing", R"(
    SELECT willing FROM dispute_party WHERE id = $1 AND removed_at IS NULL)"};

static bool has_said(db::Tx& tx, Id<Party> party) {
    const auto willing = tx.maybe<dispute::Willingness>(select_willing, party);
    return !willing || *willing != dispute::Willingness::unknown;
}

static void next_method(db::Tx& tx, const InvitationRow& row, const Context& cx) {
    using std::chrono::hours;
    if (!row.notice_id) return set_follow(tx, row.id, std::nullopt);
    switch (notices::go_on_unanswered(tx, *row.notice_id, cx)) {
        case notices::GoneOn::moved:
            return set_follow(tx, row.id, cx.moment + hours(24 * settings(tx).unanswered_days));
        case notices::GoneOn::busy:
            return set_follow(tx, row.id, cx.moment + hours(24));
        case notices::GoneOn::at_end:
            return set_follow(tx, row.id, std::nullopt);
    }
}

/// He wanted to think until a day: he is reminded once before it, and then followed like anybody who is silent.
static void remind(db::Tx& tx, const Dispute& dispute, const InvitationRow& row, const AnswerRow& answer,
                   const Context& cx) {
    const std::string source = to_text(answer.id);
    if (notices::told_to(tx, source, NoticeEvent::answer_due, row.party_id)) return next_method(tx, row, cx);
    const Settings chosen = settings(tx);
    const Instant at = remind_at(answer.until_on.value_or(legal_date(cx.moment)), chosen);
    if (cx.moment < at) return set_follow(tx, row.id, at);
    tell(tx, dispute, row, NoticeEvent::answer_due, source, answer.until_on, cx);
    set_follow(tx, row.id, cx.moment + std::chrono::hours(24 * chosen.unanswered_days));
}

void follow_up(db::Tx& tx, Id<Invitation> id, const Context& cx) {
    const auto row = find_invitation(tx, id);
    const auto dispute = row ? dispute::load(tx, row->dispute_id) : std::nullopt;
    if (!dispute) return;
    const bool is_open = row->works(dispute->state, cx.moment) && may_invite(dispute->state);
    if (!is_open || has_said(tx, row->party_id)) return set_follow(tx, id, std::nullopt);
    const auto answer = answer_of(tx, *dispute, row->party_id);
    if (answer && answer->answer == InvitationAnswer::later) return remind(tx, *dispute, *row, *answer, cx);
    next_method(tx, *row, cx);
}

static const db::Statement select_body{"invitation.body",
                                       "SELECT name, phone, address FROM organisation WHERE id = $1"};

BodyRow body_of(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<BodyRow>(select_body, dispute.holder_id).value_or(BodyRow{});
}

static std::vector<std::string> applicants(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    std::vector<std::string> names;
    if (!tells_names(dispute.secrecy)) return names;
    for (const auto& party : dispute::parties_of(tx, dispute, cx))
        if (party.side == dispute::Side::applicant) names.push_back(party.name);
    return names;
}

static const db::Statement count_letters{"invitation.letters_since", R"(
    SELECT count(*) AS count FROM notice_service WHERE notice_id = $1 AND method = 'letter' AND begun_at > $2)"};

InvitationLetter letter_of(db::Tx& tx, Dispute& dispute, Id<Invitation> id, const Context& cx) {
    const auto row = find_invitation(tx, id);
    if (!row || row->dispute_id != dispute.id) throw Refusal(Fault::not_found, "not_found");
    if (!row->works(dispute.state, cx.moment) || !row->notice_id) throw Refusal(Fault::conflict, "invitation_over");
    const auto party = dispute::unmasked_party(tx, dispute, row->party_id, cx);
    const BodyRow body = body_of(tx, dispute);
    InvitationLetter letter;
    letter.number = dispute.number;
    letter.body_name = body.name;
    letter.body_phone = body.phone;
    letter.body_address = body.address;
    letter.party_name = party.name;
    letter.address = party.address;
    letter.asked_by = applicants(tx, dispute, cx);
    const bool foreign = party.language == "english" || party.language == "other_foreign";
    letter.language = foreign ? notices::NoticeLanguage::en : notices::NoticeLanguage::zh;
    letter.code = cx.keys.open(row->code_sealed, "invitation_code");
    letter.short_link = short_address(cx.config);
    letter.link =
        fmt::format("{}#{}.p", letter.short_link.empty() ? "/j" : letter.short_link, link_code(letter.code, cx.keys));
    letter.written_on = legal_date(cx.moment);
    letter.ends_on = legal_date(row->ends_at);
    // Looked at and then printed, it is one letter.
    if (tx.one<std::int64_t>(count_letters, *row->notice_id, cx.moment + -std::chrono::hours(24)) == 0)
        notices::note_attempt(tx, dispute, *row->notice_id, notices::NoticeMethod::letter,
                              notices::ServiceState::sent, std::nullopt, cx);
    return letter;
}

void post_letter(db::Tx& tx, Dispute& dispute, Id<Party> party, const Context& cx) {
    if (const auto row = newest_of(tx, dispute, party)) letter_of(tx, dispute, row->id, cx);
}

}  // namespace hemu::invitation
