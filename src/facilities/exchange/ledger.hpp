// The ledger: every package in both directions, its bytes, its turn, what became of it.
#pragma once
#include "store.hpp"

namespace hemu::exchange {

struct MessageRow {
    Id<Message> id;
    Id<Partner> partner_id;
    Direction direction = Direction::in;
    std::int64_t sequence = 0;
    MessageKind kind = MessageKind::test;
    std::string reference;
    std::optional<Id<dispute::Dispute>> dispute_id;
    MessageState state = MessageState::waiting;
    std::optional<std::string> content_sealed;
    db::Json<std::vector<PaperOnShelf>> papers;
    std::optional<std::string> digest;
    db::Json<std::vector<ReceiptFault>> faults;
    Instant made_at;
    std::optional<Instant> settled_at;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (),
                      (id, partner_id, direction, sequence, kind, reference, dispute_id, state, content_sealed,
                       papers, digest, faults, made_at, settled_at))

std::optional<MessageRow> find_message(db::Tx&, Id<Message>);
std::optional<MessageRow> message_at(db::Tx&, Id<Partner>, Direction, std::int64_t sequence);
/// The first one to it that was not confirmed, of those in this state or before it.
std::optional<MessageRow> next_waiting(db::Tx&, Id<Partner>);
/// Newest first, 50 a page; before: the last id of the page before.
std::vector<LedgerLine> ledger_page(db::Tx&, Id<Partner>, std::optional<Direction>,
                                    std::optional<Id<Message>> before);

struct RefusalLine {
    std::string code;
    std::string digest;
    Instant refused_at;
};
BOOST_DESCRIBE_STRUCT(RefusalLine, (), (code, digest, refused_at))
std::vector<RefusalLine> refusals_of(db::Tx&, Id<Partner>);
void note_refusal(db::Tx&, Id<Partner>, std::string_view code, std::string_view bytes, Instant moment);

void insert_outgoing(db::Tx&, const Partner&, std::int64_t sequence, const Outgoing&, const identity::Context&);
/// False when there is one of this sequence already.
bool insert_incoming(db::Tx&, const Partner&, const Package&, std::string_view bytes, const identity::Context&);
/// Of a message that has its bytes.
std::string package_bytes(db::Tx&, Id<Message>, const identity::Context&);
void keep_package(db::Tx&, Id<Message>, std::string_view bytes, const identity::Context&);
void settle(db::Tx&, Id<Message>, MessageState, const std::vector<ReceiptFault>&, std::optional<Id<dispute::Dispute>>,
            Instant moment);
void count_try(db::Tx&, Id<Message>);

/// Calls the partner now, however long it was to wait.
void send_soon(db::Tx&, Id<Partner>, Instant moment);

/// The next number of a message to the partner.
std::int64_t next_sequence(db::Tx&, Id<Partner>);
/// Whether it is this message's turn; then the next one's has come.
bool take_turn(db::Tx&, Id<Partner>, std::int64_t sequence);

/// The package of an outgoing message: its bytes, which are made when they are asked for first.
/// Refusal conflict key_missing.
std::string bytes_to_send(db::Tx&, const Partner&, const MessageRow&, const identity::Context&);

/// Takes a package of the partner in: proves it, puts it in its place, and works in whatever has its turn now.
/// call: the id of the call that brought it; empty when it came as a file.
/// Refusals: as open_package; unauthenticated partner_unknown, key_unknown, signature_wrong; invalid
/// package_misdirected, sequence_wrong; conflict sequence_reused.
SignedReceipt take_package(const identity::Context&, const Partner&, std::string_view bytes,
                           std::string_view call = {});
/// The receipt of a message that was taken in, as it stands now.
SignedReceipt receipt_of(db::Tx&, const Partner&, const MessageRow&, const identity::Context&);
/// The partner's word on a message to it. Refusals: as open_receipt; invalid receipt_wrong.
void take_receipt(db::Tx&, const Partner&, const SignedReceipt&, const identity::Context&);

}  // namespace hemu::exchange
