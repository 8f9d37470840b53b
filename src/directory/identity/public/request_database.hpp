// The city's database as one request uses it: the answer to a request with an Idempotency-Key is kept in the very
// transaction that does its work, so that work and answer are stored together or not at all.
#pragma once
#include <type_traits>

#include "db.hpp"
#include "http.hpp"

namespace hemu::identity {

/// Keeps the answer of one request. Made by the route wrapper; handlers never see it.
class AnswerKeeper {
  public:
    virtual ~AnswerKeeper() = default;
    /// The transaction's work is done and `reply` is what will be sent.
    virtual void keep(db::Tx&, const http::Reply& reply) = 0;
    /// The transaction's work is done, the reply is not known yet.
    virtual void keep_pending(db::Tx&) = 0;
};

class RequestDatabase {
  public:
    RequestDatabase(db::Database& database, AnswerKeeper* keeper = nullptr)  // NOLINT: stands for the database
        : database_(&database), keeper_(keeper) {}

    /// One transaction: f(Tx&) may run again after a serialization failure. Return the http::Reply from within f,
    /// then it is stored with the work for a repeated request.
    template <class F>
    auto transact(F&& f) const {
        if (keeper_ == nullptr) return database_->transact(f);
        return database_->transact([&, this](db::Tx& tx) {
            if constexpr (std::is_void_v<std::invoke_result_t<F&, db::Tx&>>) {
                f(tx);
                keeper_->keep_pending(tx);
            } else {
                auto result = f(tx);
                if constexpr (std::is_same_v<std::decay_t<decltype(result)>, http::Reply>)
                    keeper_->keep(tx, result);
                else
                    keeper_->keep_pending(tx);
                return result;
            }
        });
    }
    /// A transaction that is no part of the request's work, and stays when the request is then refused: a failed try
    /// is counted, a refusal audited.
    template <class F>
    auto transact_aside(F&& f) const {
        return database_->transact(std::forward<F>(f));
    }
    /// One read-only snapshot.
    template <class F>
    auto read(F&& f) const {
        return database_->read(std::forward<F>(f));
    }
    operator db::Database&() const { return *database_; }  // NOLINT: for functions that take the database

  private:
    db::Database* database_;
    AnswerKeeper* keeper_;
};

}  // namespace hemu::identity
