#include "boards.hpp"

namespace hemu::boards {

static const db::Statement select_settings{"boards.settings", R"(
    SELECT 'intake' AS desk, code, value, basis, certainty FROM intake_setting
    UNION ALL SELECT 'triage', code, value, basis, certainty FROM triage_setting
    UNION ALL SELECT 'assignment', code, value, basis, certainty FROM assignment_setting
    UNION ALL SELECT 'supervision', code, value, basis, certainty FROM supervision_setting
    UNION ALL SELECT 'case_home', code, value, basis, certainty FROM case_home_setting
    UNION ALL SELECT 'invitation', code, value, basis, certainty FROM invitation_setting
     ORDER BY desk, code)"};

std::vector<DeskSetting> desk_settings(db::Tx& tx, const identity::Context&) {
    return tx.all<DeskSetting>(select_settings);
}

}  // namespace hemu::boards
