#pragma once
#include "acts.hpp"

namespace hemu::signing {

/// Of people without an account, and of everybody who checks a paper.
identity::Routes citizen_routes();
identity::Routes check_routes();

/// The bytes of a paper: as it was frozen, or completed.
http::Reply shown(const PaperRow&, const identity::Context&);
std::string device_of(const http::Request&);

/// The phone to which a signer's code is sent; empty when there is none, or no channel.
std::string phone_of(db::Tx&, const dispute::Dispute&, const SignerRow&, const identity::Context&);
/// Sends a fresh code. False when no channel reaches him: staff tell him one then.
bool send_confirmation(const dispute::Dispute&, const SignerRow&, const identity::Context&);

}  // namespace hemu::signing
