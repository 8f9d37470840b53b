// 档案 What becomes of a file once its case is closed: the list of an archive, reviews, loans, holds, disposal.
#pragma once
#include "closing.hpp"
#include "jobs.hpp"

namespace hemu::archive {

extern const identity::Routes routes;

using closing::Retention;
using closing::VolumePart;

/// lent: somebody has it. over: its day is over and it is still there. held: a legal hold stands.
enum class ArchiveState { lent, over, held, disposed };
BOOST_DESCRIBE_ENUM(ArchiveState, lent, over, held, disposed)

/// One filing. revisions: how often the case was filed in all.
struct ArchiveLine {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string title;
    std::string organisation_name;
    std::optional<std::string> file_number;
    std::int64_t revision = 1;
    std::int64_t revisions = 1;
    Retention retention = Retention::long_;
    LegalDate archived_on;
    std::optional<LegalDate> dispose_after_on;
    std::optional<LegalDate> disposed_on;
    std::string digest;
    std::optional<std::string> lent_to;
    std::optional<LegalDate> lent_until_on;
    std::optional<std::string> held_why;
    std::optional<std::string> grade;
};
BOOST_DESCRIBE_STRUCT(ArchiveLine, (),
                      (dispute_id, number, title, organisation_name, file_number, revision, revisions, retention,
                       archived_on, dispose_after_on, disposed_on, digest, lent_to, lent_until_on, held_why, grade))

struct ArchiveList {
    std::vector<ArchiveLine> items;
    std::string next;  ///< empty when there are no more
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(ArchiveList, (), (items, next, total))

/// What of the archive is wanted. q: part of a file number or of a dispute's number.
struct ArchiveQuery {
    std::optional<std::int64_t> year;
    std::optional<Retention> retention;
    std::optional<ArchiveState> state;
    std::string q;
};

/// Those of the actor's body; who directs sees those that he may see of every body below his.
ArchiveList archive_list(db::Tx&, const ArchiveQuery&, const std::string& before, std::int64_t limit,
                         const identity::Context&);

}  // namespace hemu::archive
