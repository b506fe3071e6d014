#include "core/data/dataset.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <span>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/parallel.h"
#include "test_pictures.h"
#include "tests/support/files.h"
#include "tests/support/refusal.h"

using namespace charrette;

namespace {

constexpr int size = 16;

void writeSet(const std::filesystem::path& folder, int count, bool hasAux, uint64_t shardLimit = 60'000'000, int first = 0) {
    DatasetWriter::Options options{.resolution = size, .hasAux = hasAux, .recipe = "recipe", .parameters = test::parameters()};
    options.shardLimit = shardLimit;
    DatasetWriter writer(folder, options);
    for (int i = first; i < first + count; ++i) {
        const auto aux = hasAux ? test::auxPng(size, static_cast<uint16_t>(1000 * i), 65535) : std::vector<std::byte>();
        writer.add({"picture-" + std::to_string(i), test::png(size, static_cast<uint8_t>(i)), aux, test::values(i)});
    }
    writer.finish();
}

QString shardName(const QString& folder, int index) { return folder + QString("/shard-%1.charrette-data").arg(index, 4, 10, QChar('0')); }

/// The only shard of a set of two pictures, written once: a busy disk takes its time over each.
QByteArray shardOfTwo() {
    static const QTemporaryDir folder;
    static const QByteArray shard = (writeSet(folder.path().toStdString(), 2, false), test::contentsOf(shardName(folder.path(), 0)));
    return shard;
}

QByteArray number(uint32_t value) { return QByteArray(reinterpret_cast<const char*>(&value), sizeof value); }

/// A shard taken apart: its header, and the data after it.
struct Parts {
    nlohmann::json header;
    QByteArray data;

    explicit Parts(const QByteArray& shard) {
        uint32_t length = 0;
        std::memcpy(&length, shard.constData() + 12, sizeof length);
        header = nlohmann::json::parse(shard.mid(16, length).toStdString());
        data = shard.mid(16 + length);
    }
    QByteArray joined() const { return joined(QByteArray::fromStdString(header.dump())); }
    QByteArray joined(const QByteArray& text) const { return "CHARDATA" + number(1) + number(uint32_t(text.size())) + text + data; }

    /// Gives the set, of which this is the only shard, the identity that its header says.
    void seal() {
        std::string said = header["parameters"].dump();
        for (const auto& picture : header["pictures"]) said += picture.dump();
        header["set"] = sha256(std::as_bytes(std::span(said)));
    }

    /// Puts another encoded picture in place of all data, with a hash that fits.
    void setPicture(const std::vector<std::byte>& picture) {
        data = QByteArray(reinterpret_cast<const char*>(picture.data()), qsizetype(picture.size()));
        header["pictures"].erase(1);
        auto& entry = header["pictures"][0];
        entry["offset"] = 0;
        entry["size"] = picture.size();
        entry["aux_offset"] = 0;
        entry["sha256"] = sha256(picture);
        seal();
    }
};

using Change = std::function<QByteArray(Parts&, QByteArray)>;

/// A change to one field of the header.
Change field(const std::string& pointer, const nlohmann::json& value) {
    return [=](Parts& parts, const QByteArray&) {
        parts.header[nlohmann::json::json_pointer(pointer)] = value;
        return parts.joined();
    };
}

/// The same, by one who knows how the identity is made.
Change sealedField(const std::string& pointer, const nlohmann::json& value) {
    return [=](Parts& parts, const QByteArray&) {
        parts.header[nlohmann::json::json_pointer(pointer)] = value;
        parts.seal();
        return parts.joined();
    };
}

/// As many pictures as a header may hold, all of the same name.
QByteArray withManyPictures(Parts& parts, const QByteArray&) {
    const auto picture = parts.header["pictures"][0];
    for (int i = 0; i < 37'000; ++i) parts.header["pictures"].push_back(picture);
    return parts.joined();
}

QByteArray withMuchToPassOver(Parts& parts, const QByteArray&) {
    parts.header["parameters"][0]["sampling"] = {{"values", std::vector<int>(490'000)}};
    return parts.joined();
}

Change withPicture(const std::vector<std::byte>& picture) {
    return [=](Parts& parts, const QByteArray&) {
        parts.setPicture(picture);
        return parts.joined();
    };
}

struct Row {
    const char* name;
    Change change;
    const char* sentence;
};

std::vector<Row> fileRows() {
    return {
        {"empty", [](Parts&, QByteArray) { return QByteArray(); }, "too short"},
        {"fifteen bytes", [](Parts&, QByteArray all) { return all.left(15); }, "too short"},
        {"bad magic", [](Parts&, QByteArray all) { return "X" + all.mid(1); }, "is not a data set's shard"},
        {"version 2", [](Parts&, QByteArray all) { return all.replace(8, 4, number(2)); }, "version 2"},
        {"header of 4 GiB", [](Parts&, QByteArray all) { return all.replace(12, 4, number(~0u)); }, "claims 4294967295 bytes"},
        {"header past the end", [](Parts&, QByteArray all) { return all.replace(12, 4, number(10'000'000)); }, "header goes beyond"},
        {"no header", [](Parts&, QByteArray all) { return all.replace(12, 4, number(0)); }, "is empty"},
        {"header cut", [](Parts& parts, QByteArray all) { return all.replace(12, 4, number(uint32_t(parts.header.dump().size()) - 1)); },
         "not valid JSON"},
        {"data cut", [](Parts&, QByteArray all) { return all.chopped(1); }, "beyond the end of the file"},
        {"array", [](Parts& parts, QByteArray) { return parts.joined("[]"); }, "must be an object"},
        {"key twice", [](Parts& parts, QByteArray) { return parts.joined("{\"shard\":0,\"shard\":0}"); }, "stands twice"},
        {"deep", [](Parts& parts, QByteArray) { return parts.joined(QByteArray(100'000, '[')); }, "nested deeper"},
        {"many objects", [](Parts& parts, QByteArray) { return parts.joined('[' + QByteArray("{},").repeated(5'500'000) + "0]"); },
         "500000 values"},
        {"many pictures", withManyPictures, "second picture named"},
        {"zero bytes", [](Parts& parts, QByteArray) { return parts.joined(QByteArray(100, '\0')); }, "zero byte"},
    };
}

std::vector<Row> headerRows() {
    return {
        {"other format", field("/format", "parquet"), "format must be"},
        {"header version 2", field("/version", 2), "newer than this program"},
        {"unknown field", field("/extra", 1), "unknown field 'extra'"},
        {"set is no hash", field("/set", "1234"), "set must be 64"},
        {"no shards", field("/shards", 0), "shards must be at least 1"},
        {"a million shards", field("/shards", 1'000'000), "shards must be at most"},
        {"shard past the last", field("/shard", 1), "shard must be at most 0"},
        {"resolution 24", field("/resolution", 24), "power of two"},
        {"resolution 2^20", field("/resolution", 1 << 20), "resolution must be at most 1024"},
        {"aux is a number", field("/aux", 1), "aux must be true or false"},
        {"aux promised", field("/aux", true), "has no depth and coverage"},
        {"unknown kind", field("/parameters/0/kind", "colour"), "kind must be"},
        {"parameter twice", field("/parameters/1/name", "width"), "'width' twice"},
        {"parameters are an object", field("/parameters", nlohmann::json::object()), "parameters must be a list"},
        {"pictures are null", field("/pictures", nullptr), "pictures must be a list"},
    };
}

std::vector<Row> entryRows() {
    const auto big = int64_t(1) << 53;
    return {
        {"offset past the end", field("/pictures/1/offset", 1'000'000), "beyond the end of the file"},
        {"offset of 2^53", field("/pictures/1/offset", big), "beyond the end of the file"},
        {"offset of 2^63", field("/pictures/1/offset", uint64_t(1) << 63), "offset must be at most"},
        {"negative offset", field("/pictures/1/offset", -1), "offset must be at least 0"},
        {"fractional offset", field("/pictures/1/offset", 0.5), "offset must be a whole number"},
        {"size past the end", field("/pictures/1/size", 1'000'000), "beyond the end of the file"},
        {"size over 32 MiB", field("/pictures/1/size", (32 << 20) + 1), "size must be at most 33554432"},
        {"aux over 32 MiB", field("/pictures/1/aux_size", (32 << 20) + 1), "aux_size must be at most 33554432"},
        {"size 0", field("/pictures/1/size", 0), "has no bytes"},
        {"aux past the end", field("/pictures/1/aux_offset", 1'000'000), "beyond the end of the file"},
        {"aux not promised", field("/pictures/0/aux_size", 1), "in a set without them"},
        {"name twice", field("/pictures/1/name", "picture-0"), "second picture named 'picture-0'"},
        {"empty name", field("/pictures/1/name", ""), "name is empty"},
        {"name with a line end", field("/pictures/1/name", "a\nb"), "control characters"},
        {"name with a terminal's escape", field("/pictures/1/name", "a\xc2\x9b"), "control characters"},
        {"hash of wrong length", field("/pictures/1/sha256", "00"), "sha256 must be 64"},
        {"held out is text", field("/pictures/1/held_out", "yes"), "held_out must be true or false"},
        {"value out of range", field("/pictures/1/values/0", 101), "width"},
        {"value of wrong type", field("/pictures/1/values/0", "wide"), "width"},
        {"unknown choice", field("/pictures/1/values/2", "dome"), "roof"},
        {"value missing", field("/pictures/1/values", {1, 2}), "has 2 values for 4 parameters"},
        {"unknown field in a picture", field("/pictures/1/link", "/etc"), "unknown field 'link'"},
    };
}

const std::vector<Row>& pictureRows() {
    const auto cut = [](std::vector<std::byte> picture) { return picture.resize(picture.size() / 2), picture; };
    static const std::vector<Row> rows = {
        {"hash differs", sealedField("/pictures/0/sha256", std::string(64, '0')), "its SHA-256 differs"},
        {"wrong size", withPicture(test::png(32, 0)), "is 32 x 32 pixels, not 16 x 16"},
        {"claims 16384 pixels", withPicture(test::pngThatClaims(size, 16384)), "16384 x 16384 pixels, not 16 x 16"},
        {"claims less than it has", withPicture(test::pngThatClaims(1024, 32)), "32 x 32 pixels, not 16 x 16"},
        {"cut", withPicture(cut(test::png(size, 0))), "damaged"},
        {"not a picture", withPicture(std::vector<std::byte>(100, std::byte('x'))), "neither PNG nor JPEG"},
        {"one byte", withPicture({std::byte(0x89)}), "neither PNG nor JPEG"},
    };
    return rows;
}

/// Headers that could be right, but are not what was packed.
std::vector<Row> changedRows() {
    const auto sentence = "is not what was packed: ";
    return {
        {"value", field("/pictures/1/values/0", 2), sentence},
        {"choice", field("/pictures/1/values/2", "flat"), sentence},
        {"held out", field("/pictures/1/held_out", true), sentence},
        {"name", field("/pictures/1/name", "picture-7"), sentence},
        {"hash", field("/pictures/1/sha256", std::string(64, '0')), sentence},
        {"offset", field("/pictures/1/offset", 0), sentence},
        {"parameter's label", field("/parameters/0/label", "Height"), sentence},
        {"parameter's mean", field("/parameters/0/distribution/mean", 51), sentence},
        {"parameter with much that is passed over", withMuchToPassOver, sentence},
        {"set", field("/set", std::string(64, '0')), sentence},
    };
}

void addRows(const std::vector<Row>& rows) {
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("sentence");
    for (size_t i = 0; i < rows.size(); ++i) QTest::newRow(rows[i].name) << int(i) << rows[i].sentence;
}

std::vector<Row> openingRows() {
    std::vector<Row> rows = fileRows();
    for (const auto& more : {headerRows(), entryRows()}) rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

}  // namespace

class DatasetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aWrittenSetReadsBack() {
        writeSet(path(), 5, true);
        const auto set = Dataset::open(path());
        QCOMPARE(set.resolution(), size);
        QVERIFY(set.hasAux());
        QCOMPARE(set.recipe(), std::string("recipe"));
        QCOMPARE(set.parameters().size(), size_t(4));
        QCOMPARE(set.entries().size(), size_t(5));
        QCOMPARE(set.entries()[3].name, std::string("picture-3"));
        QVERIFY(set.entries()[3].values == test::values(3));
        QCOMPARE(set.entries()[3].heldOut, isHeldOut("picture-3", 0.05));
    }

    void planesComeInOrder() {
        writeSet(path(), 3, true);
        const auto picture = Dataset::open(path()).picture(2, 5);
        QVERIFY(picture.channels == 5 && picture.width == size && picture.height == size);
        QCOMPARE(picture.pixels.size(), size_t(5 * size * size));
        const auto at = [&](int plane, int x, int y) { return int(picture.pixels[size_t((plane * size + y) * size + x)]); };
        QCOMPARE(at(0, 7, 3), 7);
        QCOMPARE(at(1, 7, 3), 3);
        QCOMPARE(at(2, 7, 3), 2);
        QCOMPARE(at(3, 7, 3), 255);
        QCOMPARE(at(4, 7, 3), int(std::lround(2000 / 257.0)));
        const auto colours = Dataset::open(path()).picture(2, 3);
        QVERIFY(std::equal(colours.pixels.begin(), colours.pixels.end(), picture.pixels.begin()));
    }

    void sixteenBitsAreRounded() {
        writeSet(path(), 60, true);
        const auto set = Dataset::open(path());
        for (size_t i = 0; i < 60; ++i) QCOMPARE(int(set.picture(i, 5).pixels.back()), int(std::lround(1000 * double(i) / 257)));
    }

    void jpegIsReadToo() {
        {
            DatasetWriter::Options options;
            options.resolution = size;
            DatasetWriter writer(path(), options);
            writer.add({"a.jpg", test::jpeg(size, 128), {}, {}});
            writer.finish();
        }
        const auto picture = Dataset::open(path()).picture(0, 3);
        QVERIFY(std::abs(picture.pixels.back() - 128) < 8);
    }

    void picturesAreReadByManyThreads() {
        writeSet(path(), 20, true, 8000);
        const auto set = Dataset::open(path());
        std::atomic<int> right = 0;
        parallelFor(200, [&](size_t i) { right += set.picture(i % 20, 5).pixels[2 * size * size] == i % 20; });
        QCOMPARE(right.load(), 200);
    }

    void depthOfASetWithoutIsRefused() {
        writeSet(path(), 1, false);
        const auto set = Dataset::open(path());
        QVERIFY(test::sentenceOf([&] { set.picture(0, 5); }).endsWith("has no depth and coverage"));
    }

    void hostileShardsAreRefused_data() { addRows(openingRows()); }

    void hostileShardsAreRefused() {
        QFETCH(int, index);
        const test::Refusal refusal = refusalAfter(openingRows()[size_t(index)].change, [&] { Dataset::open(path()); });
        QFETCH(QString, sentence);
        QVERIFY2(refusal.sentence.contains(sentence) && refusal.sentence.contains("shard-0000"), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
    }

    void hostilePicturesAreRefused_data() { addRows(pictureRows()); }

    void hostilePicturesAreRefused() {
        QFETCH(int, index);
        const test::Refusal refusal = refusalAfter(pictureRows()[size_t(index)].change, [&] { Dataset::open(path()).picture(0, 3); });
        QFETCH(QString, sentence);
        QVERIFY2(refusal.sentence.contains(sentence) && refusal.sentence.contains("picture-0"), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
    }

    void changedHeadersAreRefused_data() { addRows(changedRows()); }

    void changedHeadersAreRefused() {
        QFETCH(int, index);
        const test::Refusal refusal = refusalAfter(changedRows()[size_t(index)].change, [&] { Dataset::open(path()); });
        QFETCH(QString, sentence);
        QVERIFY2(refusal.sentence.contains(m_folder->path() + ": " + sentence), qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
    }

    void aChangeInALaterShardIsRefused() {
        writeSet(path(), 20, false, 3000);
        Parts parts(test::contentsOf(shardName(m_folder->path(), 2)));
        parts.header["pictures"][0]["values"][0] = 99.5;
        test::writeFile(shardName(m_folder->path(), 2), parts.joined());
        QVERIFY(test::sentenceOf([&] { Dataset::open(path()); }).contains("is not what was packed"));
    }

    void everyCutIsRefused() {
        const QByteArray whole = shardOfTwo();
        for (qsizetype length = 0; length < whole.size(); length += 7) {
            test::writeFile(shardName(m_folder->path(), 0), whole.left(length));
            QVERIFY2(!test::sentenceOf([&] { Dataset::open(path()); }).isEmpty(), qPrintable(QString::number(length)));
        }
    }

    void aMissingShardIsNamed() {
        writeSet(path(), 20, false, 3000);
        for (const int missing : {2, 0}) {
            QVERIFY(QFile::rename(shardName(m_folder->path(), missing), m_folder->path() + "/away"));
            const QString message = test::sentenceOf([&] { Dataset::open(path()); });
            QVERIFY2(message.contains(QString("shard-000%1.charrette-data is missing").arg(missing)), qPrintable(message));
            QVERIFY(QFile::rename(m_folder->path() + "/away", shardName(m_folder->path(), missing)));
        }
        Dataset::open(path());
    }

    void shardsOfTwoSetsAreRefused() {
        writeSet(path(), 20, false, 3000);
        QTemporaryDir other;
        writeSet(other.path().toStdString(), 20, false, 3000, 50);
        test::writeFile(shardName(m_folder->path(), 1), test::contentsOf(shardName(other.path(), 1)));
        const auto message = test::sentenceOf([&] { Dataset::open(path()); });
        QVERIFY2(message.contains("belongs to another data set than shard-0000"), qPrintable(message));
    }

    void aRenamedShardIsRefused() {
        writeSet(path(), 20, false, 3000);
        test::writeFile(shardName(m_folder->path(), 1), test::contentsOf(shardName(m_folder->path(), 0)));
        QVERIFY(test::sentenceOf([&] { Dataset::open(path()); }).endsWith("under another name"));
    }

    void anEmptyFolderIsRefused() {
        QVERIFY(test::sentenceOf([&] { Dataset::open(path()); }).contains("holds no data set"));
        QVERIFY(!test::sentenceOf([&] { Dataset::open(path() / "none"); }).isEmpty());
    }

    void theSplitDependsOnTheNameAlone() {
        QVERIFY(!isHeldOut("picture", 0));
        QVERIFY(isHeldOut("picture", 1));
        int heldOut = 0;
        for (int i = 0; i < 10'000; ++i) heldOut += isHeldOut("picture-" + std::to_string(i), 0.05);
        QVERIFY(heldOut > 430 && heldOut < 570);
        // SHA-256 of "abc" begins ba7816bf, 0.7284 as a share.
        QVERIFY(!isHeldOut("abc", 0.7283));
        QVERIFY(isHeldOut("abc", 0.7285));
    }

private:
    std::filesystem::path path() const { return m_folder->path().toStdString(); }

    /// What comes of `job` in a set of `shardOfTwo`, changed.
    test::Refusal refusalAfter(const Change& change, const std::function<void()>& job) {
        const QByteArray whole = shardOfTwo();
        Parts parts(whole);
        test::writeFile(shardName(m_folder->path(), 0), change(parts, whole));
        return test::refusalOf(job);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(DatasetTest)
#include "dataset_test.moc"
