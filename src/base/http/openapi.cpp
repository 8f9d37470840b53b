#include "http_openapi.hpp"

#include "problem.hpp"
#include "router.hpp"

namespace hemu::http {

namespace json_ = boost::json;

static json_::object object_of(std::initializer_list<std::pair<std::string_view, json_::value>> members) {
    json_::object object;
    for (const auto& [name, value] : members) object[name] = value;
    return object;
}

/// "{dispute}" and the like, in the order of the pattern.
static std::vector<std::string> names_in(std::string_view pattern) {
    std::vector<std::string> names;
    for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{', open + 1))
        names.emplace_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
    return names;
}

static json_::object parameter_object(const Parameter& parameter) {
    auto schema = object_of({{"type", json_::string(parameter.type)}});
    if (!parameter.format.empty()) schema["format"] = parameter.format;
    auto object = object_of({{"name", json_::string(parameter.name)},
                             {"in", json_::string(parameter.place)},
                             {"required", parameter.required || parameter.place == "path"},
                             {"schema", std::move(schema)}});
    if (!parameter.words.empty()) object["description"] = parameter.words;
    return object;
}

static json_::array parameters_of(const Route& route) {
    json_::array all;
    for (const auto& name : names_in(route.path_pattern)) {
        const auto told = std::find_if(
            route.parameters.begin(), route.parameters.end(),
            [&](const Parameter& parameter) { return parameter.place == "path" && parameter.name == name; });
        all.push_back(
            parameter_object(told != route.parameters.end() ? *told : Parameter{.name = name, .place = "path"}));
    }
    for (const auto& parameter : route.parameters)
        if (parameter.place != "path") all.push_back(parameter_object(parameter));
    return all;
}

static json_::object content(const std::string& type, json_::object schema) {
    auto media = object_of({{"schema", std::move(schema)}});
    auto types = object_of({{type, std::move(media)}});
    return object_of({{"content", std::move(types)}});
}

static int success_status(const Route& route) {
    if (route.success_status != 0) return route.success_status;
    if (!route.output) return 204;
    return route.method == "POST" ? 201 : 200;
}

static json_::object responses_of(const Route& route, json::Components& components) {
    const int status = success_status(route);
    json_::object success;
    if (route.output) success = content(route.output_type, route.output(components));
    success["description"] = title_of(status);
    auto responses = object_of({{fmt::format("{}", status), std::move(success)}});
    responses["default"] = object_of({{"$ref", "#/components/responses/Problem"}});
    return responses;
}

/// "POST /api/disputes/{dispute}/acceptance" is "post_disputes_dispute_acceptance".
static std::string operation_id(const Route& route) {
    std::string id;
    for (const char c : route.method) id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const char c : route.path_pattern.substr(4)) {
        const bool letter = std::isalnum(static_cast<unsigned char>(c)) || c == '_';
        if (letter) id += c;
        if (!letter && id.back() != '_') id += '_';
    }
    while (id.back() == '_') id.pop_back();
    return id;
}

static json_::array words_of(const std::vector<std::string>& words) {
    json_::array all;
    for (const auto& word : words) all.emplace_back(word);
    return all;
}

static json_::object operation_of(const Route& route, json::Components& components) {
    json_::object operation;
    operation["operationId"] = operation_id(route);
    operation["summary"] = route.summary;
    const auto tag = route.path_pattern.substr(5);
    operation["tags"] = words_of({tag.substr(0, tag.find('/'))});
    operation["description"] = route.duties.empty() ? std::string("Open to anyone.")
                                                    : fmt::format("Duties: {}.", fmt::join(route.duties, ", "));
    if (!route.duties.empty()) operation["x-duties"] = words_of(route.duties);
    if (!route.problems.empty()) operation["x-problems"] = words_of(route.problems);
    if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
    if (route.input) {
        auto body = content(route.input_type, route.input(components));
        body["required"] = true;
        operation["requestBody"] = std::move(body);
    }
    operation["responses"] = responses_of(route, components);
    return operation;
}

static json_::object text_schema() { return object_of({{"type", "string"}}); }

/// RFC 9457 with the members that problem() writes.
static json_::object problem_schema() {
    auto error = object_of({{"field", text_schema()}, {"code", text_schema()}, {"words", text_schema()}});
    auto error_schema = object_of({{"type", "object"}, {"properties", std::move(error)}});
    error_schema["required"] = words_of({"field", "code", "words"});
    auto errors = object_of({{"type", "array"}, {"items", std::move(error_schema)}});
    auto properties = object_of({{"type", text_schema()},
                                 {"title", text_schema()},
                                 {"status", object_of({{"type", "integer"}})},
                                 {"code", text_schema()},
                                 {"detail", text_schema()},
                                 {"errors", std::move(errors)},
                                 {"trace_id", text_schema()}});
    auto schema = object_of({{"type", "object"}, {"properties", std::move(properties)}});
    schema["required"] = words_of({"type", "title", "status", "code", "detail", "trace_id"});
    return schema;
}

std::string openapi(const std::vector<Route>& routes, const ApiTitle& title) {
    // What cannot be served is not described.
    const Router served(routes);
    std::vector<const Route*> sorted;
    for (const auto& route : routes)
        if (route.path_pattern.starts_with("/api/")) sorted.push_back(&route);
    std::sort(sorted.begin(), sorted.end(), [](const Route* one, const Route* other) {
        return std::tie(one->path_pattern, one->method) < std::tie(other->path_pattern, other->method);
    });

    json::Components components;
    json_::object paths;
    for (const auto* route : sorted) {
        std::string method = operation_id(*route).substr(0, route->method.size());
        auto& path = paths[route->path_pattern];
        if (!path.is_object()) path = json_::object();
        path.get_object()[method] = operation_of(*route, components);
    }

    json_::object schemas;
    for (auto& [name, schema] : components) schemas[name] = std::move(schema);
    schemas["Problem"] = problem_schema();
    auto problem = content("application/problem+json", object_of({{"$ref", "#/components/schemas/Problem"}}));
    problem["description"] = "Refused or failed";
    auto responses = object_of({{"Problem", std::move(problem)}});

    json_::object document;
    document["openapi"] = "3.1.0";
    document["info"] = object_of({{"title", json_::string(title.title)},
                                  {"version", json_::string(title.version)},
                                  {"description", json_::string(title.words)}});
    document["paths"] = std::move(paths);
    document["components"] = object_of({{"schemas", std::move(schemas)}, {"responses", std::move(responses)}});
    return json_::serialize(document);
}

}  // namespace hemu::http
