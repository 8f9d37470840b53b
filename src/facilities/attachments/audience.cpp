#include "audience.hpp"

#include <fmt/format.h>

namespace hemu::attachments {

using dispute::Side;

Audience audience_of(Side side) {
    if (side == Side::third_party) return Audience::third_party;
    return side == Side::applicant ? Audience::applicant : Audience::respondent;
}

bool is_open(Audience audience) { return audience == Audience::office || audience == Audience::joint; }
bool is_narrow(Audience audience) { return !is_open(audience); }

bool may_see(const Reader& reader, Audience audience) {
    if (is_open(audience) || reader.mediates) return true;
    return audience != Audience::caucus && (reader.keeps || reader.added || reader.was_given);
}

bool may_see(Side side, bool added, Audience audience) {
    return added || audience == Audience::joint || audience == audience_of(side);
}

std::string seen_sql(std::string_view account, std::string_view duty, std::string_view organisation,
                     std::string_view adder) {
    static constexpr std::string_view sql = R"(
    (   a.audience IN ('office', 'joint')
     OR (a.audience <> 'caucus'
         AND (({1} IN ('clerk', 'head', 'dispatcher') AND d.holder_id = {2})
              OR {3} = {0}
              OR 1 = (SELECT 1 FROM attachment_given g WHERE g.attachment_id = a.id AND g.organisation_id = {2})))
     OR 1 = (SELECT 1 FROM dispute_person m
              WHERE m.dispute_id = d.id AND m.account_id = {0} AND m.until_at IS NULL
                AND m.role IN ('mediator', 'presiding_mediator') LIMIT 1)))";
    return fmt::format(sql, account, duty, organisation, adder);
}

}  // namespace hemu::attachments
