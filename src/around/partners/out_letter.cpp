#include "embedded.hpp"
#include "letters.hpp"
#include "outgoing.hpp"

namespace hemu::partners {

struct OutWords {
    std::string title, to, opening, urgent, basis, passing, consent, parties;
    std::vector<std::string> columns;
    std::map<std::string, std::string> sides;
    std::string facts, request, papers, paper_unseen, answer, contact, seal;
    std::string payment_title, payment_opening, payment_agreed, payment_consented, payment_sum, payment_closing;
    std::vector<std::string> payment_columns;
};
BOOST_DESCRIBE_STRUCT(OutWords, (),
                      (title, to, opening, urgent, basis, passing, consent, parties, columns, sides, facts, request,
                       papers, paper_unseen, answer, contact, seal, payment_title, payment_opening, payment_agreed,
                       payment_consented, payment_sum, payment_closing, payment_columns))

static const OutWords& words() {
    static const auto read = json::read<OutWords>(embedded_file("partner_out_words.json"));
    return read;
}

static std::string day_words(LegalDate day) {
    return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day());
}

template <class... A>
static pdf::Text said(const std::string& pattern, const A&... arguments) {
    pdf::Text text = pdf::paragraph(fmt::format(fmt::runtime(pattern), arguments...));
    text.style.size = 14;
    text.style.space_before = 4;
    return text;
}

static pdf::Text line(std::string text, pdf::Align align) {
    return {std::move(text), {.size = 14, .align = align, .line_height = 1.6}};
}

static pdf::Table parties_table(const Referral& message) {
    pdf::Table table;
    table.shares = {3, 2, 4, 3, 4};
    table.heading = words().columns;
    for (const dispute::PartyForm& party : message.parties)
        table.rows.push_back({party.name, words().sides.at(std::string(json::enum_word(party.side))),
                              party.identity_number.value_or("—"), party.phone.value_or("—"),
                              party.address.value_or("—")});
    return table;
}

static void tell_bases(pdf::Blocks& blocks, const OutRow& row, const Referral& message) {
    if (row.urgent) blocks.push_back(said(words().urgent));
    if (const auto* matter = exchange::find_out_matter(row.matter))
        blocks.push_back(said(words().basis, fmt::arg("basis", matter->basis)));
    if (message.passing_basis) blocks.push_back(said(words().passing, fmt::arg("basis", *message.passing_basis)));
    if (message.consent)
        blocks.push_back(said(words().consent, fmt::arg("names", row.consent_by),
                              fmt::arg("date", day_words(message.consent->given_on))));
}

/// A file that the reader may not see is counted, not named.
static void tell_papers(db::Tx& tx, const dispute::Dispute& dispute, const OutRow& row, const identity::Context& cx,
                        pdf::Blocks& blocks) {
    if (row.papers->empty()) return;
    std::set<std::string> seen;
    for (const auto& file : attachments::attachments_of(tx, dispute, cx.actor).items) seen.insert(file.digest);
    std::vector<std::string> names;
    for (const auto& paper : *row.papers)
        names.push_back(seen.contains(paper.digest) ? paper.name : words().paper_unseen);
    blocks.push_back(said(words().papers, fmt::arg("count", names.size()),
                          fmt::arg("names", fmt::format("{}", fmt::join(names, "、")))));
}

static const db::Statement select_name{"partners.sender", "SELECT name FROM organisation WHERE id = $1"};

pdf::Paper out_letter(db::Tx& tx, const dispute::Dispute& dispute, const OutRow& row, const identity::Context& cx) {
    const Referral message = content_of(row, cx.keys);
    const auto* matter = exchange::find_out_matter(row.matter);
    const auto sender = tx.maybe<std::string>(select_name, dispute.holder_id).value_or("");
    pdf::Paper paper;
    paper.title = words().title + " " + row.reference;
    paper.author = sender;
    paper.made_at = start_of(row.sent_on);
    pdf::Blocks& blocks = paper.blocks;
    blocks = {pdf::title(words().title), line(row.reference, pdf::Align::centre),
              line(fmt::format(fmt::runtime(words().to), fmt::arg("partner", row.partner_name)), pdf::Align::left),
              said(words().opening, fmt::arg("title", dispute.title), fmt::arg("number", dispute.number),
                   fmt::arg("matter", matter ? matter->name_zh : row.matter), fmt::arg("reference", row.reference))};
    tell_bases(blocks, row, message);
    blocks.push_back(pdf::heading(words().parties));
    blocks.push_back(parties_table(message));
    blocks.push_back(pdf::heading(words().facts));
    blocks.push_back(said("{}", message.narrative));
    blocks.push_back(pdf::heading(words().request));
    blocks.push_back(said("{}", message.request));
    tell_papers(tx, dispute, row, cx, blocks);
    if (row.answer_due_on) blocks.push_back(said(words().answer, fmt::arg("date", day_words(*row.answer_due_on))));
    if (message.contact) blocks.push_back(said(words().contact, fmt::arg("name", message.contact->name)));
    blocks.push_back(
        pdf::Together{{pdf::Space{12}, line(sender, pdf::Align::right), line(words().seal, pdf::Align::right),
                       line(day_words(row.sent_on), pdf::Align::right)}});
    return paper;
}

/// The terms by which the insurer pays.
static pdf::Table payments_table(const std::vector<agreements::TermView>& terms,
                                 const std::vector<dispute::PartyView>& parties, const std::string& insurer) {
    pdf::Table table;
    table.shares = {6, 3, 3};
    table.heading = words().payment_columns;
    for (const auto& term : terms)
        if (insurer_pays({term}, parties, insurer).amount > 0)
            table.rows.push_back(
                {term.text, yuan_text(term.amount_fen.value_or(Fen{})), term.due_on ? day_words(*term.due_on) : "—"});
    return table;
}

pdf::Paper payment_basis(db::Tx& tx, const dispute::Dispute& dispute, const OutRow& row,
                         const identity::Context& cx) {
    const auto agreement = agreements::find(tx, dispute);
    if (!row.amount_fen || row.matter != "insurer_call" || !agreement || !dispute.effective_on)
        throw Refusal(Fault::not_found, "not_found");
    const auto parties = dispute::parties_of(tx, dispute, cx);
    const Fen sum = insurer_pays(agreement->terms, parties, row.partner_name);
    const auto sender = tx.maybe<std::string>(select_name, dispute.holder_id).value_or("");
    pdf::Paper paper;
    paper.title = words().payment_title + " " + row.reference;
    paper.author = sender;
    paper.made_at = start_of(legal_date(cx.moment));
    paper.blocks = {
        pdf::title(words().payment_title),
        line(row.reference, pdf::Align::centre),
        line(fmt::format(fmt::runtime(words().to), fmt::arg("partner", row.partner_name)), pdf::Align::left),
        said(words().payment_opening, fmt::arg("title", dispute.title), fmt::arg("number", dispute.number)),
        said(words().payment_agreed, fmt::arg("date", day_words(*dispute.effective_on))),
        said(words().payment_consented, fmt::arg("date", day_words(row.finished_on.value_or(row.sent_on))),
             fmt::arg("sum", yuan_text(*row.amount_fen)))};
    if (sum.amount > 0) {
        paper.blocks.push_back(payments_table(agreement->terms, parties, row.partner_name));
        paper.blocks.push_back(said(words().payment_sum, fmt::arg("sum", yuan_text(sum))));
    }
    paper.blocks.push_back(said(words().payment_closing));
    paper.blocks.push_back(
        pdf::Together{{pdf::Space{12}, line(sender, pdf::Align::right), line(words().seal, pdf::Align::right),
                       line(day_words(legal_date(cx.moment)), pdf::Align::right)}});
    return paper;
}

}  // namespace hemu::partners
