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
            .agents = {{"示例代理人", "近亲属", "11010119820202002X", "19900000002", "配偶", "代为参加调解并签字"}},
            .agents_described = "示例代理人（近亲属，配偶）：代为参加调解并签字"};
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

const CaseFacts& example() {
    static const CaseFacts all = [] {
        CaseFacts facts;
        facts.number = "咸宁登〔2026〕第00001号";
        facts.file_number = "咸人调字〔2026〕第001号";
        facts.title = "示例甲与示例乙邻里纠纷";
        facts.type = "邻里纠纷";
        facts.source = "依申请";
        facts.place = "咸宁市咸安区温泉街道";
        facts.amount = "12000.00";
        facts.capitals = "壹万贰仟元整";
        facts.narrative = "楼上卫生间漏水，浸湿楼下顶面，双方协商未果。";
        facts.request = "请求修复并赔偿。";
        facts.registered_on = "2026年11月20日";
        facts.occurred_on = "2026年11月15日";
        facts.body = "示例人民调解委员会";
        facts.body_phone = "12348";
        facts.body_address = "示例路2号";
        facts.mediators = "示例调解员";
        facts.presiding = "示例调解员";
        facts.recorder = "示例记录人";
        facts.result = "调解成功";
        facts.effective_on = "2026年11月27日";
        facts.today = "2026年11月27日";
        facts.applicants = {example_party("申请人", "示例甲")};
        facts.respondents = {example_party("被申请人", "示例乙")};
        facts.third_parties = {example_party("第三人", "示例丙")};
        facts.parties = {facts.applicants[0], facts.respondents[0], facts.third_parties[0]};
        facts.undisputed = "双方确认漏水发生于2026年11月15日。";
        facts.agreement = example_agreement();
        facts.termination = EndFacts{"无法达成协议", "人民法院诉讼", "2026年11月27日"};
        facts.party = facts.applicants[0];
        facts.session = SessionFacts{
            "2026年11月25日 09:00 至 10:30", "调解室", "面对面", "示例甲、示例乙", "双方陈述了经过。", "达成一致。"};
        facts.inquiry = InquiryFacts{"2026年11月22日", "现场", "示例邻居", "示例调解员", "现场可见顶面水渍。"};
        facts.visit =
            VisitFacts{"2026年12月15日", "电话", "已履行", "满意", "否", "无", "对结果满意。", "示例调解员"};
        return facts;
    }();
    return all;
}

}  // namespace hemu::dossier
