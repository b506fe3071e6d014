#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"

namespace charrette {

/// A contact sheet's layout, in pixels.
struct SheetOptions {
    int columns = 0;     ///< 0: chosen so that the sheet is about 3:2
    int gap = 6;
    int margin = 12;
    float background = 0.11f;  ///< grey, sRGB-encoded
    int captionHeight = 0;     ///< room under each picture; 0: no captions
};

/// Pictures of one size laid out in rows. Three channels.
Image contactSheet(const std::vector<Image>& pictures, const SheetOptions& options = {});

}  // namespace charrette
