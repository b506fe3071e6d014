#include "app/cli/site_arguments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/command_line/terminal.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/engine/service/pixels.h"
#include "core/engine/service/site_grounds.h"
#include "core/image/image_file.h"
#include "core/site/grounds.h"
#include "core/site/site_object.h"

namespace charrette {
namespace {

constexpr double photoMatch = 0.5;

/// "0.1,-0.2,1.5,3": as many numbers as there are limits.
void readPlacement(const std::string& text, Site& site) {
    const std::array<double*, 4> targets = {&site.x, &site.y, &site.scale, &site.angle};
    size_t from = 0;
    for (size_t i = 0; i < targets.size(); ++i) {
        const size_t comma = i + 1 < targets.size() ? text.find(',', from) : text.size();
        const auto number = comma == std::string::npos ? std::nullopt : numberFromText(std::string_view(text).substr(from, comma - from));
        if (!number) throw UsageError("--place must be four numbers, X,Y,SCALE,ANGLE, not '" + text + "'");
        *targets[i] = *number;
        from = comma + 1;
    }
    const bool fits = std::abs(site.x) <= 4 && std::abs(site.y) <= 4 && site.scale >= 0.05 && site.scale <= 20 && std::abs(site.angle) <= 45;
    if (!fits) throw UsageError("--place takes X and Y from -4 to 4, SCALE from 0.05 to 20 and ANGLE from -45 to 45, not '" + text + "'");
}

std::shared_ptr<const Photo> readPhoto(const std::string& file) {
    Image image = overWhite(readImage(file, {.maximumSide = 32768, .maximumSamples = 400'000'000}));
    if (hasForeignColours(file))
        std::fprintf(stderr, "charrette-cli: '%s' has a colour profile, which is not applied: its colours are taken as sRGB\n", shown(file).c_str());
    const double scale = std::min(1.0, double(photoSideLimit) / std::max(image.width, image.height));
    const auto side = [&](int pixels) { return std::max(1, int(std::lround(pixels * scale))); };
    if (scale < 1) image = resized(image, side(image.width), side(image.height));
    return std::make_shared<const Photo>(image.width, image.height, pixelsOf(image, PixelFormat::Rgb8));
}

}  // namespace

ChosenSite siteFrom(const Arguments& arguments, const Card& card) {
    ChosenSite chosen;
    const std::string name = arguments.text("site", arguments.has("photo") ? "photo" : "");
    const bool isPhoto = name == "photo";
    if (arguments.has("photo") != isPhoto)
        throw UsageError(isPhoto ? "--site photo needs the photo, as --photo FILE" : "--photo cannot be given together with --site " + name);
    if (arguments.has("place") && !isPhoto) throw UsageError("--place places a photo, which --photo gives");
    for (const char* option : {"match", "shadow"})
        if (arguments.has(option) && name.empty() && !arguments.has("genome"))
            throw UsageError("--" + std::string(option) + " belongs to a site, which --site or --photo gives");
    if (isPhoto) chosen.photo = readPhoto(arguments.text("photo"));
    if (name.empty()) return chosen;
    if (!canBeCutOut(card)) throw Error(whyNotCutOut(card));
    const Ground* ground = groundNamed(name);
    Site site{.name = name, .match = ground ? ground->match : photoMatch};
    if (isPhoto) {
        site.photo = sha256OfFile(arguments.text("photo"));
        site.file = std::filesystem::path(arguments.text("photo")).filename().string();
        if (arguments.has("place")) readPlacement(arguments.text("place"), site);
    }
    site.match = arguments.number("match", site.match, 0, 1);
    site.shadow = arguments.number("shadow", site.shadow, 0, 1);
    checkSite(site, chosen.photo.get());
    chosen.site = site;
    return chosen;
}

Genome onSite(const Genome& genome, const ChosenSite& chosen, const Card& card) {
    Genome made = genome;
    // A genome that names a photo keeps its placement; the file may be another copy of it.
    const bool isSamePhoto = genome.site && chosen.site && genome.site->name == "photo" && chosen.site->name == "photo";
    if (chosen.site && !isSamePhoto) made.site = chosen.site;
    if (!made.site) return made;
    if (!canBeCutOut(card)) throw Error(whyNotCutOut(card));
    checkSite(*made.site, chosen.photo.get());
    return made;
}

Image composited(const Image& picture, const Genome& genome, const ChosenSite& chosen, int bits) {
    if (!genome.site) return picture;
    const SiteGround ground = groundOf(*genome.site, chosen.photo.get(), picture.width, picture.height);
    return compositeImage(cutOut(picture), ground, *genome.site, 3, bits == 8 ? Rounding::Bytes : Rounding::None);
}

}  // namespace charrette
