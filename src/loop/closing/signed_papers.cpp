// What acts of signing an agreement mean: they are the signatures and the seal from which it takes effect.
#include "closing.hpp"
#include "store.hpp"

namespace hemu::closing {

using dispute::Dispute;
using identity::Context;
using signing::ActKind;
using signing::SignerRole;
using signing::SigningMethod;

static Manner manner_of(SigningMethod method) {
    if (method == SigningMethod::ink) return Manner::signature;
    return method == SigningMethod::fingerprint ? Manner::fingerprint : Manner::electronic;
}

static SignatureForm signature_of(const signing::PaperAct& act, LegalDate today) {
    SignatureForm form;
    if (act.role == SignerRole::mediator)
        form.signer.mediator = true;
    else if (act.agent_id)
        form.signer.agent_id = act.agent_id;
    else
        form.signer.party_id = act.party_id;
    form.manner = manner_of(act.method);
    form.signed_on = today;
    return form;
}

void take_act(db::Tx& tx, Dispute& dispute, const signing::PaperAct& act, const Context& cx) {
    if (act.code != agreement_paper) return;
    const LegalDate today = legal_date(cx.moment);
    switch (act.kind) {
        case ActKind::signed_:
            sign(tx, dispute, signature_of(act, today), cx);
            return;
        case ActKind::completed:
            seal(tx, dispute, {today}, cx);
            // Somebody joined since the paper was frozen: what he has not signed is no agreement with him.
            if (dispute.state == dispute::State::agreed) throw Refusal(Fault::conflict, "signing_lacks_party");
            return;
        case ActKind::ended:
            drop_signatures(tx, dispute);
            return;
    }
}

void refuse_beside_signing(db::Tx& tx, const Dispute& dispute) {
    if (signing::is_open(tx, dispute, agreement_paper)) throw Refusal(Fault::conflict, "signing_open");
}

}  // namespace hemu::closing
