#include "auditing.hpp"
#include "pages.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::guidance {

using http::None;
using identity::Context;
using identity::Duty;

static http::Reply list_doors(const http::Request& request, const Context& cx) {
    const auto words = request.query("q").value_or("");
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(doors(trees_on(tx, legal_date(cx.moment)), shipped().more_words, words));
    });
}

static http::Reply show_walk(const http::Request& request, const Context& cx) {
    const Walk walked = walk_of(request, cx);
    std::vector<FieldFault> faults;
    for (const auto& question : walked.unknown) faults.push_back({question, "unknown_word"});
    if (!faults.empty()) throw Refusal(Fault::invalid, "invalid", faults);
    count_shown(request, walked, cx);
    return http::ok(walked);
}

static http::Reply list_trees(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(tree_lines(tx, legal_date(cx.moment))); });
}

static http::Reply show_tree(const http::Request& request, const Context& cx) {
    const auto& name = request.path_text("tree");
    return cx.db.read([&](db::Tx& tx) { return http::ok(tree_view(tx, name, legal_date(cx.moment))); });
}

/// An act on the draft; answers the tree as it stands then.
template <class Act>
static http::Reply change(const http::Request& request, const Context& cx, std::string_view what, Act act) {
    const auto& name = request.path_text("tree");
    return cx.db.transact([&](db::Tx& tx) {
        act(tx, name);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, std::string(what), name));
        return http::ok(tree_view(tx, name, legal_date(cx.moment)));
    });
}

static http::Reply begin_draft(const http::Request& request, const Context& cx) {
    return change(request, cx, "guidance_draft", [&](db::Tx& tx, const auto& name) { make_draft(tx, name, cx); });
}

static http::Reply put_draft(const http::Request& request, const Context& cx) {
    const auto edits = request.if_match();
    const auto tree = request.body<Tree>();
    if (!edits) throw Refusal(Fault::precondition_required, "version_required");
    return change(request, cx, "guidance_edit",
                  [&](db::Tx& tx, const auto& name) { save_draft(tx, name, tree, *edits, cx); });
}

static http::Reply delete_draft_of(const http::Request& request, const Context& cx) {
    return change(request, cx, "guidance_drop", [&](db::Tx& tx, const auto& name) { drop_draft(tx, name); });
}

static http::Reply switch_draft_on(const http::Request& request, const Context& cx) {
    const auto form = request.body<SwitchForm>();
    return change(request, cx, "guidance_switch_on",
                  [&](db::Tx& tx, const auto& name) { switch_on(tx, name, form.valid_from, cx); });
}

/// The day from which what is checked would answer.
static LegalDate first_day(const http::Request& request, LegalDate today) {
    return parse_date(request.query("from").value_or("")).value_or(today);
}

static http::Reply check_tree(const http::Request& request, const Context& cx) {
    const auto tree = request.body<Tree>();
    const auto today = legal_date(cx.moment);
    return cx.db.read([&](db::Tx& tx) { return http::ok(check_from(tx, tree, first_day(request, today), today)); });
}

static http::Reply show_parts(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(parts_view(tx, legal_date(cx.moment))); });
}

/// An act on the draft of what trees share; answers it as it stands then.
template <class Act>
static http::Reply change_parts(const http::Request& request, const Context& cx, std::string_view what, Act act) {
    return cx.db.transact([&](db::Tx& tx) {
        act(tx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, std::string(what), "parts"));
        return http::ok(parts_view(tx, legal_date(cx.moment)));
    });
}

static http::Reply begin_parts_draft(const http::Request& request, const Context& cx) {
    return change_parts(request, cx, "guidance_draft", [&](db::Tx& tx) { make_parts_draft(tx, cx); });
}

static http::Reply put_parts_draft(const http::Request& request, const Context& cx) {
    const auto edits = request.if_match();
    const auto parts = request.body<Parts>();
    if (!edits) throw Refusal(Fault::precondition_required, "version_required");
    return change_parts(request, cx, "guidance_edit", [&](db::Tx& tx) { save_parts_draft(tx, parts, *edits, cx); });
}

static http::Reply delete_parts_draft(const http::Request& request, const Context& cx) {
    return change_parts(request, cx, "guidance_drop", [&](db::Tx& tx) { drop_parts_draft(tx); });
}

static http::Reply switch_parts_draft_on(const http::Request& request, const Context& cx) {
    const auto form = request.body<SwitchForm>();
    return change_parts(request, cx, "guidance_switch_on",
                        [&](db::Tx& tx) { switch_parts_on(tx, form.valid_from, cx); });
}

static http::Reply check_parts(const http::Request& request, const Context& cx) {
    const auto parts = request.body<Parts>();
    const auto today = legal_date(cx.moment);
    return cx.db.read([&](db::Tx& tx) { return http::ok(check_from(tx, parts, first_day(request, today), today)); });
}

static constexpr identity::Duties keepers{Duty::dispatcher, Duty::system_administrator};
/// A hall of people shares one address.
static constexpr identity::Rate for_halls{600, 10};
static constexpr std::size_t tree_bytes = 500'000;
static const std::vector<http::Parameter> first_days{
    {"from", "query", "the day from which it would answer; today when absent"}};

static identity::Route page(std::string path, identity::Handler handler, std::string summary) {
    return identity::get<None, None>(std::move(path), identity::anyone, handler, std::move(summary))
        .with_output_type("text/html")
        .with_status(200);
}

const identity::Routes routes = {
    identity::get<None, std::vector<Door>>("/api/guidance", identity::anyone, list_doors,
                                           "Doors of guidance, all or by everyday words and initials",
                                           {{"q", "query", "words or pinyin initials"}})
        .with_rate(for_halls),
    identity::get<None, Walk>("/api/guidance/{door}", identity::anyone, show_walk,
                              "Where answers lead; each answer is a parameter named by its question",
                              {{"channel", "query", "the channel that is counted; online when absent"}})
        .with_rate(for_halls),
    identity::get<None, std::vector<TreeLine>>("/api/guidance_trees", keepers, list_trees,
                                               "Trees with version, tests, and where people leave"),
    identity::get<None, TreeView>("/api/guidance_trees/{tree}", keepers, show_tree,
                                  "A tree, its draft, its versions and its counts of 30 days"),
    identity::post<None, TreeView>("/api/guidance_trees/{tree}/draft", keepers, begin_draft,
                                   "Copy what answers today into a draft")
        .with_status(200),
    identity::put<Tree, TreeView>("/api/guidance_trees/{tree}/draft", keepers, put_draft,
                                  "Replace the draft read at If-Match")
        .with_body_limit(tree_bytes),
    identity::del<None, TreeView>("/api/guidance_trees/{tree}/draft", keepers, delete_draft_of, "Drop the draft")
        .with_status(200),
    identity::post<Tree, Check>("/api/guidance_trees/check", keepers, check_tree, "Run a tree's tests", first_days)
        .with_body_limit(tree_bytes)
        .with_status(200),
    identity::post<SwitchForm, TreeView>("/api/guidance_trees/{tree}/switch_on", keepers, switch_draft_on,
                                         "The draft answers from a day on")
        .with_status(200),
    identity::get<None, PartsView>("/api/guidance_parts", keepers, show_parts,
                                   "What trees share, its draft and its versions, checked against every tree"),
    identity::post<None, PartsView>("/api/guidance_parts/draft", keepers, begin_parts_draft,
                                    "Copy what answers today into a draft")
        .with_status(200),
    identity::put<Parts, PartsView>("/api/guidance_parts/draft", keepers, put_parts_draft,
                                    "Replace the draft read at If-Match")
        .with_body_limit(tree_bytes),
    identity::del<None, PartsView>("/api/guidance_parts/draft", keepers, delete_parts_draft, "Drop the draft")
        .with_status(200),
    identity::post<Parts, PartsCheck>("/api/guidance_parts/check", keepers, check_parts,
                                      "Run every tree's tests with these parts", first_days)
        .with_body_limit(tree_bytes)
        .with_status(200),
    identity::post<SwitchForm, PartsView>("/api/guidance_parts/switch_on", keepers, switch_parts_draft_on,
                                          "The draft answers from a day on")
        .with_status(200),
    page("/guidance", first_page, "What is it about: the doors, as a page").with_rate(for_halls),
    page("/guidance/language", choose_language, "Chinese or English, then back to the page").with_rate(for_halls),
    page("/guidance/guidance.css", style, "Style of the pages"),
    page("/guidance/guidance.js", script, "Script of the pages"),
    page("/guidance/{door}", walk_page, "A question, a leaf or a stop, as a page").with_rate(for_halls),
    page("/guidance/{door}/apply", apply_page, "How to apply, with every answer, as a page").with_rate(for_halls),
    page("/guidance/{door}/letter", letter_page, "A letter to the other side, as a page").with_rate(for_halls),
};

}  // namespace hemu::guidance
