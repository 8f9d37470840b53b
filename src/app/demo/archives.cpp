#include "archives.hpp"

#include "disposals.hpp"
#include "loans.hpp"
#include "reviews.hpp"

namespace hemu::demo {

using dispute::Dispute;
using identity::Actor;
using identity::Context;

struct BusyArchive {
    OrganisationId organisation_id;
    std::int64_t files = 0;
};
BOOST_DESCRIBE_STRUCT(BusyArchive, (), (organisation_id, files))

static const db::Statement select_busiest{"demo.busiest_archive", R"(
    SELECT a.organisation_id, count(*) AS files
      FROM closing_archive a JOIN dispute d ON d.id = a.dispute_id
     WHERE d.state = 'archived' AND d.secrecy = 'normal'
     GROUP BY a.organisation_id ORDER BY files DESC, a.organisation_id LIMIT 1)"};

static const db::Statement select_newest{"demo.newest_files", R"(
    SELECT a.dispute_id FROM closing_archive a JOIN dispute d ON d.id = a.dispute_id
     WHERE a.organisation_id = $1 AND d.state = 'archived' AND d.secrecy = 'normal'
     ORDER BY a.archived_at DESC, a.dispute_id LIMIT 8)"};

namespace {

class Archives {
  public:
    Archives(db::Tx& tx, const City& city, const Context& cx) : tx_(tx), city_(city), cx_(cx) {}

    void fill() {
        const auto busiest = tx_.maybe<BusyArchive>(select_busiest);
        if (!busiest || !city_.supervisor) return;
        for (const Body& body : city_.committees)
            if (body.id == busiest->organisation_id && body.head) fill(body);
    }

  private:
    Context as(const Actor& actor) const {
        Context context = cx_;
        context.actor = actor;
        return context;
    }

    void fill(const Body& body) {
        const auto files = tx_.all<Id<Dispute>>(select_newest, body.id);
        if (files.size() < 8) return;
        const std::int64_t scores[] = {15, 14, 11, 8};
        for (std::size_t at = 0; at < 4; ++at) judged(files[at], scores[at], at == 3);
        returned(files[4], body, true);
        returned(files[5], body, false);
        picked(files[6]);
        lent(files[7], body);
        Dispute held = dispute::load(tx_, files[6]).value();
        archive::hold(tx_, held, {"当事人就协议提起诉讼，判决生效前不得销毁。"}, as(*body.head));
    }

    Id<archive::FileReview> picked(Id<Dispute> id) {
        Dispute found = dispute::find(tx_, id, city_.supervisor.value());
        return archive::pick(tx_, found, as(*city_.supervisor));
    }

    static archive::JudgementForm judgement(std::int64_t points) {
        archive::JudgementForm form;
        form.scores = {points,
                       points + 4,
                       points,
                       points,
                       points,
                       std::min<std::int64_t>(points, 10),
                       std::min<std::int64_t>(points, 10)};
        return form;
    }

    void judged(Id<Dispute> id, std::int64_t points, bool poor) {
        auto form = judgement(points);
        form.words = poor ? "卷内材料与目录不符，请在今后立卷时注意。" : "受理、调解、回访各环节清楚。";
        if (poor)
            form.remarks = {
                {archive::ReviewPoint::proper_binding, archive::VolumePart::back_cover, 12, "未编页码。"}};
        archive::judge(tx_, picked(id), form, as(*city_.supervisor));
    }

    void returned(Id<Dispute> id, const Body& body, bool repaired) {
        const auto review = picked(id);
        auto form = judgement(12);
        form.accepted = false;
        form.remarks = {
            {archive::ReviewPoint::complete_papers, archive::VolumePart::identity, 3, "缺一方身份证明。"},
            {archive::ReviewPoint::timely_visit, archive::VolumePart::visit, 9, "回访没有写明履行情况。"}};
        archive::judge(tx_, review, form, as(*city_.supervisor));
        if (!repaired) return;
        const auto remarks = archive::remarks_of(tx_, review);
        archive::repair(
            tx_, review,
            {{{remarks[0].id, "已请当事人补交并入卷。"}, {remarks[1].id, "已电话核实，补记在卷宗情况说明中。"}},
             std::nullopt},
            as(*body.head));
    }

    void lent(Id<Dispute> id, const Body& body) {
        for (const Body& other : city_.committees) {
            if (other.id == body.id || other.mediators.empty()) continue;
            const Dispute file = dispute::load(tx_, id).value();
            const Context reader = as(other.mediators.front());
            const auto loan =
                archive::ask_loan(tx_, {body.id, file.number, "处理同类纠纷，参考协议条款。", 7, {}}, reader);
            archive::decide_loan(tx_, loan, {true, std::nullopt}, as(*body.head));
            archive::ask_loan(tx_, {body.id, file.number, "回复信访事项，需核对调解经过。", 3, {}}, reader);
            return;
        }
    }

    db::Tx& tx_;
    const City& city_;
    const Context& cx_;
};

}  // namespace

void add_archives(const City& city, const Context& cx) {
    cx.db.transact([&](db::Tx& tx) { Archives(tx, city, cx).fill(); });
}

}  // namespace hemu::demo
