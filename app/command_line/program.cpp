#include "app/command_line/program.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <vector>

#include "app/command_line/terminal.h"
#include "core/base/error.h"

namespace charrette {

namespace {

enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2, CutShort = 130 };

const Command& findCommand(std::span<const Command> commands, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& command : commands) {
        names.push_back(command.name);
        if (command.name == name) return command;
    }
    throw UsageError("There is no command '" + name + "'" + suggestion(name, names));
}

bool asksForHelp(const std::string& word) { return word == "--help" || word == "-h"; }

void runCommand(const std::string& program, std::span<const Command> commands, std::span<const std::string> words, std::stop_token stop) {
    if (words.empty()) throw UsageError("No command was given");
    const auto rest = words.subspan(1);
    if (asksForHelp(words[0]) || (words[0] == "help" && rest.empty())) {
        std::fputs(helpText(program, commands).c_str(), stdout);
    } else if (words[0] == "--version") {
        std::printf("%s %s\n", program.c_str(), CHARRETTE_VERSION);
    } else if (words[0] == "help") {
        std::fputs(helpText(program, findCommand(commands, rest[0])).c_str(), stdout);
    } else if (const Command& command = findCommand(commands, words[0]); std::any_of(rest.begin(), rest.end(), asksForHelp)) {
        std::fputs(helpText(program, command).c_str(), stdout);
    } else {
        command.run(parseArguments(command, rest), stop);
    }
}

/// What to call for help with a command line that is wrong.
std::string helpCall(const std::string& program, std::span<const Command> commands, std::span<const std::string> words) {
    const auto isMeant = [&](const Command& command) { return !words.empty() && command.name == words[0]; };
    return program + (std::ranges::any_of(commands, isMeant) ? " " + words[0] : "") + " --help";
}

/// Results may have been lost on their way, for example to a full disk.
void finishOutput() {
    const bool flushed = std::fflush(stdout) == 0;
    if (!flushed || std::ferror(stdout)) throw Error("Standard output cannot be written: the disk may be full");
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

int runProgram(const std::string& name, std::span<const Command> commands, int count, char** words) {
    auto complain = [&](const std::string& sentence, ExitCode code) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), shown(sentence).c_str());
        return code;
    };
    const std::vector<std::string> given(words + 1, words + count);
    Interruption interruption;
    try {
        runCommand(name, commands, given, interruption.token());
        finishOutput();
        return Done;
    } catch (const UsageError& error) {
        return complain(std::string(error.what()) + " (" + helpCall(name, commands, given) + " explains)", WrongUsage);
    } catch (const Interrupted& error) {
        return complain(error.what(), CutShort);
    } catch (const Error& error) {
        return complain(error.what(), Failed);
    } catch (const std::bad_alloc&) {
        return complain("There is not enough memory", Failed);
    } catch (const std::exception& error) {
        return complain("Unexpected failure: " + firstLine(error.what()), Failed);
    }
}

}  // namespace charrette
