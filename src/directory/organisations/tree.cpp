#include "tree.hpp"

namespace hemu::organisations {

static const db::Statement update_tree{"organisations.lock_tree", R"(
    UPDATE organisation_tree SET version = version + 1 WHERE code = 'tree')"};

void lock_tree(db::Tx& tx) { tx.must_change(update_tree); }

static const db::Statement insert_self{"organisations.scope_self", R"(
    INSERT INTO organisation_scope (over_id, under_id) VALUES ($1, $1))"};

// Everything over the parent stands over everything under the body.
static const db::Statement insert_pairs{"organisations.scope_pairs", R"(
    INSERT INTO organisation_scope (over_id, under_id)
    SELECT above.over_id, below.under_id
      FROM organisation_scope above, organisation_scope below
     WHERE above.under_id = $2 AND below.over_id = $1)"};

void add_to_tree(db::Tx& tx, OrganisationId id, const std::optional<OrganisationId>& parent) {
    tx.run(insert_self, id);
    if (parent) tx.run(insert_pairs, id, *parent);
}

static const db::Statement delete_pairs{"organisations.unscope_pairs", R"(
    DELETE FROM organisation_scope
     WHERE under_id IN (SELECT under_id FROM organisation_scope WHERE over_id = $1)
       AND over_id IN (SELECT over_id FROM organisation_scope WHERE under_id = $1 AND over_id <> $1))"};

void move_in_tree(db::Tx& tx, OrganisationId id, const std::optional<OrganisationId>& parent) {
    tx.run(delete_pairs, id);
    if (parent) tx.run(insert_pairs, id, *parent);
}

static const db::Statement select_over{"organisations.stands_over", R"(
    SELECT COUNT(*) FROM organisation_scope WHERE over_id = $1 AND under_id = $2)"};

bool stands_over(db::Tx& tx, OrganisationId over, OrganisationId under) {
    return tx.one<std::int64_t>(select_over, over, under) > 0;
}

}  // namespace hemu::organisations
