// 查找 Finding disputes: by number, party, phone or identity number, and by words of everything written about them
// that is not sealed. Desks hand their words down when they keep them; who may see a dispute finds it.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispute.hpp"
#include "parties.hpp"

namespace hemu::search {

/// Search and palette.
extern const identity::Routes routes;

/// In which words of a dispute something was found.
enum class Where {
    number,
    phone,
    identity_number,
    party,
    title,
    narrative,
    request,
    session,
    investigation,
    undisputed,
    note,
    attachment
};
BOOST_DESCRIBE_ENUM(Where, number, phone, identity_number, party, title, narrative, request, session, investigation,
                    undisputed, note, attachment)

/// A column of words of disputes that a desk keeps, in a table with `id` and `dispute_id`. Declared once, as a static
/// object beside the SQL of its table: excerpts are cut from it, and the index is made anew from it. Never a sealed
/// one. still: SQL of a row whose words still count; what makes it untrue calls reindex.
class Source {
  public:
    Source(Where, std::string_view table, std::string_view column, std::string_view still = "true");
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    const Where where;
    const db::Statement words_of;  ///< of a dispute, oldest first
};

/// Makes a new dispute findable, in the transaction that opens it: one write.
void enter(db::Tx&, const dispute::Dispute&, const std::vector<dispute::PartyForm>&);

/// Words that a desk keeps of a dispute from now on, in the transaction that keeps them.
void add(db::Tx&, Id<dispute::Dispute>, std::string_view words);

/// The same for what is told from dispute itself: notes, and parties who join. A dispute::WordsReaction.
void take_words(db::Tx&, Id<dispute::Dispute>, dispute::WordsOf, std::string_view words);

/// Reads all words of the dispute as they now stand and makes its entry anew, after a correction or a removal.
void reindex(db::Tx&, Id<dispute::Dispute>);

struct RebuildOptions {
    bool everything = false;     ///< also disputes that have an entry already
    Id<dispute::Dispute> after;  ///< only those behind this one, in the order of their ids
};
/// Fills the index in small transactions beside running servers, and tells after each how many disputes are done and
/// which was the last. Begun again it goes on with what is missing.
std::int64_t rebuild(db::Database&, const RebuildOptions&,
                     const std::function<void(std::int64_t, Id<dispute::Dispute>)>& told = {});

}  // namespace hemu::search
