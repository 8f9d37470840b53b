// 其他途径 The lawful ways other than mediation here.
#pragma once
#include "json.hpp"

namespace hemu::dispute {

enum class Way {
    court,
    labour_arbitration,
    arbitration,
    reconsideration,
    petition,
    police,
    legal_aid,
    administrative,
    notary,
    committee
};
BOOST_DESCRIBE_ENUM(Way, court, labour_arbitration, arbitration, reconsideration, petition, police, legal_aid,
                    administrative, notary, committee)

}  // namespace hemu::dispute
