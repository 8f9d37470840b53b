#include "at_once.hpp"
#include "dates.hpp"
#include "entrances.hpp"
#include "evidence.hpp"
#include "submission.hpp"
#include "text.hpp"

namespace hemu::application {

using attachments::Attachment;
using attachments::Place;
using http::None;
using identity::Context;

static bool is_entrance(std::string_view code) {
    return code.size() <= 40 && std::all_of(code.begin(), code.end(), [](char c) {
               return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' ||
                      c == '-';
           });
}

static Verdict why_not_start(const ApplicationStart& start) {
    using dispute::Channel;
    Verdict verdict;
    if (!text::is_phone(start.phone)) verdict.add("phone", "phone_wrong");
    if (start.language != "zh" && start.language != "en") verdict.add("language", "unknown_word");
    if (start.channel && *start.channel != Channel::online && *start.channel != Channel::kiosk)
        verdict.add("channel", "channel_reserved");
    if (start.from && !is_entrance(*start.from)) verdict.add("from", "unknown_word");
    ApplicationForm form;
    form.guidance = start.guidance;
    verdict.add(check(form, {start.phone, true, false, LegalDate()}).wrong);
    return verdict;
}

static http::Reply begin(const http::Request& request, const Context& cx) {
    const auto start = request.body<ApplicationStart>();
    refuse_if(why_not_start(start));
    const std::string code = access::fresh_code();
    return cx.db.transact([&](db::Tx& tx) {
        auto row = begin_again(tx, start, code, cx);
        if (!row) {
            refuse_flood(tx, start.phone, cx);
            row = insert(tx, start, code, cx);
        }
        return access::let_into(http::created(ApplicationStarted{code, row->deletes_on}), tx, row->id, request, cx);
    });
}

static void add_guidance(db::Tx& tx, const ApplicationForm& form, const Known& known, ApplicationView& view,
                         const Context& cx) {
    if (form.narrative.size() > 6) view.guessed_types = intake::types_in(tx, form.narrative, cx.moment);
    const auto type = type_of(form, view.guessed_types);
    view.evidence_suggestions = evidence_for(type ? std::optional(type->national_type) : std::nullopt,
                                             type ? type->local_type : std::nullopt, form);
    Checked checked = check(form, known);
    view.missing = std::move(checked.missing);
    view.advised = std::move(checked.advised);
    if (view.phone_can_be_confirmed && !view.phone_confirmed)
        view.advised.push_back({"phone", "phone_not_confirmed"});
    view.consents_needed = consents_needed(is_sensitive(form, known.has_files), names_a_child(form, known.today));
}

/// The number that is to be confirmed: the applicant's, else the one with which he began.
static std::string number_of(const ApplicationRow& row, const Content& content) {
    const auto registration = registration_of(content.form, content.phone, row.channel, std::nullopt);
    const std::string contact = contact_phone(registration, content.form.applying_for);
    return contact.empty() ? content.phone : contact;
}

static void add_phone(db::Tx& tx, const ApplicationRow& row, const Content& content, ApplicationView& view,
                      const Context& cx) {
    const std::string number = number_of(row, content);
    view.phone_confirmed = access::is_confirmed(tx, row.id, number, cx.keys);
    view.phone_can_be_confirmed = notices::messages_are_set_up(cx.config);
    if (!view.phone_confirmed) return;
    const int months = static_cast<int>(settings(tx).applied_before_months);
    view.applied_before = applied_since(tx, number, add_months(legal_date(cx.moment), -months), cx.keys);
}

static void add_files(db::Tx& tx, const ApplicationRow& row, ApplicationView& view) {
    auto files = attachments::own_files(tx, Place::of(row.id));
    view.files = std::move(files.items);
    view.uploads = std::move(files.uploads);
    view.file_limits = attachments::limits_of_application(tx);
}

static ApplicationView view_of(db::Tx& tx, const ApplicationRow& row, const Context& cx) {
    const Content content = content_of(row, cx.keys);
    ApplicationView view;
    view.form = content.form;
    view.version = row.version;
    view.saved_at = row.saved_at;
    view.deletes_on = row.deletes_on;
    view.phone = text::mask_phone(content.phone);
    view.channel = row.channel;
    view.submitted = content.receipt;
    if (view.submitted) return view;
    add_phone(tx, row, content, view, cx);
    add_files(tx, row, view);
    add_guidance(tx, content.form, known_of(tx, row, content, cx), view, cx);
    return view;
}

static http::Reply shown(db::Tx& tx, const ApplicationRow& row, const Context& cx) {
    return http::with_version(http::ok(view_of(tx, row, cx)), row.version);
}

static http::Reply resume(const http::Request& request, const Context& cx) {
    const auto form = request.body<ResumptionForm>();
    access::refuse_guessing(cx);
    const auto found = cx.db.read([&](db::Tx& tx) { return find(tx, form.code, form.phone, cx.keys); });
    if (!found) access::refuse_code(cx);
    return cx.db.transact([&](db::Tx& tx) {
        auto reply = access::let_into(shown(tx, get(tx, found->id), cx), tx, found->id, request, cx);
        if (!found->dispute_id) return reply;
        return access::let_into(std::move(reply), tx, *found->dispute_id, *found->party_id, request, cx);
    });
}

static http::Reply show(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return shown(tx, get(tx, access::application_of(tx, request, cx)), cx); });
}

static ApplicationRow unsent(db::Tx& tx, const http::Request& request, const Context& cx) {
    auto row = get(tx, access::application_of(tx, request, cx));
    if (row.submitted_at) throw Refusal(Fault::conflict, "already_submitted");
    return row;
}

static http::Reply save_form(const http::Request& request, const Context& cx) {
    const auto version = request.if_match();
    auto form = tidied(request.body<ApplicationForm>());
    return cx.db.transact([&](db::Tx& tx) {
        auto row = unsent(tx, request, cx);
        if (!version) throw Refusal(Fault::precondition_required, "version_required");
        if (*version != row.version) throw Refusal(Fault::precondition_failed, "version_outdated");
        Content content = content_of(row, cx.keys);
        content.form = form;
        refuse_if(check(form, known_of(tx, row, content, cx)).wrong);
        if (form.phone) content.phone = text::normal_number(*form.phone);
        content.form.phone.reset();
        save(tx, row, content, cx);
        return shown(tx, row, cx);
    });
}

static http::Reply give_up(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        drop(tx, unsent(tx, request, cx).id, cx.moment);
        return http::no_content();
    });
}

static http::Reply send(const http::Request& request, const Context& cx) {
    const auto form = request.body<SubmissionForm>();
    const auto version = request.if_match();
    return cx.db.transact([&](db::Tx& tx) {
        const Sent sent = submit(tx, get(tx, access::application_of(tx, request, cx)), version, form, cx);
        return access::let_into(http::created(sent.receipt), tx, sent.dispute_id, sent.party_id, request, cx);
    });
}

static http::Reply calendar(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const auto row = get(tx, access::application_of(tx, request, cx));
        const auto receipt = content_of(row, cx.keys).receipt;
        if (!receipt) throw Refusal(Fault::conflict, "not_submitted");
        const auto told = told_of(tx, *row.dispute_id, cx.keys).value_or(ApplicationTold{});
        auto reply = http::text(
            text::calendar_file(in(words().calendar_name, row.language), dates_of(row, *receipt, told), cx.moment),
            std::string(text::calendar_media_type));
        reply.headers.push_back({"Content-Disposition", "attachment; filename=\"hemu.ics\""});
        return http::with_header(std::move(reply), "Cache-Control", "private, no-store");
    });
}

static attachments::PlaceOf of_applicant(const http::Request& request, const Context& cx) {
    return [&](db::Tx& tx) { return Place::of(unsent(tx, request, cx).id); };
}

static http::Reply begin_file(const http::Request& request, const Context& cx) {
    return attachments::answer_begin(request, cx, of_applicant(request, cx));
}
static http::Reply show_file(const http::Request& request, const Context& cx) {
    return attachments::answer_upload(request, cx, of_applicant(request, cx));
}
static http::Reply append_file(const http::Request& request, const Context& cx) {
    return attachments::answer_piece(request, cx, of_applicant(request, cx));
}
static http::Reply drop_upload(const http::Request& request, const Context& cx) {
    return attachments::answer_drop(request, cx, of_applicant(request, cx));
}

static http::Reply open_file(const http::Request& request, const Context& cx) {
    return attachments::answer_own_content(request, cx, of_applicant(request, cx),
                                           request.path_id<Attachment>("file"));
}

static http::Reply remove_file(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        attachments::drop_file(tx, unsent(tx, request, cx).id, request.path_id<Attachment>("file"), cx.moment);
        return http::no_content();
    });
}

static http::Reply list_consents(const http::Request& request, const Context& cx) {
    return http::ok(consents(request.query("language").value_or(cx.actor.language)));
}

static http::Reply list_places(const http::Request& request, const Context& cx) {
    const auto within = request.query("within").value_or("");
    const auto search = request.query("search").value_or("");
    if (text::length(search) > 40) throw Refusal(Fault::invalid, "invalid", {{"search", "too_long"}});
    constexpr std::int64_t most = 400;
    constexpr std::int64_t most_found = 30;
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(places::search(tx, search, within, search.empty() ? most : most_found)); });
}

/// What the applicant wrote and agreed to, beside the register.
static http::Reply show_of_case(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto found = dispute::find(tx, id, cx.actor);
        ApplicationOfCase view;
        view.told = told_of(tx, found.id, cx.keys);
        if (view.told) view.evidence_names = evidence_named(view.told->evidence);
        if (view.told && view.told->from) view.entrance_name = entrances::name_of(tx, *view.told->from);
        view.consents = consents_of(tx, found.id, cx.actor.language);
        return http::ok(view);
    });
}

/// A hall of people shares one address.
static constexpr identity::Rate for_halls{600, 10};
static constexpr identity::Rate for_starts{60, 60};
static constexpr identity::Rate for_codes{10, 10};
static constexpr std::size_t form_bytes = 400'000;

static identity::Routes routes_by_pass() {
    identity::Routes all = {
        identity::get<None, ApplicationView>("/api/citizen/application", identity::anyone, show,
                                             "The application that this browser holds"),
        identity::put<ApplicationForm, ApplicationView>("/api/citizen/application", identity::anyone, save_form,
                                                        "Save what is written so far, read at If-Match")
            .with_body_limit(form_bytes),
        identity::del<None, None>("/api/citizen/application", identity::anyone, give_up,
                                  "Give the application up, its files too"),
        identity::post<SubmissionForm, ApplicationReceipt>("/api/citizen/application/submission", identity::anyone,
                                                           send, "Send it; again answers the same receipt"),
        identity::get<None, None>("/api/citizen/application/calendar.ics", identity::anyone, calendar,
                                  "What happens by which date, as a calendar file")
            .with_output_type("text/calendar")
            .with_status(200),
        identity::get<None, None>("/api/citizen/application/files/{file}/content", identity::anyone, open_file,
                                  "What is in a file of the application")
            .with_output_type("application/octet-stream")
            .with_status(200),
        identity::del<None, None>("/api/citizen/application/files/{file}", identity::anyone, remove_file,
                                  "Take a file back"),
    };
    for (auto& route : attachments::upload_routes("/api/citizen/application/uploads", identity::anyone,
                                                  {begin_file, show_file, append_file, drop_upload}))
        all.push_back(std::move(route));
    return all;
}

static identity::Routes all_routes() {
    identity::Routes all = {
        identity::post<ApplicationStart, ApplicationStarted>("/api/citizen/applications", identity::anyone, begin,
                                                             "Begin an application; its code is told once")
            .with_rate(for_starts),
        identity::post<ResumptionForm, ApplicationView>("/api/citizen/applications/resumption", identity::anyone,
                                                        resume, "Go on with an application by phone and code")
            .with_rate(for_codes)
            .with_status(200),
        identity::get<None, std::vector<ConsentNotice>>("/api/citizen/consents", identity::anyone, list_consents,
                                                        "Notices to agree to before applying",
                                                        {{"language", "query", "zh or en"}})
            .with_rate(for_halls),
        identity::get<None, std::vector<places::Place>>(
            "/api/citizen/places", identity::anyone, list_places, "Places for the picker",
            {{"within", "query", "children of this code"}, {"search", "query", "name or pinyin initials"}})
            .with_rate(for_halls),
        identity::get<None, ApplicationOfCase>("/api/disputes/{dispute}/application", identity::staff, show_of_case,
                                               "What the applicant wrote and agreed to"),
    };
    for (auto& route : routes_by_pass()) all.push_back(std::move(route).as_by_pass().with_rate(for_halls));
    return all;
}

const identity::Routes routes = all_routes();

}  // namespace hemu::application
