#include "answers.hpp"

namespace hemu::identity {

static constexpr std::string_view entity_tag_header = "ETag";

KeyedRequest keyed_request(const http::Request& request, const Actor& actor, std::string_view key,
                           const crypto::Keys& keys, Instant moment) {
    std::string content = fmt::format("{} {}?{}\n", request.method, request.path, request.query_text);
    content += request.body_text;
    return {actor.account, std::string(key), keys.search_digest(content, "request"), moment};
}

KeptAnswer::KeptAnswer(KeyedRequest request, const crypto::Keys& keys)
    : request_(std::move(request)), keys_(keys), attempt_(crypto::to_hex(crypto::random_bytes(8))) {}

// The same attempt may write its row again (a transaction run anew, a second transaction); another attempt may not.
static const db::Statement upsert_answer{"identity.keep_answer", R"(
    INSERT INTO idempotency_key (account_id, key, request_digest, attempt, status, entity_tag, body_sealed, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (account_id, key) DO UPDATE
       SET status = excluded.status, entity_tag = excluded.entity_tag, body_sealed = excluded.body_sealed
     WHERE idempotency_key.attempt = excluded.attempt)"};

void KeptAnswer::store(db::Tx& tx, std::int64_t status, std::string_view body, std::string_view entity_tag) {
    tx.must_change(upsert_answer, request_.account, request_.key, request_.digest, attempt_, status, entity_tag,
                   keys_.seal(body, "answer"), request_.moment);
}

void KeptAnswer::keep(db::Tx& tx, const http::Reply& reply) {
    std::string_view entity_tag;
    for (const auto& header : reply.headers)
        if (header.name == entity_tag_header) entity_tag = header.value;
    store(tx, reply.status, reply.body, entity_tag);
    pending_ = false;
}

void KeptAnswer::keep_pending(db::Tx& tx) {
    store(tx, 0, "", "");
    pending_ = true;
}

struct AnswerRow {
    std::string request_digest;
    std::int64_t status = 0;
    std::string entity_tag;
    std::string body_sealed;
};
BOOST_DESCRIBE_STRUCT(AnswerRow, (), (request_digest, status, entity_tag, body_sealed))

static const db::Statement select_answer{"identity.answer", R"(
    SELECT request_digest, status, entity_tag, body_sealed FROM idempotency_key WHERE account_id = $1 AND key = $2)"};

std::optional<http::Reply> find_answer(db::Tx& tx, const KeyedRequest& request, const crypto::Keys& keys) {
    const auto row = tx.maybe<AnswerRow>(select_answer, request.account, request.key);
    if (!row) return std::nullopt;
    if (row->request_digest != request.digest) throw Refusal(Fault::conflict, "idempotency_key_reused");
    if (row->status == 0) throw Refusal(Fault::conflict, "already_done");
    http::Reply reply;
    reply.status = static_cast<int>(row->status);
    reply.body = keys.open(row->body_sealed, "answer");
    if (!row->entity_tag.empty()) reply.headers.push_back({std::string(entity_tag_header), row->entity_tag});
    reply.headers.push_back({"Idempotent-Replayed", "true"});
    return reply;
}

static const db::Statement delete_answers{"identity.forget_answers", R"(
    DELETE FROM idempotency_key WHERE created_at < $1)"};

void forget_answers(db::Tx& tx, Instant before) { tx.run(delete_answers, before); }

}  // namespace hemu::identity
