#include "submission.hpp"

#include "entrances.hpp"
#include "evidence.hpp"

namespace hemu::application {

using dispute::Dispute;
using identity::Context;

Known known_of(db::Tx& tx, const ApplicationRow& row, const Content& content, const Context& cx) {
    Known known;
    known.phone = content.phone;
    known.place_known = content.form.place_code && places::find(tx, *content.form.place_code);
    known.has_files = !attachments::own_files(tx, attachments::Place::of(row.id)).items.empty();
    known.today = legal_date(cx.moment);
    return known;
}

std::optional<intake::TypeProposal> type_of(const ApplicationForm& form,
                                            const std::vector<intake::TypeProposal>& guessed) {
    if (form.national_type) return intake::TypeProposal{*form.national_type, form.local_type, {}};
    return likely_type(form.guidance ? types_of_door(form.guidance->door) : std::vector<std::string>{}, guessed);
}

static void refuse_incomplete(const ApplicationForm& form, const Known& known) {
    Checked checked = check(form, known);
    for (const Lacking& one : checked.missing) checked.wrong.add(one.field, one.code);
    refuse_if(checked.wrong);
}

static void refuse_without_consents(const ApplicationForm& form, const Known& known, const SubmissionForm& sent) {
    const auto needed = consents_needed(is_sensitive(form, known.has_files), names_a_child(form, known.today));
    refuse_if(why_not_consents(sent.consents, needed));
}

/// Nobody with an account registers it; it stands at this window.
static Context at_window(const Context& cx, organisations::OrganisationId window) {
    identity::Actor actor = cx.actor;
    actor.account = {};
    actor.name.clear();
    actor.duty = identity::Duty::citizen;
    actor.organisation = window;
    return {cx.db, actor, cx.moment, cx.keys, cx.config, cx.live};
}

static const dispute::PartyView& applicant_among(const std::vector<dispute::PartyView>& parties) {
    return *std::find_if(parties.begin(), parties.end(),
                         [](const dispute::PartyView& party) { return party.side == dispute::Side::applicant; });
}

static ApplicationTold told_in(const ApplicationRow& row, const ApplicationForm& form, bool phone_confirmed) {
    return {form.applying_for, phone_confirmed, form.occurred_words, form.other_handlers, form.evidence,
            form.days_away,    form.asks_apart, form.helper,         row.entrance,        form.guidance};
}

/// What the journal proves of an application. consents: `code:version`.
struct SentContent {
    ApplyingFor applying_for = ApplyingFor::self;
    bool phone_confirmed = false;
    std::int64_t files = 0;
    std::vector<std::string> consents;
};
BOOST_DESCRIBE_STRUCT(SentContent, (), (applying_for, phone_confirmed, files, consents))

static SentContent sent_content(const ApplicationTold& told, std::int64_t files, const SubmissionForm& sent) {
    SentContent content{told.applying_for, told.phone_confirmed, files, {}};
    for (const ConsentGiven& one : sent.consents)
        content.consents.push_back(fmt::format("{}:{}", one.code, one.version));
    return content;
}

static ApplicationReceipt receipt_of(const intake::Receipt& made, bool phone_confirmed) {
    return {made.number,    made.query_code, made.registered_at, made.next_by,
            made.body_name, made.body_phone, made.body_address,  phone_confirmed};
}

static Sent sent_before(db::Tx& tx, Id<Application> id, const Context& cx) {
    const auto row = get(tx, id);
    const auto content = content_of(row, cx.keys);
    return {content.receipt.value(), row.dispute_id.value(), row.party_id.value()};
}

static Sent register_it(db::Tx& tx, const ApplicationRow& row, const Content& content, const SubmissionForm& sent,
                        organisations::OrganisationId window, const Context& cx) {
    const ApplicationForm& form = content.form;
    const auto type = type_of(form, intake::types_in(tx, form.narrative, cx.moment));
    const auto registration = registration_of(form, content.phone, row.channel, type);
    const auto made = intake::register_dispute(tx, registration, at_window(cx, window));
    Dispute dispute = dispute::load(tx, made.id).value();
    const dispute::PartyView applicant = applicant_among(dispute::parties_of(tx, dispute, cx));
    const bool confirmed = access::is_confirmed(tx, row.id, contact_phone(registration, form.applying_for), cx.keys);

    const Context as_applicant = access::as_party(cx, dispute);
    const ApplicationTold told = told_in(row, form, confirmed);
    keep_told(tx, dispute.id, told, cx.keys);
    entrances::count_sent(tx, row.entrance.value_or(""), legal_date(cx.moment));
    access::carry_confirmations(tx, row.id, applicant.id);
    keep_consents(tx, dispute.id, applicant.id, sent.consents, cx.actor.language, cx.moment);
    const auto files = attachments::hand_over(tx, row.id, dispute, applicant.id, applicant.name, as_applicant);
    dispute::record(tx, dispute, "application", as_applicant, sent_content(told, files, sent));
    return {receipt_of(made, confirmed), dispute.id, applicant.id};
}

Sent submit(db::Tx& tx, const ApplicationRow& row, std::optional<std::int64_t> version_read,
            const SubmissionForm& sent, const Context& cx) {
    if (row.submitted_at) return sent_before(tx, row.id, cx);
    if (version_read && *version_read != row.version) throw Refusal(Fault::precondition_failed, "version_outdated");
    const Content content = content_of(row, cx.keys);
    const Known known = known_of(tx, row, content, cx);
    refuse_incomplete(content.form, known);
    refuse_without_consents(content.form, known, sent);
    const auto window = window_among(organisations::serving(tx, *content.form.place_code, "", known.today));
    if (!window) throw Refusal(Fault::conflict, "no_window_here");

    if (!claim(tx, row.id, cx.moment)) return sent_before(tx, row.id, cx);
    const Sent made = register_it(tx, row, content, sent, *window, cx);
    settle(tx, row.id, {content.phone, {}, made.receipt}, made.dispute_id, made.party_id,
           known.today + settings(tx).receipt_days, cx);
    return made;
}

}  // namespace hemu::application
