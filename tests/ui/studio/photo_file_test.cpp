#include "ui/studio/photo_file.h"

#include <QBuffer>
#include <QColorSpace>
#include <QFile>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QtTest>

using namespace charrette;

namespace {

/// Red to the left, blue to the right, and brighter below.
QImage halves(const QSize& size) {
    QImage image(size, QImage::Format_RGB888);
    image.fill(QColor(200, 30, 30));
    for (int y = 0; y < image.height(); ++y) {
        uchar* row = image.scanLine(y);
        for (int x = image.width() / 2; x < image.width(); ++x) row[3 * x] = 30, row[3 * x + 2] = 200;
    }
    return image;
}

bool isNear(const QColor& one, const QColor& other, int by = 12) {
    return std::abs(one.red() - other.red()) <= by && std::abs(one.green() - other.green()) <= by && std::abs(one.blue() - other.blue()) <= by;
}

}  // namespace

class PhotoFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fiftyMegapixelsAreScaled() {
        save(halves({8660, 5774}), "large.jpg");
        const PhotoFile read = readPhoto(place("large.jpg"));
        QVERIFY2(read.failure.isEmpty(), qPrintable(read.failure));
        QVERIFY(read.photo.width() == 2048 && std::abs(read.photo.height() - 1365) <= 1);
        QCOMPARE(read.name, QString("large.jpg"));
        QVERIFY(read.bytes.size() < 4'000'000);
        QVERIFY(isNear(read.photo.pixelColor(200, 600), QColor(200, 30, 30)) && isNear(read.photo.pixelColor(1900, 600), QColor(30, 30, 200)));
    }

    void aPortraitStaysOne() {
        save(halves({1500, 3000}), "portrait.png");
        const PhotoFile read = readPhoto(place("portrait.png"));
        QCOMPARE(read.photo.size(), QSize(1024, 2048));
    }

    void aCamerasOrientationIsHonoured() {
        // As stored on its side: tag 274 of the EXIF header says 6, a quarter turn clockwise.
        save(halves({400, 300}), "plain.jpg");
        QFile file(place("plain.jpg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        const QByteArray exif = QByteArray::fromHex("ffe1002245786966000049492a00080000000100120103000100000006000000000000000000");
        bytes.insert(2, exif.first(2 + 0x22));
        write("turned.jpg", bytes);
        const PhotoFile read = readPhoto(place("turned.jpg"));
        QVERIFY2(read.failure.isEmpty(), qPrintable(read.failure));
        QCOMPARE(read.photo.size(), QSize(300, 400));
        QVERIFY(isNear(read.photo.pixelColor(150, 40), QColor(200, 30, 30)) && isNear(read.photo.pixelColor(150, 360), QColor(30, 30, 200)));
    }

    void aColourProfileIsApplied() {
        QImage wide(64, 64, QImage::Format_RGB888);
        wide.fill(QColor(120, 200, 90));
        wide.setColorSpace(QColorSpace::AdobeRgb);
        save(wide, "adobe.png");
        const QColor expected = [&] {
            QImage converted = wide.convertToFormat(QImage::Format_RGB32);
            converted.convertToColorSpace(QColorSpace(QColorSpace::SRgb));
            return converted.pixelColor(30, 30);
        }();
        const PhotoFile read = readPhoto(place("adobe.png"));
        QVERIFY(isNear(read.photo.pixelColor(30, 30), expected, 3));
        QVERIFY(!isNear(read.photo.pixelColor(30, 30), QColor(120, 200, 90), 8));
        QVERIFY(!read.photo.colorSpace().isValid());
    }

    void whatIsTransparentBecomesWhite() {
        QImage image(16, 16, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        save(image, "clear.png");
        QVERIFY(isNear(readPhoto(place("clear.png")).photo.pixelColor(8, 8), Qt::white, 2));
    }

    void whatTheBoardKeepsGivesTheSamePixels() {
        save(halves({300, 200}), "a.png");
        const PhotoFile read = readPhoto(place("a.png"));
        QVERIFY(decodedPhoto(read.bytes) == read.photo);
        QVERIFY(decodedPhoto("nonsense").isNull());
    }

    void brokenAndTooLargeOnesAreRefusedWithASentence() {
        write("broken.jpg", "\xff\xd8\xff\xe0 nothing more");
        save(halves({900, 600}), "cut.png");
        QFile cut(place("cut.png"));
        QVERIFY(cut.open(QIODevice::ReadWrite) && cut.resize(cut.size() / 3));
        write("text.jpg", "hello");
        // A header alone: 20,000 x 20,000 pixels.
        write("bomb.png", QByteArray::fromHex("89504e470d0a1a0a0000000d4948445200004e2000004e2008020000006c12d16e0000000b49444154789c63604005000010000139bd8f65"));
        QVERIFY2(readPhoto(place("bomb.png")).failure.contains("400 megapixels"), qPrintable(readPhoto(place("bomb.png")).failure));
        QVERIFY(readPhoto(place("none.jpg")).failure.contains("there is no such file"));
        save(halves({900, 600}), "whole.jpg");
        QVERIFY(readPhoto(place("whole.jpg")).failure.isEmpty());
        QFile whole(place("whole.jpg"));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        write("short.jpg", whole.read(whole.size() - 2));
        whole.seek(0);
        write("long.jpg", whole.readAll() + QByteArray(500, '\0'));
        QVERIFY(readPhoto(place("long.jpg")).failure.isEmpty());
        for (const char* name : {"broken.jpg", "cut.png", "short.jpg", "text.jpg"}) {
            const PhotoFile read = readPhoto(place(name));
            QVERIFY2(read.failure.startsWith(QString("The photo '%1' cannot be read: ").arg(name)), qPrintable(read.failure));
            QVERIFY(read.photo.isNull() && read.bytes.isEmpty());
        }
    }

private:
    QString place(const QString& name) const { return m_folder.filePath(name); }
    void save(const QImage& image, const QString& name) const { QVERIFY(image.save(place(name), nullptr, 95)); }
    void write(const QString& name, const QByteArray& bytes) const {
        QFile file(place(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(PhotoFileTest)
#include "photo_file_test.moc"
