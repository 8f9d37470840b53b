#include "neighbours.hpp"

#include "court.hpp"
#include "exchange.hpp"
#include "experts.hpp"
#include "partners.hpp"
#include "triage.hpp"
#include "visitor.hpp"

namespace hemu::demo {

using dispute::Dispute;
using identity::Actor;
using identity::Context;

namespace {

using court::ConfirmationDesk;
using court::ConfirmationForm;

/// A dispute whose committee works with the court, and the moment of its last event.
struct Candidate {
    Id<Dispute> id;
    Id<identity::Organisation> holder_id;
    Instant last_at;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (id, holder_id, last_at))

const std::string candidates_sql = R"(
    SELECT d.id, d.holder_id,
           (SELECT max(e.happened_at) FROM dispute_event e WHERE e.dispute_id = d.id) AS last_at
      FROM dispute d
     WHERE d.secrecy = 'normal' AND )";

const db::Statement select_in_effect{"demo.in_effect", candidates_sql + R"(
       d.state = 'performing' AND d.agreement_form = 'written' AND d.effective_on >= $1
     ORDER BY CASE WHEN substr(d.place_code, 1, 6) = $2 THEN 0 ELSE 1 END, d.number DESC LIMIT 40)"};
// For what a court sent that court alone is competent.
const db::Statement select_failed{"demo.failed", candidates_sql + R"(
       d.state IN ('terminated', 'closed') AND d.result = 'failed' AND d.source <> 'court' AND d.registered_on >= $1
       AND EXISTS (SELECT 1 FROM dispute_event t WHERE t.dispute_id = d.id AND t.kind = 'terminate')
     ORDER BY d.number DESC LIMIT 3)"};

const Body* body_with(const City& city, Id<identity::Organisation> id) {
    for (const auto* bodies : {&city.committees, &city.centres})
        for (const Body& body : *bodies)
            if (body.id == id && !body.mediators.empty()) return &body;
    return nullptr;
}

/// What passes between a committee and the court of the first county, step by step up to the present.
class AtCourt {
  public:
    AtCourt(const City& city, const Context& cx) : court_(city.courts.front()), city_(city), cx_(cx) {}

    /// False when nothing can come of it: a paper is missing, or a point speaks against it.
    bool apply(const Candidate& dispute) {
        const Body* body = body_with(city_, dispute.holder_id);
        if (!body) return false;
        id_ = dispute.id;
        mediator_ = body->mediators.front();
        moment_ = dispute.last_at;
        step_ = (cx_.moment - moment_) / 8;
        const auto papers = add_papers();
        auto form = first_form(papers);
        if (!form) return false;
        prepare(*form);
        form->confirmed = to_confirm();
        prepare(*form);
        if (!desk().lacking.empty()) return false;
        committee("POST", "/handing_in", R"({"applied_on":")" + today() + R"("})");
        confirmation_ = to_text(desk().application->id);
        return true;
    }
    void returned() {
        judge("return",
              R"({"marks":[{"field":"terms[0].text","words":"请写明收款账户。"}],"words":"请补正后再提交。"})");
    }
    void accepted() {
        number_ =
            fmt::format("（{}）鄂{}诉前调确{}号", legal_date(moment_).year(), court_.place_code.substr(2), ++count_);
        judge("acceptance", fmt::format(R"({{"accepted_on":"{}","case_number":"{}"}})", tomorrow(), number_));
    }
    void ruled() {
        accepted();
        judge("ruling",
              fmt::format(R"({{"confirmed":true,"ruled_on":"{}","ruling_number":"{}"}})", tomorrow(), number_));
        const auto party = to_text(parties_of_case().front().id);
        committee("POST", "/services", fmt::format(R"({{"party_id":"{}","served_on":"{}"}})", party, tomorrow()));
    }
    void rejected() {
        accepted();
        judge("ruling", fmt::format(R"({{"confirmed":false,"ruled_on":"{}","ruling_number":"{}","reason":"unclear",)"
                                    R"("words":"给付的方式不明确，无法执行。"}})",
                                    tomorrow(), number_));
    }
    void declined_and_changed() {
        judge("declination", fmt::format(R"({{"reason":"title_to_rights","declined_on":"{}",)"
                                         R"("words":"协议涉及房屋权属的确认。"}})",
                                         tomorrow()));
        change();
    }
    void withdrawn() {
        committee("POST", "/withdrawal",
                  fmt::format(R"({{"withdrawn_on":"{}","words":"对方已经履行，双方不再申请。"}})", tomorrow()));
    }
    void sue(const Candidate& dispute, const char* decision) {
        const Body* body = body_with(city_, dispute.holder_id);
        if (!body) return;
        id_ = dispute.id;
        mediator_ = body->mediators.front();
        moment_ = dispute.last_at;
        step_ = (cx_.moment - moment_) / 8;
        ask(mediator_, "POST", "/api/disputes/{dispute}/court_filing", {to_text(id_)},
            fmt::format(R"({{"court_id":"{}","brought_on":"{}"}})", to_text(court_.id), tomorrow()));
        if (!*decision) return;
        const auto filings = boost::json::parse(ask(court_.judge, "GET", "/api/court/filings", {}, "").body);
        const std::string filing(filings.at(0).at("id").as_string());
        ask(court_.judge, "POST", "/api/court/filings/{filing}/decision", {filing},
            fmt::format(fmt::runtime(decision), tomorrow()));
    }

  private:
    /// The parties change what the court refused; it waits for their signatures.
    void change() {
        const auto desk_now = desk();
        const auto dispute = cx_.db.read([&](db::Tx& tx) { return dispute::load(tx, id_).value(); });
        const auto old = cx_.db.read([&](db::Tx& tx) { return agreements::find(tx, dispute).value(); });
        boost::json::object form = boost::json::parse(json::write(old)).as_object();
        form["facts"] =
            fmt::format("本协议变更双方达成的{}人民调解协议。{}", desk_now.file_number.value_or(""), old.facts);
        form["words"] = "按人民法院的意见写明给付方式。";
        for (const char* name : {"concluded_on", "version"}) form.erase(name);
        for (auto& term : form.at("terms").as_array())
            for (const char* name : {"id", "performed", "performed_fen", "performed_on", "performances"})
                term.as_object().erase(name);
        go_on();
        ask(mediator_, "POST", "/api/disputes/{dispute}/agreement_changes", {to_text(id_)},
            boost::json::serialize(form));
    }
    /// A step on, in working hours as far as there is time.
    void go_on() {
        Instant then = moment_ + step_;
        if (legal_hour(then) >= 17) then = start_of(legal_date(then) + 1) + std::chrono::hours(9);
        if (legal_hour(then) < 9) then = start_of(legal_date(then)) + std::chrono::hours(9);
        moment_ = then < cx_.moment ? then : moment_ + (cx_.moment - moment_) / 2;
    }
    std::string today() const { return to_text(legal_date(moment_)); }
    std::string tomorrow() {
        go_on();
        return today();
    }
    Context as(const Actor& actor) const {
        Context cx = cx_;
        cx.actor = actor;
        cx.moment = moment_;
        return cx;
    }
    http::Reply ask(const Actor& actor, const std::string& method, const std::string& pattern,
                    const std::vector<std::string>& values, std::string body) {
        return Visitor(as(actor), actor).ask(court::routes, method, pattern, values, std::move(body));
    }
    void committee(const std::string& method, const std::string& act, std::string body) {
        ask(mediator_, method, "/api/disputes/{dispute}/confirmation" + act, {to_text(id_)}, std::move(body));
    }
    void judge(const std::string& act, std::string body) {
        ask(court_.judge, "POST", "/api/court/confirmations/{confirmation}/" + act, {confirmation_}, std::move(body));
    }
    void prepare(const ConfirmationForm& form) { committee("PUT", "", json::write(form)); }
    ConfirmationDesk desk() {
        return cx_.db.read(
            [&](db::Tx& tx) { return court::confirmation_desk(tx, dispute::load(tx, id_).value(), as(mediator_)); });
    }
    std::vector<dispute::PartyView> parties_of_case() {
        return cx_.db.read(
            [&](db::Tx& tx) { return dispute::parties_of(tx, dispute::load(tx, id_).value(), as(mediator_)); });
    }
    std::array<Id<attachments::Attachment>, 2> add_papers() {
        go_on();
        return cx_.db.transact([&](db::Tx& tx) {
            Dispute found = dispute::load(tx, id_).value();
            const auto add = [&](const char* name) {
                return attachments::add_file(tx, found, name, attachments::AttachmentKind::identity,
                                             "演示材料：身份证明。", as(mediator_));
            };
            const auto one = add("申请人身份证明.txt");
            return std::array{one, add("被申请人身份证明.txt")};
        });
    }
    std::optional<ConfirmationForm> first_form(const std::array<Id<attachments::Attachment>, 2>& papers) {
        ConfirmationForm form;
        for (const auto& court : desk().courts) {
            if (court.organisation_id != court_.id) continue;
            form.court_id = court.organisation_id;
            form.ground = court.grounds.empty() ? court.may_be.front() : court.grounds.front();
            for (const auto& party : parties_of_case())
                form.applicants.push_back({party.id, std::nullopt, legal_date(moment_), true});
            form.papers = {{court::Material::applicant_papers, papers[0]},
                           {court::Material::respondent_papers, papers[1]}};
            return form;
        }
        return std::nullopt;
    }
    /// Everything that a person has to look at.
    std::vector<court::CheckCode> to_confirm() {
        std::vector<court::CheckCode> codes;
        for (const auto& check : desk().checks)
            if (check.finding == court::Finding::look) codes.push_back(check.code);
        return codes;
    }

    const Court& court_;
    const City& city_;
    const Context& cx_;
    Id<Dispute> id_;
    Actor mediator_;
    Instant moment_;
    std::chrono::microseconds step_{};
    std::string confirmation_;
    std::string number_;
    std::int64_t count_ = 0;
};

void add_court(const City& city, const Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    const auto in_effect = cx.db.read(
        [&](db::Tx& tx) { return tx.all<Candidate>(select_in_effect, today + -25, city.courts.front().place_code); });
    AtCourt at_court(city, cx);
    using Act = void (AtCourt::*)();
    // What a small city has is first: one in every state.
    const std::vector<Act> acts = {nullptr,
                                   &AtCourt::accepted,
                                   &AtCourt::ruled,
                                   &AtCourt::rejected,
                                   &AtCourt::declined_and_changed,
                                   &AtCourt::returned,
                                   &AtCourt::withdrawn,
                                   nullptr,
                                   &AtCourt::accepted,
                                   nullptr};
    std::size_t next = 0;
    for (const Candidate& one : in_effect) {
        if (next == acts.size()) break;
        if (!at_court.apply(one)) continue;
        if (acts[next]) (at_court.*acts[next])();
        ++next;
    }
    const auto failed = cx.db.read([&](db::Tx& tx) { return tx.all<Candidate>(select_failed, today + -300); });
    static constexpr std::array<const char*, 3> decisions = {
        "", R"({{"filed":true,"decided_on":"{}","case_number":"（速裁）民初1号"}})",
        R"({{"filed":false,"decided_on":"{}","words":"起诉材料不齐，请补正后再提交。"}})"};
    // The last one stays open: decisions look at the first that waits.
    for (std::size_t i = failed.size(); i-- > 0;) at_court.sue(failed[i], decisions[i % decisions.size()]);
}

/// A body with which matters are exchanged by files, as it is before it has a line.
struct Neighbour {
    const char* code;
    const char* name;
    exchange::PartnerKind kind;
    std::vector<std::string> matters;
    const char* basis;
};

class Exchange {
  public:
    Exchange(const City& city, const Body& window, const Context& cx)
        : admin_(cx, *city.administrator), keeper_(cx, *window.dispatcher), window_(window), cx_(cx) {}

    void begin(const Neighbour& one) {
        exchange::PartnerForm form;
        form.code = code_ = one.code;
        form.name = one.name;
        form.kind = one.kind;
        form.window_id = window_.id;
        form.matters = one.matters;
        form.contact_name = "信息员";
        form.legal_basis = one.basis;
        form.way = exchange::PartnerWay::files;
        const auto made = boost::json::parse(
            admin_.ask(exchange::routes, "POST", "/api/exchange/partners", {}, json::write(form)).body);
        id_ = made.at("id").as_string();
        const auto key = boost::json::parse(
            admin_.ask(exchange::routes, "POST", "/api/exchange/partners/{partner}/keys", {id_}, "").body);
        key_ = key.at("name").as_string();
        secret_ = key.at("secret").as_string();
    }
    void bring(exchange::MessageKind kind, const std::string& reference, const std::string& message,
               const std::vector<exchange::Paper>& papers = {}) {
        const std::string bytes = exchange::make_package(
            {"", code_, exchange::own_code(cx_.config), ++sequence_, kind, reference, cx_.moment, key_, {}}, message,
            papers, secret_);
        keeper_.ask(exchange::routes, "POST", "/api/exchange/partners/{partner}/files", {id_}, bytes,
                    {{"Content-Type", std::string(exchange::package_media_type)}});
    }

  private:
    Visitor admin_;
    Visitor keeper_;
    const Body& window_;
    const Context& cx_;
    std::string code_;
    std::string id_;
    std::string key_;
    std::string secret_;
    std::int64_t sequence_ = 0;
};

partners::Referral referral(const char* matter, const places::Place& village, const char* phone, LegalDate today) {
    partners::Referral form;
    form.matter = matter;
    form.received_on = today + -2;
    form.deadline_on = today + 40;
    form.consent = partners::ReferralConsent{{"陈美兰", "周国强"}, today + -1};
    form.contact = partners::ReferralContact{"王接访", "0715-8800000"};
    form.place_code = village.code;
    form.national_type = "02";
    form.local_type = "0203";
    form.narrative = "楼上卫生间渗水两年，多次反映没有解决，双方同意先行调解。（" + village.name + "）";
    form.request = "请求修复防水并赔偿损失。";
    form.amount_fen = Fen{450000};
    for (const auto& [side, name, number] :
         {std::tuple{dispute::Side::applicant, "陈美兰", 1}, std::tuple{dispute::Side::respondent, "周国强", 2}}) {
        dispute::PartyForm party;
        party.side = side;
        party.name = name;
        party.phone = fmt::format("{}{}", phone, number);
        party.willing = dispute::Willingness::willing;
        form.parties.push_back(std::move(party));
    }
    return form;
}

const db::Statement select_referred{"demo.referred", "SELECT dispute_id FROM partner_referral WHERE reference = $1"};

/// It is accepted, which goes back to the partner.
void accept_referral(const std::string& reference, const Body& window, const Context& cx) {
    Context keeper = cx;
    keeper.actor = *window.dispatcher;
    cx.db.transact([&](db::Tx& tx) {
        const auto id = tx.maybe<Id<Dispute>>(select_referred, reference);
        if (!id) return;
        Dispute found = dispute::load(tx, *id).value();
        const auto suggested = triage::suggestion_for(tx, found, legal_date(cx.moment));
        triage::Acceptance form;
        form.grading = {found.national_type, found.local_type,   suggested.difficulty, suggested.risk,
                        suggested.secrecy,   found.people_count, found.amount_fen,     dispute::flags_of(tx, found)};
        form.checks = {true, true, true, true, true, std::nullopt};
        form.risk_confirmed = true;
        triage::accept(tx, found, form, keeper);
    });
}

void add_partners(const City& city, const std::vector<places::Place>& villages, const Context& cx) {
    using exchange::MessageKind;
    const LegalDate today = legal_date(cx.moment);
    const Body& centre = city.centres.front();
    const Body& county = city.centres.at(1);
    const auto village = std::find_if(villages.begin(), villages.end(), [&](const places::Place& one) {
        return one.code.starts_with(county.place_code);
    });
    Exchange petition(city, centre, cx);
    petition.begin(
        {"xf-01", "市信访局", exchange::PartnerKind::petition_office, {}, "《信访工作条例》第三十三条、第三十七条"});
    petition.bring(MessageKind::referral, "信访转〔演示〕7号",
                   json::write(referral("petition_item", *village, "1990000200", today)),
                   {{"来信.txt", "evidence", "演示材料：来信。"}});
    petition.bring(MessageKind::event, "信访转〔演示〕7号",
                   fmt::format(R"({{"kind":"petition_extended","on":"{}"}})", to_text(today + 60)));
    auto unclear = referral("petition_item", *village, "1990000201", today);
    unclear.narrative.clear();
    unclear.consent.reset();
    petition.bring(MessageKind::referral, "信访转〔演示〕8号", json::write(unclear));
    accept_referral("信访转〔演示〕7号", centre, cx);

    Exchange police(city, county, cx);
    police.begin({"ga-01", "公安分局", exchange::PartnerKind::police, {}, "《治安管理处罚法》第九条"});
    police.bring(MessageKind::referral, "110-0715", json::write(referral("call_110", *village, "1990000202", today)));
    accept_referral("110-0715", county, cx);
}

const db::Statement select_with_expert{"demo.for_expert", R"(
    SELECT d.id, d.holder_id, d.registered_at AS last_at
      FROM dispute d
     WHERE d.state IN ('taken', 'assigned', 'mediating') AND d.secrecy = 'normal' AND d.national_type = $1
     ORDER BY d.number DESC LIMIT 1)"};

/// One of them is asked in a case of his field, with the consent of both sides.
void add_experts(const City& city, const Context& cx) {
    struct Known {
        const char* name;
        const char* unit;
        const char* title;
        std::vector<std::string> fields;
    };
    const std::vector<Known> known = {{"程思远", "市中心医院（演示）", "骨科主任医师", {"15"}},
                                      {"罗海燕", "市房屋安全鉴定所（演示）", "高级工程师", {"02", "17", "03"}},
                                      {"郑家明", "市交通事故鉴定中心（演示）", "鉴定人", {"16", "06"}},
                                      {"宋云霞", "市劳动保障学会（演示）", "劳动关系协调师", {"10", "11"}},
                                      {"韩立波", "市律师协会（演示）", "律师", {}}};
    cx.db.transact([&](db::Tx& tx) {
        std::vector<assignment::ExpertView> pool;
        for (const Known& one : known)
            pool.push_back(assignment::add_expert(
                tx, {one.name, one.unit, one.title, one.fields, LegalDate(2025, 1, 1), std::nullopt}, cx.moment));
        for (std::size_t i = 0; i < 4; ++i) {
            const auto found = tx.maybe<Candidate>(select_with_expert, known[i].fields.front());
            const Body* body = found ? body_with(city, found->holder_id) : nullptr;
            if (!body) continue;
            Dispute dispute = dispute::load(tx, found->id).value();
            Context head = cx;
            head.actor = *body->head;
            assignment::InviteExpertForm form;
            form.expert_id = pool[i].id;
            form.task = "到现场查看，说明原因和修复办法。";
            form.grounds_asked = true;
            for (const auto& party : dispute::parties_of(tx, dispute, head)) form.agreed_by.push_back(party.id);
            return assignment::invite_expert(tx, dispute, form, head);
        }
    });
}

}  // namespace

void add_neighbours(const City& city, const std::vector<places::Place>& villages, const Context& cx) {
    add_court(city, cx);
    add_partners(city, villages, cx);
    add_experts(city, cx);
}

}  // namespace hemu::demo
