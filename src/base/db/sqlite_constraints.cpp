#include <set>

#include "sqlite_connection.hpp"

namespace hemu::db {

using Columns = std::set<std::string, std::less<>>;

static std::string_view trimmed(std::string_view text) {
    const auto blank = " \t\r\n\"";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

static Columns columns_in(std::string_view list) {
    Columns columns;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        columns.emplace(trimmed(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return columns;
}

static std::string one_text(sqlite3* database, const char* sql, std::string_view parameter) {
    sqlite3_stmt* statement = nullptr;
    std::string text;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, parameter.data(), static_cast<int>(parameter.size()), SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW)
            if (const auto* found = sqlite3_column_text(statement, 0)) text = reinterpret_cast<const char*>(found);
    }
    sqlite3_finalize(statement);
    return text;
}

/// Looks through `CONSTRAINT name PRIMARY KEY (a, b)` and `CONSTRAINT name UNIQUE (a)` in a table's own text.
static std::string named_in_table(std::string_view definition, const Columns& columns) {
    const std::string_view word = "CONSTRAINT ";
    for (auto at = definition.find(word); at != std::string_view::npos; at = definition.find(word, at + 1)) {
        const auto rest = definition.substr(at + word.size());
        const auto name_end = rest.find_first_of(" \n");
        const auto open = rest.find('(');
        if (name_end == std::string_view::npos || open == std::string_view::npos || open < name_end) continue;
        const auto kind = trimmed(rest.substr(name_end, open - name_end));
        const auto close = rest.find(')', open);
        if ((kind != "PRIMARY KEY" && kind != "UNIQUE") || close == std::string_view::npos) continue;
        if (columns_in(rest.substr(open + 1, close - open - 1)) == columns)
            return std::string(rest.substr(0, name_end));
    }
    return {};
}

static std::string named_as_index(sqlite3* database, std::string_view table, const Columns& columns) {
    sqlite3_stmt* statement = nullptr;
    std::string found;
    const char* sql =
        "SELECT i.name, (SELECT group_concat(c.name) FROM pragma_index_info(i.name) c)"
        "  FROM pragma_index_list(?1) i WHERE i.\"unique\" = 1 AND i.origin = 'c'";
    if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, table.data(), static_cast<int>(table.size()), SQLITE_STATIC);
        while (found.empty() && sqlite3_step(statement) == SQLITE_ROW) {
            const auto* list = sqlite3_column_text(statement, 1);
            if (list && columns_in(reinterpret_cast<const char*>(list)) == columns)
                found = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        }
    }
    sqlite3_finalize(statement);
    return found;
}

std::string constraint_of(sqlite3* database, std::string_view message) {
    const std::string_view start = "UNIQUE constraint failed: ";
    if (!message.starts_with(start)) return {};
    message.remove_prefix(start.size());
    if (const std::string_view index = "index '"; message.starts_with(index))
        return std::string(message.substr(index.size(), message.size() - index.size() - 1));
    const std::string table(message.substr(0, message.find('.')));
    Columns columns;
    for (const std::string& column : columns_in(message)) columns.insert(column.substr(column.find('.') + 1));
    const std::string definition =
        one_text(database, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1", table);
    const std::string name = named_in_table(definition, columns);
    return name.empty() ? named_as_index(database, table, columns) : name;
}

}  // namespace hemu::db
