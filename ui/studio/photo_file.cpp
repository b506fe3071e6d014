#include "ui/studio/photo_file.h"

#include <cmath>
#include <cstdint>

#include <QBuffer>
#include <QColorSpace>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>
#include <QPainter>

#include "core/design/site.h"

namespace charrette {

namespace {

constexpr double mostMegapixels = 100;
constexpr int quality = 92;
/// Mebibytes: of a photo of the most megapixels, at 16 bits.
constexpr int allocationLimit = 1024;

struct Photos {
    Q_DECLARE_TR_FUNCTIONS(Photos)
};

PhotoFile failed(const QString& file, const QString& reason) {
    return {.failure = Photos::tr("The photo '%1' cannot be read: %2").arg(QFileInfo(file).fileName(), reason)};
}

QImage onWhite(const QImage& image) {
    QImage made(image.size(), QImage::Format_RGB888);
    made.fill(Qt::white);
    QPainter(&made).drawImage(0, 0, image);
    return made;
}

QImage inSrgb(QImage image) {
    const QColorSpace space = image.colorSpace();
    if (space.isValid() && space != QColorSpace(QColorSpace::SRgb)) image.convertToColorSpace(QColorSpace(QColorSpace::SRgb));
    image = image.hasAlphaChannel() ? onWhite(image) : image.convertToFormat(QImage::Format_RGB888);
    image.setColorSpace({});
    return image;
}

/// Whether a JPEG file (ISO/IEC 10918-1) goes on to its end: readers show grey for what was cut off.
bool isWholeJpeg(const QByteArray& file) {
    const auto at = [&](qsizetype place) { return place < file.size() ? uint8_t(file[place]) : 0; };
    const auto isWithinScan = [&](qsizetype place) {
        return at(place) != 0xff || at(place + 1) == 0 || (at(place + 1) >= 0xd0 && at(place + 1) <= 0xd7);
    };
    for (qsizetype place = 2; place + 1 < file.size() && at(place) == 0xff;) {
        const int marker = at(place + 1);
        if (marker == 0xd9) return true;
        place += marker == 0xff ? 1 : 2 + 256 * at(place + 2) + at(place + 3);
        if (marker == 0xda)
            while (place + 1 < file.size() && isWithinScan(place)) ++place;
    }
    return false;
}

bool isCutOff(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) && !isWholeJpeg(file.readAll());
}

QByteArray encoded(const QImage& photo) {
    QBuffer buffer;
    QImageWriter writer(&buffer, "jpeg");
    writer.setQuality(quality);
    return writer.write(photo) ? buffer.data() : QByteArray();
}

}  // namespace

QImage decodedPhoto(const QByteArray& bytes) {
    const QImage photo = QImage::fromData(bytes).convertToFormat(QImage::Format_RGB888);
    const bool fits = photo.width() <= photoSideLimit && photo.height() <= photoSideLimit;
    return fits ? photo : QImage();
}

PhotoFile readPhoto(const QString& file) {
    QImageReader::setAllocationLimit(allocationLimit);
    QImageReader reader(file);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (!QFileInfo(file).isFile()) return failed(file, Photos::tr("there is no such file"));
    const QSize size = reader.size();
    if (!reader.canRead()) return failed(file, Photos::tr("it is damaged, or not a picture of a kind that is known here"));
    const double megapixels = double(size.width()) * size.height() / 1e6;
    if (megapixels > mostMegapixels)
        return failed(file, Photos::tr("it has %1 megapixels, and at most %2 are read").arg(std::ceil(megapixels)).arg(mostMegapixels));
    if (reader.format() == "jpeg" && isCutOff(file)) return failed(file, Photos::tr("it ends too early"));
    const QSize limit(photoSideLimit, photoSideLimit);
    if (size.isValid() && (size.width() > photoSideLimit || size.height() > photoSideLimit))
        reader.setScaledSize(size.scaled(limit, Qt::KeepAspectRatio).expandedTo({1, 1}));
    QImage image = reader.read();
    if (image.isNull()) return failed(file, Photos::tr("it is damaged (%1)").arg(reader.errorString()));
    if (image.width() > photoSideLimit || image.height() > photoSideLimit)
        image = image.scaled(limit, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    PhotoFile read{.bytes = encoded(inSrgb(image)), .name = QFileInfo(file).fileName()};
    read.photo = decodedPhoto(read.bytes);
    if (read.photo.isNull()) return failed(file, Photos::tr("it cannot be kept"));
    return read;
}

}  // namespace charrette
