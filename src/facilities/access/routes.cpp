#include "at_once.hpp"
#include "identity_numbers.hpp"
#include "store.hpp"

namespace hemu::access {

using http::None;
using identity::Context;

/// Until when this browser's passes open something; absent: none.
struct PassesView {
    std::optional<Instant> application_until;
    std::optional<Instant> party_until;
};
BOOST_DESCRIBE_STRUCT(PassesView, (), (application_until, party_until))

static http::Reply show_passes(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const auto until = [&](PassKind kind) {
            const auto pass = pass_of(tx, kind, request, cx.moment);
            return pass ? std::optional(pass->ends_at) : std::nullopt;
        };
        return http::ok(PassesView{until(PassKind::application), until(PassKind::party)});
    });
}

static http::Reply leave(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        auto reply = end_pass(http::no_content(), tx, PassKind::application, request);
        return end_pass(std::move(reply), tx, PassKind::party, request);
    });
}

struct PhoneForm {
    PassKind kind = PassKind::application;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(PhoneForm, (), (kind, phone))

struct PhoneCodeForm {
    PassKind kind = PassKind::application;
    std::string phone;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(PhoneCodeForm, (), (kind, phone, code))

static Id<Subject> subject_of(db::Tx& tx, PassKind kind, const http::Request& request, const Context& cx) {
    if (kind == PassKind::application) return {application_of(tx, request, cx).bytes};
    return {party_of(tx, request, cx).party_id.bytes};
}

/// The code is written down before it is sent, so that no number gets more than its limit.
static http::Reply send_phone_code(const http::Request& request, const Context& cx) {
    const auto form = request.body<PhoneForm>();
    if (!text::is_phone(form.phone)) throw Refusal(Fault::invalid, "invalid", {{"phone", "phone_wrong"}});
    if (!notices::messages_are_set_up(cx.config)) throw Refusal(Fault::conflict, "messages_not_set_up");
    const std::string code = crypto::random_code(6, "0123456789");
    const auto minutes = cx.db.transact([&](db::Tx& tx) {
        add_phone_code(tx, subject_of(tx, form.kind, request, cx), form.phone, code, cx);
        return settings(tx).phone_code_minutes;
    });
    if (!notices::send_at_once(form.phone, notices::phone_code_words(code, minutes, cx.actor.language), cx))
        throw Refusal(Fault::unavailable, "message_not_sent");
    return http::no_content();
}

static http::Reply confirm(const http::Request& request, const Context& cx) {
    const auto form = request.body<PhoneCodeForm>();
    const bool right = cx.db.transact([&](db::Tx& tx) {
        return take_phone_code(tx, subject_of(tx, form.kind, request, cx), form.phone, form.code, cx);
    });
    if (!right) throw Refusal(Fault::invalid, "invalid", {{"code", "phone_code_wrong"}});
    return http::no_content();
}

const identity::Routes routes = {
    identity::get<None, PassesView>("/api/citizen/passes", identity::anyone, show_passes,
                                    "Until when this browser's passes open an application or a case"),
    identity::del<None, None>("/api/citizen/passes", identity::anyone, leave, "Leave, on a device of others")
        .as_by_pass(),
    identity::post<PhoneForm, None>("/api/citizen/phone_codes", identity::anyone, send_phone_code,
                                    "Send a code to a phone, to see whether it reaches its owner")
        .as_by_pass()
        .with_rate({10, 60}),
    identity::post<PhoneCodeForm, None>("/api/citizen/phone_codes/confirmation", identity::anyone, confirm,
                                        "Confirm a phone by the code sent to it")
        .as_by_pass()
        .with_rate({30, 10}),
};

}  // namespace hemu::access
