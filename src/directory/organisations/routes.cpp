#include "auditing.hpp"
#include "paging.hpp"
#include "store.hpp"

namespace hemu::organisations {

using identity::Duty;

/// A body in a list.
struct OrganisationItem {
    OrganisationId id;
    std::string name;
    std::string abbreviation;
    OrganisationKind kind = OrganisationKind::people_committee;
    OrganisationLevel level = OrganisationLevel::village;
    std::string place_code;
    std::string place_name;
    std::optional<OrganisationId> parent_id;
    std::optional<std::string> phone;
    std::vector<std::string> fields;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(OrganisationItem, (),
                      (id, name, abbreviation, kind, level, place_code, place_name, parent_id, phone, fields, open))

struct OrganisationPage {
    std::vector<OrganisationItem> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(OrganisationPage, (), (items, next))

/// One body with everything a form needs.
struct OrganisationView : Organisation {
    std::string place_name;
    std::string parent_name;
    std::vector<std::string> fields;
    std::vector<std::string> area;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(OrganisationView, (Organisation), (place_name, parent_name, fields, area, open))

template <class Word>
static std::optional<Word> word_of(const http::Request& request, const char* name) {
    const auto text = request.query(name);
    if (!text || text->empty()) return std::nullopt;
    const auto word = json::enum_from_word<Word>(*text);
    if (!word) throw Refusal(Fault::invalid, "invalid", {{name, "unknown_word"}});
    return word;
}

static std::string cursor_of(const OrganisationLine& line) { return to_text(line.id) + line.name; }

static void read_cursor(const http::Request& request, Filter& filter) {
    const auto text = request.query("after").value_or("");
    if (text.empty()) return;
    const auto id = OrganisationId::parse(std::string_view(text).substr(0, 36));
    if (!id) throw Refusal(Fault::invalid, "invalid", {{"after", "cursor_wrong"}});
    filter.after_id = *id;
    filter.after_name = text.substr(36);
}

static Filter filter_of(const http::Request& request) {
    Filter filter;
    filter.words = request.query("q").value_or("");
    filter.kind = word_of<OrganisationKind>(request, "kind");
    filter.level = word_of<OrganisationLevel>(request, "level");
    filter.field = request.query("field").value_or("");
    filter.place = request.query("place").value_or("");
    if (const auto text = request.query("parent"); text && !text->empty()) {
        filter.parent = OrganisationId::parse(*text);
        if (!filter.parent) throw Refusal(Fault::invalid, "invalid", {{"parent", "not_an_id"}});
    }
    read_cursor(request, filter);
    filter.limit = identity::limit_of(request);
    return filter;
}

static OrganisationItem item_of(const OrganisationLine& line, std::vector<std::string> fields, LegalDate today) {
    const bool open = line.open_from_on <= today && (!line.closed_on || today < *line.closed_on);
    return {line.id,         line.name,      line.abbreviation, line.kind,         line.level, line.place_code,
            line.place_name, line.parent_id, line.phone,        std::move(fields), open};
}

static http::Reply list_page(const http::Request& request, const identity::Context& cx) {
    auto filter = filter_of(request);
    const auto limit = filter.limit++;

    return cx.db.read([&](db::Tx& tx) {
        auto lines = list(tx, filter);
        OrganisationPage page;
        if (static_cast<std::int64_t>(lines.size()) > limit) {
            lines.pop_back();
            page.next = cursor_of(lines.back());
        }
        std::vector<db::Later<std::string>> fields;
        for (const auto& line : lines) fields.push_back(fields_later(tx, line.id));
        for (std::size_t i = 0; i < lines.size(); ++i)
            page.items.push_back(item_of(lines[i], fields[i].all(), legal_date(cx.moment)));
        return http::ok(page);
    });
}

static OrganisationView view_of(db::Tx& tx, OrganisationId id, LegalDate today) {
    OrganisationView view;
    static_cast<Organisation&>(view) = get(tx, id);
    view.place_name = places::name_of(tx, view.place_code);
    if (view.parent_id) view.parent_name = name_of(tx, *view.parent_id);
    view.fields = fields_of(tx, id);
    view.area = area_of(tx, id);
    view.open = is_open(view, today);
    return view;
}

static http::Reply show(const http::Request& request, const identity::Context& cx) {
    const auto id = request.path_id<identity::Organisation>("organisation");
    return cx.db.read([&](db::Tx& tx) {
        const auto view = view_of(tx, id, legal_date(cx.moment));
        return http::with_version(http::ok(view), view.version);
    });
}

static http::Reply make(const http::Request& request, const identity::Context& cx) {
    const auto form = request.body<OrganisationForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const auto id = create(tx, form, cx.moment);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::organisation, "create", to_text(id)));
        const auto view = view_of(tx, id, legal_date(cx.moment));
        return http::with_version(http::created(view), view.version);
    });
}

/// Names of the fields in which a form differs from the body as it was.
static std::vector<std::string> changed_fields(const OrganisationView& before, const OrganisationForm& form) {
    std::vector<std::string> names;
    const auto compare = [&](const char* name, const auto& was, const auto& is) {
        if (was != is) names.emplace_back(name);
    };
    compare("name", before.name, form.name);
    compare("abbreviation", before.abbreviation, form.abbreviation);
    compare("kind", before.kind, form.kind);
    compare("level", before.level, form.level);
    compare("place_code", before.place_code, form.place_code);
    compare("parent_id", before.parent_id, form.parent_id);
    compare("phone", before.phone, form.phone);
    compare("address", before.address, form.address);
    compare("fields", before.fields, form.fields);
    compare("area", before.area, form.area);
    compare("open_from_on", before.open_from_on, form.open_from_on);
    compare("closed_on", before.closed_on, form.closed_on);
    return names;
}

static http::Reply edit(const http::Request& request, const identity::Context& cx) {
    const auto id = request.path_id<identity::Organisation>("organisation");
    const auto form = request.body<OrganisationForm>();
    const auto version = request.if_match();
    if (!version) throw Refusal(Fault::precondition_required, "version_required");

    return cx.db.transact([&](db::Tx& tx) {
        const auto before = view_of(tx, id, legal_date(cx.moment));
        change(tx, id, *version, form);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::organisation, "change", to_text(id),
                                             changed_fields(before, form)));
        const auto view = view_of(tx, id, legal_date(cx.moment));
        return http::with_version(http::ok(view), view.version);
    });
}

static http::Reply list_staff(const http::Request& request, const identity::Context& cx) {
    const auto id = request.path_id<identity::Organisation>("organisation");
    return cx.db.read([&](db::Tx& tx) {
        get(tx, id);
        return http::ok(staff_of(tx, id, legal_date(cx.moment)));
    });
}

const identity::Routes routes = {
    identity::get<identity::None, OrganisationPage>("/api/organisations", identity::everyone, list_page,
                                                    "Bodies by name",
                                                    {{"q", "query", "words in name or abbreviation"},
                                                     {"kind"},
                                                     {"level"},
                                                     {"field", "query", "works in this dispute type, or in all"},
                                                     {"place", "query", "seat at this place or below"},
                                                     {"parent", "query", "", "string", "uuid"},
                                                     {"after"},
                                                     {"limit", "query", "", "integer"}}),
    identity::post<OrganisationForm, OrganisationView>("/api/organisations", Duty::system_administrator, make,
                                                       "Make a body"),
    identity::get<identity::None, OrganisationView>("/api/organisations/{organisation}", identity::everyone, show,
                                                    "One body"),
    identity::put<OrganisationForm, OrganisationView>("/api/organisations/{organisation}", Duty::system_administrator,
                                                      edit, "Change or move a body"),
    identity::get<identity::None, std::vector<Colleague>>("/api/organisations/{organisation}/staff",
                                                          identity::everyone, list_staff, "Who has a post at a body"),
};

}  // namespace hemu::organisations
