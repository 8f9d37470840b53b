// 通知 Hints from committed transactions (Tx::notify) to who listens, over all processes of a city.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "db.hpp"

namespace hemu::db {

/// Listens on channels of a database with a thread, and on PostgreSQL a connection, of its own; connects again by
/// itself. On SQLite it hears the transactions of its own Database object.
class Listener {
  public:
    /// on_notice: one hint. on_connected: hints may have been missed (the first connection, and each one after a
    /// break): look at the rows. Both are called on the listener's thread; what they throw is logged.
    Listener(Database&, std::vector<std::string> channels, std::function<void(const Notice&)> on_notice,
             std::function<void()> on_connected = {});
    /// Ends the thread; no function is called any more.
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    bool connected() const;

    class Body;

  private:
    std::unique_ptr<Body> body_;
};

}  // namespace hemu::db
