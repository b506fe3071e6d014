#pragma once

#include <QTemporaryDir>

#include "core/board/board.h"
#include "core/design/breeding.h"
#include "tests/core/design/sample_card.h"

namespace charrette::test {

inline std::filesystem::path pathIn(const QTemporaryDir& folder, const char* name) {
    return std::filesystem::path(folder.path().toStdString()) / name;
}

inline std::vector<NewVariant> sampledVariants(uint32_t seed, size_t count) {
    std::vector<NewVariant> variants;
    for (Genome& genome : sampleGenomes(sampleCard(), {.seed = seed, .count = count})) variants.push_back({.genome = std::move(genome)});
    return variants;
}

/// Everything that a person sees of a board.
struct Seen {
    Settings settings;
    GenerationId generation;
    StepId step;
    std::vector<Generation> generations;  ///< without the time
    std::vector<Variant> variants;
    std::vector<Variant> pins;
    std::vector<LineageEdge> lineage;
    bool operator==(const Seen&) const = default;
};

inline Seen seen(const Board& board) {
    std::vector<Generation> generations = board.generations();
    for (Generation& generation : generations) generation.madeAt = 0;
    return {board.settings(), board.currentGeneration(), board.currentStep(), generations, board.variants({.rejected = true}), board.pins(),
            board.lineage()};
}

/// Some bytes that stand for a picture.
inline std::vector<std::byte> sampleBytes(size_t size, int content) {
    std::vector<std::byte> bytes(size);
    for (size_t i = 0; i < size; ++i) bytes[i] = std::byte((i * 31 + size_t(content) * 17 + i / 251) & 255);
    for (size_t i = 0; i < std::min<size_t>(size, 4); ++i) bytes[i] = std::byte(content >> (8 * i) & 255);
    return bytes;
}

inline std::vector<VariantId> idsOf(const std::vector<Variant>& variants) {
    std::vector<VariantId> ids;
    for (const Variant& variant : variants) ids.push_back(variant.id);
    return ids;
}

/// The gesture of that number, of every kind in turn, on a board that had the ones before it.
inline void scriptedGesture(Board& board, int number) {
    const std::vector<VariantId> ids = idsOf(board.variants());
    const auto some = [&](size_t count) {
        std::vector<VariantId> chosen;
        for (size_t i = 0; i < count && !ids.empty(); ++i) chosen.push_back(ids[(size_t(number) * 7 + i * 3) % ids.size()]);
        return chosen;
    };
    const uint32_t seed = uint32_t(number);
    if (ids.size() < 4) {
        board.addGeneration({.variants = sampledVariants(seed, 6)});
        return;
    }
    switch (number % 14) {
        case 0:
            board.addGeneration({.title = "Chairs " + std::to_string(number), .variants = sampledVariants(seed, 4)});
            break;
        case 1:
            board.pin(some(2));
            break;
        case 2:
            board.rate(some(3), number % 6);
            break;
        case 3:
            board.setNote(some(1)[0], "Note " + std::to_string(number));
            break;
        case 4: {
            const std::vector<Variant> parents = {board.variant(ids[0]), board.variant(ids.back())};
            board.addGeneration({.operation = Operation::Breed, .variants = breed(sampleCard(), parents, {.seed = seed, .count = 3})});
            break;
        }
        case 5: {
            Settings settings = board.settings();
            settings.parameters["height"] = 380.0 + number % 100;
            settings.locked = {"height"};
            settings.seed = seed;
            board.setSettings(settings);
            break;
        }
        case 6:
            board.reject(some(1));
            break;
        case 7:
            board.undo();
            break;
        case 8:
            board.undo();
            break;
        case 9:
            number % 3 == 0 ? board.setNote(some(1)[0], "Branch " + std::to_string(number)) : board.redo();
            break;
        case 10:
            board.addVariants(board.currentGeneration(), Operation::Import, sampledVariants(seed, 1));
            break;
        case 11:
            board.showGeneration(board.generations().front().id);
            break;
        case 12:
            if (const auto pins = board.pins(); !pins.empty()) board.movePin(pins.back().id, 0);
            break;
        case 13:
            if (const auto pins = board.pins(); !pins.empty()) board.unpin(std::vector<VariantId>{pins.front().id});
            break;
    }
}

}  // namespace charrette::test
