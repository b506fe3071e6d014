#include "core/nn/training/distortion.h"

namespace charrette {

namespace {

constexpr double shiftRange = 0.25;  // of coordinates from -1 to 1: an eighth of the picture
constexpr double scaleSpread = 0.2, contrastSpread = 0.4;  // standard deviations, in powers of 2
constexpr double offsetSpread = 0.15;

enum Interpolation : int64_t { Bilinear = 0 };
enum Edges : int64_t { Reflected = 2 };

}  // namespace

Distortion drawDistortion(const Part& part, int64_t groups, int64_t rows, const torch::Tensor& probability) {
    auto drawn = [&](const torch::Tensor& whole) { return part.of(whole, groups); };
    auto options = probability.options();
    auto coins = (drawn(torch::rand({rows * part.count, 3}, options)) < probability).to(options.dtype());
    auto normal = drawn(torch::randn({rows * part.count, 3}, options)), uniform = drawn(torch::rand({rows * part.count, 2}, options)) * 2 - 1;
    auto coin = [&](int64_t kind) { return coins.narrow(1, kind, 1); };
    auto scale = torch::exp2(normal.narrow(1, 0, 1) * coin(0) * scaleSpread).unsqueeze(2);  // [N, 1, 1]
    auto shift = (uniform * coin(1) * shiftRange).unsqueeze(2);                             // [N, 2, 1]
    auto places = torch::cat({scale * torch::eye(2, options), shift}, 2);
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
