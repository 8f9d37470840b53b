// How a notice is made, for events and by hand.
#pragma once
#include "store.hpp"
#include "templates.hpp"

namespace hemu::notices {

/// Of the body that holds the dispute.
struct BodyFacts {
    std::string name;
    std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(BodyFacts, (), (name, phone))
BodyFacts body_of(db::Tx&, const dispute::Dispute&);

/// A party who speaks a foreign language is written to in English, everybody else in Chinese.
NoticeLanguage language_for(const std::optional<std::string>& spoken);
Facts facts_of(const dispute::Dispute&, const BodyFacts&, const Occasion&, NoticeLanguage, const identity::Context&);
NoticeRow fresh_notice(const dispute::Dispute&, NoticeEvent, Id<dispute::Party>, NoticeLanguage,
                       std::vector<NoticeMethod> ladder, const identity::Context&);

}  // namespace hemu::notices
