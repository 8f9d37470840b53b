// What templates of papers can name: every value as it is printed. The members' names are the placeholders.
#pragma once
#include "dossier.hpp"
#include "json.hpp"

namespace hemu::dossier {

struct AgentFacts {
    std::string name;
    std::string kind;
    std::string identity_number;
    std::string phone;
    std::string relation;
    std::string powers;
};
BOOST_DESCRIBE_STRUCT(AgentFacts, (), (name, kind, identity_number, phone, relation, powers))

/// A file of the case.
struct FileFacts {
    std::string name;
    std::string kind;
    std::string by;
    std::string on;
    std::string digest;  ///< the beginning of its SM3, by which it is found again
};
BOOST_DESCRIBE_STRUCT(FileFacts, (), (name, kind, by, on, digest))

/// person: a natural person, not a unit. described: everything about him in one line, as papers begin with. signs:
/// how he signs (PML art. 29), a unit by its representative and its seal. identity_files: copies of his papers.
struct PartyFacts {
    std::string id;
    std::string side;
    std::string name;
    bool person = true;
    std::string sex;
    std::string age;
    std::string ethnicity;
    std::string occupation;
    std::string legal_representative;
    std::string identity_number;
    std::string phone;
    std::string address;
    std::string described;
    std::string signs;
    std::vector<AgentFacts> agents;
    std::string agents_described;
    std::vector<FileFacts> identity_files;
};
BOOST_DESCRIBE_STRUCT(PartyFacts, (),
                      (id, side, name, person, sex, age, ethnicity, occupation, legal_representative, identity_number,
                       phone, address, described, signs, agents, agents_described, identity_files))

struct TermFacts {
    std::string text;
    std::string by;
    std::string amount;
    std::string capitals;
    std::string due_on;
    std::string manner;
    std::string place;
    std::string how;  ///< sum, day, manner and place in one sentence
};
BOOST_DESCRIBE_STRUCT(TermFacts, (), (text, by, amount, capitals, due_on, manner, place, how))

struct AgreementFacts {
    bool oral = false;
    std::string facts;
    std::string points;
    std::string responsibility;
    std::vector<TermFacts> terms;
    std::string open_points;
    std::string routes;
    std::string breach_clause;
    std::string copies;
    std::string concluded_on;
};
BOOST_DESCRIBE_STRUCT(AgreementFacts, (),
                      (oral, facts, points, responsibility, terms, open_points, routes, breach_clause, copies,
                       concluded_on))

struct SessionFacts {
    std::string when;
    std::string place;
    std::string mode;
    std::string participants;
    std::string record;
    std::string result;
};
BOOST_DESCRIBE_STRUCT(SessionFacts, (), (when, place, mode, participants, record, result))

struct InquiryFacts {
    std::string on;
    std::string place;
    std::string asked;
    std::string participants;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(InquiryFacts, (), (on, place, asked, participants, content))

struct VisitFacts {
    std::string on;
    std::string manner;
    std::string performance;
    std::string satisfied;
    std::string lawsuit;
    std::string remaining_risk;
    std::string words;
    std::string visitor;
};
BOOST_DESCRIBE_STRUCT(VisitFacts, (), (on, manner, performance, satisfied, lawsuit, remaining_risk, words, visitor))

struct EndFacts {
    std::string reason;
    std::string routes;
    std::string on;
};
BOOST_DESCRIBE_STRUCT(EndFacts, (), (reason, routes, on))

/// 不予受理、移送.
struct TurnedAwayFacts {
    std::string to;  ///< body or way that it was passed to; of a refusal empty
    std::string reason;
    std::string routes;
    std::string on;
};
BOOST_DESCRIBE_STRUCT(TurnedAwayFacts, (), (to, reason, routes, on))

struct ExtensionFacts {
    std::string until;
    std::string on;
};
BOOST_DESCRIBE_STRUCT(ExtensionFacts, (), (until, on))

/// What was performed of a term at once. index: the term's in the agreement. to: who received it, when that is one.
struct PaymentFacts {
    std::string index;
    std::string term;
    std::string by;
    std::string to;
    std::string on;
    std::string amount;
    std::string capitals;
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(PaymentFacts, (), (index, term, by, to, on, amount, capitals, proof))

/// 交办: a case is handed to a body.
struct HandingFacts {
    std::string to;
    std::string by;
    std::string on;
};
BOOST_DESCRIBE_STRUCT(HandingFacts, (), (to, by, on))

/// 督办.
struct OrderFacts {
    std::string kind;
    std::string from;
    std::string to;
    std::string demand;
    std::string reply_by;
    std::string on;
};
BOOST_DESCRIBE_STRUCT(OrderFacts, (), (kind, from, to, demand, reply_by, on))

/// A line of 卷内目录. pages, note: known once the file is bound.
struct ContentFacts {
    std::string title;
    std::string on;
    std::string count;
    std::string pages;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ContentFacts, (), (title, on, count, pages, note))

/// What is missing, and why.
struct LackFacts {
    std::string what;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(LackFacts, (), (what, why))

/// 卷宗: what stands on its cover and in it, in the order of the ministry (domain facts 2.17, 3.2). from, to: of the
/// mediation. lacks: what has to be there and is not. extent: how many pages it has, once it is bound.
struct VolumeFacts {
    std::string year;
    std::string from;
    std::string to;
    std::string filer;
    std::string filed_on;
    std::string retention;
    std::string note;
    std::vector<ContentFacts> contents;
    std::vector<LackFacts> lacks;
    std::string extent;
};
BOOST_DESCRIBE_STRUCT(VolumeFacts, (), (year, from, to, filer, filed_on, retention, note, contents, lacks, extent))

/// Who mediates, at which committee, and how he came to it.
struct MediatorFacts {
    std::string name;
    std::string body;
    std::string kind;   ///< 专职、兼职、特邀
    std::string entry;  ///< 推选、聘任
    std::string since;
};
BOOST_DESCRIBE_STRUCT(MediatorFacts, (), (name, body, kind, entry, since))

/// 调解建议书.
struct AdviceFacts {
    std::string to;
    std::string problem;
    std::string advice;
    std::string reply_by;
    std::string on;
};
BOOST_DESCRIBE_STRUCT(AdviceFacts, (), (to, problem, advice, reply_by, on))

/// 民事裁定书, of judicial confirmation: what the court ruled, and the agreement it ruled about. applicants: their
/// names. reason, words: of a rejection. signed_on: the day as rulings end with, 二〇二六年十二月十日.
struct RulingFacts {
    std::string court;
    std::string number;
    std::string judge;
    std::string applicants;
    std::string accepted_on;
    std::string ruled_on;
    std::string signed_on;
    bool confirmed = true;
    std::string reason;
    std::string words;
    std::string concluded_on;
    std::string effective_on;
    std::vector<TermFacts> terms;
};
BOOST_DESCRIBE_STRUCT(RulingFacts, (),
                      (court, number, judge, applicants, accepted_on, ruled_on, signed_on, confirmed, reason, words,
                       concluded_on, effective_on, terms))

struct CaseFacts {
    std::string number;
    std::string document_number;  ///< of the paper itself, once it has one
    std::string file_number;
    std::string title;
    std::string type;
    std::string source;
    std::string channel;
    std::string place;
    std::string amount;
    std::string capitals;
    std::string narrative;
    std::string request;
    std::string registered_on;
    std::string accepted_on;
    std::string occurred_on;
    std::string due_on;
    std::string window;  ///< where it was registered
    std::string registrar;
    std::string body;
    std::string body_phone;
    std::string body_address;
    std::string mediators;
    std::string presiding;
    std::string result;
    std::string effective_on;
    std::string today;
    std::vector<PartyFacts> parties;
    std::vector<PartyFacts> applicants;
    std::vector<PartyFacts> respondents;
    std::vector<PartyFacts> third_parties;
    std::string applicants_named;
    std::string respondents_named;
    std::string undisputed;
    std::optional<AgreementFacts> agreement;
    std::optional<EndFacts> termination;
    std::optional<TurnedAwayFacts> refusal;
    std::optional<TurnedAwayFacts> passing;
    std::string confirmation;  ///< how far an application to the court is
    std::vector<FileFacts> evidence;
    std::vector<FileFacts> open_evidence;  ///< what no side and no mediator keeps to himself: may leave the house
    VolumeFacts volume;
    std::optional<PartyFacts> party;      ///< of whom the paper is
    std::optional<SessionFacts> session;  ///< of which the paper is; so below
    std::optional<InquiryFacts> inquiry;
    std::optional<VisitFacts> visit;
    std::optional<ExtensionFacts> extension;
    std::optional<PaymentFacts> payment;
    std::optional<HandingFacts> handing;
    std::optional<OrderFacts> order;
    std::optional<AdviceFacts> advice;
    std::optional<MediatorFacts> mediator;
    std::optional<RulingFacts> ruling;
};
BOOST_DESCRIBE_STRUCT(CaseFacts, (),
                      (number, document_number, file_number, title, type, source, channel, place, amount, capitals,
                       narrative, request, registered_on, accepted_on, occurred_on, due_on, window, registrar, body,
                       body_phone, body_address, mediators, presiding, result, effective_on, today, parties,
                       applicants, respondents, third_parties, applicants_named, respondents_named, undisputed,
                       agreement, termination, refusal, passing, confirmation, evidence, open_evidence, volume, party,
                       session, inquiry, visit, extension, payment, handing, order, advice, mediator, ruling))

/// A case in which everything is there: the shape of the data, and what a template is tried with.
const CaseFacts& example();

/// Nothing is known but that there is a case; and far too much of everything: what templates are tried with besides.
CaseFacts nothing_known();
CaseFacts far_too_much();

/// As templates read it.
boost::json::object as_object(const CaseFacts&);

}  // namespace hemu::dossier
