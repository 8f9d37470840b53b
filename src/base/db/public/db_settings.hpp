// Settings of a folder: a table of codes and numbers, read into the described struct whose members bear the codes.
#pragma once
#include "db.hpp"

namespace hemu::db {

struct NumberSetting {
    std::string code;
    std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(NumberSetting, (), (code, value))

/// `select` answers rows of code and value. Codes that the struct does not know are left alone, and members without a
/// row keep what they have.
template <class Settings>
Settings read_settings(Tx& tx, const Statement& select, Settings settings = {}) {
    for (const NumberSetting& row : tx.all<NumberSetting>(select))
        boost::mp11::mp_for_each<json::detail::members<Settings>>([&](auto member) {
            if (row.code == member.name) settings.*member.pointer = row.value;
        });
    return settings;
}

}  // namespace hemu::db
