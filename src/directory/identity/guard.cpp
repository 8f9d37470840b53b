#include "guard.hpp"

#include "answers.hpp"
#include "log.hpp"
#include "rules.hpp"

namespace hemu::identity {

std::string token_digest(std::string_view token) { return crypto::to_hex(crypto::sm3(token)); }

std::string address_digest(const crypto::Keys& keys, std::string_view client_address) {
    return keys.search_digest(client_address, "address");
}

Actor machine(Duty duty, Id<Organisation> organisation) {
    Actor actor;
    actor.name = "hemu";
    actor.duty = duty;
    actor.organisation = organisation;
    return actor;
}

static audit::Entry entry_of(const Actor& actor, const http::Request& request, const crypto::Keys& keys,
                             Instant moment, audit::AuditKind kind, std::string act, std::string subject) {
    audit::Entry entry;
    entry.happened_at = moment;
    entry.kind = kind;
    entry.act = std::move(act);
    entry.subject = std::move(subject);
    if (actor.signed_in()) {
        entry.account = actor.account;
        entry.duty = json::enum_word(actor.duty);
        if (actor.organisation != Id<Organisation>{}) entry.organisation = actor.organisation;
    }
    entry.address_digest = address_digest(keys, request.client_address);
    entry.trace_id = request.trace_id;
    return entry;
}

audit::Entry entry_of(const Context& cx, const http::Request& request, audit::AuditKind kind, std::string act,
                      std::string subject, std::vector<std::string> fields) {
    auto entry = entry_of(cx.actor, request, cx.keys, cx.moment, kind, std::move(act), std::move(subject));
    entry.fields = std::move(fields);
    return entry;
}

static Actor stranger(const http::Request& request) {
    Actor actor;
    actor.language = request.language;
    actor.address = request.client_address;
    return actor;
}

static Actor actor_of(const FoundSession& session, const http::Request& request) {
    Actor actor = stranger(request);
    actor.account = session.account_id;
    actor.name = session.name;
    actor.session = session.id;
    if (session.post_id && session.duty) {
        actor.post = *session.post_id;
        actor.duty = *session.duty;
        actor.organisation = *session.organisation_id;
    }
    return actor;
}

static FoundSession session_of(db::Database& database, const http::Request& request, Instant moment) {
    const auto token = request.cookie(session_cookie);
    if (token) {
        const std::string digest = token_digest(*token);
        const auto found = database.read([&](db::Tx& tx) { return find_session(tx, digest, moment); });
        if (found) return *found;
    }
    throw Refusal(Fault::unauthenticated, "not_signed_in");
}

/// Lets a key through once a minute.
class OnceAMinute {
  public:
    bool may(const std::string& key, Instant moment) {
        const std::lock_guard lock(mutex_);
        if (last_.size() >= 10'000) last_.clear();
        const auto [at, fresh] = last_.try_emplace(key, moment);
        if (!fresh && moment - at->second < std::chrono::minutes(1)) return false;
        at->second = moment;
        return true;
    }

  private:
    std::mutex mutex_;
    std::unordered_map<std::string, Instant> last_;
};

static constexpr std::string_view json_type = "application/json";

/// A file is made again as often as it is asked for: what it opens is audited each time, and its bytes, which may be
/// megabytes in clear, are kept nowhere.
static bool keeps_answers(const Route& route) {
    return route.method == "POST" && !route.duties.empty() && route.output_type == json_type;
}

class Guard {
  public:
    Guard(Route route, const Surroundings& around)
        : route_(std::move(route)), around_(around), strangers_(std::make_shared<OnceAMinute>()) {}

    http::Reply operator()(http::Request& request) const {
        const Instant moment = around_.clock();
        Actor actor = stranger(request);
        try {
            refuse_flood(request, moment);
            admit(request, moment, actor);
            return answer(request, actor, moment);
        } catch (const Refusal& refusal) {
            audit_refusal(request, actor, moment, refusal);
            throw;
        }
    }

  private:
    bool is_write() const { return route_.method != "GET"; }

    void refuse_flood(const http::Request& request, Instant moment) const {
        if (route_.rate.tries == 0) return;
        const std::string address = address_digest(around_.keys, request.client_address);
        const auto tries = around_.database.transact([&](db::Tx& tx) {
            return count_try(tx, route_.method + " " + route_.path, address, moment,
                             std::chrono::minutes(route_.rate.minutes));
        });
        if (tries > route_.rate.tries) throw Refusal(Fault::too_many, "too_many_tries");
    }

    /// Who calls, and whether he may: sets `actor` before it refuses, so that the audit knows who it was.
    void admit(const http::Request& request, Instant moment, Actor& actor) const {
        const bool by_account = !route_.duties.empty();
        std::optional<FoundSession> session;
        if (by_account) {
            session = session_of(around_.database, request, moment);
            actor = actor_of(*session, request);
        }
        if (is_write()) {
            const Origin from{request.host, request.header("Origin"), request.header("Sec-Fetch-Site"),
                              request.header("X-Hemu") == "1"};
            refuse_if(why_cross_site(from, by_account || route_.by_pass));
        }
        if (!session) return;
        if (!route_.before_ready) refuse_if(why_owing(session->owes));
        if (!route_.duties.contains(actor.duty)) throw Refusal(Fault::forbidden, "duty_may_not");
        if (is_asked_for(request) && !is_seen_lately(*session, moment)) remember(session->id, moment);
    }

    /// Pages read again by themselves when something happened; a desk that nobody sits at becomes idle all the same.
    bool is_asked_for(const http::Request& request) const {
        return !route_.unasked && request.header("X-Hemu-Unasked") != "1";
    }

    static Verdict why_owing(Owes owes) {
        if (owes == Owes::password) return Verdict::refused(Fault::forbidden, "password_change_needed");
        if (owes == Owes::second_factor) return Verdict::refused(Fault::forbidden, "second_factor_needed");
        return {};
    }

    /// A busy database is no reason to refuse the request itself.
    void remember(Id<Session> session, Instant moment) const {
        try {
            around_.database.transact(
                [&](db::Tx& tx) { touch_session(tx, session, moment, moment + session_idle(around_.config)); });
        } catch (const std::exception& error) {
            log::warn("session_not_touched", {{"why", error.what()}});
        }
    }

    http::Reply answer(const http::Request& request, const Actor& actor, Instant moment) const {
        if (!keeps_answers(route_) || !actor.signed_in())
            return handle(request, {around_.database, actor, moment, around_.keys, around_.config, around_.live});
        const auto key = request.header("Idempotency-Key");
        refuse_if(why_not_key(key));
        return answer_once(request, actor, keyed_request(request, actor, *key, around_.keys, moment));
    }

    http::Reply handle(const http::Request& request, const Context& cx) const {
        try {
            return route_.handler(request, cx);
        } catch (const Refusal& refusal) {
            const bool busy = refusal.fault == Fault::unavailable || refusal.fault == Fault::too_many;
            if (around_.refuse_hidden && !busy) around_.refuse_hidden(request, cx);
            throw;
        }
    }

    http::Reply answer_once(const http::Request& request, const Actor& actor, const KeyedRequest& keyed) const {
        db::Database& database = around_.database;
        KeptAnswer kept(keyed, around_.keys);
        const Context cx{{database, &kept}, actor, keyed.moment, around_.keys, around_.config, around_.live};
        http::Reply reply;
        try {
            reply = handle(request, cx);
        } catch (const std::exception&) {
            // Perhaps it was refused because it has been done already: then the first answer is the answer.
            if (auto earlier = database.read([&](db::Tx& tx) { return find_answer(tx, keyed, around_.keys); })) {
                if (!earlier->body.empty()) earlier->content_type = route_.output_type;
                return *earlier;
            }
            throw;
        }
        if (kept.pending()) database.transact([&](db::Tx& tx) { kept.keep(tx, reply); });
        return reply;
    }

    void audit_refusal(const http::Request& request, const Actor& actor, Instant moment,
                       const Refusal& refusal) const {
        if (refusal.fault != Fault::forbidden && refusal.fault != Fault::unauthenticated) return;
        // A cookie that opens nothing is still noted: it was guessed, stolen or has ended.
        if (route_.asks_who && !request.cookie(session_cookie)) return;
        auto entry =
            entry_of(actor, request, around_.keys, moment, audit::AuditKind::refusal, route_.method, route_.path);
        entry.refusal = refusal.code;
        // Nobody fills the disk by knocking: callers without a session leave one entry a minute and address.
        if (!actor.signed_in() && !strangers_->may(entry.address_digest, moment)) return;
        try {
            around_.database.transact([&](db::Tx& tx) { audit::record(tx, entry); });
        } catch (const std::exception& error) {
            log::error("refusal_not_audited", {{"code", refusal.code}, {"why", error.what()}});
        }
    }

    Route route_;
    Surroundings around_;
    std::shared_ptr<OnceAMinute> strangers_;
};

static std::vector<std::string> words_of(Duties duties) {
    std::vector<std::string> words;
    for (const auto word : json::enum_words<Duty>())
        if (duties.contains(*json::enum_from_word<Duty>(word))) words.emplace_back(word);
    return words;
}

static std::vector<std::string> problems_of(const Route& route) {
    std::vector<std::string> codes;
    if (!route.duties.empty()) codes = {"not_signed_in", "duty_may_not"};
    if (route.by_pass) codes.emplace_back("pass_needed");
    if (route.method != "GET") codes.emplace_back("cross_site");
    if (keeps_answers(route))
        codes.insert(codes.end(), {"idempotency_key_missing", "idempotency_key_reused", "already_done"});
    if (route.rate.tries > 0) codes.emplace_back("too_many_tries");
    return codes;
}

std::vector<http::Route> wrap(const Routes& bare, const Surroundings& around) {
    std::vector<http::Route> wrapped;
    wrapped.reserve(bare.size());
    for (const Route& route : bare) {
        http::Route one;
        one.method = route.method;
        one.path_pattern = route.path;
        one.handler = Guard(route, around);
        one.summary = route.summary;
        one.input = route.input;
        one.output = route.output;
        one.output_type = route.output_type;
        one.body_limit = route.body_limit;
        one.duties = words_of(route.duties);
        one.parameters = route.parameters;
        one.problems = problems_of(route);
        one.success_status = route.success_status;
        wrapped.push_back(std::move(one));
    }
    return wrapped;
}

}  // namespace hemu::identity
