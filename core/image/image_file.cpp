#include "core/image/image_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <span>
#include <system_error>
#include <utility>

#include <OpenImageIO/filesystem.h>
#include <OpenImageIO/imageio.h>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/image/png_check.h"

namespace charrette {
namespace {

using namespace std::string_view_literals;

constexpr uint64_t fileLimit = 2'000'000'000;
constexpr int channelLimit = 4;

using Text = std::map<std::string, std::string>;

std::string firstLine(const std::string& message) {
    const auto line = message.substr(0, message.find('\n'));
    return line.empty() ? "the file is damaged" : line;
}

[[noreturn]] void cannotRead(const std::filesystem::path& file, const std::string& reason) {
    throw Error("Picture '" + file.string() + "' cannot be read: " + reason);
}

void checkLimits(const OIIO::ImageSpec& spec, const std::filesystem::path& file, const ImageLimits& limits) {
    if (spec.depth > 1) cannotRead(file, "it is a volume, not a picture");
    if (spec.width < 1 || spec.height < 1 || spec.nchannels < 1) cannotRead(file, "its header makes no sense");
    const bool tooLong = std::max(spec.width, spec.height) > limits.maximumSide;
    if (tooLong || uint64_t(spec.width) * spec.height > limits.maximumSamples / spec.nchannels) {
        cannotRead(file, "it has " + std::to_string(spec.width) + " x " + std::to_string(spec.height) + " pixels of " +
                             std::to_string(spec.nchannels) + " channels, more than allowed");
    }
}

/// A picture as its file has it, before orientation and colour; of more than four channels, the first four.
struct RawPicture {
    Image image;
    int alphaChannel = -1;
    int orientation = 1;
    bool linear = false;
};

bool isLinear(const OIIO::ImageSpec& spec, std::string_view format) {
    const std::string space = spec.get_string_attribute("oiio:ColorSpace");
    return format == "openexr" || format == "hdr" || space == "Linear" || space == "linear";
}

RawPicture readRaw(const std::filesystem::path& file, const ImageLimits& limits) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure)) cannotRead(file, "there is no such file");
    if (std::filesystem::file_size(file, failure) > fileLimit) cannotRead(file, "it is larger than 2 GB");
    if (const auto damage = pngDamage(file); !damage.empty()) cannotRead(file, damage);
    OIIO::ImageSpec config;
    config.attribute("oiio:UnassociatedAlpha", 1);
    const auto input = OIIO::ImageInput::open(file.string(), &config);
    if (!input) cannotRead(file, firstLine(OIIO::geterror()));
    const OIIO::ImageSpec spec = input->spec();
    checkLimits(spec, file, limits);
    const int channels = std::min(spec.nchannels, channelLimit);
    RawPicture raw{Image(spec.width, spec.height, channels), spec.alpha_channel, spec.get_int_attribute("Orientation", 1),
                   isLinear(spec, input->format_name())};
    const bool complete = input->read_image(0, 0, 0, channels, OIIO::TypeDesc::FLOAT, raw.image.samples.data());
    if (!complete || input->has_error()) cannotRead(file, firstLine(input->geterror()));
    return raw;
}

/// Turns a picture stored in one of the eight orientations of TIFF 6.0 (tag 274) upright.
Image upright(Image&& stored, int orientation) {
    if (orientation <= 1 || orientation > 8) return std::move(stored);
    const bool turned = orientation >= 5;
    Image result(turned ? stored.height : stored.width, turned ? stored.width : stored.height, stored.channels);
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    for (int y = 0; y < result.height; ++y) {
        for (int x = 0; x < result.width; ++x) {
            const int along = turned ? y : x, across = turned ? x : y;
            const int sourceX = fromRight ? stored.width - 1 - along : along;
            const int sourceY = fromBottom ? stored.height - 1 - across : across;
            std::copy_n(&stored.samples[(size_t(sourceY) * stored.width + sourceX) * stored.channels], stored.channels,
                        &result.samples[(size_t(y) * result.width + x) * result.channels]);
        }
    }
    return result;
}

Image pickChannels(const Image& image, std::span<const int> channels) {
    Image result(image.width, image.height, int(channels.size()));
    const size_t pixels = size_t(image.width) * image.height;
    for (size_t pixel = 0; pixel < pixels; ++pixel) {
        for (size_t i = 0; i < channels.size(); ++i) {
            result.samples[pixel * channels.size() + i] = image.samples[pixel * image.channels + channels[i]];
        }
    }
    return result;
}

bool hasExactly(const Image& image, std::span<const int> channels) {
    if (size_t(image.channels) != channels.size()) return false;
    for (size_t i = 0; i < channels.size(); ++i) {
        if (channels[i] != int(i)) return false;
    }
    return true;
}

float encodedSrgb(float linear) { return linear <= 0.0031308f ? 12.92f * linear : 1.055f * std::pow(linear, 1 / 2.4f) - 0.055f; }

float clamped(float sample) { return sample > 0 ? std::min(sample, 1.0f) : 0.0f; }

void normalise(Image& image, bool linear) {
    for (size_t i = 0; i < image.samples.size(); ++i) {
        const bool colour = int(i % image.channels) < 3;
        image.samples[i] = clamped(image.samples[i]);
        if (linear && colour) image.samples[i] = encodedSrgb(image.samples[i]);
    }
}

template <class Sample>
std::vector<Sample> quantised(const Image& image) {
    constexpr float top = std::numeric_limits<Sample>::max();
    std::vector<Sample> samples(image.samples.size());
    std::transform(image.samples.begin(), image.samples.end(), samples.begin(),
                   [](float sample) { return Sample(std::lround(clamped(sample) * top)); });
    return samples;
}

bool writeSamples(OIIO::ImageOutput& output, const Image& image, SampleDepth depth) {
    if (depth == SampleDepth::Bits8) return output.write_image(OIIO::TypeDesc::UINT8, quantised<uint8_t>(image).data());
    return output.write_image(OIIO::TypeDesc::UINT16, quantised<uint16_t>(image).data());
}

OIIO::ImageSpec specification(const Image& image, SampleDepth depth, const Text& text) {
    OIIO::ImageSpec spec(image.width, image.height, image.channels,
                         depth == SampleDepth::Bits8 ? OIIO::TypeDesc::UINT8 : OIIO::TypeDesc::UINT16);
    if (image.channels == 2) spec.channelnames = {"Y", "A"};
    if (image.channels == 2 || image.channels == 4) spec.alpha_channel = image.channels - 1;
    spec.attribute("oiio:UnassociatedAlpha", 1);
    for (const auto& [key, value] : text) spec.attribute(key == "Description" ? "ImageDescription" : key, value);
    return spec;
}

std::vector<std::byte> encoded(const std::string& format, const Image& image, SampleDepth depth, const OIIO::ImageSpec& spec) {
    const auto output = OIIO::ImageOutput::create(format);
    if (!output) throw Error("This OpenImageIO cannot write " + format + ": " + firstLine(OIIO::geterror()));
    std::vector<unsigned char> bytes;
    OIIO::Filesystem::IOVecOutput target(bytes);
    const bool written =
        output->set_ioproxy(&target) && output->open("memory." + format, spec) && writeSamples(*output, image, depth) && output->close();
    if (!written) throw Error("A picture cannot be encoded as " + format + ": " + firstLine(output->geterror()));
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
    return {begin, begin + bytes.size()};
}

/// Encoded on disk, because the TIFF writer needs to seek in a file; the date is left out so that the bytes depend on the picture alone.
void writeTiff(const std::filesystem::path& file, const Image& image, SampleDepth depth, const Text& text) {
    const auto scratch = std::filesystem::path(file).concat("." + std::to_string(std::random_device()()) + ".part.tif");
    const auto output = OIIO::ImageOutput::create("tiff");
    auto spec = specification(image, depth, text);
    spec.attribute("Compression", "zip");
    spec.attribute("DateTime", "");
    const bool written = output && output->open(scratch.string(), spec) && writeSamples(*output, image, depth) && output->close();
    std::error_code failure;
    if (written) std::filesystem::rename(scratch, file, failure);
    if (written && !failure) return;
    const auto reason = failure ? failure.message() : firstLine(output ? output->geterror() : OIIO::geterror());
    std::filesystem::remove(scratch, failure);
    throw Error("Picture '" + file.string() + "' cannot be written: " + reason);
}

}  // namespace

Image readImage(const std::filesystem::path& file, const ImageLimits& limits) {
    RawPicture raw = readRaw(file, limits);
    const int channels = raw.image.channels;
    const bool grey = channels < 3, alpha = raw.alphaChannel >= 0 && raw.alphaChannel < channels && channels > 1;
    std::vector<int> order = grey ? std::vector{0, 0, 0} : std::vector{0, 1, 2};
    if (alpha) order.push_back(raw.alphaChannel);
    if (!hasExactly(raw.image, order)) raw.image = pickChannels(raw.image, order);
    normalise(raw.image, raw.linear);
    return upright(std::move(raw.image), raw.orientation);
}

bool hasForeignColours(const std::filesystem::path& file) {
    const auto input = OIIO::ImageInput::open(file.string());
    if (!input) cannotRead(file, firstLine(OIIO::geterror()));
    const OIIO::ParamValue* profile = input->spec().find_attribute("ICCProfile");
    if (!profile) return false;
    const std::string_view bytes(static_cast<const char*>(profile->data()), size_t(profile->datasize()));
    return bytes.find("sRGB") == bytes.npos && bytes.find("s\0R\0G\0B"sv) == bytes.npos;
}

Image readGreyAlpha(const std::filesystem::path& file, const ImageLimits& limits) {
    RawPicture raw = readRaw(file, limits);
    if (raw.image.channels != 2 || raw.alphaChannel != 1) cannotRead(file, "it must be grey with alpha, two channels");
    normalise(raw.image, false);
    return upright(std::move(raw.image), raw.orientation);
}

void writeImage(const std::filesystem::path& file, const Image& image, SampleDepth depth, const Text& text) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    if (extension == ".tif" || extension == ".tiff") return writeTiff(file, image, depth, text);
    if (extension != ".png") throw Error("Picture '" + file.string() + "' cannot be written: its name must end in .png, .tif or .tiff");
    const std::array<int, 4> first = {0, 1, 2, 3};
    writeFileAtomically(file, encodePng(image.channels > 4 ? pickChannels(image, first) : image, depth, text));
}

std::vector<std::byte> encodePng(const Image& image, SampleDepth depth, const Text& text) {
    auto spec = specification(image, depth, text);
    spec.attribute("png:compressionLevel", 6);
    return encoded("png", image, depth, spec);
}

std::vector<std::byte> encodeJpeg(const Image& image, int quality) {
    auto spec = specification(image, SampleDepth::Bits8, {});
    spec.attribute("Compression", "jpeg:" + std::to_string(quality));
    spec.attribute("jpeg:subsampling", "4:4:4");
    return encoded("jpeg", image, SampleDepth::Bits8, spec);
}

Image colourOf(const Image& image) {
    const std::array<int, 3> order = image.channels < 3 ? std::array{0, 0, 0} : std::array{0, 1, 2};
    return pickChannels(image, order);
}

Image overWhite(const Image& image) {
    Image result = colourOf(image);
    if (image.channels != 4) return result;
    for (size_t i = 0; i < result.samples.size(); ++i) {
        result.samples[i] = 1 + (result.samples[i] - 1) * image.samples[i / 3 * 4 + 3];
    }
    return result;
}

}  // namespace charrette
