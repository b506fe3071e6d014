#include <chrono>
#include <cstdio>

#include "tests/core/board/sample_board.h"

using namespace charrette;
using namespace charrette::test;
using Clock = std::chrono::steady_clock;

namespace {

constexpr size_t variantCount = 10'000, generationSize = 100, pageSize = 96;
constexpr size_t thumbnailBytes = 12'000;
constexpr double limitSeconds = 1;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Every variant has a thumbnail; every tenth one is pinned, rated or noted.
void makeBoard(const std::filesystem::path& file) {
    Board board = Board::create(file);
    for (size_t first = 0; first < variantCount; first += generationSize) {
        const GenerationId generation = board.addGeneration({.variants = sampledVariants(uint32_t(first), generationSize)});
        std::vector<std::vector<std::byte>> pictures;
        std::vector<NewPicture> thumbnails;
        for (VariantId id : idsOf(board.variants({.generation = generation}))) {
            pictures.push_back(sampleBytes(thumbnailBytes, int(id)));
            thumbnails.push_back({id, PictureKind::Thumbnail, pictures.back()});
        }
        board.storePictures(thumbnails);
        board.pin(std::vector<VariantId>{thumbnails[3].variant});
        for (size_t i = 0; i < 8; ++i) board.rate(std::vector<VariantId>{thumbnails[10 * i].variant}, 1 + int(i % 5));
    }
}

/// What a window asks for before it shows a board.
double secondsToOpen(const std::filesystem::path& file) {
    const auto start = Clock::now();
    const Board board = Board::open(file);
    board.settings();
    board.generations();
    board.pins();
    board.undoable();
    const std::vector<Variant> page = board.variants({.count = pageSize});
    for (const Variant& variant : page) board.picture(variant.thumbnail);
    return since(start);
}

}  // namespace

int main() {
    const QTemporaryDir folder;
    const std::filesystem::path file = pathIn(folder, "large.charrette");
    makeBoard(file);
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) times.push_back(secondsToOpen(file));
    std::ranges::sort(times);
    std::printf("%zu variants, %.0f MB: opened with the first %zu in %.3f s; opening / limit: %.3f (at most 1)\n", variantCount,
                double(std::filesystem::file_size(file)) / 1e6, pageSize, times[2], times[2] / limitSeconds);
    const Board board = Board::open(file);
    auto start = Clock::now();
    const size_t all = board.variants().size();
    std::printf("all %zu variants listed in %.3f s, ", all, since(start));
    start = Clock::now();
    board.lineage();
    std::printf("their lineage in %.3f s, ", since(start));
    start = Clock::now();
    board.history();
    std::printf("the history in %.3f s\n", since(start));
    return times[2] <= limitSeconds ? 0 : 1;
}
