#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/data/dataset.h"
#include "test_pictures.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

namespace {

DatasetWriter::Options optionsWith(uint64_t shardLimit) {
    DatasetWriter::Options options;
    options.resolution = 16;
    options.parameters = test::parameters();
    options.shardLimit = shardLimit;
    return options;
}

EncodedPicture pictureOf(int number) {
    return {"picture-" + std::to_string(number) + ".png", test::png(16, static_cast<uint8_t>(number)), {}, test::values(number)};
}

}  // namespace

class DatasetWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void noShardIsOverTheLimit() {
        constexpr uint64_t limit = 3000;
        DatasetWriter writer(path(), optionsWith(limit));
        for (int i = 0; i < 40; ++i) writer.add(pictureOf(i));
        writer.finish();
        const auto shards = QDir(m_folder->path()).entryInfoList({"shard-*.charrette-data"}, QDir::Files);
        QVERIFY(shards.size() > 5);
        for (const auto& shard : shards) QVERIFY2(uint64_t(shard.size()) <= limit, qPrintable(shard.fileName()));
        const auto set = Dataset::open(path());
        QCOMPARE(set.entries().size(), size_t(40));
        for (size_t i = 0; i < 40; ++i) QCOMPARE(int(set.picture(i, 3).pixels.back()), int(i));
    }

    void nothingIsVisibleBeforeTheEnd() {
        DatasetWriter writer(path(), optionsWith(3000));
        for (int i = 0; i < 10; ++i) writer.add(pictureOf(i));
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
        writer.finish();
        QVERIFY(!QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
    }

    void whatIsNotFinishedIsRemoved() {
        {
            DatasetWriter writer(path(), optionsWith(3000));
            for (int i = 0; i < 10; ++i) writer.add(pictureOf(i));
        }
        QVERIFY(files().isEmpty());
    }

    void afterTheEndOnlyShardsAreLeft() {
        {
            DatasetWriter writer(path(), optionsWith(60'000'000));
            writer.add(pictureOf(1));
            writer.finish();
        }
        QCOMPARE(files(), QStringList{"shard-0000.charrette-data"});
    }

    void aFailureAtTheEndLeavesNoShard() {
        QVERIFY(QDir(m_folder->path()).mkdir("shard-0001.charrette-dat"));
        {
            DatasetWriter writer(path(), optionsWith(3000));
            for (int i = 0; i < 10; ++i) writer.add(pictureOf(i));
            QVERIFY(QDir(m_folder->path()).mkpath("shard-0001.charrette-data/in the way"));
            QVERIFY(!test::sentenceOf([&] { writer.finish(); }).isEmpty());
        }
        QVERIFY(files().isEmpty());
    }

    void aFolderWithShardsIsRefused() {
        DatasetWriter first(path(), optionsWith(60'000'000));
        first.add(pictureOf(1));
        first.finish();
        const auto message = test::sentenceOf([&] { DatasetWriter second(path(), optionsWith(60'000'000)); });
        QVERIFY2(message.endsWith("holds a data set already"), qPrintable(message));
    }

    void theSamePicturesGiveTheSameFile() {
        const auto contents = [](const std::filesystem::path& folder) {
            DatasetWriter writer(folder, optionsWith(60'000'000));
            for (int i = 0; i < 3; ++i) writer.add(pictureOf(i));
            writer.finish();
            QFile file(QString::fromStdString((folder / "shard-0000.charrette-data").string()));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray first = contents(path() / "one");
        QVERIFY(!first.isEmpty());
        QCOMPARE(contents(path() / "two"), first);
    }

    void picturesThatDoNotFitAreRefused_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("sentence");
        for (const auto& [change, sentence] : {std::pair{"name taken", "is in the data set already"},
                                               {"empty name", "name is empty"},
                                               {"name with a line end", "control characters"},
                                               {"other size", "32 x 32 pixels, not 16 x 16"},
                                               {"not a picture", "neither PNG nor JPEG"},
                                               {"no bytes", "empty"},
                                               {"aux in a set without", "the data set has none"},
                                               {"value missing", "no value for roof"},
                                               {"value too much", "no parameter of the set"},
                                               {"value out of range", "width"},
                                               {"over the limit", "does not fit in a shard of 3000 bytes"}})
            QTest::newRow(change) << change << sentence;
    }

    void picturesThatDoNotFitAreRefused() {
        QFETCH(QString, change);
        QFETCH(QString, sentence);
        DatasetWriter writer(path(), optionsWith(3000));
        writer.add(pictureOf(1));
        EncodedPicture picture = pictureOf(2);
        if (change == "name taken") picture.name = "picture-1.png";
        if (change == "empty name") picture.name = "";
        if (change == "name with a line end") picture.name = "a\n";
        if (change == "other size") picture.picture = test::png(32, 0);
        if (change == "not a picture") picture.picture.assign(100, std::byte('x'));
        if (change == "no bytes") picture.picture.clear();
        if (change == "aux in a set without") picture.aux = test::auxPng(16, 0, 0);
        if (change == "value missing") picture.values.erase("roof");
        if (change == "value too much") picture.values["height"] = 1.0;
        if (change == "value out of range") picture.values["width"] = 101.0;
        if (change == "over the limit") picture.picture.resize(6000);
        const QString message = test::sentenceOf([&] { writer.add(picture); });
        QVERIFY2(message.contains(sentence), qPrintable(message));
        writer.add(pictureOf(3));
        writer.finish();
        QCOMPARE(Dataset::open(path()).entries().size(), size_t(2));
    }

    void aSetWithAuxWantsItForEveryPicture() {
        auto options = optionsWith(60'000'000);
        options.hasAux = true;
        DatasetWriter writer(path(), options);
        EncodedPicture picture = pictureOf(1);
        QVERIFY(!test::sentenceOf([&] { writer.add(picture); }).isEmpty());
        picture.aux = test::png(16, 0);
        QVERIFY(test::sentenceOf([&] { writer.add(picture); }).endsWith("must be a PNG of 16-bit grey and alpha"));
        picture.aux = test::auxPng(16, 1, 2);
        writer.add(picture);
    }

    void parametersMayComeAtTheEnd() {
        {
            DatasetWriter writer(path() / "before", optionsWith(3000));
            for (int i = 0; i < 20; ++i) writer.add(pictureOf(i));
            writer.finish();
        }
        {
            DatasetWriter::Options options = optionsWith(3000);
            options.parameters.clear();
            DatasetWriter writer(path() / "after", options);
            for (int i = 0; i < 20; ++i) writer.add(pictureOf(i));
            writer.setParameters(test::parameters());
            writer.finish();
        }
        const QStringList shards = QDir(m_folder->path() + "/before").entryList(QDir::Files | QDir::Hidden);
        QVERIFY(shards.size() > 2);
        QCOMPARE(QDir(m_folder->path() + "/after").entryList(QDir::Files | QDir::Hidden), shards);
        for (const QString& shard : shards) {
            QFile before(m_folder->path() + "/before/" + shard), after(m_folder->path() + "/after/" + shard);
            QVERIFY(before.open(QIODevice::ReadOnly) && after.open(QIODevice::ReadOnly));
            QCOMPARE(after.readAll(), before.readAll());
        }
    }

    void measuredParametersReplaceTheFirstOnes() {
        DatasetWriter writer(path(), optionsWith(60'000'000));
        writer.add(pictureOf(1));
        auto parameters = test::parameters();
        parameters[0].distribution = {1, 0.5, {1, 0}};
        writer.setParameters(parameters);
        writer.finish();
        QCOMPARE(Dataset::open(path()).parameters()[0].distribution.mean, 1.0);
    }

    void valuesAreCheckedAtTheEnd() {
        DatasetWriter::Options options = optionsWith(60'000'000);
        options.parameters.clear();
        DatasetWriter writer(path(), options);
        writer.add(pictureOf(101));
        QCOMPARE(test::sentenceOf([&] { writer.finish(); }),
                 "picture 'picture-101.png': has a value for something that is no parameter of the set");
        auto parameters = test::parameters();
        parameters.push_back(parameters[0]);
        QVERIFY(test::sentenceOf([&] { writer.setParameters(parameters); }).contains("two parameters 'width'"));
        parameters.pop_back();
        writer.setParameters(parameters);
        const QString sentence = test::sentenceOf([&] { writer.finish(); });
        QVERIFY2(sentence.startsWith("picture 'picture-101.png': parameter 'width': must be"), qPrintable(sentence));
    }

    void leftoversOfAKilledWriterAreRemoved() {
        const QStringList leftovers = {".shards.part", "shard-0000.charrette-data.part", "shard-0001.charrette-data.part"};
        for (const QString& name : leftovers + QStringList{"notes.part"}) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        DatasetWriter writer(path(), optionsWith(60'000'000));
        writer.add(pictureOf(1));
        writer.finish();
        QCOMPARE(QDir(m_folder->path()).entryList({"*.part*"}, QDir::Files | QDir::Hidden), (QStringList{".shards.part", "notes.part"}));
    }

    void aFileInTheWayOfTheFolderIsNamed() {
        QFile file(m_folder->filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QString sentence = test::sentenceOf([&] { DatasetWriter(path() / "file" / "set", optionsWith(3000)); });
        QVERIFY2(sentence.contains("/file/set: the folder cannot be made: "), qPrintable(sentence));
    }

    void aSetOfNothingIsRefused() {
        DatasetWriter writer(path(), optionsWith(3000));
        QVERIFY(!test::sentenceOf([&] { writer.finish(); }).isEmpty());
        QVERIFY(files().isEmpty());
    }

private:
    std::filesystem::path path() const { return m_folder->path().toStdString(); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(DatasetWriterTest)
#include "dataset_writer_test.moc"
