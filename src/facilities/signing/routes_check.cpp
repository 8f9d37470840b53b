// Everybody may ask whether the paper in his hands is the one that was signed. Nothing of a person is told.
#include "organisations.hpp"
#include "routes_parts.hpp"

namespace hemu::signing {

using http::None;
using identity::Context;

/// replaced: there is a newer version that was completed. body_name: who completed it.
struct PaperCheck {
    std::string title;
    std::string body_name;
    std::int64_t version = 1;
    SigningState state = SigningState::open;
    std::optional<LegalDate> completed_on;
    bool replaced = false;
    std::string signed_sm3;
    std::optional<std::string> completed_sm3;
    std::optional<std::string> completed_sha256;
};
BOOST_DESCRIBE_STRUCT(PaperCheck, (),
                      (title, body_name, version, state, completed_on, replaced, signed_sm3, completed_sm3,
                       completed_sha256))

static const db::Statement count_newer{"signing.count_newer", R"(
    SELECT count(*) AS count FROM signing_paper WHERE replaces_id = $1 AND state = 'completed')"};

static PaperRow checked(db::Tx& tx, const http::Request& request) {
    const auto code = check_code_in(request.path_text("code"));
    const auto paper = code ? paper_by_check(tx, *code) : std::nullopt;
    if (!paper) throw Refusal(Fault::not_found, "check_code_unknown");
    return *paper;
}

static http::Reply show(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const PaperRow paper = checked(tx, request);
        PaperCheck view;
        view.title = paper.title;
        view.body_name = organisations::name_of(tx, paper.organisation_id);
        view.version = paper.version;
        view.state = paper.state;
        if (paper.completed_at) view.completed_on = legal_date(*paper.completed_at);
        view.replaced = tx.one<std::int64_t>(count_newer, paper.id) > 0;
        view.signed_sm3 = paper.digest_sm3;
        view.completed_sm3 = paper.completed_sm3;
        view.completed_sha256 = paper.completed_sha256;
        return http::ok(view);
    });
}

/// completed: the whole paper · signed: what was signed, without the hands · other: neither of them.
enum class CheckAnswer { completed, signed_, other };
BOOST_DESCRIBE_ENUM(CheckAnswer, completed, signed_, other)

struct FileCheck {
    CheckAnswer answer = CheckAnswer::other;
    std::string sm3;
};
BOOST_DESCRIBE_STRUCT(FileCheck, (), (answer, sm3))

/// The file is compared and not kept.
static http::Reply compare(const http::Request& request, const Context& cx) {
    if (request.header("Content-Type") != "application/pdf") throw Refusal(Fault::unsupported, "pdf_expected");
    FileCheck view;
    view.sm3 = crypto::to_hex(crypto::sm3(request.body_text));
    const PaperRow paper = cx.db.read([&](db::Tx& tx) { return checked(tx, request); });
    if (view.sm3 == paper.digest_sm3) view.answer = CheckAnswer::signed_;
    if (paper.completed_sm3 == std::optional(view.sm3)) view.answer = CheckAnswer::completed;
    return http::ok(view);
}

identity::Routes check_routes() {
    return {
        identity::get<None, PaperCheck>("/api/checks/{code}", identity::anyone, show,
                                        "What a paper's check code says of it, without anybody's name")
            .with_rate({60, 10}),
        identity::post<None, FileCheck>("/api/checks/{code}/file", identity::anyone, compare,
                                        "Whether this file is the paper; it is not kept")
            .with_rate({30, 10})
            .with_body_limit(20 * 1024 * 1024)
            .with_status(200),
    };
}

}  // namespace hemu::signing
