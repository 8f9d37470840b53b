// 我的案件 Case home: how a dispute stands for one party, what he must do, may ask for, and how he is answered.
#pragma once
#include "agreements.hpp"
#include "attachments.hpp"
#include "corrections.hpp"
#include "handling.hpp"
#include "notices.hpp"

namespace hemu::case_home {

extern const identity::Routes routes;

struct Message;
struct Ask;
struct Complaint;
struct DataRequest;

using PartyId = Id<dispute::Party>;

/// 汇研交办督结评 as a citizen sees them.
enum class Step { gather, assess, hand_over, handle, supervise, close, evaluate };
BOOST_DESCRIBE_ENUM(Step, gather, assess, hand_over, handle, supervise, close, evaluate)

struct StepDone {
    Step step = Step::gather;
    std::optional<LegalDate> done_on;
};
BOOST_DESCRIBE_STRUCT(StepDone, (), (step, done_on))

/// 待办事项 What a party does in the course of his case.
enum class TodoCode {
    bring_papers,
    attend_session,
    sign_agreement,
    keep_agreement,
    receive,
    confirm_in_court,  ///< PML art. 33: joint application within 30 days; nobody has to
    read_messages,
    take_copy,
    say_how_it_was
};
BOOST_DESCRIBE_ENUM(TodoCode, bring_papers, attend_session, sign_agreement, keep_agreement, receive, confirm_in_court,
                    read_messages, take_copy, say_how_it_was)

/// in_progress: it is with somebody else. ready: it can be done or taken, nobody has to.
enum class TodoState { not_yet, action_needed, in_progress, ready, done };
BOOST_DESCRIBE_ENUM(TodoState, not_yet, action_needed, in_progress, ready, done)

struct Todo {
    TodoCode code = TodoCode::bring_papers;
    TodoState state = TodoState::not_yet;
    std::optional<LegalDate> until_on;
};
BOOST_DESCRIBE_STRUCT(Todo, (), (code, state, until_on))

enum class DateCode {
    session,
    term_from_me,
    term_to_me,
    confirm_in_court,
    arbitration_review,
    police_after,
    limitation,
    labour_limitation,
    enforcement,
    body_acts,
    visit
};
BOOST_DESCRIBE_ENUM(DateCode, session, term_from_me, term_to_me, confirm_in_court, arbitration_review, police_after,
                    limitation, labour_limitation, enforcement, body_acts, visit)

/// basis: the law or setting that the day rests on.
struct DateLine {
    std::string id;
    DateCode code = DateCode::session;
    LegalDate on;
    std::optional<Instant> at;
    std::string place;
    std::optional<handling::SessionMode> mode;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(DateLine, (), (id, code, on, at, place, mode, basis))

struct MessageForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(MessageForm, (), (words))

/// author_name: of the one of staff who wrote; empty when the party did.
struct MessageView {
    Id<Message> id;
    bool from_party = false;
    std::string author_name;
    std::string words;
    Instant sent_at;
    std::optional<Instant> read_at;
};
BOOST_DESCRIBE_STRUCT(MessageView, (), (id, from_party, author_name, words, sent_at, read_at))

/// call: be called back · other_mediator: have him replaced · end_mediation: PML art. 23 · withdrawal: not the only
/// applicant, so a person decides · urge 催办 · paid, not_received: statements about a term.
enum class AskKind { call, other_mediator, end_mediation, withdrawal, urge, paid, not_received };
BOOST_DESCRIBE_ENUM(AskKind, call, other_mediator, end_mediation, withdrawal, urge, paid, not_received)

enum class DayPart { morning, afternoon, evening };
BOOST_DESCRIBE_ENUM(DayPart, morning, afternoon, evening)

struct AskForm {
    AskKind kind = AskKind::call;
    std::optional<LegalDate> wanted_on;  ///< of a call
    std::optional<DayPart> wanted_part;
    std::optional<Id<agreements::Term>> term_id;  ///< of paid, not_received
    std::optional<Fen> amount_fen;
    std::optional<Id<attachments::Attachment>> attachment_id;  ///< the proof
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(AskForm, (), (kind, wanted_on, wanted_part, term_id, amount_fen, attachment_id, words))

/// What happened in the case after an urge.
struct CameOf {
    std::string kind;
    LegalDate on;
};
BOOST_DESCRIBE_STRUCT(CameOf, (), (kind, on))

struct AskView {
    Id<Ask> id;
    PartyId party_id;
    AskKind kind = AskKind::call;
    std::optional<LegalDate> wanted_on;
    std::optional<DayPart> wanted_part;
    std::optional<Id<agreements::Term>> term_id;
    std::optional<Fen> amount_fen;
    std::optional<Id<attachments::Attachment>> attachment_id;
    bool was_late = false;  ///< of an urge: something was late then
    std::string words;
    Instant made_at;
    std::optional<Instant> answered_at;
    std::optional<std::string> answered_by_name;
    std::optional<std::string> answer;
    std::vector<CameOf> came_of;
};
BOOST_DESCRIBE_STRUCT(AskView, (),
                      (id, party_id, kind, wanted_on, wanted_part, term_id, amount_fen, attachment_id, was_late,
                       words, made_at, answered_at, answered_by_name, answer, came_of))

struct AskAnswerForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(AskAnswerForm, (), (words))

enum class ComplaintAbout { person, delay, conduct, outcome };
BOOST_DESCRIBE_ENUM(ComplaintAbout, person, delay, conduct, outcome)
enum class ComplaintState { open, taken, answered };
BOOST_DESCRIBE_ENUM(ComplaintState, open, taken, answered)
enum class ComplaintOutcome { upheld, partly, not_upheld };
BOOST_DESCRIBE_ENUM(ComplaintOutcome, upheld, partly, not_upheld)

struct ComplaintForm {
    ComplaintAbout about = ComplaintAbout::delay;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ComplaintForm, (), (about, words))

struct ComplaintView {
    Id<Complaint> id;
    ComplaintAbout about = ComplaintAbout::delay;
    ComplaintState state = ComplaintState::open;
    std::string words;
    Instant made_at;
    LegalDate answer_by_on;
    std::string to_name;
    std::optional<ComplaintOutcome> outcome;
    std::optional<std::string> answer;
    std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(ComplaintView, (),
                      (id, about, state, words, made_at, answer_by_on, to_name, outcome, answer, answered_at))

/// As those see it who answer. dispute_id, number: only of a dispute that the reader may see.
struct ComplaintLine : ComplaintView {
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<std::string> number;
    std::string against_name;
    std::string party_name;
    std::optional<std::string> phone;  ///< masked
    std::optional<std::string> taken_by_name;
    std::optional<std::string> answered_by_name;
    bool late = false;
};
BOOST_DESCRIBE_STRUCT(ComplaintLine, (ComplaintView),
                      (dispute_id, number, against_name, party_name, phone, taken_by_name, answered_by_name, late))

struct ComplaintAnswerForm {
    ComplaintOutcome outcome = ComplaintOutcome::not_upheld;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ComplaintAnswerForm, (), (outcome, words))

enum class DataKind { copy, correction, deletion };
BOOST_DESCRIBE_ENUM(DataKind, copy, correction, deletion)
enum class DataState { open, decided };
BOOST_DESCRIBE_ENUM(DataState, open, decided)
/// restricted: kept, and used for nothing but keeping (PIPL art. 47).
enum class DataOutcome { provided, corrected, deleted, restricted, refused };
BOOST_DESCRIBE_ENUM(DataOutcome, provided, corrected, deleted, restricted, refused)
/// archive_duty: PML art. 27, PIPL art. 47 · still_needed: the mediation is not over, PIPL art. 47(1) · others_data ·
/// record_right: looked at and right, PIPL art. 46 · identity_unproved.
enum class DataReason { archive_duty, still_needed, others_data, record_right, identity_unproved };
BOOST_DESCRIBE_ENUM(DataReason, archive_duty, still_needed, others_data, record_right, identity_unproved)

struct DataForm {
    DataKind kind = DataKind::copy;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(DataForm, (), (kind, words))

struct DataView {
    Id<DataRequest> id;
    DataKind kind = DataKind::copy;
    DataState state = DataState::open;
    std::string words;
    Instant made_at;
    LegalDate answer_by_on;
    std::optional<DataOutcome> outcome;
    std::optional<DataReason> reason;
    std::optional<std::string> answer;
    std::optional<Instant> decided_at;
    std::optional<Instant> taken_at;  ///< the copy, for the first time
};
BOOST_DESCRIBE_STRUCT(DataView, (),
                      (id, kind, state, words, made_at, answer_by_on, outcome, reason, answer, decided_at, taken_at))

struct DataLine : DataView {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    dispute::State dispute_state = dispute::State::registered;
    std::string holder_name;
    std::string party_name;
    std::optional<std::string> decided_by_name;
    bool late = false;
};
BOOST_DESCRIBE_STRUCT(DataLine, (DataView),
                      (dispute_id, number, dispute_state, holder_name, party_name, decided_by_name, late))

/// correction: what is put right when the outcome is corrected.
struct DataDecisionForm {
    DataOutcome outcome = DataOutcome::refused;
    std::optional<DataReason> reason;
    std::string words;
    std::optional<dispute::PartyCorrection> correction;
};
BOOST_DESCRIBE_STRUCT(DataDecisionForm, (), (outcome, reason, words, correction))

struct HomeTerm {
    Id<agreements::Term> id;
    agreements::TermKind kind = agreements::TermKind::other;
    std::string text;
    bool from_me = false;
    std::string by_name;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> due_on;
    std::string manner;
    std::string place;
    Fen left_fen;
    std::int64_t days_late = 0;
    bool performed = false;
    std::vector<agreements::PerformanceView> performances;
};
BOOST_DESCRIBE_STRUCT(HomeTerm, (),
                      (id, kind, text, from_me, by_name, amount_fen, due_on, manner, place, left_fen, days_late,
                       performed, performances))

/// The agreement as both sides know it.
struct PaperView {
    agreements::AgreementShape form = agreements::AgreementShape::written;
    agreements::Scope scope = agreements::Scope::full;
    std::string facts;
    std::string points;
    std::string responsibility;
    std::optional<std::string> open_points;
    std::optional<std::string> breach_clause;
    LegalDate concluded_on;
    std::optional<LegalDate> effective_on;
    bool signed_by_me = false;
};
BOOST_DESCRIBE_STRUCT(PaperView, (),
                      (form, scope, facts, points, responsibility, open_points, breach_clause, concluded_on,
                       effective_on, signed_by_me))

/// How the confirmation by the court goes, as the parties know it, and what became of the agreement by it.
enum class CourtStepCode {
    applied,
    more_wanted,
    supplemented,
    accepted,
    confirmed,
    refused,
    withdrawn,
    changed,  ///< the agreement, after the court refused
    kept,     ///< the agreement as it was: the change was not signed
    annulled
};
BOOST_DESCRIBE_ENUM(CourtStepCode, applied, more_wanted, supplemented, accepted, confirmed, refused, withdrawn,
                    changed, kept, annulled)

struct CourtStep {
    CourtStepCode code = CourtStepCode::applied;
    LegalDate on;
};
BOOST_DESCRIBE_STRUCT(CourtStep, (), (code, on))

/// 对外移送 Something of the case that another authority has in hand, with what the party agreed to give it. state:
/// sent, accepted, refused, finished. partner_number: under which it runs there.
struct HandedFacts {
    std::string partner_name;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::string state;
    LegalDate sent_on;
    std::optional<std::string> partner_number;
};
BOOST_DESCRIBE_STRUCT(HandedFacts, (), (partner_name, phone, address, state, sent_on, partner_number))
struct HandedOut : HandedFacts {
    std::string matter_zh;
    std::string matter_en;
};
BOOST_DESCRIBE_STRUCT(HandedOut, (HandedFacts), (matter_zh, matter_en))

/// Who handles it.
struct HandlerView {
    std::string body_name;
    std::optional<std::string> body_phone;
    std::optional<std::string> body_address;
    std::vector<std::string> mediators;
};
BOOST_DESCRIBE_STRUCT(HandlerView, (), (body_name, body_phone, body_address, mediators))

/// at_once: the party is the only applicant. on_request: a person decides.
enum class Withdrawal { no, at_once, on_request };
BOOST_DESCRIBE_ENUM(Withdrawal, no, at_once, on_request)

/// What the party may do now. urge_why_not: urge_nothing_runs, urge_too_soon.
struct Acts {
    bool message = false;
    bool call = false;
    bool other_mediator = false;
    bool end_mediation = false;
    Withdrawal withdrawal = Withdrawal::no;
    bool urge = false;
    std::optional<std::string> urge_why_not;
    std::optional<LegalDate> urge_again_on;
    bool complain = false;
    bool satisfaction = false;
};
BOOST_DESCRIBE_STRUCT(Acts, (),
                      (message, call, other_mediator, end_mediation, withdrawal, urge, urge_why_not, urge_again_on,
                       complain, satisfaction))

/// 其他途径 Ways on when mediation did not help, or the agreement is not kept; their words and sources stand with the
/// pages (domain facts 2.14, 2.15, 8.4).
enum class WayOn {
    court,
    change,  ///< of an agreement that the court did not confirm
    labour_arbitration,
    traffic_police,
    again,  ///< mediation, when both sides agree to it
    confirmation,
    enforcement,
    payment_order,
    notary,
    legal_aid
};
BOOST_DESCRIBE_ENUM(WayOn, court, change, labour_arbitration, traffic_police, again, confirmation, enforcement,
                    payment_order, notary, legal_aid)

/// The whole of it, for one party.
struct HomeView {
    std::string number;
    dispute::State state = dispute::State::registered;
    dispute::Side side = dispute::Side::applicant;
    std::string party_name;
    std::vector<std::string> others;  ///< names of the other parties
    LegalDate registered_on;
    HandlerView handler;
    std::vector<StepDone> steps;
    std::vector<Todo> todos;
    std::vector<DateLine> dates;
    std::optional<PaperView> agreement;
    std::vector<HomeTerm> terms;
    std::vector<CourtStep> court;
    std::vector<HandedOut> handed_out;
    std::int64_t papers = 0;  ///< completed ones that he may open
    std::vector<notices::InboxItem> notices;
    std::vector<MessageView> messages;
    std::int64_t unread = 0;
    std::vector<AskView> asks;
    std::vector<ComplaintView> complaints;
    std::vector<DataView> data_requests;
    Acts acts;
    std::vector<WayOn> ways;
    std::optional<std::string> phone;  ///< masked
    bool phone_confirmed = false;
};
BOOST_DESCRIBE_STRUCT(HomeView, (),
                      (number, state, side, party_name, others, registered_on, handler, steps, todos, dates,
                       agreement, terms, court, handed_out, papers, notices, messages, unread, asks, complaints,
                       data_requests, acts, ways, phone, phone_confirmed))

/// What a party wrote, for those who handle the case.
struct Thread {
    PartyId party_id;
    std::vector<MessageView> messages;
    std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(Thread, (), (party_id, messages, unread))

struct CaseHomeView {
    std::vector<Thread> threads;  ///< one for each party
    std::vector<AskView> asks;    ///< those without an answer first
    std::int64_t unread = 0;
    std::int64_t open_asks = 0;
    std::int64_t urges = 0;  ///< on the body that holds the case now
};
BOOST_DESCRIBE_STRUCT(CaseHomeView, (), (threads, asks, unread, open_asks, urges))

}  // namespace hemu::case_home
