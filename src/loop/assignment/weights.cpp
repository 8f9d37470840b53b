#include "embedded.hpp"
#include "json.hpp"
#include "routing_rules.hpp"

namespace hemu::assignment {

struct WeightsFile {
    std::string owner;
    std::string basis;
    std::string certainty;
    RoutingWeights weights;
};
BOOST_DESCRIBE_STRUCT(WeightsFile, (), (owner, basis, certainty, weights))

static WeightsVersion own_version() {
    static const auto file = json::read<WeightsFile>(embedded_file("routing_weights.json"));
    return {0, file.weights, file.basis, LegalDate(2020, 1, 1), std::nullopt, std::nullopt, false};
}

struct WeightsRow {
    std::int64_t version = 0;
    db::Json<RoutingWeights> weights;
    std::string basis;
    LegalDate valid_from_on;
    Instant made_at;
    std::string made_by_name;
};
BOOST_DESCRIBE_STRUCT(WeightsRow, (), (version, weights, basis, valid_from_on, made_at, made_by_name))

static WeightsVersion version_of(const WeightsRow& row) {
    return {row.version, *row.weights, row.basis, row.valid_from_on, row.made_at, row.made_by_name, false};
}

static const db::Statement select_versions{"assignment.weights_versions", R"(
    SELECT version, weights, basis, valid_from_on, made_at, made_by_name FROM routing_weights ORDER BY version DESC)"};

std::vector<WeightsVersion> weights_versions(db::Tx& tx, LegalDate today) {
    std::vector<WeightsVersion> versions;
    for (const WeightsRow& row : tx.all<WeightsRow>(select_versions)) versions.push_back(version_of(row));
    versions.push_back(own_version());
    const auto valid = std::find_if(versions.begin(), versions.end(),
                                    [&](const WeightsVersion& one) { return !(today < one.valid_from_on); });
    if (valid != versions.end()) valid->in_force = true;
    return versions;
}

WeightsVersion weights_version(db::Tx& tx, std::int64_t version, LegalDate today) {
    for (const WeightsVersion& one : weights_versions(tx, today))
        if (one.version == version) return one;
    throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement select_valid{"assignment.weights_on", R"(
    SELECT version, weights, basis, valid_from_on, made_at, made_by_name FROM routing_weights
     WHERE valid_from_on <= $1 ORDER BY version DESC LIMIT 1)"};

WeightsVersion weights_on(db::Tx& tx, LegalDate day) {
    const auto row = tx.maybe<WeightsRow>(select_valid, day);
    WeightsVersion version = row ? version_of(*row) : own_version();
    version.in_force = true;
    return version;
}

static const db::Statement select_newest{"assignment.newest_weights", R"(
    SELECT coalesce(max(version), 0) AS version FROM routing_weights)"};

static const db::Statement insert_weights{"assignment.add_weights", R"(
    INSERT INTO routing_weights (version, weights, basis, valid_from_on, made_at, made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void add_weights(db::Tx& tx, const WeightsForm& form, const identity::Context& cx) {
    Verdict verdict = why_not_weights(form.weights);
    if (form.basis.find_first_not_of(" \t\r\n") == std::string::npos) verdict.add("basis", "missing");
    if (form.valid_from_on < legal_date(cx.moment)) verdict.add("valid_from_on", "in_the_past");
    refuse_if(verdict);
    const auto newest = tx.one<std::int64_t>(select_newest);
    tx.run(insert_weights, newest + 1, db::Json(form.weights), form.basis, form.valid_from_on, cx.moment,
           cx.actor.name);
}

struct OwnWeightsFile {
    RoutingWeights weights;
};
BOOST_DESCRIBE_STRUCT(OwnWeightsFile, (), (weights))

RoutingWeights read_weights(const std::string& text) {
    boost::system::error_code fault;
    const auto value = boost::json::parse(text, fault);
    const bool is_document = !fault && value.is_object() && value.as_object().contains("weights");
    const RoutingWeights weights =
        is_document ? json::read<OwnWeightsFile>(
                          boost::json::serialize(boost::json::object{{"weights", value.at("weights")}}))
                          .weights
                    : json::read<RoutingWeights>(text);
    refuse_if(why_not_weights(weights));
    return weights;
}

}  // namespace hemu::assignment
