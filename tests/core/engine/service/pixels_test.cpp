#include "core/engine/service/pixels.h"

#include <cstring>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/file.h"
#include "core/design/genome_file.h"
#include "core/image/image_file.h"

using namespace charrette;

namespace {

/// Two pixels.
Image image(int channels) {
    Image image(2, 1, channels);
    for (size_t i = 0; i < image.samples.size(); ++i) image.samples[i] = float(i) / 10;
    return image;
}

std::vector<int> numbers(const std::vector<std::byte>& bytes) {
    std::vector<int> numbers;
    for (std::byte byte : bytes) numbers.push_back(int(byte));
    return numbers;
}

}  // namespace

class PixelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void colourIsRoundedToNearest() { QCOMPARE(numbers(pixelsOf(image(3), PixelFormat::Rgb8)), std::vector({0, 26, 51, 77, 102, 128})); }

    void filesHoldThePictureAndTheText_data() {
        QTest::addColumn<PixelFormat>("format");
        QTest::addColumn<QString>("name");
        QTest::addColumn<float>("tolerance");
        QTest::newRow("png8") << PixelFormat::Png8 << "a.png" << 0.5f / 255;
        QTest::newRow("png16") << PixelFormat::Png16 << "b.png" << 0.5f / 65535;
        QTest::newRow("tiff8") << PixelFormat::Tiff8 << "c.tif" << 0.5f / 255;
        QTest::newRow("tiff16") << PixelFormat::Tiff16 << "d.tif" << 0.5f / 65535;
    }
    void filesHoldThePictureAndTheText() {
        QFETCH(PixelFormat, format);
        QFETCH(QString, name);
        QFETCH(float, tolerance);
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(name).toStdString();
        const auto bytes = fileOf(image(5), format, "{\"seed\":1}");
        writeFileAtomically(file, bytes);
        QCOMPARE(genomeTextIn(bytes), std::string("{\"seed\":1}"));
        const Image read = readImage(file);
        QCOMPARE(read.channels, 3);
        for (int x = 0; x < read.width; ++x)
            for (int channel = 0; channel < 3; ++channel)
                QVERIFY(std::abs(read.at(x, 0, channel) - image(5).at(x, 0, channel)) <= tolerance * 1.01f);
    }

    void otherChannelsAreLeftOut() { QCOMPARE(numbers(pixelsOf(image(5), PixelFormat::Rgb8)), std::vector({0, 26, 51, 128, 153, 179})); }

    void coverageIsTheFourth() {
        QCOMPARE(numbers(pixelsOf(image(5), PixelFormat::Rgba8)), std::vector({0, 26, 51, 77, 128, 153, 179, 204}));
    }

    void withoutCoverageAllIsCovered() {
        QCOMPARE(numbers(pixelsOf(image(3), PixelFormat::Rgba8)), std::vector({0, 26, 51, 255, 77, 102, 128, 255}));
    }

    void samplesAreClamped() {
        Image bright(1, 1, 3);
        bright.samples = {-0.5f, 1.5f, 1};
        QCOMPARE(numbers(pixelsOf(bright, PixelFormat::Rgb8)), std::vector({0, 255, 255}));
    }

    void floatsAreAllChannelsAsTheyAre() {
        const auto bytes = pixelsOf(image(5), PixelFormat::Float);
        std::vector<float> samples(bytes.size() / sizeof(float));
        std::memcpy(samples.data(), bytes.data(), bytes.size());
        QCOMPARE(samples, image(5).samples);
    }
};

QTEST_APPLESS_MAIN(PixelsTest)
#include "pixels_test.moc"
