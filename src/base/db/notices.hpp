// Spreading of notices, and the two ways of listening.
#pragma once
#include <atomic>

#include "db_notices.hpp"

namespace hemu::db {

/// Takes the notices of committed transactions and brings them to the listeners.
class NoticeHub {
  public:
    virtual ~NoticeHub() = default;
    virtual void publish(std::vector<Notice>) = 0;
    virtual std::unique_ptr<Listener::Body> listen(std::vector<std::string> channels,
                                                   std::function<void(const Notice&)> on_notice,
                                                   std::function<void()> on_connected) = 0;
};

class Listener::Body {
  public:
    virtual ~Body() = default;
    virtual bool connected() const = 0;
};

/// Runs a listener's function; what it throws is logged.
void call_listener(const std::function<void()>&);

/// Within one process: SQLite.
std::unique_ptr<NoticeHub> make_local_hub();

/// Through NOTIFY and LISTEN, each on a connection of its own, on channels `schema/channel`.
std::unique_ptr<NoticeHub> make_postgres_hub(const std::string& url, const Options&);

}  // namespace hemu::db
