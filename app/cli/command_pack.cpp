#include <cstdio>

#include "app/cli/commands.h"
#include "app/command_line/terminal.h"
#include "core/design/card.h"
#include "core/image/pack.h"

namespace charrette {
namespace {

PackOptions packOptions(const Arguments& arguments) {
    PackOptions options;
    options.folder = arguments.positional();
    options.table = arguments.text("table");
    options.parameters = arguments.text("parameters");
    options.out = arguments.text("out");
    options.recipe = arguments.text("recipe");
    options.resolution = int(arguments.integer("size", options.resolution, 16, 1024));
    if (!isResolution(options.resolution)) throw UsageError("--size must be a power of two, not '" + arguments.text("size") + "'");
    options.heldOutShare = arguments.number("held-out", options.heldOutShare, 0, 0.5);
    const auto format = arguments.text("format", "png");
    if (format != "png" && format != "jpeg") throw UsageError("--format must be png or jpeg, not '" + format + "'");
    options.jpeg = format == "jpeg";
    if (!options.parameters.empty() && options.table.empty()) throw UsageError("--parameters needs --table");
    return options;
}

PackReport pack(const PackOptions& options, std::stop_token stop) {
    ProgressBar bar("Packing");
    const auto progress = [&](size_t done, size_t total) { bar.show(done, total); };
    try {
        return packFolder(options, progress, stop);
    } catch (const Error& error) {
        if (stop.stop_requested()) throw Interrupted(error.what());
        throw;
    }
}

void say(const std::vector<std::string>& sentences) {
    for (const auto& sentence : sentences) std::fprintf(stderr, "charrette-cli: %s\n", shown(sentence).c_str());
}

}  // namespace

void packPictures(const Arguments& arguments, std::stop_token stop) {
    const PackOptions options = packOptions(arguments);
    const PackReport report = pack(options, stop);
    say(report.notes);
    say(report.skipped);
    std::printf("%zu pictures packed in '%s', %zu left out\n", report.packed, options.out.string().c_str(), report.skipped.size());
}

}  // namespace charrette
