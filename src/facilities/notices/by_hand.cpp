#include "by_hand.hpp"

#include "text.hpp"

namespace hemu::notices {

using dispute::Dispute;
using identity::Context;

std::vector<NoticeMethod> methods_by_hand(const config::Config& config) {
    auto methods = set_up(config);
    methods.push_back(NoticeMethod::inbox);
    methods.push_back(NoticeMethod::letter);
    return methods;
}

static bool is_mail_address(std::string_view address) {
    const auto at = address.find('@');
    const auto dot = address.rfind('.');
    return at != address.npos && at > 0 && dot != address.npos && dot > at + 1 && dot + 1 < address.size() &&
           address.size() <= 254 && std::all_of(address.begin(), address.end(), [](char c) {
               return c > ' ' && c < '\x7f' && c != '<' && c != '>';
           });
}

static Verdict why_not_send(const SendForm& form, const ContactRow& contact, const config::Config& config) {
    Verdict verdict;
    const auto methods = methods_by_hand(config);
    if (std::find(methods.begin(), methods.end(), form.method) == methods.end()) verdict.add("method", "not_set_up");
    const bool holds_code = form.event == NoticeEvent::invited || form.event == NoticeEvent::answer_due ||
                            form.event == NoticeEvent::paper_to_sign;
    if (holds_code) verdict.add("event", "not_by_hand");
    if (text::length(form.place.value_or("")) > 50) verdict.add("place", "too_long");
    if (form.method == NoticeMethod::message && !contact.phone_sealed) verdict.add("method", "no_number");
    if (form.mail_address && !is_mail_address(*form.mail_address)) verdict.add("mail_address", "mail_address_wrong");
    if (form.method == NoticeMethod::mail && !form.mail_address && !contact.mail_sealed)
        verdict.add("mail_address", "missing");
    if (form.openid && !is_openid(*form.openid)) verdict.add("openid", "openid_wrong");
    if (form.method == NoticeMethod::wechat && !form.openid && !contact.openid_sealed)
        verdict.add("openid", "missing");
    return verdict;
}

struct SpeakerRow {
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(SpeakerRow, (), (language))

static const db::Statement select_speaker{"notices.speaker", R"(
    SELECT language FROM dispute_party WHERE id = $1 AND dispute_id = $2 AND removed_at IS NULL)"};

static NoticeLanguage language_of(db::Tx& tx, const Dispute& dispute, Id<dispute::Party> party) {
    const auto speaker = tx.maybe<SpeakerRow>(select_speaker, party, dispute.id);
    if (!speaker) throw Refusal(Fault::invalid, "invalid", {{"party_id", "unknown_party"}});
    return language_for(speaker->language);
}

struct Written {
    NoticeLanguage language = NoticeLanguage::zh;
    Facts facts;
    std::string words;
};

static Written write(db::Tx& tx, const Dispute& dispute, const SendForm& form, const Context& cx) {
    Written written;
    written.language = language_of(tx, dispute, form.party_id);
    const Occasion occasion{form.on, form.at, form.place.value_or(""), form.party_id};
    written.facts = facts_of(dispute, body_of(tx, dispute), occasion, written.language, cx);
    const auto templates = ask_valid_templates(tx, form.event, legal_date(cx.moment)).all();
    written.words = filled_in(words_of(templates, form.event, form.method, written.language), written.facts);
    return written;
}

/// Whom it would reach, as typed or as known.
static std::optional<std::string> recipient_of(const SendForm& form, const ContactRow& contact,
                                               const crypto::Keys& keys) {
    if (form.method == NoticeMethod::mail && form.mail_address) return form.mail_address;
    if (form.method == NoticeMethod::wechat && form.openid) return form.openid;
    return is_electronic(form.method) ? address_for(form.method, contact, keys) : std::nullopt;
}

static Instant due_for(db::Tx& tx, NoticeMethod method, Instant moment) {
    return is_electronic(method) ? after_quiet_hours(moment, settings(tx)) : moment;
}

SendPreview preview(db::Tx& tx, const Dispute& dispute, const SendForm& form, const Context& cx) {
    const Written written = write(tx, dispute, form, cx);
    const auto contact = contact_of(tx, form.party_id).value_or(ContactRow{});
    const auto to = recipient_of(form, contact, cx.keys);
    return {written.words, written.language, to ? std::optional(masked_recipient(*to)) : std::nullopt,
            due_for(tx, form.method, cx.moment)};
}

static void write_letter(db::Tx& tx, NoticeRow& row, const std::string& words, const Context& cx) {
    ServiceRow service;
    service.id = Id<ServiceRecord>::fresh(cx.moment);
    service.notice_id = row.id;
    service.attempt = 1;
    service.method = NoticeMethod::letter;
    service.state = ServiceState::sent;
    service.words_sealed = cx.keys.seal(words, "notice");
    service.begun_at = cx.moment;
    insert_service(tx, service, row.dispute_id, std::nullopt);
}

struct WrittenContent {
    Id<Notice> notice_id;
    Id<dispute::Party> party_id;
    NoticeEvent about = NoticeEvent::general;
    NoticeMethod method = NoticeMethod::message;
};
BOOST_DESCRIBE_STRUCT(WrittenContent, (), (notice_id, party_id, about, method))

void send_by_hand(db::Tx& tx, Dispute& dispute, const SendForm& form, const Context& cx) {
    const Written written = write(tx, dispute, form, cx);
    const auto contact = contact_of(tx, form.party_id).value_or(ContactRow{});
    refuse_if(why_not_send(form, contact, cx.config));
    set_contact(tx, form.party_id, form.mail_address, form.openid, cx.keys);
    std::vector<NoticeMethod> ladder;
    if (form.method != NoticeMethod::inbox) ladder.push_back(form.method);
    NoticeRow row = fresh_notice(dispute, form.event, form.party_id, written.language, ladder, cx);
    row.facts = db::Json(written.facts);
    row.inbox_sealed = cx.keys.seal(written.words, "notice");
    if (is_electronic(form.method)) row.due_at = due_for(tx, form.method, cx.moment);
    if (form.method == NoticeMethod::letter) row.state = NoticeState::sent;
    insert_notice(tx, row, to_text(row.id));
    if (form.method == NoticeMethod::letter) write_letter(tx, row, written.words, cx);
    if (row.due_at) enqueue_sending(tx, row);
    dispute::record(tx, dispute, "notice_written", cx, WrittenContent{row.id, row.party_id, row.event, form.method});
}

static NoticeRow find_of(db::Tx& tx, const Dispute& dispute, Id<Notice> id) {
    auto row = find_notice(tx, id);
    if (!row || row->dispute_id != dispute.id) throw Refusal(Fault::not_found, "not_found");
    return *row;
}

void note_outcome(db::Tx& tx, Dispute& dispute, Id<Notice> id, const OutcomeForm& form, const Context& cx) {
    NoticeRow row = find_of(tx, dispute, id);
    if (text::length(form.words.value_or("")) > 200)
        throw Refusal(Fault::invalid, "invalid", {{"words", "too_long"}});
    const auto service = last_service(tx, id, row.step);
    const auto state = form.reached ? ServiceState::delivered : ServiceState::failed;
    if (!service || row.state != NoticeState::sent || !is_by_staff(service->method) ||
        !take_outcome(tx, row, *service, state, "not_reached", form.words, cx))
        throw Refusal(Fault::conflict, "notice_is_settled");
    dispute = dispute::load(tx, dispute.id).value();
}

LetterView letter_of(db::Tx& tx, const Dispute& dispute, Id<Notice> id, const Context& cx) {
    const NoticeRow row = find_of(tx, dispute, id);
    const auto party = dispute::unmasked_party(tx, dispute, row.party_id, cx);
    const BodyFacts body = body_of(tx, dispute);
    const auto link = row.facts->find("link");
    return {dispute.number,
            body.name,
            body.phone,
            party.name,
            party.address,
            row.event,
            row.language,
            words_in(row.inbox_sealed, cx.keys),
            link == row.facts->end() ? "" : link->second,
            legal_date(row.made_at)};
}

}  // namespace hemu::notices
