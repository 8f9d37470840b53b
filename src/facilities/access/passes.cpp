#include "store.hpp"

#include "db_settings.hpp"

namespace hemu::access {

static const db::Statement select_settings{"access.settings", "SELECT code, value FROM access_setting"};

Settings settings(db::Tx& tx) { return db::read_settings<Settings>(tx, select_settings); }

static std::string_view cookie_of(PassKind kind) {
    return kind == PassKind::application ? "hemu_application" : "hemu_party";
}

static http::Cookie cookie(PassKind kind, std::string token, std::optional<std::chrono::seconds> lasts) {
    return {std::string(cookie_of(kind)), std::move(token), lasts, "/api/citizen"};
}

static std::string token_digest(std::string_view token) { return crypto::to_hex(crypto::sm3(token)); }

static const db::Statement insert_pass{"access.let_in", R"(
    INSERT INTO access_pass (token_digest, kind, application_id, dispute_id, party_id, made_at, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

http::Reply let_in(http::Reply reply, db::Tx& tx, Pass pass, const http::Request& request,
                   const identity::Context& cx) {
    const std::chrono::hours lasts(settings(tx).pass_hours);
    const std::string token = crypto::to_hex(crypto::random_bytes(32));
    tx.run(insert_pass, token_digest(token), pass.kind, pass.application_id, pass.dispute_id, pass.party_id,
           cx.moment, cx.moment + lasts);
    return http::with_cookie(std::move(reply), request, cookie(pass.kind, token, lasts));
}

http::Reply let_into(http::Reply reply, db::Tx& tx, Id<Application> id, const http::Request& request,
                     const identity::Context& cx) {
    return let_in(std::move(reply), tx, {PassKind::application, id, {}, {}, {}}, request, cx);
}

http::Reply let_into(http::Reply reply, db::Tx& tx, Id<dispute::Dispute> dispute, Id<dispute::Party> party,
                     const http::Request& request, const identity::Context& cx) {
    return let_in(std::move(reply), tx, {PassKind::party, {}, dispute, party, {}}, request, cx);
}

static const db::Statement select_pass{"access.pass", R"(
    SELECT kind, application_id, dispute_id, party_id, ends_at
      FROM access_pass a
     WHERE token_digest = $1 AND kind = $2 AND ends_at > $3
       AND (kind = 'application'
            OR EXISTS (SELECT 1 FROM dispute_party p
                        WHERE p.dispute_id = a.dispute_id AND p.id = a.party_id AND p.removed_at IS NULL)))"};

std::optional<Pass> pass_of(db::Tx& tx, PassKind kind, const http::Request& request, Instant moment) {
    const auto token = request.cookie(cookie_of(kind));
    if (!token || token->empty()) return std::nullopt;
    return tx.maybe<Pass>(select_pass, token_digest(*token), kind, moment);
}

static Pass needed(db::Tx& tx, PassKind kind, const http::Request& request, const identity::Context& cx) {
    auto pass = pass_of(tx, kind, request, cx.moment);
    if (!pass) throw Refusal(Fault::unauthenticated, "pass_needed");
    return *pass;
}

Id<Application> application_of(db::Tx& tx, const http::Request& request, const identity::Context& cx) {
    return *needed(tx, PassKind::application, request, cx).application_id;
}

PartyPass party_of(db::Tx& tx, const http::Request& request, const identity::Context& cx) {
    const Pass pass = needed(tx, PassKind::party, request, cx);
    return {*pass.dispute_id, *pass.party_id};
}

identity::Context as_party(const identity::Context& cx, const dispute::Dispute& dispute) {
    identity::Actor actor = cx.actor;
    actor.account = {};
    actor.name.clear();
    actor.duty = identity::Duty::citizen;
    actor.organisation = dispute.holder_id;
    return {cx.db, actor, cx.moment, cx.keys, cx.config, cx.live};
}

static const db::Statement delete_pass{"access.end_pass", "DELETE FROM access_pass WHERE token_digest = $1"};

http::Reply end_pass(http::Reply reply, db::Tx& tx, PassKind kind, const http::Request& request) {
    if (const auto token = request.cookie(cookie_of(kind))) tx.run(delete_pass, token_digest(*token));
    return http::with_cookie(std::move(reply), request, cookie(kind, "", std::chrono::seconds(0)));
}

static const db::Statement delete_passes{"access.end_passes", "DELETE FROM access_pass WHERE application_id = $1"};

void end_passes(db::Tx& tx, Id<Application> application) { tx.run(delete_passes, application); }

static const db::Statement delete_over{"access.forget_passes", "DELETE FROM access_pass WHERE ends_at <= $1"};
static const db::Statement delete_wrong{"access.forget_wrong_codes",
                                        "DELETE FROM access_wrong_codes WHERE hour_at < $1"};
static const db::Statement delete_codes{"access.forget_phone_codes", R"(
    DELETE FROM access_phone_code WHERE sent_at < $1 AND confirmed_at IS NULL)"};

void keep_house(db::Database& database, Instant moment) {
    const Instant day_before = moment + -std::chrono::hours(24);
    database.transact([&](db::Tx& tx) {
        tx.run(delete_over, moment);
        tx.run(delete_wrong, day_before);
        tx.run(delete_codes, day_before);
    });
}

}  // namespace hemu::access
