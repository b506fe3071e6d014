#pragma once

#include <cstdint>
#include <string>

#include "core/nn/generator_options.h"
#include "core/nn/inference/precision.h"

namespace charrette {

/// What is measured, and for how long.
struct BenchmarkOptions {
    GeneratorOptions generator;
    int64_t batch = 1;
    bool previews = false;  ///< instead of full pictures
    double seconds = 3;      ///< half of the time for both measures
    std::string device = "cpu";
    Precision precision = Precision::Single;  ///< on CUDA
};

/// Speed of inference beside that of what it is made of.
struct BenchmarkResult {
    double millisecondsPerImage = 0;  ///< of the fastest batch
    double gflopPerImage = 0;         ///< 2 x products of its convolutions, each counted at the resolution where it is cheapest
    double gflops = 0;                ///< their ratio, per second
    double bareGflops = 0;            ///< the best that libtorch's bare 3 x 3 convolution of one of the network's shapes reached
    double peakMebibytes = 0;         ///< of the process
    double ratio() const { return gflops / bareGflops; }
};

/// Times a network of random weights. The two measures alternate, so that what else the machine does weighs on both alike.
BenchmarkResult benchmark(const BenchmarkOptions& options);

}  // namespace charrette
