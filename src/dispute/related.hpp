// 关联案件 Other disputes that have to do with this one, and why.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// same_person: a party with the same identity number or phone · same_body: the same company or institution is a
/// party · same_event: the same place on the same day · merged: one was merged into the other.
enum class Kinship { same_person, same_body, same_event, merged };
BOOST_DESCRIBE_ENUM(Kinship, same_person, same_body, same_event, merged)

struct RelatedView {
    Id<Dispute> id;
    std::string number;
    std::string title;
    State state = State::registered;
    LegalDate registered_on;
    std::string holder_name;
    std::vector<Kinship> reasons;
};
BOOST_DESCRIBE_STRUCT(RelatedView, (), (id, number, title, state, registered_on, holder_name, reasons))

/// Those that the actor may see, newest first, at most thirty.
std::vector<RelatedView> related_to(db::Tx&, const Dispute&, const identity::Actor&);

}  // namespace hemu::dispute
