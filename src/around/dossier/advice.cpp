// 调解建议书 What a committee or a centre advises others to do, so that such disputes do not come up again.
#include "store.hpp"
#include "text.hpp"

namespace hemu::dossier {

using dispute::Dispute;

// Source: domain facts 9.4; no law names a period for the reply.
static constexpr std::int64_t usual_reply_days = 30;
static constexpr std::size_t longest_addressee = 100;
static constexpr std::size_t longest_words = 5000;

static const db::Statement insert_advice{"dossier.insert_advice", R"(
    INSERT INTO dossier_advice (id, dispute_id, revision, addressee, problem, advice, reply_by_on, written_on,
                                written_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

static Verdict why_not_advise(const AdviceForm& form, LegalDate today) {
    Verdict verdict;
    const auto check = [&](const char* field, const std::string& words, std::size_t longest) {
        if (text::trim(words).empty()) verdict.add(field, "missing");
        if (text::length(words) > longest) verdict.add(field, "too_long");
    };
    check("addressee", form.addressee, longest_addressee);
    check("problem", form.problem, longest_words);
    check("advice", form.advice, longest_words);
    if (form.reply_by_on && *form.reply_by_on <= today) verdict.add("reply_by_on", "in_the_past");
    return verdict;
}

struct AdvisedContent {
    LegalDate reply_by_on;
};
BOOST_DESCRIBE_STRUCT(AdvisedContent, (), (reply_by_on))

void advise(db::Tx& tx, Dispute& dispute, const AdviceForm& form, const identity::Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    refuse_shelved(dispute);
    refuse_if(why_not_advise(form, today));
    const LegalDate reply_by = form.reply_by_on.value_or(today + usual_reply_days);
    tx.run(insert_advice, Id<AdviceView>::fresh(cx.moment), dispute.id, dispute.revision, text::trim(form.addressee),
           text::trim(form.problem), text::trim(form.advice), reply_by, today, cx.actor.account);
    dispute::record(tx, dispute, "advice", cx, AdvisedContent{reply_by});
}

static const db::Statement select_advice{"dossier.advice", R"(
    SELECT id, addressee, problem, advice, reply_by_on, written_on FROM dossier_advice
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY id)"};

std::vector<AdviceView> advice_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<AdviceView>(select_advice, dispute.id, dispute.revision);
}

}  // namespace hemu::dossier
