// The papers for a court. They are in Chinese, whoever reads the page.
#include <map>

#include "packages.hpp"
#include "types.hpp"

namespace hemu::court {

static std::string day_words(LegalDate day) {
    return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day());
}

static pdf::Text line(std::string words, double size = 12, pdf::Align align = pdf::Align::left, bool bold = false) {
    return {std::move(words), {.size = size, .bold = bold, .align = align, .line_height = 1.5}};
}

static std::string money_words(Fen sum) { return yuan_text(sum) + "元"; }

static pdf::Paper paper_of(const std::string& title, const std::string& number, const std::string& body,
                           LegalDate on) {
    pdf::Paper paper;
    paper.title = title + " " + number;
    paper.author = body;
    paper.made_at = start_of(on);
    paper.blocks = {pdf::title(title), line(number, 12, pdf::Align::centre)};
    return paper;
}

static std::string said(const char* what, const std::optional<std::string>& value) {
    return value && !value->empty() ? fmt::format("，{}{}", what, *value) : "";
}

static void add_parties(pdf::Paper& paper, const std::vector<PackageParty>& parties, bool as_suit) {
    for (const PackageParty& one : parties) {
        const bool applies = one.side == dispute::Side::applicant;
        const std::string role = !as_suit                                ? "申请人"
                                 : applies                               ? "原告"
                                 : one.side == dispute::Side::respondent ? "被告"
                                                                         : "第三人";
        std::string words = role + "：" + one.name + said("证件号码", one.identity_number) + said("电话", one.phone) +
                            said("住址", one.address) + said("法定代表人", one.legal_representative);
        if (!one.agents.empty()) words += fmt::format("，代理人{}", fmt::join(one.agents, "、"));
        paper.blocks.push_back(line(words + "。"));
    }
}

static std::string term_words(const agreements::TermView& term) {
    std::string words = term.text;
    if (term.amount_fen) words += "（" + money_words(*term.amount_fen) + "）";
    if (term.due_on) words += "，履行期限" + day_words(*term.due_on);
    if (!term.manner.empty()) words += "，方式：" + term.manner;
    return words;
}

static void add_terms(pdf::Paper& paper, const agreements::AgreementView& agreement) {
    int number = 0;
    for (const auto& term : agreement.terms)
        paper.blocks.push_back(line(fmt::format("{}. {}", ++number, term_words(term))));
}

static const char* material_words(Material material) {
    static constexpr std::array<const char*, 12> words = {
        "申请人证明材料", "被申请人证明材料",   "调解申请书",     "送达地址确认书", "调解协议书", "司法确认申请书",
        "调解笔录",       "委托（委派）移送函", "权利义务告知书", "保全材料",       "鉴定材料",   "其他材料"};
    return words.at(static_cast<std::size_t>(material));
}

static pdf::Table files_table(const std::vector<MaterialPaper>& papers) {
    pdf::Table table;
    table.shares = {3, 4};
    table.heading = {"材料", "文件摘要（SM3）"};
    for (const MaterialPaper& one : papers) table.rows.push_back({one.name, one.digest});
    return table;
}

static void add_materials(pdf::Paper& paper, const std::vector<MaterialView>& materials) {
    pdf::Table table;
    table.shares = {2, 5};
    table.heading = {"材料类别", "内容"};
    for (const MaterialView& one : materials) {
        if (one.state != MaterialState::have) continue;
        std::vector<std::string> names;
        if (one.from_register) names.emplace_back("调解系统登记");
        for (const MaterialPaper& file : one.papers) names.push_back(file.name);
        table.rows.push_back({material_words(one.material), fmt::format("{}", fmt::join(names, "；"))});
    }
    paper.blocks.emplace_back(std::move(table));
}

pdf::Paper confirmation_paper(const ConfirmationPackage& package) {
    auto paper = paper_of("司法确认申请书", package.number, package.body_name, package.applied_on);
    add_parties(paper, package.parties, false);
    paper.blocks.push_back(pdf::heading("申请事项"));
    paper.blocks.push_back(pdf::paragraph(fmt::format("各方当事人共同申请确认经{}主持调解、于{}生效的调解协议有效。",
                                                      package.body_name, day_words(package.effective_on))));
    paper.blocks.push_back(pdf::heading("事实和理由"));
    paper.blocks.push_back(pdf::paragraph(package.agreement.facts));
    paper.blocks.push_back(pdf::heading("协议内容"));
    add_terms(paper, package.agreement);
    paper.blocks.push_back(pdf::heading("承诺"));
    paper.blocks.push_back(
        pdf::paragraph("协议出于各方自愿，没有恶意串通、规避法律；如因协议内容给他人造成损害，愿意承担相应责任。"));
    paper.blocks.push_back(pdf::heading("提交的材料"));
    add_materials(paper, package.materials);
    paper.blocks.push_back(pdf::Space{4});
    paper.blocks.push_back(line("此致"));
    paper.blocks.push_back(line(package.court_name));
    pdf::Blocks foot;
    for (const PackageParty& one : package.parties)
        foot.push_back(line("申请人（签名或盖章）：" + one.name + "　　　　　　", 12, pdf::Align::right));
    foot.push_back(line(day_words(package.applied_on), 12, pdf::Align::right));
    paper.blocks.push_back(pdf::Together{foot});
    return paper;
}

static std::string step_words(const std::string& step) {
    static const std::map<std::string, std::string> words = {{"register", "登记"},
                                                             {"accept", "受理"},
                                                             {"offer", "交办"},
                                                             {"take", "签收"},
                                                             {"assign", "指派调解员"},
                                                             {"begin", "告知权利义务并开始调解"},
                                                             {"pause", "中止调解"},
                                                             {"resume", "恢复调解"},
                                                             {"extension", "延长期限"},
                                                             {"investigation", "调查"},
                                                             {"willingness", "征询当事人意愿"},
                                                             {"session_held", "召开调解会"},
                                                             {"agree", "拟定协议"},
                                                             {"terminate", "终止调解"},
                                                             {"withdraw", "撤回"},
                                                             {"refuse", "不予受理"},
                                                             {"redirect", "引导其他途径"},
                                                             {"take_effect", "协议生效"},
                                                             {"agree_orally", "达成口头协议"},
                                                             {"settle_at_once", "当场调结"}};
    const auto found = words.find(step);
    return found == words.end() ? step : found->second;
}

static std::string reason_words(const std::string& reason) {
    static const std::map<std::string, std::string> words = {{"T01", "当事人拒绝、退出或者不再接受调解"},
                                                             {"T02", "调解员认为不能达成协议"},
                                                             {"T03", "调解期限届满，未约定延长"},
                                                             {"T04", "在期限内无法联系当事人"},
                                                             {"T05", "当事人拒绝在协议上签名"},
                                                             {"T06", "当事人自行和解并撤回"},
                                                             {"T07", "当事人已起诉或者其他机关已受理"},
                                                             {"T08", "隐瞒事实、虚假陈述或者拖延"},
                                                             {"T09", "涉嫌虚假调解"},
                                                             {"T10", "扰乱秩序、威胁或者暴力"},
                                                             {"T11", "涉嫌犯罪或者治安案件，已移送"},
                                                             {"T12", "发生使调解不能进行的其他情形"},
                                                             {"unconfirmed", "在三个工作日内没有调解组织确认接受"}};
    const auto found = words.find(reason);
    return found == words.end() ? reason : found->second;
}

static void add_report(pdf::Paper& paper, const CourseReport& report) {
    paper.blocks.push_back(pdf::heading("调解经过"));
    pdf::Table course;
    course.shares = {2, 5};
    for (const CourseStep& step : report.course) course.rows.push_back({day_words(step.on), step_words(step.what)});
    paper.blocks.emplace_back(std::move(course));
    if (report.reason) {
        paper.blocks.push_back(pdf::heading("终止原因"));
        paper.blocks.push_back(pdf::paragraph(reason_words(*report.reason) + "。"));
    }
    paper.blocks.push_back(pdf::heading("无争议事实"));
    if (report.undisputed.empty()) paper.blocks.push_back(pdf::paragraph("没有经各方书面同意记载的无争议事实。"));
    for (const std::string& one : report.undisputed) paper.blocks.push_back(pdf::paragraph(one));
    if (report.materials.empty()) return;
    paper.blocks.push_back(pdf::heading("随附材料"));
    paper.blocks.emplace_back(files_table(report.materials));
}

pdf::Paper entrusted_paper(const EntrustedPackage& package) {
    auto paper = paper_of("调解情况反馈函", package.number, package.body_name, package.ended_on);
    paper.blocks.push_back(line(package.court_name + "："));
    paper.blocks.push_back(
        pdf::paragraph(fmt::format("贵院{}案（当事人：{}）的调解已经结束，现将有关情况反馈如下。",
                                   package.court_case_number, fmt::join(package.party_names, "、"))));
    add_report(paper, package.report);
    if (package.agreement) {
        paper.blocks.push_back(pdf::heading("协议内容"));
        add_terms(paper, *package.agreement);
    }
    paper.blocks.push_back(pdf::Space{4});
    paper.blocks.push_back(line(package.body_name, 12, pdf::Align::right));
    paper.blocks.push_back(line(day_words(package.ended_on), 12, pdf::Align::right));
    return paper;
}

pdf::Paper filing_paper(const FilingPackage& package) {
    auto paper = paper_of("民事起诉状（立案材料）", package.number, package.body_name, package.brought_on);
    add_parties(paper, package.parties, true);
    paper.blocks.push_back(pdf::heading("诉讼请求"));
    paper.blocks.push_back(pdf::paragraph(package.request));
    if (package.amount_fen.amount > 0) paper.blocks.push_back(line("争议金额：" + money_words(package.amount_fen)));
    paper.blocks.push_back(pdf::heading("事实和理由"));
    paper.blocks.push_back(pdf::paragraph(package.facts));
    add_report(paper, package.report);
    paper.blocks.push_back(pdf::Space{4});
    paper.blocks.push_back(line("此致"));
    paper.blocks.push_back(line(package.court_name));
    return paper;
}

}  // namespace hemu::court
