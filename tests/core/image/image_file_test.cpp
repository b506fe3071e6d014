#include "core/image/image_file.h"

#include <cmath>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/base/file.h"

using namespace charrette;

namespace {

Image gradient(int width, int height, int channels) {
    Image image(width, height, channels);
    for (size_t i = 0; i < image.samples.size(); ++i) image.samples[i] = float(i) / float(image.samples.size() - 1);
    return image;
}

float largestDifference(const Image& a, const Image& b) {
    float largest = a.samples.size() == b.samples.size() ? 0 : 1;
    for (size_t i = 0; i < std::min(a.samples.size(), b.samples.size()); ++i)
        largest = std::max(largest, std::abs(a.samples[i] - b.samples[i]));
    return largest;
}

}  // namespace

class ImageFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void writtenPicturesComeBack_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("bits");
        for (const char* name : {"a.png", "a.tif", "a.TIFF"}) {
            for (int channels : {3, 4}) {
                for (int bits : {8, 16}) QTest::addRow("%s %d x %d", name, channels, bits) << QString(name) << channels << bits;
            }
        }
    }

    void writtenPicturesComeBack() {
        QFETCH(QString, name);
        QFETCH(int, channels);
        QFETCH(int, bits);
        const Image image = gradient(13, 7, channels);
        writeImage(path(name), image, bits == 8 ? SampleDepth::Bits8 : SampleDepth::Bits16,
                   {{"Software", "test"}, {"Description", "{\"a\":1}"}});
        const Image back = readImage(path(name));
        QCOMPARE(back.channels, channels);
        QVERIFY(largestDifference(image, back) <= 0.5001f / (bits == 8 ? 255 : 65535));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{name});
    }

    void theSamePictureGivesTheSameBytes() {
        for (const char* name : {"a.png", "a.tif"}) {
            writeImage(path(name), gradient(9, 9, 3), SampleDepth::Bits16);
            const auto first = readFile(path(name), 1'000'000);
            writeImage(path(name), gradient(9, 9, 3), SampleDepth::Bits16);
            QVERIFY(first == readFile(path(name), 1'000'000));
        }
    }

    void samplesOutsideTheRangeAreClamped() {
        Image image(2, 2, 3);
        image.samples = {-1, 2, NAN, INFINITY, -INFINITY, 0.5f, 0, 0, 0, 1, 1, 1};
        writeImage(path("a.png"), image, SampleDepth::Bits8);
        const Image back = readImage(path("a.png"));
        const std::vector<float> expected = {0, 1, 0, 1, 0, 128 / 255.0f};
        for (size_t i = 0; i < expected.size(); ++i) QCOMPARE(back.samples[i], expected[i]);
    }

    void greyBecomesThreeChannels() {
        writeFileAtomically(path("a.png"), encodePng(gradient(4, 4, 1), SampleDepth::Bits8));
        const Image image = readImage(path("a.png"));
        QCOMPARE(image.channels, 3);
        QCOMPARE(image.at(1, 2, 0), image.at(1, 2, 2));
    }

    void depthAndCoverageStayApart() {
        Image image(1, 2, 2);
        image.samples = {0.75f, 0.25f, 1, 0};
        writeFileAtomically(path("a.png"), encodePng(image, SampleDepth::Bits16));
        QVERIFY(largestDifference(readGreyAlpha(path("a.png")), image) < 1e-4f);
        writeImage(path("b.png"), gradient(2, 2, 3), SampleDepth::Bits8);
        QVERIFY_THROWS_EXCEPTION(Error, readGreyAlpha(path("b.png")));
    }

    void jpegIsCloseToTheOriginal() {
        const Image image = gradient(32, 32, 3);
        writeFileAtomically(path("a.jpg"), encodeJpeg(image, 95));
        QVERIFY(largestDifference(readImage(path("a.jpg")), image) < 0.06f);
    }

    void orientationIsHonoured() {
        Image image(16, 8, 3);
        for (int y = 0; y < 8; ++y) image.at(0, y, 0) = 1;
        auto bytes = encodeJpeg(image, 100);
        const char exif[] =
            "\xFF\xE1\0\x22"
            "Exif\0\0"
            "MM\0\x2A\0\0\0\x08"
            "\0\x01"
            "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
            "\0\0\0\0";
        const auto* begin = reinterpret_cast<const std::byte*>(exif);
        bytes.insert(bytes.begin() + 2, begin, begin + sizeof exif - 1);
        writeFileAtomically(path("a.jpg"), bytes);
        const Image upright = readImage(path("a.jpg"));
        QCOMPARE(upright.width, 8);
        QCOMPARE(upright.height, 16);
        QVERIFY(upright.at(4, 0, 0) > 0.9f);
        QVERIFY(upright.at(4, 15, 0) < 0.1f);
    }

    void limitsAreCheckedBeforePixels() {
        writeImage(path("a.png"), gradient(40, 30, 3), SampleDepth::Bits8);
        QVERIFY_THROWS_EXCEPTION(Error, readImage(path("a.png"), {.maximumSide = 32}));
        QVERIFY_THROWS_EXCEPTION(Error, readImage(path("a.png"), {.maximumSide = 64, .maximumSamples = 3599}));
        QCOMPARE(readImage(path("a.png"), {.maximumSide = 40, .maximumSamples = 3600}).width, 40);
    }

    void aHugePictureIsRefusedByItsHeader() {
        QByteArray header("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xB0\x36\0\0\xB0\x36\0\0\x01\0\x18\0", 30);
        written("a.bmp", header.leftJustified(1000, '\0'));
        try {
            readImage(path("a.bmp"));
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("14000 x 14000 pixels of 3 channels, more than allowed"), error.what());
        }
    }

    void onlyTheFirstChannelsAreRead() {
        const Image image = gradient(5, 4, 9);
        writeImage(path("a.tif"), image, SampleDepth::Bits16);
        const Image back = readImage(path("a.tif"));
        QVERIFY(back.channels <= 4);
        QVERIFY(std::abs(back.at(3, 2, 1) - image.at(3, 2, 1)) < 1e-4f);
    }

    void damagedFilesAreNamed_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto png = encodePng(gradient(64, 64, 3), SampleDepth::Bits8);
        const auto jpeg = encodeJpeg(gradient(64, 64, 3), 90);
        const auto text = [](const std::vector<std::byte>& bytes) {
            return QByteArray(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("not a picture");
        QTest::newRow("cut png") << text(png).left(int(png.size() / 2));
        QByteArray flipped = text(png);
        flipped[60] = char(flipped[60] ^ 1);
        QTest::newRow("flipped bit") << flipped;
        QTest::newRow("long chunk") << text(png).left(8) + "\xFF\xFF\xFF\xFFIHDR";
        QTest::newRow("cut png header") << text(png).left(20);
        QTest::newRow("cut jpeg") << text(jpeg).left(int(jpeg.size() / 2));
    }

    void damagedFilesAreNamed() {
        QFETCH(QByteArray, bytes);
        const QString name = QTest::currentDataTag() + QString("ed.png");
        written(name, bytes);
        try {
            readImage(path(name));
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(name), error.what());
        }
    }

    void unknownEndingsAreRefused() {
        QVERIFY_THROWS_EXCEPTION(Error, writeImage(path("a.bmp"), gradient(2, 2, 3), SampleDepth::Bits8));
        QVERIFY_THROWS_EXCEPTION(Error, writeImage(path("none/a.tif"), gradient(2, 2, 3), SampleDepth::Bits8));
        QVERIFY_THROWS_EXCEPTION(Error, readImage(path("missing.png")));
        QVERIFY(QDir(m_folder->path()).isEmpty());
    }

private:
    std::filesystem::path path(const QString& name) const { return m_folder->filePath(name).toStdString(); }

    void written(const QString& name, const QByteArray& bytes) const {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(ImageFileTest)
#include "image_file_test.moc"
