#include "auditing.hpp"
#include "routes_parts.hpp"
#include "sheet.hpp"
#include "store.hpp"

namespace hemu::archive {

using dispute::CaseHead;
using http::None;
using identity::Duty;

static std::string word_of(const http::Request& request, std::string_view name) {
    return request.query(name).value_or("");
}

template <class Enum>
static std::optional<Enum> choice_of(const http::Request& request, std::string_view name) {
    const std::string word = word_of(request, name);
    if (word.empty()) return std::nullopt;
    const auto value = json::enum_from_word<Enum>(word);
    if (!value) throw Refusal(Fault::invalid, "invalid", {{std::string(name), "unknown_word"}});
    return value;
}

static ArchiveQuery query_of(const http::Request& request) {
    ArchiveQuery query;
    if (const auto year = request.query_number("year", 0, 0, 2999); year > 0) query.year = year;
    query.retention = choice_of<Retention>(request, "retention");
    query.state = choice_of<ArchiveState>(request, "state");
    query.q = word_of(request, "q").substr(0, 100);
    return query;
}

static http::Reply list_archive(const http::Request& request, const Context& cx) {
    const auto limit = request.query_number("limit", 50, 1, 200);
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(archive_list(tx, query_of(request), word_of(request, "before"), limit, cx));
    });
}

static std::string_view retention_word(Retention retention) {
    return retention == Retention::permanent ? "永久" : retention == Retention::long_ ? "长期" : "短期";
}

static constexpr std::int64_t most_exported = 20'000;

/// The same rows as a sheet; that it was taken away is audited.
static http::Reply export_archive(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        sheet::Sheet sheet("档案", {{"卷号", 24},
                                    {"登记编号", 24},
                                    {"卷名", 44},
                                    {"承办单位", 28},
                                    {"保管期限", 10},
                                    {"归档日期", 14},
                                    {"保管期满", 14},
                                    {"借出给", 14},
                                    {"销毁日期", 14},
                                    {"摘要（SM3）", 66}});
        const ArchiveQuery query = query_of(request);
        std::int64_t rows = 0;
        std::string before;
        do {
            const ArchiveList list = archive_list(tx, query, before, 1000, cx);
            for (const ArchiveLine& one : list.items) {
                const auto day = [](const std::optional<LegalDate>& on) {
                    return on ? sheet::Cell(*on) : sheet::Cell();
                };
                sheet.add({one.file_number.value_or(""), one.number, one.title, one.organisation_name,
                           std::string(retention_word(one.retention)), one.archived_on, day(one.dispose_after_on),
                           one.lent_to.value_or(""), day(one.disposed_on), one.digest});
                ++rows;
            }
            before = list.next;
        } while (!before.empty() && rows < most_exported);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::export_, "archive", std::to_string(rows),
                                             {"file_number", "title", "digest"}));
        return http::with_header(http::text(sheet.bytes(), std::string(sheet::media_type)), "Hemu-Rows",
                                 std::to_string(rows));
    });
}

static const std::vector<http::Parameter> list_parameters = {
    {"year", "query", "of archiving; every year when absent", "integer"},
    {"retention", "query", "short, long, permanent; all when absent"},
    {"state", "query", "lent, over, held, disposed; all when absent"},
    {"q", "query", "part of a file number or of a dispute's number"},
    {"before", "query", "next of the page before"},
    {"limit", "query", "1 to 200; 50 when absent", "integer"}};

static identity::Routes list_routes() {
    return {
        identity::get<None, ArchiveList>("/api/archive", identity::staff, list_archive,
                                         "Files in the archive of the body, or of those below, newest first",
                                         list_parameters),
        identity::post<None, None>("/api/archive/sheet", identity::staff, export_archive,
                                   "The same list as an Excel sheet; audited", list_parameters)
            .with_output_type(std::string(sheet::media_type))
            .with_status(200),
    };
}

const identity::Routes routes = [] {
    identity::Routes all = list_routes();
    for (auto& part : {review_routes(), loan_routes(), disposal_routes()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}();

}  // namespace hemu::archive
