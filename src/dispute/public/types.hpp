// 纠纷类型 Kinds of disputes: the national list of the statistics and the local extension; flags that grade a
// dispute.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"

namespace hemu::dispute {

struct NationalType {
    std::string code;
    std::string zh;
    std::string en;
    std::string initials;
};
BOOST_DESCRIBE_STRUCT(NationalType, (), (code, zh, en, initials))

struct LocalType {
    std::string code;
    std::string national;
    std::string zh;
    std::string en;
    std::string initials;
};
BOOST_DESCRIBE_STRUCT(LocalType, (), (code, national, zh, en, initials))

/// group: risk, people, fact, area or procedure.
struct FlagWord {
    std::string code;
    std::string group;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(FlagWord, (), (code, group, zh, en))

/// A language that a party wants to speak, or a help that he needs.
struct NeedWord {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(NeedWord, (), (code, zh, en))

struct Types {
    std::vector<NationalType> national;
    std::vector<LocalType> local;
    std::vector<FlagWord> flags;
    std::vector<NeedWord> languages;
    std::vector<NeedWord> help;
};
BOOST_DESCRIBE_STRUCT(Types, (), (national, local, flags, languages, help))

/// From data/dispute_types.json, dispute_flags.json and party_needs.json, with pinyin initials for typing.
const Types& types();

/// nullptr when there is no such code.
const NationalType* national_type(std::string_view code);
const LocalType* local_type(std::string_view code);
bool is_flag(std::string_view code);
bool is_language(std::string_view code);
bool is_help(std::string_view code);

}  // namespace hemu::dispute
