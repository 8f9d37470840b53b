// Answers kept under an Idempotency-Key, so that a request sent twice is carried out once.
#pragma once
#include "identity.hpp"

namespace hemu::identity {

/// The request as far as its key is concerned.
struct KeyedRequest {
    Id<Account> account;
    std::string key;
    std::string digest;  ///< keyed, of method, path, query and body: a body may hold a password
    Instant moment;
};
KeyedRequest keyed_request(const http::Request&, const Actor&, std::string_view key, const crypto::Keys&,
                           Instant moment);

/// Keeps the answer of one request in the transaction of its work. A transaction that meets another one under the
/// same key is rolled back (Refusal conflict); find_answer then tells what that other one answered.
class KeptAnswer final : public AnswerKeeper {
  public:
    KeptAnswer(KeyedRequest request, const crypto::Keys& keys);
    void keep(db::Tx&, const http::Reply&) override;
    void keep_pending(db::Tx&) override;
    /// Work was done whose answer was not known in its transaction.
    bool pending() const { return pending_; }

  private:
    void store(db::Tx&, std::int64_t status, std::string_view body, std::string_view entity_tag);

    KeyedRequest request_;
    const crypto::Keys& keys_;
    std::string attempt_;
    bool pending_ = false;
};

/// What was answered under this key before. Refusals: conflict idempotency_key_reused when the request was another,
/// conflict already_done when the work was done and its answer got lost. The type of its body is that of the route.
std::optional<http::Reply> find_answer(db::Tx&, const KeyedRequest&, const crypto::Keys&);

/// Forgets answers older than this moment.
void forget_answers(db::Tx&, Instant before);

}  // namespace hemu::identity
