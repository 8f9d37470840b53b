#include "types.hpp"

#include "embedded.hpp"
#include "text.hpp"

namespace hemu::dispute {

static std::vector<boost::json::value> list_in(std::string_view file, std::string_view member) {
    const auto content = boost::json::parse(std::string(embedded_file(file))).as_object();
    const auto& list = content.at(member).as_array();
    return {list.begin(), list.end()};
}

static std::string member_of(const boost::json::value& object, std::string_view name) {
    return std::string(object.at(name).as_string());
}

static Types read_types() {
    Types types;
    for (const auto& type : list_in("dispute_types.json", "national"))
        types.national.push_back({member_of(type, "code"), member_of(type, "zh"), member_of(type, "en"),
                                  text::pinyin_initials(member_of(type, "zh"))});
    for (const auto& type : list_in("dispute_types.json", "local"))
        types.local.push_back({member_of(type, "code"), member_of(type, "national"), member_of(type, "zh"),
                               member_of(type, "en"), text::pinyin_initials(member_of(type, "zh"))});
    for (const auto& flag : list_in("dispute_flags.json", "flags"))
        types.flags.push_back(
            {member_of(flag, "code"), member_of(flag, "group"), member_of(flag, "zh"), member_of(flag, "en")});
    for (const auto& one : list_in("party_needs.json", "languages"))
        types.languages.push_back({member_of(one, "code"), member_of(one, "zh"), member_of(one, "en")});
    for (const auto& one : list_in("party_needs.json", "help"))
        types.help.push_back({member_of(one, "code"), member_of(one, "zh"), member_of(one, "en")});
    return types;
}

const Types& types() {
    static const Types all = read_types();
    return all;
}

template <class List>
static auto find_code(const List& list, std::string_view code) -> decltype(&list.front()) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.code == code; });
    return found == list.end() ? nullptr : &*found;
}

const NationalType* national_type(std::string_view code) { return find_code(types().national, code); }
const LocalType* local_type(std::string_view code) { return find_code(types().local, code); }
bool is_flag(std::string_view code) { return find_code(types().flags, code) != nullptr; }
bool is_language(std::string_view code) { return find_code(types().languages, code) != nullptr; }
bool is_help(std::string_view code) { return find_code(types().help, code) != nullptr; }

}  // namespace hemu::dispute
