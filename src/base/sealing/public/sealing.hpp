// 密封 Columns that hold sealed values, so that after a rotation all of them can be sealed with the newest key.
#pragma once
#include "crypto.hpp"
#include "db.hpp"

namespace hemu::sealing {

/// A column of sealed text in a table with a key of one uuid. Declared once, as a static object beside the SQL of its
/// table; context is the one under which its values are sealed.
class SealedColumn {
  public:
    SealedColumn(std::string_view table, std::string_view key, std::string_view column, std::string_view context);
    SealedColumn(const SealedColumn&) = delete;
    SealedColumn& operator=(const SealedColumn&) = delete;

    const std::string name;  ///< table.column
    const std::string context;
    const db::Statement select;
    const db::Statement update;
};

struct Resealed {
    std::int64_t values = 0;    ///< looked at
    std::int64_t resealed = 0;  ///< of these, sealed with an older key before
};

/// Seals all values anew that are not sealed with the newest key, in many small transactions: servers go on
/// meanwhile, and a value that one of them changes stays as it is. May be repeated.
Resealed reseal(db::Database&, const crypto::Keys&);

}  // namespace hemu::sealing
