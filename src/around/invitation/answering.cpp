#include "answering.hpp"

#include "tasks.hpp"
#include "text.hpp"

namespace hemu::invitation {

using dispute::Dispute;
using dispute::Party;
using identity::Context;
using notices::NoticeMethod;
using notices::ServiceState;

/// What the journal says: codes and ids. Why somebody refused is no part of it.
struct AnswerContent {
    Id<Party> party_id;
    InvitationAnswer answer = InvitationAnswer::agree;
    std::optional<LegalDate> until_on;
    EntryWay way = EntryWay::typed;
};
BOOST_DESCRIBE_STRUCT(AnswerContent, (), (party_id, answer, until_on, way))

static std::string reason_in(const AnswerForm& form) {
    if (form.answer != InvitationAnswer::refuse || !form.reason) return "";
    return std::string(text::trim(*form.reason));
}

static bool says_the_same(const AnswerForm& form, const std::optional<AnswerRow>& before, const crypto::Keys& keys) {
    if (!before || before->answer != form.answer) return false;
    const std::string reason =
        before->reason_sealed ? keys.open(*before->reason_sealed, "invitation_reason") : std::string();
    return before->until_on == form.until_on && reason == reason_in(form);
}

/// What the handler is told: who answered what, and what can be done next. Nobody terminates by himself.
static std::string handler_words(InvitationAnswer answer, std::optional<LegalDate> until_on) {
    switch (answer) {
        case InvitationAnswer::agree:
            return "被邀请的一方已同意参加调解，请安排告知权利义务和调解时间。";
        case InvitationAnswer::later:
            return fmt::format("被邀请的一方需要时间考虑，答应{}前答复，届时会自动提醒。",
                               until_on ? to_text(*until_on) : "");
        case InvitationAnswer::refuse:
            return "被邀请的一方表示不同意调解，理由在“邀请”一栏。可以先打电话听听顾虑；仍不同意的，不得调解（人民调"
                   "解法第十七"
                   "条），请依法终止并告知申请人其他途径。";
    }
    return "";
}

/// Asks the handler to look; without one the case stands among its body's new papers.
static void tell_handler(db::Tx& tx, Dispute& dispute, const AnswerForm& form, const Context& cx) {
    if (!dispute.handler_id || *dispute.handler_id == cx.actor.account) return;
    const auto known = tasks::colleagues(tx, dispute, cx);
    const bool is_there =
        std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.id == *dispute.handler_id; });
    if (!is_there) return;
    tasks::give_tasks(
        tx, dispute,
        {tasks::TaskKind::mention, handler_words(form.answer, form.until_on), std::nullopt, {*dispute.handler_id}},
        cx);
}

static void take(db::Tx& tx, Dispute& dispute, const AnswerForm& form, AnswerRow row, const Context& cx) {
    const std::string reason = reason_in(form);
    row.id = Id<AnswerRow::Answer>::fresh(cx.moment);
    row.answer = form.answer;
    if (form.answer == InvitationAnswer::later) row.until_on = form.until_on;
    if (!reason.empty()) row.reason_sealed = cx.keys.seal(reason, "invitation_reason");
    row.given_at = cx.moment;
    insert_answer(tx, dispute, row);
    dispute::set_willing(tx, dispute, row.party_id, willing_after(form.answer));
    dispute::record(tx, dispute, "invitation_answered", cx,
                    AnswerContent{row.party_id, row.answer, row.until_on, row.way});
    tell_handler(tx, dispute, form, cx);
}

/// Who has answered is asked no more; who wants to think is asked again before his day.
static void settle_invitation(db::Tx& tx, Dispute& dispute, const std::optional<InvitationRow>& row,
                              const AnswerForm& form, EntryWay way, const Context& cx) {
    if (!row) return;
    note_step(tx, *row, EntryStep::answered, way, cx.moment);
    if (row->notice_id) notices::mark_notice_read(tx, dispute, *row->notice_id, cx);
    const bool later = form.answer == InvitationAnswer::later && form.until_on;
    set_follow(tx, row->id, later ? std::optional(remind_at(*form.until_on, settings(tx))) : std::nullopt);
}

static void refuse_settled(db::Tx& tx, const Dispute& dispute) {
    if (!may_answer(dispute.state, session_was_held(tx, dispute)))
        throw Refusal(Fault::conflict, "answer_is_settled");
}

void come_in(db::Tx& tx, Dispute& dispute, Id<Party> party, EntryWay way, const Context& cx) {
    const auto row = newest_of(tx, dispute, party);
    if (!row) return;
    const bool is_first = !row->opened_at;
    note_step(tx, *row, EntryStep::opened, way, cx.moment);
    if (is_first && row->notice_id)
        notices::mark_notice_read(tx, dispute, *row->notice_id, access::as_party(cx, dispute));
}

void answer_as_party(db::Tx& tx, Dispute& dispute, Id<Party> party, const AnswerForm& form, const Context& cx) {
    refuse_if(why_not_answer(form, legal_date(cx.moment), settings(tx)));
    refuse_settled(tx, dispute);
    if (says_the_same(form, answer_of(tx, dispute, party), cx.keys)) return;
    const auto invited = newest_of(tx, dispute, party);
    AnswerRow row;
    row.party_id = party;
    row.way = invited && invited->opened_by ? *invited->opened_by : EntryWay::typed;
    const Context own = access::as_party(cx, dispute);
    take(tx, dispute, form, row, own);
    settle_invitation(tx, dispute, invited, form, row.way, own);
}

static bool is_invited_side(const std::vector<dispute::PartyView>& parties, Id<Party> party) {
    return std::any_of(parties.begin(), parties.end(), [&](const dispute::PartyView& one) {
        return one.id == party && one.side != dispute::Side::applicant;
    });
}

static NoticeMethod method_of(EntryWay way) {
    if (way == EntryWay::window) return NoticeMethod::window;
    return way == EntryWay::visit ? NoticeMethod::visit : NoticeMethod::call;
}

void note_answer(db::Tx& tx, Dispute& dispute, const NotedAnswer& form, const Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    refuse_if(why_not_noted(form, today, settings(tx)));
    if (!is_invited_side(dispute::parties_of(tx, dispute, cx), form.party_id))
        throw Refusal(Fault::not_found, "party_not_found");
    refuse_settled(tx, dispute);
    const auto invited = newest_of(tx, dispute, form.party_id);
    AnswerRow row;
    row.party_id = form.party_id;
    row.way = form.way;
    row.said_by = form.said_by;
    row.said_on = form.said_on.value_or(today);
    row.noted_by_name = cx.actor.name;
    if (invited && invited->notice_id)
        notices::note_attempt(tx, dispute, *invited->notice_id, method_of(form.way), ServiceState::delivered,
                              form.said_by, cx);
    take(tx, dispute, form, row, cx);
    settle_invitation(tx, dispute, invited, form, form.way, cx);
}

struct AccountContent {
    Id<Party> party_id;
    bool statement = false;
    bool days_away = false;
    bool needs = false;
    bool speaker = false;
};
BOOST_DESCRIBE_STRUCT(AccountContent, (), (party_id, statement, days_away, needs, speaker))

void add_account(db::Tx& tx, Dispute& dispute, Id<Party> party, const OwnSide& form, const Context& cx) {
    refuse_if(why_not_account(form));
    if (is_over(dispute.state)) throw Refusal(Fault::conflict, "answer_is_settled");
    save_account(tx, dispute, party, form, cx);
    dispute::set_needs(tx, dispute, party, form.language, form.help);
    dispute::record(tx, dispute, "invitation_account", access::as_party(cx, dispute),
                    AccountContent{party, !form.statement.empty(), !form.days_away.empty(),
                                   form.language.has_value() || !form.help.empty(), form.speaker.has_value()});
}

struct PhoneContent {
    Id<Party> party_id;
};
BOOST_DESCRIBE_STRUCT(PhoneContent, (), (party_id))

void take_phone(db::Tx& tx, Dispute& dispute, Id<Party> party, const OwnPhone& form, const Context& cx) {
    if (!access::is_confirmed(tx, party, form.phone, cx.keys)) throw Refusal(Fault::conflict, "phone_not_confirmed");
    dispute::set_phone(tx, dispute, party, form.phone, cx.keys);
    dispute::record(tx, dispute, "invitation_phone", access::as_party(cx, dispute), PhoneContent{party});
}

}  // namespace hemu::invitation
