// 借阅 Loans: who reads a file of an archive, why, how long, with what of it, and whether it came back.
#pragma once
#include "archive.hpp"
#include "attachments.hpp"

namespace hemu::archive {

struct Loan;

enum class LoanState { asked, lent, refused, returned };
BOOST_DESCRIBE_ENUM(LoanState, asked, lent, refused, returned)

/// file_number: as it is written on whatever names it. Nobody learns by asking whether there is such a file. parts:
/// of the file; empty for the whole.
struct LoanForm {
    Id<identity::Organisation> organisation_id;
    std::string file_number;
    std::string reason;
    std::int64_t days = 7;
    std::vector<VolumePart> parts;
};
BOOST_DESCRIBE_STRUCT(LoanForm, (), (organisation_id, file_number, reason, days, parts))

struct LoanDecision {
    bool approved = true;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(LoanDecision, (), (approved, words))

/// What a row of the log and its view both say. dispute_number: for the archive's own people, once the file is found.
struct LoanFacts {
    Id<Loan> id;
    std::string organisation_name;
    std::string file_number;
    std::optional<std::string> dispute_number;
    std::string borrower_name;
    std::string borrower_organisation_name;
    std::string reason;
    std::int64_t days = 0;
    LoanState state = LoanState::asked;
    Instant asked_at;
    std::optional<Instant> decided_at;
    std::optional<std::string> decided_by_name;
    std::optional<std::string> decision_words;
    std::optional<LegalDate> until_on;
    std::optional<Instant> returned_at;
    std::optional<std::string> returned_by_name;
    std::int64_t opened = 0;
};
BOOST_DESCRIBE_STRUCT(LoanFacts, (),
                      (id, organisation_name, file_number, dispute_number, borrower_name, borrower_organisation_name,
                       reason, days, state, asked_at, decided_at, decided_by_name, decision_words, until_on,
                       returned_at, returned_by_name, opened))

/// overdue: lent, and its last day is over.
struct LoanView : LoanFacts {
    std::vector<VolumePart> parts;
    bool overdue = false;
    bool mine = false;
    bool may_decide = false;
    bool may_return = false;
};
BOOST_DESCRIBE_STRUCT(LoanView, (LoanFacts), (parts, overdue, mine, may_decide, may_return))

struct LoanList {
    std::vector<LoanView> items;
    std::int64_t most_days = 0;
};
BOOST_DESCRIBE_STRUCT(LoanList, (), (items, most_days))

/// A paper of a file that is read by loan: what it is, when, and its words.
struct LentPaper {
    VolumePart part = VolumePart::application;
    std::string on;
    std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(LentPaper, (), (part, on, words))

struct LentFile {
    Id<attachments::Attachment> id;
    std::string name;
    std::string media_type;
    std::int64_t size_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(LentFile, (), (id, name, media_type, size_bytes))

/// reader, until_on: what stands across every page of it.
struct LentView {
    std::string number;
    std::string file_number;
    std::string organisation_name;
    std::string reader;
    LegalDate until_on;
    Instant opened_at;
    std::vector<LentPaper> papers;
    std::vector<LentFile> files;
};
BOOST_DESCRIBE_STRUCT(LentView, (),
                      (number, file_number, organisation_name, reader, until_on, opened_at, papers, files))

/// Refusals: invalid file_number, reason missing, too_long; days out_of_range; not_found for a body that there is
/// not.
Id<Loan> ask_loan(db::Tx&, const LoanForm&, const identity::Context&);
/// By the head of the archive, never of his own asking. Refusals: not_found; conflict not_in_this_state; forbidden
/// decides_own_loan; invalid file_number unknown_file when it is to be lent and there is none.
void decide_loan(db::Tx&, Id<Loan>, const LoanDecision&, const identity::Context&);
/// By the borrower or the archive. Refusals: not_found; conflict not_in_this_state.
void return_loan(db::Tx&, Id<Loan>, const identity::Context&);
/// What was lent, to the borrower alone until its last day is over. Refusals: not_found; conflict loan_over.
LentView read_lent(db::Tx&, Id<Loan>, const identity::Context&);
/// The digest and the type of a file within it. Refusals as read_lent.
attachments::AttachmentView lent_file(db::Tx&, Id<Loan>, Id<attachments::Attachment>, const identity::Context&);

}  // namespace hemu::archive
