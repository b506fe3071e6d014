#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/design/latent_parameter.h"
#include "core/design/parameter.h"

namespace charrette {

/// Whether models and data sets may have square pictures of so many pixels a side: a power of two from 16 to 1024.
constexpr bool isResolution(int64_t side) { return side >= 16 && side <= 1024 && (side & (side - 1)) == 0; }

/// A named vector in style space with the layers it acts on; `values` times `deviation` is one standard deviation.
struct Direction {
    std::string name;
    int firstLayer = 0;
    int lastLayer = 0;  ///< inclusive
    double deviation = 1;
    std::vector<float> values;  ///< length `styleSize`, unit length
};

/// What a person must know before using a model's pictures. Plain sentences.
struct Passport {
    std::string trainingData;  ///< what the pictures are, and how many
    std::string madeBy;
    std::string licence;       ///< SPDX expression
    std::string bias;          ///< what is over- and under-represented, what the model cannot do
    std::string intendedUse;
};

/// Named settings that a designer can begin from; shown as small pictures. Parameters that it does not name stay free.
struct StartingPoint {
    std::string title;  ///< for people, "Alpine house"
    ParameterValues parameters = {};
    uint32_t seed = 0;  ///< of the variant that stands for it
    bool operator==(const StartingPoint&) const = default;
};

/// What a model is; `card.json` in its folder, beside the weights.
struct Card {
    std::string name;         ///< folder name and command line: [a-z][a-z0-9-]*
    std::string title;        ///< for people
    std::string description;  ///< one sentence
    int resolution = 256;     ///< power of two, 16 to 1024
    std::vector<std::string> channels;  ///< {"red","green","blue"} or with "coverage","depth" after them
    int latentSize = 64;
    int styleSize = 128;
    std::vector<Parameter> parameters;
    std::vector<LatentParameter> latentParameters;  ///< their names differ from those of `parameters`
    std::vector<Direction> directions;
    std::vector<StartingPoint> startingPoints;
    Passport passport;
    double truncation = 1;       ///< default psi
    std::string weights;         ///< file name of the generator's weights in the folder, no path
    std::string weightsHash;     ///< SHA-256 of that file
    std::string encoder;         ///< file name; empty when there is none
    std::string encoderHash;

    /// What genomes name: the weights' hash.
    const std::string& modelHash() const { return weightsHash; }
};

/// Reads and checks `card.json` (at most 16 MiB). Throws `Error` with a sentence that names the file and the field.
Card readCard(const std::filesystem::path& file);
Card cardFromText(const std::string& text, const std::string& where);
Card cardFromJson(const nlohmann::json& json, const std::string& where);
nlohmann::json toJson(const Card& card);

/// What people say of a model before it is packaged: a card's `name`, `title`, `description`, `passport`, `startingPoints`. Throws `Error`.
Card cardFromAbout(const std::filesystem::path& file);

/// The parameter of that name, declared or latent; null where there is none.
const Parameter* findParameter(const Card& card, const std::string& name);
/// The latent one of that name; null where there is none.
const LatentParameter* findLatentParameter(const Card& card, const std::string& name);

/// Throws `Error` naming the field unless all of the card is consistent.
void checkCard(const Card& card, const std::string& where);

/// Throws `Error` unless a file beside the card has the SHA-256 that the card says.
void checkHash(const std::filesystem::path& file, const std::string& expected);

}  // namespace charrette
