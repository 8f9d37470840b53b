#include "store.hpp"
#include "text.hpp"

namespace hemu::access {

static constexpr std::size_t code_length = 8;

std::string fresh_code() { return crypto::random_code(code_length); }

std::string code_digest(const crypto::Keys& keys, std::string_view typed) {
    return keys.search_digest(text::normal_number(typed), "access_code");
}

static Instant hour_of(Instant moment) {
    constexpr std::int64_t hour = 3'600'000'000;
    return {moment.microseconds - moment.microseconds % hour};
}

static const db::Statement select_wrong{"access.wrong_codes",
                                        "SELECT wrong FROM access_wrong_codes WHERE hour_at = $1"};

void refuse_guessing(const identity::Context& cx) {
    const bool guessed = cx.db.read([&](db::Tx& tx) {
        const auto wrong = tx.maybe<std::int64_t>(select_wrong, hour_of(cx.moment)).value_or(0);
        return wrong >= settings(tx).wrong_codes_an_hour;
    });
    if (guessed) throw Refusal(Fault::too_many, "codes_guessed");
}

static const db::Statement count_wrong{"access.count_wrong_code", R"(
    INSERT INTO access_wrong_codes (hour_at, wrong) VALUES ($1, 1)
    ON CONFLICT (hour_at) DO UPDATE SET wrong = access_wrong_codes.wrong + 1)"};

void refuse_code(const identity::Context& cx) {
    cx.db.transact([&](db::Tx& tx) { tx.run(count_wrong, hour_of(cx.moment)); });
    throw Refusal(Fault::not_found, "code_not_found");
}

static const db::Statement count_sent_today{"access.phone_codes_since", R"(
    SELECT count(*) AS count FROM access_phone_code WHERE phone_digest = $1 AND sent_at > $2)"};

static const db::Statement insert_phone_code{"access.add_phone_code", R"(
    INSERT INTO access_phone_code (id, subject_id, phone_digest, code_digest, sent_at, tries)
    VALUES ($1, $2, $3, $4, $5, 0))"};

static std::string phone_digest(const crypto::Keys& keys, std::string_view phone) {
    return keys.search_digest(text::normal_number(phone), "phone");
}

struct PhoneCode;

void add_phone_code(db::Tx& tx, Id<Subject> subject, std::string_view phone, std::string_view code,
                    const identity::Context& cx) {
    const std::string digest = phone_digest(cx.keys, phone);
    const auto sent = tx.one<std::int64_t>(count_sent_today, digest, cx.moment + -std::chrono::hours(24));
    if (sent >= settings(tx).phone_codes_a_day) throw Refusal(Fault::too_many, "phone_codes_too_many");
    tx.run(insert_phone_code, Id<PhoneCode>::fresh(cx.moment), subject, digest, code_digest(cx.keys, code),
           cx.moment);
}

struct SentCode {
    Id<PhoneCode> id;
    std::string code_digest;
    std::int64_t tries = 0;
};
BOOST_DESCRIBE_STRUCT(SentCode, (), (id, code_digest, tries))

static const db::Statement select_last_code{"access.last_phone_code", R"(
    SELECT id, code_digest, tries FROM access_phone_code
     WHERE subject_id = $1 AND phone_digest = $2 AND sent_at > $3
     ORDER BY sent_at DESC, id DESC LIMIT 1)"};

static const db::Statement count_code_try{"access.count_phone_code_try",
                                          "UPDATE access_phone_code SET tries = tries + 1 WHERE id = $1"};

static const db::Statement confirm_phone{"access.confirm_phone",
                                         "UPDATE access_phone_code SET confirmed_at = $2 WHERE id = $1"};

bool take_phone_code(db::Tx& tx, Id<Subject> subject, std::string_view phone, std::string_view code,
                     const identity::Context& cx) {
    const Settings limits = settings(tx);
    const Instant sent_after = cx.moment + -std::chrono::minutes(limits.phone_code_minutes);
    const auto sent = tx.maybe<SentCode>(select_last_code, subject, phone_digest(cx.keys, phone), sent_after);
    if (!sent || sent->tries >= limits.phone_code_tries) return false;
    tx.run(count_code_try, sent->id);
    if (!crypto::equal_secrets(sent->code_digest, code_digest(cx.keys, code))) return false;
    tx.run(confirm_phone, sent->id, cx.moment);
    return true;
}

static const db::Statement select_confirmed{"access.phone_confirmed", R"(
    SELECT count(*) AS count FROM access_phone_code
     WHERE subject_id = $1 AND phone_digest = $2 AND confirmed_at IS NOT NULL)"};

bool is_phone_confirmed(db::Tx& tx, Id<Subject> subject, std::string_view phone, const crypto::Keys& keys) {
    return tx.one<std::int64_t>(select_confirmed, subject, phone_digest(keys, phone)) > 0;
}

bool is_confirmed(db::Tx& tx, Id<Application> application, std::string_view phone, const crypto::Keys& keys) {
    return is_phone_confirmed(tx, Id<Subject>{application.bytes}, phone, keys);
}

static const db::Statement move_confirmed{"access.carry_confirmations", R"(
    UPDATE access_phone_code SET subject_id = $2 WHERE subject_id = $1 AND confirmed_at IS NOT NULL)"};

void carry_confirmations(db::Tx& tx, Id<Application> application, Id<dispute::Party> party) {
    tx.run(move_confirmed, application, party);
}

bool is_confirmed(db::Tx& tx, Id<dispute::Party> party, std::string_view phone, const crypto::Keys& keys) {
    return is_phone_confirmed(tx, Id<Subject>{party.bytes}, phone, keys);
}

}  // namespace hemu::access
