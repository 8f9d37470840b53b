#include <mutex>

#include "db.hpp"

namespace hemu::db {

struct Registry {
    std::mutex guard;
    std::vector<const Statement*> all;
    std::size_t next_number = 0;
};

static Registry& registry() {
    static Registry one;
    return one;
}

static std::size_t next_number() {
    const std::lock_guard lock(registry().guard);
    return registry().next_number++;
}

Statement::Statement(std::string_view statement_name, std::string text, std::optional<Engine> only_engine)
    : name(statement_name), sql(std::move(text)), only(only_engine), number(next_number()) {
    const std::lock_guard lock(registry().guard);
    registry().all.push_back(this);
}

Statement::~Statement() {
    const std::lock_guard lock(registry().guard);
    std::erase(registry().all, this);
}

std::vector<const Statement*> statements() {
    const std::lock_guard lock(registry().guard);
    return registry().all;
}

Failure::Failure(std::string statement_name, std::string state, std::string constraint_name,
                 const std::string& message)
    : std::runtime_error(
          fmt::format("{}{}{} [{}]", statement_name, statement_name.empty() ? "" : ": ", message, state)),
      statement(std::move(statement_name)),
      sqlstate(std::move(state)),
      constraint(std::move(constraint_name)) {}

bool Failure::is_lost_connection() const {
    // Not 08007, lost while committing: perhaps it was done.
    return sqlstate == "08001" || sqlstate == "08003" || sqlstate == "08006" || sqlstate.starts_with("57P0");
}

bool Failure::may_succeed_again() const {
    constexpr auto npos = std::string_view::npos;
    if (sqlstate == "40001" || sqlstate == "40P01") return true;
    if (is_lost_connection()) return true;
    if (sqlstate == "26000" || (sqlstate == "0A000" && std::string_view(what()).find("cached plan") != npos))
        return true;
    // Citus tells so that a node could not prepare its part; nothing was committed.
    return sqlstate == "XX000" && std::string_view(what()).find("could not commit transaction") != npos;
}

}  // namespace hemu::db
