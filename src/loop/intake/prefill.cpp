#include "prefill.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "paging.hpp"
#include "text.hpp"

namespace hemu::intake {

static const db::Statement select_earlier{
    "intake.earlier_parties", "SELECT d.id AS dispute_id, d.number, " + dispute::listed_title_sql() +
                                  R"( AS title, d.state, d.registered_on, p.id AS party_id, p.kind, p.name,
           p.identity_sealed, p.identity_digest, p.phone_sealed, p.address_sealed, p.birth_on, p.sex
      FROM (SELECT id FROM (SELECT id FROM dispute_party WHERE identity_digest = $4
                             ORDER BY dispute_id DESC LIMIT 50) a
            UNION
            SELECT id FROM (SELECT id FROM dispute_party WHERE phone_digest = $5
                             ORDER BY dispute_id DESC LIMIT 50) b
            UNION
            SELECT id FROM (SELECT id FROM dispute_party WHERE name = $6
                             ORDER BY dispute_id DESC LIMIT 50) c
            UNION
            SELECT id FROM (SELECT id FROM dispute_party WHERE name > $6 AND name < $7 AND kind = 'natural'
                             ORDER BY dispute_id DESC LIMIT 50) e) found
      JOIN dispute_party p ON p.id = found.id
      JOIN dispute d ON d.id = p.dispute_id
     WHERE p.removed_at IS NULL
       AND (d.secrecy = 'normal' OR p.identity_digest = $4 OR p.phone_digest = $5 OR p.name = $6) AND)" +
                                  dispute::visible_sql() +
                                  R"(
     ORDER BY CASE WHEN p.identity_digest = $4 OR p.phone_digest = $5 OR p.name = $6 THEN 0 ELSE 1 END, d.id DESC
     LIMIT 50)"};

/// Behind every name that begins so. One character would be a surname, which every twelfth person has.
static std::string end_of_names(const std::string& beginning) {
    return text::length(beginning) < 2 ? beginning : beginning + "\xF4\x8F\xBF\xBF";
}

std::vector<EarlierParty> earlier_parties(db::Tx& tx, const dispute::PartyDigests& digests, const std::string& name,
                                          const identity::Actor& actor) {
    return tx.all<EarlierParty>(select_earlier, actor.account, actor.duty, actor.organisation,
                                digests.identity.value_or(""), digests.phone.value_or(""), name, end_of_names(name));
}

template <class Mask>
static std::optional<std::string> masked(const std::optional<std::string>& sealed, std::string_view context,
                                         const crypto::Keys& keys, Mask mask) {
    if (!sealed) return std::nullopt;
    return mask(keys.open(*sealed, context));
}

static EarlierPerson person_of(const EarlierParty& party, const crypto::Keys& keys) {
    return {party.party_id,
            party.kind,
            party.name,
            masked(party.identity_sealed, "identity", keys, text::mask_identity_number),
            masked(party.phone_sealed, "phone", keys, text::mask_phone),
            masked(party.address_sealed, "address", keys, text::mask_address),
            party.birth_on,
            party.sex,
            {}};
}

std::vector<EarlierPerson> people_in(const std::vector<EarlierParty>& parties, const crypto::Keys& keys) {
    static constexpr std::size_t most = 5;
    std::vector<EarlierPerson> people;
    std::map<std::string, std::size_t> index;
    for (const EarlierParty& party : parties) {
        // The same number is the same person; without one only the same name is known.
        const std::string key = party.identity_digest.value_or("name " + party.name);
        const auto [place, is_new] = index.try_emplace(key, people.size());
        if (is_new && people.size() == most) break;
        if (is_new) people.push_back(person_of(party, keys));
        people[place->second].cases.push_back(
            {party.dispute_id, party.number, party.title, party.state, party.registered_on});
    }
    return people;
}

struct OrganisationRow {
    Id<dispute::Party> party_id;
    dispute::PartyKind kind = dispute::PartyKind::legal;
    std::string name;
    std::optional<std::string> identity_sealed;
    std::optional<std::string> phone_sealed;
    std::optional<std::string> legal_representative;
};
BOOST_DESCRIBE_STRUCT(OrganisationRow, (),
                      (party_id, kind, name, identity_sealed, phone_sealed, legal_representative))

// Lists name nobody of a private or restricted dispute, whoever reads them (domain facts 2.18).
static const db::Statement select_organisations{"intake.known_organisations", R"(
    SELECT p.id AS party_id, p.kind, p.name, p.identity_sealed, p.phone_sealed, p.legal_representative
      FROM (SELECT id FROM dispute_party
             WHERE kind <> 'natural' AND removed_at IS NULL
               AND (name LIKE $4 ESCAPE '!' OR name_initials LIKE $5 ESCAPE '!')
             ORDER BY dispute_id DESC LIMIT 500) found
      JOIN dispute_party p ON p.id = found.id
      JOIN dispute d ON d.id = p.dispute_id
     WHERE d.secrecy = 'normal' AND)" + dispute::visible_sql() + R"(
     ORDER BY p.dispute_id DESC, p.id
     LIMIT 100)"};

static const db::Statement select_bodies{"intake.bodies", R"(
    SELECT name FROM organisation WHERE open_from_on <= $1 AND (closed_on IS NULL OR closed_on > $1) ORDER BY name)"};

static bool is_letters(std::string_view words) {
    return std::all_of(words.begin(), words.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

static KnownOrganisation organisation_of(OrganisationRow& row, const crypto::Keys& keys) {
    return {row.party_id,
            row.kind,
            std::move(row.name),
            masked(row.identity_sealed, "identity", keys, text::mask_identity_number),
            masked(row.phone_sealed, "phone", keys, text::mask_phone),
            std::move(row.legal_representative)};
}

std::vector<KnownOrganisation> known_organisations(db::Tx& tx, const std::string& words,
                                                   const identity::Context& cx) {
    static constexpr std::size_t most = 6;
    const std::string wanted = text::normal(words);
    const bool letters = is_letters(wanted);
    // A pattern that nothing matches, for words that are no initials.
    const std::string initials = letters ? identity::like_containing(wanted) : std::string("!%");
    const identity::Actor& actor = cx.actor;
    std::vector<KnownOrganisation> found;
    std::set<std::string> names;
    auto rows = tx.later<OrganisationRow>(select_organisations, actor.account, actor.duty, actor.organisation,
                                          identity::like_containing(text::trim(words)), initials);
    auto bodies = tx.later<std::string>(select_bodies, legal_date(cx.moment));
    for (OrganisationRow& row : rows.all())
        if (found.size() < most && names.insert(row.name).second) found.push_back(organisation_of(row, cx.keys));
    for (std::string& name : bodies.all()) {
        const bool fits = name.find(words) != name.npos ||
                          (letters && text::pinyin_initials(name).find(wanted) != std::string::npos);
        if (!fits || found.size() == most || !names.insert(name).second) continue;
        KnownOrganisation body;
        body.name = std::move(name);
        found.push_back(std::move(body));
    }
    return found;
}

struct GradedRow {
    std::string national_type;
    std::string narrative;
};
BOOST_DESCRIBE_STRUCT(GradedRow, (), (national_type, narrative))

// Graded: a person said of which type it is. Of private disputes nothing is learned.
static const db::Statement select_graded{"intake.graded", R"(
    SELECT national_type, narrative
      FROM (SELECT national_type, narrative, difficulty, secrecy FROM dispute ORDER BY id DESC LIMIT 2000) latest
     WHERE difficulty IS NOT NULL AND secrecy = 'normal')"};

TypeLessons read_lessons(db::Tx& tx) {
    TypeLessons lessons;
    for (const GradedRow& row : tx.all<GradedRow>(select_graded)) lessons.learn(row.narrative, row.national_type);
    return lessons;
}

std::shared_ptr<const TypeLessons> type_lessons(db::Tx& tx, Instant moment) {
    static std::mutex guard;
    static auto kept = std::make_shared<const TypeLessons>();
    static std::optional<Instant> read_at;
    {
        const std::lock_guard lock(guard);
        // One reads them anew; the others go on with what there was.
        if (read_at && moment < *read_at + std::chrono::hours(1)) return kept;
        read_at = moment;
    }
    auto fresh = std::make_shared<const TypeLessons>(read_lessons(tx));
    const std::lock_guard lock(guard);
    return kept = std::move(fresh);
}

std::vector<TypeProposal> types_in(db::Tx& tx, std::string_view narrative, Instant moment) {
    return propose_types(narrative, *type_lessons(tx, moment));
}

}  // namespace hemu::intake
