#pragma once

#include <QByteArray>
#include <QImage>

#include "core/design/genome.h"
#include "core/design/protocol.h"

namespace charrette {

/// An engine's picture. Throws nothing: a picture without the samples that its size asks for gives a null image.
QImage imageOf(const Picture& picture);

/// As a PNG file, with the genome in its text, so that the file brings the variant back.
QByteArray pngOf(const QImage& image, const Genome& genome);
/// The genome that a picture file or JSON file holds. Throws `Error` naming the file when there is none.
Genome genomeFromFile(const QString& file);

}  // namespace charrette
