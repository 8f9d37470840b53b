#include <set>

#include "db.hpp"

namespace hemu::db {

std::vector<std::string> prepare_everything(Database& database) {
    std::vector<std::string> failures;
    std::set<std::string> names;
    for (const Statement* statement : statements()) {
        if (!names.insert(statement->name).second) failures.push_back(statement->name + ": the name is used twice");
        if (statement->only && *statement->only != database.engine()) continue;
        try {
            database.read([&](Tx& tx) { tx.prepare(*statement); });
        } catch (const std::exception& error) {
            failures.emplace_back(error.what());
        }
    }
    return failures;
}

}  // namespace hemu::db
