#include "app/command_line/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <sstream>
#include <utility>

#include "app/command_line/terminal.h"
#include "core/base/text.h"

namespace charrette {
namespace {

/// Levenshtein's distance.
size_t distance(const std::string& a, const std::string& b) {
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i);
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

template <class Number>
std::optional<Number> parsed(const std::string& text);

template <>
std::optional<double> parsed(const std::string& text) {
    return numberFromText(text);
}

template <>
std::optional<int64_t> parsed(const std::string& text) {
    int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

template <class Number>
std::string digits(Number number) {
    std::ostringstream text;
    text.precision(12);
    text << number;
    return text.str();
}

template <class Number>
Number within(const std::string& option, const std::string& text, Number minimum, Number maximum, const char* kind) {
    const auto number = parsed<Number>(text);
    if (!number || !(*number >= minimum && *number <= maximum)) {
        throw UsageError("--" + option + " must be " + kind + " from " + digits(minimum) + " to " + digits(maximum) + ", not '" + text + "'");
    }
    return *number;
}

std::string heading(const Option& option) { return "--" + option.name + (option.value.empty() ? "" : " " + option.value); }

std::string usageLine(const std::string& program, const Command& command) {
    std::string line = "Usage: " + program + " " + command.name;
    if (!command.positional.empty()) line += " " + command.positional;
    for (const auto& option : command.options) {
        if (option.use == Option::Use::Required) line += " " + heading(option);
    }
    return line + " [options]\n";
}

}  // namespace

std::string Arguments::text(const std::string& option, const std::string& otherwise) const {
    const auto found = m_values.find(option);
    return found == m_values.end() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::all(const std::string& option) const {
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

int64_t Arguments::integer(const std::string& option, int64_t otherwise, int64_t minimum, int64_t maximum) const {
    return has(option) ? within(option, text(option), minimum, maximum, "a whole number") : otherwise;
}

double Arguments::number(const std::string& option, double otherwise, double minimum, double maximum) const {
    return has(option) ? within(option, text(option), minimum, maximum, "a number") : otherwise;
}

class ArgumentParser {
public:
    ArgumentParser(const Command& command, std::span<const std::string> words) : m_command(command), m_words(words) {}

    Arguments parse() {
        bool onlyPositional = false;
        for (; m_next < m_words.size(); ++m_next) {
            const auto& word = m_words[m_next];
            if (word == "--" && !onlyPositional) onlyPositional = true;
            else if (word.starts_with("-") && word.size() > 1 && !onlyPositional) takeOption(word);
            else takePositional(word);
        }
        checkComplete();
        return std::move(m_arguments);
    }

private:
    void takePositional(const std::string& word) {
        if (m_command.positional.empty() || !m_arguments.m_positional.empty()) throw UsageError("'" + word + "' is one argument too many");
        if (word.empty()) throw UsageError(m_command.positional + " must not be empty");
        m_arguments.m_positional = word;
    }

    void takeOption(const std::string& word) {
        const size_t equals = word.find('=');
        const Option& option = known(word.substr(0, equals));
        auto& values = m_arguments.m_values[option.name];
        if (!values.empty() && option.use != Option::Use::Repeated) throw UsageError("--" + option.name + " is given twice");
        if (option.value.empty()) {
            if (equals != std::string::npos) throw UsageError("--" + option.name + " takes no value");
            values.emplace_back();
        } else if (equals != std::string::npos) {
            values.push_back(word.substr(equals + 1));
        } else {
            if (++m_next == m_words.size()) throw UsageError("--" + option.name + " needs a value: " + option.value);
            values.push_back(m_words[m_next]);
        }
    }

    const Option& known(const std::string& word) const {
        std::vector<std::string> names;
        for (const auto& option : m_command.options) {
            names.push_back("--" + option.name);
            if (word == names.back()) return option;
        }
        throw UsageError("'" + m_command.name + "' has no option '" + word + "'" + suggestion(word, names));
    }

    void checkComplete() const {
        if (!m_command.positional.empty() && m_arguments.m_positional.empty()) {
            throw UsageError("'" + m_command.name + "' needs " + m_command.positional);
        }
        for (const auto& option : m_command.options) {
            if (option.use == Option::Use::Required && !m_arguments.has(option.name)) {
                throw UsageError("'" + m_command.name + "' needs " + heading(option));
            }
        }
    }

    const Command& m_command;
    std::span<const std::string> m_words;
    size_t m_next = 0;
    Arguments m_arguments;
};

Arguments parseArguments(const Command& command, std::span<const std::string> words) { return ArgumentParser(command, words).parse(); }

std::string helpText(const std::string& program, const Command& command) {
    std::string text = usageLine(program, command) + "\n" + command.summary + "\n\n";
    for (const auto& option : command.options) {
        const bool repeated = option.use == Option::Use::Repeated;
        text += "  " + padded(heading(option), 24) + option.help + (repeated ? " (may be repeated)" : "") + "\n";
    }
    return text + "  " + padded("--help", 24) + "Shows this text.\n";
}

std::string helpText(const std::string& program, std::span<const Command> commands) {
    std::string text = "Usage: " + program + " COMMAND [options]\n\n";
    for (const auto& command : commands) text += "  " + padded(command.name, 14) + command.summary + "\n";
    return text + "\n" + program + " COMMAND --help explains a command; --version shows the version.\n";
}

std::string suggestion(const std::string& word, std::span<const std::string> names) {
    const auto nearer = [&](const std::string& a, const std::string& b) { return distance(word, a) < distance(word, b); };
    const auto nearest = std::min_element(names.begin(), names.end(), nearer);
    if (nearest == names.end() || distance(word, *nearest) > 1 + word.size() / 4) return {};
    return "; did you mean '" + *nearest + "'?";
}

}  // namespace charrette
