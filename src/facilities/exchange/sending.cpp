// Messages go out in their order: the next one when the partner has confirmed the one before.
#include "ledger.hpp"
#include "log.hpp"
#include "outbound.hpp"
#include "rules.hpp"

namespace hemu::exchange {

using identity::Context;

static constexpr std::string_view send_kind = "exchange_send";
static constexpr std::string_view look_kind = "exchange_look";
static constexpr std::chrono::minutes lease{3};

void send(db::Tx& tx, Id<Partner> id, const Outgoing& message, const Context& cx) {
    const auto partner = find_partner(tx, id);
    if (!partner || !partner->active || partner->way == PartnerWay::none) return;
    insert_outgoing(tx, *partner, next_sequence(tx, id), message, cx);
    if (partner->way == PartnerWay::rest) jobs::enqueue(tx, send_kind, "{}", cx.moment);
}

static const db::Statement forget_delay{"exchange.forget_delay",
                                        "UPDATE exchange_partner SET next_try_at = NULL WHERE id = $1"};

void send_soon(db::Tx& tx, Id<Partner> id, Instant moment) {
    tx.run(forget_delay, id);
    jobs::enqueue(tx, send_kind, "{}", moment);
}

static const db::Statement select_due{"exchange.due_partners", R"(
    SELECT DISTINCT p.id FROM exchange_message m
      JOIN exchange_partner p ON p.id = m.partner_id
     WHERE m.direction = 'out' AND m.state IN ('waiting', 'exported') AND p.way = 'rest' AND p.active
       AND (p.next_try_at IS NULL OR p.next_try_at <= $1))"};

static const db::Statement claim_partner{"exchange.claim", R"(
    UPDATE exchange_partner SET sending_until = $3
     WHERE id = $1 AND (sending_until IS NULL OR sending_until < $2) AND (next_try_at IS NULL OR next_try_at <= $2))"};

static const db::Statement release_partner{"exchange.release", R"(
    UPDATE exchange_partner SET sending_until = NULL, failures = $2, next_try_at = $3, last_fault = $4 WHERE id = $1)"};

struct Ready {
    Partner partner;
    MessageRow row;
    std::string bytes;
    OpenKey key;
};

static std::optional<Ready> next_ready(const Context& cx, Id<Partner> id) {
    return cx.db.transact([&](db::Tx& tx) -> std::optional<Ready> {
        const Partner partner = find_partner(tx, id).value();
        const auto row = next_waiting(tx, id);
        if (!row || !partner.active || partner.way != PartnerWay::rest) return std::nullopt;
        std::string bytes = bytes_to_send(tx, partner, *row, cx);
        count_try(tx, row->id);
        return Ready{partner, *row, std::move(bytes), signing_key(tx, id, cx).value()};
    });
}

/// One call. What it throws names no more than host and status.
static void call(const Context& cx, const Ready& ready) {
    const std::string id = fmt::format("{}.{}", own_code(cx.config), ready.row.sequence);
    const CallHeaders headers = sign_call(ready.key.signer, id, cx.moment, ready.bytes);
    outbound::HttpRequest request;
    request.url = ready.partner.address.value();
    request.headers = {fmt::format("Content-Type: {}", package_media_type), "webhook-id: " + headers.id,
                       "webhook-timestamp: " + headers.timestamp, "webhook-signature: " + headers.signature};
    request.body = ready.bytes;
    request.timeout = std::chrono::seconds(30);
    const outbound::HttpResponse response = outbound::send_http(request);
    if (response.status < 200 || response.status > 299)
        throw outbound::Failure(fmt::format("answered {}", response.status));
    cx.db.transact(
        [&](db::Tx& tx) { take_receipt(tx, ready.partner, json::read<SignedReceipt>(response.body), cx); });
}

/// What came of one round. more: another one may go on.
struct Round {
    std::optional<std::string> fault;
    bool more = false;
};

/// The next ones in their order, until one does not get through; few enough that the moment of their signatures is
/// still now.
static Round send_some(const Context& cx, Id<Partner> id) {
    static constexpr int at_a_time = 20;
    try {
        for (int sent = 0; sent < at_a_time; ++sent) {
            const auto ready = next_ready(cx, id);
            if (!ready) return {};
            call(cx, *ready);
        }
        return {std::nullopt, true};
    } catch (const outbound::Failure& failure) {
        return {failure.what(), false};
    } catch (const Refusal& refusal) {
        return {refusal.code, false};
    }
}

static void send_to(const Context& cx, Id<Partner> id) {
    const bool claimed =
        cx.db.transact([&](db::Tx& tx) { return tx.changed(claim_partner, id, cx.moment, cx.moment + lease) == 1; });
    if (!claimed) return;
    const auto [fault, more] = send_some(cx, id);
    cx.db.transact([&](db::Tx& tx) {
        const Settings chosen = settings(tx);
        const std::int64_t failures = fault ? find_partner(tx, id).value().failures + 1 : 0;
        std::optional<Instant> next;
        if (fault) next = cx.moment + retry_delay(failures, chosen.first_retry_seconds, chosen.longest_retry_minutes);
        tx.run(release_partner, id, failures, next, fault);
        // What came since the last look found the partner claimed, and its own job has gone home.
        if (next || more || next_waiting(tx, id)) jobs::enqueue(tx, send_kind, "{}", next.value_or(cx.moment));
    });
    if (fault) log::warn("exchange_not_sent", {{"partner", to_text(id)}, {"fault", *fault}});
}

void send_due(const Context& cx) {
    const auto due = cx.db.read([&](db::Tx& tx) { return tx.all<Id<Partner>>(select_due, cx.moment); });
    for (const auto& id : due) send_to(cx, id);
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    const auto work = [&around](const jobs::Job&, Instant moment) {
        send_due(
            {around.database, identity::machine(identity::Duty::dispatcher), moment, around.keys, around.config});
    };
    return {{std::string(send_kind), work}, {std::string(look_kind), work}};
}

void schedule_jobs(db::Tx& tx, Instant moment) { jobs::every(tx, look_kind, std::chrono::minutes(1), moment); }

}  // namespace hemu::exchange
