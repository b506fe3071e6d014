#include "ui/window/window_sketch.h"

#include <algorithm>
#include <array>

#include <QPainter>
#include <QSettings>

namespace charrette {

namespace {

constexpr const char* sketchKey = "window/sketch";
constexpr int mostPixels = 4096;
constexpr std::array fields = {&WindowSketch::menu, &WindowSketch::bar, &WindowSketch::left, &WindowSketch::right, &WindowSketch::status};

}  // namespace

WindowSketch keptSketch() {
    const QStringList numbers = QSettings().value(sketchKey).toStringList();
    if (size_t(numbers.size()) != fields.size()) return {};
    WindowSketch sketch;
    for (size_t i = 0; i < fields.size(); ++i) {
        bool isNumber = false;
        const int pixels = numbers[qsizetype(i)].toInt(&isNumber);
        if (!isNumber || pixels < 0 || pixels > mostPixels) return {};
        sketch.*fields[i] = pixels;
    }
    return sketch;
}

void keepSketch(const WindowSketch& sketch) {
    QStringList numbers;
    for (const auto field : fields) numbers << QString::number(sketch.*field);
    QSettings().setValue(sketchKey, numbers);
}

void paintSketch(QPainter& painter, const QSize& size, const QPalette& palette, const WindowSketch& sketch) {
    const QRect inside(0, sketch.menu, size.width(), std::max(0, size.height() - sketch.menu - sketch.status));
    const int centre = size.width() - sketch.left - sketch.right;
    painter.fillRect(QRect(QPoint(), size), palette.color(QPalette::Base));
    painter.fillRect(QRect(sketch.left, inside.top() + sketch.bar, centre, inside.height() - sketch.bar), palette.color(QPalette::Window));
    // The lines below the menus and above the foot.
    if (sketch.menu > 0) painter.fillRect(QRect(0, inside.top() - 1, size.width(), 1), palette.color(QPalette::Mid));
    painter.fillRect(QRect(0, inside.bottom() + 1, size.width(), 1), palette.color(QPalette::Mid));
}

}  // namespace charrette
