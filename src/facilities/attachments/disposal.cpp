#include "disposal.hpp"

#include "jobs.hpp"

namespace hemu::attachments {

static const db::Statement note_leftovers{"attachments.note_disposed", R"(
    INSERT INTO attachment_leftover (name)
    SELECT digest FROM attachment WHERE dispute_id = $1
     UNION SELECT digest_sm3 FROM signing_paper WHERE dispute_id = $1
     UNION SELECT completed_sm3 FROM signing_paper WHERE dispute_id = $1 AND completed_sm3 IS NOT NULL
     UNION SELECT s.picture_digest FROM signing_signer s JOIN signing_paper p ON p.id = s.paper_id
            WHERE p.dispute_id = $1 AND s.picture_digest IS NOT NULL
     UNION SELECT CAST(id AS text) FROM attachment_upload WHERE dispute_id = $1
    ON CONFLICT (name) DO NOTHING)"};

static const db::Statement empty_files{"attachments.empty_disposed", R"(
    UPDATE attachment
       SET name = '', added_by_name = '', removed_at = coalesce(removed_at, $2), removed_by_name = NULL,
           removal_reason = NULL, audience_reason = NULL, taken_back = TRUE
     WHERE dispute_id = $1)"};

static const db::Statement drop_uploads{"attachments.drop_disposed_uploads",
                                        "DELETE FROM attachment_upload WHERE dispute_id = $1"};

std::int64_t dispose_contents(db::Tx& tx, Id<dispute::Dispute> dispute, Instant moment) {
    const std::int64_t noted = tx.changed(note_leftovers, dispute);
    tx.run(empty_files, dispute, moment);
    tx.run(drop_uploads, dispute);
    jobs::enqueue(tx, "attachments_sweep", "{}", moment);
    return noted;
}

}  // namespace hemu::attachments
