// 谁能看 Who may see a file of a dispute.
#pragma once
#include "dispute.hpp"
#include "parties.hpp"

namespace hemu::attachments {

/// For whom a file is. office: staff who see the dispute · joint: they and every party · applicant, respondent,
/// third_party: one side and those who work on the case · caucus: 背对背, the mediators of the case.
enum class Audience { office, joint, applicant, respondent, third_party, caucus };
BOOST_DESCRIBE_ENUM(Audience, office, joint, applicant, respondent, third_party, caucus)

Audience audience_of(dispute::Side);
/// Its names may stand where anybody looks who sees the dispute.
bool is_open(Audience);
/// Of one side, or of the mediators.
bool is_narrow(Audience);

/// What a member of staff who sees the dispute is to one of its files.
struct Reader {
    bool mediates = false;  ///< named as a mediator of this dispute
    bool keeps =
        false;  ///< clerk, head or dispatcher of the body that holds it: they keep the file and answer for it
    bool added = false;      ///< brought this file himself
    bool was_given = false;  ///< at a body to which this file was handed over, as a court has what was filed with it
};
/// What one side shows in confidence is no other side's, and no other staff's than who works on the case. What a
/// mediator hears in a separate talk he may not tell (People's Mediation Law art. 15, item 4), not even to his head.
bool may_see(const Reader&, Audience);
/// A party sees what he brought himself, what is joint, and what is his side's.
bool may_see(dispute::Side, bool added, Audience);

/// may_see for staff as SQL, of the rows `a` (attachment, or attachment_upload with `adder` made_by_id) of a dispute
/// `d`; the other names are what stands for the actor.
std::string seen_sql(std::string_view account, std::string_view duty, std::string_view organisation,
                     std::string_view adder = "a.added_by_id");

}  // namespace hemu::attachments
