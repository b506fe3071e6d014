#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/design/genome.h"

namespace charrette {

/// From 1, unique in a board, and never given to another one; 0 is none.
using VariantId = int64_t;
using GenerationId = int64_t;

constexpr size_t parentLimit = 4;
constexpr int ratingLimit = 5;
/// Bytes of a note.
constexpr size_t noteLimit = 4096;

/// What made a variant out of its parents.
enum class Operation { Sample, Explore, Breed, Interpolate, Sheet, Import };
/// "sample", "explore", …: in files.
std::string toText(Operation operation);
/// Throws `Error` for any other word.
Operation operationFromText(const std::string& text, const std::string& where);

/// Where one part of a genome came from.
struct Origin {
    enum class Part { Parameter, Latent, Direction, Truncation, Noise };

    Part part = Part::Parameter;
    std::string name = {};            ///< of the parameter or direction; of the layer group of a latent: "coarse", "middle", "fine"
    std::vector<double> shares = {};  ///< of each parent, in their order, together 1; empty: of none, as a locked value
    bool isMutated = false;           ///< moved away from what the parents have
    bool operator==(const Origin&) const = default;
};

nlohmann::json toJson(const std::vector<Origin>& origins);
/// Throws `Error` with a sentence that names the field.
std::vector<Origin> originsFromJson(const nlohmann::json& json, const std::string& where);

/// A variant that no board holds yet.
struct NewVariant {
    Genome genome = {};
    std::vector<VariantId> parents = {};  ///< at most `parentLimit`
    std::vector<Origin> origins = {};     ///< one for every part that a parent gave
    bool operator==(const NewVariant&) const = default;
};

/// A genome with its lineage and what a person thinks of it.
struct Variant {
    VariantId id = 0;
    GenerationId generation = 0;
    int place = 0;  ///< in its generation's grid, from 0
    Operation operation = Operation::Sample;
    Genome genome = {};
    std::vector<VariantId> parents = {};
    std::vector<Origin> origins = {};
    std::optional<int> pin = {};  ///< its place in the tray, from 0; none: not pinned
    int rating = 0;               ///< 0: none, else 1 to 5
    std::string note = {};
    bool isRejected = false;
    std::string thumbnail = {};  ///< hash of the picture; empty where there is none
    std::string picture = {};
    bool operator==(const Variant&) const = default;
};

/// Variants that were made together.
struct Generation {
    GenerationId id = 0;
    GenerationId parent = 0;  ///< the one that was shown when this one was made
    Operation operation = Operation::Sample;
    std::string title = {};  ///< one line for people; may be empty
    int columns = 0;         ///< of a sheet; 0: the grid has any width
    int64_t madeAt = 0;      ///< seconds since 1970-01-01 UTC
    size_t count = 0;        ///< of variants, rejected ones included
    bool operator==(const Generation&) const = default;
};

}  // namespace charrette
