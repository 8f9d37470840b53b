// 错误 Refusals: what a caller did wrong, as a stable code with the fields at fault. Everything else that is thrown
// is a failure of ours or of the world.
#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace hemu {

enum class Fault {
    invalid,
    unauthenticated,
    forbidden,
    not_found,
    conflict,
    too_many,
    unavailable,
    too_large,
    unsupported,
    precondition_failed,
    precondition_required
};

/// A field by its path in the input (`parties[1].phone`) and what is wrong with it.
struct FieldFault {
    std::string field;
    std::string code;
    friend bool operator==(const FieldFault&, const FieldFault&) = default;
};

/// Thrown by handlers and rules: becomes a problem document (RFC 9457). Codes are stable snake_case words whose
/// sentences stand in data/problems.json.
class Refusal : public std::exception {
  public:
    Refusal(Fault kind, std::string stable_code, std::vector<FieldFault> at_fault = {}, std::string log_detail = {});
    const char* what() const noexcept override { return code.c_str(); }

    Fault fault;
    std::string code;
    std::vector<FieldFault> fields;
    std::string detail_for_log;
};

/// What a pure rule answers: nothing against it, or why not.
struct Verdict {
    Fault fault = Fault::invalid;
    std::string code;
    std::vector<FieldFault> fields;

    static Verdict refused(Fault fault, std::string code, std::string field = {});
    /// Another wrong field; the verdict becomes `invalid` unless it is refused already.
    void add(std::string field, std::string field_code);
    /// Takes over what another rule found.
    void add(const Verdict&);
    bool fine() const { return code.empty(); }
};

/// Throws the Refusal of a verdict that is not fine.
void refuse_if(const Verdict&);

}  // namespace hemu
