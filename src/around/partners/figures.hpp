// 对接统计 What passed with each partner, by matter and direction.
#pragma once
#include "outgoing.hpp"

namespace hemu::partners {

/// Why something was not taken, how often. in: R01 to R08; out: codes of data/partner_matters.json.
struct RefusalCount {
    std::string reason;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RefusalCount, (), (reason, count))

/// Of a period, by the day of registration (in) or of sending (out). in: refused or led another way; solved: the
/// mediation succeeded, wholly or in part; in_time: ended with none of our periods run over. out: solved: the partner
/// says so, wholly or in part; in_time: answered, and finished where it is, by the days on which that was looked for.
/// What goes out counts here alone, never as mediation of ours; that of commercial bodies least of all.
struct PartnerFigures {
    Id<exchange::Partner> partner_id;
    std::string name;
    exchange::PartnerKind kind = exchange::PartnerKind::other;
    exchange::Direction direction = exchange::Direction::in;
    std::string matter;
    std::string matter_zh;
    std::string matter_en;
    std::int64_t referred = 0;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    std::int64_t ended = 0;  ///< with a result, good or bad; out: answered
    std::int64_t in_time = 0;
    std::int64_t solved = 0;
    std::int64_t open = 0;
    std::int64_t late = 0;  ///< open and past what is due
    std::vector<RefusalCount> refusals;
};
BOOST_DESCRIBE_STRUCT(PartnerFigures, (),
                      (partner_id, name, kind, direction, matter, matter_zh, matter_en, referred, accepted, refused,
                       ended, in_time, solved, open, late, refusals))

/// Of the partners whose window is the actor's body.
std::vector<PartnerFigures> figures_of(db::Tx&, const identity::Actor&, LegalDate from_on, LegalDate to_on,
                                       Instant moment);

}  // namespace hemu::partners
