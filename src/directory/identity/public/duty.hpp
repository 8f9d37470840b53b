// 职责 What somebody is there for. A duty says which routes he may call; which disputes he sees is said in dispute.
#pragma once
#include <cstdint>
#include <initializer_list>

#include "json.hpp"

namespace hemu::identity {

/// citizen 群众 · clerk 窗口受理员 · mediator 调解员 · head 调委会主任 · dispatcher 中心分派员 · supervisor 督办员 ·
/// judge 驻中心法官 · leader 领导 · system, security and audit administrator 系统、安全、审计管理员.
enum class Duty {
    citizen,
    clerk,
    mediator,
    head,
    dispatcher,
    supervisor,
    judge,
    leader,
    system_administrator,
    security_administrator,
    audit_administrator
};
BOOST_DESCRIBE_ENUM(Duty, citizen, clerk, mediator, head, dispatcher, supervisor, judge, leader, system_administrator,
                    security_administrator, audit_administrator)

/// A set of duties.
class Duties {
  public:
    constexpr Duties() = default;
    constexpr Duties(Duty duty) : bits_(bit(duty)) {}  // NOLINT: a duty is a set of one
    constexpr Duties(std::initializer_list<Duty> duties) {
        for (const Duty duty : duties) bits_ |= bit(duty);
    }
    constexpr bool contains(Duty duty) const { return (bits_ & bit(duty)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr Duties operator|(Duties other) const {
        Duties both;
        both.bits_ = bits_ | other.bits_;
        return both;
    }
    friend constexpr bool operator==(Duties, Duties) = default;

  private:
    static constexpr std::uint32_t bit(Duty duty) { return 1U << static_cast<unsigned>(duty); }
    std::uint32_t bits_ = 0;
};

/// Everybody who works on disputes.
inline constexpr Duties staff{Duty::clerk,      Duty::mediator, Duty::head,  Duty::dispatcher,
                              Duty::supervisor, Duty::judge,    Duty::leader};
/// The three administrators (GB/T 22239-2019, 8.1.4.2d): exclude each other, hold no other duty, read no case.
inline constexpr Duties administrators{Duty::system_administrator, Duty::security_administrator,
                                       Duty::audit_administrator};
/// Whoever is signed in.
inline constexpr Duties everyone = staff | administrators | Duties(Duty::citizen);
/// Callers without an account too.
inline constexpr Duties anyone{};

}  // namespace hemu::identity
