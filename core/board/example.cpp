#include "core/board/example.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/design/breeding.h"
#include "core/design/interpolation.h"
#include "core/design/sampling.h"
#include "core/design/starting_settings.h"

namespace charrette {

namespace {

constexpr uint32_t firstSeed = 7;
constexpr size_t firstCount = 12, laterCount = 9;
constexpr size_t sheetSteps = 4;
constexpr double aroundSpread = 0.35;

Settings freshSettings(const Card& card) {
    Settings settings{.model = {card.name, card.title, card.modelHash()}, .truncation = card.truncation, .seed = firstSeed};
    for (const Parameter& parameter : card.parameters) settings.parameters[parameter.name] = parameter.defaultValue;
    settings.count = int(firstCount);
    return settings;
}

/// The second starting point, or else nothing but another seed.
Settings startedSettings(const Card& card) {
    Settings settings = freshSettings(card);
    settings.count = int(laterCount);
    settings.seed += firstCount;
    if (card.startingPoints.empty()) return settings;
    return withStartingPoint(card, settings, card.startingPoints[std::min<size_t>(1, card.startingPoints.size() - 1)]);
}

std::vector<NewVariant> withoutParents(std::vector<Genome> genomes) {
    std::vector<NewVariant> variants;
    for (Genome& genome : genomes) variants.push_back({.genome = std::move(genome)});
    return variants;
}

/// Makes a generation and gives its variants back.
std::vector<Variant> added(Board& board, const NewGeneration& generation) {
    return board.variants({.generation = board.addGeneration(generation)});
}

void pin(Board& board, const Variant& variant, const std::string& note) {
    board.pin(std::array{variant.id});
    board.setNote(variant.id, note);
}

Axis wholeAxis(const Parameter& parameter) {
    return {.name = parameter.name, .from = parameter.minimum, .to = parameter.maximum, .steps = sheetSteps};
}

/// Two axes that a picture shows well: the first number, and the first of another group; where there is none, the second.
std::vector<Axis> sheetAxes(const Card& card) {
    std::vector<Parameter> numbers;
    std::ranges::copy_if(card.parameters, std::back_inserter(numbers), isNumeric);
    if (numbers.size() < 2) return {};
    const auto isElsewhere = [&](const Parameter& parameter) { return parameter.group != numbers[0].group; };
    const auto other = std::ranges::find_if(numbers, isElsewhere);
    return {wholeAxis(numbers[0]), wholeAxis(other == numbers.end() ? numbers[1] : *other)};
}

void addSheet(Board& board, const Card& card, const Variant& corner, const Settings& settings) {
    const auto axes = sheetAxes(card);
    if (axes.size() < 2) return;
    const std::string title = findParameter(card, axes[0].name)->label + " × " + findParameter(card, axes[1].name)->label;
    board.addGeneration({.operation = Operation::Sheet,
                         .title = title,
                         .columns = int(stepsOf(card, axes[1])),
                         .variants = sheet(card, corner, axes[0], axes[1]),
                         .settings = settings});
}

/// A ground of `core/site` behind all variants, where they can be cut out.
void addSite(Board& board, const Card& card, Settings settings) {
    if (std::ranges::find(card.channels, "coverage") == card.channels.end()) return;
    settings.site = Site{.name = "dusk", .match = 0.6};
    board.setSite(settings);
}

}  // namespace

void tellExample(Board& board, const Card& card) {
    const Settings fresh = freshSettings(card), started = startedSettings(card);
    const auto first = added(board, {.variants = withoutParents(sampleGenomes(card, samplingOptions(fresh))), .settings = fresh});
    pin(board, first[6], "Liked at first sight");
    pin(board, first[3], "Its proportions, in another colour");

    board.setSettings(started);
    const auto second = added(board, {.variants = withoutParents(sampleGenomes(card, samplingOptions(started))), .settings = started});
    pin(board, second[0], "The direction to take");
    board.reject(std::array{second[7].id});

    SamplingOptions options = samplingOptions(started);
    options.seed += uint32_t(laterCount);
    options.spread *= aroundSpread;
    const auto around = added(
        board, {.operation = Operation::Explore, .variants = exploreAround(card, second[0], options), .settings = started});
    board.rate(std::array{around[2].id}, 3);

    const std::array parents = {first[6], around[2]};
    const auto children =
        added(board, {.operation = Operation::Breed, .variants = breed(card, parents, {.seed = 3, .count = laterCount}), .settings = started});
    pin(board, children[4], "From both parents: Enter shows which part came from which");
    board.rate(std::array{children[4].id}, 5);

    addSheet(board, card, second[0], started);
    addSite(board, card, started);
}

}  // namespace charrette
