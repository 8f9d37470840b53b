#include "auditing.hpp"
#include "ledger.hpp"
#include "rules.hpp"

namespace hemu::exchange {

using http::None;
using identity::Context;
using identity::Duty;

static constexpr identity::Duties readers{Duty::system_administrator, Duty::dispatcher, Duty::supervisor,
                                          Duty::leader};
static constexpr identity::Duties registrar{Duty::system_administrator};
static constexpr identity::Duties keeper{Duty::dispatcher};

struct PartnersView {
    std::string own_code;
    std::vector<PartnerView> partners;
    std::vector<Matter> matters;
    std::vector<NamedCode> out_refusals;
};
BOOST_DESCRIBE_STRUCT(PartnersView, (), (own_code, partners, matters, out_refusals))

static http::Reply list(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(
            PartnersView{own_code(cx.config), partners_for(tx, cx.actor, cx.moment), matters(), out_refusals()});
    });
}

static audit::Entry entry(const http::Request& request, const Context& cx, std::string act, std::string subject,
                          std::vector<std::string> fields = {}) {
    return identity::entry_of(cx, request, audit::AuditKind::setting, std::move(act), std::move(subject),
                              std::move(fields));
}

struct PartnerSaved {
    Id<Partner> id;
};
BOOST_DESCRIBE_STRUCT(PartnerSaved, (), (id))

static http::Reply add(const http::Request& request, const Context& cx) {
    const auto form = request.body<PartnerForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const auto id = make_partner(tx, form, cx);
        audit::record(tx, entry(request, cx, "make_partner", form.code));
        return http::with_version(http::created(PartnerSaved{id}), 1);
    });
}

static http::Reply edit(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    const auto version = request.if_match();
    const auto form = request.body<PartnerForm>();
    if (!version) throw Refusal(Fault::precondition_required, "version_required");
    return cx.db.transact([&](db::Tx& tx) {
        change_partner(tx, id, *version, form);
        audit::record(tx, entry(request, cx, "change_partner", form.code));
        return http::with_version(http::ok(PartnerSaved{id}), *version + 1);
    });
}

static http::Reply add_key(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    return cx.db.transact([&](db::Tx& tx) {
        const Partner partner = partner_for(tx, id, cx.actor);
        const NewKey key = make_key(tx, partner, cx);
        audit::record(tx, entry(request, cx, "make_partner_key", partner.code, {key.name}));
        return http::created(key);
    });
}

static http::Reply add_sm2_key(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    const auto form = request.body<Sm2KeyForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const Partner partner = partner_for(tx, id, cx.actor);
        const NewSm2Key key = make_sm2_key(tx, partner, form, cx);
        audit::record(tx, entry(request, cx, "make_partner_key", partner.code, {key.name}));
        return http::created(key);
    });
}

static http::Reply drop_key(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    const auto key = request.path_id<Key>("key");
    return cx.db.transact([&](db::Tx& tx) {
        const Partner partner = partner_for(tx, id, cx.actor);
        end_key(tx, partner, key, cx.moment);
        audit::record(tx, entry(request, cx, "end_partner_key", partner.code, {to_text(key)}));
        return http::no_content();
    });
}

struct LedgerView {
    std::vector<LedgerLine> lines;      ///< newest first, at most 50
    std::vector<RefusalLine> refusals;  ///< the latest packages that were not taken at all
};
BOOST_DESCRIBE_STRUCT(LedgerView, (), (lines, refusals))

static std::optional<Id<Message>> page_before(const http::Request& request) {
    const auto word = request.query("before");
    if (!word) return std::nullopt;
    const auto id = Id<Message>::parse(*word);
    if (!id) throw Refusal(Fault::invalid, "invalid", {{"before", "not_an_id"}});
    return id;
}

static std::optional<Direction> direction_in(const http::Request& request) {
    const auto word = request.query("direction");
    if (!word) return std::nullopt;
    const auto direction = json::enum_from_word<Direction>(*word);
    if (!direction) throw Refusal(Fault::invalid, "invalid", {{"direction", "unknown_word"}});
    return direction;
}

static http::Reply ledger(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    const auto before = page_before(request);
    const auto direction = direction_in(request);
    return cx.db.read([&](db::Tx& tx) {
        partner_for(tx, id, cx.actor);
        return http::ok(LedgerView{ledger_page(tx, id, direction, before), refusals_of(tx, id)});
    });
}

struct Kept {
    Partner partner;
    MessageRow row;
};

/// A message whose partner and dispute the keeper may see: its package names people.
static Kept kept_message(db::Tx& tx, const http::Request& request, const Context& cx) {
    const auto row = find_message(tx, request.path_id<Message>("message"));
    if (!row) throw Refusal(Fault::not_found, "not_found");
    const Partner partner = partner_for(tx, row->partner_id, cx.actor);
    if (row->dispute_id) dispute::find(tx, *row->dispute_id, cx.actor);
    return {partner, *row};
}

static http::Reply as_file(http::Reply reply, const std::string& name) {
    reply = http::with_header(std::move(reply), "Cache-Control", "no-store");
    return http::with_header(std::move(reply), "Content-Disposition",
                             fmt::format("attachment; filename=\"{}\"", name));
}

static std::string file_name(const Kept& kept, const Context& cx, std::string_view ending) {
    const bool out = kept.row.direction == Direction::out;
    const std::string own = own_code(cx.config);
    return fmt::format("{}-{}-{:06}.{}", out ? own : kept.partner.code, out ? kept.partner.code : own,
                       kept.row.sequence, ending);
}

static http::Reply download(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        const Kept kept = kept_message(tx, request, cx);
        const bool out = kept.row.direction == Direction::out;
        std::string bytes = out ? bytes_to_send(tx, kept.partner, kept.row, cx) : package_bytes(tx, kept.row.id, cx);
        if (out && kept.row.state == MessageState::waiting && kept.partner.way == PartnerWay::files) {
            count_try(tx, kept.row.id);
            settle(tx, kept.row.id, MessageState::exported, {}, std::nullopt, cx.moment);
        }
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "open_package",
                                             to_text(kept.row.id), {"content"}));
        return as_file(http::text(std::move(bytes), std::string(package_media_type)), file_name(kept, cx, "zip"));
    });
}

static http::Reply download_receipt(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const Kept kept = kept_message(tx, request, cx);
        if (kept.row.direction == Direction::out) throw Refusal(Fault::not_found, "not_found");
        return as_file(http::ok(receipt_of(tx, kept.partner, kept.row, cx)), file_name(kept, cx, "receipt.json"));
    });
}

/// What a file that was brought is, and what became of it.
struct FileTaken {
    bool is_receipt = false;
    std::int64_t sequence = 0;
    ReceiptState state = ReceiptState::taken;
    std::optional<std::string> number;
    std::vector<ReceiptFault> faults;
    std::int64_t next_sequence = 1;
};
BOOST_DESCRIBE_STRUCT(FileTaken, (), (is_receipt, sequence, state, number, faults, next_sequence))

static FileTaken taken_of(const SignedReceipt& signed_receipt, bool is_receipt) {
    const auto receipt = json::read<Receipt>(signed_receipt.content);
    return {is_receipt, receipt.sequence, receipt.state, receipt.number, receipt.faults, receipt.next_sequence};
}

/// Does it, and leaves a line of what was refused; the refusal goes on.
template <class F>
static auto noting_refusals(const Context& cx, const Partner& partner, const std::string& bytes, F&& take) {
    try {
        return take();
    } catch (const Refusal& refusal) {
        cx.db.transact_aside([&](db::Tx& tx) { note_refusal(tx, partner.id, refusal.code, bytes, cx.moment); });
        throw;
    }
}

static http::Reply bring_file(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    const Partner partner = cx.db.read([&](db::Tx& tx) { return partner_for(tx, id, cx.actor); });
    const std::string& bytes = request.body_text;
    return noting_refusals(cx, partner, bytes, [&] {
        if (!bytes.starts_with('{')) return http::ok(taken_of(take_package(cx, partner, bytes), false));
        const auto receipt = json::read<SignedReceipt>(bytes);
        return cx.db.transact([&](db::Tx& tx) {
            take_receipt(tx, partner, receipt, cx);
            return http::ok(taken_of(receipt, true));
        });
    });
}

static http::Reply try_again(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Partner>("partner");
    return cx.db.transact([&](db::Tx& tx) {
        const Partner partner = partner_for(tx, id, cx.actor);
        send_soon(tx, partner.id, cx.moment);
        return http::no_content();
    });
}

static CallHeaders headers_of(const http::Request& request) {
    const auto text = [&](const char* name) { return std::string(request.header(name).value_or("")); };
    return {text("webhook-id"), text("webhook-timestamp"), text("webhook-signature")};
}

/// By any of the keys that are valid, since the header does not name one.
static void refuse_unproved_call(const Partner& partner, const CallHeaders& headers, const http::Request& request,
                                 const Context& cx) {
    const auto keys = cx.db.read([&](db::Tx& tx) { return valid_keys(tx, partner.id, cx); });
    for (std::size_t i = 0; i < keys.size(); ++i) {
        try {
            return refuse_unsigned_call(keys[i].signer, headers, request.body_text, cx.moment);
        } catch (const Refusal& refusal) {
            if (refusal.code != "signature_wrong" || i + 1 == keys.size()) throw;
        }
    }
    throw Refusal(Fault::unauthenticated, "key_unknown");
}

static http::Reply receive(const http::Request& request, const Context& cx) {
    const CallHeaders headers = headers_of(request);
    if (headers.id.empty() || headers.signature.empty()) throw Refusal(Fault::invalid, "call_unsigned");
    const std::string code = headers.id.substr(0, headers.id.rfind('.'));
    const auto partner = cx.db.read([&](db::Tx& tx) { return partner_named(tx, code); });
    if (!partner || partner->way != PartnerWay::rest) throw Refusal(Fault::unauthenticated, "partner_unknown");
    return noting_refusals(cx, *partner, request.body_text, [&] {
        refuse_unproved_call(*partner, headers, request, cx);
        return http::ok(take_package(cx, *partner, request.body_text, headers.id));
    });
}

static std::vector<http::Parameter> call_parameters() {
    return {{"webhook-id", "header", "code of the sender, a dot, the sequence: xz-01.17", "string", "", true},
            {"webhook-timestamp", "header", "seconds since 1970; five minutes from ours at most", "string", "", true},
            {"webhook-signature", "header",
             "over id.timestamp.body: v1sm3, and base64 of HMAC-SM3, or v1sm2, and that of SM2", "string", "", true},
            {"Content-Type", "header", "application/zip", "string", "", true}};
}

const identity::Routes routes = {
    identity::get<None, PartnersView>("/api/exchange/partners", readers, list,
                                      "Partners, their keys, and how the exchange with each stands"),
    identity::post<PartnerForm, PartnerSaved>("/api/exchange/partners", registrar, add, "A new partner"),
    identity::put<PartnerForm, PartnerSaved>("/api/exchange/partners/{partner}", registrar, edit,
                                             "Change the partner read at If-Match"),
    identity::post<None, NewKey>("/api/exchange/partners/{partner}/keys", registrar, add_key,
                                 "A new secret, told once; the one before stays valid for some days"),
    identity::post<Sm2KeyForm, NewSm2Key>("/api/exchange/partners/{partner}/sm2_keys", registrar, add_sm2_key,
                                          "A pair of our own for the partner's SM2 key or certificate"),
    identity::del<None, None>("/api/exchange/partners/{partner}/keys/{key}", registrar, drop_key,
                              "A secret is valid no longer"),
    identity::get<None, LedgerView>("/api/exchange/partners/{partner}/ledger", readers, ledger,
                                    "What passed with the partner, newest first",
                                    {{"direction", "query", "in or out; both when absent"},
                                     {"before", "query", "the last id of the page before"}}),
    identity::post<None, FileTaken>("/api/exchange/partners/{partner}/files", keeper, bring_file,
                                    "A package or a receipt that came as a file",
                                    {{"Content-Type", "header", "application/zip or application/json"}})
        .with_body_limit(largest_package)
        .with_status(200),
    identity::post<None, None>("/api/exchange/partners/{partner}/tries", keeper, try_again,
                               "Call the partner now instead of at the next retry")
        .with_status(204),
    identity::get<None, None>("/api/exchange/messages/{message}/package", keeper, download,
                              "The bytes of a package; for a partner without a line it counts as taken along")
        .with_output_type(std::string(package_media_type))
        .with_status(200),
    identity::get<None, SignedReceipt>("/api/exchange/messages/{message}/receipt", keeper, download_receipt,
                                       "Our receipt of a package that came in"),
    identity::post<None, SignedReceipt>("/api/exchange/packages", identity::anyone, receive,
                                        "A partner hands over a package; the same one again gets the same receipt",
                                        call_parameters())
        .with_body_limit(largest_package)
        .with_status(200)
        .with_rate({600, 10}),
};

}  // namespace hemu::exchange
