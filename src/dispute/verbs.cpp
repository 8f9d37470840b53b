#include "dispute.hpp"

namespace hemu::dispute {

static std::vector<const Verb*>& verb_list() {
    static std::vector<const Verb*> list;
    return list;
}

Verb::Verb(std::string_view verb_name, std::vector<State> from_states, State to_state, identity::Duties allowed,
           Rule own_rule)
    : name(verb_name), from(std::move(from_states)), to(to_state), duties(allowed), rule(own_rule) {
    verb_list().push_back(this);
}

const std::vector<const Verb*>& all_verbs() { return verb_list(); }

Verdict why_not(const Dispute& dispute, const Verb& verb, const identity::Actor& actor) {
    if (!verb.duties.contains(actor.duty)) return Verdict::refused(Fault::forbidden, "duty_may_not");
    if (std::find(verb.from.begin(), verb.from.end(), dispute.state) == verb.from.end())
        return Verdict::refused(Fault::conflict, "not_in_this_state");
    return {};
}

Verdict why_not_now(db::Tx& tx, const Dispute& dispute, const Verb& verb, const identity::Actor& actor) {
    const Verdict verdict = why_not(dispute, verb, actor);
    return verdict.fine() && verb.rule ? verb.rule(tx, dispute, actor) : verdict;
}

Verdict why_outdated(const Dispute& dispute, std::optional<std::int64_t> version_read) {
    if (!version_read) return Verdict::refused(Fault::precondition_required, "version_required");
    if (*version_read != dispute.version) return Verdict::refused(Fault::precondition_failed, "version_outdated");
    return {};
}

CaseHead head_of(const Dispute& dispute) { return {dispute.id, dispute.number, dispute.state, dispute.version}; }

}  // namespace hemu::dispute
