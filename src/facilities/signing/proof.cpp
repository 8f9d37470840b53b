// hemu verify FILE: what a paper says of itself, and what the city knows of it.
#include "cms.hpp"
#include "record.hpp"
#include "sealed_pdf.hpp"
#include "signing_keys.hpp"
#include "verification.hpp"

namespace hemu::signing {

class Proof {
  public:
    Proof(const std::string& bytes, db::Database* database) : bytes_(bytes), database_(database) {}

    PaperProof run() {
        try {
            const auto seal = seal_in(bytes_, record_name);
            if (!seal) {
                wrong("there is no signature in this paper");
                return done();
            }
            look_at_signature(*seal);
            look_at_record(*seal);
            if (database_) look_at_city();
        } catch (const std::exception& fault) {
            wrong(fmt::format("the paper cannot be read: {}", fault.what()));
        }
        return done();
    }

  private:
    void right(std::string line) { proof_.lines.push_back("ok     " + std::move(line)); }
    void wrong(std::string line) {
        proof_.lines.push_back("WRONG  " + std::move(line));
        whole_ = false;
    }
    void say(bool fine, std::string what, std::string otherwise) {
        if (fine)
            right(std::move(what));
        else
            wrong(std::move(otherwise));
    }
    PaperProof done() {
        proof_.whole = whole_;
        return std::move(proof_);
    }

    /// Whether a fingerprint is of one of the city's roots; without a database nobody knows.
    void look_at_root(const std::string& fingerprint, std::string_view of_what) {
        if (fingerprint.empty() || !database_) return;
        const auto pem = database_->read([](db::Tx& tx) { return root_certificates(tx); });
        if (pem.empty()) return;
        const Certificates roots = certificates_in(pem);
        for (int at = 0; at < sk_X509_num(roots.get()); ++at)
            if (fingerprint_of(sk_X509_value(roots.get(), at)) == fingerprint)
                return right(fmt::format("{}: the root is this city's", of_what));
        proof_.lines.push_back(fmt::format("       {}: the root {} is none of this city's", of_what, fingerprint));
    }

    void look_at_signature(const SealFound& seal) {
        const auto cms = read_cms(seal.signature, seal.covered, seal.signed_at);
        say(cms.fits, fmt::format("PAdES signature of {} at {}", cms.signer, to_text(seal.signed_at)),
            "the PAdES signature does not fit: the paper was changed");
        say(seal.covers_whole, "the signature covers the whole file", "something was added behind the signature");
        say(cms.chain_holds, fmt::format("its certificates lead to the root {}", cms.root),
            "its certificates lead to no root");
        look_at_root(cms.root, "PAdES");
        if (cms.stamped_at)
            say(cms.stamp_fits, fmt::format("timestamp {} by {}", to_text(*cms.stamped_at), cms.stamped_by),
                "the timestamp does not fit");
    }

    void look_at_record(const SealFound& seal) {
        if (seal.record.empty()) return wrong("the record of signing is not in this paper");
        const auto held = json::read<SignedRecord>(seal.record);
        const auto record = json::read<SigningRecord>(held.record);
        check_code_ = record.check_code;
        const Certificates own = certificates_in(held.certificate);
        X509* certificate = sk_X509_value(own.get(), 0);
        say(sm2_fits(X509_get0_pubkey(certificate), held.record, crypto::from_base64(held.signature)),
            fmt::format("SM2 signature of {} over the record", name_of(certificate)),
            "the SM2 signature does not fit: the record was changed");
        const Certificates chain = certificates_in(held.chain.empty() ? held.certificate : held.chain);
        X509* root = sk_X509_value(chain.get(), sk_X509_num(chain.get()) - 1);
        say(leads_to(certificate, chain.get(), root, record.completed_at),
            fmt::format("its certificates lead to the root {}", fingerprint_of(root)),
            "its certificates lead to no root");
        look_at_root(fingerprint_of(root), "SM2");
        const auto size = static_cast<std::size_t>(std::max<std::int64_t>(0, record.size_bytes));
        const std::string frozen = size <= bytes_.size() ? bytes_.substr(0, size) : "";
        const bool same =
            crypto::to_hex(crypto::sm3(frozen)) == record.digest_sm3 && sha256_of(frozen) == record.digest_sha256;
        say(same, fmt::format("what {} signed is unchanged: SM3 {}", record.acts.size(), record.digest_sm3),
            "the paper is not the one that was signed");
        for (const RecordedAct& act : record.acts)
            proof_.lines.push_back(fmt::format("       {}. {} by {} at {}", act.position + 1,
                                               json::enum_word(act.role), json::enum_word(act.method),
                                               to_text(act.signed_at)));
    }

    void look_at_city();

    const std::string& bytes_;
    db::Database* database_;
    PaperProof proof_;
    std::string check_code_;
    bool whole_ = true;
};

struct HeldEventRow {
    std::int64_t number = 0;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(HeldEventRow, (), (number, content))

static const db::Statement select_event{"signing.completed_event", R"(
    SELECT number, content FROM dispute_event
     WHERE dispute_id = $1 AND kind = 'paper_completed'
     ORDER BY number)"};

static const db::Statement select_root_day{"signing.root_day", R"(
    SELECT CAST(min(root_on) AS text) AS root_on FROM journal_root_end WHERE dispute_id = $1 AND number >= $2)"};

/// The journal says that exactly these bytes were completed; its chain and the daily roots are recomputed.
void Proof::look_at_city() {
    const std::string sm3 = crypto::to_hex(crypto::sm3(bytes_));
    const auto paper = database_->read([&](db::Tx& tx) { return paper_by_digest(tx, sm3); });
    if (!paper) return wrong("this city has completed no such paper");
    const auto events =
        database_->read([&](db::Tx& tx) { return tx.all<HeldEventRow>(select_event, paper->dispute_id); });
    std::int64_t number = 0;
    for (const auto& event : events)
        if (event.content.find(sm3) != std::string::npos) number = event.number;
    if (number == 0) return wrong("the journal knows nothing of this paper");
    const auto verified = dispute::verify(*database_);
    const bool holds = std::none_of(verified.breaks.begin(), verified.breaks.end(), [&](const dispute::Break& one) {
        return one.dispute.empty() || one.dispute == to_text(paper->dispute_id);
    });
    say(holds, fmt::format("the journal holds it as event {} of its case, and the chain is whole", number),
        "the journal of its case, or a daily root, was changed");
    const auto day = database_->read(
        [&](db::Tx& tx) { return tx.one<std::optional<std::string>>(select_root_day, paper->dispute_id, number); });
    if (day)
        right(fmt::format("held by the daily root of {}", *day));
    else
        proof_.lines.push_back("       no daily root holds it yet: the next one is made after midnight");
    if (paper->state == SigningState::completed && paper->check_code != check_code_)
        wrong("its check code is another one's");
}

PaperProof prove_paper(const std::string& bytes, db::Database* database) { return Proof(bytes, database).run(); }

}  // namespace hemu::signing
