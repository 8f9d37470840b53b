#include "store.hpp"

namespace hemu::search {

using db::Engine;
using dispute::Dispute;

static std::vector<const Source*>& declared() {
    static std::vector<const Source*> all;
    return all;
}

const std::vector<const Source*>& sources() { return declared(); }

Source::Source(Where found, std::string_view table, std::string_view column, std::string_view still)
    : where(found),
      words_of(
          fmt::format("search.words_of.{}.{}", table, column),
          fmt::format("SELECT {0} AS words FROM {1} WHERE dispute_id = $1 AND {0} IS NOT NULL AND {2} ORDER BY id",
                      column, table, still)) {
    declared().push_back(this);
}

static const Source notes{Where::note, "dispute_note", "words"};

// One row a dispute, not one a text: words of several texts are looked for together, the newest come first without
// being sorted by their disputes, and what is in the row decides whether a dispute is looked at at all. A text that
// is added later rewrites the row, which happens some ten times in a dispute's life. Words that are no longer there
// stay until the row is made anew; they find nothing, because every candidate is compared with its texts.

static const db::Statement enter_on_postgres{"search.enter_postgres", R"(
    INSERT INTO search_entry (dispute_id, tokens) VALUES ($1, string_to_array($2, ' '))
    ON CONFLICT (dispute_id) DO UPDATE SET tokens = excluded.tokens)",
                                             Engine::postgres};
static const db::Statement enter_on_sqlite{"search.enter_sqlite", R"(
    INSERT INTO search_entry (dispute_id, tokens) VALUES ($1, ' ' || $2 || ' ')
    ON CONFLICT (dispute_id) DO UPDATE SET tokens = excluded.tokens)",
                                           Engine::sqlite};

static void set_entry(db::Tx& tx, Id<Dispute> dispute, const Tokens& tokens) {
    tx.run(tx.engine() == Engine::postgres ? enter_on_postgres : enter_on_sqlite, dispute, tokens.text());
}

static const db::Statement add_on_postgres{"search.add_postgres", R"(
    UPDATE search_entry SET tokens = tokens || string_to_array($2, ' ') WHERE dispute_id = $1)",
                                           Engine::postgres};
static const db::Statement add_on_sqlite{"search.add_sqlite", R"(
    UPDATE search_entry SET tokens = tokens || $2 || ' ' WHERE dispute_id = $1)",
                                         Engine::sqlite};

static void add_tokens(db::Tx& tx, Id<Dispute> dispute, const Tokens& tokens) {
    const std::string text = tokens.text();
    if (!text.empty()) tx.run(tx.engine() == Engine::postgres ? add_on_postgres : add_on_sqlite, dispute, text);
}

void enter(db::Tx& tx, const Dispute& dispute, const std::vector<dispute::PartyForm>& parties) {
    Tokens tokens;
    for (const std::string* text : {&dispute.number, &dispute.title, &dispute.narrative, &dispute.request})
        tokens.add_words(*text);
    for (const dispute::PartyForm& party : parties) tokens.add_name(party.name);
    set_entry(tx, dispute.id, tokens);
}

void add(db::Tx& tx, Id<Dispute> dispute, std::string_view words) {
    Tokens tokens;
    tokens.add_words(words);
    add_tokens(tx, dispute, tokens);
}

void take_words(db::Tx& tx, Id<Dispute> dispute, dispute::WordsOf kind, std::string_view words) {
    if (kind == dispute::WordsOf::note) return add(tx, dispute, words);
    Tokens tokens;
    tokens.add_name(words);
    add_tokens(tx, dispute, tokens);
}

static const db::Statement select_names{"search.names", R"(
    SELECT name, identity_digest, phone_digest FROM dispute_party
     WHERE dispute_id = $1 AND removed_at IS NULL ORDER BY position, id)"};

db::Later<PartyName> names_later(db::Tx& tx, Id<Dispute> dispute) {
    return tx.later<PartyName>(select_names, dispute);
}

struct OwnTexts {
    Id<Dispute> id;
    std::string number;
    std::string title;
    std::string narrative;
    std::string request;
};
BOOST_DESCRIBE_STRUCT(OwnTexts, (), (id, number, title, narrative, request))

static void enter_anew(db::Tx& tx, const std::vector<OwnTexts>& disputes) {
    std::vector<db::Later<PartyName>> names;
    std::vector<db::Later<std::string>> words;
    for (const OwnTexts& one : disputes) {
        names.push_back(names_later(tx, one.id));
        for (const Source* source : sources()) words.push_back(tx.later<std::string>(source->words_of, one.id));
    }
    for (std::size_t i = 0; i < disputes.size(); ++i) {
        const OwnTexts& one = disputes[i];
        Tokens tokens;
        for (const std::string* text : {&one.number, &one.title, &one.narrative, &one.request})
            tokens.add_words(*text);
        for (const PartyName& party : names[i].all()) tokens.add_name(party.name);
        for (std::size_t j = 0; j < sources().size(); ++j)
            for (const std::string& text : words[i * sources().size() + j].all()) tokens.add_words(text);
        set_entry(tx, one.id, tokens);
    }
}

static const db::Statement select_one{"search.own_texts",
                                      "SELECT id, number, title, narrative, request FROM dispute WHERE id = $1"};

void reindex(db::Tx& tx, Id<Dispute> dispute) { enter_anew(tx, tx.all<OwnTexts>(select_one, dispute)); }

static const db::Statement select_next{"search.next_texts", R"(
    SELECT d.id, d.number, d.title, d.narrative, d.request FROM dispute d
     WHERE d.id > $1 AND ($2 OR NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.dispute_id = d.id))
     ORDER BY d.id LIMIT 200)"};

std::int64_t rebuild(db::Database& database, const RebuildOptions& options,
                     const std::function<void(std::int64_t, Id<Dispute>)>& told) {
    std::int64_t done = 0;
    for (Id<Dispute> last = options.after;;) {
        const auto some = database.transact([&](db::Tx& tx) {
            const auto next = tx.all<OwnTexts>(select_next, last, options.everything);
            enter_anew(tx, next);
            return next;
        });
        if (some.empty()) return done;
        done += static_cast<std::int64_t>(some.size());
        last = some.back().id;
        if (told) told(done, last);
    }
}

}  // namespace hemu::search
