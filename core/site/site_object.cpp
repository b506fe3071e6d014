#include "core/site/site_object.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/site/contact_shadow.h"
#include "core/site/fill.h"
#include "core/site/srgb.h"

namespace charrette {
namespace {

/// What a network leaves of coverage in empty air, and takes from it inside an object.
constexpr float nothing = 0.004f, everything = 0.996f;
/// Coverage below `faint` is an edge's only near something that covers `solid`; in the air it is a network's noise, and would show as a veil.
constexpr float faint = 0.12f, solid = 0.5f;
constexpr int edgeReach = 2;
/// How little a pixel that is half background is believed, beside the estimates of both colours: all of it, where it is all object.
constexpr float doubt = 0.5f;
/// Pixels on both sides from which colours are taken first.
constexpr int reach = 3;

LinearPicture linearColourOf(const Image& picture) {
    LinearPicture linear(picture.width, picture.height);
    for (size_t i = 0; i < linear.pixels(); ++i)
        for (int channel = 0; channel < 3; ++channel)
            linear.plane(channel)[i] = linearOf(picture.samples[i * size_t(picture.channels) + size_t(channel)]);
    return linear;
}

std::vector<float> channelOf(const Image& picture, int channel) {
    std::vector<float> samples(size_t(picture.width) * size_t(picture.height));
    for (size_t i = 0; i < samples.size(); ++i) samples[i] = picture.samples[i * size_t(picture.channels) + size_t(channel)];
    return samples;
}

/// Colours of one of the two layers of a picture, object or background, everywhere: where it is seen alone, and estimated elsewhere.
class Layer {
public:
    /// `known` is 1 where the layer is seen alone and 0 elsewhere, `mixed` where its colour will be asked for.
    Layer(const LinearPicture& picture, std::vector<float> known, const std::vector<float>& mixed)
        : m_picture(picture), m_known(std::move(known)), m_filled(filled(picture, m_known, mixed)) {}

    /// The mean of known pixels nearby, the nearer the more; where there is none, of those further off.
    LinearColour near(int x, int y) const {
        LinearColour sum{};
        float total = 0;
        for (int row = std::max(0, y - reach); row <= std::min(m_picture.height - 1, y + reach); ++row) {
            for (int column = std::max(0, x - reach); column <= std::min(m_picture.width - 1, x + reach); ++column) {
                const size_t at = index(column, row);
                if (m_known[at] == 0) continue;
                const auto distance = float((row - y) * (row - y) + (column - x) * (column - x));
                const float weight = std::exp(-0.8f * distance);
                for (int i = 0; i < 3; ++i) sum[size_t(i)] += weight * m_picture.plane(i)[at];
                total += weight;
            }
        }
        // Few and far ones count less than what the larger surroundings say.
        constexpr float enough = 0.02f;
        const float rest = std::max(0.0f, enough - total);
        for (int i = 0; i < 3; ++i)
            sum[size_t(i)] = (sum[size_t(i)] + rest * m_filled.plane(i)[index(x, y)]) / (total + rest);
        return sum;
    }

private:
    size_t index(int x, int y) const { return size_t(y) * size_t(m_picture.width) + size_t(x); }

    const LinearPicture& m_picture;
    std::vector<float> m_known;
    LinearPicture m_filled;
};

/// The object's own colour at a pixel that it covers in part. `object` and `behind` are estimates of both colours; whatever of the pixel
/// they do not explain belongs to both, by least squares.
LinearColour ownColour(const LinearColour& seen, float coverage, const LinearColour& object, const LinearColour& behind) {
    LinearColour own;
    const float share = coverage / (coverage * coverage + (1 - coverage) * (1 - coverage) + doubt * (1 - coverage));
    for (size_t i = 0; i < 3; ++i) {
        const float unexplained = seen[i] - coverage * object[i] - (1 - coverage) * behind[i];
        own[i] = std::clamp(object[i] + share * unexplained, 0.0f, 1.0f);
    }
    return own;
}

std::vector<float> where(const std::vector<float>& coverage, const auto& holds) {
    std::vector<float> mask(coverage.size());
    std::ranges::transform(coverage, mask.begin(), [&](float share) { return holds(share) ? 1.0f : 0.0f; });
    return mask;
}

LinearColour meanBehind(const LinearPicture& picture, const std::vector<float>& coverage) {
    LinearColour sum{};
    float total = 1e-6f;
    for (size_t i = 0; i < coverage.size(); ++i) {
        const float weight = 1 - coverage[i];
        total += weight;
        for (int channel = 0; channel < 3; ++channel) sum[size_t(channel)] += weight * picture.plane(channel)[i];
    }
    for (float& sample : sum) sample /= total;
    return total < 1 ? meanOf(picture) : sum;
}

bool isNearSolid(const std::vector<float>& coverage, int width, int height, int x, int y) {
    for (int row = std::max(0, y - edgeReach); row <= std::min(height - 1, y + edgeReach); ++row)
        for (int column = std::max(0, x - edgeReach); column <= std::min(width - 1, x + edgeReach); ++column)
            if (coverage[size_t(row) * size_t(width) + size_t(column)] >= solid) return true;
    return false;
}

std::vector<float> cleanedCoverage(const Image& picture) {
    std::vector<float> coverage = channelOf(picture, 3), cleaned = coverage;
    size_t pixel = 0;
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x, ++pixel) {
            const bool isVeil = coverage[pixel] < faint && !isNearSolid(coverage, picture.width, picture.height, x, y);
            cleaned[pixel] = isVeil ? 0 : std::clamp((coverage[pixel] - nothing) / (everything - nothing), 0.0f, 1.0f);
        }
    return cleaned;
}

}  // namespace

bool canBeCutOut(const Card& card) { return std::ranges::find(card.channels, "coverage") != card.channels.end(); }

std::string whyNotCutOut(const Card& card) {
    return "The pictures of '" + card.title + "' do not tell the object from its background, so nothing else can stand behind it";
}

SiteObject cutOut(const Image& picture) {
    assert(picture.channels == 5);
    const LinearPicture linear = linearColourOf(picture);
    const std::vector<float> coverage = cleanedCoverage(picture);
    const auto mixed = where(coverage, [](float share) { return share > 0 && share < 1; });
    const Layer object(linear, where(coverage, [](float share) { return share >= 1; }), mixed);
    const Layer behind(linear, where(coverage, [](float share) { return share <= 0; }), mixed);
    SiteObject made{.width = picture.width, .height = picture.height};
    made.colour.resize(3 * made.pixels());
    made.openness.resize(made.pixels());
    size_t pixel = 0;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x, ++pixel) {
            const float share = coverage[pixel];
            made.openness[pixel] = 1 - share;
            if (share <= 0) continue;
            LinearColour own = {linear.plane(0)[pixel], linear.plane(1)[pixel], linear.plane(2)[pixel]};
            if (share < 1) own = ownColour(own, share, object.near(x, y), behind.near(x, y));
            for (size_t i = 0; i < 3; ++i) made.colour[i * made.pixels() + pixel] = share * own[i];
        }
    }
    made.surroundings = meanBehind(linear, coverage);
    made.shadow = contactShadow({picture.width, picture.height, coverage, channelOf(picture, 4)});
    return made;
}

}  // namespace charrette
