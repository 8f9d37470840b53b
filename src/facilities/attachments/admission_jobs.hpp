// 补查 What was let in while the scanner could not be reached is scanned when it can.
#pragma once
#include "admission.hpp"

namespace hemu::attachments {

void scan_unscanned(db::Database&, const config::Config&, const crypto::Keys&, Instant moment);
jobs::Handler scan_handler(const identity::Surroundings&);

}  // namespace hemu::attachments
