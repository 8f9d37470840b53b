// 调解员推荐 Who of the lead and the helping bodies could mediate, and what speaks against him.
#include <algorithm>

#include "desk.hpp"
#include "mediators.hpp"

namespace hemu::assignment {

using dispute::Dispute;
using identity::Context;
using AccountId = Id<identity::Account>;

static const db::Statement select_load{"assignment.load_of_mediator", R"(
    SELECT count(*) FROM dispute WHERE handler_id = $1 AND closed_at IS NULL)"};

static const db::Statement select_names{"assignment.names_on", R"(
    SELECT name FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL
    UNION SELECT name FROM dispute_agent WHERE dispute_id = $1 AND removed_at IS NULL)"};

static const db::Statement select_asked{"assignment.languages_on", R"(
    SELECT DISTINCT language FROM dispute_party
     WHERE dispute_id = $1 AND removed_at IS NULL AND language IS NOT NULL AND language <> 'mandarin')"};

static const db::Statement select_judges{"assignment.judges_on", R"(
    SELECT account_id FROM dispute_person WHERE dispute_id = $1 AND role = 'judge')"};

static const db::Statement select_former{"assignment.mediated_before", R"(
    SELECT DISTINCT account_id FROM assignment_mediator
     WHERE dispute_id = $1 AND until_at IS NOT NULL
    UNION SELECT account_id FROM assignment_mediator WHERE dispute_id = $1 AND revision < $2)"};

template <class T>
static bool contains(const std::vector<T>& list, const T& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

/// What the dispute knows that may speak against somebody.
struct OnIt {
    OnIt(db::Tx& tx, const Dispute& dispute)
        : declared(declarations_of(tx, dispute)),
          names(tx.all<std::string>(select_names, dispute.id)),
          languages(tx.all<std::string>(select_asked, dispute.id)),
          judges(tx.all<AccountId>(select_judges, dispute.id)),
          former(tx.all<AccountId>(select_former, dispute.id, dispute.revision)),
          objected(objected_accounts(tx, dispute)),
          withdraw_when_asked(settings(tx).withdraw_when_asked) {}
    std::vector<Declared> declared;
    std::vector<std::string> names;
    std::vector<std::string> languages;
    std::vector<AccountId> judges;
    std::vector<AccountId> former;
    std::vector<AccountId> objected;
    bool withdraw_when_asked = false;
};

static ConflictFacts facts_of(const mediators::Mediator& mediator, const Dispute& dispute, const OnIt& on_it) {
    ConflictFacts facts;
    for (const Declared& one : on_it.declared)
        if (one.account_id == mediator.account_id) facts.declared = one.relation;
    facts.judged = contains(on_it.judges, mediator.account_id);
    facts.same_name = contains(on_it.names, mediator.name);
    facts.same_village = mediator.village_code && *mediator.village_code == dispute.place_code;
    facts.mediated_before = contains(on_it.former, mediator.account_id);
    facts.objected = contains(on_it.objected, mediator.account_id);
    facts.withdraws_when_asked = on_it.withdraw_when_asked;
    return facts;
}

static MediatorProposal proposal_of(const mediators::Mediator& mediator, const Dispute& dispute, const OnIt& on_it) {
    MediatorProposal view;
    view.account_id = mediator.account_id;
    view.name = mediator.name;
    view.organisation_name = mediator.organisation_name;
    view.grade = mediator.grade;
    view.field_named = contains(mediator.fields, dispute.national_type) ||
                       (dispute.local_type && contains(mediator.fields, *dispute.local_type));
    view.speaks = std::all_of(on_it.languages.begin(), on_it.languages.end(),
                              [&](const std::string& language) { return contains(mediator.languages, language); });
    view.conflicts = conflicts_in(facts_of(mediator, dispute, on_it));
    return view;
}

std::vector<MediatorProposal> proposals_for(db::Tx& tx, const Dispute& dispute, LegalDate today) {
    const OnIt on_it(tx, dispute);
    std::vector<Id<identity::Organisation>> bodies = {dispute.holder_id};
    for (const HelperView& helper : helpers_of(tx, dispute)) bodies.push_back(helper.organisation_id);
    std::vector<MediatorProposal> proposals;
    std::vector<db::Later<std::int64_t>> loads;
    for (const auto body : bodies)
        for (const auto& mediator : mediators::list(tx, body, "", today)) {
            const bool known = std::any_of(proposals.begin(), proposals.end(), [&](const MediatorProposal& one) {
                return one.account_id == mediator.account_id;
            });
            if (known) continue;
            proposals.push_back(proposal_of(mediator, dispute, on_it));
            loads.push_back(tx.later<std::int64_t>(select_load, mediator.account_id));
        }
    for (std::size_t at = 0; at < proposals.size(); ++at) proposals[at].open_cases = loads[at].one();
    order_proposals(proposals, dispute.difficulty);
    return proposals;
}

struct DeclarationContent {
    AccountId account_id;
    Relation relation = Relation::none;
};
BOOST_DESCRIBE_STRUCT(DeclarationContent, (), (account_id, relation))

void declare_relation(db::Tx& tx, Dispute& dispute, const DeclarationForm& form, const Context& cx) {
    if (cx.actor.duty == identity::Duty::mediator && form.account_id != cx.actor.account)
        throw Refusal(Fault::forbidden, "declares_for_himself");
    refuse_if(why_not_name(dispute, cx.actor));
    Verdict verdict;
    if (!contains(mediators_here(tx, dispute, legal_date(cx.moment)), form.account_id))
        verdict.add("account_id", "not_a_mediator_here");
    refuse_if(verdict);
    dispute::record(tx, dispute, "relation_declared", cx, DeclarationContent{form.account_id, form.relation});
    save_declaration(tx, dispute, form, cx);
}

}  // namespace hemu::assignment
