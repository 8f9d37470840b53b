// Keys with which bodies seal papers, and the proof of a sealed paper.
#include "signing_keys.hpp"

#include <fstream>
#include <iostream>

#include "command_line.hpp"

namespace hemu::app {

static std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

static organisations::OrganisationId body_named(db::Tx& tx, const std::string& name) {
    const auto body = organisations::organisation_named(tx, name);
    if (!body) throw std::runtime_error("there is no body " + name);
    return *body;
}

int make_body_keys(const CommandLine& words) {
    const Program program = words.open();
    program.database->transact([&](db::Tx& tx) {
        const auto body = body_named(tx, words.body);
        signing::make_keys(tx, body, *program.keys, now());
        audit::record(tx, entry_of(audit::AuditKind::key, "make_signing_keys", to_text(body)));
    });
    std::cout << words.body << " seals papers with new keys now\n";
    return 0;
}

int import_body_key(const CommandLine& words) {
    const Program program = words.open();
    const std::string key = file_text(words.key_file), certificates = file_text(words.file);
    program.database->transact([&](db::Tx& tx) {
        const auto body = body_named(tx, words.body);
        signing::import_key(tx, body, key, certificates, *program.keys, now());
        audit::record(tx, entry_of(audit::AuditKind::key, "import_signing_key", to_text(body)));
    });
    std::cout << words.body << " seals papers with this key now\n";
    return 0;
}

int set_timestamp_server(const CommandLine& words) {
    const Program program = words.open();
    program.database->transact([&](db::Tx& tx) {
        signing::set_timestamp_server(tx, words.file == "none" ? "" : words.file);
        audit::record(tx, entry_of(audit::AuditKind::key, "set_timestamp_server", words.file));
    });
    std::cout << (words.file == "none" ? "papers are sealed without timestamps\n"
                                       : "papers are stamped from now on\n");
    return 0;
}

int print_signing_roots(const CommandLine& words) {
    const Program program = words.open();
    std::cout << program.database->read([](db::Tx& tx) { return signing::root_certificates(tx); });
    return 0;
}

int verify_paper(const CommandLine& words) {
    const std::string paper = file_text(words.file);
    std::optional<Program> program;
    if (!words.alone) program.emplace(words.open());
    const auto proof = signing::prove_paper(paper, program ? program->database.get() : nullptr);
    for (const auto& line : proof.lines) std::cout << line << "\n";
    std::cout << (proof.whole ? "whole\n" : "not whole\n");
    return proof.whole ? 0 : 2;
}

}  // namespace hemu::app
