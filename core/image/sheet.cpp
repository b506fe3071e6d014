#include "core/image/sheet.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/error.h"
#include "core/image/image_file.h"

namespace charrette {
namespace {

constexpr double pleasantAspect = 1.5;

struct Layout {
    int columns = 1, rows = 1, cellWidth = 0, cellHeight = 0, width = 0, height = 0;
};

Layout layoutWith(int columns, int count, const Image& picture, const SheetOptions& options) {
    Layout layout{.columns = columns, .rows = (count + columns - 1) / columns};
    layout.cellWidth = picture.width + options.gap;
    layout.cellHeight = picture.height + options.captionHeight + options.gap;
    layout.width = options.labelWidth + layout.columns * layout.cellWidth - options.gap + 2 * options.margin;
    layout.height = layout.rows * layout.cellHeight - options.gap + 2 * options.margin;
    return layout;
}

Layout chosenLayout(int count, const Image& picture, const SheetOptions& options) {
    if (options.columns > 0) return layoutWith(std::min(options.columns, count), count, picture, options);
    const auto unpleasant = [](const Layout& layout) { return std::abs(std::log(double(layout.width) / layout.height / pleasantAspect)); };
    Layout best = layoutWith(1, count, picture, options);
    for (int columns = 2; columns <= count; ++columns) {
        const Layout layout = layoutWith(columns, count, picture, options);
        if (unpleasant(layout) < unpleasant(best)) best = layout;
    }
    return best;
}

void paste(Image& sheet, const Image& picture, int left, int top) {
    for (int y = 0; y < picture.height; ++y) {
        std::copy_n(&picture.samples[size_t(y) * picture.width * 3], size_t(picture.width) * 3,
                    &sheet.samples[(size_t(top + y) * sheet.width + left) * 3]);
    }
}

}  // namespace

Image contactSheet(const std::vector<Image>& pictures, const SheetOptions& options) {
    if (pictures.empty()) throw Error("A contact sheet needs at least one picture");
    const Layout layout = chosenLayout(int(pictures.size()), pictures.front(), options);
    Image sheet(layout.width, layout.height, 3);
    std::fill(sheet.samples.begin(), sheet.samples.end(), options.background);
    for (int i = 0; i < int(pictures.size()); ++i) {
        if (pictures[i].samples.empty()) continue;
        assert(pictures[i].width == pictures.front().width && pictures[i].height == pictures.front().height);
        const int left = options.margin + options.labelWidth + i % layout.columns * layout.cellWidth;
        const int top = options.margin + i / layout.columns * layout.cellHeight;
        paste(sheet, colourOf(pictures[i]), left, top);
        if (options.captionHeight > 0 && size_t(i) < options.captions.size()) {
            drawText(sheet, left, top + pictures[i].height + 4, options.captions[i]);
        }
        if (options.labelWidth > 0 && i % layout.columns == 0 && size_t(i / layout.columns) < options.labels.size()) {
            drawText(sheet, options.margin, top + pictures[i].height / 2 - 6, options.labels[i / layout.columns]);
        }
    }
    return sheet;
}

}  // namespace charrette
