#include "city.hpp"

#include "accounts.hpp"
#include "crypto.hpp"
#include "mediators.hpp"
#include "places.hpp"
#include "signing_keys.hpp"

namespace hemu::demo {

using identity::Actor;
using identity::Context;
using identity::Duty;
using organisations::OrganisationKind;
using organisations::OrganisationLevel;

static constexpr std::string_view password = "Hemu-demo-2026";

std::size_t below(Random& random, std::size_t bound) { return static_cast<std::size_t>(random() % bound); }

std::string invented_name(Random& random) {
    static constexpr std::array<std::string_view, 24> surnames = {"王", "李", "张", "刘", "陈", "杨", "黄", "吴",
                                                                  "周", "徐", "孙", "胡", "朱", "高", "林", "何",
                                                                  "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩"};
    static constexpr std::array<std::string_view, 24> firsts = {"建", "文", "志", "春", "晓", "国", "玉", "海",
                                                                "丽", "永", "光", "秀", "家", "明", "红", "德",
                                                                "思", "立", "雪", "金", "云", "学", "美", "正"};
    static constexpr std::array<std::string_view, 20> lasts = {"华", "军", "芳", "平", "兰", "强", "梅",
                                                               "辉", "英", "民", "霞", "林", "燕", "波",
                                                               "琴", "涛", "娟", "宁", "斌", "珍"};
    std::string name(surnames[below(random, surnames.size())]);
    name += firsts[below(random, firsts.size())];
    if (below(random, 4) > 0) name += lasts[below(random, lasts.size())];
    return name;
}

/// The nineteen fields of industry committees, the first fourteen with a city committee in the hall.
struct Field {
    std::string_view name;
    std::string_view short_name;
    std::string_view login;
    std::vector<std::string> types;
};

static const std::vector<Field>& fields() {
    static const std::vector<Field> all = {
        {"医疗", "医", "medical", {"15"}},
        {"道路交通事故", "交", "traffic", {"16"}},
        {"劳动人事争议", "劳", "labour", {"10", "11"}},
        {"物业", "物", "property", {"17"}},
        {"消费", "消", "consumer", {"13", "14"}},
        {"金融", "金", "finance", {"0403"}},
        {"保险", "保", "insurance", {"0404"}},
        {"婚姻家庭", "婚", "family", {"01"}},
        {"知识产权", "知", "ip", {"0502"}},
        {"校园安全", "校", "school", {"0603"}},
        {"价格", "价", "price", {"0503"}},
        {"建设工程", "建", "building", {"0405"}},
        {"旅游", "旅", "tourism", {"12"}},
        {"环境保护", "环", "environment", {"09"}},
        {"山林土地", "山", "land", {"07"}},
        {"征地拆迁", "征", "demolition", {"08"}},
        {"房地产", "房", "housing", {"03"}},
        {"互联网", "网", "internet", {"1301"}},
        {"新就业形态", "新", "gig", {"1104"}},
    };
    return all;
}

/// Makes bodies and people one after the other, and keeps short names apart.
class Founder {
  public:
    Founder(db::Tx& tx, Random& random, const Context& cx)
        : tx_(tx), random_(random), cx_(cx), hash_(crypto::hash_password(password)) {}

    Body body(const std::string& name, const std::string& abbreviation, OrganisationKind kind,
              OrganisationLevel level, const std::string& place, std::optional<OrganisationId> parent,
              std::vector<std::string> types = {}) {
        organisations::OrganisationForm form;
        form.name = unique(name, names_);
        form.abbreviation = unique(abbreviation, abbreviations_);
        form.kind = kind;
        form.level = level;
        form.place_code = place;
        form.parent_id = parent;
        form.phone = "12348";  // the national line of public legal service
        form.fields = types;
        form.open_from_on = LegalDate(2019, 11, 18);
        Body made;
        made.id = organisations::create(tx_, form, cx_.moment);
        made.place_code = place;
        made.fields = std::move(types);
        ++city_.bodies;
        return made;
    }

    Actor person(const std::string& login, Duty duty, OrganisationId organisation) {
        return person_named(invented_name(random_), login, duty, organisation);
    }

    Actor person_named(const std::string& name, const std::string& login, Duty duty, OrganisationId organisation) {
        const auto account = identity::create_account(tx_, {login, name, hash_, false}, cx_.moment);
        identity::PostForm post;
        post.duty = duty;
        post.organisation_id = organisation;
        post.from_on = LegalDate(2023, 1, 1);
        identity::give_post(tx_, account, post, cx_.moment);
        ++city_.accounts;
        Actor actor;
        actor.account = account;
        actor.name = name;
        actor.duty = duty;
        actor.organisation = organisation;
        return actor;
    }

    Actor mediator(const std::string& login, OrganisationId organisation) {
        Actor actor = person(login, Duty::mediator, organisation);
        mediators::MediatorForm form;
        form.kind = mediators::MediatorKind::full_time;
        form.grade = static_cast<std::int64_t>(2 + below(random_, 3));
        form.sex = below(random_, 2) == 0 ? mediators::Sex::female : mediators::Sex::male;
        form.since_on = LegalDate(2021, 6, 1);
        mediators::save(tx_, actor.account, form);
        return actor;
    }

    void give_seal(OrganisationId body) { signing::make_keys(tx_, body, cx_.keys, cx_.moment); }

    void staff(Body& body, const std::string& login, std::size_t mediators) {
        body.head = person("head_" + login, Duty::head, body.id);
        give_seal(body.id);
        for (std::size_t i = 1; i <= mediators; ++i)
            body.mediators.push_back(
                mediator("mediator_" + login + (mediators > 1 ? std::to_string(i) : std::string()), body.id));
    }

    City& city() { return city_; }
    db::Tx& tx() { return tx_; }

  private:
    static std::string unique(const std::string& wanted, std::set<std::string>& taken) {
        std::string name = wanted;
        for (int number = 2; !taken.insert(name).second; ++number) name = wanted + std::to_string(number);
        return name;
    }

    db::Tx& tx_;
    Random& random_;
    const Context& cx_;
    std::string hash_;
    City city_;
    std::set<std::string> names_;
    std::set<std::string> abbreviations_;
};

/// Without the word that says what kind of place it is: 咸安区 → 咸安, 汀泗桥镇 → 汀泗桥.
static std::string short_name(std::string name) {
    for (const std::string_view ending :
         {"社区居委会", "居委会", "村委会", "街道办事处", "街道", "县", "市", "区", "镇", "乡"})
        if (name.size() > ending.size() + 3 && name.ends_with(ending))
            return name.substr(0, name.size() - ending.size());
    return name;
}

/// Judges of the basic courts, judge1 and so on: they sit in the centre of their county.
static std::string judge_name(const std::string& number) {
    static constexpr std::array<std::string_view, 6> names = {"余正清", "程若谷", "万慎行",
                                                              "石明远", "汤静文", "柯守信"};
    return std::string(names[(static_cast<std::size_t>(std::stoi(number)) - 1) % names.size()]);
}

static void add_partners(Founder& founder, const places::Place& place, OrganisationLevel level, OrganisationId centre,
                         const std::string& number) {
    const std::string own = short_name(place.name);
    const bool is_city = level == OrganisationLevel::city;
    const auto add = [&](const std::string& name, const char* mark, OrganisationKind kind) {
        return founder.body(name, own + mark, kind, level, place.code, centre);
    };
    const Body court = add(place.name + (is_city ? "中级人民法院" : "人民法院"), "法", OrganisationKind::court);
    add(place.name + (is_city ? "公安局" : "公安局"), "公", OrganisationKind::police);
    add(place.name + "信访局", "访", OrganisationKind::petition_office);
    add(place.name + "司法局", "司", OrganisationKind::justice_bureau);
    add(place.name + "劳动人事争议仲裁院", "仲", OrganisationKind::labour_arbitration_body);
    founder.give_seal(court.id);
    if (is_city) founder.person("judge", Duty::judge, court.id);
    if (is_city) return;
    founder.city().courts.push_back(
        {court.id, place.code, founder.person_named(judge_name(number), "judge" + number, Duty::judge, court.id)});
}

static Body add_centre(Founder& founder, const places::Place& place, OrganisationLevel level,
                       std::optional<OrganisationId> parent, const std::string& login) {
    Body centre = founder.body(place.name + "人民调解中心", short_name(place.name),
                               OrganisationKind::mediation_centre, level, place.code, parent);
    centre.clerk = founder.person("clerk" + login, Duty::clerk, centre.id);
    centre.dispatcher = founder.person("dispatcher" + login, Duty::dispatcher, centre.id);
    if (level == OrganisationLevel::city) {
        founder.person("clerk_hall", Duty::clerk, centre.id);
        founder.city().supervisor = founder.person("supervisor", Duty::supervisor, centre.id);
        founder.person("leader", Duty::leader, centre.id);
        founder.city().administrator = founder.person("sysadmin", Duty::system_administrator, centre.id);
        founder.person("secadmin", Duty::security_administrator, centre.id);
        founder.person("auditadmin", Duty::audit_administrator, centre.id);
    }
    founder.staff(centre, login.empty() ? "centre" : "centre" + login, 1);
    add_partners(founder, place, level, centre.id, login);
    return centre;
}

static void add_industry(Founder& founder, const Field& field, const places::Place& place, OrganisationLevel level,
                         OrganisationId centre, bool with_people) {
    Body body = founder.body(place.name + std::string(field.name) + "纠纷人民调解委员会",
                             short_name(place.name) + std::string(field.short_name),
                             OrganisationKind::industry_committee, level, place.code, centre, field.types);
    if (!with_people) return;
    founder.staff(body, std::string(field.login), 1);
    founder.city().committees.push_back(std::move(body));
}

static void add_towns(Founder& founder, const places::Place& county, OrganisationId centre, int county_number) {
    int town_number = 0;
    for (const places::Place& town : places::search(founder.tx(), "", county.code, 200)) {
        Body committee =
            founder.body(county.name + town.name + "人民调解委员会", short_name(county.name) + short_name(town.name),
                         OrganisationKind::people_committee, OrganisationLevel::town, town.code, centre);
        const OrganisationId town_id = committee.id;
        const bool first = ++town_number == 1;
        if (first) {
            founder.staff(committee, "town" + std::to_string(county_number), 1);
            founder.city().committees.push_back(std::move(committee));
        }
        for (const places::Place& village : places::search(founder.tx(), "", town.code, 200))
            founder.body(town.name + village.name + "人民调解委员会",
                         short_name(county.name) + short_name(town.name) + short_name(village.name),
                         OrganisationKind::people_committee, OrganisationLevel::village, village.code, town_id);
    }
}

City make_city(db::Tx& tx, Random& random, const Context& cx) {
    Founder founder(tx, random, cx);
    const auto city = places::find(tx, cx.config.city_code);
    if (!city) throw std::runtime_error("the places of the city are not loaded: set data_files");
    City& made = founder.city();
    made.centres.push_back(add_centre(founder, *city, OrganisationLevel::city, std::nullopt, ""));
    const OrganisationId centre = made.centres.front().id;
    for (std::size_t i = 0; i < 14; ++i)
        add_industry(founder, fields()[i], *city, OrganisationLevel::city, centre, true);
    int number = 0;
    std::size_t industry = 14;
    for (const places::Place& county : places::search(tx, "", city->code, 50)) {
        ++number;
        made.centres.push_back(
            add_centre(founder, county, OrganisationLevel::county, centre, std::to_string(number)));
        // 70 committees in 19 fields: 14 of the city, the other 56 spread over the counties.
        for (int i = 0; i < (number <= 2 ? 10 : 9); ++i)
            add_industry(founder, fields()[industry++ % fields().size()], county, OrganisationLevel::county,
                         made.centres.back().id, false);
        add_towns(founder, county, made.centres.back().id, number);
    }
    return made;
}

std::string accounts_text() {
    return fmt::format(
        "Demonstration accounts, password {}:\n"
        "  clerk             window clerk of the city's centre\n"
        "  dispatcher        dispatcher of the city's centre\n"
        "  head_medical      head of the medical committee   (head_traffic, head_labour, head_property, head_town1 "
        "…)\n"
        "  mediator_medical  its mediator                    (mediator_traffic, mediator_labour, mediator_town1 …)\n"
        "  supervisor, leader, judge                         (judge1 … at the basic courts, where confirmations go)\n"
        "  sysadmin, secadmin, auditadmin\n",
        password);
}

}  // namespace hemu::demo
