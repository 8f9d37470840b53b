// Drafts whose day has come go with their files; whose day is near, their writers are warned.
#include "at_once.hpp"
#include "evidence.hpp"
#include "store.hpp"

namespace hemu::application {

static constexpr std::string_view house_kind = "application_keep_house";

static identity::Context as_program(const identity::Surroundings& around, Instant moment) {
    return {around.database, identity::machine(identity::Duty::citizen), moment, around.keys, around.config,
            around.live};
}

static std::string warning_words(const ApplicationRow& row, const config::Config& config) {
    const LegalDate day = row.deletes_on;
    const std::string date = row.language == "en" ? to_text(day) : chinese_text(day);
    const std::string page =
        config.public_url.empty() ? in(words().page, row.language) : config.public_url + "/apply";
    return filled(in(words().draft_ends, row.language), {{"date", date}, {"link", page}});
}

/// Claimed before it is sent, so that several servers warn once.
static void warn(const identity::Surroundings& around, Instant moment) {
    if (!notices::messages_are_set_up(around.config)) return;
    const auto cx = as_program(around, moment);
    const auto near = around.database.read(
        [&](db::Tx& tx) { return to_warn_until(tx, legal_date(moment) + settings(tx).warning_days); });
    for (const ApplicationRow& row : near) {
        const bool mine = around.database.transact([&](db::Tx& tx) { return claim_warning(tx, row.id, moment); });
        if (!mine) continue;
        const std::string phone = content_of(row, around.keys).phone;
        if (!notices::send_at_once(phone, warning_words(row, around.config), cx))
            around.database.transact([&](db::Tx& tx) { release_warning(tx, row.id); });
    }
}

static void keep_house(const identity::Surroundings& around, Instant moment) {
    const LegalDate today = legal_date(moment);
    for (const auto& id : around.database.read([&](db::Tx& tx) { return due_on(tx, today); }))
        around.database.transact([&](db::Tx& tx) { drop(tx, id, moment); });
    warn(around, moment);
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(house_kind), [&around](const jobs::Job&, Instant moment) { keep_house(around, moment); }}};
}

/// At ten in the morning, when a message wakes nobody.
void schedule_jobs(db::Tx& tx, Instant moment) {
    const Instant ten = start_of(legal_date(moment)) + std::chrono::hours(10);
    jobs::every(tx, house_kind, std::chrono::hours(24), ten > moment ? ten : ten + std::chrono::hours(24));
}

}  // namespace hemu::application
