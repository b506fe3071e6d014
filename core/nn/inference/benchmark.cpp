#include "core/nn/inference/benchmark.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

#ifndef _WIN32
#include <sys/resource.h>
#endif

#include "core/nn/device.h"
#include "core/nn/inference/fast_generator.h"

namespace charrette {

namespace {

using Clock = std::chrono::steady_clock;

/// A 3 x 3 convolution of the network, at the resolution where it takes the fewest products.
struct Shape {
    int64_t in, out, resolution;
    double gflop() const { return 18e-9 * double(in * out * resolution * resolution); }
};

std::vector<Shape> shapesOf(const GeneratorOptions& options, int64_t resolution) {
    std::vector<Shape> shapes;
    for (int64_t r = 4; r <= std::min(resolution, options.featureResolution()); r *= 2) {
        if (r > 4) shapes.push_back({options.channelsAt(r / 2), options.channelsAt(r), r / 2});
        shapes.push_back({options.channelsAt(r), options.channelsAt(r), r});
    }
    return shapes;
}

/// With the head's own.
std::vector<Shape> previewShapesOf(const GeneratorOptions& options) {
    const auto head = previewHeadOptions(options);
    auto shapes = shapesOf(options, head.featureResolution);
    shapes.push_back({head.featureChannels, head.width, head.featureResolution});
    return shapes;
}

/// Waits for what a device still has to do.
void finishWork(torch::Device device) {
    if (device.is_cuda()) torch::cuda::synchronize();
}

double secondsOf(torch::Device device, const std::function<void()>& work) {
    finishWork(device);
    auto start = Clock::now();
    work();
    finishWork(device);
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A bare convolution of libtorch in one of its memory layouts.
class BareConvolution {
public:
    BareConvolution(const Shape& shape, int64_t batch, torch::Device device, torch::MemoryFormat layout, Precision precision)
        : m_gflop(shape.gflop() * double(batch)),
          m_x(values({batch, shape.in, shape.resolution, shape.resolution}, device, layout, precision)),
          m_weight(values({shape.out, shape.in, 3, 3}, device, layout, precision)) {}

    double gflops() const {
        return m_gflop / secondsOf(m_x.device(), [&] { torch::conv2d(m_x, m_weight, {}, 1, 1); });
    }

private:
    static torch::Tensor values(torch::IntArrayRef sizes, torch::Device device, torch::MemoryFormat layout, Precision precision) {
        return torch::randn(sizes, device).to(precision == Precision::Half ? torch::kFloat16 : torch::kFloat32).contiguous(layout);
    }

    double m_gflop;
    torch::Tensor m_x, m_weight;
};

std::vector<BareConvolution> bareConvolutions(const std::vector<Shape>& shapes, int64_t batch, torch::Device device, Precision precision) {
    std::vector<BareConvolution> convolutions;
    for (const Shape& shape : shapes)
        for (auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast})
            convolutions.emplace_back(shape, batch, device, layout, precision);
    return convolutions;
}

/// After a convolution libtorch's threads stay awake for some milliseconds, on the cores that the network needs.
void waitForIdleThreads(torch::Device device) {
    if (device.is_cpu()) std::this_thread::sleep_for(std::chrono::milliseconds(30));
}

double peakMebibytes() {
#ifdef _WIN32
    return 0;
#else
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
#endif
}

}  // namespace

BenchmarkResult benchmark(const BenchmarkOptions& options) {
    torch::NoGradGuard guard;
    torch::manual_seed(0);
    auto device = deviceNamed(options.device);
    auto shape = options.generator;
    FastGenerator generator{Generator(shape), device, options.precision};
    auto ws = generator.styles(torch::randn({options.batch, shape.latentSize}), torch::zeros({options.batch, shape.conditionSize}));
    if (options.previews) generator.setPreviewHead(PreviewHead(previewHeadOptions(shape)));
    auto render = [&] { options.previews ? generator.previews(ws) : generator.pictures(shape.resolution, ws); };
    auto shapes = options.previews ? previewShapesOf(shape) : shapesOf(shape, shape.resolution);
    render();
    double peak = peakMebibytes();
    auto bare = bareConvolutions(shapes, options.batch, device, options.precision);
    for (auto& convolution : bare) convolution.gflops();

    BenchmarkResult result;
    std::vector<double> times;
    const auto start = Clock::now();
    while (Clock::now() - start < std::chrono::duration<double>(2 * options.seconds) || times.size() < 5) {
        waitForIdleThreads(device);
        times.push_back(secondsOf(device, render));
        for (auto& convolution : bare) result.bareGflops = std::max(result.bareGflops, convolution.gflops());
    }
    for (const Shape& one : shapes) result.gflopPerImage += one.gflop();
    result.millisecondsPerImage = 1e3 * *std::ranges::min_element(times) / double(options.batch);
    result.gflops = result.gflopPerImage / result.millisecondsPerImage * 1e3;
    result.peakMebibytes = peak;
    return result;
}

}  // namespace charrette
