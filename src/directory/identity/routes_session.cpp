#include "routes_parts.hpp"
#include "sign_in.hpp"

namespace hemu::identity {

struct OwnAccount {
    Id<Account> id;
    std::string login;
    std::string name;
    bool must_change_password = false;  ///< nothing else may be done before
    bool totp_enrolled = false;
    bool totp_needed = false;  ///< a duty asks for it: nothing else may be done before
};
BOOST_DESCRIBE_STRUCT(OwnAccount, (), (id, login, name, must_change_password, totp_enrolled, totp_needed))

struct SessionView {
    OwnAccount account;
    std::optional<PostView> post;
    std::vector<PostView> posts;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (account, post, posts, expires_at))

static SessionView view_of(db::Tx& tx, const FoundSession& session, Instant moment) {
    const AccountRow account = get_account(tx, session.account_id);
    SessionView view;
    view.account = {account.id,
                    account.login,
                    account.name,
                    session.owes == Owes::password,
                    account.totp_confirmed,
                    session.owes == Owes::second_factor};
    view.posts = posts_of(tx, account.id, legal_date(moment));
    for (const PostView& post : view.posts)
        if (post.id == session.post_id) view.post = post;
    view.expires_at = session.ends_at;
    return view;
}

static SessionView view_of(db::Tx& tx, std::string_view digest, Instant moment) {
    const auto session = find_session(tx, digest, moment);
    if (!session) throw Refusal(Fault::unauthenticated, "not_signed_in");
    return view_of(tx, *session, moment);
}

static std::string digest_of(const http::Request& request) {
    return token_digest(request.cookie(session_cookie).value_or(""));
}

static http::Reply open_session(const http::Request& request, const Context& cx) {
    const auto outcome = sign_in(request.body<SignIn>(), request, cx);
    if (const auto* verdict = std::get_if<Verdict>(&outcome))
        return http::problem(request, verdict->fault, verdict->code);

    const auto& signed_in = std::get<SignedIn>(outcome);
    const auto view = cx.db.read([&](db::Tx& tx) { return view_of(tx, token_digest(signed_in.token), cx.moment); });
    return http::with_cookie(http::created(view), request, {std::string(session_cookie), signed_in.token, {}});
}

static http::Reply show_session(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(view_of(tx, digest_of(request), cx.moment)); });
}

static http::Reply close_session(const http::Request& request, const Context& cx) {
    cx.db.transact([&](db::Tx& tx) {
        end_session(tx, cx.actor.account, cx.actor.session);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::sign_out, "sign_out", to_text(cx.actor.account)));
    });
    return http::with_cookie(http::no_content(), request, {std::string(session_cookie), "", std::chrono::seconds(0)});
}

struct PostChoice {
    Id<Post> post_id;
};
BOOST_DESCRIBE_STRUCT(PostChoice, (), (post_id))

/// From now on the session acts in another of the caller's own posts.
static http::Reply choose_post(const http::Request& request, const Context& cx) {
    const auto choice = request.body<PostChoice>();

    return cx.db.transact([&](db::Tx& tx) {
        const auto posts = posts_of(tx, cx.actor.account, legal_date(cx.moment));
        const bool own =
            std::any_of(posts.begin(), posts.end(), [&](const PostView& post) { return post.id == choice.post_id; });
        if (!own) throw Refusal(Fault::not_found, "not_found");
        set_session_post(tx, cx.actor.session, choice.post_id);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::session, "choose_post", to_text(choice.post_id)));
        return http::ok(view_of(tx, digest_of(request), cx.moment));
    });
}

struct OwnSession {
    Id<Session> id;
    Instant created_at;
    Instant seen_at;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(OwnSession, (), (id, created_at, seen_at, current))

static http::Reply list_sessions(const http::Request&, const Context& cx) {
    std::vector<OwnSession> own;
    for (const auto& line : cx.db.read([&](db::Tx& tx) { return sessions_of(tx, cx.actor.account, cx.moment); }))
        own.push_back({line.id, line.created_at, line.seen_at, line.id == cx.actor.session});
    return http::ok(own);
}

static http::Reply close_other_sessions(const http::Request& request, const Context& cx) {
    cx.db.transact([&](db::Tx& tx) {
        end_sessions(tx, cx.actor.account, cx.actor.session);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::session, "end_others", to_text(cx.actor.account)));
    });
    return http::no_content();
}

static http::Reply close_one_session(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Session>("session");

    cx.db.transact([&](db::Tx& tx) {
        if (end_session(tx, cx.actor.account, id) == 0) throw Refusal(Fault::not_found, "not_found");
        audit::record(tx, entry_of(cx, request, audit::AuditKind::session, "end_one", to_text(id)));
    });
    return http::no_content();
}

Routes session_routes() {
    return {
        post<SignIn, SessionView>("/api/session", anyone, open_session, "Sign in"),
        get<None, SessionView>("/api/session", everyone, show_session, "Who is signed in, in which post")
            .even_before_ready()
            .asking_who(),
        del<None, None>("/api/session", everyone, close_session, "Sign out").even_before_ready(),
        post<PostChoice, SessionView>("/api/session/post", everyone, choose_post, "Act in another of one's posts")
            .with_status(200),
        get<None, std::vector<OwnSession>>("/api/sessions", everyone, list_sessions, "One's own sessions"),
        del<None, None>("/api/sessions", everyone, close_other_sessions, "End one's other sessions"),
        del<None, None>("/api/sessions/{session}", everyone, close_one_session, "End one of one's sessions"),
    };
}

}  // namespace hemu::identity
