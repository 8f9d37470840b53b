#include "jobs.hpp"

#include "intake.hpp"

namespace hemu::intake {

static constexpr std::string_view forget_kind = "intake_forget_sketches";
static constexpr std::string_view drafts_kind = "intake_forget_drafts";

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {
        {std::string(forget_kind),
         [&around](const jobs::Job&, Instant moment) { forget_old_sketches(around.database, legal_date(moment)); }},
        {std::string(drafts_kind),
         [&around](const jobs::Job&, Instant moment) { forget_old_drafts(around.database, moment); }}};
}

void schedule_jobs(db::Tx& tx, Instant moment) {
    for (const std::string_view kind : {forget_kind, drafts_kind})
        jobs::every(tx, kind, std::chrono::hours(24), end_of(legal_date(moment)));
}

}  // namespace hemu::intake
