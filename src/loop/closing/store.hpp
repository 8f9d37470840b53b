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
void save_archive(db::Tx&, const dispute::Dispute&, const ArchiveView&);

/// The words of the file that stand in rows of 办 and 评, in a fixed order.
struct Paper {
    std::string kind;
    std::string on;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Paper, (), (kind, on, words))
std::vector<Paper> papers_of(db::Tx&, const dispute::Dispute&);

/// Whether notice, record and visit are in the file: rows of the desks that keep them.
struct Records {
    bool notice_given = false;
    bool session_recorded = false;
    bool visited = false;
};
Records records_of(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::closing
