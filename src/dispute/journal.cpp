#include "journal.hpp"

#include "case_view.hpp"
#include "clock_store.hpp"
#include "crypto.hpp"
#include "live_message.hpp"
#include "queue.hpp"

namespace hemu::dispute {

static std::vector<Reaction>& reactions() {
    static std::vector<Reaction> list;
    return list;
}

void set_reactions(std::vector<Reaction> list) { reactions() = std::move(list); }

static WordsReaction& words_reaction() {
    static WordsReaction one = nullptr;
    return one;
}

void set_words_reaction(WordsReaction reaction) { words_reaction() = reaction; }

void tell_words(db::Tx& tx, Id<Dispute> dispute, WordsOf kind, std::string_view words) {
    if (words_reaction()) words_reaction()(tx, dispute, kind, words);
}

static std::string word_or_empty(std::optional<State> state) {
    return state ? std::string(json::enum_word(*state)) : std::string();
}

std::string digest_of(const std::vector<std::string>& texts) {
    return crypto::to_hex(crypto::sm3(json::write(texts)));
}

std::string digest_of(const Event& event) {
    std::vector<std::string> fields = {
        to_text(event.dispute_id),
        std::to_string(event.number),
        to_text(event.id),
        to_text(event.happened_at),
        event.kind,
        word_or_empty(event.from_state),
        word_or_empty(event.to_state),
        event.actor_id ? to_text(*event.actor_id) : "",
        event.actor_name,
        event.actor_duty,
        event.organisation_id ? to_text(*event.organisation_id) : "",
        event.content,
        event.previous_digest,
    };
    if (event.version) fields.push_back(std::to_string(*event.version));
    return digest_of(fields);
}

static const db::Statement insert_event{"dispute.insert_event", R"(
    INSERT INTO dispute_event (dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name,
                               actor_duty, organisation_id, content, version, previous_digest, digest)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"};

static void insert(db::Tx& tx, const Event& event) {
    tx.run(insert_event, event.dispute_id, event.number, event.id, event.happened_at, event.kind, event.from_state,
           event.to_state, event.actor_id, event.actor_name, event.actor_duty, event.organisation_id, event.content,
           event.version, event.previous_digest, event.digest);
}

static Event next_event(const Dispute& dispute, std::string_view kind, std::optional<State> from,
                        const identity::Context& cx, std::string content) {
    Event event;
    event.dispute_id = dispute.id;
    event.number = dispute.event_number + 1;
    event.id = Id<Event>::fresh(cx.moment);
    event.happened_at = cx.moment;
    event.kind = kind;
    event.from_state = from;
    event.to_state = dispute.state;
    event.actor_id = cx.actor.account;
    event.actor_name = cx.actor.name;
    event.actor_duty = json::enum_word(cx.actor.duty);
    event.organisation_id = cx.actor.organisation;
    event.content = std::move(content);
    event.version = dispute.version;
    event.previous_digest = dispute.event_digest;
    event.digest = digest_of(event);
    return event;
}

static const db::Statement move_head{"dispute.move_head", R"(
    UPDATE dispute
       SET state = $3, version = $4, event_number = $5, event_digest = $6, closed_at = $7,
           news_at = coalesce($8, news_at), news_by_id = CASE WHEN $8 IS NULL THEN news_by_id ELSE $9 END,
           hold_reason = CASE WHEN hold_until_at <= $10 THEN NULL ELSE hold_reason END,
           hold_since_at = CASE WHEN hold_until_at <= $10 THEN NULL ELSE hold_since_at END,
           hold_until_at = CASE WHEN hold_until_at <= $10 THEN NULL ELSE hold_until_at END
     WHERE id = $1 AND event_number = $2)"};

static void append(db::Tx& tx, Dispute& dispute, const Event& event) {
    insert(tx, event);
    dispute.event_number = event.number;
    dispute.event_digest = event.digest;
    announce(tx, dispute, event);
    if (event.actor_id) tx.after_commit([account = *event.actor_id] { forget_counts(account); });
}

static void react(db::Tx& tx, const Dispute& dispute, const Event& event, const identity::Context& cx) {
    for (const Reaction reaction : reactions()) reaction(tx, dispute, event, cx);
}

/// What comes in for whoever handles it: papers and words of somebody else.
static bool is_news(const Event& event) {
    // What we tell the parties is no word of theirs.
    if (event.kind.starts_with("notice_")) return false;
    const TimelineGroup group = group_of(event);
    return group == TimelineGroup::paper || group == TimelineGroup::message;
}

/// Holds that end now with this event: all when the dispute moves on, those whose day has come when somebody touches
/// it, none when the program does.
static Instant holds_end_until(const Event& event, const identity::Context& cx) {
    if (event.from_state != std::optional(event.to_state)) return far_away;
    return cx.actor.signed_in() ? cx.moment : Instant{};
}

Event append_event(db::Tx& tx, Dispute& dispute, std::string_view kind, std::optional<State> from,
                   const identity::Context& cx, std::string content) {
    const Event event = next_event(dispute, kind, from, cx, std::move(content));
    const std::optional<Instant> closed_at =
        is_closed(dispute.state) ? std::optional<Instant>(cx.moment) : std::nullopt;
    const bool news = is_news(event);
    tx.must_change(move_head, dispute.id, dispute.event_number, dispute.state, dispute.version, event.number,
                   event.digest, closed_at, news ? std::optional(cx.moment) : std::nullopt,
                   news ? event.actor_id : std::nullopt, holds_end_until(event, cx));
    if (from && is_closed(*from) != is_closed(dispute.state)) mark_closed(tx, dispute);
    append(tx, dispute, event);
    run_clocks(tx, dispute, event, cx);
    react(tx, dispute, event, cx);
    return event;
}

Id<Event> advance_with(db::Tx& tx, Dispute& dispute, const Verb& verb, const identity::Context& cx,
                       std::string content) {
    refuse_if(why_not(dispute, verb, cx.actor));
    const State from = dispute.state;
    dispute.state = verb.to;
    ++dispute.version;
    return append_event(tx, dispute, verb.name, from, cx, std::move(content)).id;
}

Id<Event> record_with(db::Tx& tx, Dispute& dispute, std::string_view kind, const identity::Context& cx,
                      std::string content) {
    return append_event(tx, dispute, kind, dispute.state, cx, std::move(content)).id;
}

static const db::Statement insert_dispute{"dispute.insert", R"(
    INSERT INTO dispute (id, number, query_digest, state, version, revision, event_number, event_digest, source,
                         channel, source_reference, registered_at, registered_on, registered_by_id, window_id, title,
                         narrative, request, national_type, local_type, difficulty, risk, risk_confirmed, secrecy,
                         people_count, amount_fen, flags, place_code, address_sealed, occurred_on, holder_id,
                         return_count, due_at, due_soon_at, due_code, queue_at)
    VALUES ($1, $2, $3, $4, 1, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, FALSE,
            $21, $22, $23, $24, $25, $26, $27, $13, 0, $28, $29, $30, $31))"};

/// What the journal says of a registration.
struct Opening {
    std::string number;
    Source source = Source::application;
    Channel channel = Channel::window;
    std::string national_type;
    std::string place_code;
};
BOOST_DESCRIBE_STRUCT(Opening, (), (number, source, channel, national_type, place_code))

void open(db::Tx& tx, Dispute& fresh, std::string_view query_digest, const std::optional<std::string>& address_sealed,
          const std::vector<std::string>& flags, const identity::Context& cx) {
    fresh.state = State::registered;
    fresh.version = 1;
    fresh.revision = 1;
    fresh.registered_at = cx.moment;
    fresh.registered_on = legal_date(cx.moment);
    fresh.registered_by_id = cx.actor.account;
    fresh.holder_id = fresh.window_id;
    fresh.event_number = 0;
    fresh.event_digest.clear();

    const Opening opening{fresh.number, fresh.source, fresh.channel, fresh.national_type, fresh.place_code};
    const Event event = next_event(fresh, "register", std::nullopt, cx, json::write(opening));
    const auto clocks = clocks_of_registration(tx, fresh, flags, cx);
    tx.run(insert_dispute, fresh.id, fresh.number, query_digest, fresh.state, event.number, event.digest,
           fresh.source, fresh.channel, fresh.source_reference, fresh.registered_at, fresh.registered_on,
           fresh.registered_by_id, fresh.window_id, fresh.title, fresh.narrative, fresh.request, fresh.national_type,
           fresh.local_type, fresh.difficulty, fresh.risk, fresh.secrecy, fresh.people_count, fresh.amount_fen,
           db::Json(flags), fresh.place_code, address_sealed, fresh.occurred_on, fresh.due_at, fresh.due_soon_at,
           fresh.due_code, fresh.due_at.value_or(far_away));
    give_body(tx, fresh, fresh.window_id, BodyRole::window, cx.moment);
    give_person(tx, fresh, cx.actor.account, PersonRole::registrar, cx.moment);
    append(tx, fresh, event);
    save_clocks(tx, fresh, clocks, cx.moment);
    react(tx, fresh, event, cx);
}

static const db::Statement insert_note{"dispute.insert_note", R"(
    INSERT INTO dispute_note (id, dispute_id, event_id, words) VALUES ($1, $2, $3, $4))"};

void add_note(db::Tx& tx, const Dispute& dispute, Id<Event> event, std::string_view words, Instant moment) {
    struct Note;
    tx.run(insert_note, Id<Note>::fresh(moment), dispute.id, event, words);
    tell_words(tx, dispute.id, WordsOf::note, words);
}

}  // namespace hemu::dispute
