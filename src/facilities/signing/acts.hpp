// What is done to a paper that is being signed.
#pragma once
#include "store.hpp"

namespace hemu::signing {

std::string sha256_of(std::string_view bytes);

void tell(db::Tx&, dispute::Dispute&, const PaperAct&, const identity::Context&);

/// Nobody signs it any more. Refusal conflict signing_not_open.
void end_paper(db::Tx&, dispute::Dispute&, const PaperRow&, SigningState, std::string_view reason,
               const std::optional<Id<dispute::Party>>& party, const identity::Context&);

/// How somebody showed that it is he: present before staff, a code sent to his phone or told by staff, staff's own
/// password or second factor.
enum class SigningProof { presence, message_code, told_code, password, code };
BOOST_DESCRIBE_ENUM(SigningProof, presence, message_code, told_code, password, code)

/// An act of signing as it comes in. digest_sm3: of the paper that stood before him. picture: JPEG, base64. secret:
/// password or code. read_seconds: how long the paper was open before him.
struct SigningForm {
    SigningMethod method = SigningMethod::strokes;
    std::string digest_sm3;
    std::optional<HandStrokes> strokes;
    std::optional<std::string> picture;
    std::optional<std::string> secret;
    std::optional<std::int64_t> read_seconds;
};
BOOST_DESCRIBE_STRUCT(SigningForm, (), (method, digest_sm3, strokes, picture, secret, read_seconds))

/// What is kept of an act, as canonical JSON; its SM3 stands in the journal and in the paper's record.
struct SigningEvidence {
    std::string paper_sm3;
    std::string paper_sha256;
    SigningMethod method = SigningMethod::strokes;
    Instant signed_at;
    SigningProof proof = SigningProof::presence;
    std::string device;  ///< as the browser calls itself
    std::optional<std::int64_t> read_seconds;
    std::optional<std::string> strokes_sm3;
    std::optional<std::string> picture_sm3;
};
BOOST_DESCRIBE_STRUCT(SigningEvidence, (),
                      (paper_sm3, paper_sha256, method, signed_at, proof, device, read_seconds, strokes_sm3,
                       picture_sm3))

/// The paper's name and signers, read in the transaction of the act.
struct OpenPaper {
    PaperRow paper;
    std::vector<SignerRow> signers;
};
std::vector<SignerStanding> standings(const std::vector<SignerRow>&);
OpenPaper open_paper(db::Tx&, const dispute::Dispute&, SignedPaperId);

/// A court's paper: its judge signs it.
bool is_courts(const std::vector<SignerRow>&);

/// Everything that forbids this act. Refusals: conflict signing_not_open, not_your_turn, paper_changed (another
/// digest), signing_over; invalid method, strokes, picture.
void refuse_act(const OpenPaper&, const SignerRow&, const SigningForm&, LegalDate today);

/// Somebody who is not the keeper signs. device: as the browser calls itself.
void sign(db::Tx&, dispute::Dispute&, const OpenPaper&, const SignerRow&, const SigningForm&, SigningProof,
          std::string_view device, const identity::Context&);

/// The keeper's act, which completes the paper: first the bytes, outside of any transaction, then the row. Refusals:
/// conflict signing_key_missing; unavailable timestamp_missing.
struct Completed {
    SignerRow keeper;
    std::string bytes;
};
Completed complete(const OpenPaper&, const SignerRow& keeper, const SigningForm&, SigningProof,
                   std::string_view device, const identity::Context&);
/// All have signed: hands, seal, record and signature over the frozen bytes. keeper_picture: JPEG of the keeper's own
/// act, when it was one on paper, since it is not kept yet.
std::string completed_bytes(const OpenPaper&, const std::string& keeper_picture, const identity::Context&);
void note_complete(db::Tx&, dispute::Dispute&, const OpenPaper&, const Completed&, const SigningForm&,
                   const identity::Context&);

/// He does not sign, and says why; then nobody signs this paper any more. Refusals: invalid reason; as above.
void refuse_to_sign(db::Tx&, dispute::Dispute&, const OpenPaper&, const SignerRow&, const std::string& reason,
                    const identity::Context&);

}  // namespace hemu::signing
