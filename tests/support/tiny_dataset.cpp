#include "tests/support/tiny_dataset.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/random.h"
#include "core/image/image_file.h"

namespace charrette::test {

namespace {

struct Disc {
    double x, y, radius;  ///< in picture widths
    size_t colour;
};

constexpr std::array<std::array<float, 3>, 3> colours = {{{0.8f, 0.2f, 0.1f}, {0.1f, 0.6f, 0.2f}, {0.1f, 0.2f, 0.7f}}};
constexpr double smallest = 0.15, largest = 0.4;

Disc discOf(int number) {
    const auto draws = standardUniform(uint32_t(number), 3);
    return {0.4 + 0.2 * draws[0], 0.4 + 0.2 * draws[1], std::lerp(smallest, largest, draws[2]), size_t(number) % colours.size()};
}

float coverageAt(const Disc& disc, int x, int y, int resolution) {
    const double distance = std::hypot((x + 0.5) / resolution - disc.x, (y + 0.5) / resolution - disc.y);
    return float(std::clamp((disc.radius - distance) * resolution + 0.5, 0.0, 1.0));
}

Image pictureOf(const Disc& disc, int resolution) {
    Image picture(resolution, resolution, 3);
    for (int y = 0; y < resolution; ++y)
        for (int x = 0; x < resolution; ++x)
            for (int channel = 0; channel < 3; ++channel)
                picture.at(x, y, channel) = std::lerp(0.75f, colours[disc.colour][size_t(channel)], coverageAt(disc, x, y, resolution));
    return picture;
}

/// Depth and coverage.
Image auxOf(const Disc& disc, int resolution) {
    Image aux(resolution, resolution, 2);
    for (int y = 0; y < resolution; ++y) {
        for (int x = 0; x < resolution; ++x) {
            aux.at(x, y, 1) = coverageAt(disc, x, y, resolution);
            aux.at(x, y, 0) = 0.5f * aux.at(x, y, 1);
        }
    }
    return aux;
}

EncodedPicture encodedOf(int number, const TinyDatasetOptions& options) {
    const Disc disc = discOf(number);
    const auto names = discParameters()[1].choices;
    EncodedPicture picture;
    picture.name = "disc-" + std::to_string(number);
    picture.picture = encodePng(pictureOf(disc, options.resolution), SampleDepth::Bits8);
    if (options.aux == Aux::Yes) picture.aux = encodePng(auxOf(disc, options.resolution), SampleDepth::Bits16);
    picture.values = {{"radius", disc.radius}, {"colour", names[disc.colour]}};
    return picture;
}

}  // namespace

std::vector<Parameter> discParameters() {
    Parameter radius;
    radius.name = "radius";
    radius.label = "Radius";
    radius.minimum = smallest;
    radius.maximum = largest;
    radius.defaultValue = 0.25;
    radius.distribution = {(smallest + largest) / 2, (largest - smallest) / std::sqrt(12.0), {0.5, 0.5}};
    Parameter colour;
    colour.name = "colour";
    colour.label = "Colour";
    colour.kind = ParameterKind::Choice;
    colour.choices = {"red", "green", "blue"};
    colour.defaultValue = std::string("red");
    return {radius, colour};
}

std::vector<EncodedPicture> encodedDiscs(const TinyDatasetOptions& options) {
    std::vector<EncodedPicture> pictures;
    for (int number = 0; number < options.count; ++number) pictures.push_back(encodedOf(number, options));
    return pictures;
}

void writeTinyDataset(const std::filesystem::path& folder, const TinyDatasetOptions& options) {
    DatasetWriter::Options written;
    written.resolution = options.resolution;
    written.hasAux = options.aux == Aux::Yes;
    written.parameters = discParameters();
    written.heldOutShare = options.heldOutShare;
    DatasetWriter writer(folder, written);
    for (const EncodedPicture& picture : encodedDiscs(options)) writer.add(picture);
    writer.finish();
}

}  // namespace charrette::test
