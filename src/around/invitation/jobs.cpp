#include "jobs.hpp"

#include "inviting.hpp"

namespace hemu::invitation {

using identity::Context;

static constexpr std::string_view follow_kind = "invitation_follow";

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(follow_kind), [&around](const jobs::Job&, Instant moment) {
                 const Context cx{around.database, identity::machine(identity::Duty::clerk), moment, around.keys,
                                  around.config};
                 const auto due = cx.db.read([&](db::Tx& tx) { return due_to_follow(tx, moment); });
                 for (const auto& id : due) cx.db.transact([&](db::Tx& tx) { follow_up(tx, id, cx); });
             }}};
}

void schedule_jobs(db::Tx& tx, Instant moment) { jobs::every(tx, follow_kind, std::chrono::minutes(10), moment); }

}  // namespace hemu::invitation
