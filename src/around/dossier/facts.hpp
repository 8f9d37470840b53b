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

/// person: a natural person, not a unit. described: everything about him in one line, as papers begin with.
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
    std::vector<AgentFacts> agents;
    std::string agents_described;
};
BOOST_DESCRIBE_STRUCT(PartyFacts, (),
                      (id, side, name, person, sex, age, ethnicity, occupation, legal_representative, identity_number,
                       phone, address, described, agents, agents_described))

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

struct CaseFacts {
    std::string number;
    std::string file_number;
    std::string title;
    std::string type;
    std::string source;
    std::string place;
    std::string amount;
    std::string capitals;
    std::string narrative;
    std::string request;
    std::string registered_on;
    std::string occurred_on;
    std::string body;
    std::string body_phone;
    std::string body_address;
    std::string mediators;
    std::string presiding;
    std::string recorder;
    std::string result;
    std::string effective_on;
    std::string today;
    std::vector<PartyFacts> parties;
    std::vector<PartyFacts> applicants;
    std::vector<PartyFacts> respondents;
    std::vector<PartyFacts> third_parties;
    std::string undisputed;
    std::optional<AgreementFacts> agreement;
    std::optional<EndFacts> termination;
    std::optional<PartyFacts> party;      ///< of whom the paper is
    std::optional<SessionFacts> session;  ///< of which the paper is; so below
    std::optional<InquiryFacts> inquiry;
    std::optional<VisitFacts> visit;
};
BOOST_DESCRIBE_STRUCT(CaseFacts, (),
                      (number, file_number, title, type, source, place, amount, capitals, narrative, request,
                       registered_on, occurred_on, body, body_phone, body_address, mediators, presiding, recorder,
                       result, effective_on, today, parties, applicants, respondents, third_parties, undisputed,
                       agreement, termination, party, session, inquiry, visit))

/// A case in which everything is there: the shape of the data, and what a template is tried with.
const CaseFacts& example();

/// As templates read it.
boost::json::object as_object(const CaseFacts&);

}  // namespace hemu::dossier
