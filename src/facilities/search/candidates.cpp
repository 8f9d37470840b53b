// Which disputes may be what is looked for. Rare tokens are looked up in the index of tokens. Frequent ones would
// find there far more than a page, most of it perhaps hidden from the actor: then the newest disputes that he has to
// do with are read one after the other, up to a bound, and the page says how far it looked.
#include "store.hpp"

namespace hemu::search {

using db::Engine;
using dispute::Dispute;
using identity::Duty;

/// From how many entries on tokens are frequent.
static constexpr std::int64_t most_hits = 5000;
/// Disputes read one after the other before anything is counted, and at most for one page.
static constexpr int short_walk = 800;
static constexpr int long_walk = 4000;

// $1 account, $2 duty, $3 organisation, $4 tokens, $5 before, $6 rows, $7 to $21 filters.
static const std::string found_columns =
    "SELECT d.id, d.number, d.title, " + dispute::listed_title_sql() + R"( AS listed_title, d.narrative, d.request,
           d.state, d.risk, d.difficulty, d.secrecy, d.national_type,
           (SELECT o.name FROM organisation o WHERE o.id = d.holder_id) AS holder_name,
           (SELECT a.name FROM account a WHERE a.id = d.handler_id) AS handler_name, d.registered_at)";

/// The tables say it for the lists: a comma before and behind each word.
static std::string in_list(std::string_view column, int parameter) {
    return fmt::format("\n AND (${1} = '' OR ${1} LIKE '%,' || {0} || ',%')", column, parameter);
}

static std::string filters_sql() {
    std::string sql;
    int parameter = 7;
    for (const char* column : {"d.state", "d.risk", "d.difficulty", "d.source", "d.channel", "d.secrecy",
                               "d.national_type", "d.local_type"})
        sql += in_list(column, parameter++);
    sql += in_list("(SELECT o.level FROM organisation o WHERE o.id = d.holder_id)", 15);
    return sql + R"(
       AND (1 = (SELECT 1 FROM organisation_scope s WHERE s.over_id = $16 AND s.under_id = d.holder_id)
            OR $16 IS NULL)
       AND d.place_code LIKE $17 || '%'
       AND ($18 = '' OR CAST(d.flags AS text) LIKE '%"' || $18 || '"%')
       AND d.registered_on >= $19 AND d.registered_on <= $20
       AND ($21 = '' OR ($21 = 'open') = (d.closed_at IS NULL)))";
}

/// Of disputes c(id) those that pass the filters and may be seen, newest first.
static std::string page_sql(const std::string& from) {
    return found_columns + "\n      FROM " + from + filters_sql() + "\n       AND " + dispute::visible_sql() +
           "\n     ORDER BY c.id DESC LIMIT $6";
}

/// Of the disputes that a walk reads those with all tokens. The test costs less than anything that is asked of a
/// dispute, so both engines are made to do it first; within CASE PostgreSQL does not take it for a reason to ask the
/// index.
static std::string walk_sql(Engine engine, const std::string& walk) {
    if (engine == Engine::postgres)
        return page_sql("(SELECT w.id FROM (" + walk + R"() w JOIN search_entry e ON e.dispute_id = w.id
             WHERE CASE WHEN e.tokens @> string_to_array($4, ' ') THEN TRUE ELSE FALSE END
             ORDER BY w.id DESC OFFSET 0) c JOIN dispute d ON d.id = c.id WHERE TRUE)");
    return page_sql("(" + walk + R"() c CROSS JOIN search_entry e ON e.dispute_id = c.id
      CROSS JOIN dispute d ON d.id = c.id
     WHERE NOT EXISTS (SELECT 1 FROM json_each($4) w WHERE instr(e.tokens, w.value) = 0))");
}

/// The newest of all disputes: for those who watch a scope.
static std::string of_scope(int count) {
    return fmt::format("SELECT id FROM dispute WHERE id < $5 ORDER BY id DESC LIMIT {}", count);
}

/// The newest that the actor or his body has to do with, which holds whatever else anybody may see.
static std::string related_sql(std::string_view account, std::string_view body, std::string_view before, int count) {
    return fmt::format(R"(
        SELECT id FROM (SELECT id FROM (SELECT dispute_id AS id FROM dispute_body
                                         WHERE organisation_id = {1} AND until_at IS NULL AND dispute_id < {2}
                                         ORDER BY dispute_id DESC LIMIT {3}) bodies
                        UNION
                        SELECT id FROM (SELECT dispute_id AS id FROM dispute_person
                                         WHERE account_id = {0} AND until_at IS NULL AND dispute_id < {2}
                                         ORDER BY dispute_id DESC LIMIT {3}) people) related
         ORDER BY id DESC LIMIT {3})",
                       account, body, before, count);
}
static std::string of_relations(int count) { return related_sql("$1", "$3", "$5", count); }

/// The newest with all tokens, or of a party with a digest.
static std::string of_tokens(Engine engine) {
    const std::string hits =
        engine == Engine::postgres
            ? "SELECT e.dispute_id AS id FROM search_entry e WHERE e.tokens @> string_to_array($4, ' ')"
            : "SELECT e.dispute_id AS id FROM search_token CROSS JOIN search_entry e ON e.place = search_token.rowid"
              " WHERE search_token MATCH $4";
    return fmt::format(R"((
        SELECT id FROM (SELECT * FROM ({0} AND e.dispute_id < $5 ORDER BY e.dispute_id DESC LIMIT {1}) by_words
                        UNION SELECT p.dispute_id FROM dispute_party p WHERE p.phone_digest = $22
                               AND p.removed_at IS NULL AND p.dispute_id < $5
                        UNION SELECT p.dispute_id FROM dispute_party p WHERE p.identity_digest = $23
                               AND p.removed_at IS NULL AND p.dispute_id < $5) hits
         ORDER BY id DESC LIMIT {1}) c JOIN dispute d ON d.id = c.id WHERE TRUE)",
                       hits, most_hits);
}

/// The same question for each engine.
struct Both {
    db::Statement postgres;
    db::Statement sqlite;
    const db::Statement& of(const db::Tx& tx) const { return tx.engine() == Engine::postgres ? postgres : sqlite; }
};

static const Both by_tokens{{"search.by_tokens_postgres", page_sql(of_tokens(Engine::postgres)), Engine::postgres},
                            {"search.by_tokens_sqlite", page_sql(of_tokens(Engine::sqlite)), Engine::sqlite}};

/// Reads the newest `count` disputes.
struct Walk {
    Walk(std::string_view name, std::string (*from)(int), int most)
        : count(most),
          pages{{fmt::format("search.{}_{}_postgres", name, most), walk_sql(Engine::postgres, from(most)),
                 Engine::postgres},
                {fmt::format("search.{}_{}_sqlite", name, most), walk_sql(Engine::sqlite, from(most)),
                 Engine::sqlite}} {}
    const int count;
    const Both pages;
};
static const Walk short_scope{"scope", of_scope, short_walk};
static const Walk long_scope{"scope", of_scope, long_walk};
static const Walk short_related{"related", of_relations, short_walk};
static const Walk long_related{"related", of_relations, long_walk};

static const db::Statement last_of_scope{"search.last_of_scope",
                                         "SELECT id FROM dispute WHERE id < $1 ORDER BY id DESC LIMIT 1 OFFSET $2"};
static const db::Statement last_of_relations{
    "search.last_of_relations",
    "SELECT id FROM (" + related_sql("$3", "$4", "$1", long_walk) + ") walked ORDER BY id DESC LIMIT 1 OFFSET $2"};

static const Both count_hits{
    {"search.count_postgres",
     fmt::format("SELECT count(*) AS count FROM (SELECT 1 FROM search_entry e WHERE e.tokens @> "
                 "string_to_array($1, ' ') LIMIT {}) counted",
                 most_hits + 1),
     Engine::postgres},
    {"search.count_sqlite",
     fmt::format(
         "SELECT count(*) AS count FROM (SELECT 1 FROM search_token WHERE search_token MATCH $1 LIMIT {}) counted",
         most_hits + 1),
     Engine::sqlite}};

static std::string for_index(const db::Tx& tx, const std::vector<std::string>& tokens) {
    if (tx.engine() == Engine::postgres) return fmt::format("{}", fmt::join(tokens, " "));
    return tokens.empty() ? "" : fmt::format("\"{}\"", fmt::join(tokens, "\" \""));
}

static std::string for_entry(const db::Tx& tx, const std::vector<std::string>& tokens) {
    if (tx.engine() == Engine::postgres) return for_index(tx, tokens);
    std::vector<std::string> padded;
    for (const std::string& token : tokens) padded.push_back(" " + token + " ");
    return json::write(padded);
}

/// Who sees whatever happens below his body, besides what he has to do with himself.
static bool watches_scope(Duty duty) {
    return duty == Duty::dispatcher || duty == Duty::supervisor || duty == Duty::leader;
}

class Search {
  public:
    Search(db::Tx& tx, const Sought& sought, const identity::Actor& actor)
        : tx_(tx), sought_(sought), actor_(actor), watches_(watches_scope(actor.duty)) {}

    Candidates by_index() {
        const Filters& f = sought_.filters;
        return {tx_.all<Candidate>(by_tokens.of(tx_), actor_.account, actor_.duty, actor_.organisation,
                                   for_index(tx_, sought_.tokens), sought_.before, sought_.limit, f.states, f.risks,
                                   f.difficulties, f.sources, f.channels, f.secrecies, f.national_types,
                                   f.local_types, f.levels, f.body, f.place, f.flag, f.from, f.to, f.open,
                                   sought_.phone, sought_.identity),
                std::nullopt};
    }

    std::vector<Candidate> read(const Walk& walk) {
        const Filters& f = sought_.filters;
        return tx_.all<Candidate>(walk.pages.of(tx_), actor_.account, actor_.duty, actor_.organisation,
                                  for_entry(tx_, sought_.tokens), sought_.before, sought_.limit, f.states, f.risks,
                                  f.difficulties, f.sources, f.channels, f.secrecies, f.national_types, f.local_types,
                                  f.levels, f.body, f.place, f.flag, f.from, f.to, f.open);
    }

    Candidates by_long_walk() {
        const Walk& walk = watches_ ? long_scope : long_related;
        Candidates found{read(walk), std::nullopt};
        if (!is_full(found.rows)) found.looked_to = last_of(walk);
        return found;
    }

    std::vector<Candidate> by_short_walk() { return read(watches_ ? short_scope : short_related); }

    bool is_full(const std::vector<Candidate>& rows) const {
        return static_cast<std::int64_t>(rows.size()) == sought_.limit;
    }

    bool are_frequent() {
        return tx_.one<std::int64_t>(count_hits.of(tx_), for_index(tx_, sought_.tokens)) > most_hits;
    }

  private:
    /// The last dispute that the walk reads; none when it comes to the end before.
    std::optional<Id<Dispute>> last_of(const Walk& walk) {
        const std::int64_t offset = walk.count - 1;
        if (watches_) return tx_.maybe<Id<Dispute>>(last_of_scope, sought_.before, offset);
        return tx_.maybe<Id<Dispute>>(last_of_relations, sought_.before, offset, actor_.account, actor_.organisation);
    }

    db::Tx& tx_;
    const Sought& sought_;
    const identity::Actor& actor_;
    const bool watches_;
};

Candidates candidates(db::Tx& tx, const Sought& sought, const identity::Actor& actor) {
    Search search(tx, sought, actor);
    if (sought.phone || sought.identity) return search.by_index();
    if (sought.tokens.empty()) return search.by_long_walk();
    // What everybody writes stands in the newest disputes; it need not even be counted.
    if (auto rows = search.by_short_walk(); search.is_full(rows)) return {std::move(rows), std::nullopt};
    return search.are_frequent() ? search.by_long_walk() : search.by_index();
}

}  // namespace hemu::search
