#include "calendar_file.hpp"
#include "evaluation.hpp"
#include "intake.hpp"
#include "routes_parts.hpp"
#include "text.hpp"
#include "words.hpp"

namespace hemu::case_home {

using http::None;

struct CaseEntryForm {
    std::string query_code;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(CaseEntryForm, (), (query_code, phone))

/// Query code and phone let a party in; a wrong code and a wrong phone get the same answer.
static http::Reply enter(const http::Request& request, const Context& cx) {
    const auto form = request.body<CaseEntryForm>();
    Verdict verdict;
    if (text::trim(form.query_code).empty()) verdict.add("query_code", "missing");
    if (text::trim(form.phone).empty()) verdict.add("phone", "missing");
    refuse_if(verdict);
    access::refuse_guessing(cx);
    const std::string code = cx.keys.search_digest(text::normal_number(form.query_code), "query_code");
    dispute::PartyForm typed;
    typed.phone = form.phone;
    const std::string phone = dispute::digests_of(typed, cx.keys).phone.value_or("");
    const auto pass = cx.db.read([&](db::Tx& tx) { return party_by_code(tx, code, phone); });
    if (!pass) access::refuse_code(cx);
    return cx.db.transact([&](db::Tx& tx) {
        return access::let_into(http::no_content(), tx, pass->dispute_id, pass->party_id, request, cx);
    });
}

static http::Reply show(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const Caller by = caller_of(tx, request, cx);
        return http::ok(home_of(tx, by.dispute, by.party_id, by.cx));
    });
}

/// A deed of the party, and how it stands after it.
template <class Deed>
static http::Reply doing(const http::Request& request, const Context& cx, Deed&& deed) {
    return cx.db.transact([&](db::Tx& tx) {
        Caller by = caller_of(tx, request, cx);
        deed(tx, by);
        return http::ok(home_of(tx, by.dispute, by.party_id, by.cx));
    });
}

template <class T, class Form, void (*deed)(db::Tx&, Caller&, Id<T>, const Form&)>
static http::Reply putting(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<T>("id");
    const auto form = request.body<Form>();
    return doing(request, cx, [&](db::Tx& tx, Caller& by) { deed(tx, by, id, form); });
}

/// What he has before him now.
struct ReadingForm {
    bool notices = false;
    bool messages = false;
};
BOOST_DESCRIBE_STRUCT(ReadingForm, (), (notices, messages))

static http::Reply mark_read(const http::Request& request, const Context& cx) {
    const auto form = request.body<ReadingForm>();
    return doing(request, cx, [&](db::Tx& tx, Caller& by) {
        if (form.notices) notices::mark_read(tx, by.dispute, by.party_id, by.cx);
        if (form.messages) mark_messages_read(tx, by.dispute.id, by.party_id, false, by.cx.moment);
    });
}

struct TakingBackForm {
    bool understood = false;  ///< what follows from it stood before him
};
BOOST_DESCRIBE_STRUCT(TakingBackForm, (), (understood))

/// The only applicant takes his application back. Again changes nothing.
static http::Reply withdraw(const http::Request& request, const Context& cx) {
    const auto form = request.body<TakingBackForm>();
    if (!form.understood) throw Refusal(Fault::invalid, "invalid", {{"understood", "missing"}});
    return doing(request, cx, [&](db::Tx& tx, Caller& by) {
        if (by.dispute.state == dispute::State::withdrawn) return;
        const auto asks = asks_of_party(tx, by.dispute, by.party_id, by.cx.keys);
        const Standing at = standing_of(tx, by.dispute, by.party_id, asks, by.cx);
        if (acts_of(at, settings(tx)).withdrawal != Withdrawal::at_once)
            throw Refusal(Fault::conflict, "not_in_this_state");
        intake::withdraw(tx, by.dispute, "", by.cx);
    });
}

static http::Reply say_how_it_was(const http::Request& request, const Context& cx) {
    const auto form = request.body<evaluation::SatisfactionForm>();
    return doing(request, cx,
                 [&](db::Tx& tx, Caller& by) { evaluation::say(tx, by.dispute, by.party_id, form, by.cx); });
}

static text::CalendarEntry entry_of(const DateLine& date, const HomeView& home, std::string_view language) {
    text::CalendarEntry entry;
    entry.uid = date.id + "@hemu";
    entry.title = calendar_words(date.code, language);
    entry.words = home.number + "\n" + home.handler.body_name + "\n" + home.handler.body_phone.value_or("");
    entry.place = date.place;
    entry.on = date.on;
    entry.begins_at = date.at;
    if (!date.at) entry.remind_days_before = 1;
    return entry;
}

static http::Reply show_calendar(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const Caller by = caller_of(tx, request, cx);
        const HomeView home = home_of(tx, by.dispute, by.party_id, by.cx);
        std::vector<text::CalendarEntry> entries;
        for (const DateLine& date : home.dates) entries.push_back(entry_of(date, home, cx.actor.language));
        auto reply =
            http::text(text::calendar_file(home.number, entries, cx.moment), std::string(text::calendar_media_type));
        return http::with_header(std::move(reply), "Content-Disposition", "attachment; filename=\"hemu.ics\"");
    });
}

/// Personal data in clear: nobody keeps the answer on the way.
static http::Reply copy(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<DataRequest>("id");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        Caller by = caller_of(tx, request, cx);
        auto reply = http::text(copy_of_data(tx, by, id, request), "application/json");
        reply = http::with_header(std::move(reply), "Cache-Control", "no-store");
        return http::with_header(std::move(reply), "Content-Disposition", "attachment; filename=\"hemu-data.json\"");
    });
}

/// A hall of people shares one address.
static constexpr identity::Rate for_reading{600, 10};
static constexpr identity::Rate for_writing{120, 10};

static identity::Route own(identity::Route route, identity::Rate rate = for_writing) {
    return std::move(route).as_by_pass().with_rate(rate);
}

static identity::Routes citizen_routes() {
    using identity::anyone;
    const std::string at = "/api/citizen/case";
    return {
        own(identity::post<CaseEntryForm, None>(at + "/entry", anyone, enter, "Query code and phone let a party in"),
            {30, 10}),
        own(identity::get<None, HomeView>(at, anyone, show, "How the case stands for the party of the pass"),
            for_reading),
        own(identity::post<ReadingForm, HomeView>(at + "/reading", anyone, mark_read,
                                                  "What the party was told and written is read")
                .with_status(200),
            for_reading),
        own(identity::put<MessageForm, HomeView>(at + "/messages/{id}", anyone, putting<Message, MessageForm, say>,
                                                 "Write to the handler")),
        own(identity::put<AskForm, HomeView>(at + "/asks/{id}", anyone, putting<Ask, AskForm, ask>,
                                             "Ask to be called, to end, to withdraw; urge; say what came of a term")),
        own(identity::post<TakingBackForm, HomeView>(at + "/withdrawal", anyone, withdraw,
                                                     "The only applicant takes the application back")
                .with_status(200)),
        own(identity::put<ComplaintForm, HomeView>(at + "/complaints/{id}", anyone,
                                                   putting<Complaint, ComplaintForm, complain>,
                                                   "Complain to the level above")),
        own(identity::put<evaluation::SatisfactionForm, HomeView>(at + "/satisfaction", anyone, say_how_it_was,
                                                                  "What the party thinks of the mediation, once")),
        own(identity::put<DataForm, HomeView>(at + "/data_requests/{id}", anyone,
                                              putting<DataRequest, DataForm, request_data>,
                                              "Ask for a copy, correction or deletion of one's data")),
        own(identity::post<json::Nothing, None>(at + "/data_requests/{id}/copy", anyone, copy,
                                                "The granted copy, once the phone was confirmed")
                .with_output_type("application/json")
                .with_status(200)),
        own(identity::get<None, None>(at + "/calendar.ics", anyone, show_calendar,
                                      "Sessions and days of the case for a calendar")
                .with_output_type("text/calendar")
                .with_status(200),
            for_reading),
    };
}

/// The list is built from both files: constants of the other may not exist yet when this one's do.
static identity::Routes all_routes() {
    identity::Routes all = citizen_routes();
    for (identity::Route& route : desk_routes()) all.push_back(std::move(route));
    return all;
}

const identity::Routes routes = all_routes();

}  // namespace hemu::case_home
