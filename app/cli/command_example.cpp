#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/model_arguments.h"
#include "app/command_line/terminal.h"
#include "core/base/error.h"
#include "core/board/example.h"
#include "core/design/genome_file.h"
#include "core/design/model_folders.h"
#include "core/engine/model.h"
#include "core/engine/service/pixels.h"
#include "core/image/image_file.h"

namespace charrette {

namespace {

constexpr int thumbnailSide = 96;

/// One thumbnail for each variant; nothing is stored before all are there.
void storeThumbnails(Board& board, Model& model, std::stop_token stop) {
    const std::vector<Variant> variants = board.variants({.rejected = true});
    std::vector<Genome> genomes;
    for (const Variant& variant : variants) genomes.push_back(variant.genome);
    ProgressBar bar("Rendering");
    const auto pictures = model.render(
        genomes, [&](size_t done) { bar.show(done, genomes.size()); }, stop);
    if (pictures.size() < genomes.size()) throw Interrupted("Interrupted; the example has no pictures");
    std::vector<std::vector<std::byte>> files;
    std::vector<NewPicture> thumbnails;
    for (const Image& picture : pictures) files.push_back(fileOf(resized(picture, thumbnailSide, thumbnailSide), PixelFormat::Png8, {}));
    for (size_t i = 0; i < variants.size(); ++i) thumbnails.push_back({variants[i].id, PictureKind::Thumbnail, files[i]});
    board.storePictures(thumbnails);
}

}  // namespace

void makeExample(const Arguments& arguments, std::stop_token stop) {
    checkOutput(arguments, "out");
    Model model = Model::open(findModel(arguments.text("model")));
    Board board = Board::create(arguments.text("out"));
    tellExample(board, model.card());
    storeThumbnails(board, model, stop);
}

}  // namespace charrette
