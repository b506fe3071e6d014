#include "core/design/latent_parameter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

/// Beyond these shares the score of a rare value would run away from all that training has seen.
constexpr double leastShare = 0.001;
/// And what a person sets stays where a hundredth of the data lie beyond: networks go on in a straight line, past what the value means.
constexpr double farthestSet = 2.326;

double normalShare(double quantile) { return std::erfc(-quantile / std::sqrt(2.0)) / 2; }

double normalQuantile(double share) {
    double low = -8, high = 8;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (normalShare(middle) < share ? low : high) = middle;
    }
    return low;
}

/// The share of the training data below a place in the range, 0 to 1.
double shareBelow(const std::vector<double>& histogram, double place) {
    place = std::clamp(place, 0.0, 1.0) * double(histogram.size());
    const size_t bin = std::min(size_t(place), histogram.size() - 1);
    return std::accumulate(histogram.begin(), histogram.begin() + ptrdiff_t(bin), (place - double(bin)) * histogram[bin]);
}

/// The place in the range, 0 to 1, below which this share of the training data lies. Shares that round to more than all of them end where
/// the data end.
double placeOf(const std::vector<double>& histogram, double share) {
    double place = 1;
    for (size_t bin = 0; bin < histogram.size(); ++bin) {
        if (histogram[bin] > 0) place = (double(bin) + std::min(share / histogram[bin], 1.0)) / double(histogram.size());
        if (histogram[bin] > 0 && share <= histogram[bin]) break;
        share -= histogram[bin];
    }
    return place;
}

/// An arrangement has a list of components, a number one.
std::vector<int> readComponents(ObjectReader& reader, bool isArrangement) {
    if (!isArrangement) return {int(reader.integer("component", 0, latentSizeLimit - 1))};
    std::vector<int> components;
    for (int64_t component : reader.integers("components", size_t(latentSizeLimit))) {
        checkNumber(component, 0, latentSizeLimit - 1, reader.where(), "components");
        components.push_back(int(component));
    }
    if (components.empty()) refuse(reader.where(), "components must be at least one number");
    return components;
}

}  // namespace

double normalScore(const Parameter& parameter, double value) {
    const double place = (value - parameter.minimum) / (parameter.maximum - parameter.minimum);
    const auto& histogram = parameter.distribution.histogram;
    const double share = histogram.empty() ? place : shareBelow(histogram, place);
    return normalQuantile(std::clamp(share, leastShare, 1 - leastShare));
}

double valueOfNormalScore(const Parameter& parameter, double score) {
    const double share = normalShare(score);
    const auto& histogram = parameter.distribution.histogram;
    const double place = histogram.empty() ? share : placeOf(histogram, share);
    return parameter.minimum + std::clamp(place, 0.0, 1.0) * (parameter.maximum - parameter.minimum);
}

std::vector<float> latentComponents(const LatentParameter& latent, const ParameterValue& value) {
    const ParameterValue checked = checkedValue(latent.parameter, value);
    if (!latent.isArrangement()) return {float(std::clamp(normalScore(latent.parameter, numberOf(checked)), -farthestSet, farthestSet))};
    const std::vector<double> draws = standardNormal(uint32_t(std::get<int64_t>(checked)), latent.components.size());
    return {draws.begin(), draws.end()};
}

json toJson(const LatentParameter& latent) {
    json object = toJson(latent.parameter);
    if (latent.isArrangement())
        object["components"] = latent.components;
    else
        object["component"] = latent.components.at(0);
    return object;
}

LatentParameter latentParameterFromJson(const json& object, const std::string& where) {
    const std::string place = joined(where, "latent parameter");
    if (!object.is_object()) refuse(place, "must be an object, not " + shown(object));
    json definition = object;
    definition.erase("component");
    definition.erase("components");
    LatentParameter latent{.parameter = parameterFromJson(definition, place)};
    json own = json::object();
    for (const char* field : {"component", "components"})
        if (object.contains(field)) own[field] = object[field];
    ObjectReader reader(own, joined(place, shown(latent.parameter.name)));
    if (!isNumeric(latent.parameter)) refuse(reader.where(), "kind must be number or integer");
    latent.components = readComponents(reader, latent.isArrangement());
    reader.finish();
    if (!latent.isArrangement()) return latent;
    if (latent.parameter.minimum < 0) refuse(reader.where(), "minimum must not be below 0 for an arrangement");
    if (latent.parameter.maximum > double(UINT32_MAX)) refuse(reader.where(), "maximum must be below 2^32");
    return latent;
}

}  // namespace charrette
