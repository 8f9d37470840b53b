// A package comes in: proved, put in its place, worked in when its turn has come.
#include <algorithm>

#include "admission.hpp"
#include "ledger.hpp"
#include "log.hpp"

namespace hemu::exchange {

using identity::Context;

static std::vector<Receiver>& receivers() {
    static std::vector<Receiver> list;
    return list;
}

void set_receivers(std::vector<Receiver> list) { receivers() = std::move(list); }

std::string own_code(const config::Config& config) { return config.city_code; }

static Refusal unproved(const char* code) { return Refusal(Fault::unauthenticated, code); }

static OpenKey prove(db::Tx& tx, const Partner& partner, const Package& package, std::string_view call,
                     const Context& cx) {
    const Manifest& manifest = package.manifest;
    if (!partner.active || partner.way == PartnerWay::none) throw unproved("partner_unknown");
    const auto key = valid_key(tx, partner.id, manifest.key, cx);
    if (!key) throw unproved("key_unknown");
    if (!is_signed(key->signer, package.manifest_bytes, package.signature)) throw unproved("signature_wrong");
    Verdict verdict;
    if (manifest.from != partner.code) verdict.add("from", "unknown_word");
    if (manifest.to != own_code(cx.config)) verdict.add("to", "unknown_word");
    if (!call.empty() && call != call_id(manifest)) verdict.add("webhook-id", "unknown_word");
    if (!verdict.fine()) throw Refusal(Fault::invalid, "package_misdirected", verdict.fields);
    return *key;
}

static std::vector<ReceiptFault> faults_of(const Refusal& refusal) {
    std::vector<ReceiptFault> faults;
    for (const FieldFault& fault : refusal.fields) faults.push_back({fault.field, fault.code});
    if (faults.empty()) faults.push_back({"", refusal.code});
    return faults;
}

static const db::Statement select_number{"exchange.number", "SELECT number FROM dispute WHERE id = $1"};

/// Its number and what the receiver waits for are those of now.
static Receipt receipt_for(db::Tx& tx, const Partner& partner, const MessageRow& row, const Context& cx) {
    Receipt receipt;
    receipt.from = own_code(cx.config);
    receipt.to = partner.code;
    receipt.sequence = row.sequence;
    receipt.digest = row.digest.value_or("");
    receipt.state = ReceiptState::held;
    receipt.faults = *row.faults;
    receipt.received_at = row.made_at;
    if (row.state == MessageState::taken) receipt.state = ReceiptState::taken;
    if (row.state == MessageState::rejected) receipt.state = ReceiptState::rejected;
    if (row.dispute_id) receipt.number = tx.maybe<std::string>(select_number, *row.dispute_id);
    receipt.next_sequence = find_partner(tx, partner.id).value().taken_sequence + 1;
    return receipt;
}

SignedReceipt receipt_of(db::Tx& tx, const Partner& partner, const MessageRow& row, const Context& cx) {
    const auto key = signing_key(tx, partner.id, cx);
    if (!key) throw Refusal(Fault::conflict, "key_missing");
    return sign_receipt(receipt_for(tx, partner, row, cx), key->name, key->signer);
}

static TakenIn work_in(db::Tx& tx, const Incoming& incoming, const Context& cx) {
    for (const Receiver receive : receivers())
        if (auto taken = receive(tx, incoming, cx)) return *taken;
    throw Refusal(Fault::invalid, "invalid", {{"kind", "unknown_word"}});
}

/// Whoever works for a partner: without an account, at the centre that is its window.
static Context as_partner(const Context& cx, const Partner& partner) {
    identity::Actor actor = identity::machine(identity::Duty::citizen, partner.window_id);
    actor.name = partner.name;
    return {cx.db, actor, cx.moment, cx.keys, cx.config, cx.live};
}

/// The next one that waits for its turn, if it is there.
static bool work_next(const Context& cx, Id<Partner> id) {
    std::optional<MessageRow> row;
    try {
        return cx.db.transact_aside([&](db::Tx& tx) {
            const Partner partner = find_partner(tx, id).value();
            row = message_at(tx, id, Direction::in, partner.taken_sequence + 1);
            if (!row || row->state != MessageState::held || !take_turn(tx, id, row->sequence)) return false;
            const Incoming incoming{partner, open_package(package_bytes(tx, row->id, cx)), row->id};
            const TakenIn taken = work_in(tx, incoming, as_partner(cx, partner));
            settle(tx, row->id, MessageState::taken, {}, taken.dispute_id, cx.moment);
            return true;
        });
    } catch (const Refusal& refusal) {
        if (!row || refusal.fault == Fault::unavailable || refusal.code == "version_outdated") throw;
        return cx.db.transact_aside([&](db::Tx& tx) {
            if (!take_turn(tx, id, row->sequence)) return false;
            settle(tx, row->id, MessageState::rejected, faults_of(refusal), std::nullopt, cx.moment);
            return true;
        });
    }
}

/// Puts it into the ledger once. What is there already with the same bytes is only asked for again.
static void put_down(const Context& cx, Id<Partner> id, const Package& package, std::string_view bytes) {
    const std::int64_t sequence = package.manifest.sequence;
    cx.db.transact_aside([&](db::Tx& tx) {
        const Partner partner = find_partner(tx, id).value();
        if (sequence < 1 || sequence > partner.taken_sequence + settings(tx).most_ahead)
            throw Refusal(Fault::invalid, "sequence_wrong", {{"sequence", "out_of_range"}});
        if (insert_incoming(tx, partner, package, bytes, cx)) return;
        const auto there = message_at(tx, partner.id, Direction::in, sequence).value();
        if (there.digest != crypto::to_hex(crypto::sm3(bytes))) throw Refusal(Fault::conflict, "sequence_reused");
    });
}

/// Says that a test came through, and changes nothing.
static SignedReceipt answer_test(const Partner& partner, const OpenKey& key, std::string_view bytes,
                                 const Context& cx) {
    Receipt receipt;
    receipt.from = own_code(cx.config);
    receipt.to = partner.code;
    receipt.digest = crypto::to_hex(crypto::sm3(bytes));
    receipt.received_at = cx.moment;
    receipt.next_sequence = partner.taken_sequence + 1;
    return sign_receipt(receipt, key.name, key.signer);
}

SignedReceipt take_package(const Context& cx, const Partner& partner, std::string_view bytes, std::string_view call) {
    const Package package = open_package(bytes);
    const OpenKey key = cx.db.read([&](db::Tx& tx) { return prove(tx, partner, package, call, cx); });
    if (package.manifest.kind == MessageKind::test) return answer_test(partner, key, bytes, cx);
    for (const Paper& paper : package.papers) attachments::scan(paper.content, cx);
    put_down(cx, partner.id, package, bytes);
    while (work_next(cx, partner.id)) {
    }
    return cx.db.read([&](db::Tx& tx) {
        const auto row = message_at(tx, partner.id, Direction::in, package.manifest.sequence);
        return receipt_of(tx, partner, row.value(), cx);
    });
}

void take_receipt(db::Tx& tx, const Partner& partner, const SignedReceipt& signed_receipt, const Context& cx) {
    const auto key = valid_key(tx, partner.id, signed_receipt.key, cx);
    if (!key) throw unproved("key_unknown");
    const Receipt receipt = open_receipt(signed_receipt, key->signer);
    const auto row = message_at(tx, partner.id, Direction::out, receipt.sequence);
    if (receipt.from != partner.code || receipt.to != own_code(cx.config) || !row || row->digest != receipt.digest)
        throw Refusal(Fault::invalid, "receipt_wrong");
    if (row->state == MessageState::delivered || row->state == MessageState::rejected) return;
    // One that is held is there too: its receiver waits for an earlier one, which goes its own way.
    const bool rejected = receipt.state == ReceiptState::rejected;
    settle(tx, row->id, rejected ? MessageState::rejected : MessageState::delivered, receipt.faults, std::nullopt,
           cx.moment);
}

}  // namespace hemu::exchange
