#include "jobs.hpp"
#include "routes_parts.hpp"

namespace hemu::identity {

struct AuditLine {
    Instant happened_at;
    std::string chain;
    std::int64_t number = 0;
    audit::AuditKind kind = audit::AuditKind::refusal;
    std::string act;
    std::optional<Id<Account>> account_id;
    std::string account_name;
    std::string duty;
    std::optional<Id<Organisation>> organisation_id;
    std::string subject;
    std::string fields;
    std::string refusal;
    std::string trace_id;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(AuditLine, (),
                      (happened_at, chain, number, kind, act, account_id, account_name, duty, organisation_id,
                       subject, fields, refusal, trace_id, digest))

struct AuditLinePage {
    std::vector<AuditLine> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AuditLinePage, (), (items, next))

[[noreturn]] static void refuse_query(const char* name, const char* code) {
    throw Refusal(Fault::invalid, "invalid", {{name, code}});
}

static std::optional<Instant> day_of(const http::Request& request, const char* name, std::int64_t days_on) {
    const auto text = request.query(name);
    if (!text || text->empty()) return std::nullopt;
    if (const auto date = parse_date(*text)) return start_of(*date + days_on);
    refuse_query(name, "not_a_date");
}

static audit::Filter filter_of(const http::Request& request) {
    audit::Filter filter;
    if (const auto word = request.query("kind"); word && !word->empty()) {
        filter.kind = json::enum_from_word<audit::AuditKind>(*word);
        if (!filter.kind) refuse_query("kind", "unknown_word");
    }
    if (const auto text = request.query("account"); text && !text->empty()) {
        filter.account = Id<Account>::parse(*text);
        if (!filter.account) refuse_query("account", "not_an_id");
    }
    filter.from = day_of(request, "from", 0);
    filter.to = day_of(request, "to", 1);
    filter.before = request.query("after").value_or("");
    filter.limit = limit_of(request);
    return filter;
}

static AuditLine line_of(const audit::AuditEntry& entry, const std::map<Id<Account>, std::string>& names) {
    const auto name = entry.account_id ? names.find(*entry.account_id) : names.end();
    return {entry.happened_at,
            entry.chain,
            entry.number,
            entry.kind,
            entry.act,
            entry.account_id,
            name == names.end() ? std::string() : name->second,
            entry.duty,
            entry.organisation_id,
            entry.subject,
            entry.fields,
            entry.refusal,
            entry.trace_id,
            entry.digest};
}

static http::Reply search_audit(const http::Request& request, const Context& cx) {
    const auto filter = filter_of(request);
    return cx.db.read([&](db::Tx& tx) {
        auto found = audit::list(tx, filter);
        std::map<Id<Account>, std::string> names;
        for (const auto& entry : found.items)
            if (entry.account_id && !names.contains(*entry.account_id))
                names[*entry.account_id] = name_of(tx, *entry.account_id);
        AuditLinePage page;
        for (const auto& entry : found.items) page.items.push_back(line_of(entry, names));
        page.next = std::move(found.next);
        return http::ok(page);
    });
}

/// A job without its payload, which may name people.
struct JobView {
    Id<jobs::Job> id;
    std::string kind;
    jobs::JobState state = jobs::JobState::failed;
    Instant due_at;
    std::int64_t tries = 0;
    std::optional<std::string> last_error;
    std::optional<Instant> finished_at;
    std::optional<std::int64_t> period_seconds;
};
BOOST_DESCRIBE_STRUCT(JobView, (), (id, kind, state, due_at, tries, last_error, finished_at, period_seconds))

struct JobPage {
    std::vector<JobView> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(JobPage, (), (items, next))

static JobView view_of(const jobs::Job& job) {
    return {job.id, job.kind, job.state, job.due_at, job.tries, job.last_error, job.finished_at, job.period_seconds};
}

static http::Reply list_jobs(const http::Request& request, const Context& cx) {
    const auto word = request.query("state").value_or("failed");
    const auto state = json::enum_from_word<jobs::JobState>(word);
    if (!state) refuse_query("state", "unknown_word");
    std::optional<Id<jobs::Job>> after;
    if (const auto text = request.query("after"); text && !text->empty()) {
        after = Id<jobs::Job>::parse(*text);
        if (!after) refuse_query("after", "cursor_wrong");
    }
    const auto limit = limit_of(request);

    return cx.db.read([&](db::Tx& tx) {
        JobPage page;
        for (const auto& job : jobs::list(tx, *state, after, limit + 1)) page.items.push_back(view_of(job));
        if (static_cast<std::int64_t>(page.items.size()) > limit) {
            page.items.pop_back();
            page.next = to_text(page.items.back().id);
        }
        return http::ok(page);
    });
}

static http::Reply retry_job(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<jobs::Job>("job");
    return cx.db.transact([&](db::Tx& tx) {
        jobs::retry(tx, id, cx.moment);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::job, "retry", to_text(id)));
        return http::no_content();
    });
}

Routes administration_routes() {
    return {
        get<None, AuditLinePage>("/api/audit", Duty::audit_administrator, search_audit, "The audit, newest first",
                                 {{"kind"},
                                  {"account", "query", "", "string", "uuid"},
                                  {"from", "query", "first day", "string", "date"},
                                  {"to", "query", "last day", "string", "date"},
                                  {"after"},
                                  {"limit", "query", "", "integer"}}),
        get<None, JobPage>("/api/jobs", Duty::system_administrator, list_jobs, "Jobs of a state, newest first",
                           {{"state"}, {"after"}, {"limit", "query", "", "integer"}}),
        post<None, None>("/api/jobs/{job}/retry", Duty::system_administrator, retry_job,
                         "Let a failed job run again"),
    };
}

}  // namespace hemu::identity
