#include "accounts.hpp"
#include "rules.hpp"

namespace hemu::mediators {

struct MediatorRow {
    Id<identity::Account> account_id;
    std::string name;
    Id<identity::Organisation> organisation_id;
    std::string organisation_name;
    MediatorKind kind = MediatorKind::part_time;
    MediatorEntry entry = MediatorEntry::engaged;
    std::optional<std::int64_t> grade;
    db::Json<std::vector<std::string>> fields;
    db::Json<std::vector<std::string>> languages;
    std::optional<std::string> village_code;
    std::optional<LegalDate> since_on;
};
BOOST_DESCRIBE_STRUCT(MediatorRow, (),
                      (account_id, name, organisation_id, organisation_name, kind, entry, grade, fields, languages,
                       village_code, since_on))

static Mediator mediator_of(MediatorRow row) {
    return {row.account_id,
            std::move(row.name),
            row.organisation_id,
            std::move(row.organisation_name),
            row.kind,
            row.entry,
            row.grade,
            std::move(row.fields.value),
            std::move(row.languages.value),
            std::move(row.village_code),
            row.since_on};
}

/// Posts of mediators and heads that run on day $1, with what is known of their holders, by rank, name and ids. Who
/// has both posts at a body stands there once.
static std::string posts_where(std::string_view condition) {
    return fmt::format(R"(
    SELECT DISTINCT a.id AS account_id, a.name, o.id AS organisation_id, o.name AS organisation_name,
           COALESCE(m.kind, 'part_time') AS kind, COALESCE(m.entry, 'engaged') AS entry, m.grade,
           COALESCE(CAST(m.fields AS text), '[]') AS fields, COALESCE(CAST(m.languages AS text), '[]') AS languages,
           m.village_code, m.since_on, COALESCE(m.grade, 9) AS rank
      FROM post p
      JOIN account a ON a.id = p.account_id AND a.state = 'active'
      JOIN organisation o ON o.id = p.organisation_id
      LEFT JOIN mediator m ON m.account_id = p.account_id
     WHERE p.duty IN ('mediator', 'head') AND p.ended_at IS NULL
       AND p.from_on <= $1 AND (p.to_on IS NULL OR p.to_on >= $1) AND {}
     ORDER BY 12, 2, 1, 3)",
                       condition);
}
static const db::Statement select_all{"mediators.all", posts_where("o.closed_on IS NULL")};
static const db::Statement select_at{"mediators.at_organisation", posts_where("p.organisation_id = $2")};
static const db::Statement select_one{"mediators.of_account", posts_where("p.account_id = $2")};

static bool works_in(const Mediator& mediator, std::string_view field) {
    return field.empty() || mediator.fields.empty() ||
           std::find(mediator.fields.begin(), mediator.fields.end(), field) != mediator.fields.end();
}

std::vector<Mediator> list(db::Tx& tx, Id<identity::Organisation> organisation, std::string_view field,
                           LegalDate on) {
    const bool anywhere = organisation == Id<identity::Organisation>{};
    std::vector<Mediator> mediators;
    for (MediatorRow& row :
         anywhere ? tx.all<MediatorRow>(select_all, on) : tx.all<MediatorRow>(select_at, on, organisation)) {
        Mediator mediator = mediator_of(std::move(row));
        if (works_in(mediator, field)) mediators.push_back(std::move(mediator));
    }
    return mediators;
}

std::optional<Mediator> find(db::Tx& tx, Id<identity::Account> account, LegalDate on) {
    auto rows = tx.all<MediatorRow>(select_one, on, account);
    if (rows.empty()) return std::nullopt;
    return mediator_of(std::move(rows.front()));
}

static const db::Statement upsert_mediator{"mediators.save", R"(
    INSERT INTO mediator (account_id, kind, entry, grade, fields, languages, sex, village_code, since_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (account_id) DO UPDATE
       SET kind = excluded.kind, entry = excluded.entry, grade = excluded.grade, fields = excluded.fields,
           languages = excluded.languages, sex = excluded.sex, village_code = excluded.village_code,
           since_on = excluded.since_on)"};

void save(db::Tx& tx, Id<identity::Account> account, const MediatorForm& form) {
    Verdict verdict = why_not_mediator(form);
    if (form.village_code) verdict.add(places::why_not_place(tx, *form.village_code, "village_code"));
    refuse_if(verdict);
    tx.run(upsert_mediator, account, form.kind, form.entry, form.grade, db::Json(form.fields),
           db::Json(form.languages), form.sex, form.village_code, form.since_on);
}

struct FormRow {
    MediatorKind kind = MediatorKind::part_time;
    MediatorEntry entry = MediatorEntry::engaged;
    std::optional<std::int64_t> grade;
    db::Json<std::vector<std::string>> fields;
    db::Json<std::vector<std::string>> languages;
    std::optional<Sex> sex;
    std::optional<std::string> village_code;
    std::optional<LegalDate> since_on;
};
BOOST_DESCRIBE_STRUCT(FormRow, (), (kind, entry, grade, fields, languages, sex, village_code, since_on))

static const db::Statement select_form{"mediators.profile", R"(
    SELECT kind, entry, grade, fields, languages, sex, village_code, since_on FROM mediator WHERE account_id = $1)"};

std::optional<MediatorForm> profile_of(db::Tx& tx, Id<identity::Account> account) {
    const auto row = tx.maybe<FormRow>(select_form, account);
    if (!row) return std::nullopt;
    return MediatorForm{row->kind,       row->entry, row->grade,        *row->fields,
                        *row->languages, row->sex,   row->village_code, row->since_on};
}

static const db::Statement count_post{"mediators.has_post_at", R"(
    SELECT COUNT(*) FROM post
     WHERE account_id = $1 AND organisation_id = $2 AND duty IN ('mediator', 'head') AND ended_at IS NULL
       AND from_on <= $3 AND (to_on IS NULL OR to_on >= $3))"};

bool may_keep(db::Tx& tx, const identity::Actor& actor, Id<identity::Account> account, LegalDate on) {
    if (actor.duty == identity::Duty::system_administrator) return identity::name_of(tx, account) != "";
    return tx.one<std::int64_t>(count_post, account, actor.organisation, on) > 0;
}

struct MemberRow {
    Id<identity::Account> account_id;
    std::optional<Sex> sex;
};
BOOST_DESCRIBE_STRUCT(MemberRow, (), (account_id, sex))

static const db::Statement select_members{"mediators.members", R"(
    SELECT DISTINCT p.account_id, m.sex
      FROM post p
      LEFT JOIN mediator m ON m.account_id = p.account_id
     WHERE p.organisation_id = $1 AND p.ended_at IS NULL AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on >= $2)
       AND (p.duty = 'head' OR (p.duty = 'mediator' AND m.entry = 'elected')))"};

std::vector<CommitteeWarning> committee_warnings(db::Tx& tx, Id<identity::Organisation> organisation, LegalDate on) {
    if (!organisations::is_committee(organisations::get(tx, organisation).kind)) return {};
    std::vector<Member> members;
    for (const MemberRow& row : tx.all<MemberRow>(select_members, organisation, on)) members.push_back({row.sex});
    return warnings_about(members);
}

}  // namespace hemu::mediators
