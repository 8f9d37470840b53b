#include "store.hpp"

#include <algorithm>

#include "db_settings.hpp"
#include "rules.hpp"
#include "sealing.hpp"
#include "sm2.hpp"

namespace hemu::exchange {

using identity::Actor;
using identity::Context;
using identity::Duty;

static const sealing::SealedColumn sealed_secret{"exchange_key", "id", "secret_sealed", "exchange_secret"};

BOOST_DESCRIBE_STRUCT(Settings, (), (key_overlap_days, most_ahead, first_retry_seconds, longest_retry_minutes))

static const db::Statement select_settings{"exchange.settings", "SELECT code, value FROM exchange_setting"};

Settings settings(db::Tx& tx) { return db::read_settings<Settings>(tx, select_settings); }

static const std::string columns =
    "p.id, p.code, p.name, p.kind, p.organisation_id, p.window_id, p.matters, p.contact_name, p.contact_phone, "
    "p.legal_basis, p.way, p.address, p.active, p.sent_sequence, p.taken_sequence, p.next_try_at, p.failures, "
    "p.last_fault, p.version";

static const db::Statement select_one{"exchange.partner",
                                      "SELECT " + columns + " FROM exchange_partner p WHERE p.id = $1"};
static const db::Statement select_named{"exchange.partner_named",
                                        "SELECT " + columns + " FROM exchange_partner p WHERE p.code = $1"};

std::optional<Partner> find_partner(db::Tx& tx, Id<Partner> id) { return tx.maybe<Partner>(select_one, id); }
std::optional<Partner> partner_named(db::Tx& tx, std::string_view code) {
    return tx.maybe<Partner>(select_named, code);
}

/// Administrators keep the registry; a centre's dispatchers its exchange.
static const std::string visible = "($1 = 'system_administrator' OR p.window_id = $2)";

static const db::Statement select_visible{
    "exchange.partner_for", "SELECT " + columns + " FROM exchange_partner p WHERE " + visible + " AND p.id = $3"};

Partner partner_for(db::Tx& tx, Id<Partner> id, const Actor& actor) {
    if (auto found = tx.maybe<Partner>(select_visible, actor.duty, actor.organisation, id)) return *found;
    throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement select_all{"exchange.partners", "SELECT " + columns + R"(,
           o.name AS organisation_name, w.name AS window_name
      FROM exchange_partner p
      JOIN organisation w ON w.id = p.window_id
      LEFT JOIN organisation o ON o.id = p.organisation_id
     WHERE )" + visible + " ORDER BY p.active DESC, p.kind, p.name, p.id"};

static const db::Statement count_open{"exchange.open_messages", R"(
    SELECT partner_id, count(*) FILTER (WHERE state IN ('waiting', 'exported')) AS waiting,
           count(*) FILTER (WHERE state = 'held') AS held, count(*) FILTER (WHERE state = 'rejected') AS rejected
      FROM exchange_message WHERE state IN ('waiting', 'exported', 'held', 'rejected') GROUP BY partner_id)"};

static const db::Statement select_keys{"exchange.keys", R"(
    SELECT id, partner_id, name, scheme, secret_sealed, public_key, partner_key, made_at, made_by_name, ends_at
      FROM exchange_key
     WHERE ends_at IS NULL OR ends_at > $1 ORDER BY made_at DESC, id DESC)"};

struct NamedPartner : Partner {
    std::optional<std::string> organisation_name;
    std::string window_name;
};
BOOST_DESCRIBE_STRUCT(NamedPartner, (Partner), (organisation_name, window_name))

struct OpenMessages {
    Id<Partner> partner_id;
    std::int64_t waiting = 0;
    std::int64_t held = 0;
    std::int64_t rejected = 0;
};
BOOST_DESCRIBE_STRUCT(OpenMessages, (), (partner_id, waiting, held, rejected))

static PartnerView view_of(const NamedPartner& row) {
    PartnerView view;
    static_cast<PartnerForm&>(view) = {row.code,        row.name,     row.kind,         row.organisation_id,
                                       row.window_id,   *row.matters, row.contact_name, row.contact_phone,
                                       row.legal_basis, row.way,      row.address,      row.active};
    view.id = row.id;
    view.version = row.version;
    view.organisation_name = row.organisation_name;
    view.window_name = row.window_name;
    view.sent_sequence = row.sent_sequence;
    view.taken_sequence = row.taken_sequence;
    view.next_try_at = row.next_try_at;
    view.failures = row.failures;
    view.last_fault = row.last_fault;
    return view;
}

std::vector<PartnerView> partners_for(db::Tx& tx, const Actor& actor, Instant moment) {
    auto rows = tx.later<NamedPartner>(select_all, actor.duty, actor.organisation);
    auto counts = tx.later<OpenMessages>(count_open);
    auto keys = tx.later<KeyRow>(select_keys, moment);
    std::vector<PartnerView> views;
    for (const NamedPartner& row : rows.all()) views.push_back(view_of(row));
    const auto find = [&](Id<Partner> id) {
        return std::find_if(views.begin(), views.end(), [&](const PartnerView& view) { return view.id == id; });
    };
    for (const OpenMessages& open : counts.all())
        if (const auto view = find(open.partner_id); view != views.end()) {
            view->waiting = open.waiting;
            view->held = open.held;
            view->rejected = open.rejected;
        }
    for (const KeyRow& key : keys.all())
        if (const auto view = find(key.partner_id); view != views.end())
            view->keys.push_back(
                {key.id, key.name, key.scheme, key.public_key, key.made_at, key.made_by_name, key.ends_at});
    return views;
}

static void refuse_unknown(db::Tx& tx, const PartnerForm& form) {
    Verdict verdict = why_not_partner(form);
    const auto check = [&](const char* field, organisations::OrganisationId id) {
        if (!organisations::find(tx, id)) verdict.add(field, "organisation_unknown");
    };
    check("window_id", form.window_id);
    if (form.organisation_id) check("organisation_id", *form.organisation_id);
    refuse_if(verdict);
}

static const db::Statement insert_partner{"exchange.insert_partner", R"(
    INSERT INTO exchange_partner (id, code, name, kind, organisation_id, window_id, matters, contact_name, contact_phone,
                                  legal_basis, way, address, active, sent_sequence, taken_sequence, failures, made_at,
                                  made_by_name, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, 0, $14, $15, 1)
    ON CONFLICT (code) DO NOTHING)"};

Id<Partner> make_partner(db::Tx& tx, const PartnerForm& typed, const Context& cx) {
    const PartnerForm form = tidied(typed);
    refuse_unknown(tx, form);
    const auto id = Id<Partner>::fresh(cx.moment);
    if (tx.changed(insert_partner, id, form.code, form.name, form.kind, form.organisation_id, form.window_id,
                   db::Json(form.matters), form.contact_name, form.contact_phone, form.legal_basis, form.way,
                   form.address, form.active, cx.moment, cx.actor.name) != 1)
        throw Refusal(Fault::invalid, "invalid", {{"code", "code_taken"}});
    return id;
}

static const db::Statement update_partner{"exchange.update_partner", R"(
    UPDATE exchange_partner SET name = $3, kind = $4, organisation_id = $5, window_id = $6, matters = $7,
           contact_name = $8, contact_phone = $9, legal_basis = $10, way = $11, address = $12, active = $13,
           failures = 0, next_try_at = NULL, last_fault = NULL, version = $2 + 1
     WHERE id = $1 AND version = $2)"};

void change_partner(db::Tx& tx, Id<Partner> id, std::int64_t version, const PartnerForm& typed) {
    const PartnerForm form = tidied(typed);
    const auto before = find_partner(tx, id);
    if (!before) throw Refusal(Fault::not_found, "not_found");
    if (before->code != form.code) throw Refusal(Fault::invalid, "invalid", {{"code", "stays_as_it_is"}});
    refuse_unknown(tx, form);
    if (tx.changed(update_partner, id, version, form.name, form.kind, form.organisation_id, form.window_id,
                   db::Json(form.matters), form.contact_name, form.contact_phone, form.legal_basis, form.way,
                   form.address, form.active) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
}

static const db::Statement end_older{"exchange.end_older_keys", R"(
    UPDATE exchange_key SET ends_at = $2 WHERE partner_id = $1 AND ends_at > $2)"};
static const db::Statement end_newest{"exchange.end_newest_key", R"(
    UPDATE exchange_key SET ends_at = $2 WHERE partner_id = $1 AND ends_at IS NULL)"};
static const db::Statement count_keys{"exchange.count_keys",
                                      "SELECT count(*) AS count FROM exchange_key WHERE partner_id = $1"};
static const db::Statement insert_key{"exchange.insert_key", R"(
    INSERT INTO exchange_key (id, partner_id, name, scheme, secret_sealed, public_key, partner_key, made_at,
                              made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

/// The next name, and until when the key before it still opens.
struct KeyTurn {
    std::string name;
    std::optional<Instant> older_ends_at;
};

static KeyTurn next_turn(db::Tx& tx, const Partner& partner, const Context& cx) {
    const Instant older_ends_at = cx.moment + std::chrono::hours(24 * settings(tx).key_overlap_days);
    const auto before = tx.one<std::int64_t>(count_keys, partner.id);
    tx.run(end_older, partner.id, cx.moment);
    tx.run(end_newest, partner.id, older_ends_at);
    return {fmt::format("k{}", before + 1), before > 0 ? std::optional(older_ends_at) : std::nullopt};
}

NewKey make_key(db::Tx& tx, const Partner& partner, const Context& cx) {
    const KeyTurn turn = next_turn(tx, partner, cx);
    const NewKey key{turn.name, crypto::to_base64(crypto::random_bytes(32)), turn.older_ends_at};
    const std::optional<std::string> none;
    tx.run(insert_key, Id<Key>::fresh(cx.moment), partner.id, key.name, Scheme::hmac_sm3,
           cx.keys.seal(key.secret, sealed_secret.context), none, none, cx.moment, cx.actor.name);
    return key;
}

NewSm2Key make_sm2_key(db::Tx& tx, const Partner& partner, const Sm2KeyForm& form, const Context& cx) {
    const std::string theirs = crypto::sm2_public_key(form.public_key);
    if (theirs.empty()) throw Refusal(Fault::invalid, "invalid", {{"public_key", "not_an_sm2_key"}});
    const KeyTurn turn = next_turn(tx, partner, cx);
    const crypto::Sm2Pair ours = crypto::make_sm2_pair();
    tx.run(insert_key, Id<Key>::fresh(cx.moment), partner.id, turn.name, Scheme::sm2,
           cx.keys.seal(ours.private_key, sealed_secret.context), std::optional(ours.public_key),
           std::optional(theirs), cx.moment, cx.actor.name);
    return {turn.name, ours.public_key, turn.older_ends_at};
}

static const db::Statement end_one{"exchange.end_key", R"(
    UPDATE exchange_key SET ends_at = $3 WHERE id = $1 AND partner_id = $2 AND (ends_at IS NULL OR ends_at > $3))"};

void end_key(db::Tx& tx, const Partner& partner, Id<Key> id, Instant moment) {
    if (tx.changed(end_one, id, partner.id, moment) != 1) throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement select_valid{"exchange.valid_keys", R"(
    SELECT id, partner_id, name, scheme, secret_sealed, public_key, partner_key, made_at, made_by_name, ends_at
      FROM exchange_key
     WHERE partner_id = $1 AND (ends_at IS NULL OR ends_at > $2) ORDER BY made_at DESC, id DESC)"};

static Signer signer_of(const KeyRow& row, const Context& cx) {
    std::string secret = cx.keys.open(row.secret_sealed, sealed_secret.context);
    if (row.scheme == Scheme::sm2) return Signer::sm2(std::move(secret), row.partner_key.value_or(""));
    return secret;
}

std::vector<OpenKey> valid_keys(db::Tx& tx, Id<Partner> partner, const Context& cx) {
    std::vector<OpenKey> keys;
    for (const KeyRow& row : tx.all<KeyRow>(select_valid, partner, cx.moment))
        keys.push_back({row.name, signer_of(row, cx)});
    return keys;
}

std::optional<OpenKey> signing_key(db::Tx& tx, Id<Partner> partner, const Context& cx) {
    auto keys = valid_keys(tx, partner, cx);
    return keys.empty() ? std::nullopt : std::optional(keys.front());
}

std::optional<OpenKey> valid_key(db::Tx& tx, Id<Partner> partner, std::string_view name, const Context& cx) {
    for (const OpenKey& key : valid_keys(tx, partner, cx))
        if (key.name == name) return key;
    return std::nullopt;
}

}  // namespace hemu::exchange
