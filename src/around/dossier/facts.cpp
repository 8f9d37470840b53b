#include "facts.hpp"

namespace hemu::dossier {

boost::json::object as_object(const CaseFacts& facts) { return boost::json::parse(json::write(facts)).as_object(); }

static PartyFacts example_party(std::string side, std::string name) {
    return {.id = "01a00000-0000-7000-8000-000000000001",
            .side = std::move(side),
            .name = name,
            .person = true,
            .sex = "男",
            .age = "45",
            .ethnicity = "汉族",
            .occupation = "务工",
            .legal_representative = "无",
            .identity_number = "11010119800101100X",
            .phone = "19900000000",
            .address = "咸宁市咸安区温泉街道示例路1号",
            .described = "姓名：" + name +
                         "，性别：男，年龄：45岁，民族：汉族，职业：务工，联系方式：19900000000，"
                         "住址：咸宁市咸安区温泉街道示例路1号",
            .signs = "（签名、盖章或按指印）",
            .agents = {{"示例代理人", "近亲属", "11010119820202002X", "19900000002", "配偶", "代为参加调解并签字"}},
            .agents_described = "示例代理人（近亲属，配偶）：代为参加调解并签字",
            .identity_files = {{"身份证正面.jpg", "身份材料", "示例甲", "2026年11月20日", "66c7f0f462ee"}}};
}

static PartyFacts example_unit(std::string side, const std::string& name) {
    PartyFacts unit;
    unit.id = "01a00000-0000-7000-8000-000000000002";
    unit.side = std::move(side);
    unit.name = name;
    unit.person = false;
    unit.legal_representative = "示例丁";
    unit.identity_number = "91421200MA00000000";
    unit.phone = "0715-8000000";
    unit.address = "咸宁市咸安区示例路3号";
    unit.described = "名称：" + name +
                     "，统一社会信用代码：91421200MA00000000，法定代表人（负责人）：示例丁，"
                     "联系方式：0715-8000000，地址：咸宁市咸安区示例路3号";
    unit.signs = "（盖章）：\n法定代表人、负责人或代理人（签名）";
    return unit;
}

static VolumeFacts example_volume() {
    return {
        "2026",
        "2026年11月22日",
        "2026年11月27日",
        "示例立卷人",
        "2026年12月20日",
        "长期",
        "送达回证另存。",
        {{"人民调解申请书", "2026年11月20日", "1", "1-2", "已签"}, {"人民调解记录", "2026年11月25日", "2", "3", ""}},
        {{"身份证明", "当事人在外地，约定补交"}},
        "1册24页"};
}

static AgreementFacts example_agreement() {
    const TermFacts term = {"一次性支付漏水维修费用。",
                            "示例乙",
                            "12000.00",
                            "壹万贰仟元整",
                            "2026年12月10日",
                            "银行转账",
                            "无",
                            "2026年12月10日前由示例乙以银行转账方式支付12000.00元（人民币壹万贰仟元整）"};
    return {false,
            "楼上卫生间漏水，浸湿楼下顶面。",
            "维修费用由谁承担。",
            "楼上一方承担维修责任。",
            {term, term},
            "误工费用未达成一致。",
            "人民法院诉讼",
            "逾期按日支付违约金。",
            "3",
            "2026年11月27日"};
}

static RulingFacts example_ruling(const std::vector<TermFacts>& terms) {
    RulingFacts ruling;
    ruling.court = "示例省示例市示例区人民法院";
    ruling.number = "（2026）示民特1号";
    ruling.judge = "示例审判员";
    ruling.applicants = "示例甲、示例乙";
    ruling.accepted_on = "2026年12月3日";
    ruling.ruled_on = "2026年12月10日";
    ruling.signed_on = "二〇二六年十二月十日";
    ruling.concluded_on = ruling.effective_on = "2026年11月27日";
    ruling.terms = terms;
    return ruling;
}

const CaseFacts& example() {
    static const CaseFacts all = [] {
        CaseFacts facts;
        facts.number = "咸宁登〔2026〕第00001号";
        facts.file_number = "咸人调字〔2026〕第001号";
        facts.title = "示例甲与示例乙邻里纠纷";
        facts.type = "邻里纠纷";
        facts.source = "依申请";
        facts.channel = "窗口";
        facts.place = "咸宁市咸安区温泉街道";
        facts.amount = "12000.00";
        facts.capitals = "壹万贰仟元整";
        facts.narrative = "楼上卫生间漏水，浸湿楼下顶面，双方协商未果。";
        facts.request = "请求修复并赔偿。";
        facts.document_number = "咸调移字〔2026〕第001号";
        facts.registered_on = "2026年11月20日";
        facts.accepted_on = "2026年11月21日";
        facts.due_on = "2026年12月20日";
        facts.window = "示例人民调解中心";
        facts.registrar = "示例登记人";
        facts.occurred_on = "2026年11月15日";
        facts.body = "示例人民调解委员会";
        facts.body_phone = "12348";
        facts.body_address = "示例路2号";
        facts.mediators = "示例调解员";
        facts.presiding = "示例调解员";
        facts.result = "调解成功";
        facts.effective_on = "2026年11月27日";
        facts.today = "2026年11月27日";
        facts.applicants = {example_party("申请人", "示例甲")};
        facts.respondents = {example_party("被申请人", "示例乙")};
        facts.third_parties = {example_unit("第三人", "示例丙物业服务有限公司")};
        facts.parties = {facts.applicants[0], facts.respondents[0], facts.third_parties[0]};
        facts.applicants_named = "示例甲";
        facts.respondents_named = "示例乙";
        facts.undisputed = "双方确认漏水发生于2026年11月15日。";
        facts.agreement = example_agreement();
        facts.termination = EndFacts{"无法达成协议", "人民法院诉讼", "2026年11月27日"};
        facts.refusal = TurnedAwayFacts{"", "涉嫌犯罪或治安违法", "公安机关、人民法院诉讼", "2026年11月21日"};
        facts.passing = TurnedAwayFacts{"示例镇人民调解委员会", "不属于本调委会地域或领域", "", "2026年11月21日"};
        facts.confirmation = "2026年12月1日申请司法确认";
        facts.evidence = {{"现场照片.jpg", "照片", "示例甲", "2026年11月20日", "66c7f0f462ee"},
                          {"维修报价单.pdf", "证据", "示例乙", "2026年11月22日", "debe9ff92275"}};
        facts.open_evidence = facts.evidence;
        facts.volume = example_volume();
        facts.party = facts.applicants[0];
        facts.session = SessionFacts{
            "2026年11月25日 09:00 至 10:30", "调解室", "面对面", "示例甲、示例乙", "双方陈述了经过。", "达成一致。"};
        facts.inquiry = InquiryFacts{"2026年11月22日", "现场", "示例邻居", "示例调解员", "现场可见顶面水渍。"};
        facts.visit =
            VisitFacts{"2026年12月15日", "电话", "已履行", "满意", "否", "无", "对结果满意。", "示例调解员"};
        facts.extension = ExtensionFacts{"2027年1月19日", "2026年12月18日"};
        facts.payment = PaymentFacts{
            "1",       "一次性支付漏水维修费用。", "示例乙", "示例甲", "2026年12月10日", "12000.00", "壹万贰仟元整",
            "转账凭证"};
        facts.handing = HandingFacts{"示例人民调解委员会", "示例分派员", "2026年11月21日"};
        facts.order = OrderFacts{"督办单",           "示例人民调解中心", "示例人民调解委员会",
                                 "请抓紧组织调解。", "2026年12月15日",   "2026年12月10日"};
        facts.ruling = example_ruling(facts.agreement->terms);
        facts.mediator = MediatorFacts{"示例调解员", "示例人民调解委员会", "专职", "聘任", "2024年1月1日"};
        facts.advice = AdviceFacts{"示例社区居民委员会", "同一小区多户反映屋面渗漏。", "建议组织排查并督促维修。",
                                   "2026年12月27日", "2026年11月27日"};
        return facts;
    }();
    return all;
}

CaseFacts nothing_known() {
    CaseFacts facts;
    facts.number = "空1号";
    return facts;
}

/// Twenty parties a side with names of forty characters, terms and lists that fill pages.
CaseFacts far_too_much() {
    CaseFacts facts = example();
    PartyFacts party = facts.applicants[0];
    party.name.clear();
    for (int i = 0; i < 40; ++i) party.name += "长";
    party.described = "名称：" + party.name + "，地址：" + party.name + party.name;
    facts.applicants.assign(20, party);
    facts.respondents.assign(20, party);
    facts.parties.assign(40, party);
    facts.narrative.clear();
    for (int i = 0; i < 400; ++i) facts.narrative += "一段没有空格也没有尽头的叙述文字，";
    facts.agreement->facts = facts.session->record = facts.inquiry->content = facts.narrative;
    facts.order->demand = facts.advice->problem = facts.volume.note = facts.narrative;
    facts.agreement->terms.assign(30, facts.agreement->terms[0]);
    facts.ruling->confirmed = false;
    facts.ruling->words = facts.narrative;
    facts.ruling->terms = facts.agreement->terms;
    facts.evidence.assign(80, facts.evidence[0]);
    facts.open_evidence = facts.evidence;
    facts.volume.contents.assign(60, facts.volume.contents[0]);
    facts.volume.lacks.assign(30, facts.volume.lacks[0]);
    party.agents.assign(60, example().applicants[0].agents[0]);
    party.identity_files.assign(30, example().applicants[0].identity_files[0]);
    facts.party = party;
    return facts;
}

}  // namespace hemu::dossier
