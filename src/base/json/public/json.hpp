// JSON to and from described structs (Boost.Describe), and their JSON Schema. A struct described once is the body of
// a request, a row of the database and a schema of the API.
#pragma once
#include <boost/core/demangle.hpp>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <vector>

#include "error.hpp"
#include "id.hpp"
#include "money.hpp"
#include "time.hpp"

namespace hemu::json {

/// An object without members: the body of a POST whose path says all of it, an event of which nothing more is known.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// The word of a described enumerator; a trailing underscore, which C++ needs for its keywords, is dropped.
template <class E>
std::string_view enum_word(E value) {
    std::string_view word;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        if (enumerator.value == value) word = enumerator.name;
    });
    if (word.ends_with('_')) word.remove_suffix(1);
    return word;
}

template <class E>
std::optional<E> enum_from_word(std::string_view word) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        std::string_view name = enumerator.name;
        if (name.ends_with('_')) name.remove_suffix(1);
        if (name == word) found = enumerator.value;
    });
    return found;
}

template <class E>
std::vector<std::string_view> enum_words() {
    std::vector<std::string_view> words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto enumerator) { words.push_back(enum_word(enumerator.value)); });
    return words;
}

namespace detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_text_map : std::false_type {};
template <class T>
struct is_text_map<std::map<std::string, T>> : std::true_type {};
template <class T>
struct is_id : std::false_type {};
template <class T>
struct is_id<Id<T>> : std::true_type {};

template <class T>
using members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

/// Where in the input a value stands; written out only when something is wrong there.
struct Path {
    const Path* parent = nullptr;
    std::string_view name;
    std::size_t index = 0;
    std::string text() const;
};

/// Collects everything wrong with an input.
class Faults {
  public:
    void add(const Path& path, std::string_view code) {
        if (list_.size() < 50) list_.push_back({path.text(), std::string(code)});
    }
    void throw_if_any() const;

  private:
    std::vector<FieldFault> list_;
};

boost::json::value parse(std::string_view text);
bool read_integer(const boost::json::value&, std::int64_t least, std::uint64_t most, std::int64_t& number);
bool read_text(const boost::json::value&, std::string&);
void write_text(std::string& out, std::string_view text);
void write_double(std::string& out, double number);
std::string short_name(const char* mangled);

template <class T>
void get(const boost::json::value& value, T& out, const Path& path, Faults& faults);

template <class T>
void get_struct(const boost::json::value& value, T& out, const Path& path, Faults& faults) {
    const auto* object = value.if_object();
    if (!object) return faults.add(path, "not_an_object");
    std::size_t known = 0;
    boost::mp11::mp_for_each<members<T>>([&](auto member) {
        auto& field = out.*member.pointer;
        const Path at{&path, member.name};
        if (const auto* found = object->if_contains(member.name)) {
            ++known;
            get(*found, field, at, faults);
        } else if constexpr (!is_optional<std::remove_reference_t<decltype(field)>>::value) {
            faults.add(at, "missing");
        }
    });
    if (known == object->size()) return;
    for (const auto& pair : *object) {
        bool is_known = false;
        boost::mp11::mp_for_each<members<T>>([&](auto member) {
            is_known = is_known || std::string_view(member.name) == std::string_view(pair.key());
        });
        if (!is_known) faults.add(Path{&path, pair.key()}, "unknown_field");
    }
}

template <class T>
void get_scalar(const boost::json::value& value, T& out, const Path& path, Faults& faults) {
    std::string text;
    if constexpr (std::is_enum_v<T>) {
        const auto word = read_text(value, text) ? enum_from_word<T>(text) : std::nullopt;
        word ? void(out = *word) : faults.add(path, "unknown_word");
    } else if constexpr (std::is_same_v<T, Instant>) {
        const auto moment = read_text(value, text) ? parse_instant(text) : std::nullopt;
        moment ? void(out = *moment) : faults.add(path, "not_a_time");
    } else if constexpr (std::is_same_v<T, LegalDate>) {
        const auto date = read_text(value, text) ? parse_date(text) : std::nullopt;
        date ? void(out = *date) : faults.add(path, "not_a_date");
    } else if constexpr (is_id<T>::value) {
        const auto id = read_text(value, text) ? T::parse(text) : std::nullopt;
        id ? void(out = *id) : faults.add(path, "not_an_id");
    } else if constexpr (std::is_same_v<T, Fen>) {
        if (!read_integer(value, INT64_MIN, INT64_MAX, out.amount)) faults.add(path, "not_a_number");
    } else if constexpr (std::is_integral_v<T>) {
        std::int64_t number = 0;
        if (!read_integer(value, std::numeric_limits<T>::min(),
                          static_cast<std::uint64_t>(std::numeric_limits<T>::max()), number))
            faults.add(path, "not_a_number");
        out = static_cast<T>(number);
    } else {
        static_assert(boost::describe::has_describe_members<T>::value, "describe this type to read it from JSON");
        get_struct(value, out, path, faults);
    }
}

template <class T>
void get(const boost::json::value& value, T& out, const Path& path, Faults& faults) {
    if constexpr (is_optional<T>::value) {
        if (value.is_null())
            out.reset();
        else
            get(value, out.emplace(), path, faults);
    } else if constexpr (is_vector<T>::value) {
        const auto* array = value.if_array();
        if (!array) return faults.add(path, "not_a_list");
        out.resize(array->size());
        for (std::size_t i = 0; i < array->size(); ++i) {
            if constexpr (std::is_same_v<typename T::value_type, bool>) {
                bool item = false;
                get((*array)[i], item, Path{&path, {}, i}, faults);
                out[i] = item;
            } else {
                get((*array)[i], out[i], Path{&path, {}, i}, faults);
            }
        }
    } else if constexpr (is_text_map<T>::value) {
        const auto* object = value.if_object();
        if (!object) return faults.add(path, "not_an_object");
        for (const auto& pair : *object)
            get(pair.value(), out[std::string(pair.key())], Path{&path, pair.key()}, faults);
    } else if constexpr (std::is_same_v<T, boost::json::value>) {
        out = value;
    } else if constexpr (std::is_same_v<T, boost::json::object>) {
        value.is_object() ? void(out = value.get_object()) : faults.add(path, "not_an_object");
    } else if constexpr (std::is_same_v<T, bool>) {
        value.is_bool() ? void(out = value.get_bool()) : faults.add(path, "not_yes_or_no");
    } else if constexpr (std::is_same_v<T, double>) {
        value.is_number() ? void(out = value.to_number<double>()) : faults.add(path, "not_a_number");
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!read_text(value, out)) faults.add(path, "not_text");
    } else {
        get_scalar(value, out, path, faults);
    }
}

template <class T>
void put(std::string& out, const T& value);

template <class T>
void put_struct(std::string& out, const T& value) {
    out += '{';
    bool first = true;
    boost::mp11::mp_for_each<members<T>>([&](auto member) {
        const auto& field = value.*member.pointer;
        if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>::value) {
            if (!field) return;
        }
        if (!first) out += ',';
        first = false;
        out += '"';
        out += member.name;
        out += "\":";
        put(out, field);
    });
    out += '}';
}

template <class T>
void put(std::string& out, const T& value) {
    if constexpr (is_optional<T>::value) {
        value ? put(out, *value) : void(out += "null");
    } else if constexpr (is_vector<T>::value) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (i > 0) out += ',';
            put(out, static_cast<const typename T::value_type&>(value[i]));
        }
        out += ']';
    } else if constexpr (is_text_map<T>::value) {
        out += '{';
        for (auto at = value.begin(); at != value.end(); ++at) {
            if (at != value.begin()) out += ',';
            write_text(out, at->first);
            out += ':';
            put(out, at->second);
        }
        out += '}';
    } else if constexpr (std::is_same_v<T, boost::json::value> || std::is_same_v<T, boost::json::object>) {
        out += boost::json::serialize(value);
    } else if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_same_v<T, double>) {
        write_double(out, value);
    } else if constexpr (std::is_integral_v<T>) {
        out += std::to_string(value);
    } else if constexpr (std::is_same_v<T, Fen>) {
        out += std::to_string(value.amount);
    } else if constexpr (std::is_convertible_v<T, std::string_view>) {
        write_text(out, value);
    } else if constexpr (std::is_enum_v<T>) {
        write_text(out, enum_word(value));
    } else if constexpr (std::is_same_v<T, Instant>) {
        write_text(out, to_json_text(value));
    } else if constexpr (std::is_same_v<T, LegalDate> || is_id<T>::value) {
        write_text(out, to_text(value));
    } else {
        static_assert(boost::describe::has_describe_members<T>::value, "describe this type to write it as JSON");
        put_struct(out, value);
    }
}

}  // namespace detail

/// Refusal invalid with every wrong field by its path: missing, unknown_field, not_text, not_a_number, unknown_word …
/// Malformed text is refused as malformed_json.
template <class T>
T read(std::string_view text) {
    const boost::json::value value = detail::parse(text);
    T result{};
    detail::Faults faults;
    detail::get(value, result, detail::Path{}, faults);
    faults.throw_if_any();
    return result;
}

/// Compact JSON; members that are empty optionals are left out.
template <class T>
std::string write(const T& value) {
    std::string out;
    detail::put(out, value);
    return out;
}

/// Named schemas of an API document, by the name of their type.
using Components = std::map<std::string, boost::json::object>;

/// JSON Schema 2020-12 of a type; described structs and enums become components and are referred to.
template <class T>
boost::json::object schema(Components& components);

namespace detail {

template <class T>
boost::json::object struct_schema(Components& components) {
    boost::json::object properties;
    boost::json::array required;
    boost::mp11::mp_for_each<members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
        properties[member.name] = schema<Field>(components);
        if constexpr (!is_optional<Field>::value) required.emplace_back(member.name);
    });
    boost::json::object result{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) result["required"] = required;
    return result;
}

template <class T>
boost::json::object component(Components& components) {
    const std::string name = short_name(typeid(T).name());
    if (!components.contains(name)) {
        components[name] = {};
        if constexpr (std::is_enum_v<T>) {
            boost::json::array words;
            for (const auto word : enum_words<T>()) words.emplace_back(word);
            components[name] = {{"type", "string"}, {"enum", words}};
        } else {
            components[name] = struct_schema<T>(components);
        }
    }
    return {{"$ref", "#/components/schemas/" + name}};
}

}  // namespace detail

template <class T>
boost::json::object schema(Components& components) {
    if constexpr (detail::is_optional<T>::value)
        return schema<typename T::value_type>(components);
    else if constexpr (detail::is_vector<T>::value)
        return {{"type", "array"}, {"items", schema<typename T::value_type>(components)}};
    else if constexpr (detail::is_text_map<T>::value)
        return {{"type", "object"}, {"additionalProperties", schema<typename T::mapped_type>(components)}};
    else if constexpr (std::is_same_v<T, boost::json::value>)
        return {};
    else if constexpr (std::is_same_v<T, boost::json::object>)
        return {{"type", "object"}, {"additionalProperties", true}};
    else if constexpr (std::is_same_v<T, bool>)
        return {{"type", "boolean"}};
    else if constexpr (std::is_same_v<T, double>)
        return {{"type", "number"}};
    else if constexpr (std::is_same_v<T, Fen>)
        return {{"type", "integer"}, {"format", "int64"}, {"description", "fen"}};
    else if constexpr (std::is_integral_v<T>)
        return {{"type", "integer"}, {"format", "int64"}};
    else if constexpr (std::is_same_v<T, Instant>)
        return {{"type", "string"}, {"format", "date-time"}};
    else if constexpr (std::is_same_v<T, LegalDate>)
        return {{"type", "string"}, {"format", "date"}};
    else if constexpr (detail::is_id<T>::value)
        return {{"type", "string"}, {"format", "uuid"}};
    else if constexpr (std::is_convertible_v<T, std::string_view>)
        return {{"type", "string"}};
    else
        return detail::component<T>(components);
}

}  // namespace hemu::json
