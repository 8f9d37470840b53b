#include "ledger.hpp"

#include "sealing.hpp"

namespace hemu::exchange {

using identity::Context;

static const sealing::SealedColumn sealed_columns[] = {
    {"exchange_message", "id", "content_sealed", "exchange_content"},
    {"exchange_package", "message_id", "package_sealed", "exchange_package"}};

static const std::string columns = R"(
    SELECT id, partner_id, direction, sequence, kind, reference, dispute_id, state, content_sealed, papers, digest,
           faults, made_at, settled_at
      FROM exchange_message)";

static const db::Statement select_one{"exchange.message", columns + " WHERE id = $1"};
static const db::Statement select_at{"exchange.message_at",
                                     columns + " WHERE partner_id = $1 AND direction = $2 AND sequence = $3"};
static const db::Statement select_next{"exchange.next_waiting", columns + R"(
     WHERE partner_id = $1 AND direction = 'out' AND state IN ('waiting', 'exported')
     ORDER BY sequence LIMIT 1)"};

std::optional<MessageRow> find_message(db::Tx& tx, Id<Message> id) { return tx.maybe<MessageRow>(select_one, id); }
std::optional<MessageRow> message_at(db::Tx& tx, Id<Partner> partner, Direction direction, std::int64_t sequence) {
    return tx.maybe<MessageRow>(select_at, partner, direction, sequence);
}
std::optional<MessageRow> next_waiting(db::Tx& tx, Id<Partner> partner) {
    return tx.maybe<MessageRow>(select_next, partner);
}

static const std::string line_columns = R"(
    SELECT m.id, m.direction, m.sequence, m.kind, m.reference, m.dispute_id, d.number, m.state, m.digest, m.size_bytes,
           m.tries, m.faults, m.made_at, m.settled_at
      FROM exchange_message m
      LEFT JOIN dispute d ON d.id = m.dispute_id)";

struct LineRow : LedgerLine {
    db::Json<std::vector<ReceiptFault>> faults;
};
BOOST_DESCRIBE_STRUCT(LineRow, (),
                      (id, direction, sequence, kind, reference, dispute_id, number, state, digest, size_bytes, tries,
                       faults, made_at, settled_at))

static std::vector<LedgerLine> lines_of(const std::vector<LineRow>& rows) {
    std::vector<LedgerLine> lines;
    for (const LineRow& row : rows) {
        lines.push_back(row);
        lines.back().faults = *row.faults;
    }
    return lines;
}

static const db::Statement select_page{"exchange.ledger", line_columns + R"(
     WHERE m.partner_id = $1 AND (m.direction = $2 OR $2 = '') AND ($3 OR m.id < $4)
     ORDER BY m.id DESC LIMIT 50)"};

std::vector<LedgerLine> ledger_page(db::Tx& tx, Id<Partner> partner, std::optional<Direction> direction,
                                    std::optional<Id<Message>> before) {
    const std::string_view word = direction ? json::enum_word(*direction) : std::string_view();
    return lines_of(tx.all<LineRow>(select_page, partner, word, !before, before.value_or(Id<Message>{})));
}

static const db::Statement select_of_dispute{"exchange.of_dispute",
                                             line_columns + " WHERE m.dispute_id = $1 ORDER BY m.id"};

std::vector<LedgerLine> ledger_of(db::Tx& tx, Id<dispute::Dispute> dispute) {
    return lines_of(tx.all<LineRow>(select_of_dispute, dispute));
}

static const db::Statement select_refusals{"exchange.refusals", R"(
    SELECT code, digest, refused_at FROM exchange_refusal WHERE partner_id = $1 ORDER BY refused_at DESC LIMIT 20)"};

std::vector<RefusalLine> refusals_of(db::Tx& tx, Id<Partner> partner) {
    return tx.all<RefusalLine>(select_refusals, partner);
}

static const db::Statement insert_refusal{"exchange.insert_refusal", R"(
    INSERT INTO exchange_refusal (id, partner_id, code, digest, refused_at) VALUES ($1, $2, $3, $4, $5))"};

static std::string digest_of(std::string_view bytes) { return crypto::to_hex(crypto::sm3(bytes)); }

void note_refusal(db::Tx& tx, Id<Partner> partner, std::string_view code, std::string_view bytes, Instant moment) {
    tx.run(insert_refusal, Id<struct Refused>::fresh(moment), partner, code, digest_of(bytes), moment);
}

static const db::Statement insert_message{"exchange.insert_message", R"(
    INSERT INTO exchange_message (id, partner_id, direction, sequence, kind, reference, dispute_id, state, content_sealed,
                                  papers, digest, size_bytes, tries, faults, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '[]', $13)
    ON CONFLICT (partner_id, direction, sequence) DO NOTHING)"};

static const std::vector<PaperOnShelf> no_papers;
static const std::optional<std::string> nothing;

void insert_outgoing(db::Tx& tx, const Partner& partner, std::int64_t sequence, const Outgoing& message,
                     const Context& cx) {
    tx.run(insert_message, Id<Message>::fresh(cx.moment), partner.id, Direction::out, sequence, message.kind,
           message.reference, message.dispute_id, MessageState::waiting,
           cx.keys.seal(message.content, "exchange_content"), db::Json(message.papers), nothing, std::int64_t{0},
           cx.moment);
}

bool insert_incoming(db::Tx& tx, const Partner& partner, const Package& package, std::string_view bytes,
                     const Context& cx) {
    const Manifest& manifest = package.manifest;
    const auto id = Id<Message>::fresh(cx.moment);
    const std::optional<Id<dispute::Dispute>> none;
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (tx.changed(insert_message, id, partner.id, Direction::in, manifest.sequence, manifest.kind,
                   manifest.reference, none, MessageState::held, nothing, db::Json(no_papers), digest_of(bytes), size,
                   cx.moment) != 1)
        return false;
    keep_package(tx, id, bytes, cx);
    return true;
}

static const db::Statement select_package{"exchange.package",
                                          "SELECT package_sealed FROM exchange_package WHERE message_id = $1"};
static const db::Statement insert_package{
    "exchange.keep_package", "INSERT INTO exchange_package (message_id, package_sealed) VALUES ($1, $2)"};

std::string package_bytes(db::Tx& tx, Id<Message> id, const Context& cx) {
    const auto kept = tx.maybe<std::string>(select_package, id);
    if (!kept) throw Refusal(Fault::not_found, "not_found");  // of a case that was disposed of
    return cx.keys.open(*kept, "exchange_package");
}

void keep_package(db::Tx& tx, Id<Message> id, std::string_view bytes, const Context& cx) {
    tx.run(insert_package, id, cx.keys.seal(bytes, "exchange_package"));
}

static const db::Statement update_settled{"exchange.settle", R"(
    UPDATE exchange_message SET state = $2, faults = $3, dispute_id = coalesce($4, dispute_id), settled_at = $5
     WHERE id = $1)"};

void settle(db::Tx& tx, Id<Message> id, MessageState state, const std::vector<ReceiptFault>& faults,
            std::optional<Id<dispute::Dispute>> dispute, Instant moment) {
    tx.run(update_settled, id, state, db::Json(faults), dispute, moment);
}

static const db::Statement update_tries{"exchange.count_try",
                                        "UPDATE exchange_message SET tries = tries + 1 WHERE id = $1"};

void count_try(db::Tx& tx, Id<Message> id) { tx.run(update_tries, id); }

static const db::Statement raise_sent{"exchange.next_sequence", R"(
    UPDATE exchange_partner SET sent_sequence = sent_sequence + 1 WHERE id = $1 RETURNING sent_sequence)"};

std::int64_t next_sequence(db::Tx& tx, Id<Partner> partner) { return tx.one<std::int64_t>(raise_sent, partner); }

static const db::Statement raise_taken{"exchange.take_turn", R"(
    UPDATE exchange_partner SET taken_sequence = $2 WHERE id = $1 AND taken_sequence = $2 - 1)"};

bool take_turn(db::Tx& tx, Id<Partner> partner, std::int64_t sequence) {
    return tx.changed(raise_taken, partner, sequence) == 1;
}

static const db::Statement update_packed{"exchange.packed", R"(
    UPDATE exchange_message SET digest = $2, size_bytes = $3 WHERE id = $1 AND digest IS NULL)"};

std::string bytes_to_send(db::Tx& tx, const Partner& partner, const MessageRow& row, const Context& cx) {
    if (row.digest) return package_bytes(tx, row.id, cx);
    const auto key = signing_key(tx, partner.id, cx);
    if (!key) throw Refusal(Fault::conflict, "key_missing");
    std::vector<Paper> papers;
    for (const PaperOnShelf& paper : *row.papers)
        papers.push_back(
            {paper.name, std::string(json::enum_word(paper.kind)), attachments::content_on_shelf(paper.digest, cx)});
    Manifest manifest{
        {}, own_code(cx.config), partner.code, row.sequence, row.kind, row.reference, row.made_at, key->name, {}};
    const std::string bytes =
        make_package(std::move(manifest), cx.keys.open(*row.content_sealed, "exchange_content"), papers, key->signer);
    if (tx.changed(update_packed, row.id, digest_of(bytes), static_cast<std::int64_t>(bytes.size())) == 1)
        keep_package(tx, row.id, bytes, cx);
    return package_bytes(tx, row.id, cx);
}

}  // namespace hemu::exchange
