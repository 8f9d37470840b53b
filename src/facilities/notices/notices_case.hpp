// For tests: a case whose parties are told something.
#pragma once
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "sending.hpp"

namespace hemu::notices {

/// A case of 张三, who has a phone, and 李四, who has none.
class Case {
  public:
    explicit Case(db::Database& database, dispute::State state = dispute::State::accepted)
        : city(database), dispute(city.add_dispute(state)) {
        city.config.message_gateway_url = "http://127.0.0.1:1/";
        city.config.gateway_report_secret = "shared";
    }

    identity::Context machine() { return city.as(identity::machine(identity::Duty::clerk), now); }
    void tell_both() { tell_about(NoticeEvent::session_planned); }
    void tell_about(NoticeEvent event, const Occasion& occasion = {}) {
        const auto cx = machine();
        city.database().transact([&](db::Tx& tx) {
            hemu::notices::tell(tx, dispute::load(tx, dispute.id).value(), event, to_text(dispute.id), occasion, cx);
        });
    }
    std::vector<PartyNotice> all() {
        return city.database().read([&](db::Tx& tx) { return notices_of(tx, dispute, city.keys); });
    }
    PartyNotice of(int party) {
        const auto id = city.parties_in(dispute)[static_cast<std::size_t>(party)];
        for (const PartyNotice& one : all())
            if (one.party_id == id) return one;
        throw std::runtime_error("no notice");
    }
    std::optional<Outgoing> begin(const PartyNotice& notice) {
        return city.database().transact([&](db::Tx& tx) { return begin_sending(tx, notice.id, machine()); });
    }
    void finish(const Outgoing& out, const Outcome& outcome) {
        city.database().transact([&](db::Tx& tx) { settle(tx, out, outcome, machine()); });
    }
    /// The same inside of a transaction.
    NoticeRow of_in(db::Tx& tx, std::size_t party = 0) {
        static const db::Statement select_ids{
            "testing.notice_parties", "SELECT id FROM dispute_party WHERE dispute_id = $1 ORDER BY position, id"};
        const auto id = tx.all<Id<dispute::Party>>(select_ids, dispute.id)[party];
        for (const NoticeRow& row : rows_of(tx, dispute.id))
            if (row.party_id == id) return row;
        throw std::runtime_error("no notice");
    }
    void report(const PartyNotice& notice, std::int64_t step, ServiceState state) {
        city.database().transact([&](db::Tx& tx) {
            auto row = *find_notice(tx, notice.id);
            take_outcome(tx, row, *last_service(tx, notice.id, step), state, "reported_failed", std::nullopt,
                         machine());
        });
    }
    std::vector<std::string> events() {
        auto kinds = city.events_of(dispute);
        std::erase_if(kinds, [](const std::string& kind) { return !kind.starts_with("notice_"); });
        return kinds;
    }
    void set(std::string_view code, int value) {
        city.database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format("UPDATE notice_setting SET value = {} WHERE code = '{}'", value, code));
        });
    }
    void pass(std::chrono::minutes time) { now = now + time; }

    dispute::TestCity city;
    dispute::Dispute dispute;
    Instant now = dispute::TestCity::morning();
};

}  // namespace hemu::notices
