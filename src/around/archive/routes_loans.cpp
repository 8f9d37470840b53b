#include "auditing.hpp"
#include "organisations.hpp"
#include "routes_parts.hpp"
#include "store.hpp"
#include "store_loans.hpp"

namespace hemu::archive {

using http::None;
using identity::Duty;

static http::Reply list_loans(const http::Request& request, const Context& cx) {
    const std::string state = request.query("state").value_or("");
    if (!state.empty() && state != "overdue" && !json::enum_from_word<LoanState>(state))
        throw Refusal(Fault::invalid, "invalid", {{"state", "unknown_word"}});
    return cx.db.read([&](db::Tx& tx) { return http::ok(loan_list(tx, state, cx)); });
}

struct AskedLoan {
    Id<Loan> id;
};
BOOST_DESCRIBE_STRUCT(AskedLoan, (), (id))

static http::Reply ask(const http::Request& request, const Context& cx) {
    const auto form = request.body<LoanForm>();
    return cx.db.transact([&](db::Tx& tx) { return http::created(AskedLoan{ask_loan(tx, form, cx)}); });
}

static http::Reply decide(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Loan>("loan");
    const auto form = request.body<LoanDecision>();
    return cx.db.transact([&](db::Tx& tx) {
        decide_loan(tx, id, form, cx);
        return http::no_content();
    });
}

static http::Reply give_back(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Loan>("loan");
    return cx.db.transact([&](db::Tx& tx) {
        return_loan(tx, id, cx);
        return http::no_content();
    });
}

/// A file shows who the parties are: reading one is opening personal data (PIPL art. 51).
static http::Reply open_loan(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Loan>("loan");
    return cx.db.transact([&](db::Tx& tx) {
        const LentView view = read_lent(tx, id, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "read_loan", to_text(id),
                                             {"papers", "files"}));
        return http::ok(view);
    });
}

static http::Reply open_lent_file(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Loan>("loan");
    const auto wanted = request.path_id<attachments::Attachment>("attachment");
    std::string office;
    auto file = cx.db.transact([&](db::Tx& tx) {
        auto found = lent_file(tx, id, wanted, cx);
        office = organisations::name_of(tx, cx.actor.organisation);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "open_lent_file",
                                             to_text(wanted), {"content"}));
        return found;
    });
    auto opened = attachments::content_shown(std::move(file), office, cx);
    http::Reply reply;
    reply.content_type = opened.attachment.media_type;
    reply.shared_body = std::move(opened.content);
    reply.headers = {{"Content-Disposition", "attachment"},
                     {"Cache-Control", "private, no-store"},
                     {"Content-Security-Policy", "default-src 'none'; sandbox"}};
    return reply;
}

identity::Routes loan_routes() {
    return {
        identity::get<None, LoanList>(
            "/api/loans", identity::staff, list_loans,
            "Loans of one's own, of one's archive, of archives below; newest first",
            {{"state", "query", "asked, lent, refused, returned, overdue; all when absent"}}),
        identity::post<LoanForm, AskedLoan>("/api/loans", identity::staff, ask, "Ask an archive for a file"),
        identity::post<LoanDecision, None>("/api/loans/{loan}/decision", Duty::head, decide,
                                           "Lend the file or refuse; by the head of the archive"),
        identity::post<None, None>("/api/loans/{loan}/return", identity::staff, give_back, "It came back"),
        identity::post<None, LentView>("/api/loans/{loan}/reading", identity::staff, open_loan,
                                       "What was lent, for its borrower until its last day; audited")
            .with_status(200),
        identity::post<None, None>("/api/loans/{loan}/files/{attachment}", identity::staff, open_lent_file,
                                   "A file within what was lent; audited")
            .with_output_type("application/octet-stream")
            .with_status(200),
    };
}

}  // namespace hemu::archive
