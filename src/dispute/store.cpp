#include "effect.hpp"
#include "journal.hpp"
#include "live_message.hpp"

namespace hemu::dispute {

// What costs nothing stands first: the window's own relation never ends and a body is in its own scope, so rows of
// one's own window need no look elsewhere. Whoever stands over all other roots (there is but one) sees every body.
// The sub-selects are no EXISTS, which PostgreSQL would answer by reading every relation that the actor ever had.
std::string visible_sql(std::string_view account, std::string_view duty, std::string_view organisation) {
    static constexpr std::string_view sql = R"(
    (   (d.secrecy = 'normal' AND d.window_id = {2}
         AND {1} IN ('clerk', 'mediator', 'head', 'judge', 'dispatcher', 'supervisor', 'leader'))
     OR (d.secrecy = 'normal' AND {1} IN ('dispatcher', 'supervisor', 'leader')
         AND (d.holder_id = {2}
              OR NOT EXISTS (SELECT 1 FROM organisation root WHERE root.parent_id IS NULL AND root.id <> {2})
              OR 1 = (SELECT 1 FROM organisation_scope s WHERE s.over_id = {2} AND s.under_id = d.window_id)
              OR 1 = (SELECT 1 FROM organisation_scope s WHERE s.over_id = {2} AND s.under_id = d.holder_id)))
     OR (d.secrecy = 'normal' AND {1} IN ('clerk', 'mediator', 'head', 'judge')
         AND 1 = (SELECT 1 FROM dispute_body b
                   WHERE b.dispute_id = d.id AND b.organisation_id = {2} AND b.until_at IS NULL LIMIT 1))
     OR (d.secrecy IN ('private', 'restricted') AND {1} IN ('head', 'dispatcher') AND d.holder_id = {2})
     OR ({1} IN ('clerk', 'mediator', 'head', 'dispatcher', 'supervisor', 'judge', 'leader')
         AND 1 = (SELECT 1 FROM dispute_person p
                   WHERE p.dispute_id = d.id AND p.account_id = {0} AND p.until_at IS NULL LIMIT 1))))";
    return fmt::format(sql, account, duty, organisation);
}

std::string listed_title_sql() { return "CASE WHEN d.secrecy = 'normal' THEN d.title ELSE '' END"; }

static const db::Statement select_dispute{"dispute.find", R"(
    SELECT d.id, d.number, d.state, d.version, d.revision, d.event_number, d.event_digest, d.source, d.channel,
           d.source_reference, d.registered_at, d.registered_on, d.registered_by_id, d.window_id, d.title, d.narrative,
           d.request, d.national_type, d.local_type, d.difficulty, d.risk, d.risk_confirmed, d.secrecy, d.people_count,
           d.amount_fen, d.place_code, d.occurred_on, d.holder_id, d.handler_id, d.return_count, d.due_at,
           d.due_soon_at, d.due_code, d.result, d.agreement_form, d.effective_on
      FROM dispute d
     WHERE d.id = $4 AND)" + visible_sql()};

Dispute find(db::Tx& tx, Id<Dispute> id, const identity::Actor& actor) {
    auto found = tx.maybe<Dispute>(select_dispute, actor.account, actor.duty, actor.organisation, id);
    if (!found) throw Refusal(Fault::not_found, "dispute_not_found");
    return *found;
}

void refuse_hidden(const http::Request& request, const identity::Context& cx) {
    if (!request.route || request.route->path_pattern.find("{dispute}") == std::string::npos) return;
    const auto id = request.path_id<Dispute>("dispute");
    cx.db.read([&](db::Tx& tx) { find(tx, id, cx.actor); });
}

static const db::Statement select_unrestricted{"dispute.load", R"(
    SELECT d.id, d.number, d.state, d.version, d.revision, d.event_number, d.event_digest, d.source, d.channel,
           d.source_reference, d.registered_at, d.registered_on, d.registered_by_id, d.window_id, d.title, d.narrative,
           d.request, d.national_type, d.local_type, d.difficulty, d.risk, d.risk_confirmed, d.secrecy, d.people_count,
           d.amount_fen, d.place_code, d.occurred_on, d.holder_id, d.handler_id, d.return_count, d.due_at,
           d.due_soon_at, d.due_code, d.result, d.agreement_form, d.effective_on
      FROM dispute d
     WHERE d.id = $1)"};

std::optional<Dispute> load(db::Tx& tx, Id<Dispute> id) { return tx.maybe<Dispute>(select_unrestricted, id); }

bool is_closed(State state) { return state == State::closed || state == State::archived || state == State::merged; }

static const db::Statement mark_bodies{"dispute.mark_bodies",
                                       "UPDATE dispute_body SET closed = $2 WHERE dispute_id = $1"};
static const db::Statement mark_people{"dispute.mark_people",
                                       "UPDATE dispute_person SET closed = $2 WHERE dispute_id = $1"};

void mark_closed(db::Tx& tx, const Dispute& dispute) {
    tx.run(mark_bodies, dispute.id, is_closed(dispute.state));
    tx.run(mark_people, dispute.id, is_closed(dispute.state));
}

static const db::Statement upsert_body{"dispute.give_body", R"(
    INSERT INTO dispute_body (dispute_id, organisation_id, role, since_at, closed)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (dispute_id, organisation_id, role) DO UPDATE SET until_at = NULL)"};

void give_body(db::Tx& tx, const Dispute& dispute, Id<identity::Organisation> organisation, BodyRole role,
               Instant moment) {
    tx.run(upsert_body, dispute.id, organisation, role, moment, is_closed(dispute.state));
}

static const db::Statement close_body{"dispute.end_body", R"(
    UPDATE dispute_body SET until_at = $4
     WHERE dispute_id = $1 AND organisation_id = $2 AND role = $3 AND until_at IS NULL)"};

void end_body(db::Tx& tx, const Dispute& dispute, Id<identity::Organisation> organisation, BodyRole role,
              Instant moment) {
    tx.run(close_body, dispute.id, organisation, role, moment);
    tell_body_to_look(tx, dispute, organisation);
}

static const db::Statement upsert_person{"dispute.give_person", R"(
    INSERT INTO dispute_person (dispute_id, account_id, role, since_at, window_id, closed)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (dispute_id, account_id, role) DO UPDATE SET until_at = NULL)"};

void give_person(db::Tx& tx, const Dispute& dispute, Id<identity::Account> account, PersonRole role, Instant moment) {
    tx.run(upsert_person, dispute.id, account, role, moment, dispute.window_id, is_closed(dispute.state));
}

static const db::Statement close_person{"dispute.end_person", R"(
    UPDATE dispute_person SET until_at = $4
     WHERE dispute_id = $1 AND account_id = $2 AND role = $3 AND until_at IS NULL)"};

void end_person(db::Tx& tx, const Dispute& dispute, Id<identity::Account> account, PersonRole role, Instant moment) {
    tx.run(close_person, dispute.id, account, role, moment);
    tell_person_to_look(tx, dispute, account);
}

static const db::Statement count_person{"dispute.is_person", R"(
    SELECT count(*) AS count FROM dispute_person
     WHERE dispute_id = $1 AND account_id = $2 AND until_at IS NULL)"};

bool is_person(db::Tx& tx, const Dispute& dispute, Id<identity::Account> account) {
    return tx.one<std::int64_t>(count_person, dispute.id, account) > 0;
}

static const db::Statement count_mediator{"dispute.is_mediator", R"(
    SELECT count(*) AS count FROM dispute_person
     WHERE dispute_id = $1 AND account_id = $2 AND role IN ('mediator', 'presiding_mediator') AND until_at IS NULL)"};

bool is_mediator(db::Tx& tx, const Dispute& dispute, Id<identity::Account> account) {
    return tx.one<std::int64_t>(count_mediator, dispute.id, account) > 0;
}

static const db::Statement update_holder{"dispute.set_holder", R"(
    UPDATE dispute SET holder_id = $2, handler_id = CASE WHEN holder_id = $2 THEN handler_id END WHERE id = $1)"};

void set_holder(db::Tx& tx, Dispute& dispute, Id<identity::Organisation> holder) {
    tx.run(update_holder, dispute.id, holder);
    if (holder != dispute.holder_id) {
        tell_body_to_look(tx, dispute, dispute.holder_id);
        dispute.handler_id.reset();
    }
    dispute.holder_id = holder;
}

static const db::Statement update_handler{"dispute.set_handler", "UPDATE dispute SET handler_id = $2 WHERE id = $1"};

void set_handler(db::Tx& tx, Dispute& dispute, std::optional<Id<identity::Account>> handler) {
    tx.run(update_handler, dispute.id, handler);
    dispute.handler_id = handler;
}

static const db::Statement update_grading{"dispute.set_grading", R"(
    UPDATE dispute
       SET national_type = $2, local_type = $3, difficulty = $4, risk = $5, risk_confirmed = TRUE, secrecy = $6,
           people_count = $7, amount_fen = $8, flags = $9
     WHERE id = $1)"};

void set_grading(db::Tx& tx, Dispute& dispute, const Grading& grading) {
    tx.run(update_grading, dispute.id, grading.national_type, grading.local_type, grading.difficulty, grading.risk,
           grading.secrecy, grading.people_count, grading.amount_fen, db::Json(grading.flags));
    if (grading.secrecy != dispute.secrecy) tell_bodies_to_look(tx, dispute);
    dispute.national_type = grading.national_type;
    dispute.local_type = grading.local_type;
    dispute.difficulty = grading.difficulty;
    dispute.risk = grading.risk;
    dispute.risk_confirmed = true;
    dispute.secrecy = grading.secrecy;
    dispute.people_count = grading.people_count;
    dispute.amount_fen = grading.amount_fen;
}

static const db::Statement select_flags{"dispute.flags", "SELECT flags FROM dispute WHERE id = $1"};

std::vector<std::string> flags_of(db::Tx& tx, const Dispute& dispute) {
    return json::read<std::vector<std::string>>(tx.one<std::string>(select_flags, dispute.id));
}

static const db::Statement update_return_count{"dispute.set_return_count",
                                               "UPDATE dispute SET return_count = $2 WHERE id = $1"};

void set_return_count(db::Tx& tx, Dispute& dispute, std::int64_t count) {
    tx.run(update_return_count, dispute.id, count);
    dispute.return_count = count;
}

static const db::Statement update_merged_into{"dispute.set_merged_into",
                                              "UPDATE dispute SET merged_into_id = $2 WHERE id = $1"};

void set_merged_into(db::Tx& tx, Dispute& dispute, Id<Dispute> kept) { tx.run(update_merged_into, dispute.id, kept); }

static const db::Statement update_outcome{"dispute.set_outcome", R"(
    UPDATE dispute
       SET result = coalesce($2, result), agreement_form = coalesce($3, agreement_form),
           effective_on = coalesce($4, effective_on)
     WHERE id = $1)"};

void set_outcome(db::Tx& tx, Dispute& dispute, std::optional<std::string> result,
                 std::optional<std::string> agreement_form, std::optional<LegalDate> effective_on) {
    tx.run(update_outcome, dispute.id, result, agreement_form, effective_on);
    if (result) dispute.result = result;
    if (agreement_form) dispute.agreement_form = agreement_form;
    if (effective_on) dispute.effective_on = effective_on;
}

static const db::Statement update_effect{"dispute.end_effect",
                                         "UPDATE dispute SET effective_on = NULL WHERE id = $1"};

void end_effect(db::Tx& tx, Dispute& dispute) {
    tx.run(update_effect, dispute.id);
    dispute.effective_on.reset();
}

static const db::Statement update_revision{"dispute.set_revision", R"(
    UPDATE dispute SET revision = $2, result = NULL, agreement_form = NULL, effective_on = NULL, handler_id = NULL,
                       return_count = 0
     WHERE id = $1)"};

void set_revision(db::Tx& tx, Dispute& dispute, std::int64_t revision) {
    tx.run(update_revision, dispute.id, revision);
    dispute.revision = revision;
    dispute.result.reset();
    dispute.agreement_form.reset();
    dispute.effective_on.reset();
    dispute.handler_id.reset();
    dispute.return_count = 0;
}

struct BodyHeld {
    Id<identity::Organisation> organisation_id;
    BodyRole role = BodyRole::lead;
};
BOOST_DESCRIBE_STRUCT(BodyHeld, (), (organisation_id, role))

static const db::Statement select_working_bodies{"dispute.working_bodies", R"(
    SELECT organisation_id, role FROM dispute_body
     WHERE dispute_id = $1 AND until_at IS NULL AND role IN ('lead', 'helper', 'offered')
     ORDER BY organisation_id, role)"};

struct PersonHeld {
    Id<identity::Account> account_id;
    PersonRole role = PersonRole::mediator;
};
BOOST_DESCRIBE_STRUCT(PersonHeld, (), (account_id, role))

static const db::Statement select_working_mediators{"dispute.working_mediators", R"(
    SELECT account_id, role FROM dispute_person
     WHERE dispute_id = $1 AND until_at IS NULL AND role IN ('mediator', 'presiding_mediator')
     ORDER BY account_id, role)"};

void release_hands(db::Tx& tx, const Dispute& dispute, Instant moment) {
    for (const BodyHeld& held : tx.all<BodyHeld>(select_working_bodies, dispute.id))
        end_body(tx, dispute, held.organisation_id, held.role, moment);
    for (const PersonHeld& held : tx.all<PersonHeld>(select_working_mediators, dispute.id))
        end_person(tx, dispute, held.account_id, held.role, moment);
}

static const db::Statement take_serial{"dispute.next_serial", R"(
    INSERT INTO serial_counter (organisation_id, kind, year, value) VALUES ($1, $2, $3, 1)
    ON CONFLICT (organisation_id, kind, year) DO UPDATE SET value = serial_counter.value + 1
    RETURNING value)"};

std::int64_t next_serial(db::Tx& tx, Id<identity::Organisation> organisation, std::string_view kind, int year) {
    return tx.one<std::int64_t>(take_serial, organisation, kind, year);
}

}  // namespace hemu::dispute
