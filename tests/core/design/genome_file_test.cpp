#include "core/design/genome_file.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QTest>

#include "core/base/random.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;

namespace {

const std::string genome = R"({"format":"charrette-genome","latent":{"seed":42}})";

std::span<const std::byte> spanOf(const QByteArray& bytes) { return std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))); }

QByteArray arrayOf(const std::vector<std::byte>& bytes) { return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())}; }

QImage picture() {
    QImage image(5, 3, QImage::Format_RGB888);
    for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 5; ++x) image.setPixel(x, y, qRgb(x * 50, y * 80, 7));
    return image;
}

QByteArray plainPng() {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    picture().save(&buffer, "png");
    return buffer.data();
}

std::vector<std::byte> tiff(int channels, int bits) {
    const std::vector<std::byte> samples(size_t(5 * 3 * channels * bits / 8), std::byte(77));
    return tiffWithGenome({5, 3, channels, bits, samples}, genome);
}

constexpr const char* mark = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

}  // namespace

/// Files that bring their variant; charrette-cli and other programs read them in the image tests.
class GenomeFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPngStaysThePictureThatItWas() {
        const QByteArray file = arrayOf(pngWithGenome(spanOf(plainPng()), genome));
        QCOMPARE(QImage::fromData(file).convertToFormat(QImage::Format_RGB888), picture());
        QVERIFY(file.contains(mark));
        QCOMPARE(genomeTextIn(spanOf(file)), genome);
    }

    void whatIsNoPngIsRefused() {
        QVERIFY(!sentenceOf([] { pngWithGenome(spanOf(QByteArray("GIF89a")), genome); }).isEmpty());
    }

    void tiffsBringTheGenomeToo_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("bits");
        QTest::newRow("8 bits") << 3 << 8;
        QTest::newRow("16 bits with coverage") << 4 << 16;
    }
    void tiffsBringTheGenomeToo() {
        QFETCH(int, channels);
        QFETCH(int, bits);
        const auto file = tiff(channels, bits);
        QCOMPARE(genomeTextIn(file), genome);
        QVERIFY(arrayOf(file).contains(mark));
        QVERIFY(file == tiff(channels, bits));
    }

    void samplesMustFitTheSize() {
        const std::vector<std::byte> samples(4);
        QVERIFY(!sentenceOf([&] { tiffWithGenome({5, 3, 3, 8, samples}, genome); }).isEmpty());
    }

    void otherFilesHaveNone() {
        QCOMPARE(genomeTextIn(spanOf(plainPng())), std::string());
        QCOMPARE(genomeTextIn(spanOf(QByteArray("hello"))), std::string());
        QCOMPARE(genomeTextIn({}), std::string());
    }

    void damagedFilesAreReadWithoutACrash() {
        const std::vector<double> draws = standardUniform(3, 2000 * 4);
        size_t draw = 0;
        for (const auto& sound : {pngWithGenome(spanOf(plainPng()), genome), tiff(3, 8)}) {
            for (int i = 0; i < 1000; ++i) {
                auto damaged = sound;
                damaged[size_t(draws[draw] * double(damaged.size()))] = std::byte(int(draws[draw + 1] * 256));
                damaged.resize(size_t((0.2 + 0.8 * draws[draw + 2]) * double(damaged.size())));
                draw += 4;
                const std::string text = genomeTextIn(damaged);
                QVERIFY(text.size() <= sound.size());
            }
        }
    }
};

QTEST_APPLESS_MAIN(GenomeFileTest)
#include "genome_file_test.moc"
