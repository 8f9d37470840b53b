#include "sealing.hpp"

namespace hemu::sealing {

static std::vector<const SealedColumn*>& columns() {
    static std::vector<const SealedColumn*> all;
    return all;
}

SealedColumn::SealedColumn(std::string_view table, std::string_view key, std::string_view column,
                           std::string_view sealed_under)
    : name(fmt::format("{}.{}", table, column)),
      context(sealed_under),
      select("sealing.select." + name,
             // What was erased is NULL or an empty text.
             fmt::format("SELECT {0} AS id, {1} AS value FROM {2} WHERE {0} > $1 AND {1} <> '' "
                         "ORDER BY {0} LIMIT 500",
                         key, column, table)),
      update("sealing.update." + name,
             fmt::format("UPDATE {2} SET {1} = $3 WHERE {0} = $1 AND {1} = $2", key, column, table)) {
    columns().push_back(this);
}

struct Value {
    Id<Value> id;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(Value, (), (id, value))

static Resealed reseal_column(db::Database& database, const crypto::Keys& keys, const SealedColumn& column) {
    Resealed total;
    for (Id<Value> after{};;) {
        const auto [values, changed] = database.transact([&](db::Tx& tx) {
            std::int64_t resealed = 0;
            const auto some = tx.all<Value>(column.select, after);
            for (const auto& [id, value] : some)
                if (keys.is_outdated(value))
                    resealed += tx.changed(column.update, id, value,
                                           keys.seal(keys.open(value, column.context), column.context));
            return std::pair(some, resealed);
        });
        total.resealed += changed;
        total.values += static_cast<std::int64_t>(values.size());
        if (values.empty()) return total;
        after = values.back().id;
    }
}

Resealed reseal(db::Database& database, const crypto::Keys& keys) {
    Resealed total;
    for (const SealedColumn* column : columns()) {
        const Resealed one = reseal_column(database, keys, *column);
        total.values += one.values;
        total.resealed += one.resealed;
    }
    return total;
}

}  // namespace hemu::sealing
