#include "core/design/latent_values.h"

#include <algorithm>

namespace charrette {

std::vector<float> latentValues(const Latent& latent, const ParameterValues& values, const Card& card) {
    std::vector<float> code = latentValues(latent, size_t(card.latentSize));
    for (const LatentParameter& each : card.latentParameters) {
        const auto set = values.find(each.parameter.name);
        if (set == values.end()) continue;
        const std::vector<float> own = latentComponents(each, set->second);
        for (size_t i = 0; i < own.size(); ++i) code[size_t(each.components[i])] = own[i];
    }
    return code;
}

std::optional<ParameterValue> effectiveValue(const LatentParameter& latent, const Genome& genome, const Card& card) {
    const auto set = genome.parameters.find(latent.parameter.name);
    if (set != genome.parameters.end()) return checkedValue(latent.parameter, set->second);
    if (latent.isArrangement()) return {};
    const std::vector<float> code = latentValues(genome.latent, size_t(card.latentSize));
    return valueOfNormalScore(latent.parameter, code[size_t(latent.components[0])]);
}

std::optional<ParameterValue> effectiveValue(const Parameter& parameter, const Genome& genome, const Card& card) {
    if (const LatentParameter* latent = findLatentParameter(card, parameter.name)) return effectiveValue(*latent, genome, card);
    const auto set = genome.parameters.find(parameter.name);
    return set == genome.parameters.end() ? parameter.defaultValue : checkedValue(parameter, set->second);
}

bool isSetInAny(std::span<const Genome> genomes, const std::string& name) {
    return std::ranges::any_of(genomes, [&](const Genome& genome) { return genome.parameters.contains(name); });
}

std::vector<Genome> withSetNumbersInAll(const Card& card, std::span<const Genome> genomes) {
    std::vector<Genome> made(genomes.begin(), genomes.end());
    for (const LatentParameter& latent : card.latentParameters) {
        if (latent.isArrangement() || !isSetInAny(genomes, latent.parameter.name)) continue;
        for (Genome& genome : made) genome.parameters[latent.parameter.name] = effectiveValue(latent, genome, card).value();
    }
    return made;
}

Latent withComponents(const Latent& latent, const std::vector<int>& components, const std::vector<float>& values, size_t size) {
    std::vector<float> code = latentValues(latent, size);
    for (size_t i = 0; i < components.size(); ++i) code[size_t(components[i])] = values[i];
    return code;
}

std::vector<float> componentsOf(const LatentParameter& arrangement, const Genome& genome, const Card& card) {
    const std::vector<float> code = latentValues(genome.latent, genome.parameters, card);
    std::vector<float> own;
    for (int component : arrangement.components) own.push_back(code[size_t(component)]);
    return own;
}

}  // namespace charrette
