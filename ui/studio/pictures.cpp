#include "ui/studio/pictures.h"

#include <QBuffer>
#include <QImageWriter>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/design/genome_file.h"
#include "core/design/json.h"

namespace charrette {

namespace {

constexpr uint64_t fileLimit = 512u << 20;

}  // namespace

QImage imageOf(const Picture& picture) {
    const bool hasCoverage = picture.pixels == PixelFormat::Rgba8;
    const auto format = hasCoverage ? QImage::Format_RGBA8888 : QImage::Format_RGB888;
    const qsizetype row = qsizetype(picture.width) * (hasCoverage ? 4 : 3);
    if (picture.pixels == PixelFormat::Float || isFile(picture.pixels) || picture.samples.size() != size_t(row * picture.height)) return {};
    return QImage(reinterpret_cast<const uchar*>(picture.samples.data()), picture.width, picture.height, row, format).copy();
}

QByteArray pngOf(const QImage& image, const Genome& genome) {
    QBuffer buffer;
    if (!QImageWriter(&buffer, "png").write(image)) return {};
    const auto plain = std::as_bytes(std::span(buffer.data().constData(), size_t(buffer.data().size())));
    const auto file = pngWithGenome(plain, toJson(genome).dump(-1, ' ', true));
    return {reinterpret_cast<const char*>(file.data()), qsizetype(file.size())};
}

Genome genomeFromFile(const QString& file) {
    const std::string where = file.toStdString();
    if (file.endsWith(".json", Qt::CaseInsensitive)) return genomeFromText(readTextFile(where, jsonByteLimit), where);
    const std::string text = genomeTextIn(readFile(where, fileLimit));
    if (text.empty()) throw Error(where + ": there is no variant in this file; a picture that Charrette has exported brings one");
    return genomeFromText(text, where);
}

}  // namespace charrette
