// The house put together: every route, job and reaction in one list each.
#include "access.hpp"
#include "accounts.hpp"
#include "application.hpp"
#include "archive.hpp"
#include "assignment.hpp"
#include "attachments.hpp"
#include "audit.hpp"
#include "backups.hpp"
#include "boards.hpp"
#include "bulk.hpp"
#include "calendar.hpp"
#include "case_home.hpp"
#include "closing.hpp"
#include "court.hpp"
#include "disposals.hpp"
#include "dossier.hpp"
#include "entrances.hpp"
#include "evaluation.hpp"
#include "exchange.hpp"
#include "experts.hpp"
#include "guidance.hpp"
#include "handling.hpp"
#include "hidden.hpp"
#include "intake.hpp"
#include "invitation.hpp"
#include "mediators.hpp"
#include "notices.hpp"
#include "numbers.hpp"
#include "organisations.hpp"
#include "partners.hpp"
#include "places.hpp"
#include "program.hpp"
#include "reading.hpp"
#include "search.hpp"
#include "settings.hpp"
#include "signing.hpp"
#include "supervision.hpp"
#include "tasks.hpp"
#include "triage.hpp"
#include "verification.hpp"

namespace hemu::app {

identity::Routes all_routes() {
    identity::Routes all;
    for (const identity::Routes* routes :
         {&identity::routes,      &backups::routes,    &places::routes,     &calendar::routes,
          &organisations::routes, &mediators::routes,  &dispute::routes,    &search::routes,
          &intake::routes,        &triage::routes,     &assignment::routes, &handling::routes,
          &supervision::routes,   &closing::routes,    &evaluation::routes, &bulk::routes,
          &boards::routes,        &guidance::routes,   &tasks::routes,      &attachments::routes,
          &notices::routes,       &access::routes,     &entrances::routes,  &application::routes,
          &case_home::routes,     &invitation::routes, &settings::routes,   &assignment::expert_routes,
          &court::routes,         &exchange::routes,   &partners::routes,   &dossier::routes,
          &signing::routes,       &numbers::routes,    &archive::routes})
        all.insert(all.end(), routes->begin(), routes->end());
    return all;
}

/// Once a day: the roots over yesterday's journals, and what the accounts need.
static jobs::Handler daily(const identity::Surroundings& surroundings) {
    return {"daily_roots", [&surroundings](const jobs::Job&, Instant moment) {
                const LegalDate yesterday = legal_date(moment) + -1;
                dispute::store_root(surroundings.database, yesterday, moment);
                audit::store_root(surroundings.database, yesterday, moment);
                identity::keep_house(surroundings.database, moment);
                access::keep_house(surroundings.database, moment);
                attachments::keep_house(surroundings.database, surroundings.config, moment);
            }};
}

std::vector<jobs::Handler> all_jobs(const identity::Surroundings& surroundings) {
    std::vector<jobs::Handler> all = {daily(surroundings)};
    for (auto& handler : intake::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : supervision::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : notices::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : invitation::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : bulk::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : attachments::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : application::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : court::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : exchange::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : archive::job_handlers(surroundings)) all.push_back(std::move(handler));
    for (auto& handler : signing::job_handlers(surroundings)) all.push_back(std::move(handler));
    return all;
}

void schedule_all_jobs(db::Database& database, Instant moment) {
    database.transact([&](db::Tx& tx) {
        // Ten minutes after midnight no transaction of the day before can still be running.
        jobs::every(tx, "daily_roots", std::chrono::hours(24),
                    start_of(legal_date(moment) + 1) + std::chrono::minutes(10));
        intake::schedule_jobs(tx, moment);
        supervision::schedule_jobs(tx, moment);
        notices::schedule_jobs(tx, moment);
        invitation::schedule_jobs(tx, moment);
        application::schedule_jobs(tx, moment);
        court::schedule_jobs(tx, moment);
        exchange::schedule_jobs(tx, moment);
        signing::schedule_jobs(tx, moment);
    });
}

void connect_reactions() {
    dispute::set_reactions({evaluation::plan_visits, notices::tell_event, invitation::follow, assignment::follow,
                            court::follow, partners::follow, closing::follow});
    exchange::set_receivers({partners::receive});
    signing::set_receivers({closing::take_act});
    dispute::set_words_reaction(search::take_words);
    dispute::set_hidden(attachments::hidden_from);
}

}  // namespace hemu::app
