#include "core/design/sampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/design/condition.h"
#include "core/design/json.h"

namespace charrette {
namespace {

/// The three uniform numbers that decide one parameter of one variant.
struct Draws {
    double bin, place, take;
};

/// Depends on nothing but the variant's seed and the parameter's name.
Draws drawsFor(uint32_t seed, const std::string& name) {
    const std::string text = "charrette-parameter:" + std::to_string(seed) + ":" + name;
    const std::string digest = sha256(std::as_bytes(std::span(text)));
    const std::string littleEndian = digest.substr(6, 2) + digest.substr(4, 2) + digest.substr(2, 2) + digest.substr(0, 2);
    const std::vector<double> uniform = standardUniform(uint32_t(std::stoul(littleEndian, nullptr, 16)), 3);
    return {uniform[0], uniform[1], uniform[2]};
}

/// The bin into which a uniform number falls, where bins are as wide as their shares.
size_t binOf(const std::vector<double>& shares, double uniform) {
    double rest = uniform * std::accumulate(shares.begin(), shares.end(), 0.0);
    size_t last = 0;
    for (size_t i = 0; i < shares.size(); ++i) {
        if (shares[i] <= 0) continue;
        last = i;
        if (rest < shares[i]) break;
        rest -= shares[i];
    }
    return last;
}

ParameterValue drawNumber(const Parameter& parameter, const Draws& draws, double spread) {
    const std::vector<double> even = {1.0};
    const auto& shares = parameter.distribution.histogram.empty() ? even : parameter.distribution.histogram;
    const double position = (double(binOf(shares, draws.bin)) + draws.place) / double(shares.size());
    const double drawn = parameter.minimum + position * (parameter.maximum - parameter.minimum);
    const ParameterValue middle = checkedValue(parameter, parameter.defaultValue);
    const auto* whole = std::get_if<int64_t>(&middle);
    const double centre = whole ? double(*whole) : std::get<double>(middle);
    const double number = std::clamp(centre + spread * (drawn - centre), parameter.minimum, parameter.maximum);
    if (whole) return int64_t(std::llround(number));
    return number;
}

ParameterValue drawChoice(const Parameter& parameter, const Draws& draws, double spread) {
    if (draws.take >= spread) return parameter.defaultValue;
    const bool toggle = parameter.kind == ParameterKind::Toggle;
    const std::vector<double> even(toggle ? 2 : parameter.choices.size(), 1.0);
    const size_t drawn = binOf(parameter.distribution.histogram.empty() ? even : parameter.distribution.histogram, draws.bin);
    if (toggle) return drawn == 1;
    return parameter.choices.at(drawn);
}

ParameterValue drawValue(const Parameter& parameter, uint32_t seed, double spread) {
    const Draws draws = drawsFor(seed, parameter.name);
    return isNumeric(parameter) ? drawNumber(parameter, draws, spread) : drawChoice(parameter, draws, spread);
}

void checkOptions(const SamplingOptions& options) {
    checkNumber(int64_t(options.count), 1, 10000, "sampling", "count");
    if (!(options.spread >= 0 && options.spread <= 1)) refuse("sampling", "spread must be from 0 to 1, not " + shown(options.spread));
    if (!(std::abs(options.truncation) <= 2)) refuse("sampling", "truncation must be from -2 to 2, not " + shown(options.truncation));
}

}  // namespace

std::vector<Genome> sampleGenomes(const Card& card, const SamplingOptions& options) {
    checkOptions(options);
    const ParameterValues base = completeValues(card.parameters, options.fixed);
    std::vector<Genome> genomes;
    for (size_t i = 0; i < options.count; ++i) {
        const uint32_t seed = options.seed + uint32_t(i);
        Genome genome{.modelHash = card.modelHash(), .parameters = base, .latent = seed, .truncation = {.psi = options.truncation}};
        for (const Parameter& parameter : card.parameters) {
            if (!options.fixed.count(parameter.name)) genome.parameters[parameter.name] = drawValue(parameter, seed, options.spread);
        }
        genomes.push_back(std::move(genome));
    }
    return genomes;
}

}  // namespace charrette
