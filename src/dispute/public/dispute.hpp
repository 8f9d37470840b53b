// 矛盾纠纷 The dispute: what it is, its state, its parties, its journal, and who may see it.
// Desks change a dispute only through advance (a verb) and record (an event without a verb).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity.hpp"
#include "json.hpp"

namespace hemu::dispute {

/// Queue, case, timeline, notes, parties.
extern const identity::Routes routes;

/// 状态. The words are the same in C++, JSON, SQL and TypeScript.
enum class State {
    registered,
    merged,
    refused,
    redirected,
    withdrawn,
    accepted,
    offered,
    taken,
    assigned,
    mediating,
    paused,
    agreed,
    performing,
    breached,
    performed,
    terminated,
    closed,
    archived
};
BOOST_DESCRIBE_ENUM(State, registered, merged, refused, redirected, withdrawn, accepted, offered, taken, assigned,
                    mediating, paused, agreed, performing, breached, performed, terminated, closed, archived)

/// 来源, the national report's items (domain facts 4.3).
enum class Source { proactive, application, court, procuratorate, police, petition_office, other_department };
BOOST_DESCRIBE_ENUM(Source, proactive, application, court, procuratorate, police, petition_office, other_department)

/// 渠道: through which door it came.
enum class Channel {
    window,
    phone,
    visit,
    online,
    kiosk,
    hotline_12345,
    hotline_12348,
    call_110,
    grid,
    village,
    petition,
    court_delegated,
    court_entrusted,
    labour_arbitration,
    legal_aid,
    insurer,
    media,
    partner,
    import_
};
BOOST_DESCRIBE_ENUM(Channel, window, phone, visit, online, kiosk, hotline_12345, hotline_12348, call_110, grid,
                    village, petition, court_delegated, court_entrusted, labour_arbitration, legal_aid, insurer,
                    media, partner, import_)

/// 难度 (platform default, domain facts 4.2).
enum class Difficulty { simple, general, difficult, major, specially_major };
BOOST_DESCRIBE_ENUM(Difficulty, simple, general, difficult, major, specially_major)

/// 风险颜色 (domain facts 9.2); never lowered without a person.
enum class Risk { blue, yellow, orange, red };
BOOST_DESCRIBE_ENUM(Risk, blue, yellow, orange, red)

/// 密级 (domain facts 2.18).
enum class Secrecy { normal, private_, restricted };
BOOST_DESCRIBE_ENUM(Secrecy, normal, private_, restricted)

/// One dispute as read, with what advance needs to check that nobody was faster.
struct Dispute {
    Id<Dispute> id;
    std::string number;
    State state = State::registered;
    std::int64_t version = 0;
    std::int64_t revision = 1;
    std::int64_t event_number = 0;
    std::string event_digest;
    Source source = Source::application;
    Channel channel = Channel::window;
    std::optional<std::string> source_reference;
    Instant registered_at;
    LegalDate registered_on;
    Id<identity::Account> registered_by_id;
    Id<identity::Organisation> window_id;
    std::string title;
    std::string narrative;
    std::string request;
    std::string national_type;
    std::optional<std::string> local_type;
    std::optional<Difficulty> difficulty;
    Risk risk = Risk::blue;
    bool risk_confirmed = false;
    Secrecy secrecy = Secrecy::normal;
    std::int64_t people_count = 0;
    Fen amount_fen;
    std::string place_code;
    std::optional<LegalDate> occurred_on;
    Id<identity::Organisation> holder_id;
    std::optional<Id<identity::Account>> handler_id;
    std::int64_t return_count = 0;
    std::optional<Instant> due_at;
    std::optional<Instant> due_soon_at;
    std::optional<std::string> due_code;
    std::optional<std::string> result;
    std::optional<std::string> agreement_form;
    std::optional<LegalDate> effective_on;
};
BOOST_DESCRIBE_STRUCT(Dispute, (),
                      (id, number, state, version, revision, event_number, event_digest, source, channel,
                       source_reference, registered_at, registered_on, registered_by_id, window_id, title, narrative,
                       request, national_type, local_type, difficulty, risk, risk_confirmed, secrecy, people_count,
                       amount_fen, place_code, occurred_on, holder_id, handler_id, return_count, due_at, due_soon_at,
                       due_code, result, agreement_form, effective_on))

/// A verb: the only way a state changes. A file-scope constant of the desk that owns it; it enters the list of all
/// verbs by being constructed. `duties` may perform it; `rule` is what else the desk asks of the dispute before any
/// form is filled in, so that a case offers only what is lawful now.
struct Verb {
    using Rule = Verdict (*)(db::Tx&, const Dispute&, const identity::Actor&);
    Verb(std::string_view name, std::vector<State> from, State to, identity::Duties duties, Rule rule = nullptr);
    std::string_view name;
    std::vector<State> from;
    State to;
    identity::Duties duties;
    Rule rule;
};
const std::vector<const Verb*>& all_verbs();

/// The dispute as this actor may see it; Refusal not_found when it does not exist for him. Rights are in the query.
Dispute find(db::Tx&, Id<Dispute>, const identity::Actor&);

/// Throws what find throws when the request's path names a dispute that its caller may not see.
void refuse_hidden(const http::Request&, const identity::Context&);

/// The dispute whoever asks: for jobs and command lines, never for a request.
std::optional<Dispute> load(db::Tx&, Id<Dispute>);

/// Marks such as death, serious_injury, migrant_workers, minors, elderly (domain facts 9.3).
std::vector<std::string> flags_of(db::Tx&, const Dispute&);

/// Refuses (conflict not_in_this_state, forbidden) when the verb cannot be done from here by this actor.
Verdict why_not(const Dispute&, const Verb&, const identity::Actor&);
/// The same, and what the verb's own rule says.
Verdict why_not_now(db::Tx&, const Dispute&, const Verb&, const identity::Actor&);

/// Refuses (412 version_outdated) when the caller read an older version; edits without a version are refused (428).
Verdict why_outdated(const Dispute&, std::optional<std::int64_t> version_read);

/// What every verb answers; pages re-read the case after it.
struct CaseHead {
    Id<Dispute> id;
    std::string number;
    State state = State::registered;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CaseHead, (), (id, number, state, version))
CaseHead head_of(const Dispute&);

/// SQL condition over a dispute row named `d`: may the actor see it? By default it uses $1 account, $2 duty,
/// $3 organisation. duty x organisation scope x relation x secrecy (domain facts 2.18, 12.1); administrators see
/// none.
std::string visible_sql(std::string_view account = "$1", std::string_view duty = "$2",
                        std::string_view organisation = "$3");

/// SQL expression over a dispute row named `d`: its title in a list. Lists keep the title of private and restricted
/// disputes, which names people, to themselves (domain facts 2.18).
std::string listed_title_sql();

/// Does the verb: new state and version, event with `content` (codes, ids, dates, sums; never names or free words
/// about people), clocks started, met or ended by the rules, reactions run. Updates `dispute` to what is now stored.
/// Runs why_not itself. Returns the event's id.
template <class Content>
Id<struct Event> advance(db::Tx& tx, Dispute& dispute, const Verb& verb, const identity::Context& cx,
                         const Content& content) {
    return advance_with(tx, dispute, verb, cx, json::write(content));
}
Id<struct Event> advance_with(db::Tx&, Dispute&, const Verb&, const identity::Context&, std::string content);

/// Adds an event that changes no state (a note, an upload, a session, a signature). Returns the event's id.
template <class Content>
Id<struct Event> record(db::Tx& tx, Dispute& dispute, std::string_view kind, const identity::Context& cx,
                        const Content& content) {
    return record_with(tx, dispute, kind, cx, json::write(content));
}
Id<struct Event> record_with(db::Tx&, Dispute&, std::string_view kind, const identity::Context&, std::string content);

/// Registers a new dispute: its row, its first event `register`, its window as body and its registrar as person.
/// `fresh` carries every field but state, version and event fields; its number comes from next_serial.
void open(db::Tx&, Dispute& fresh, std::string_view query_digest, const std::optional<std::string>& address_sealed,
          const std::vector<std::string>& flags, const identity::Context&);

struct Event {
    Id<Dispute> dispute_id;
    std::int64_t number = 0;
    Id<Event> id;
    Instant happened_at;
    std::string kind;
    std::optional<State> from_state;
    State to_state = State::registered;
    std::optional<Id<identity::Account>> actor_id;
    std::string actor_name;
    std::string actor_duty;
    std::optional<Id<identity::Organisation>> organisation_id;
    std::string content;
    std::optional<std::int64_t> version;  ///< of the dispute once it had happened
    std::string previous_digest;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(Event, (),
                      (dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name,
                       actor_duty, organisation_id, content, version, previous_digest, digest))

/// Runs inside the transaction of every event, for what must agree with the rows. Set once at start by app.
using Reaction = void (*)(db::Tx&, const Dispute&, const Event&, const identity::Context&);
void set_reactions(std::vector<Reaction>);

/// Free words kept beside an event, outside the chained journal.
void add_note(db::Tx&, const Dispute&, Id<Event>, std::string_view words, Instant moment);

/// Runs in the transaction that keeps words here which desks did not hand to anybody: a note, the name of a party who
/// joined. Set once at start by app.
enum class WordsOf { note, party };
using WordsReaction = void (*)(db::Tx&, Id<Dispute>, WordsOf, std::string_view words);
void set_words_reaction(WordsReaction);

/// Who holds it and who works on it. Giving a role that is held already changes nothing.
enum class BodyRole { window, offered, lead, helper, linked };
BOOST_DESCRIBE_ENUM(BodyRole, window, offered, lead, helper, linked)
enum class PersonRole { registrar, dispatcher, mediator, presiding_mediator, judge };
BOOST_DESCRIBE_ENUM(PersonRole, registrar, dispatcher, mediator, presiding_mediator, judge)
void give_body(db::Tx&, const Dispute&, Id<identity::Organisation>, BodyRole, Instant moment);
void end_body(db::Tx&, const Dispute&, Id<identity::Organisation>, BodyRole, Instant moment);
void give_person(db::Tx&, const Dispute&, Id<identity::Account>, PersonRole, Instant moment);
void end_person(db::Tx&, const Dispute&, Id<identity::Account>, PersonRole, Instant moment);
bool is_person(db::Tx&, const Dispute&, Id<identity::Account>);
/// Named as one of its mediators; who only registered it or handed it on is none.
bool is_mediator(db::Tx&, const Dispute&, Id<identity::Account>);
/// Nobody of the body before handles it any longer.
void set_holder(db::Tx&, Dispute&, Id<identity::Organisation>);
void set_handler(db::Tx&, Dispute&, std::optional<Id<identity::Account>>);

/// What the desks write on the dispute's own row.
struct Grading {
    std::string national_type;
    std::optional<std::string> local_type;
    Difficulty difficulty = Difficulty::simple;
    Risk risk = Risk::blue;
    Secrecy secrecy = Secrecy::normal;
    std::int64_t people_count = 2;
    Fen amount_fen;
    std::vector<std::string> flags;
};
BOOST_DESCRIBE_STRUCT(Grading, (),
                      (national_type, local_type, difficulty, risk, secrecy, people_count, amount_fen, flags))
void set_grading(db::Tx&, Dispute&, const Grading&);
void set_return_count(db::Tx&, Dispute&, std::int64_t);
void set_merged_into(db::Tx&, Dispute&, Id<Dispute> kept);
/// result: success, partial or failed; form: written or oral. Empty leaves the value.
void set_outcome(db::Tx&, Dispute&, std::optional<std::string> result, std::optional<std::string> agreement_form,
                 std::optional<LegalDate> effective_on);
void set_revision(db::Tx&, Dispute&, std::int64_t revision);
/// Ends every lead, helper, offered body and mediator: what is reopened is handed over anew.
void release_hands(db::Tx&, const Dispute&, Instant moment);

/// The next number of a kind for a body in a year, taken in this transaction: gapless.
std::int64_t next_serial(db::Tx&, Id<identity::Organisation>, std::string_view kind, int year);

}  // namespace hemu::dispute
