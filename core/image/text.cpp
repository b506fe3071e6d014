#include <algorithm>
#include <array>

#include <stb_easy_font.h>

#include "core/image/sheet.h"

namespace charrette {
namespace {

constexpr float textGrey = 0.86f;

/// What stb_easy_font writes for each corner of a rectangle.
struct Corner {
    float x, y, z;
    unsigned char colour[4];
};

std::string printable(std::string text) {
    const std::string degree = "\xC2\xB0";
    for (size_t at; (at = text.find(degree)) != std::string::npos;) text.replace(at, degree.size(), "deg");
    std::erase_if(text, [](char c) { return (c & 0xC0) == 0x80; });  // continuation bytes of UTF-8: one mark a character
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < 32 || c > 126; }, '?');
    return text;
}

void fillRectangle(Image& image, int left, int top, int right, int bottom) {
    for (int y = std::max(top, 0); y < std::min(bottom, image.height); ++y) {
        for (int x = std::max(left, 0); x < std::min(right, image.width); ++x) {
            for (int c = 0; c < std::min(image.channels, 3); ++c) image.at(x, y, c) = textGrey;
        }
    }
}

}  // namespace

void drawText(Image& image, int x, int y, const std::string& text) {
    std::string line = printable(text);
    std::vector<std::array<Corner, 4>> rectangles(line.size() * 30 + 1);
    const int count = stb_easy_font_print(0, 0, line.data(), nullptr, rectangles.data(), int(rectangles.size() * sizeof(rectangles[0])));
    for (int i = 0; i < count; ++i) {
        const auto& [topLeft, topRight, bottomRight, bottomLeft] = rectangles[i];
        fillRectangle(image, x + int(topLeft.x), y + int(topLeft.y), x + int(bottomRight.x), y + int(bottomRight.y));
    }
}

int textWidth(const std::string& text) { return stb_easy_font_width(printable(text).data()); }

}  // namespace charrette
