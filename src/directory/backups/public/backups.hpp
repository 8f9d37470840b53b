// 备份 Copies of the database: each is noted with what proves it, and its age is told to those who keep the city.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "identity.hpp"

namespace hemu::backups {

extern const identity::Routes routes;

/// made_at: the moment as of which it holds everything · made_by: the system account at the command line · bytes of
/// the file · digest: SM3 of the file, in hex.
struct Copy {
    Id<Copy> id;
    Instant made_at;
    std::string made_by;
    std::string file;
    std::int64_t bytes = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(Copy, (), (id, made_at, made_by, file, bytes, digest))

/// overdue: there is none, or the newest is older than a day.
struct CopiesView {
    bool overdue = true;
    std::vector<Copy> items;
};
BOOST_DESCRIBE_STRUCT(CopiesView, (), (overdue, items))

/// Also into the audit, so that its chain fixes the digest.
void note(db::Tx&, const Copy&);

/// The newest first, at most `limit`.
CopiesView copies(db::Tx&, Instant moment, std::int64_t limit);

}  // namespace hemu::backups
