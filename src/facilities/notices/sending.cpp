#include "sending.hpp"

#include "log.hpp"
#include "tasks.hpp"
#include "templates.hpp"
#include "text.hpp"

namespace hemu::notices {

using dispute::Dispute;
using identity::Context;

struct SendingPayload {
    Id<Notice> notice_id;
};
BOOST_DESCRIBE_STRUCT(SendingPayload, (), (notice_id))

void enqueue_sending(db::Tx& tx, const NoticeRow& row) {
    jobs::enqueue(tx, "notice_send", json::write(SendingPayload{row.id}), *row.due_at);
}

Id<Notice> notice_in(const jobs::Job& job) { return json::read<SendingPayload>(job.payload).notice_id; }

/// What the journal says: codes and ids, no words and no number.
struct NoticeContent {
    Id<Notice> notice_id;
    Id<dispute::Party> party_id;
    NoticeEvent about = NoticeEvent::general;
    NoticeMethod method = NoticeMethod::message;
    std::optional<std::string> fault;
};
BOOST_DESCRIBE_STRUCT(NoticeContent, (), (notice_id, party_id, about, method, fault))

static void record(db::Tx& tx, Dispute& dispute, const NoticeRow& row, NoticeMethod method, ServiceState state,
                   const std::optional<std::string>& fault, const Context& cx) {
    dispute::record(tx, dispute, fmt::format("notice_{}", json::enum_word(state)), cx,
                    NoticeContent{row.id, row.party_id, row.event, method, fault});
}

static void go_on(db::Tx& tx, NoticeRow& row, bool again, const Context& cx) {
    const auto next = after_failure(*row.ladder, {row.step, row.tries}, again, cx.moment, settings(tx));
    const bool moves = next && next->position.step != row.step;
    if (next) {
        row.step = next->position.step;
        row.tries = next->position.tries;
        row.due_at = next->due_at;
        if (moves) row.state = NoticeState::next_method;
        enqueue_sending(tx, row);
    } else {
        row.state = NoticeState::failed;
        row.due_at.reset();
    }
    update_notice(tx, row);
}

static ServiceRow fresh_service(const NoticeRow& row, const std::string& words, ServiceState state,
                                const Context& cx) {
    ServiceRow service;
    service.id = Id<ServiceRecord>::fresh(cx.moment);
    service.notice_id = row.id;
    service.step = row.step;
    service.attempt = row.tries + 1;
    service.method = row.method();
    service.state = state;
    service.words_sealed = cx.keys.seal(words, "notice");
    service.begun_at = service.changed_at = cx.moment;
    return service;
}

/// An attempt that could not even begin: there is no number, or nobody to call.
static void fail_at_once(db::Tx& tx, Dispute& dispute, NoticeRow& row, const std::string& words,
                         std::string_view fault, const Context& cx) {
    ServiceRow service = fresh_service(row, words, ServiceState::failed, cx);
    service.fault = fault;
    insert_service(tx, service, dispute.id, std::nullopt);
    ++row.tries;
    record(tx, dispute, row, service.method, ServiceState::failed, service.fault, cx);
    go_on(tx, row, false, cx);
}

static std::string task_words(const NoticeRow& row, const std::string& name, const std::string& words) {
    const EventFile& file = event_file();
    const auto& task = row.method() == NoticeMethod::visit    ? file.visit_task
                       : row.method() == NoticeMethod::letter ? file.letter_task
                                                              : file.call_task;
    return text::shortened(filled_in(task.zh, {{"name", name}, {"words", words}}), 1000);
}

/// Asks the first of those who could do it, else a clerk: nobody of the window registered what a citizen sent
/// himself. False when there is nobody.
static bool give_to_staff(db::Tx& tx, Dispute& dispute, const std::string& words, const Context& cx) {
    const auto known = tasks::colleagues(tx, dispute, cx);
    const LegalDate due = legal_date(cx.moment) + settings(tx).call_within_days;
    auto asked = who_could_call(tx, dispute);
    for (const auto& one : known)
        if (one.duty == json::enum_word(identity::Duty::clerk)) asked.push_back(one.id);
    for (const auto& id : asked) {
        const bool is_there = std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.id == id; });
        if (!is_there) continue;
        tasks::give_tasks(tx, dispute, {tasks::TaskKind::task, words, due, {id}}, cx);
        return true;
    }
    return false;
}

static void hand_to_staff(db::Tx& tx, Dispute& dispute, NoticeRow& row, const ContactRow& contact,
                          const std::string& words, const Context& cx) {
    using dispute::State;
    if (row.method() == NoticeMethod::call && !contact.phone_sealed)
        return fail_at_once(tx, dispute, row, words, "no_number", cx);
    const bool is_over =
        dispute.state == State::closed || dispute.state == State::archived || dispute.state == State::merged;
    if (is_over || !give_to_staff(tx, dispute, task_words(row, contact.name, words), cx))
        return fail_at_once(tx, dispute, row, words, "nobody_to_call", cx);
    const ServiceRow service = fresh_service(row, words, ServiceState::sent, cx);
    insert_service(tx, service, dispute.id, std::nullopt);
    ++row.tries;
    row.state = NoticeState::sent;
    row.due_at.reset();
    update_notice(tx, row);
    record(tx, dispute, row, service.method, ServiceState::sent, std::nullopt, cx);
}

static void put_off(db::Tx& tx, NoticeRow& row, Instant until) {
    row.due_at = until;
    update_notice(tx, row);
    enqueue_sending(tx, row);
}

static std::string key_of(const NoticeRow& row) { return fmt::format("{}-{}", to_text(row.id), row.step); }

static std::string digest_of_contact(const std::string& to, const crypto::Keys& keys) {
    return keys.search_digest(to, "contact");
}

/// To a number or an address that is known.
static std::optional<Outgoing> begin_electronic(db::Tx& tx, Dispute& dispute, NoticeRow& row, const std::string& to,
                                                const std::string& words, const Settings& chosen, const Context& cx) {
    const std::string subject = event_file().subject.in(row.language);
    if (const auto begun = begun_service(tx, row))
        return Outgoing{
            row.id, begun->id, begun->method, key_of(row), to, subject, cx.keys.open(begun->words_sealed, "notice")};
    const std::string digest = digest_of_contact(to, cx.keys);
    if (row.method() != NoticeMethod::mail &&
        messages_since(tx, digest, start_of(legal_date(cx.moment))) >= chosen.most_messages_a_day) {
        put_off(tx, row, next_morning(cx.moment, chosen));
        return std::nullopt;
    }
    ServiceRow service = fresh_service(row, words, ServiceState::sending, cx);
    service.recipient_sealed = cx.keys.seal(to, "contact");
    insert_service(tx, service, dispute.id, digest);
    return Outgoing{row.id, service.id, service.method, key_of(row), to, subject, words};
}

/// What opens something goes to the party alone.
static Facts facts_for(const NoticeRow& row, const crypto::Keys& keys) {
    Facts facts = is_electronic(row.method()) ? secrets_of(row, keys) : Facts{};
    facts.insert(row.facts->begin(), row.facts->end());
    return facts;
}

std::optional<std::string> address_for(NoticeMethod method, const ContactRow& contact, const crypto::Keys& keys) {
    const bool is_mail = method == NoticeMethod::mail;
    const bool is_phone = method == NoticeMethod::message;
    const auto& sealed = is_mail ? contact.mail_sealed : is_phone ? contact.phone_sealed : contact.openid_sealed;
    return sealed ? std::optional(keys.open(*sealed, is_phone ? "phone" : "contact")) : std::nullopt;
}

std::optional<Outgoing> begin_sending(db::Tx& tx, Id<Notice> id, const Context& cx) {
    auto row = find_notice(tx, id);
    if (!row || !row->is_waiting() || !row->due_at || *row->due_at > cx.moment) return std::nullopt;
    auto dispute = dispute::load(tx, row->dispute_id);
    if (!dispute) return std::nullopt;
    const Settings chosen = settings(tx);
    if (const Instant allowed = after_quiet_hours(cx.moment, chosen); allowed > cx.moment) {
        put_off(tx, *row, allowed);
        return std::nullopt;
    }
    const auto templates = ask_valid_templates(tx, row->event, legal_date(cx.moment)).all();
    const std::string words =
        filled_in(words_of(templates, row->event, row->method(), row->language), facts_for(*row, cx.keys));
    const auto contact = contact_of(tx, row->party_id);
    if (contact && is_by_staff(row->method())) {
        hand_to_staff(tx, *dispute, *row, *contact, words, cx);
        return std::nullopt;
    }
    const auto to = contact ? address_for(row->method(), *contact, cx.keys) : std::nullopt;
    if (to) return begin_electronic(tx, *dispute, *row, *to, words, chosen, cx);
    fail_at_once(tx, *dispute, *row, words, "no_number", cx);
    return std::nullopt;
}

void settle(db::Tx& tx, const Outgoing& out, const Outcome& outcome, const Context& cx) {
    auto row = find_notice(tx, out.notice_id);
    auto dispute = row ? dispute::load(tx, row->dispute_id) : std::nullopt;
    if (!dispute) return;
    const auto state = outcome.fault ? ServiceState::failed : ServiceState::sent;
    // A gateway may report delivery before its own answer has arrived here.
    const auto service = begun_service(tx, *row);
    note_channel(tx, out.method, outcome.fault, cx.moment);
    if (!service || service->id != out.service_id) return;
    update_service(tx, out.service_id, state, outcome.fault, std::nullopt, cx.moment);
    record(tx, *dispute, *row, out.method, state, outcome.fault, cx);
    ++row->tries;
    // Meanwhile read on the case page: then nothing more is sent.
    if (!row->is_waiting()) return update_notice(tx, *row);
    if (outcome.fault) return go_on(tx, *row, outcome.again, cx);
    row->state = NoticeState::sent;
    row->due_at.reset();
    update_notice(tx, *row);
}

void send_notice(Id<Notice> id, const Context& cx) {
    const auto out = cx.db.transact([&](db::Tx& tx) { return begin_sending(tx, id, cx); });
    if (!out) return;
    const Outcome outcome = send(*out, cx.config, cx.moment);
    if (outcome.fault)
        log::warn("notice_not_sent",
                  {{"notice", to_text(id)}, {"method", json::enum_word(out->method)}, {"why", *outcome.fault}});
    cx.db.transact([&](db::Tx& tx) { settle(tx, *out, outcome, cx); });
}

bool take_outcome(db::Tx& tx, NoticeRow& row, const ServiceRow& service, ServiceState state, std::string_view fault,
                  const std::optional<std::string>& remark, const Context& cx) {
    auto dispute = dispute::load(tx, row.dispute_id);
    if (!dispute || !is_progress(service.state, state)) return false;
    const auto why = state == ServiceState::failed ? std::optional(std::string(fault)) : std::nullopt;
    update_service(tx, service.id, state, why, remark, cx.moment);
    record(tx, *dispute, row, service.method, state, why, cx);
    const bool is_at_work = service.step == row.step && row.state == NoticeState::sent;
    if (state == ServiceState::failed) {
        if (is_at_work) go_on(tx, row, false, cx);
        return true;
    }
    if (row.state == NoticeState::read) return true;
    // Who was reached by an earlier method needs no other.
    if (service.state == ServiceState::sending) ++row.tries;
    row.state = state == ServiceState::read        ? NoticeState::read
                : state == ServiceState::delivered ? NoticeState::delivered
                                                   : NoticeState::sent;
    row.due_at.reset();
    update_notice(tx, row);
    return true;
}

GoneOn go_on_unanswered(db::Tx& tx, Id<Notice> id, const Context& cx) {
    auto row = find_notice(tx, id);
    if (!row) return GoneOn::at_end;
    if (row->is_waiting() || (row->state == NoticeState::sent && is_by_staff(row->method()))) return GoneOn::busy;
    if (static_cast<std::size_t>(row->step + 1) >= row->ladder->size()) return GoneOn::at_end;
    ++row->step;
    row->tries = 0;
    row->state = NoticeState::next_method;
    row->due_at = after_quiet_hours(cx.moment, settings(tx));
    update_notice(tx, *row);
    enqueue_sending(tx, *row);
    return GoneOn::moved;
}

void mark_notice_read(db::Tx& tx, Dispute& dispute, Id<Notice> id, const Context& cx) {
    auto row = find_notice(tx, id);
    if (!row || row->state == NoticeState::read) return;
    row->state = NoticeState::read;
    row->due_at.reset();
    update_notice(tx, *row);
    record(tx, dispute, *row, NoticeMethod::inbox, ServiceState::read, std::nullopt, cx);
}

void stop_notice(db::Tx& tx, Id<Notice> id) {
    auto row = find_notice(tx, id);
    if (!row || !row->is_waiting()) return;
    row->state = NoticeState::failed;
    row->due_at.reset();
    update_notice(tx, *row);
}

/// An attempt of the ladder that is under way, of which this is the outcome; else one more, with a number that none
/// of the ladder has.
static void keep_attempt(db::Tx& tx, const NoticeRow& row, NoticeMethod method, ServiceState state,
                         const std::optional<std::string>& remark, const Context& cx) {
    const auto last = last_service(tx, row.id, row.step);
    if (last && last->method == method && last->state == ServiceState::sent && state == ServiceState::delivered)
        return update_service(tx, last->id, state, std::nullopt, remark, cx.moment);
    ServiceRow service = fresh_service(row, cx.keys.open(row.inbox_sealed, "notice"), state, cx);
    service.method = method;
    service.attempt = std::max<std::int64_t>(last ? last->attempt : 0, 1'000) + 1;
    service.remark = remark;
    insert_service(tx, service, row.dispute_id, std::nullopt);
}

void note_attempt(db::Tx& tx, Dispute& dispute, Id<Notice> id, NoticeMethod method, ServiceState state,
                  const std::optional<std::string>& remark, const Context& cx) {
    auto row = find_notice(tx, id);
    if (!row || row->dispute_id != dispute.id) throw Refusal(Fault::not_found, "not_found");
    keep_attempt(tx, *row, method, state, remark, cx);
    record(tx, dispute, *row, method, state, std::nullopt, cx);
    if (state != ServiceState::delivered || row->state == NoticeState::read) return;
    row->state = NoticeState::delivered;
    row->due_at.reset();
    update_notice(tx, *row);
}

}  // namespace hemu::notices
