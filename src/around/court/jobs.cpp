#include "jobs.hpp"

#include "entrusting.hpp"

namespace hemu::court {

static constexpr std::string_view return_kind = "court_return";

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(return_kind), [&around](const jobs::Job&, Instant moment) {
                 return_unconfirmed(
                     {around.database, identity::machine(identity::Duty::clerk), moment, around.keys, around.config});
             }}};
}

/// Once an hour: the day that is over is known after midnight, and nobody waits for it.
void schedule_jobs(db::Tx& tx, Instant moment) { jobs::every(tx, return_kind, std::chrono::hours(1), moment); }

}  // namespace hemu::court
