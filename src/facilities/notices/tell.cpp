// What happened becomes a notice for each party whom it concerns.
#include "ladders.hpp"
#include "organisations.hpp"
#include "sending.hpp"
#include "telling.hpp"
#include "templates.hpp"

namespace hemu::notices {

using dispute::Dispute;
using identity::Context;

struct PartyRow {
    Id<dispute::Party> id;
    dispute::Side side = dispute::Side::applicant;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(PartyRow, (), (id, side, language))

static const db::Statement select_parties{"notices.parties", R"(
    SELECT id, side, language FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL ORDER BY position, id)"};

NoticeLanguage language_for(const std::optional<std::string>& spoken) {
    return spoken == "english" || spoken == "other_foreign" ? NoticeLanguage::en : NoticeLanguage::zh;
}

static std::string day_words(LegalDate day, NoticeLanguage language) {
    if (language == NoticeLanguage::en) return to_text(day);
    return chinese_text(day);
}

static std::string date_words(const Occasion& occasion, Instant moment, NoticeLanguage language) {
    if (!occasion.at) return day_words(occasion.on.value_or(legal_date(moment)), language);
    return fmt::format("{} {:02}:{:02}", day_words(legal_date(*occasion.at), language), legal_hour(*occasion.at),
                       legal_minute(*occasion.at));
}

/// Without a public address the page is only named.
static std::string link_words(const std::string& public_url, const std::string& page, NoticeLanguage language) {
    if (!public_url.empty()) return public_url + page;
    if (page != "/case") return language == NoticeLanguage::zh ? "网上答复页" : "our page for answers";
    return language == NoticeLanguage::zh ? "“我的案件”页面" : "the page My case";
}

/// What stands for a code where it must not be read.
static std::string code_words(NoticeLanguage language) {
    return language == NoticeLanguage::zh ? "（另行告知）" : "(told separately)";
}

Facts facts_of(const Dispute& dispute, const BodyFacts& body, const Occasion& occasion, NoticeLanguage language,
               const Context& cx) {
    return {{"number", dispute.number},
            {"body", body.name},
            {"phone", body.phone.value_or("")},
            {"date", date_words(occasion, cx.moment, language)},
            {"place", occasion.place.empty() ? body.name : occasion.place},
            {"link", link_words(cx.config.public_url, occasion.page, language)},
            {"code", code_words(language)}};
}

static const db::Statement select_body{"notices.body", "SELECT name, phone FROM organisation WHERE id = $1"};

BodyFacts body_of(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<BodyFacts>(select_body, dispute.holder_id).value_or(BodyFacts{});
}

NoticeRow fresh_notice(const Dispute& dispute, NoticeEvent event, Id<dispute::Party> party, NoticeLanguage language,
                       std::vector<NoticeMethod> ladder, const Context& cx) {
    NoticeRow row;
    row.id = Id<Notice>::fresh(cx.moment);
    row.dispute_id = dispute.id;
    row.party_id = party;
    row.event = event;
    row.language = language;
    row.state = ladder.empty() ? NoticeState::sent : NoticeState::waiting;
    row.ladder = db::Json(std::move(ladder));
    row.made_at = cx.moment;
    row.made_by_name = cx.actor.name;
    return row;
}

void tell(db::Tx& tx, const Dispute& dispute, NoticeEvent event, std::string_view source_id, const Occasion& occasion,
          const Context& cx) {
    const EventRule& rule = rule_of(event);
    auto asked = tx.later<PartyRow>(select_parties, dispute.id);
    auto body_asked = tx.later<BodyFacts>(select_body, dispute.holder_id);
    auto templates_asked = ask_valid_templates(tx, event, legal_date(cx.moment));
    auto ladder_asked = ask_ladder(tx, event, legal_date(cx.moment));
    const Settings chosen = settings(tx);
    const auto templates = templates_asked.all();
    const BodyFacts body = body_asked.maybe().value_or(BodyFacts{});
    const auto of_city = ladder_asked.maybe();
    const auto ladder = usable(of_city ? *of_city->methods : rule.ladder, set_up(cx.config));
    for (const PartyRow& party : asked.all()) {
        const bool concerned = std::find(rule.sides.begin(), rule.sides.end(), party.side) != rule.sides.end();
        if (!concerned || (occasion.party_id && *occasion.party_id != party.id)) continue;
        NoticeRow row = fresh_notice(dispute, event, party.id, language_for(party.language), ladder, cx);
        row.facts = db::Json(facts_of(dispute, body, occasion, row.language, cx));
        row.inbox_sealed = cx.keys.seal(
            filled_in(words_of(templates, event, NoticeMethod::inbox, row.language), *row.facts), "notice");
        if (!occasion.secrets.empty()) row.secrets_sealed = cx.keys.seal(json::write(occasion.secrets), "notice");
        if (!ladder.empty()) row.due_at = after_quiet_hours(cx.moment, chosen);
        insert_notice(tx, row, source_id);
        if (row.due_at) enqueue_sending(tx, row);
    }
}

void tell_event(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const Context& cx) {
    const auto told = told_as(event.kind);
    // At the moment of registration the parties' rows are not there yet: the desk itself tells it.
    if (!told || *told == NoticeEvent::registered) return;
    Occasion occasion;
    if (*told == NoticeEvent::visit_planned) {
        const auto content = json::read<boost::json::object>(event.content);
        if (const auto* on = content.if_contains("planned_on"); on != nullptr && on->is_string())
            occasion.on = parse_date(std::string_view(on->as_string()));
    }
    tell(tx, dispute, *told, to_text(event.id), occasion, cx);
}

}  // namespace hemu::notices
