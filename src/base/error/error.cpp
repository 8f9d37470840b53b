#include "error.hpp"

namespace hemu {

Refusal::Refusal(Fault kind, std::string stable_code, std::vector<FieldFault> at_fault, std::string log_detail)
    : fault(kind), code(std::move(stable_code)), fields(std::move(at_fault)), detail_for_log(std::move(log_detail)) {}

Verdict Verdict::refused(Fault fault, std::string code, std::string field) {
    Verdict verdict;
    verdict.fault = fault;
    if (!field.empty()) verdict.fields.push_back({std::move(field), code});
    verdict.code = std::move(code);
    return verdict;
}

void Verdict::add(std::string field, std::string field_code) {
    if (fine()) code = "invalid";
    fields.push_back({std::move(field), std::move(field_code)});
}

void Verdict::add(const Verdict& other) {
    if (other.fine()) return;
    if (fine()) {
        fault = other.fault;
        code = other.code;
    }
    fields.insert(fields.end(), other.fields.begin(), other.fields.end());
}

void refuse_if(const Verdict& verdict) {
    if (!verdict.fine()) throw Refusal(verdict.fault, verdict.code, verdict.fields);
}

}  // namespace hemu
