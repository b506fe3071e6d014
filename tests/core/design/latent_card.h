#pragma once

#include "tests/core/design/sample_card.h"

namespace charrette {

/// A latent parameter whose range is spread evenly, but for the histogram.
inline LatentParameter latentNumber(const std::string& name, int component, std::vector<double> histogram = {}) {
    LatentParameter latent{.components = {component}};
    latent.parameter.name = name;
    latent.parameter.label = name;
    latent.parameter.group = "Surface";
    latent.parameter.minimum = 20;
    latent.parameter.maximum = 60;
    latent.parameter.decimals = 0;
    latent.parameter.defaultValue = 40.0;
    latent.parameter.distribution = {40, 11, std::move(histogram)};
    return latent;
}

inline LatentParameter arrangement(const std::string& name, std::vector<int> components) {
    LatentParameter latent = latentNumber(name, 0);
    latent.components = std::move(components);
    latent.parameter.kind = ParameterKind::Integer;
    latent.parameter.minimum = 1;
    latent.parameter.maximum = 999;
    latent.parameter.defaultValue = int64_t(1);
    return latent;
}

/// The sample card with two latent numbers and an arrangement, of a code of six.
inline Card latentCard() {
    Card card = sampleCard();
    card.latentSize = 6;
    card.latentParameters = {latentNumber("tone", 0), latentNumber("warmth", 3, {0, 0.5, 0.25, 0.25}), arrangement("grain", {1, 4, 5})};
    card.latentParameters[1].parameter.group = "Form";
    return card;
}

}  // namespace charrette
