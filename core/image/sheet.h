#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"

namespace charrette {

/// A contact sheet's layout, in pixels.
struct SheetOptions {
    int columns = 0;  ///< 0: chosen so that the sheet is about 3:2
    int gap = 6;
    int margin = 12;
    float background = 0.11f;           ///< grey, sRGB-encoded
    int captionHeight = 0;              ///< room under each picture; 0: no captions
    int labelWidth = 0;                 ///< room to the left of each row; 0: no labels
    std::vector<std::string> captions;  ///< one a picture
    std::vector<std::string> labels;    ///< one a row
};

/// Pictures of one size laid out in rows; an empty one leaves its place free. Three channels.
Image contactSheet(const std::vector<Image>& pictures, const SheetOptions& options = {});

/// Writes one line of light text, 12 pixels high, with its top left corner at (x, y); what lies outside the picture is cut off.
/// Printable ASCII, and a degree sign as "deg"; anything else is shown as a question mark. Needs no font on the machine.
void drawText(Image& image, int x, int y, const std::string& text);
/// How many pixels `drawText` takes for it.
int textWidth(const std::string& text);

}  // namespace charrette
