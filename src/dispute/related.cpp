#include "related.hpp"

namespace hemu::dispute {

struct RelatedRow {
    Id<Dispute> id;
    std::string number;
    std::string title;
    State state = State::registered;
    LegalDate registered_on;
    std::optional<std::string> holder_name;
    Kinship reason = Kinship::same_person;
};
BOOST_DESCRIBE_STRUCT(RelatedRow, (), (id, number, title, state, registered_on, holder_name, reason))

// A company may be a party to thousands: the newest of them are enough.
static const db::Statement select_related{"dispute.related", R"(
    WITH own AS (SELECT p.kind, p.name, p.identity_digest, p.phone_digest FROM dispute_party p
                  WHERE p.dispute_id = $4 AND p.removed_at IS NULL),
         kin AS (SELECT p.dispute_id AS id, 'same_person' AS reason
                   FROM own JOIN dispute_party p ON p.identity_digest = own.identity_digest
                  WHERE own.kind = 'natural' AND p.removed_at IS NULL
                  UNION
                 SELECT p.dispute_id, 'same_person' FROM own JOIN dispute_party p ON p.phone_digest = own.phone_digest
                  WHERE own.kind = 'natural' AND p.kind = 'natural' AND p.removed_at IS NULL
                  UNION
                 SELECT p.dispute_id, 'same_body' FROM own JOIN dispute_party p ON p.name = own.name
                  WHERE own.kind <> 'natural' AND p.kind <> 'natural' AND p.removed_at IS NULL
                  UNION
                 SELECT o.id, 'same_event' FROM dispute me JOIN dispute o ON o.place_code = me.place_code AND o.occurred_on = me.occurred_on
                  WHERE me.id = $4
                  UNION
                 SELECT o.id, 'merged' FROM dispute o WHERE o.merged_into_id = $4
                  UNION
                 SELECT me.merged_into_id, 'merged' FROM dispute me WHERE me.id = $4 AND me.merged_into_id IS NOT NULL)
    SELECT d.id, d.number, )" + listed_title_sql() + R"( AS title, d.state, d.registered_on,
           (SELECT h.name FROM organisation h WHERE h.id = d.holder_id) AS holder_name, kin.reason
      FROM kin JOIN dispute d ON d.id = kin.id
     WHERE d.id <> $4 AND)" + visible_sql() + R"(
     ORDER BY d.registered_at DESC, d.id, kin.reason
     LIMIT 60)"};

std::vector<RelatedView> related_to(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    std::vector<RelatedView> related;
    for (const auto& row :
         tx.all<RelatedRow>(select_related, actor.account, actor.duty, actor.organisation, dispute.id)) {
        if (related.empty() || related.back().id != row.id) {
            if (related.size() == 30) break;
            related.push_back(
                {row.id, row.number, row.title, row.state, row.registered_on, row.holder_name.value_or(""), {}});
        }
        related.back().reasons.push_back(row.reason);
    }
    return related;
}

}  // namespace hemu::dispute
