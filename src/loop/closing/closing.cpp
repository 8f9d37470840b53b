#include "closing.hpp"

#include "attachments.hpp"
#include "crypto.hpp"
#include "numbers.hpp"
#include "store.hpp"
#include "text.hpp"
#include "verification.hpp"

namespace hemu::closing {

using agreements::AgreementShape;
using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duties;
using identity::Duty;

static constexpr Duties handlers{Duty::mediator, Duty::head, Duty::clerk};

const dispute::Verb take_effect_verb{"take_effect", {State::agreed}, State::performing, handlers};
const dispute::Verb perform_verb{"perform", {State::performing, State::breached}, State::performed, handlers};
const dispute::Verb breach_verb{"breach", {State::performing}, State::breached, handlers};
const dispute::Verb close_verb{
    "close",
    {State::performed, State::breached, State::terminated, State::refused, State::redirected, State::withdrawn},
    State::closed,
    {Duty::mediator, Duty::head, Duty::clerk, Duty::dispatcher}};
const dispute::Verb archive_verb{"archive", {State::closed}, State::archived, {Duty::head, Duty::clerk}};
/// Nothing is left to go on with once a file was disposed of.
static Verdict why_not_reopen(db::Tx& tx, const Dispute& dispute, const identity::Actor&) {
    for (const ArchiveView& one : archives_of(tx, dispute))
        if (one.disposed_on) return Verdict::refused(Fault::conflict, "file_disposed");
    return {};
}
const dispute::Verb reopen_verb{
    "reopen", {State::closed, State::archived}, State::accepted, {Duty::head, Duty::dispatcher}, why_not_reopen};

struct EffectContent {
    LegalDate effective_on;
};
BOOST_DESCRIBE_STRUCT(EffectContent, (), (effective_on))

/// PML art. 29: with the last of signatures and seal the agreement takes effect; until then nothing happens.
static void take_effect_if_complete(db::Tx& tx, Dispute& dispute, const Context& cx) {
    const auto seal = seal_of(tx, dispute);
    const auto effective_on = effect_date(dispute::parties_of(tx, dispute, cx), signatures_of(tx, dispute),
                                          seal ? std::optional(seal->sealed_on) : std::nullopt);
    if (!effective_on) return;
    dispute::set_outcome(tx, dispute, std::nullopt, std::nullopt, effective_on);
    dispute::advance(tx, dispute, take_effect_verb, cx, EffectContent{*effective_on});
    agreements::watch_performance(tx, dispute, cx.moment);
}

static void check_state(const Dispute& dispute, State wanted) {
    if (dispute.state != wanted) throw Refusal(Fault::conflict, "not_in_this_state");
}

static std::string name_of_signer(const Signer& signer, const std::vector<dispute::PartyView>& parties,
                                  const Context& cx) {
    if (signer.mediator.value_or(false)) return cx.actor.name;
    for (const auto& party : parties) {
        if (signer.party_id == std::optional(party.id) && !signer.agent_id) return party.name;
        for (const auto& agent : party.agents)
            if (signer.agent_id == std::optional(agent.id)) return agent.name;
    }
    return cx.actor.name;
}

struct SignedContent {
    std::optional<PartyId> party_id;
    std::optional<std::string> agent_id;
    bool mediator = false;
    Manner manner = Manner::signature;
    LegalDate signed_on;
};
BOOST_DESCRIBE_STRUCT(SignedContent, (), (party_id, agent_id, mediator, manner, signed_on))

void sign(db::Tx& tx, Dispute& dispute, const SignatureForm& form, const Context& cx) {
    check_state(dispute, State::agreed);
    Signing signing{dispute::parties_of(tx, dispute, cx), signatures_of(tx, dispute), told_of(tx, dispute), false};
    signing.mediates = dispute::is_mediator(tx, dispute, cx.actor.account);
    refuse_if(why_not_sign(form, dispute, signing, legal_date(cx.moment)));
    save_signature(tx, dispute, form, name_of_signer(form.signer, signing.parties, cx), cx);
    dispute::record(tx, dispute, "signature", cx,
                    SignedContent{form.signer.party_id, form.signer.agent_id, form.signer.mediator.value_or(false),
                                  form.manner, form.signed_on});
    take_effect_if_complete(tx, dispute, cx);
}

struct SealedContent {
    LegalDate sealed_on;
    std::string file_number;
};
BOOST_DESCRIBE_STRUCT(SealedContent, (), (sealed_on, file_number))

void seal(db::Tx& tx, Dispute& dispute, const SealForm& form, const Context& cx) {
    check_state(dispute, State::agreed);
    if (cx.actor.organisation != dispute.holder_id) throw Refusal(Fault::forbidden, "not_your_bodys_dispute");
    if (seal_of(tx, dispute)) throw Refusal(Fault::conflict, "sealed_already");
    if (legal_date(cx.moment) < form.sealed_on)
        throw Refusal(Fault::invalid, "invalid", {{"sealed_on", "in_the_future"}});
    const std::string number = save_seal(tx, dispute, form, cx);
    dispute::record(tx, dispute, "seal", cx, SealedContent{form.sealed_on, number});
    take_effect_if_complete(tx, dispute, cx);
}

struct PerformedContent {
    std::optional<Id<agreements::Term>> term_id;
    LegalDate performed_on;
    std::optional<Fen> amount_fen;
    agreements::Proof proof = agreements::Proof::receipt;
};
BOOST_DESCRIBE_STRUCT(PerformedContent, (), (term_id, performed_on, amount_fen, proof))

static bool all_performed(const std::optional<agreements::AgreementView>& agreement) {
    return agreement && std::all_of(agreement->terms.begin(), agreement->terms.end(),
                                    [](const agreements::TermView& term) { return term.performed; });
}

void perform(db::Tx& tx, Dispute& dispute, const agreements::PerformanceForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, perform_verb, cx.actor));
    agreements::perform(tx, dispute, form, cx);
    const PerformedContent content{form.term_id, form.performed_on, form.amount_fen, form.proof};
    const bool all = all_performed(agreements::find(tx, dispute));
    const auto event = all ? dispute::advance(tx, dispute, perform_verb, cx, content)
                           : dispute::record(tx, dispute, "performance", cx, content);
    if (!all && dispute.state == State::performing) agreements::watch_performance(tx, dispute, cx.moment);
    if (form.words && !form.words->empty()) dispute::add_note(tx, dispute, event, *form.words, cx.moment);
}

/// performance_ends_on: the last day for performing, by instalments that of the last, without any the day of effect;
/// from there the two years for enforcement count (CPL art. 250).
struct BreachContent {
    Id<agreements::Term> term_id;
    std::optional<LegalDate> performance_ends_on;
};
BOOST_DESCRIBE_STRUCT(BreachContent, (), (term_id, performance_ends_on))

static std::optional<LegalDate> performance_end(const Dispute& dispute, const agreements::AgreementView& agreement) {
    std::optional<LegalDate> last;
    for (const agreements::TermView& term : agreement.terms)
        if (term.due_on && (!last || *last < *term.due_on)) last = term.due_on;
    return last ? last : dispute.effective_on;
}

void breach(db::Tx& tx, Dispute& dispute, const BreachForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, breach_verb, cx.actor));
    const auto agreement = agreements::find(tx, dispute);
    const bool open =
        agreement && std::any_of(agreement->terms.begin(), agreement->terms.end(),
                                 [&](const auto& term) { return term.id == form.term_id && !term.performed; });
    if (!open) throw Refusal(Fault::invalid, "invalid", {{"term_id", "unknown_term"}});
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    const auto event = dispute::advance(tx, dispute, breach_verb, cx,
                                        BreachContent{form.term_id, performance_end(dispute, *agreement)});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
    save_breach(tx, dispute, form, cx.moment);
}

static FileState file_state(db::Tx& tx, const Dispute& dispute, const std::vector<dispute::PartyView>& parties,
                            const std::vector<SignatureView>& signatures, bool sealed,
                            const std::optional<agreements::AgreementView>& agreement) {
    const FileRecords records = records_of(tx, dispute);
    FileState file;
    file.state = dispute.state;
    file.notice_given = records.notices > 0;
    file.session_recorded = records.records > 0;
    file.visited = records.visits > 0;
    file.agreement = agreement.has_value();
    file.written = agreement && agreement->form == AgreementShape::written;
    // In effect, everybody has signed: who has joined since is no party of what was signed.
    file.all_signed = dispute.effective_on || std::all_of(parties.begin(), parties.end(), [&](const auto& party) {
                          return has_signed(party, signatures);
                      });
    file.sealed = sealed;
    file.all_performed = all_performed(agreement);
    file.difficulty = dispute.difficulty;
    file.terminated = records.terminations > 0;
    file.turned_away = records.turned_away > 0;
    file.powers_to_come = records.powers_to_come;
    file.counts = records;
    file.counts.signatures = static_cast<std::int64_t>(signatures.size());
    return file;
}

static std::vector<VolumeItem> items_with_explanations(db::Tx& tx, const Dispute& dispute, FileState file) {
    const auto explanations = explanations_of(tx, dispute);
    file.counts.explanations = static_cast<std::int64_t>(explanations.size());
    auto items = items_of(file);
    for (VolumeItem& item : items)
        for (const Explanation& one : explanations) {
            if (one.part != item.part) continue;
            item.explanation = one.words;
            item.explained_by = one.explained_by;
        }
    return items;
}

static bool is_minor(const dispute::PartyView& party, LegalDate today) {
    return party.birth_on && today < add_months(*party.birth_on, 18 * 12);
}

static RetentionProposal retention_of(db::Tx& tx, const Dispute& dispute,
                                      const std::vector<dispute::PartyView>& parties, const ClosingView& view,
                                      LegalDate today) {
    const auto flags = dispute::flags_of(tx, dispute);
    const auto has = [&](std::string_view flag) {
        return std::find(flags.begin(), flags.end(), flag) != flags.end();
    };
    RetentionGrounds grounds{dispute.national_type, dispute.difficulty, view.scope.has_value(), {}, false,
                             has("death")};
    if (view.balance) grounds.agreed_fen = view.balance->agreed_fen;
    grounds.minors = has("minor") || std::any_of(parties.begin(), parties.end(),
                                                 [&](const auto& party) { return is_minor(party, today); });
    return propose_retention(grounds, retention_settings(tx));
}

ClosingView closing_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    ClosingView view;
    view.signatures = signatures_of(tx, dispute);
    view.seal = seal_of(tx, dispute);
    view.effective_on = dispute.effective_on;
    view.archives = archives_of(tx, dispute);
    for (const ArchiveView& one : view.archives)
        if (one.revision == dispute.revision) view.archive = one;
    view.ink_needed = ink_needed(dispute);
    view.breaches = breaches_of(tx, dispute);
    const auto agreement = agreements::find(tx, dispute);
    if (agreement) {
        view.scope = agreement->scope;
        view.terms = agreements::dues_of(agreement->terms, dispute.effective_on, legal_date(cx.moment));
        view.balance = agreements::balance_of(view.terms);
    }
    const auto parties = dispute::parties_of(tx, dispute, cx);
    view.items = items_with_explanations(
        tx, dispute, file_state(tx, dispute, parties, view.signatures, view.seal.has_value(), agreement));
    view.gate.missing = missing_before_closing(view.items);
    view.retention = retention_of(tx, dispute, parties, view, legal_date(cx.moment));
    return view;
}

struct ExplainedContent {
    VolumePart part = VolumePart::identity;
    bool explained = true;
};
BOOST_DESCRIBE_STRUCT(ExplainedContent, (), (part, explained))

void explain(db::Tx& tx, Dispute& dispute, const ExplanationForm& form, const Context& cx) {
    const ExplanationForm trimmed{form.part, text::trim(form.words)};
    refuse_if(why_not_explain(trimmed, closing_of(tx, dispute, cx).items, dispute.state));
    save_explanation(tx, dispute, trimmed, cx);
    dispute::record(tx, dispute, "file_explained", cx, ExplainedContent{form.part, !trimmed.words.empty()});
}

struct ClosedContent {
    CaseResult result = CaseResult::success;
};
BOOST_DESCRIBE_STRUCT(ClosedContent, (), (result))

void close(db::Tx& tx, Dispute& dispute, const ClosingForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, close_verb, cx.actor));
    refuse_if(why_not_result(form.result, dispute));
    const auto missing = closing_of(tx, dispute, cx).gate.missing;
    if (!missing.empty()) {
        Refusal refusal(Fault::conflict, "gate_not_open");
        for (const auto& code : missing) refusal.fields.push_back({code, "missing_before_closing"});
        throw refusal;
    }
    dispute::set_outcome(tx, dispute, std::string(json::enum_word(form.result)), std::nullopt, std::nullopt);
    const auto event = dispute::advance(tx, dispute, close_verb, cx, ClosedContent{form.result});
    if (form.words && !form.words->empty()) dispute::add_note(tx, dispute, event, *form.words, cx.moment);
}

std::string file_digest(db::Tx& tx, const Dispute& dispute) {
    std::string content = dispute.event_digest + "\n";
    if (const auto agreement = agreements::find(tx, dispute)) content += json::write(*agreement);
    content += "\n" + json::write(signatures_of(tx, dispute));
    content += "\n" + json::write(papers_of(tx, dispute));
    return crypto::to_hex(crypto::sm3(content));
}

/// revision and earlier_digest: of a case that was opened again, which filing this is and which it follows.
struct ArchivedContent {
    Retention retention = Retention::long_;
    std::string digest;
    std::int64_t revision = 1;
    std::optional<LegalDate> dispose_after_on;
    std::optional<std::string> earlier_digest;
};
BOOST_DESCRIBE_STRUCT(ArchivedContent, (), (retention, digest, revision, dispose_after_on, earlier_digest))

void archive(db::Tx& tx, Dispute& dispute, const ArchiveForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, archive_verb, cx.actor));
    const ClosingView file = closing_of(tx, dispute, cx);
    refuse_if(why_not_retention(form, file.retention.retention));
    ArchiveView view;
    view.revision = dispute.revision;
    view.proposed = file.retention.retention;
    view.retention = form.retention.value_or(view.proposed);
    if (view.retention < view.proposed) view.reason = text::trim(*form.reason);
    view.filer = text::trim(form.filer.value_or(""));
    if (view.filer.empty()) view.filer = cx.actor.name;
    view.note = form.note;
    view.archived_on = legal_date(cx.moment);
    view.dispose_after_on = disposal_day(view.retention, view.archived_on, retention_settings(tx));
    view.digest = file_digest(tx, dispute);
    if (!file.archives.empty()) view.earlier_digest = file.archives.front().digest;
    view.file_number = numbers::number_of(tx, dispute, {});
    save_archive(tx, dispute, view, cx.moment);
    dispute::advance(
        tx, dispute, archive_verb, cx,
        ArchivedContent{view.retention, view.digest, view.revision, view.dispose_after_on, view.earlier_digest});
}

ArchiveCheck check_archive(db::Tx& tx, const Dispute& dispute, std::int64_t revision, const Context& cx) {
    Dispute filed = dispute;
    filed.revision = revision;
    const auto archive = archive_of(tx, filed);
    const auto at = filed_at(tx, filed, revision);
    if (!archive || !at || archive->disposed_on) throw Refusal(Fault::not_found, "not_found");
    filed.event_digest = at->event_digest;
    ArchiveCheck check;
    check.revision = revision;
    check.digest = archive->digest;
    check.digest_now = file_digest(tx, filed);
    check.same = check.digest == check.digest_now;
    check.chain_whole = dispute::is_chain_whole(tx, dispute.id);
    for (const auto& file : attachments::attachments_of(tx, dispute, cx.actor).items) {
        if (file.removed_at) continue;
        ++check.files;
        try {
            attachments::content_on_shelf(file.digest, cx);
        } catch (const Refusal& refusal) {
            if (refusal.code != "file_damaged") throw;
            check.damaged.push_back(file.name);
        }
    }
    check.checked_at = cx.moment;
    return check;
}

struct ReopenedContent {
    std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(ReopenedContent, (), (revision))

void reopen(db::Tx& tx, Dispute& dispute, const ReopeningForm& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, reopen_verb, cx.actor));
    if (text::trim(form.reason).empty()) throw Refusal(Fault::invalid, "invalid", {{"reason", "missing"}});
    dispute::set_revision(tx, dispute, dispute.revision + 1);
    dispute::set_holder(tx, dispute, dispute.window_id);
    dispute::release_hands(tx, dispute, cx.moment);
    const auto event = dispute::advance(tx, dispute, reopen_verb, cx, ReopenedContent{dispute.revision});
    dispute::add_note(tx, dispute, event, form.reason, cx.moment);
}

}  // namespace hemu::closing
