#include "jobs.hpp"

#include "supervision.hpp"

namespace hemu::supervision {

static constexpr std::string_view watch_kind = "supervision_watch";

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(watch_kind), [&around](const jobs::Job&, Instant moment) {
                 watch({around.database, identity::machine(identity::Duty::supervisor), moment, around.keys,
                        around.config});
             }}};
}

void schedule_jobs(db::Tx& tx, Instant moment) { jobs::every(tx, watch_kind, std::chrono::minutes(5), moment); }

}  // namespace hemu::supervision
