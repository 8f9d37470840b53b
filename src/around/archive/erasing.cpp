#include "erasing.hpp"

#include "disposal.hpp"

namespace hemu::archive {

// The journal holds codes, ids, days and sums alone; everything that names somebody stands in these rows. In SQLite
// erased bytes are overwritten; of PostgreSQL the vacuum gives them back.
static const db::Statement erasures[] = {
    {"archive.erase_dispute", R"(
    UPDATE dispute SET title = '', narrative = '', request = '', address_sealed = NULL, source_reference = NULL,
                       query_digest = '', hold_reason = NULL
     WHERE id = $1)"},
    {"archive.erase_parties", R"(
    UPDATE dispute_party
       SET name = '', name_initials = '', identity_sealed = NULL, identity_digest = NULL, phone_sealed = NULL,
           phone_digest = NULL, address_sealed = NULL, birth_on = NULL, sex = NULL, ethnicity = NULL,
           occupation = NULL, legal_representative = NULL, language = NULL, help = '[]', needs = ''
     WHERE dispute_id = $1)"},
    {"archive.erase_agents", R"(
    UPDATE dispute_agent SET name = '', identity_sealed = NULL, phone_sealed = NULL, phone_digest = NULL, relation = NULL
     WHERE dispute_id = $1)"},
    {"archive.erase_notes", "DELETE FROM dispute_note WHERE dispute_id = $1"},
    {"archive.erase_agreements", R"(
    UPDATE agreement SET facts = '', points = '', responsibility = '', open_points = NULL, breach_clause = NULL
     WHERE dispute_id = $1)"},
    {"archive.erase_terms", R"(
    UPDATE agreement_term SET text = '', manner = '', place = ''
     WHERE agreement_id IN (SELECT id FROM agreement WHERE dispute_id = $1))"},
    {"archive.erase_application", R"(
    UPDATE application SET content_sealed = '', phone_digest = '', address_digest = '' WHERE dispute_id = $1)"},
    {"archive.erase_told", "DELETE FROM application_told WHERE dispute_id = $1"},
    {"archive.erase_helpers", "UPDATE assignment_helper SET task = '' WHERE dispute_id = $1"},
    {"archive.erase_experts", "UPDATE assignment_expert SET task = '' WHERE dispute_id = $1"},
    {"archive.erase_asks", R"(
    UPDATE case_home_ask SET words_sealed = '', answer_sealed = NULL, wanted_part = NULL WHERE dispute_id = $1)"},
    {"archive.erase_complaints",
     "UPDATE case_home_complaint SET words_sealed = '', answer_sealed = NULL WHERE dispute_id = $1"},
    {"archive.erase_data_requests",
     "UPDATE case_home_data_request SET words_sealed = '', answer_sealed = NULL WHERE dispute_id = $1"},
    {"archive.erase_messages", "DELETE FROM case_home_message WHERE dispute_id = $1"},
    {"archive.erase_signatures", "UPDATE closing_signature SET name = '' WHERE dispute_id = $1"},
    {"archive.erase_explanations", "DELETE FROM closing_explanation WHERE dispute_id = $1"},
    {"archive.erase_confirmations", R"(
    UPDATE court_confirmation SET applicants = '[]', papers = '[]', marks = '[]', court_words = NULL, answer_words = NULL
     WHERE dispute_id = $1)"},
    {"archive.erase_entrustments",
     "UPDATE court_entrustment SET materials = '[]', judge_phone_sealed = NULL WHERE dispute_id = $1"},
    {"archive.erase_feedback", "UPDATE court_feedback SET words = NULL WHERE dispute_id = $1"},
    {"archive.erase_filings", "UPDATE court_filing SET court_words = NULL WHERE dispute_id = $1"},
    {"archive.erase_court_packages", "UPDATE court_package SET content_sealed = '' WHERE dispute_id = $1"},
    {"archive.erase_advice",
     "UPDATE dossier_advice SET addressee = '', problem = '', advice = '' WHERE dispute_id = $1"},
    {"archive.erase_satisfaction", "UPDATE evaluation_satisfaction SET words = NULL WHERE dispute_id = $1"},
    {"archive.erase_visits", "UPDATE evaluation_visit SET words = NULL, remaining_risk = NULL WHERE dispute_id = $1"},
    {"archive.erase_packages", R"(
    DELETE FROM exchange_package WHERE message_id IN (SELECT id FROM exchange_message WHERE dispute_id = $1))"},
    {"archive.erase_exchange",
     "UPDATE exchange_message SET content_sealed = NULL, papers = '[]', faults = '[]' WHERE dispute_id = $1"},
    {"archive.erase_caucus", "DELETE FROM handling_caucus_note WHERE dispute_id = $1"},
    {"archive.erase_inquiries", R"(
    UPDATE handling_investigation SET place = '', asked_person = '', participants = '[]', content = ''
     WHERE dispute_id = $1)"},
    {"archive.erase_sessions", R"(
    UPDATE handling_session SET place = '', participants = '[]', record = NULL, result = NULL WHERE dispute_id = $1)"},
    {"archive.erase_facts", "UPDATE handling_undisputed SET facts = '' WHERE dispute_id = $1"},
    {"archive.erase_import", "UPDATE intake_import_row SET written_place = '' WHERE dispute_id = $1"},
    {"archive.erase_sketch", "DELETE FROM intake_sketch WHERE dispute_id = $1"},
    {"archive.erase_invitations", "UPDATE invitation SET code_sealed = '' WHERE dispute_id = $1"},
    {"archive.erase_accounts", "DELETE FROM invitation_account WHERE dispute_id = $1"},
    {"archive.erase_answers",
     "UPDATE invitation_answer SET reason_sealed = NULL, said_by = NULL WHERE dispute_id = $1"},
    {"archive.erase_notices",
     "UPDATE notice SET facts = '{}', inbox_sealed = '', secrets_sealed = NULL WHERE dispute_id = $1"},
    {"archive.erase_services", R"(
    UPDATE notice_service SET recipient_sealed = NULL, recipient_digest = NULL, words_sealed = '', remark = NULL
     WHERE dispute_id = $1)"},
    {"archive.erase_contacts", R"(
    DELETE FROM notice_contact WHERE party_id IN (SELECT id FROM dispute_party WHERE dispute_id = $1))"},
    {"archive.erase_numbers",
     "UPDATE number_given SET void_reason = '' WHERE dispute_id = $1 AND void_reason IS NOT NULL"},
    {"archive.erase_referrals",
     "UPDATE partner_referral SET contact_sealed = NULL, consent_by = NULL, papers = '[]' WHERE dispute_id = $1"},
    {"archive.erase_referrals_out",
     "UPDATE partner_referral_out SET content_sealed = '', consent_by = '', papers = '[]' WHERE dispute_id = $1"},
    {"archive.erase_search", "DELETE FROM search_entry WHERE dispute_id = $1"},
    {"archive.erase_order_steps", R"(
    UPDATE supervision_order_step SET words = ''
     WHERE order_id IN (SELECT id FROM supervision_order WHERE dispute_id = $1))"},
    {"archive.erase_orders", "UPDATE supervision_order SET demand = '' WHERE dispute_id = $1"},
    {"archive.erase_phone_codes", R"(
    DELETE FROM access_phone_code
     WHERE subject_id IN (SELECT id FROM dispute_party WHERE dispute_id = $1
                           UNION SELECT id FROM application WHERE dispute_id = $1
                           UNION SELECT s.id FROM signing_signer s JOIN signing_paper p ON p.id = s.paper_id
                                  WHERE p.dispute_id = $1))"},
    {"archive.erase_signers", R"(
    DELETE FROM signing_signer WHERE paper_id IN (SELECT id FROM signing_paper WHERE dispute_id = $1))"},
    {"archive.erase_papers", "DELETE FROM signing_paper WHERE dispute_id = $1"},
    {"archive.erase_tasks", "UPDATE task SET words = '' WHERE dispute_id = $1"},
    {"archive.erase_redirections", "UPDATE triage_redirection SET words = '' WHERE dispute_id = $1"},
    {"archive.erase_refusals", "UPDATE triage_refusal SET words = '' WHERE dispute_id = $1"},
    {"archive.erase_remarks", R"(
    UPDATE archive_remark SET words = '', answer = NULL
     WHERE review_id IN (SELECT id FROM archive_review WHERE dispute_id = $1))"},
    {"archive.erase_reviews", "UPDATE archive_review SET words = NULL, repair_words = NULL WHERE dispute_id = $1"},
    {"archive.erase_loans", "UPDATE archive_loan SET reason = '', decision_words = NULL WHERE dispute_id = $1"},
    {"archive.erase_holds", "UPDATE archive_hold SET reason = '', lift_reason = NULL WHERE dispute_id = $1"},
    {"archive.erase_passes", "DELETE FROM access_pass WHERE dispute_id = $1"},
};

static const db::Statement erase_filings{"archive.erase_archive", R"(
    UPDATE closing_archive SET note = NULL, reason = NULL, disposed_on = coalesce(disposed_on, $2)
     WHERE dispute_id = $1)"};

void erase_case(db::Tx& tx, Id<dispute::Dispute> dispute, Instant moment) {
    if (tx.engine() == db::Engine::sqlite) tx.run_text("PRAGMA secure_delete = ON");
    attachments::dispose_contents(tx, dispute, moment);
    for (const db::Statement& one : erasures) tx.run(one, dispute);
    tx.run(erase_filings, dispute, legal_date(moment));
}

}  // namespace hemu::archive
