#include "app/train/progress.h"

#include <cstdio>
#include <utility>

namespace charrette {

void Progress::show(const std::string& activity, double share) {
    char text[160];
    std::snprintf(text, sizeof text, share > 0 ? "%s: %.0f %%" : "%s", activity.c_str(), 100 * share);
    if (m_line.visible()) return m_line.show(text);
    // No line for what comes first, after which an error may be all there is to say.
    const std::string now = activity + std::to_string(int(10 * share)), before = std::exchange(m_last, now);
    if (before.empty() || before == now) return;
    std::puts(text);
    std::fflush(stdout);
}

void Progress::say(const std::string& sentence) {
    m_line.clear();
    std::puts(sentence.c_str());
}

}  // namespace charrette
