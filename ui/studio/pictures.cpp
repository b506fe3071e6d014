#include "ui/studio/pictures.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QImageWriter>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace charrette {

namespace {

/// The key of the text under which picture files carry a genome. Without a colon: Qt takes that for the key's end.
const QString genomeKey = QStringLiteral("charrette-genome");
constexpr qint64 textLimit = 16 << 20;

}  // namespace

QImage imageOf(const Picture& picture) {
    const bool hasCoverage = picture.pixels == PixelFormat::Rgba8;
    const auto format = hasCoverage ? QImage::Format_RGBA8888 : QImage::Format_RGB888;
    const qsizetype row = qsizetype(picture.width) * (hasCoverage ? 4 : 3);
    if (picture.pixels == PixelFormat::Float || picture.samples.size() != size_t(row * picture.height)) return {};
    return QImage(reinterpret_cast<const uchar*>(picture.samples.data()), picture.width, picture.height, row, format).copy();
}

QByteArray pngOf(const QImage& image, const Genome& genome) {
    QBuffer buffer;
    QImageWriter writer(&buffer, "png");
    writer.setText(genomeKey, QString::fromStdString(toJson(genome).dump()));
    return writer.write(image) ? buffer.data() : QByteArray();
}

Genome genomeFromFile(const QString& file) {
    const std::string where = file.toStdString();
    if (const QString text = QImageReader(file).text(genomeKey); !text.isEmpty()) return genomeFromText(text.toStdString(), where);
    QFile source(file);
    if (!file.endsWith(".json", Qt::CaseInsensitive)) throw Error(where + ": there is no variant in this file");
    if (!source.open(QIODevice::ReadOnly)) throw Error(where + ": it cannot be read");
    return genomeFromText(source.read(textLimit + 1).toStdString(), where);
}

}  // namespace charrette
