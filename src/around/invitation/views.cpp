// What of an invitation is shown: to whom it was sent, and to the desk.
#include "answering.hpp"
#include "text.hpp"

namespace hemu::invitation {

using dispute::Dispute;
using dispute::Party;
using dispute::PartyView;
using identity::Context;

static GivenAnswer given(const AnswerRow& row, bool with_reason, const crypto::Keys& keys) {
    GivenAnswer answer;
    answer.answer = row.answer;
    answer.until_on = row.until_on;
    if (with_reason && row.reason_sealed) answer.reason = keys.open(*row.reason_sealed, "invitation_reason");
    answer.way = row.way;
    answer.said_by = row.said_by;
    answer.said_on = row.said_on;
    answer.noted_by_name = row.noted_by_name;
    answer.given_at = row.given_at;
    return answer;
}

static OwnSide account_with_needs(std::optional<OwnSide> account, const PartyView& party) {
    OwnSide whole = account.value_or(OwnSide{});
    whole.language = party.language;
    whole.help = party.help;
    return whole;
}

static void tell_who_asks(InvitationView& view, const Dispute& dispute, const std::vector<PartyView>& parties) {
    if (!tells_names(dispute.secrecy)) return;
    for (const PartyView& party : parties)
        if (party.side == dispute::Side::applicant) view.asked_by.push_back(party.name);
    if (const auto* type = dispute::national_type(dispute.national_type)) view.type = *type;
}

static bool is_phone_confirmed(db::Tx& tx, const Dispute& dispute, const PartyView& party, const Context& cx) {
    if (!party.phone) return false;
    const auto open = dispute::unmasked_party(tx, dispute, party.id, cx);
    return access::is_confirmed(tx, party.id, *open.phone, cx.keys);
}

InvitationView view_for(db::Tx& tx, const Dispute& dispute, Id<Party> id, const Context& cx) {
    const auto parties = dispute::parties_of(tx, dispute, cx);
    const auto party =
        std::find_if(parties.begin(), parties.end(), [&](const PartyView& one) { return one.id == id; });
    if (party == parties.end() || party->side == dispute::Side::applicant)
        throw Refusal(Fault::not_found, "not_invited");
    const BodyRow body = body_of(tx, dispute);
    InvitationView view;
    view.number = dispute.number;
    view.body_name = body.name;
    view.body_phone = body.phone;
    view.party_name = party->name;
    view.side = party->side;
    tell_who_asks(view, dispute, parties);
    if (const auto answer = answer_of(tx, dispute, id)) view.answer = given(*answer, true, cx.keys);
    view.may_answer = may_answer(dispute.state, session_was_held(tx, dispute));
    view.latest_on = legal_date(cx.moment) + settings(tx).most_days_to_think;
    if (const auto row = newest_of(tx, dispute, id); row && row->works(dispute.state, cx.moment))
        view.ends_on = legal_date(row->ends_at);
    view.account = account_with_needs(account_of(tx, id, cx.keys), *party);
    view.phone = party->phone;
    view.phone_confirmed = is_phone_confirmed(tx, dispute, *party, cx);
    for (const FileCount& one : files_of(tx, dispute))
        if (one.party_id == id) view.files = one.count;
    view.languages = dispute::types().languages;
    view.help = dispute::types().help;
    return view;
}

static void show_invitation(InvitedParty& shown, const InvitationRow& row, const Dispute& dispute,
                            const std::vector<notices::PartyNotice>& notices, Instant moment) {
    shown.invitation_id = row.id;
    shown.made_at = row.made_at;
    shown.made_by_name = row.made_by_name;
    shown.ends_on = legal_date(row.ends_at);
    shown.code_works = row.works(dispute.state, moment);
    shown.opened_at = row.opened_at;
    shown.opened_by = row.opened_by;
    shown.furthest = row.furthest;
    for (const auto& notice : notices)
        if (row.notice_id == std::optional(notice.id)) shown.notice = notice;
}

InvitationsView desk_view(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    const auto parties = dispute::parties_of(tx, dispute, cx);
    const auto rows = rows_of(tx, dispute);
    const auto answers = answers_of(tx, dispute);
    const auto files = files_of(tx, dispute);
    const auto notices = notices::notices_of(tx, dispute, cx.keys);
    const bool reads = may_read_reason(cx.actor, dispute, dispute::is_mediator(tx, dispute, cx.actor.account));
    InvitationsView view;
    view.may_invite = may_invite(dispute.state);
    view.may_answer = may_answer(dispute.state, session_was_held(tx, dispute));
    view.reaches_by_itself = !cx.config.message_gateway_url.empty() || !cx.config.mail_server.empty();
    view.latest_on = legal_date(cx.moment) + settings(tx).most_days_to_think;
    for (const PartyView& party : parties) {
        if (party.side == dispute::Side::applicant) continue;
        InvitedParty shown;
        shown.party_id = party.id;
        const auto row =
            std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.party_id == party.id; });
        if (row != rows.end()) show_invitation(shown, *row, dispute, notices, cx.moment);
        for (const AnswerRow& answer : answers)
            if (answer.party_id == party.id) shown.answers.push_back(given(answer, reads, cx.keys));
        shown.may_read_reason = reads;
        shown.account = account_of(tx, party.id, cx.keys);
        for (const FileCount& one : files)
            if (one.party_id == party.id) shown.files = one.count;
        shown.has_phone = party.phone.has_value();
        view.parties.push_back(std::move(shown));
    }
    return view;
}

}  // namespace hemu::invitation
