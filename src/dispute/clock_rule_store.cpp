#include "clock_store.hpp"

namespace hemu::dispute {

static const db::Statement select_rules{"dispute.clock_rules", R"(
    SELECT code, valid_from, name_zh, name_en, concerns, started_by, met_by, applies_to, amount, unit, roll_forward,
           pause_reasons, extension, on_expiry, basis, certainty, standing, replaces
      FROM clock_rule)"};

static std::mutex rules_guard;
static std::shared_ptr<const std::vector<ClockRule>> kept_rules;
static std::optional<LegalDate> kept_for;

std::vector<ClockRule> read_clock_rules(db::Tx& tx) { return tx.all<ClockRule>(select_rules); }

std::shared_ptr<const std::vector<ClockRule>> clock_rules(db::Tx& tx, std::optional<LegalDate> today) {
    {
        const std::lock_guard lock(rules_guard);
        if (kept_rules && (!today || kept_for >= today)) return kept_rules;
    }
    auto read = std::make_shared<const std::vector<ClockRule>>(read_clock_rules(tx));
    if (read->empty()) return read;
    const std::lock_guard lock(rules_guard);
    kept_rules = read;
    kept_for = today;
    return read;
}

void forget_rules() {
    const std::lock_guard lock(rules_guard);
    kept_rules.reset();
}

static const db::Statement insert_rule{"dispute.insert_clock_rule", R"(
    INSERT INTO clock_rule (code, valid_from, name_zh, name_en, concerns, started_by, met_by, applies_to, amount, unit,
                            roll_forward, pause_reasons, extension, on_expiry, basis, certainty, standing, replaces)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    ON CONFLICT (code, valid_from) DO NOTHING)"};

static void save_rule(db::Tx& tx, const ClockRule& rule) {
    tx.run(insert_rule, rule.code, rule.valid_from, rule.name_zh, rule.name_en, rule.concerns, rule.started_by,
           rule.met_by, rule.applies_to, rule.amount, rule.unit, rule.roll_forward, rule.pause_reasons,
           rule.extension, rule.on_expiry, rule.basis, rule.certainty, rule.standing, rule.replaces);
}

void load_clock_rules(db::Tx& tx, std::string_view file) {
    for (const ClockRule& rule : json::read<std::vector<ClockRule>>(file)) save_rule(tx, rule);
    tx.after_commit([] { forget_rules(); });
}

static const db::Statement delete_rule{"dispute.delete_clock_rule",
                                       "DELETE FROM clock_rule WHERE code = $1 AND valid_from = $2"};

/// The version of this code that is valid on the day.
static std::optional<ClockRule> version_on(const std::vector<ClockRule>& rules, std::string_view code, LegalDate on) {
    for (const ClockRule* rule : newest(rules, on))
        if (rule->code == code) return *rule;
    return std::nullopt;
}

/// What the day had before is replaced: no clock has begun under it.
static void save_version(db::Tx& tx, ClockRule rule, LegalDate valid_from) {
    tx.run(delete_rule, rule.code, valid_from);
    rule.valid_from = valid_from;
    save_rule(tx, rule);
    tx.after_commit([] { forget_rules(); });
}

void set_clock_amount(db::Tx& tx, const std::string& code, std::int64_t amount, LegalDate valid_from,
                      LegalDate today) {
    const auto rules = read_clock_rules(tx);
    auto rule = version_on(rules, code, std::max(today, valid_from));
    if (!rule || rule->standing != "in_force") throw Refusal(Fault::not_found, "not_found");
    if (!may_change(*rule)) throw Refusal(Fault::conflict, "clock_rule_is_fixed");
    Verdict verdict;
    if (!is_sensible(rule->unit, amount)) verdict.add("amount", "out_of_range");
    if (valid_from <= today) verdict.add("valid_from", "in_the_past");
    refuse_if(verdict);
    rule->amount = amount;
    save_version(tx, *rule, valid_from);
}

bool is_adoptable(const std::vector<ClockRule>& rules, const ClockRule& rule) {
    return has_start(rule) && std::any_of(rules.begin(), rules.end(), [&](const ClockRule& one) {
               return one.code == rule.code && one.standing == "preset";
           });
}

void set_clock_standing(db::Tx& tx, const std::string& code, const std::string& standing, LegalDate valid_from,
                        LegalDate today) {
    const auto rules = read_clock_rules(tx);
    auto rule = version_on(rules, code, std::max(today, valid_from));
    if (!rule) throw Refusal(Fault::not_found, "not_found");
    if (!is_adoptable(rules, *rule))
        throw Refusal(Fault::conflict, has_start(*rule) ? "clock_rule_is_no_preset" : "clock_rule_has_no_start");
    Verdict verdict;
    if (standing != "in_force" && standing != "ended") verdict.add("standing", "unknown_word");
    if (valid_from <= today) verdict.add("valid_from", "in_the_past");
    refuse_if(verdict);
    const bool ends_nothing = standing == "ended" && rule->standing == "preset";
    if (rule->standing == standing || ends_nothing) throw Refusal(Fault::conflict, "clock_rule_stands_so");
    rule->standing = standing;
    save_version(tx, *rule, valid_from);
}

}  // namespace hemu::dispute
