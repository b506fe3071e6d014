#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <ranges>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/model_arguments.h"
#include "app/cli/site_arguments.h"
#include "app/command_line/terminal.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/design/model_folders.h"
#include "core/design/sampling.h"
#include "core/engine/model.h"
#include "core/image/image_file.h"
#include "core/image/sheet.h"

namespace charrette {
namespace {

constexpr uint64_t genomeLimit = 16u << 20;
const std::string software = "Charrette " CHARRETTE_VERSION;

/// Pictures of genomes before the chosen site, which the genomes name from now on.
std::vector<Image> renderAll(Model& model, std::vector<Genome>& genomes, const ChosenSite& site, std::stop_token stop, int bits = 8) {
    for (Genome& genome : genomes) genome = onSite(genome, site, model.card());
    ProgressBar bar("Rendering");
    auto pictures = model.render(
        genomes, [&](size_t done) { bar.show(done, genomes.size()); }, stop);
    if (pictures.size() < genomes.size()) throw Interrupted("Interrupted; nothing was written");
    for (size_t i = 0; i < pictures.size(); ++i) pictures[i] = composited(pictures[i], genomes[i], site, bits);
    return pictures;
}

/// The picture with its genome in the file's text, so that it can be made again.
void writePicture(const std::filesystem::path& file, const Image& picture, SampleDepth depth, const Genome& genome) {
    const auto recipe = toJson(genome).dump(-1, ' ', true);
    writeImage(file, colourOf(picture), depth, {{"Software", software}, {"Description", recipe}});
}

void writeGenome(const std::filesystem::path& file, const Genome& genome) { writeFileAtomically(file, toJson(genome).dump(2) + "\n"); }

void writeEach(const std::filesystem::path& folder, const std::vector<Image>& pictures, const std::vector<Genome>& genomes,
               std::stop_token stop) {
    for (size_t i = 0; i < pictures.size(); ++i) {
        if (stop.stop_requested())
            throw Interrupted("Interrupted after " + std::to_string(i) + " of " + std::to_string(pictures.size()) + " files");
        const auto name = folder / std::to_string(std::get<uint32_t>(genomes[i].latent));
        writePicture(std::filesystem::path(name).concat(".png"), pictures[i], SampleDepth::Bits8, genomes[i]);
        writeGenome(std::filesystem::path(name).concat(".json"), genomes[i]);
    }
}

void checkPictureName(const Arguments& arguments) {
    auto extension = std::filesystem::path(arguments.text("out")).extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    if (extension != ".png" && extension != ".tif" && extension != ".tiff") {
        throw UsageError("--out must end in .png, .tif or .tiff, not '" + arguments.text("out") + "'");
    }
    checkOutput(arguments, "out");
}

SamplingOptions samplingFrom(const Arguments& arguments, const Card& card) {
    SamplingOptions options;
    options.seed = seedFrom(arguments);
    options.count = size_t(arguments.integer("count", 24, 1, 4096));
    options.fixed = valuesFrom(arguments, card);
    options.spread = arguments.number("spread", 1, 0, 1);
    options.truncation = truncationFrom(arguments, card);
    return options;
}

std::string shortHash(const std::string& hash) { return hash.substr(0, 8) + "…"; }

void checkVersion(const Genome& genome, const Card& card, const std::string& file) {
    const auto made = genome.modelHash, now = card.modelHash();
    if (made.empty() || now.empty() || made == now) return;
    throw Error("'" + file + "' was made with another version of the model (" + shortHash(made) + ", this is " + shortHash(now) + ")");
}

Genome askedGenome(const Arguments& arguments, Model& model) {
    if (!arguments.has("genome")) return genomeFrom(arguments, model.card());
    for (const char* other : {"seed", "set", "truncation"}) {
        if (arguments.has(other)) throw UsageError("--genome says everything: it cannot be given together with --" + std::string(other));
    }
    const auto file = arguments.text("genome");
    const Genome genome = genomeFromText(readTextFile(file, genomeLimit), file);
    checkVersion(genome, model.card(), file);
    if (!genome.directions.empty()) model.directions();
    return checkedGenome(genome, model.card());
}

/// The values that a row of a strip goes through; of an arrangement, one number after the other.
std::vector<ParameterValue> rowValues(const Parameter& parameter, const Card& card, int steps) {
    if (const auto* latent = findLatentParameter(card, parameter.name); latent && latent->isArrangement()) {
        std::vector<ParameterValue> numbers;
        for (int64_t number = int64_t(parameter.minimum); number <= int64_t(parameter.maximum) && int(numbers.size()) < steps; ++number)
            numbers.emplace_back(number);
        return numbers;
    }
    if (parameter.kind == ParameterKind::Toggle) return {false, true};
    std::vector<ParameterValue> values(parameter.choices.begin(), parameter.choices.end());
    if (parameter.kind == ParameterKind::Choice) return values;
    for (int i = 0; i < steps; ++i) {
        const double value = std::lerp(parameter.minimum, parameter.maximum, double(i) / (steps - 1));
        if (parameter.kind == ParameterKind::Number)
            values.emplace_back(value);
        else
            values.emplace_back(int64_t(std::llround(value)));
    }
    values.erase(std::ranges::unique(values).begin(), values.end());  // of whole numbers there can be fewer than steps
    return values;
}

std::string captionOf(const Parameter& parameter, const ParameterValue& value) {
    const auto* number = std::get_if<double>(&value);
    if (!number) return valueToText(value);
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", parameter.decimals, *number);
    return text;
}

/// A row of a strip: as many captions as genomes.
struct Row {
    std::string label;
    std::vector<std::string> captions = {};
    std::vector<Genome> genomes = {};
};

Row parameterRow(const Parameter& parameter, const Card& card, const Genome& base, int steps) {
    Row row = {.label = parameter.unit.empty() ? parameter.name : parameter.name + " (" + parameter.unit + ")"};
    for (const auto& value : rowValues(parameter, card, steps)) {
        row.captions.push_back(captionOf(parameter, value));
        row.genomes.push_back(base);
        row.genomes.back().parameters[parameter.name] = value;
    }
    return row;
}

Row directionRow(const Direction& direction, const Genome& base) {
    Row row = {.label = direction.name};
    for (int amount = -3; amount <= 3; ++amount) {
        row.captions.push_back(std::to_string(amount));
        row.genomes.push_back(base);
        row.genomes.back().directions[direction.name] = amount;
    }
    return row;
}

/// Rows that are shorter than others end with free places.
Image stripSheet(const std::vector<Row>& rows, const std::vector<Image>& pictures) {
    SheetOptions options;
    options.captionHeight = 18;
    for (const Row& row : rows) {
        options.columns = std::max(options.columns, int(row.genomes.size()));
        options.labels.push_back(row.label);
        options.labelWidth = std::max(options.labelWidth, textWidth(row.label) + 12);
    }
    std::vector<Image> cells;
    size_t done = 0;
    for (const Row& row : rows) {
        for (int column = 0; column < options.columns; ++column) {
            const bool isFree = size_t(column) >= row.genomes.size();
            cells.push_back(isFree ? Image() : pictures.at(done++));
            options.captions.push_back(isFree ? "" : row.captions[size_t(column)]);
        }
    }
    return contactSheet(cells, options);
}

void writeStrip(const Arguments& arguments, Model& model, const std::vector<Row>& rows, std::stop_token stop) {
    const ChosenSite site = siteFrom(arguments, model.card());
    std::vector<Genome> genomes;
    for (const Row& row : rows) genomes.insert(genomes.end(), row.genomes.begin(), row.genomes.end());
    const auto pictures = renderAll(model, genomes, site, stop);
    writeImage(arguments.text("out"), stripSheet(rows, pictures), SampleDepth::Bits8, {{"Software", software}});
}

}  // namespace

void makeGrid(const Arguments& arguments, std::stop_token stop) {
    checkPictureName(arguments);
    Model model = Model::open(findModel(arguments.text("model")));
    const ChosenSite site = siteFrom(arguments, model.card());
    auto genomes = sampleGenomes(model.card(), samplingFrom(arguments, model.card()));
    SheetOptions sheet;
    sheet.columns = int(arguments.integer("columns", 0, 1, 4096));
    if (arguments.has("each")) makeFolder(arguments.text("each"));
    const auto pictures = renderAll(model, genomes, site, stop);
    if (arguments.has("each")) writeEach(arguments.text("each"), pictures, genomes, stop);
    writeImage(arguments.text("out"), contactSheet(pictures, sheet), SampleDepth::Bits8, {{"Software", software}});
    if (!arguments.has("json")) return;
    auto list = nlohmann::json::array();
    for (const auto& genome : genomes) list.push_back(toJson(genome));
    std::printf("%s\n", list.dump(2).c_str());
}

void renderOne(const Arguments& arguments, std::stop_token stop) {
    checkPictureName(arguments);
    const auto bits = arguments.text("bits", "8");
    checkOutput(arguments, "genome-out");
    if (bits != "8" && bits != "16") throw UsageError("--bits must be 8 or 16, not '" + bits + "'");
    Model model = Model::open(findModel(arguments.text("model")));
    const ChosenSite site = siteFrom(arguments, model.card());
    std::vector<Genome> genomes = {askedGenome(arguments, model)};
    const auto pictures = renderAll(model, genomes, site, stop, bits == "8" ? 8 : 16);
    writePicture(arguments.text("out"), pictures.at(0), bits == "8" ? SampleDepth::Bits8 : SampleDepth::Bits16, genomes[0]);
    if (arguments.has("genome-out")) writeGenome(arguments.text("genome-out"), genomes[0]);
}

void makeStrip(const Arguments& arguments, std::stop_token stop) {
    checkPictureName(arguments);
    const int steps = int(arguments.integer("steps", 7, 2, 64));
    Model model = Model::open(findModel(arguments.text("model")));
    std::vector<Parameter> parameters;
    for (const auto& name : arguments.all("parameter")) parameters.push_back(parameterNamed(name, model.card()));
    if (parameters.empty()) parameters = model.card().parameters;
    if (parameters.empty()) throw Error("Model '" + model.card().name + "' has no parameters to run through");
    const Genome base = genomeFrom(arguments, model.card());
    std::vector<Row> rows;
    for (const auto& parameter : parameters) rows.push_back(parameterRow(parameter, model.card(), base, steps));
    writeStrip(arguments, model, rows, stop);
}

void showDirections(const Arguments& arguments, std::stop_token stop) {
    checkPictureName(arguments);
    const auto count = size_t(arguments.integer("count", 1024, 1, 1024));
    Model model = Model::open(findModel(arguments.text("model")));
    const Genome base = genomeFrom(arguments, model.card());
    if (model.directions().empty()) throw Error("Model '" + model.card().name + "' has no directions: its style vectors do not vary");
    std::vector<Row> rows;
    for (const auto& direction : model.directions() | std::views::take(count)) rows.push_back(directionRow(direction, base));
    writeStrip(arguments, model, rows, stop);
    if (arguments.has("json")) std::printf("%s\n", toJson(model.card()).at("directions").dump(2).c_str());
}

}  // namespace charrette
