#pragma once

#include <QImage>
#include <QPixmap>

namespace charrette {

/// A picture fitted into a square of `side` pixels as widgets count them, sharp on a screen that has `ratio` of its own to each. Null where
/// the picture is.
inline QPixmap shownPicture(const QImage& picture, int side, double ratio) {
    if (picture.isNull()) return {};
    const QSize pixels = (QSizeF(side, side) * ratio).toSize();
    QPixmap pixmap = QPixmap::fromImage(picture.scaled(pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

}  // namespace charrette
