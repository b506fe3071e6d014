#include <algorithm>
#include <cmath>

#include "core/image/image_file.h"

namespace charrette {
namespace {

/// The source samples that make one new sample along an axis.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

/// Share of each old pixel in the new pixel's footprint.
Taps areaTaps(double begin, double end, int size) {
    Taps taps{.first = std::clamp(int(std::floor(begin)), 0, size - 1), .weights = {}};
    const int last = std::clamp(int(std::ceil(end)), taps.first + 1, size);
    for (int i = taps.first; i < last; ++i) {
        taps.weights.push_back(float(std::max(0.0, std::min(end, i + 1.0) - std::max(begin, double(i)))));
    }
    return taps;
}

double catmullRom(double x) {
    x = std::abs(x);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/// Beyond the border the nearest pixel is repeated.
Taps bicubicTaps(double centre, int size) {
    const int base = int(std::floor(centre - 0.5)) - 1;
    Taps taps{.first = std::clamp(base, 0, size - 1), .weights = {}};
    taps.weights.resize(std::clamp(base + 3, 0, size - 1) - taps.first + 1);
    for (int i = base; i < base + 4; ++i) taps.weights[std::clamp(i, 0, size - 1) - taps.first] += float(catmullRom(centre - (i + 0.5)));
    return taps;
}

std::vector<Taps> axisTaps(int from, int to) {
    const double scale = double(from) / to;
    std::vector<Taps> all;
    for (int i = 0; i < to; ++i) {
        Taps taps = to <= from ? areaTaps(i * scale, (i + 1) * scale, from) : bicubicTaps((i + 0.5) * scale, from);
        float sum = 0;
        for (float weight : taps.weights) sum += weight;
        for (float& weight : taps.weights) weight /= sum;
        all.push_back(std::move(taps));
    }
    return all;
}

Image resizedRows(const Image& image, int width) {
    const auto axis = axisTaps(image.width, width);
    Image result(width, image.height, image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (size_t i = 0; i < axis[x].weights.size(); ++i) {
                for (int c = 0; c < image.channels; ++c) result.at(x, y, c) += axis[x].weights[i] * image.at(axis[x].first + int(i), y, c);
            }
        }
    }
    return result;
}

Image resizedColumns(const Image& image, int height) {
    const auto axis = axisTaps(image.height, height);
    const size_t row = size_t(image.width) * image.channels;
    Image result(image.width, height, image.channels);
    for (int y = 0; y < height; ++y) {
        for (size_t i = 0; i < axis[y].weights.size(); ++i) {
            const float* source = &image.samples[(axis[y].first + i) * row];
            for (size_t x = 0; x < row; ++x) result.samples[y * row + x] += axis[y].weights[i] * source[x];
        }
    }
    return result;
}

}  // namespace

Image resized(const Image& image, int width, int height) {
    if (image.width == width && image.height == height) return image;
    Image result = resizedColumns(resizedRows(image, width), height);
    for (float& sample : result.samples) sample = std::clamp(sample, 0.0f, 1.0f);
    return result;
}

Image centredSquare(const Image& image) {
    const int side = std::min(image.width, image.height), left = (image.width - side) / 2, top = (image.height - side) / 2;
    if (image.width == image.height) return image;
    Image result(side, side, image.channels);
    for (int y = 0; y < side; ++y) {
        std::copy_n(&image.samples[(size_t(y + top) * image.width + left) * image.channels], size_t(side) * image.channels,
                    &result.samples[size_t(y) * side * image.channels]);
    }
    return result;
}

}  // namespace charrette
