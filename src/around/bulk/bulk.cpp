#include "bulk.hpp"

#include "accounts.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::bulk {

using dispute::Dispute;
using identity::Context;

static void act_on(db::Tx& tx, Dispute& dispute, const What& what, const Context& cx) {
    switch (what.act) {
        case Act::claim:
            return dispute::claim(tx, dispute, cx);
        case Act::release:
            return dispute::release(tx, dispute, cx);
        case Act::hold:
            return dispute::hold(tx, dispute, *what.hold, cx);
        case Act::note:
            return dispute::note(tx, dispute, *what.note, cx);
        case Act::offer:
            return assignment::offer(tx, dispute, *what.offer, cx);
        case Act::assign:
            return assignment::assign(tx, dispute, *what.assign, cx);
        case Act::order:
            supervision::give_order(tx, dispute, *what.order, cx);
            return;
        case Act::visit_plan:
            return evaluation::plan_visit(tx, dispute, *what.visit_plan, cx);
        case Act::close:
            return closing::close(tx, dispute, *what.close, cx);
    }
}

/// Ends a transaction that was only a try.
struct OnlyTried {};

static ItemView refused(ItemView item, const Refusal& refusal) {
    item.state = ItemState::refused;
    item.code = refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
    if (!refusal.fields.empty()) item.field = refusal.fields.front().field;
    return item;
}

static ItemView tried(Id<Dispute> id, const What& what, const Context& cx) {
    ItemView item;
    item.dispute_id = id;
    try {
        cx.db.transact_aside([&](db::Tx& tx) {
            Dispute dispute = dispute::find(tx, id, cx.actor);
            item.number = dispute.number;
            item.title = dispute.secrecy == dispute::Secrecy::normal ? dispute.title : "";
            act_on(tx, dispute, what, cx);
            throw OnlyTried{};
        });
    } catch (const OnlyTried&) {
        return item;
    } catch (const Refusal& refusal) {
        return refused(std::move(item), refusal);
    }
    throw std::logic_error("a try was committed");
}

std::vector<ItemView> preview(const BulkForm& form, const Context& cx) {
    refuse_if(why_not_bulk(form, cx.actor));
    std::vector<ItemView> items;
    for (const auto& id : each_once(form.dispute_ids)) items.push_back(tried(id, form.what, cx));
    return items;
}

Id<Run> start(db::Tx& tx, const BulkForm& form, const Context& cx) {
    refuse_if(why_not_bulk(form, cx.actor));
    const auto run = Id<Run>::fresh(cx.moment);
    insert_run(tx, run, form, each_once(form.dispute_ids), cx);
    enqueue_run(tx, run, cx.moment + time_to_take_back);
    return run;
}

void stop(db::Tx& tx, Id<Run> id, const Context& cx) {
    const RunView run = run_of(tx, id, cx.actor);
    if (run.state == RunState::stopped || run.state == RunState::ended) throw Refusal(Fault::conflict, "run_is_over");
    leave_rest(tx, id);
    set_state(tx, id, RunState::stopped, cx.moment);
}

/// One dispute, and its mark in the same transaction. False when the run has been stopped meanwhile.
static bool do_item(const StoredRun& run, const StoredItem& item, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        if (!take_item(tx, run.id, item.position)) return false;
        Dispute dispute = dispute::find(tx, item.dispute_id, cx.actor);
        act_on(tx, dispute, run.what, cx);
        return true;
    });
}

static void refuse_item(db::Database& database, const StoredRun& run, const StoredItem& item,
                        const Refusal& refusal) {
    const ItemView view = refused({}, refusal);
    database.transact([&](db::Tx& tx) { mark_refused(tx, run.id, item.position, *view.code, view.field); });
}

void carry_on(Id<Run> id, const identity::Surroundings& around, Instant moment) {
    db::Database& database = around.database;
    const auto run = database.transact([&](db::Tx& tx) { return begin_run(tx, id); });
    if (!run) return;
    const auto items = database.read([&](db::Tx& tx) { return waiting_items(tx, id); });
    for (const StoredItem& item : items) {
        const Instant now = around.clock ? around.clock() : moment;
        const auto actor = database.read(
            [&](db::Tx& tx) { return identity::actor_in_post(tx, run->account_id, run->post_id, legal_date(now)); });
        try {
            if (!actor || !duties_of(run->what.act).contains(actor->duty))
                throw Refusal(Fault::forbidden, "post_is_over");
            Context cx{identity::RequestDatabase(database), *actor, now, around.keys, around.config};
            cx.actor.language = run->language;
            if (!do_item(*run, item, cx)) return;
        } catch (const Refusal& refusal) {
            if (refusal.fault == Fault::unavailable) throw;
            refuse_item(database, *run, item, refusal);
        }
    }
    database.transact(
        [&](db::Tx& tx) { set_state(tx, id, RunState::ended, around.clock ? around.clock() : moment); });
}

}  // namespace hemu::bulk
