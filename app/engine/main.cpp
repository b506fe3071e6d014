#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>

#include "app/command_line/terminal.h"
#include "app/engine/outbox.h"
#include "app/engine/streams.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/engine/open_renderer.h"
#include "core/engine/service/service.h"

namespace charrette {
namespace {

constexpr const char* help =
    R"(Usage: charrette-engine
Renders variants for Charrette's window, which starts it: requests come on standard input, replies go to standard output, as frames.
It ends when its input does. Over a network: ssh HOST charrette-engine.

  --help     shows this
  --version  shows the version

CHARRETTE_DEVICE  cpu or cuda:N, to render on that device only
CHARRETTE_MODELS  folders that hold models, as a path list
)";

void handle(const Frame& frame, Service& service, Outbox& outbox) {
    try {
        service.handle(requestFromFrame(frame));
    } catch (const Error& error) {
        outbox.send({{requestIdOf(frame), Failed{error.what()}}});
    } catch (const std::bad_alloc&) {
        outbox.send({{requestIdOf(frame), Failed{"There is not enough memory for the request"}}});
    }
}

/// Hands requests over until the input ends. Throws `Error` when it cannot be understood any more.
void serve(const Streams& streams, Service& service, Outbox& outbox) {
    FrameReader reader;
    std::vector<std::byte> piece(1 << 16);
    while (const size_t count = streams.read(piece)) {
        reader.feed(std::span(piece).first(count));
        while (const auto frame = reader.next()) handle(*frame, service, outbox);
    }
    reader.finish();
}

[[noreturn]] void serveInput() {
    keepMemory();
    const Streams streams;
    Outbox outbox([&](std::span<const std::byte> bytes) { return streams.write(bytes); });
    std::optional<Service> service;
    int code = EXIT_SUCCESS;
    try {
        service.emplace(ServiceOptions{.devices = renderingDevices()}, openRenderer, outbox);
        serve(streams, *service, outbox);
    } catch (const std::exception& error) {
        outbox.send({{0, Failed{error.what()}}});
        code = EXIT_FAILURE;
    }
    outbox.finish(std::chrono::milliseconds(500));
    // At once: there is nothing to save, and the end of a picture, or a reader that does not read, might be long in coming.
    std::_Exit(code);
}

}  // namespace
}  // namespace charrette

int main(int count, char** words) {
    const std::string word = count > 1 ? words[1] : "";
    if (count == 1) charrette::serveInput();
    if (word == "--help" || word == "-h") return std::fputs(charrette::help, stdout) < 0;
    if (word == "--version") return std::printf("charrette-engine %s\n", CHARRETTE_VERSION) < 0;
    std::fprintf(stderr, "charrette-engine: '%s' is not known (charrette-engine --help explains)\n", charrette::shown(word).c_str());
    return 2;
}
