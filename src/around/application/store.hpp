// Rows of applications, and of what stays of them with the dispute.
#pragma once
#include "application.hpp"

namespace hemu::application {

struct Settings {
    std::int64_t draft_days = 30;
    std::int64_t warning_days = 5;
    std::int64_t receipt_days = 30;
    std::int64_t drafts_of_phone = 3;
    std::int64_t drafts_of_address = 40;
    std::int64_t applied_before_months = 6;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (draft_days, warning_days, receipt_days, drafts_of_phone, drafts_of_address,
                       applied_before_months))
Settings settings(db::Tx&);

/// What is sealed of an application. receipt: once it is sent, and then the form is empty.
struct Content {
    std::string phone;
    ApplicationForm form;
    std::optional<ApplicationReceipt> receipt;
};
BOOST_DESCRIBE_STRUCT(Content, (), (phone, form, receipt))

struct ApplicationRow {
    Id<Application> id;
    std::string language;
    dispute::Channel channel = dispute::Channel::online;
    std::optional<std::string> entrance;
    std::string content_sealed;
    std::int64_t version = 0;
    Instant saved_at;
    LegalDate deletes_on;
    std::optional<Instant> submitted_at;
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<Id<dispute::Party>> party_id;
};
BOOST_DESCRIBE_STRUCT(ApplicationRow, (),
                      (id, language, channel, entrance, content_sealed, version, saved_at, deletes_on, submitted_at,
                       dispute_id, party_id))
Content content_of(const ApplicationRow&, const crypto::Keys&);

std::string phone_digest(std::string_view phone, const crypto::Keys&);

/// Refusal too_many too_many_applications: of the number, once drafts of it in which nothing was ever saved have made
/// room; or of the address within a day.
void refuse_flood(db::Tx&, std::string_view phone, const identity::Context&);
ApplicationRow insert(db::Tx&, const ApplicationStart&, std::string_view code, const identity::Context&);
/// The application that this attempt began before, as it begins now; nothing when there is none, or something was
/// saved.
std::optional<ApplicationRow> begin_again(db::Tx&, const ApplicationStart&, std::string_view code,
                                          const identity::Context&);

/// Refusal unauthenticated pass_needed when it is gone.
ApplicationRow get(db::Tx&, Id<Application>);
/// By code and phone together; nothing when either is wrong.
std::optional<ApplicationRow> find(db::Tx&, std::string_view code, std::string_view phone, const crypto::Keys&);

/// Stores the form as the version after the one read. Refusals: precondition_failed version_outdated; conflict
/// already_submitted.
void save(db::Tx&, ApplicationRow&, const Content&, const identity::Context&);
/// Marks it as sent, for one caller only: false when another has.
bool claim(db::Tx&, Id<Application>, Instant moment);
/// The form goes, the receipt stays for a while.
void settle(db::Tx&, Id<Application>, const Content&, Id<dispute::Dispute>, Id<dispute::Party>, LegalDate deletes_on,
            const identity::Context&);
/// With its files and passes.
void drop(db::Tx&, Id<Application>, Instant moment);

/// Whose day has come, at most a thousand.
std::vector<Id<Application>> due_on(db::Tx&, LegalDate today);
/// Not sent, not warned, and to be deleted on this day or before, at most a thousand.
std::vector<ApplicationRow> to_warn_until(db::Tx&, LegalDate);
/// False when somebody else has warned.
bool claim_warning(db::Tx&, Id<Application>, Instant moment);
/// The gateway did not take it: tomorrow it is tried again.
void release_warning(db::Tx&, Id<Application>);

/// Whether an applicant with this number registered since that day.
bool applied_since(db::Tx&, std::string_view phone, LegalDate, const crypto::Keys&);

void keep_told(db::Tx&, Id<dispute::Dispute>, const ApplicationTold&, const crypto::Keys&);
std::optional<ApplicationTold> told_of(db::Tx&, Id<dispute::Dispute>, const crypto::Keys&);
void keep_consents(db::Tx&, Id<dispute::Dispute>, Id<dispute::Party>, const std::vector<ConsentGiven>&,
                   std::string_view language, Instant moment);
std::vector<ConsentRecord> consents_of(db::Tx&, Id<dispute::Dispute>, std::string_view language);

}  // namespace hemu::application
