// 对外移送 What we hand to a partner: legal aid, a notary, arbitration, the police, a court. Its way out, the
// partner's answers, and until when they are looked for.
#pragma once
#include "pdf.hpp"
#include "store.hpp"

namespace hemu::partners {

struct ReferralOut;
using OutId = Id<ReferralOut>;

/// sent → accepted or refused; either may be finished at once.
enum class OutState { sent, accepted, refused, finished };
BOOST_DESCRIBE_ENUM(OutState, sent, accepted, refused, finished)

/// facts, request: what the partner is told and asked, in words written for it. parties: whose data goes along.
/// consent_by: who agreed to that (PIPL art. 23). papers: files of the dispute.
struct ReferOutForm {
    std::string matter;
    Id<exchange::Partner> partner_id;
    std::optional<bool> urgent;
    std::string facts;
    std::string request;
    std::vector<Id<dispute::Party>> parties;
    std::optional<std::vector<Id<dispute::Party>>> consent_by;
    std::optional<LegalDate> consent_on;
    std::optional<std::vector<Id<attachments::Attachment>>> papers;
};
BOOST_DESCRIBE_STRUCT(ReferOutForm, (),
                      (matter, partner_id, urgent, facts, request, parties, consent_by, consent_on, papers))

struct OutRow {
    OutId id;
    Id<dispute::Dispute> dispute_id;
    Id<exchange::Partner> partner_id;
    std::string partner_name;
    exchange::PartnerKind partner_kind = exchange::PartnerKind::other;
    exchange::PartnerWay partner_way = exchange::PartnerWay::none;
    std::string matter;
    std::string reference;
    OutState state = OutState::sent;
    bool urgent = false;
    std::string content_sealed;
    std::string consent_by;
    std::optional<LegalDate> consent_on;
    db::Json<std::vector<exchange::PaperOnShelf>> papers;
    LegalDate sent_on;
    std::string sent_by_name;
    std::optional<LegalDate> answer_due_on;
    std::optional<LegalDate> answered_on;
    std::optional<std::string> partner_number;
    std::optional<std::string> refusal;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> result_due_on;
    std::optional<LegalDate> finished_on;
    std::optional<std::string> result;
};
BOOST_DESCRIBE_STRUCT(OutRow, (),
                      (id, dispute_id, partner_id, partner_name, partner_kind, partner_way, matter, reference, state,
                       urgent, content_sealed, consent_by, consent_on, papers, sent_on, sent_by_name, answer_due_on,
                       answered_on, partner_number, refusal, amount_fen, result_due_on, finished_on, result))

void insert_out(db::Tx&, const OutRow&, const identity::Context&);
std::vector<OutRow> outs_of(db::Tx&, Id<dispute::Dispute>);
std::optional<OutRow> find_out(db::Tx&, Id<dispute::Dispute>, OutId);
std::optional<OutRow> out_named(db::Tx&, Id<exchange::Partner>, const std::string& reference);
/// What was sent, as its message.
Referral content_of(const OutRow&, const crypto::Keys&);
/// An answer is kept where the row still stands as it was read, else Outdated.
void update_out(db::Tx&, const OutRow& after, OutState before);

/// Rows of partner_setting; each shows its basis.
struct OutSettings {
    std::int64_t answer_days = 15;
    std::int64_t urgent_answer_days = 1;
    std::int64_t result_days = 60;
    std::int64_t insurer_medical_yuan = 10000;
    std::int64_t appraisal_medical_yuan = 100000;
};
OutSettings out_settings(db::Tx&);

/// Everything wrong with what is to go out, by field. known, kind: of the partner that was chosen.
Verdict why_not_refer_out(const ReferOutForm&, std::optional<exchange::PartnerKind>, const dispute::Dispute&,
                          const std::vector<dispute::PartyView>&, LegalDate today);
/// A party's data for a partner: in full when he agreed or the law obliges us to tell, else what names him.
dispute::PartyForm passed_on(const dispute::PartyView&, bool in_full);
/// Whether the matter is proposed for such a dispute.
bool fits(const exchange::OutMatter&, const dispute::Dispute&, const std::vector<std::string>& flags);
bool may_be_urgent(const exchange::OutMatter&);

/// Everything wrong with an answer, by field. out: of which it speaks; without one the kit asks.
Verdict why_not_answer(AnswerKind, const PartnerAnswer&, const OutRow* out, std::optional<exchange::PartnerKind>,
                       LegalDate today);
/// Whether the answer is an insurer's written consent, which must be in the file.
bool is_consent_of_insurer(const OutRow&, AnswerKind, const PartnerAnswer&);
/// How the row stands after the answer.
OutRow answered(OutRow, AnswerKind, const PartnerAnswer&, LegalDate today);
/// The event of the journal that the answer is by its matter; empty: none.
std::string event_of(const exchange::OutMatter&, const OutRow&, AnswerKind, const PartnerAnswer&);

/// Hands it over: message, events, clocks, all in this transaction. Refusals: invalid by field; not_found.
OutId refer_out(db::Tx&, dispute::Dispute&, const ReferOutForm&, const identity::Context&);
/// A partner's answer, by message or as our desk heard it. Refusals: invalid by field.
void take_answer(db::Tx&, dispute::Dispute&, const OutRow&, AnswerKind, const PartnerAnswer&,
                 const identity::Context&);

/// What the law of insurance asks of a dispute (domain facts 2.9, 8.4): of medical ones, above sums of the city.
/// called, consented: an insurer was called in, and has consented in writing.
struct InsurerNeed {
    bool must_be_called = false;
    bool must_be_appraised = false;
    bool called = false;
    bool consented = false;
};
BOOST_DESCRIBE_STRUCT(InsurerNeed, (), (must_be_called, must_be_appraised, called, consented))
InsurerNeed insurer_need(const dispute::Dispute&, const OutSettings&, const std::vector<OutRow>&);
/// What the insurer pays by these terms: those of the party that bears its name.
Fen insurer_pays(const std::vector<agreements::TermView>&, const std::vector<dispute::PartyView>&,
                 const std::string& insurer);
/// An agreement by which an insurer pays takes effect once its written consent to the sum is in the file. A reaction.
void guard_insurer(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);
/// 赔付依据函 to the insurer: agreement, effect, sums, its consent. Refusal not_found where there is nothing to pay
/// by.
pdf::Paper payment_basis(db::Tx&, const dispute::Dispute&, const OutRow&, const identity::Context&);

/// 移送函 (D19) of what went out.
pdf::Paper out_letter(db::Tx&, const dispute::Dispute&, const OutRow&, const identity::Context&);

}  // namespace hemu::partners
