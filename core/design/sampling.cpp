#include "core/design/sampling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "core/design/condition.h"
#include "core/design/draws.h"
#include "core/design/json.h"

namespace charrette {
namespace {

/// The three uniform numbers that decide one parameter of one variant.
struct Draws {
    double bin, place, take;
};

/// They depend on nothing else, take microseconds, and a slider asks for the same ones at every move.
Draws drawsFor(uint32_t seed, const std::string& name) {
    constexpr size_t mostKnown = 20'000;
    thread_local std::map<std::pair<uint32_t, std::string>, Draws> known;
    if (known.size() > mostKnown) known.clear();
    const auto [found, isNew] = known.try_emplace({seed, name});
    if (isNew) {
        const std::vector<double> uniform = uniformFor("charrette-parameter", seed, name, 3);
        found->second = {uniform[0], uniform[1], uniform[2]};
    }
    return found->second;
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

ParameterValue drawNumber(const Parameter& parameter, const ParameterValue& middle, const Draws& draws, double spread) {
    const std::vector<double> even = {1.0};
    const auto& shares = parameter.distribution.histogram.empty() ? even : parameter.distribution.histogram;
    const double position = (double(binOf(shares, draws.bin)) + draws.place) / double(shares.size());
    const double drawn = parameter.minimum + position * (parameter.maximum - parameter.minimum);
    const double centre = numberOf(middle);
    const double number = std::clamp(centre + spread * (drawn - centre), parameter.minimum, parameter.maximum);
    if (std::holds_alternative<int64_t>(middle)) return int64_t(std::llround(number));
    return number;
}

ParameterValue drawChoice(const Parameter& parameter, const ParameterValue& middle, const Draws& draws, double spread) {
    if (draws.take >= spread) return middle;
    const bool toggle = parameter.kind == ParameterKind::Toggle;
    const std::vector<double> even(toggle ? 2 : parameter.choices.size(), 1.0);
    const size_t drawn = binOf(parameter.distribution.histogram.empty() ? even : parameter.distribution.histogram, draws.bin);
    if (toggle) return drawn == 1;
    return parameter.choices.at(drawn);
}

void checkSpread(double spread, const std::string& where, const std::string& field) {
    if (!(spread >= 0 && spread <= 1)) refuse(where, field + " must be from 0 to 1, not " + shown(spread));
}

void checkOptions(const SamplingOptions& options) {
    checkNumber(int64_t(options.count), 1, 10000, "sampling", "count");
    checkSpread(options.spread, "sampling", "spread");
    if (!(std::abs(options.truncation) <= 2)) refuse("sampling", "truncation must be from -2 to 2, not " + shown(options.truncation));
}

/// Defaults, then what is drawn towards, then what is fixed. Latent parameters that neither names are not set.
ParameterValues centres(const Card& card, const SamplingOptions& options) {
    ParameterValues values = options.fixed;
    values.insert(options.around.begin(), options.around.end());
    return completeValues(card, values);
}

/// Numbers of arrangements have nothing between them.
bool isArrangement(const Card& card, const std::string& name) {
    const LatentParameter* latent = findLatentParameter(card, name);
    return latent && latent->isArrangement();
}

}  // namespace

double spreadOf(const std::map<std::string, double>& variation, const std::string& name, double spread) {
    const auto found = variation.find(name);
    return found == variation.end() ? spread : found->second * spread;
}

void checkVariation(const Card& card, const std::map<std::string, double>& variation, const std::string& where) {
    for (const auto& [name, share] : variation) {
        if (!findParameter(card, name)) refuse(where, "variation: the model has no parameter " + shown(name));
        checkSpread(share, where, "variation of " + name);
    }
}

ParameterValue sampledValue(const Parameter& parameter, const ParameterValue& centre, double spread, uint32_t seed) {
    const ParameterValue middle = checkedValue(parameter, centre);
    checkSpread(spread, "parameter '" + parameter.name + "'", "spread");
    const Draws draws = drawsFor(seed, parameter.name);
    return isNumeric(parameter) ? drawNumber(parameter, middle, draws, spread) : drawChoice(parameter, middle, draws, spread);
}

std::pair<double, double> sampledRange(const Parameter& parameter, double centre, double spread) {
    return {centre + spread * (parameter.minimum - centre), centre + spread * (parameter.maximum - centre)};
}

std::vector<Genome> sampleGenomes(const Card& card, const SamplingOptions& options) {
    checkOptions(options);
    checkVariation(card, options.variation, "sampling");
    const ParameterValues base = centres(card, options);
    std::vector<Genome> genomes;
    for (size_t i = 0; i < options.count; ++i) {
        const uint32_t seed = options.seed + uint32_t(i);
        Genome genome{.modelHash = card.modelHash(), .parameters = base, .latent = seed, .directions = options.directions};
        genome.truncation.psi = options.truncation;
        for (const auto& [name, centre] : base) {
            if (options.fixed.count(name) || isArrangement(card, name)) continue;
            genome.parameters[name] = sampledValue(*findParameter(card, name), centre, spreadOf(options.variation, name, options.spread), seed);
        }
        genomes.push_back(std::move(genome));
    }
    return genomes;
}

}  // namespace charrette
