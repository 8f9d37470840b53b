#include "backups.hpp"

namespace hemu::backups {

using http::None;
using identity::Context;

static http::Reply list(const http::Request&, const Context& cx) {
    static constexpr std::int64_t shown = 20;
    return cx.db.read([&](db::Tx& tx) { return http::ok(copies(tx, cx.moment, shown)); });
}

const identity::Routes routes = {
    identity::get<None, CopiesView>("/api/backups", identity::administrators, list,
                                    "The newest copies of the database, and whether one is overdue"),
};

}  // namespace hemu::backups
