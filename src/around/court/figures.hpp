// What came from courts and went to them, of a body and those below it, since a day.
#pragma once
#include "entrusting.hpp"
#include "store.hpp"

namespace hemu::court {

/// applied counts applications by the day on which a court had them; written: written agreements that took effect
/// since then, of which applied_of_written were brought to a court; permille is their share, when there are any.
struct CourtFigures {
    LegalDate since_on;
    std::int64_t delegated = 0;
    std::int64_t entrusted = 0;
    std::int64_t confirmed = 0;
    std::int64_t settled = 0;
    std::int64_t returned = 0;
    std::int64_t unconfirmed = 0;
    std::int64_t applied = 0;
    std::int64_t accepted = 0;
    std::int64_t ruled = 0;
    std::int64_t rejected = 0;
    std::int64_t declined = 0;
    std::int64_t withdrawn = 0;
    std::int64_t written = 0;
    std::int64_t applied_of_written = 0;
    std::optional<std::int64_t> permille;
    std::int64_t suits = 0;
    std::int64_t suits_filed = 0;
    std::int64_t judged_upheld = 0;
    std::int64_t judged_changed = 0;
    std::int64_t judged_annulled = 0;
    std::int64_t judged_void = 0;
};
BOOST_DESCRIBE_STRUCT(CourtFigures, (),
                      (since_on, delegated, entrusted, confirmed, settled, returned, unconfirmed, applied, accepted,
                       ruled, rejected, declined, withdrawn, written, applied_of_written, permille, suits,
                       suits_filed, judged_upheld, judged_changed, judged_annulled, judged_void))
CourtFigures figures_since(db::Tx&, LegalDate since_on, const Context&);

}  // namespace hemu::court
