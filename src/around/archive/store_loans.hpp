#pragma once
#include "loans.hpp"

namespace hemu::archive {

/// state: asked, lent, refused, returned, overdue; empty for all. Those that the actor may see, newest first.
LoanList loan_list(db::Tx&, const std::string& state, const identity::Context&);

}  // namespace hemu::archive
