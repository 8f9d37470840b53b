// Settings of a folder: a table of codes and numbers, read into the described struct whose members bear the codes.
#pragma once
#include "db.hpp"

namespace hemu::db {

struct NumberSetting {
    std::string code;
    std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(NumberSetting, (), (code, value))

/// Codes that the struct does not know are left alone, and members without a row keep what they have.
template <class Settings>
Settings read_settings(const std::vector<NumberSetting>& rows, Settings settings = {}) {
    for (const NumberSetting& row : rows)
        boost::mp11::mp_for_each<json::detail::members<Settings>>([&](auto member) {
            if (row.code == member.name) settings.*member.pointer = row.value;
        });
    return settings;
}

/// `select` answers rows of code and value.
template <class Settings>
Settings read_settings(Tx& tx, const Statement& select, Settings settings = {}) {
    return read_settings(tx.all<NumberSetting>(select), settings);
}

}  // namespace hemu::db
