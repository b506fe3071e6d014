#pragma once

#include <QPalette>
#include <QSize>

class QPainter;

namespace charrette {

/// Where the window's surfaces lie, in pixels, so that it can be painted as it was left before any of its parts is made.
struct WindowSketch {
    int menu = 31;    ///< height; 0 where the menus stand outside the window
    int bar = 45;     ///< height, above the grid
    int left = 276;   ///< width of the panel
    int right = 268;  ///< width of pins and lineage
    int status = 30;  ///< height
    bool operator==(const WindowSketch&) const = default;
};

/// From the settings; the defaults where there are none, or none that a window can have.
WindowSketch keptSketch();
void keepSketch(const WindowSketch& sketch);

/// Paints the surfaces of a window of that size.
void paintSketch(QPainter& painter, const QSize& size, const QPalette& palette, const WindowSketch& sketch);

}  // namespace charrette
