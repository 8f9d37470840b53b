// The committee's side of judicial confirmation.
#include "calendar.hpp"
#include "changing.hpp"
#include "hidden.hpp"
#include "numbers.hpp"
#include "packages.hpp"
#include "text.hpp"

namespace hemu::court {

using dispute::State;

/// An agreement in effect may be confirmed whether it is kept, not kept or closed already.
static bool is_in_effect(const Dispute& dispute) {
    return dispute.effective_on && (dispute.state == State::performing || dispute.state == State::breached ||
                                    dispute.state == State::performed || dispute.state == State::closed);
}

ConfirmationDesk confirmation_desk(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    const auto row = confirmation_of(tx, dispute);
    const LegalDate today = legal_date(cx.moment);
    ConfirmationDesk desk;
    desk.moves = moves_of(row ? std::optional(view_of(tx, *row)) : std::nullopt, is_in_effect(dispute));
    if (!dispute::why_not_now(tx, dispute, change_agreement_verb, cx.actor).fine())
        std::erase(desk.moves, ConfirmationMove::change);
    if (row) {
        desk.application = view_of(tx, *row);
        std::erase_if(desk.application->papers,
                      [hidden = attachments::hidden_from(tx, dispute.id, cx.actor)](const MaterialLink& one) {
                          return hidden.contains(to_text(one.attachment_id));
                      });
    }
    desk.edition = agreements::edition_of(tx, dispute);
    desk.file_number = numbers::number_of(tx, dispute, {});
    desk.earlier = earlier_editions(tx, dispute);
    if (!dispute.effective_on && !row) return desk;
    Examined found = examine(tx, dispute, row, row && row->applied_on ? *row->applied_on : today, cx);
    desk.lacking = lacking_of(found.checks, found.materials, found.form, found.parties);
    desk.checks = std::move(found.checks);
    desk.wording = std::move(found.wording);
    desk.materials = std::move(found.materials);
    desk.last_day_on = found.last_day_on;
    desk.courts = proposals_for(tx, dispute, today);
    return desk;
}

static ConfirmationRow row_for(db::Tx& tx, const Dispute& dispute, ConfirmationMove move) {
    const auto row = confirmation_of(tx, dispute);
    const auto moves = moves_of(row ? std::optional(view_of(tx, *row)) : std::nullopt, is_in_effect(dispute));
    if (!row || std::find(moves.begin(), moves.end(), move) == moves.end())
        throw Refusal(Fault::conflict, "not_in_this_state");
    return *row;
}

struct PreparedContent {
    CourtId court_id;
    CourtGround ground = CourtGround::committee_seat;
};
BOOST_DESCRIBE_STRUCT(PreparedContent, (), (court_id, ground))

void prepare(db::Tx& tx, Dispute& dispute, const ConfirmationForm& form, std::optional<std::int64_t> version_read,
             const Context& cx) {
    const auto row = confirmation_of(tx, dispute);
    if (row) row_for(tx, dispute, ConfirmationMove::prepare);
    if (!is_in_effect(dispute)) throw Refusal(Fault::conflict, "not_in_this_state");
    if (row && version_read && *version_read != row->version)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    const LegalDate today = legal_date(cx.moment);
    refuse_if(why_not_prepare(form, proposals_for(tx, dispute, today), dispute::parties_of(tx, dispute, cx),
                              attachments::attachments_of(tx, dispute, cx.actor).items));
    save_prepared(tx, dispute, form, row, cx);
    dispute::record(tx, dispute, "confirmation_prepared", cx, PreparedContent{form.court_id, form.ground});
}

/// applied_on: the day of the joint application; received_on: the day on which the court has it.
struct AppliedContent {
    CourtId court_id;
    LegalDate applied_on;
    LegalDate received_on;
};
BOOST_DESCRIBE_STRUCT(AppliedContent, (), (court_id, applied_on, received_on))

static void keep_confirmation_package(db::Tx& tx, const Dispute& dispute, const ConfirmationRow& row,
                                      const Examined& found, const Context& cx) {
    ConfirmationPackage package;
    package.number = dispute.number;
    package.court_name = organisations::name_of(tx, row.court_id);
    package.body_name = organisations::name_of(tx, dispute.holder_id);
    package.ground = row.ground;
    package.form = row.form;
    package.effective_on = dispute.effective_on.value();
    package.applied_on = row.applied_on.value();
    package.parties = parties_in_clear(tx, dispute, cx);
    package.agreement = found.agreement.value();
    package.materials = found.materials;
    keep_package(tx, dispute, PackageKind::confirmation, row.court_id, json::write(package), cx);
    std::vector<Id<attachments::Attachment>> papers;
    for (const MaterialView& material : found.materials)
        for (const MaterialPaper& paper : material.papers) papers.push_back(paper.attachment_id);
    attachments::give(tx, dispute, papers, row.court_id, cx.moment);
}

void hand_in(db::Tx& tx, Dispute& dispute, const HandingInForm& form, const Context& cx) {
    ConfirmationRow row = row_for(tx, dispute, ConfirmationMove::hand_in);
    const Examined found = examine(tx, dispute, row, form.applied_on, cx);
    refuse_if(why_not_hand_in(lacking_of(found.checks, found.materials, found.form, found.parties), form.applied_on,
                              form_of(row), found.last_day_on, legal_date(cx.moment)));
    row.state = ConfirmationState::handed_in;
    row.applied_on = form.applied_on;
    row.received_on = legal_date(cx.moment);
    row.marks = db::Json(std::vector<FieldMark>{});
    row.warnings = static_cast<std::int64_t>(found.wording.size());
    save(tx, row, cx);
    open_to_court(tx, dispute, row.court_id, cx.moment);
    keep_confirmation_package(tx, dispute, row, found, cx);
    dispute::record(tx, dispute, "confirmation_applied", cx,
                    AppliedContent{row.court_id, *row.applied_on, *row.received_on});
}

void supplement(db::Tx& tx, Dispute& dispute, const SupplementForm& form, const Context& cx) {
    ConfirmationRow row = row_for(tx, dispute, ConfirmationMove::supplement);
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    const Examined found = examine(tx, dispute, row, row.applied_on.value(), cx);
    refuse_if(why_not_hand_in(lacking_of(found.checks, found.materials, found.form, found.parties), *row.applied_on,
                              form_of(row), found.last_day_on, legal_date(cx.moment)));
    row.state = ConfirmationState::handed_in;
    row.answer_words = form.words;
    row.warnings = static_cast<std::int64_t>(found.wording.size());
    save(tx, row, cx);
    keep_confirmation_package(tx, dispute, row, found, cx);
    dispute::record(tx, dispute, "confirmation_supplemented", cx, json::Nothing{});
}

struct WithdrawnContent {
    LegalDate withdrawn_on;
};
BOOST_DESCRIBE_STRUCT(WithdrawnContent, (), (withdrawn_on))

void withdraw(db::Tx& tx, Dispute& dispute, const ConfirmationWithdrawal& form, const Context& cx) {
    ConfirmationRow row = row_for(tx, dispute, ConfirmationMove::withdraw);
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    if (legal_date(cx.moment) < form.withdrawn_on)
        throw Refusal(Fault::invalid, "invalid", {{"withdrawn_on", "in_the_future"}});
    row.state = ConfirmationState::withdrawn;
    save(tx, row, cx);
    const auto event =
        dispute::record(tx, dispute, "confirmation_withdrawn", cx, WithdrawnContent{form.withdrawn_on});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
}

struct ServedContent {
    PartyId party_id;
    LegalDate served_on;
};
BOOST_DESCRIBE_STRUCT(ServedContent, (), (party_id, served_on))

static void refuse_day(LegalDate day, std::optional<LegalDate> not_before, const char* field, const Context& cx) {
    if (legal_date(cx.moment) < day) throw Refusal(Fault::invalid, "invalid", {{field, "in_the_future"}});
    if (not_before && day < *not_before) throw Refusal(Fault::invalid, "invalid", {{field, "before_the_ruling"}});
}

void serve(db::Tx& tx, Dispute& dispute, const RulingReceiptForm& form, const Context& cx) {
    ConfirmationRow row = row_for(tx, dispute, ConfirmationMove::serve);
    refuse_day(form.served_on, row.ruled_on, "served_on", cx);
    const auto parties = dispute::parties_of(tx, dispute, cx);
    if (std::none_of(parties.begin(), parties.end(), [&](const auto& one) { return one.id == form.party_id; }))
        throw Refusal(Fault::invalid, "invalid", {{"party_id", "party_not_found"}});
    auto& served = row.served.value;
    if (std::any_of(served.begin(), served.end(), [&](const auto& one) { return one.party_id == form.party_id; }))
        throw Refusal(Fault::conflict, "served_already");
    const LegalDate object_by = calendar::load(tx)->roll_forward(form.served_on + 15);
    served.push_back({form.party_id, form.served_on, object_by, std::nullopt});
    save(tx, row, cx);
    dispute::record(tx, dispute, "confirmation_served", cx, ServedContent{form.party_id, form.served_on});
}

struct ObjectedContent {
    PartyId party_id;
    LegalDate objected_on;
};
BOOST_DESCRIBE_STRUCT(ObjectedContent, (), (party_id, objected_on))

void object(db::Tx& tx, Dispute& dispute, const ObjectionForm& form, const Context& cx) {
    ConfirmationRow row = row_for(tx, dispute, ConfirmationMove::object);
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    refuse_day(form.objected_on, row.ruled_on, "objected_on", cx);
    auto& served = row.served.value;
    const auto one = std::find_if(served.begin(), served.end(),
                                  [&](const auto& known) { return known.party_id == form.party_id; });
    if (one == served.end()) throw Refusal(Fault::invalid, "invalid", {{"party_id", "not_served"}});
    // SPC interpretation art. 372: fifteen days from the receipt of the ruling.
    if (one->object_by_on && *one->object_by_on < form.objected_on)
        throw Refusal(Fault::invalid, "invalid", {{"objected_on", "too_late"}});
    one->objected_on = form.objected_on;
    save(tx, row, cx);
    const auto event =
        dispute::record(tx, dispute, "confirmation_objected", cx, ObjectedContent{form.party_id, form.objected_on});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
}

struct EnforcementContent {
    LegalDate applied_on;
};
BOOST_DESCRIBE_STRUCT(EnforcementContent, (), (applied_on))

void enforce(db::Tx& tx, Dispute& dispute, const EnforcementForm& form, const Context& cx) {
    ConfirmationRow row = row_for(tx, dispute, ConfirmationMove::enforce);
    refuse_day(form.applied_on, row.ruled_on, "applied_on", cx);
    row.enforcement_on = form.applied_on;
    save(tx, row, cx);
    dispute::record(tx, dispute, "enforcement_applied", cx, EnforcementContent{form.applied_on});
}

}  // namespace hemu::court
