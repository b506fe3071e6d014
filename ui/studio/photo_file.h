#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

namespace charrette {

/// A photo as a board keeps it: upright, sRGB, at most 2048 pixels a side.
struct PhotoFile {
    QByteArray bytes = {};  ///< a JPEG file
    QImage photo = {};      ///< what these bytes give, as RGB888
    QString name = {};      ///< the file's, without its folder
    QString failure = {};   ///< one sentence where it cannot be read; the rest is empty then
};

/// Reads any picture that Qt reads, of at most 100 megapixels. Takes its orientation and its colour profile into account; what is
/// transparent becomes white. Slow for large ones: call it beside the window's thread.
PhotoFile readPhoto(const QString& file);

/// The photo that a board has kept; null where it cannot be decoded.
QImage decodedPhoto(const QByteArray& bytes);

}  // namespace charrette
