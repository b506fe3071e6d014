#pragma once

#include <string>

#include "app/command_line/terminal.h"

namespace charrette {

/// Shows how far a long command is: on a terminal in one line, in a log with a line for each tenth.
class Progress {
public:
    void show(const std::string& activity, double share);
    /// A sentence that stays.
    void say(const std::string& sentence);
    void clear() { m_line.clear(); }

private:
    StatusLine m_line;
    std::string m_last;
};

}  // namespace charrette
