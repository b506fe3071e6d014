#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace charrette {

/// A command line that does not say what it must: exit code 2.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A command that ended early because it was asked to stop, and what that leaves: exit code 130. A command that came to its end in spite of
/// Ctrl+C, or that leaves its work where it can go on, just returns.
class Interrupted : public Error {
public:
    using Error::Error;
};

/// `--name VALUE`, or a switch when `value` is empty.
struct Option {
    enum class Use { Optional, Required, Repeated };
    std::string name;
    std::string value;  ///< what stands for the value in the help text
    std::string help;
    Use use = Use::Optional;
};

/// What was given to a command. The getters throw `UsageError` naming the option when a value does not parse or is out of range.
class Arguments {
public:
    const std::string& positional() const { return m_positional; }
    bool has(const std::string& option) const { return m_values.contains(option); }
    std::string text(const std::string& option, const std::string& otherwise = {}) const;
    std::vector<std::string> all(const std::string& option) const;
    int64_t integer(const std::string& option, int64_t otherwise, int64_t minimum, int64_t maximum) const;
    double number(const std::string& option, double otherwise, double minimum, double maximum) const;

private:
    friend class ArgumentParser;
    std::string m_positional;
    std::map<std::string, std::vector<std::string>> m_values;
};

/// One command of a program: a row of the table in its commands.cpp.
struct Command {
    std::string name;
    std::string positional;  ///< what stands for the required argument without a name; empty when there is none
    std::string summary;     ///< one sentence
    std::vector<Option> options;
    std::function<void(const Arguments&, std::stop_token)> run;
};

/// Reads `--name value`, `--name=value` and the positional argument; after `--` nothing is an option. Throws `UsageError` for what the command
/// does not know, with the nearest name that it does, and for what is missing.
Arguments parseArguments(const Command& command, std::span<const std::string> words);

/// The command's help text.
std::string helpText(const std::string& program, const Command& command);
std::string helpText(const std::string& program, std::span<const Command> commands);

/// "; did you mean 'x'?" for the nearest of some names, empty when none is near.
std::string suggestion(const std::string& word, std::span<const std::string> names);

}  // namespace charrette
