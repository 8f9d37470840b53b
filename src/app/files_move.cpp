// `hemu files move`: the contents of files go from the folder to the bucket, or back.
#include <iostream>

#include "command_line.hpp"
#include "contents.hpp"

namespace hemu::app {

int move_files(const CommandLine& words) {
    if (words.store != "folder" && words.store != "s3") throw std::runtime_error("--to: folder or s3");
    const Program program = words.open();
    const bool serves_there = program.config().file_store == words.store;
    if (words.take_off && !serves_there)
        throw std::runtime_error("--take-off: the setting file_store does not name " + words.store + " yet");
    const auto moved =
        attachments::move_contents(*program.database, program.config(), *program.keys, words.store, words.take_off,
                                   [](const std::string& digest, const std::string& why) {
                                       std::cout << "BROKEN " << digest << ": " << why << "\n";
                                   });
    program.database->transact([&](db::Tx& tx) {
        audit::record(tx,
                      entry_of(audit::AuditKind::setting, words.take_off ? "move_files" : "copy_files", words.store));
    });
    std::cout << fmt::format("{} contents: {} copied, {} were there, {} taken off, {} broken\n", moved.contents,
                             moved.copied, moved.there, moved.taken_off, moved.broken);
    if (moved.broken == 0 && !serves_there)
        std::cout << fmt::format(
            "Stop the servers, run it once more for what came meanwhile, set file_store = \"{}\", "
            "start them.\n",
            words.store);
    return moved.broken == 0 ? 0 : 2;
}

}  // namespace hemu::app
