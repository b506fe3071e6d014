#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "core/base/error.h"

namespace {

using namespace charrette;

enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2, Interrupted = 130 };

const Command& findCommand(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& command : allCommands()) {
        names.push_back(command.name);
        if (command.name == name) return command;
    }
    throw UsageError("There is no command '" + name + "'" + suggestion(name, names));
}

void runCommand(std::span<const std::string> words, std::stop_token stop) {
    if (words.empty()) throw UsageError("No command was given");
    if (words[0] == "--help" || words[0] == "-h" || (words[0] == "help" && words.size() == 1)) {
        std::fputs(helpText(allCommands()).c_str(), stdout);
    } else if (words[0] == "--version") {
        std::puts("charrette-cli " CHARRETTE_VERSION);
    } else if (words[0] == "help") {
        std::fputs(helpText(findCommand(words[1])).c_str(), stdout);
    } else {
        const Command& command = findCommand(words[0]);
        const auto rest = words.subspan(1);
        if (std::any_of(rest.begin(), rest.end(), [](const std::string& word) { return word == "--help" || word == "-h"; })) {
            std::fputs(helpText(command).c_str(), stdout);
        } else {
            command.run(parseArguments(command, rest), stop);
        }
    }
}

int complain(const std::string& sentence, ExitCode code) {
    std::fprintf(stderr, "charrette-cli: %s\n", sentence.c_str());
    return code;
}

}  // namespace

int main(int count, char** words) {
    Interruption interruption;
    try {
        runCommand(std::vector<std::string>(words + 1, words + count), interruption.token());
        return interruption.happened() ? complain("Interrupted", Interrupted) : Done;
    } catch (const UsageError& error) {
        return complain(std::string(error.what()) + " (charrette-cli --help explains)", WrongUsage);
    } catch (const Error& error) {
        return complain(error.what(), interruption.happened() ? Interrupted : Failed);
    } catch (const std::bad_alloc&) {
        return complain("There is not enough memory", Failed);
    } catch (const std::exception& error) {
        return complain(std::string("Unexpected failure: ") + error.what(), Failed);
    }
}
