#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/command_line/terminal.h"
#include "core/base/error.h"
#include "core/design/card.h"
#include "core/design/model_folders.h"

namespace charrette {
namespace {

void printLine(const std::string& line) { std::printf("%s\n", line.c_str()); }

void printField(const std::string& name, const std::string& value) {
    if (!value.empty()) printLine("  " + padded(name, 18) + value);
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : between) + word;
    return text;
}

std::string allowedValues(const Parameter& parameter) {
    if (parameter.kind == ParameterKind::Toggle) return "on or off";
    if (parameter.kind == ParameterKind::Choice) return joined(parameter.choices, ", ");
    const std::string range = valueToText(parameter.minimum) + " to " + valueToText(parameter.maximum);
    return parameter.unit.empty() ? range : range + " " + parameter.unit;
}

void printParameter(const Parameter& parameter, const std::string& otherwise) {
    const std::string values = allowedValues(parameter);
    printLine("  " + padded(parameter.name, 18) + padded(parameter.label, 22) + (otherwise.empty() ? values : padded(values, 28) + otherwise));
}

void printParameters(const Card& card) {
    printLine("\nParameters");
    for (const auto& parameter : card.parameters) printParameter(parameter, "default " + valueToText(parameter.defaultValue));
}

void printLatentParameters(const Card& card) {
    printLine("\nLatent parameters, which vary with the seed where they are not set");
    for (const auto& latent : card.latentParameters) printParameter(latent.parameter, latent.isArrangement() ? "the number of an arrangement" : "");
}

void printPassport(const Passport& passport) {
    printLine("\nPassport");
    printField("Training data", passport.trainingData);
    printField("Made by", passport.madeBy);
    printField("Licence", passport.licence);
    printField("Known bias", passport.bias);
    printField("Intended use", passport.intendedUse);
}

void printCard(const Card& card, const std::filesystem::path& folder) {
    printLine(card.title);
    if (!card.description.empty()) printLine(card.description);
    const auto side = std::to_string(card.resolution);
    printLine("");
    printField("Folder", shown(folder.string()));
    printField("Pictures", side + " x " + side + " pixels: " + joined(card.channels, ", "));
    printField("Latent, style", std::to_string(card.latentSize) + ", " + std::to_string(card.styleSize));
    printField("Truncation", valueToText(card.truncation));
    std::vector<std::string> directions;
    for (const auto& direction : card.directions) directions.push_back(direction.name);
    printField("Directions", joined(directions, ", "));
    if (!card.parameters.empty()) printParameters(card);
    if (!card.latentParameters.empty()) printLatentParameters(card);
    printPassport(card.passport);
    printLine("\nFiles (SHA-256)");
    printField(card.weights, card.weightsHash);
    printField(card.encoder, card.encoderHash);
}

/// By the folder's name, which is what `--model` takes.
void listModel(const std::filesystem::path& folder) {
    const Card card = readCard(folder / "card.json");
    const auto side = std::to_string(card.resolution);
    printLine(padded(shown(folder.filename().string()), 18) + padded(card.title, 22) + padded(side + " x " + side, 13) +
              std::to_string(card.parameters.size()) + " parameters");
}

}  // namespace

void listModels(const Arguments&, std::stop_token) {
    const auto folders = modelFolders();
    if (folders.empty()) throw Error("There are no models; CHARRETTE_MODELS can name folders that hold some");
    for (const auto& folder : folders) {
        try {
            listModel(folder);
        } catch (const Error& error) {
            std::fprintf(stderr, "charrette-cli: %s\n", shown(error.what()).c_str());
        }
    }
}

void inspectModel(const Arguments& arguments, std::stop_token) {
    const auto folder = findModel(arguments.positional());
    const Card card = readCard(folder / "card.json");
    if (arguments.has("json"))
        printLine(toJson(card).dump(2));
    else
        printCard(card, folder);
}

}  // namespace charrette
