#pragma once
#include "rules.hpp"

namespace hemu::closing {

std::vector<SignatureView> signatures_of(db::Tx&, const dispute::Dispute&);
void save_signature(db::Tx&, const dispute::Dispute&, const SignatureForm&, std::string_view name,
                    const identity::Context&);
/// Before the seal: nobody has signed any more.
void drop_signatures(db::Tx&, const dispute::Dispute&);
std::optional<SealView> seal_of(db::Tx&, const dispute::Dispute&);
/// Takes the next file number of the sealing body.
std::string save_seal(db::Tx&, const dispute::Dispute&, const SealForm&, const identity::Context&);
/// Parties of the present revision who were given the rights notice: rows of 办.
std::vector<PartyId> told_of(db::Tx&, const dispute::Dispute&);
std::vector<BreachView> breaches_of(db::Tx&, const dispute::Dispute&);
void save_breach(db::Tx&, const dispute::Dispute&, const BreachForm&, Instant moment);
std::optional<ArchiveView> archive_of(db::Tx&, const dispute::Dispute&);
/// Every filing of the case, newest first.
std::vector<ArchiveView> archives_of(db::Tx&, const dispute::Dispute&);
/// The dispute's last event is the last that the digest covers.
void save_archive(db::Tx&, const dispute::Dispute&, const ArchiveView&, Instant moment);
/// Where the journal stood when a version was filed: the number and the digest of its last event.
struct FiledAt {
    std::int64_t event_number = 0;
    std::string event_digest;
};
BOOST_DESCRIBE_STRUCT(FiledAt, (), (event_number, event_digest))
std::optional<FiledAt> filed_at(db::Tx&, const dispute::Dispute&, std::int64_t revision);
RetentionSettings retention_settings(db::Tx&);

struct Explanation {
    VolumePart part = VolumePart::identity;
    std::string words;
    std::string explained_by;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (part, words, explained_by))
std::vector<Explanation> explanations_of(db::Tx&, const dispute::Dispute&);
/// Empty words take it back.
void save_explanation(db::Tx&, const dispute::Dispute&, const ExplanationForm&, const identity::Context&);

/// The words of the file that stand in rows of 办 and 评, in a fixed order.
struct Paper {
    std::string kind;
    std::string on;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Paper, (), (kind, on, words))
std::vector<Paper> papers_of(db::Tx&, const dispute::Dispute&);

/// What lies in the file of papers that other desks keep.
struct FileRecords : FileCounts {
    std::int64_t notices = 0;
    std::int64_t powers_to_come = 0;
    std::int64_t terminations = 0;
    std::int64_t turned_away = 0;
};
FileRecords records_of(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::closing
