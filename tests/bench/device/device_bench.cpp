// Not a test: how exact and how fast a device renders. `device_bench DEVICE FOLDER`, the folder with reference networks' weights and expected
// outputs (tests/data/stylegan2). Fails when an output in 32 bits deviates by more than a thousandth of the largest value.

#include <cstdio>
#include <filesystem>

#include "core/base/error.h"
#include "core/nn/inference/benchmark.h"
#include "core/nn/inference/synthesize.h"
#include "core/nn/safetensors.h"

using namespace charrette;

namespace {

namespace fs = std::filesystem;

constexpr double limit = 1e-3;

/// Largest difference of any output, as a share of that output's largest value.
double deviation(const SafetensorsFile& expected, const SafetensorsFile& made) {
    double largest = 0;
    for (const auto& [name, view] : made.tensors()) {
        const auto is = view.toFloat(), should = expected.tensor(name).toFloat();
        double difference = 0, scale = 0;
        for (size_t i = 0; i < should.size(); ++i) {
            difference = std::max(difference, double(std::abs(is.at(i) - should[i])));
            scale = std::max(scale, double(std::abs(should[i])));
        }
        largest = std::max(largest, difference / scale);
    }
    return largest;
}

double largestDeviation(const std::string& device, const fs::path& folder, Precision precision) {
    double largest = 0;
    const auto out = fs::temp_directory_path() / "device_bench.safetensors";
    for (const std::string network : {"conditional64", "resnet32", "unconditional32"}) {
        const auto expected = folder / (network + ".expected.safetensors");
        synthesizeFile(folder / (network + ".weights.safetensors"), expected, out, device, precision);
        largest = std::max(largest, deviation(SafetensorsFile::read(expected), SafetensorsFile::read(out)));
    }
    fs::remove(out);
    return largest;
}

struct Row {
    int64_t resolution, base, maximum, batch, shown;
};

void showSpeed(const std::string& device, const Row& row, Precision precision) {
    BenchmarkOptions options{.generator = {.resolution = row.resolution, .channels = referenceChannels(row.resolution, row.base, row.maximum)}};
    options.device = device;
    options.precision = precision;
    options.batch = row.batch;
    options.resolution = row.shown;
    options.seconds = 0.5;
    const auto result = benchmark(options);
    const double milliseconds = result.millisecondsPerImage * double(row.batch);
    std::printf("%4lld² of %lld,%lld,%lld, %2lld at once: %8.2f ms, %7.1f a second; %.1f GFLOPS, a bare convolution %.1f\n",
                static_cast<long long>(row.shown), static_cast<long long>(row.resolution), static_cast<long long>(row.base),
                static_cast<long long>(row.maximum), static_cast<long long>(row.batch), milliseconds, 1e3 / milliseconds, result.gflops,
                result.bareGflops);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return std::fputs("usage: device_bench DEVICE FOLDER\n", stderr), 2;
    const std::string device = arguments[1];
    try {
        double exact = 0;
        for (const auto precision : {Precision::Single, Precision::Half}) {
            const bool halves = precision == Precision::Half;
            if (halves && device == "cpu") break;
            const double found = largestDeviation(device, arguments[2], precision);
            if (!halves) exact = found;
            std::printf("%d bits: outputs deviate by at most %.1e of their largest value\n", halves ? 16 : 32, found);
            for (const Row& row : {Row{256, 4096, 256, 24, 16}, Row{256, 4096, 256, 24, 256}, Row{256, 4096, 256, 1, 256},
                                   Row{256, 16384, 512, 24, 256}, Row{512, 32768, 512, 1, 512}})
                showSpeed(device, row, precision);
        }
        return exact <= limit ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "device_bench: %s\n", error.what());
        return 1;
    }
}
