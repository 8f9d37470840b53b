#include "jobs.hpp"

#include "store.hpp"

namespace hemu::bulk {

static constexpr std::string_view run_kind = "bulk_run";

struct Payload {
    Id<Run> run;
};
BOOST_DESCRIBE_STRUCT(Payload, (), (run))

void enqueue_run(db::Tx& tx, Id<Run> run, Instant due_at) {
    jobs::enqueue(tx, run_kind, json::write(Payload{run}), due_at);
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(run_kind), [&around](const jobs::Job& job, Instant moment) {
                 carry_on(json::read<Payload>(job.payload).run, around, moment);
             }}};
}

}  // namespace hemu::bulk
