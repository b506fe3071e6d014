#include "core/nn/safetensors.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/nn/half.h"

using namespace charrette;

namespace {

QByteArray lengthOf(uint64_t length) { return QByteArray(reinterpret_cast<const char*>(&length), sizeof length); }

/// A whole file: a header with its length, and as many data bytes.
QByteArray fileOf(const QByteArray& header, int dataBytes = 0) {
    return lengthOf(static_cast<uint64_t>(header.size())) + header + QByteArray(dataBytes, '\1');
}

/// An entry "a" of two floats with its fields as given.
QByteArray entry(const QByteArray& type, const QByteArray& shape, const QByteArray& offsets) {
    return "{\"a\":{\"dtype\":" + type + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
}

QByteArray namedEntry(const QByteArray& name, int begin, int end) {
    return "\"" + name + "\":{\"dtype\":\"F16\",\"shape\":[" + QByteArray::number((end - begin) / 2) + "],\"data_offsets\":[" +
           QByteArray::number(begin) + "," + QByteArray::number(end) + "]}";
}

QByteArray manyEntries(int count) {
    QByteArray header = "{";
    for (int i = 0; i < count; ++i) header += (i ? "," : "") + namedEntry("tensor" + QByteArray::number(i), 2 * i, 2 * i + 2);
    return header + "}";
}

std::vector<std::byte> bytesOf(const QByteArray& text) {
    const auto* data = reinterpret_cast<const std::byte*>(text.constData());
    return {data, data + text.size()};
}

SafetensorsFile parsed(const QByteArray& file) { return SafetensorsFile::parse(bytesOf(file), "test"); }

bool same(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

QString messageOf(const auto& job) {
    try {
        job();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

void lengthRows() {
    const QByteArray good = entry("\"F32\"", "[2]", "[0,8]");
    QTest::newRow("empty file") << QByteArray() << "too short";
    QTest::newRow("seven bytes") << QByteArray(7, '\1') << "too short";
    QTest::newRow("no header") << fileOf("") << "header is empty";
    QTest::newRow("header over 100 MB") << lengthOf(100'000'001) + good << "claims 100000001 bytes";
    QTest::newRow("header of 2^64 - 1") << lengthOf(~uint64_t(0)) + good << "claims 18446744073709551615 bytes";
    QTest::newRow("header longer than the file") << lengthOf(99'000'000) + good << "header goes beyond the end";
    QTest::newRow("header one byte too long") << lengthOf(uint64_t(good.size()) + 1) + good << "header goes beyond the end";
    QTest::newRow("header cut") << lengthOf(uint64_t(good.size()) - 1) + good << "not valid JSON";
}

void jsonRows() {
    const QByteArray good = entry("\"F32\"", "[2]", "[0,8]");
    QTest::newRow("leading space") << fileOf(" " + good, 8) << "does not begin with '{'";
    QTest::newRow("byte order mark") << fileOf("\xef\xbb\xbf" + good, 8) << "does not begin with '{'";
    QTest::newRow("array") << fileOf("[]") << "does not begin with '{'";
    QTest::newRow("garbage after") << fileOf(good + "x", 8) << "not valid JSON";
    QTest::newRow("second object") << fileOf(good + "{}", 8) << "not valid JSON";
    QTest::newRow("zero bytes after") << fileOf(good + QByteArray(4, '\0'), 8) << "zero byte";
    QTest::newRow("hidden after a zero byte") << fileOf(good + QByteArray("\0{}", 3), 8) << "zero byte";
    QTest::newRow("invalid UTF-8") << fileOf("{" + namedEntry("a\xff", 0, 8) + "}", 8) << "not valid JSON";
    QTest::newRow("overlong UTF-8") << fileOf("{" + namedEntry("a\xc0\x80", 0, 8) + "}", 8) << "not valid JSON";
    QTest::newRow("surrogate alone") << fileOf("{" + namedEntry("a\\ud800", 0, 8) + "}", 8) << "not valid JSON";
    QTest::newRow("open brace only") << fileOf("{") << "not valid JSON";
    QTest::newRow("comment") << fileOf("{/**/}") << "not valid JSON";
    QTest::newRow("trailing comma") << fileOf("{" + namedEntry("a", 0, 8) + ",}", 8) << "not valid JSON";
    QTest::newRow("single quotes") << fileOf("{'a':{}}") << "not valid JSON";
    QTest::newRow("deep objects") << fileOf("{\"a\":{\"shape\":{\"b\":{\"c\":{}}}}}") << "an object for its shape";
    QTest::newRow("deep arrays") << fileOf("{\"a\":{\"shape\":[[[]]]}}") << "an array in its shape";
    QTest::newRow("100 000 arrays deep") << fileOf("{\"a\":{\"shape\":" + QByteArray(100'000, '[')) << "too long a word";
    QTest::newRow("50 000 objects deep") << fileOf(QByteArray("{\"a\":").repeated(50'000)) << "unknown field 'a'";
    QTest::newRow("very long number") << fileOf(entry("\"F32\"", "[" + QByteArray(1'000'000, '1') + "]", "[0,8]"), 8) << "too long a word";
    QTest::newRow("very long string") << fileOf("{\"" + QByteArray(4'000'001, 'a') + "\":{}}") << "too long a word";
    QTest::newRow("tensor is a number") << fileOf("{\"a\":5}") << "a number for 'a', not an object";
    QTest::newRow("tensor is null") << fileOf("{\"a\":null}") << "null for 'a', not an object";
}

void keyRows() {
    const QByteArray a = namedEntry("a", 0, 8);
    QTest::newRow("tensor twice") << fileOf("{" + a + "," + a + "}", 8) << "tensor 'a' is listed twice";
    QTest::newRow("tensor twice, once escaped") << fileOf("{" + a + "," + namedEntry("\\u0061", 0, 8) + "}", 8) << "'a' is listed twice";
    QTest::newRow("dtype twice") << fileOf("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}") << "has dtype twice";
    QTest::newRow("offsets twice") << fileOf("{\"a\":{\"data_offsets\":[0,8],\"data_offsets\":[0,8]}}") << "has data_offsets twice";
    QTest::newRow("metadata twice") << fileOf("{\"__metadata__\":{},\"__metadata__\":{}}") << "__metadata__ twice";
    QTest::newRow("metadata key twice") << fileOf(R"({"__metadata__":{"k":"1","k":"2"}})") << "the key 'k' twice";
    QTest::newRow("metadata number") << fileOf(R"({"__metadata__":{"k":1}})") << "'k' is a number, not a string";
    QTest::newRow("metadata null") << fileOf(R"({"__metadata__":{"k":null}})") << "'k' is null, not a string";
    QTest::newRow("metadata object") << fileOf(R"({"__metadata__":{"k":{}}})") << "'k' is an object, not a string";
    QTest::newRow("metadata is a string") << fileOf(R"({"__metadata__":"k"})") << "a string for '__metadata__'";
    QTest::newRow("no dtype") << fileOf(R"({"a":{"shape":[2],"data_offsets":[0,8]}})", 8) << "has no dtype";
    QTest::newRow("no shape") << fileOf(R"({"a":{"dtype":"F32","data_offsets":[0,8]}})", 8) << "has no shape";
    QTest::newRow("no offsets") << fileOf(R"({"a":{"dtype":"F32","shape":[2]}})", 8) << "has no data_offsets";
    QTest::newRow("unknown field") << fileOf(R"({"a":{"dtype":"F32","strides":[1]}})", 8) << "unknown field 'strides'";
    QTest::newRow("empty name") << fileOf("{" + namedEntry("", 0, 8) + "}", 8) << "empty name";
    QTest::newRow("name with a line end") << fileOf("{" + namedEntry("a\\n", 0, 8) + "}", 8) << "control character";
    QTest::newRow("name with a zero") << fileOf("{" + namedEntry("a\\u0000", 0, 8) + "}", 8) << "control character";
    QTest::newRow("long name") << fileOf("{" + namedEntry(QByteArray(257, 'a'), 0, 8) + "}", 8) << "longer than 256 bytes";
    QTest::newRow("too long metadata") << fileOf("{\"__metadata__\":{\"k\":\"" + QByteArray(3'000'000, 'a') + "\",\"l\":\"" +
                                                 QByteArray(1'000'001, 'a') + "\"}}")
                                       << "metadata is longer than 4 MB";
    QTest::newRow("too many metadata") << fileOf([] {
        QByteArray header = "{\"__metadata__\":{\"k\":\"\"";
        for (int i = 0; i < 10'000; ++i) header += ",\"" + QByteArray::number(i) + "\":\"\"";
        return header + "}}";
    }()) << "more than 10000 keys";
}

void typeRows() {
    for (const char* type : {"I64", "F64", "BOOL", "F8_E4M3", "U8", "C64"})
        QTest::newRow(type) << fileOf(entry("\"" + QByteArray(type) + "\"", "[2]", "[0,8]"), 8)
                            << "has the type " + QString(type) + ", but only F32";
    QTest::newRow("unknown type") << fileOf(entry("\"Q8\"", "[2]", "[0,8]"), 8) << "unknown type 'Q8'";
    QTest::newRow("lower-case type") << fileOf(entry("\"f32\"", "[2]", "[0,8]"), 8) << "unknown type 'f32'";
    QTest::newRow("empty type") << fileOf(entry("\"\"", "[2]", "[0,8]"), 8) << "unknown type ''";
    QTest::newRow("type is a number") << fileOf(entry("32", "[2]", "[0,8]"), 8) << "a number for its dtype";
}

void shapeRows() {
    const auto shape = [](const char* text) { return fileOf(entry("\"F32\"", text, "[0,8]"), 8); };
    QTest::newRow("negative dimension") << shape("[-2]") << "a negative number in its shape";
    QTest::newRow("fractional dimension") << shape("[2.0]") << "a fractional or too large number in its shape";
    QTest::newRow("exponent") << shape("[2e0]") << "a fractional or too large number in its shape";
    QTest::newRow("dimension of 2^64") << shape("[18446744073709551616]") << "a fractional or too large number in its shape";
    QTest::newRow("dimension of 2^63") << shape("[9223372036854775808]") << "a dimension over 2^48";
    QTest::newRow("product over 2^64") << shape("[4294967296,4294967296,2]") << "more than 2^48 bytes";
    QTest::newRow("product wraps to 2") << shape("[6148914691236517206,3]") << "a dimension over 2^48";
    QTest::newRow("bytes wrap to 8") << shape("[4611686018427387906]") << "a dimension over 2^48";
    QTest::newRow("bytes over 2^48") << shape("[281474976710656]") << "more than 2^48 bytes";
    QTest::newRow("zero and huge") << shape("[0,281474976710656,281474976710656]") << "more than 2^48 bytes";
    QTest::newRow("huge and zero") << shape("[9223372036854775807,0]") << "a dimension over 2^48";
    QTest::newRow("17 dimensions") << shape("[2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]") << "more than 16 dimensions";
    QTest::newRow("string in shape") << shape("[\"2\"]") << "a string in its shape";
    QTest::newRow("shape is a number") << shape("2") << "a number for its shape";
    QTest::newRow("too small") << shape("[1]") << "does not match its shape";
    QTest::newRow("too large") << shape("[3]") << "does not match its shape";
    QTest::newRow("scalar of two") << shape("[]") << "does not match its shape";
    QTest::newRow("empty of two") << shape("[0]") << "does not match its shape";
}

void offsetRows() {
    const auto offsets = [](const char* text) { return fileOf(entry("\"F32\"", "[2]", text), 8); };
    QTest::newRow("reversed") << offsets("[8,0]") << "ends before it begins";
    QTest::newRow("negative offset") << offsets("[-8,0]") << "a negative number in its data_offsets";
    QTest::newRow("beyond the data") << offsets("[8,16]") << "beyond the end of the file";
    QTest::newRow("end of 2^64 - 1") << offsets("[0,18446744073709551615]") << "beyond the end of the file";
    QTest::newRow("three offsets") << offsets("[0,4,8]") << "more than two data_offsets";
    QTest::newRow("one offset") << offsets("[8]") << "fewer than two data_offsets";
    QTest::newRow("string offset") << offsets("[0,\"8\"]") << "a string in its data_offsets";
    QTest::newRow("fractional offset") << offsets("[0,8.0]") << "a fractional or too large number in its data_offsets";
    QTest::newRow("offset of 2^64") << offsets("[0,18446744073709551616]") << "a fractional or too large number in its data_offsets";
    QTest::newRow("offset of 1e400") << offsets("[0,1e400]") << "not valid JSON";
    QTest::newRow("offsets are an object") << offsets("{}") << "an object for its data_offsets";
    const auto two = [](int begin, int end) { return fileOf("{" + namedEntry("a", 0, 8) + "," + namedEntry("b", begin, end) + "}", 16); };
    QTest::newRow("overlap") << two(4, 16) << "'b' overlaps another";
    QTest::newRow("the same bytes twice") << two(0, 8) << "'b' overlaps another";
    QTest::newRow("hole between") << two(10, 16) << "'b' has unused bytes before it";
    QTest::newRow("trailing bytes") << two(8, 14) << "2 bytes that belong to no tensor";
    QTest::newRow("hole at the start") << fileOf("{" + namedEntry("a", 2, 8) + "}", 8) << "'a' has unused bytes before it";
    QTest::newRow("data without tensors") << fileOf("{}", 8) << "8 bytes that belong to no tensor";
    QTest::newRow("data cut") << fileOf(entry("\"F32\"", "[2]", "[0,8]"), 7) << "beyond the end of the file";
    QTest::newRow("hole hidden by an empty tensor")
        << fileOf("{" + namedEntry("a", 0, 4) + "," + namedEntry("b", 6, 6) + "," + namedEntry("c", 8, 10) + "}", 10)
        << "'b' has unused bytes before it";
}

}  // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostileFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("sentence");
        lengthRows();
        jsonRows();
        keyRows();
        typeRows();
        shapeRows();
        offsetRows();
        QTest::newRow("too many tensors") << fileOf(manyEntries(100'001), 200'002) << "more than 100000 tensors";
    }

    void hostileFilesAreRefused() {
        QFETCH(QByteArray, file);
        QFETCH(QString, sentence);
        QTemporaryDir folder;
        QFile written(folder.filePath("hostile.safetensors"));
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(file) == file.size());
        written.close();
        QElapsedTimer timer;
        timer.start();
        const QString message = messageOf([&] { SafetensorsFile::read(written.fileName().toStdString()); });
        QVERIFY2(message.contains(sentence), qPrintable(message));
        QVERIFY(message.contains("hostile.safetensors"));
        QVERIFY(!message.contains('\n') && message.size() < 400);
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(messageOf([&] { parsed(file); }).contains(sentence));
    }

    void missingFileAndFolderAreRefused() {
        QTemporaryDir folder;
        QVERIFY(messageOf([&] { SafetensorsFile::read(folder.filePath("none").toStdString()); }).contains("no such file"));
        QVERIFY(messageOf([&] { SafetensorsFile::read(folder.path().toStdString()); }).contains("no such file"));
    }

    void everyCutOfAFileIsRefused() {
        const QByteArray file = fileOf("{" + namedEntry("a", 0, 4) + "," + namedEntry("b", 4, 8) + "}", 8);
        for (qsizetype length = 0; length < file.size(); ++length)
            QVERIFY2(!messageOf([&] { parsed(file.left(length)); }).isEmpty(), qPrintable(QString::number(length)));
    }

    void paddingIsAllowed() {
        QCOMPARE(parsed(fileOf(entry("\"F32\"", "[2]", "[0,8]") + "  \n\t   ", 8)).tensors().size(), size_t(1));
        QCOMPARE(parsed(fileOf("{}")).tensors().size(), size_t(0));
    }

    void scalarsAndEmptyTensorsAreAllowed() {
        const auto file = parsed(fileOf(R"({"scalar":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
            "none":{"dtype":"BF16","shape":[3,0],"data_offsets":[4,4]},"first":{"dtype":"F16","shape":[0],"data_offsets":[0,0]}})",
                                        4));
        QCOMPARE(file.tensor("scalar").elements(), int64_t(1));
        QCOMPARE(file.tensor("none").elements(), int64_t(0));
        QVERIFY(file.tensor("first").toFloat().empty());
        QVERIFY(messageOf([&] { file.tensor("second"); }).contains("no tensor 'second'"));
    }

    void hundredThousandTensorsAreReadQuickly() {
        const QByteArray file = fileOf(manyEntries(100'000), 200'000);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(parsed(file).tensors().size(), size_t(100'000));
        QVERIFY(timer.elapsed() < 3000);
    }

    void unalignedTensorsAreRead() {
        QByteArray file =
            fileOf(R"({"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"F32","shape":[2],"data_offsets":[2,10]}} )");
        const float values[] = {1.5f, -2.25f};
        file += QByteArray::fromHex("003c") + QByteArray(reinterpret_cast<const char*>(values), sizeof values);
        const auto read = parsed(file);
        QCOMPARE(read.tensor("a").toFloat(), std::vector<float>{1});
        QCOMPARE(read.tensor("b").toFloat(), (std::vector<float>{1.5f, -2.25f}));
    }

    void viewsOutliveAMove() {
        auto file = parsed(fileOf(entry("\"F32\"", "[2]", "[0,8]"), 8));
        const auto before = file.tensor("a").toFloat();
        const SafetensorsFile moved = std::move(file);
        QVERIFY(same(moved.tensor("a").toFloat(), before));
    }

    void writtenFilesReadBackExactly() {
        QTemporaryDir folder;
        const std::string file = folder.filePath("round.safetensors").toStdString();
        const float infinity = std::numeric_limits<float>::infinity();
        const std::vector<float> values{0.f, -0.f, 1e-45f, -3.4e38f, infinity, std::nanf("5"), 0.1f, 1};
        std::map<std::string, TensorBytes> tensors;
        tensors["a.weight"] = TensorBytes::fromFloat(values, {2, 4}, TensorType::F32);
        tensors["b \"quoted\" é"] = TensorBytes::fromFloat(std::vector<float>{65504, 0.5f, -infinity}, {3}, TensorType::F16);
        tensors["c"] = TensorBytes::fromFloat({}, {0, 7}, TensorType::BF16);
        tensors["d"] = TensorBytes::fromFloat(std::vector<float>{3}, {}, TensorType::BF16);
        const std::map<std::string, std::string> metadata{{"made by", "a \"test\"\n"}, {"", "empty key"}};
        writeSafetensors(file, tensors, metadata);
        const auto read = SafetensorsFile::read(file);
        QCOMPARE(read.metadata(), metadata);
        QCOMPARE(read.tensors().size(), tensors.size());
        for (const auto& [name, tensor] : tensors) {
            const TensorView& view = read.tensor(name);
            QVERIFY(view.type == tensor.type && view.shape == tensor.shape);
            QVERIFY(std::equal(view.bytes.begin(), view.bytes.end(), tensor.bytes.begin(), tensor.bytes.end()));
        }
        QVERIFY(same(read.tensor("a.weight").toFloat(), values));
    }

    void writtenBytesAreAsExpected() {
        QTemporaryDir folder;
        QFile file(folder.filePath("golden.safetensors"));
        writeSafetensors(file.fileName().toStdString(),
                         {{"b", TensorBytes::fromFloat(std::vector<float>{1, -2}, {2, 1}, TensorType::F32)},
                          {"a", TensorBytes::fromFloat(std::vector<float>{0.5f}, {1}, TensorType::BF16)}},
                         {{"format", "charrette"}});
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray header = R"({"__metadata__":{"format":"charrette"},"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]},)"
                                  R"("b":{"dtype":"F32","shape":[2,1],"data_offsets":[2,10]}})";
        const QByteArray padding((8 - header.size() % 8) % 8, ' ');
        QCOMPARE(file.readAll(), fileOf(header + padding) + QByteArray::fromHex("003f0000803f000000c0"));
    }

    void theWriterRefusesWhatTheReaderWould() {
        QTemporaryDir folder;
        const std::string file = folder.filePath("bad.safetensors").toStdString();
        const TensorBytes good = TensorBytes::fromFloat(std::vector<float>{1}, {1}, TensorType::F32);
        const auto refused = [&](const std::string& name, const TensorBytes& tensor) {
            return !messageOf([&] { writeSafetensors(file, {{name, tensor}}, {}); }).isEmpty();
        };
        QVERIFY(refused("", good));
        QVERIFY(refused("__metadata__", good));
        QVERIFY(refused("a\n", good));
        QVERIFY(refused("a\xff", good));
        QVERIFY(refused("a", {TensorType::F32, {2}, std::vector<std::byte>(4)}));
        QVERIFY(refused("a", {TensorType::F32, {-1}, std::vector<std::byte>(4)}));
        QVERIFY(!QFile::exists(QString::fromStdString(file)));
    }

    void halfNumbersReadExactly_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<float>("value");
        QTest::newRow("one") << 0x3c00 << 1.f;
        QTest::newRow("largest") << 0x7bff << 65504.f;
        QTest::newRow("smallest normal") << 0x0400 << std::ldexp(1.f, -14);
        QTest::newRow("largest subnormal") << 0x03ff << std::ldexp(1023.f, -24);
        QTest::newRow("smallest subnormal") << 0x8001 << -std::ldexp(1.f, -24);
        QTest::newRow("infinity") << 0xfc00 << -std::numeric_limits<float>::infinity();
    }

    void halfNumbersReadExactly() {
        QFETCH(int, bits);
        QFETCH(float, value);
        QVERIFY(floatFromHalf(static_cast<uint16_t>(bits)) == value);
        QCOMPARE(int(halfFromFloat(value)), bits);
    }

    void everyHalfAndBrainNumberSurvives() {
        for (uint32_t bits = 0; bits < 0x10000; ++bits) {
            const auto number = static_cast<uint16_t>(bits);
            const float half = floatFromHalf(number), brain = floatFromBrain(number);
            QVERIFY(std::isnan(half) ? std::isnan(floatFromHalf(halfFromFloat(half))) : halfFromFloat(half) == number);
            QVERIFY(std::isnan(brain) ? std::isnan(floatFromBrain(brainFromFloat(brain))) : brainFromFloat(brain) == number);
        }
    }

    void numbersRoundToNearestEven() {
        for (uint16_t bits = 0; bits < 0x7bff; ++bits) {
            const float low = floatFromHalf(bits), high = floatFromHalf(bits + 1), middle = (low + high) / 2;
            QCOMPARE(halfFromFloat(middle), uint16_t(bits & 1 ? bits + 1 : bits));
            QCOMPARE(halfFromFloat(std::nextafter(middle, high)), uint16_t(bits + 1));
            QCOMPARE(halfFromFloat(std::nextafter(middle, low)), bits);
        }
        QCOMPARE(brainFromFloat(std::bit_cast<float>(0x3f808000u)), uint16_t(0x3f80));
        QCOMPARE(brainFromFloat(std::bit_cast<float>(0x3f818000u)), uint16_t(0x3f82));
        QCOMPARE(brainFromFloat(std::bit_cast<float>(0x3f808001u)), uint16_t(0x3f81));
    }

    void valuesThatDoNotFitAreRefused() {
        const auto message = [](float value, TensorType type) {
            return messageOf([&] { TensorBytes::fromFloat(std::vector<float>{value}, {1}, type); });
        };
        QVERIFY(message(65520, TensorType::F16).contains("too large for the type F16"));
        QVERIFY(message(std::numeric_limits<float>::max(), TensorType::BF16).contains("too large for the type BF16"));
        QVERIFY(message(65519, TensorType::F16).isEmpty());
        QVERIFY(message(std::nanf(""), TensorType::F16).isEmpty());
        QVERIFY(!messageOf([] { TensorBytes::fromFloat(std::vector<float>{1, 2}, {3}, TensorType::F32); }).isEmpty());
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
