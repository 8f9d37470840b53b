#include "routes_parts.hpp"

namespace hemu::identity {

static constexpr Duties account_readers = administrators;
static constexpr Duties account_makers = Duty::system_administrator;
static constexpr Duties post_givers = Duty::security_administrator;

struct AccountView {
    Id<Account> id;
    std::string login;
    std::string name;
    AccountState state = AccountState::active;
    std::optional<Instant> locked_until;
    std::optional<Instant> last_sign_in_at;
    bool must_change_password = false;
    bool totp_enrolled = false;
    std::vector<PostView> posts;  ///< present ones and those to come
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AccountView, (),
                      (id, login, name, state, locked_until, last_sign_in_at, must_change_password, totp_enrolled,
                       posts, version))

struct AccountPage {
    std::vector<AccountView> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AccountPage, (), (items, next))

template <class Row>
static AccountView view_of(const Row& row, std::vector<PostView> posts, Instant moment) {
    AccountView view;
    view.id = row.id;
    view.login = row.login;
    view.name = row.name;
    view.state = row.state;
    if (row.locked_until && *row.locked_until > moment) view.locked_until = row.locked_until;
    view.last_sign_in_at = row.last_sign_in_at;
    view.must_change_password = row.must_change_password;
    view.totp_enrolled = row.totp_confirmed;
    view.posts = std::move(posts);
    view.version = row.version;
    return view;
}

static AccountView view_of(db::Tx& tx, Id<Account> id, Instant moment) {
    return view_of(get_account(tx, id), posts_of(tx, id, legal_date(moment), true), moment);
}

static http::Reply reply_with(const AccountView& view) { return http::with_version(http::ok(view), view.version); }

static http::Reply list_all(const http::Request& request, const Context& cx) {
    const auto words = request.query("q").value_or("");
    const auto after = request.query("after").value_or("");
    const auto limit = limit_of(request);

    return cx.db.read([&](db::Tx& tx) {
        auto lines = list_accounts(tx, words, after, limit + 1);
        AccountPage page;
        if (static_cast<std::int64_t>(lines.size()) > limit) {
            lines.pop_back();
            page.next = lines.back().login;
        }
        std::vector<db::Later<PostView>> posts;
        for (const auto& line : lines) posts.push_back(posts_later(tx, line.id, legal_date(cx.moment)));
        for (std::size_t i = 0; i < lines.size(); ++i)
            page.items.push_back(view_of(lines[i], posts[i].all(), cx.moment));
        return http::ok(page);
    });
}

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    return cx.db.read([&](db::Tx& tx) { return reply_with(view_of(tx, id, cx.moment)); });
}

struct AccountForm {
    std::string login;
    std::string name;
    std::optional<std::string> password;  ///< for the first sign-in; absent: one is made
};
BOOST_DESCRIBE_STRUCT(AccountForm, (), (login, name, password))

struct AccountMade {
    AccountView account;
    std::string one_time_password;  ///< shown once; must be changed at the first sign-in
};
BOOST_DESCRIBE_STRUCT(AccountMade, (), (account, one_time_password))

static http::Reply make(const http::Request& request, const Context& cx) {
    const auto form = request.body<AccountForm>();
    refuse_if(why_not_account({form.login, form.name, {}, true}));
    const auto rules = cx.db.read([](db::Tx& tx) { return settings(tx); });
    const std::string password = form.password.value_or(one_time_password());
    refuse_if(why_not_password(password, form.login, false, rules));
    const NewAccount account{form.login, form.name, crypto::hash_password(password), true};

    return cx.db.transact([&](db::Tx& tx) {
        const auto id = create_account(tx, account, cx.moment);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::account, "create", to_text(id)));
        return http::created(AccountMade{view_of(tx, id, cx.moment), password});
    });
}

struct AccountChange {
    std::string name;
    AccountState state = AccountState::active;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (name, state))

static http::Reply change(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    const auto form = request.body<AccountChange>();
    const auto version = request.if_match();
    refuse_if(why_not_administer(cx.actor, id));
    if (!version) throw Refusal(Fault::precondition_required, "version_required");
    refuse_if(why_not_name(form.name));

    return cx.db.transact([&](db::Tx& tx) {
        const auto before = get_account(tx, id);
        change_account(tx, id, *version, form.name, form.state);
        if (form.state == AccountState::disabled) end_sessions(tx, id);
        std::vector<std::string> fields;
        if (before.name != form.name) fields.emplace_back("name");
        if (before.state != form.state) fields.emplace_back("state");
        audit::record(tx, entry_of(cx, request, audit::AuditKind::account, "change", to_text(id), fields));
        return reply_with(view_of(tx, id, cx.moment));
    });
}

struct OneTimePassword {
    std::string one_time_password;
};
BOOST_DESCRIBE_STRUCT(OneTimePassword, (), (one_time_password))

static http::Reply reset_password(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    const std::string password = one_time_password();
    const std::string hash = crypto::hash_password(password);

    return cx.db.transact([&](db::Tx& tx) {
        refuse_if(why_not_reset(cx.actor, id, held_posts(tx, id)));
        give_one_time_password(tx, id, hash, cx.moment);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::password, "reset", to_text(id)));
        return http::ok(OneTimePassword{password});
    });
}

static http::Reply reset_totp(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    refuse_if(why_not_administer(cx.actor, id));

    return cx.db.transact([&](db::Tx& tx) {
        get_account(tx, id);
        forget_second_factor(tx, id);
        end_sessions(tx, id);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::second_factor, "reset", to_text(id)));
        return http::no_content();
    });
}

static http::Reply disable(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    refuse_if(why_not_administer(cx.actor, id));

    return cx.db.transact([&](db::Tx& tx) {
        get_account(tx, id);
        set_state(tx, id, AccountState::disabled);
        end_sessions(tx, id);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::account, "lock", to_text(id), {"state"}));
        return reply_with(view_of(tx, id, cx.moment));
    });
}

static http::Reply enable(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    refuse_if(why_not_administer(cx.actor, id));

    return cx.db.transact([&](db::Tx& tx) {
        enable_account(tx, id, cx.moment);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::account, "unlock", to_text(id), {"state"}));
        return reply_with(view_of(tx, id, cx.moment));
    });
}

static http::Reply end_all_sessions(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");

    return cx.db.transact([&](db::Tx& tx) {
        get_account(tx, id);
        end_sessions(tx, id);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::session, "end_all", to_text(id)));
        return http::no_content();
    });
}

static http::Reply add_post(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    const auto form = request.body<PostForm>();
    refuse_if(why_not_administer(cx.actor, id));

    return cx.db.transact([&](db::Tx& tx) {
        if (!has_organisation(tx, form.organisation_id))
            throw Refusal(Fault::invalid, "invalid", {{"organisation_id", "organisation_unknown"}});
        const auto post = give_post(tx, id, form, cx.moment);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::post, "give", to_text(post),
                                   {to_text(id), std::string(json::enum_word(form.duty))}));
        return http::created(view_of(tx, id, cx.moment));
    });
}

static http::Reply remove_post(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Account>("account");
    const auto post = request.path_id<Post>("post");
    refuse_if(why_not_administer(cx.actor, id));

    return cx.db.transact([&](db::Tx& tx) {
        end_post(tx, id, post, cx.moment);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::post, "end", to_text(post), {to_text(id)}));
        return reply_with(view_of(tx, id, cx.moment));
    });
}

Routes account_routes() {
    return {
        get<None, AccountPage>(
            "/api/accounts", account_readers, list_all, "Accounts by login",
            {{"q", "query", "words in login or name"}, {"after"}, {"limit", "query", "", "integer"}}),
        post<AccountForm, AccountMade>("/api/accounts", account_makers, make, "Make an account"),
        get<None, AccountView>("/api/accounts/{account}", account_readers, show, "One account"),
        put<AccountChange, AccountView>("/api/accounts/{account}", account_makers, change, "Change name or state"),
        post<None, OneTimePassword>("/api/accounts/{account}/password_reset", account_makers | post_givers,
                                    reset_password, "Give a one-time password")
            .with_status(200),
        post<None, None>("/api/accounts/{account}/totp_reset", post_givers, reset_totp,
                         "Take away the second factor"),
        post<None, AccountView>("/api/accounts/{account}/lock", account_makers | post_givers, disable,
                                "Disable an account and end its sessions")
            .with_status(200),
        post<None, AccountView>("/api/accounts/{account}/unlock", account_makers, enable,
                                "Enable an account, end its lock")
            .with_status(200),
        post<None, None>("/api/accounts/{account}/sessions_end", account_makers | post_givers, end_all_sessions,
                         "End all sessions of an account"),
        post<PostForm, AccountView>("/api/accounts/{account}/posts", post_givers, add_post, "Give a duty at a body"),
        del<None, AccountView>("/api/accounts/{account}/posts/{post}", post_givers, remove_post,
                               "End a post at once, and the sessions in it"),
    };
}

}  // namespace hemu::identity
