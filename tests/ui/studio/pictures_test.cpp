#include "ui/studio/pictures.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

using namespace charrette;

class PicturesTest : public QObject {
    Q_OBJECT

private:
    static Picture picture() {
        Picture made{.width = 2, .height = 1};
        for (int value : {255, 0, 0, 0, 0, 255}) made.samples.push_back(std::byte(value));
        return made;
    }
    static Genome genome() { return {.parameters = {{"height", 220.5}, {"surface", std::string("fluted")}}, .latent = uint32_t(42)}; }
    QString write(const QString& name, const QByteArray& bytes) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
        file.write(bytes);
        return file.fileName();
    }
    QTemporaryDir m_folder;

private Q_SLOTS:
    void samplesBecomePixels() {
        const QImage image = imageOf(picture());
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::red));
        QCOMPARE(image.pixelColor(1, 0), QColor(Qt::blue));
    }

    void aPictureWithoutItsSamplesIsNone() {
        Picture cut = picture();
        cut.samples.pop_back();
        QVERIFY(imageOf(cut).isNull());
    }

    void aFileBringsItsVariantBack() {
        const QString file = write("variant.png", pngOf(imageOf(picture()), genome()));
        QVERIFY(genomeFromFile(file) == genome());
        QCOMPARE(QImage(file).size(), QSize(2, 1));
    }

    void aGenomesOwnFileDoesToo() {
        QVERIFY(genomeFromFile(write("g.json", QByteArray::fromStdString(toJson(genome()).dump()))) == genome());
    }

    void filesWithoutAVariantAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a plain picture") << "plain.png" << QByteArray("\x89PNG\r\n\x1a\n");
        QTest::newRow("another kind of file") << "text.txt" << QByteArray("hello");
        QTest::newRow("JSON that is no genome") << "other.json" << QByteArray("{}");
        QTest::newRow("no JSON") << "broken.json" << QByteArray("{");
    }
    void filesWithoutAVariantAreRefused() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const QString file = write(name, bytes);
        QVERIFY_EXCEPTION_THROWN(genomeFromFile(file), Error);
    }
};

QTEST_MAIN(PicturesTest)
#include "pictures_test.moc"
