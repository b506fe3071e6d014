#pragma once

#include <filesystem>

#include "core/design/card.h"
#include "core/nn/generator_options.h"

namespace charrette::test {

/// The card of a model of 32² pictures with coverage and depth: a number, an integer, a choice and a toggle; the same direction for all six
/// layers ("all"), for the first three ("coarse") and for the last three ("fine").
Card tinyCard();

/// Writes a model of that card with random weights. The folder's last part should be "tiny", the model's name.
void writeTinyModel(const std::filesystem::path& folder);

/// The same without directions in its card.
void writeTinyModelWithoutDirections(const std::filesystem::path& folder);
/// With a latent number "tone" and an arrangement "grain": the same weights.
Card tinyLatentCard();
void writeTinyModelWithLatents(const std::filesystem::path& folder);

/// Writes a model of a card with random weights, as F16. `options` must fit the card.
void writeRandomModel(const std::filesystem::path& folder, const Card& card, const GeneratorOptions& options);

/// Writes a model of pictures of 128², which are worth previews, without any, and gives back its card.
Card writeLargerModel(const std::filesystem::path& folder);
/// Writes a preview head with random weights for such a model, of a generator with that hash.
void writePreviewHead(const std::filesystem::path& file, const std::string& generatorHash);

/// Writes `card.json` with the hash of the weights that lie in the folder, so that the two belong together.
void writeCard(const std::filesystem::path& folder, Card card);

}  // namespace charrette::test
