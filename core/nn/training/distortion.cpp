#include "core/nn/training/distortion.h"

namespace charrette {

namespace {

constexpr double shiftRange = 0.25;                        // of coordinates from -1 to 1: an eighth of the picture
constexpr double scaleSpread = 0.2, contrastSpread = 0.4;  // standard deviations, in powers of 2
constexpr double offsetSpread = 0.15;

enum Interpolation : int64_t { Bilinear = 0 };
enum Edges : int64_t { Reflected = 2 };

}  // namespace

Distortion drawDistortion(const Part& part, int64_t groups, const torch::Tensor& pictures, const DistortionRange& range) {
    const auto options = pictures.options();
    const int64_t rows = pictures.size(0) * part.count;
    auto drawn = [&](const torch::Tensor& whole) { return part.of(whole, groups); };
    auto probability = range.probability.defined() ? range.probability : torch::zeros({}, options);
    auto coins = (drawn(torch::rand({rows, 3}, options)) < probability).to(options.dtype());
    auto normal = drawn(torch::randn({rows, 3}, options)), uniform = drawn(torch::rand({rows, 2}, options)) * 2 - 1;
    auto coin = [&](int64_t kind) { return coins.narrow(1, kind, 1); };
    auto scale = torch::exp2(normal.narrow(1, 0, 1) * coin(0) * scaleSpread).unsqueeze(2);  // [N, 1, 1]
    auto shift = uniform * coin(1) * shiftRange;                                            // [N, 2]
    if (range.jitter > 0) {
        auto pixels = (drawn(torch::rand({rows, 2}, options)) * double(2 * range.jitter + 1)).floor() - double(range.jitter);
        shift = shift + pixels * (2.0 / double(pictures.size(2)));
    }
    auto places = torch::cat({scale * torch::eye(2, options), shift.unsqueeze(2)}, 2);
    auto perPicture = [](const torch::Tensor& column) { return column.view({-1, 1, 1, 1}); };
    return {places, perPicture(torch::exp2(normal.narrow(1, 1, 1) * coin(2) * contrastSpread)),
            perPicture(normal.narrow(1, 2, 1) * coin(2) * offsetSpread)};
}

torch::Tensor distorted(const torch::Tensor& pictures, const Distortion& distortion) {
    auto grid = torch::affine_grid_generator(distortion.places, pictures.sizes(), false);
    auto moved = torch::grid_sampler(pictures, grid, Bilinear, Reflected, false);
    auto colours = moved.narrow(1, 0, 3) * distortion.contrast + distortion.offset;
    return torch::cat({colours, moved.narrow(1, 3, moved.size(1) - 3)}, 1);
}

}  // namespace charrette
