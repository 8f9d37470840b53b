#include "live_audience.hpp"

#include "live_message.hpp"

namespace hemu::dispute {

template <class T>
static Id<live::Subject> subject(Id<T> id) {
    return {id.bytes};
}

static std::string topics_of(const Dispute& dispute) { return "queue dispute:" + to_text(dispute.id); }

void announce(db::Tx& tx, const Dispute& dispute, const Event& event) {
    const LiveMessage message{event.id, dispute.id, event.number, event.kind, dispute.state, dispute.version};
    live::announce(tx, {event.id.bytes}, subject(dispute.id), topics_of(dispute), json::write(message));
}

/// Only its difference from all others matters of such an announcement's id, not its time.
static void tell_to_look(db::Tx& tx, const Dispute& dispute, Id<live::Subject> whom) {
    const auto id = Id<live::Announcement>::fresh(dispute.registered_at);
    live::announce(tx, id, whom, topics_of(dispute), no_words);
}

void tell_person_to_look(db::Tx& tx, const Dispute& dispute, Id<identity::Account> account) {
    tell_to_look(tx, dispute, subject(account));
}

void tell_body_to_look(db::Tx& tx, const Dispute& dispute, Id<identity::Organisation> organisation) {
    tell_to_look(tx, dispute, subject(organisation));
}

static const db::Statement select_bodies{"dispute.bodies_to_tell", R"(
    SELECT DISTINCT organisation_id FROM dispute_body WHERE dispute_id = $1 AND until_at IS NULL)"};

void tell_bodies_to_look(db::Tx& tx, const Dispute& dispute) {
    auto bodies = tx.all<Id<identity::Organisation>>(select_bodies, dispute.id);
    if (std::find(bodies.begin(), bodies.end(), dispute.holder_id) == bodies.end())
        bodies.push_back(dispute.holder_id);
    for (const auto& body : bodies) tell_body_to_look(tx, dispute, body);
}

static const db::Statement select_present{"dispute.live_present", R"(
    SELECT r.session_id, r.post_id FROM )" + identity::acting_sessions_sql() +
                                                                      " r"};

static const db::Statement select_readers{"dispute.live_readers", R"(
    SELECT r.session_id, r.post_id
      FROM )" + identity::acting_sessions_sql() + R"( r
      JOIN dispute d ON d.id = $3
     WHERE)" + visible_sql("r.account_id", "r.duty", "r.organisation_id")};

/// Is the subject of a message without words this person, or a body that he belongs to or stands over?
static std::string is_told_sql(std::string_view subject_id) {
    return fmt::format(R"((r.account_id = {0}
            OR EXISTS (SELECT 1 FROM organisation_scope o
                        WHERE o.over_id = r.organisation_id AND o.under_id = {0})))",
                       subject_id);
}

static const db::Statement select_told{"dispute.live_told", R"(
    SELECT r.session_id, r.post_id
      FROM )" + identity::acting_sessions_sql() + R"( r
     WHERE )" + is_told_sql("$3")};

static const db::Statement select_missed{"dispute.live_missed", R"(
    SELECT m.number, m.subject_id, m.topics, m.words
      FROM live_message m
      JOIN )" + identity::acting_sessions_sql() + R"( r ON r.session_id = $3 AND r.post_id = $4
      LEFT JOIN dispute d ON d.id = m.subject_id
     WHERE m.number > $5 AND m.number <= $6
       AND ()" + visible_sql("r.account_id", "r.duty", "r.organisation_id") +
                                                                    R"(
            OR )" + is_told_sql("m.subject_id") + R"()
     ORDER BY m.number)"};

class DisputeAudience : public live::Audience {
  public:
    bool is_topic(std::string_view topic) const override {
        static constexpr std::string_view of_one = "dispute:";
        return topic == "queue" || (topic.starts_with(of_one) && Id<Dispute>::parse(topic.substr(of_one.size())));
    }

    std::vector<live::Reader> present(db::Tx& tx, Instant moment) override {
        return tx.all<live::Reader>(select_present, moment, legal_date(moment));
    }

    std::vector<std::vector<live::Reader>> readers_of(db::Tx& tx, const std::vector<live::Message>& messages,
                                                      Instant moment) override {
        std::vector<db::Later<live::Reader>> asked;
        for (const live::Message& message : messages)
            asked.push_back(tx.later<live::Reader>(message.words == no_words ? select_told : select_readers, moment,
                                                   legal_date(moment), message.subject_id));
        std::vector<std::vector<live::Reader>> readers;
        for (auto& answer : asked) readers.push_back(answer.all());
        return readers;
    }

    std::vector<live::Message> missed(db::Tx& tx, const live::Reader& reader, std::int64_t after, std::int64_t up_to,
                                      Instant moment) override {
        return tx.all<live::Message>(select_missed, moment, legal_date(moment), reader.session_id, reader.post_id,
                                     after, up_to);
    }
};

std::unique_ptr<live::Audience> live_audience() { return std::make_unique<DisputeAudience>(); }

}  // namespace hemu::dispute
