#include "core/image/pack.h"

#include <cmath>
#include <filesystem>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/dataset.h"
#include "core/image/image_file.h"

using namespace charrette;

namespace {

Image flat(int width, int height, int channels, float value) {
    Image image(width, height, channels);
    std::fill(image.samples.begin(), image.samples.end(), value);
    return image;
}

QByteArray bigEndian(uint32_t number) {
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += char(number >> shift);
    return bytes;
}

/// PNG specification, section 5.5.
uint32_t checksum(const QByteArray& bytes) {
    uint32_t value = ~0u;
    for (const char byte : bytes) {
        value ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
    }
    return ~value;
}

/// A PNG file with so many bytes of something private behind its header.
std::string pngWithPrivateChunk(const Image& image, int bytes) {
    const auto png = encodePng(image, SampleDepth::Bits8);
    const QByteArray chunk = "chRt" + QByteArray(bytes, 'x');
    QByteArray file(reinterpret_cast<const char*>(png.data()), qsizetype(png.size()));
    file.insert(33, bigEndian(uint32_t(bytes)) + chunk + bigEndian(checksum(chunk)));
    return file.toStdString();
}

}  // namespace

class PackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath("in"));
    }

    void aTableBecomesParameters() {
        picture("a.png", 16, 16, 0.2f);
        picture("b.png", 40, 20, 0.4f);
        picture("c.png", 8, 8, 0.6f);
        auto options = optionsWithTable(
            "file,Height mm,roof,storeys,open,maker,1st\na.png,10.5,flat,1,on,me,1\nb.png,20,gable,2,off,me,2\nc.png,12,flat,5,on,me,3\n");
        const PackReport report = packFolder(options);
        QCOMPARE(report.packed, size_t(3));
        QCOMPARE(report.skipped, std::vector<std::string>());
        QCOMPARE(report.notes, std::vector<std::string>{"Column 'maker' was left out: it has the same value, 'me', in every row"});
        const auto set = Dataset::open(options.out);
        QCOMPARE(set.parameters().size(), size_t(5));
        const Parameter& height = set.parameters()[0];
        QCOMPARE(height.name, std::string("height_mm"));
        QVERIFY(height.kind == ParameterKind::Number);
        QCOMPARE(height.minimum, 10.5);
        QCOMPARE(height.maximum, 20.0);
        QVERIFY(height.defaultValue == ParameterValue(12.0));
        QVERIFY(std::abs(height.distribution.mean - 42.5 / 3) < 1e-12);
        QVERIFY(std::abs(height.distribution.deviation - std::sqrt((3.6667 * 3.6667 + 5.8333 * 5.8333 + 2.1667 * 2.1667) / 3)) < 1e-3);
        QCOMPARE(height.distribution.histogram.size(), size_t(32));
        const Parameter& roof = set.parameters()[1];
        QVERIFY(roof.kind == ParameterKind::Choice);
        QCOMPARE(roof.choices, (std::vector<std::string>{"flat", "gable"}));
        QVERIFY(std::abs(roof.distribution.histogram.at(0) - 2.0 / 3) < 1e-12);
        QVERIFY(set.parameters()[2].kind == ParameterKind::Integer);
        QVERIFY(set.parameters()[3].kind == ParameterKind::Toggle);
        QCOMPARE(set.parameters()[4].name, std::string("p_1st"));
        QVERIFY(set.entries()[1].values.at("storeys") == ParameterValue(int64_t(2)));
        QCOMPARE(int(set.picture(1, 3).pixels.at(0)), 102);
    }

    void definedParametersAreKept() {
        picture("a.png", 16, 16, 0.2f);
        picture("b.png", 16, 16, 0.2f);
        auto options = optionsWithTable("file,height,more\na.png,100,x\nb.png,400,y\n");
        options.parameters = written(
            "p.json", R"([{"name":"height","label":"Height","kind":"number","unit":"mm","minimum":90,"maximum":320,"default":220}])");
        const PackReport report = packFolder(options);
        QCOMPARE(report.packed, size_t(1));
        QVERIFY(report.skipped.at(0).starts_with("Picture 'b.png' was left out: "));
        QCOMPARE(report.notes, std::vector<std::string>{"Column 'more' was left out: it is not defined as a parameter"});
        const auto set = Dataset::open(options.out);
        QCOMPARE(set.parameters().at(0).maximum, 320.0);
        QCOMPARE(set.parameters().at(0).distribution.mean, 100.0);
        QCOMPARE(set.parameters().at(0).distribution.deviation, 1.0);
    }

    void pngOfTheRightKindIsStoredAsItIs() {
        picture("a.png", 16, 16, 0.3f);
        const auto options = optionsWithTable({});
        packFolder(options);
        const auto set = Dataset::open(options.out);
        QCOMPARE(set.entries().at(0).size, uint64_t(std::filesystem::file_size(options.folder / "a.png")));
        QVERIFY(set.parameters().empty());
    }

    void coverageAndDepthComeAlong() {
        picture("a.png", 32, 32, 0.5f);
        Image aux(32, 32, 2);
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; x += 2) aux.at(x, y, 0) = 0.8f, aux.at(x, y, 1) = 1;
        }
        writeFileAtomically(inFolder("a.aux.png"), encodePng(aux, SampleDepth::Bits16));
        picture("b.png", 32, 32, 0.5f);
        const auto options = optionsWithTable("file,aux\na.png,a.aux.png\nb.png,\n");
        const PackReport report = packFolder(options);
        QCOMPARE(report.skipped, std::vector<std::string>{"Picture 'b.png' was left out: it has no auxiliary picture, and others have"});
        const auto pixels = Dataset::open(options.out).picture(0, 5).pixels;
        QVERIFY(std::abs(int(pixels.at(3 * 256)) - 128) <= 1);
        QVERIFY(std::abs(int(pixels.at(4 * 256)) - 204) <= 1);
    }

    void foldersBecomeClasses() {
        for (const char* name : {"vase", "bowl"}) {
            QVERIFY(QDir(m_folder->path()).mkpath(QString("in/") + name));
            picture(std::string(name) + "/one.png", 16, 16, 0.2f);
        }
        auto options = optionsWithTable({});
        options.jpeg = true;
        packFolder(options);
        const auto set = Dataset::open(options.out);
        QCOMPARE(set.parameters().at(0).choices, (std::vector<std::string>{"bowl", "vase"}));
        QVERIFY(set.entries().at(1).values.at("class") == ParameterValue(std::string("vase")));
        picture("loose.png", 16, 16, 0.2f);
        options.out = path("other");
        expectError(options, "both in it and in its sub-folders");
    }

    void damagedPicturesAreSkipped() {
        picture("a.png", 16, 16, 0.2f);
        written("in/broken.png", "\x89PNG\r\n\x1a\nbroken");
        auto options = optionsWithTable("file,n\na.png,1\nbroken.png,2\nmissing.png,3\n");
        const PackReport report = packFolder(options);
        QCOMPARE(report.packed, size_t(1));
        QCOMPARE(report.skipped.size(), size_t(2));
        QVERIFY(report.skipped[0].find("broken.png") != std::string::npos);
        QVERIFY(report.skipped[1].find("there is no such file") != std::string::npos);
    }

    void oneBadNameDoesNotEndThePack() {
        picture("a.png", 16, 16, 0.2f);
        const std::string longName = std::string(300, 'x') + ".png";
        const PackReport report = packFolder(optionsWithTable("file\na.png\n" + longName + "\n"));
        QCOMPARE(report.packed, size_t(1));
        QVERIFY2(report.skipped.at(0).starts_with("Picture '" + longName + "' was left out: it cannot be found: "),
                 report.skipped[0].c_str());
    }

    void aLargeFileIsEncodedAnew() {
        for (int i = 0; i < 2; ++i)
            written(QString("in/%1.png").arg(i), pngWithPrivateChunk(flat(16, 16, 3, 0.3f), i == 0 ? 1000 : 9 << 20));
        const auto options = optionsWithTable({});
        const PackReport report = packFolder(options);
        QVERIFY2(report.skipped.empty(), report.skipped.empty() ? "" : report.skipped[0].c_str());
        const auto set = Dataset::open(options.out);
        QCOMPARE(set.entries().at(0).size, uint64_t(std::filesystem::file_size(inFolder("0.png"))));
        QVERIFY(set.entries().at(1).size < 1000);
        QVERIFY(set.picture(0, 3).pixels == set.picture(1, 3).pixels);
    }

    void columnsBeyondAllMeasureAreLeftOut() {
        picture("a.png", 16, 16, 0.2f);
        picture("b.png", 16, 16, 0.2f);
        auto options = optionsWithTable("file,far,n\na.png,-1e308,1\nb.png,1e308,2\n");
        QCOMPARE(packFolder(options).notes, std::vector<std::string>{"Column 'far' was left out: its numbers go beyond 1e100"});
        options.out = path("other");
        options.parameters = written("p.json", R"([{"name":"n","kind":"number","minimum":0,"maximum":1e200,"default":0}])");
        expectError(options, "parameter 'n' goes beyond 1e100");
    }

    void aLinkMayNotLeaveTheFolder() {
        picture("a.png", 16, 16, 0.2f);
        writeImage(path("secret.png"), flat(16, 16, 3, 1), SampleDepth::Bits8);
        std::filesystem::create_symlink(path("secret.png"), inFolder("b.png"));
        const PackReport report = packFolder(optionsWithTable("file\na.png\nb.png\n"));
        QCOMPARE(report.skipped, std::vector<std::string>{"Picture 'b.png' was left out: it lies outside the folder"});
    }

    void badJobsAreRefused() {
        expectError(optionsWithTable({}), "has no pictures");
        picture("a.png", 16, 16, 0.2f);
        auto options = optionsWithTable({});
        options.folder = path("none");
        expectError(options, "does not exist");
        options = optionsWithTable({});
        options.recipe = std::string(2000, 'x');
        expectError(options, "out: recipe must be at most 1024");
        options = optionsWithTable({});
        options.out = inFolder("a.png");
        expectError(options, "in/a.png: the folder cannot be made");
        options.out = inFolder("a.png/out");
        expectError(options, "in/a.png/out: the folder cannot be made");
        options = optionsWithTable({});
        options.resolution = 100;
        expectError(options, "power of two");
        options.resolution = 16;
        options.heldOutShare = NAN;
        expectError(options, "held-out share");
        expectError(optionsWithTable("file,A b,a_B\na.png,1,2\nb.png,2,3\n"), "would both become parameter 'a_b'");
        expectError(optionsWithTable("file\nmissing.png\n"), "Nothing can be packed");
        options = optionsWithTable("file,a\na.png,1\n");
        options.parameters = written("p.json", "[]");
        expectError(options, "must hold a JSON list");
        options.parameters = written("p.json", R"([{"name":"height","kind":"number","minimum":0,"maximum":1,"default":0}])");
        expectError(options, "has no column in the table");
        QVERIFY(!QFile::exists(m_folder->filePath("out")));
    }

    void aSetIsNotWrittenOverAnother() {
        picture("a.png", 16, 16, 0.2f);
        packFolder(optionsWithTable({}));
        expectError(optionsWithTable({}), "holds a data set already");
    }

    void stoppingLeavesNothingBehind() {
        for (int i = 0; i < 80; ++i) picture(std::to_string(i) + ".png", 16, 16, 0.2f);
        std::stop_source source;
        const auto stopSoon = [&](size_t, size_t) { source.request_stop(); };
        QVERIFY_THROWS_EXCEPTION(Error, packFolder(optionsWithTable({}), stopSoon, source.get_token()));
        QVERIFY(!QFile::exists(m_folder->filePath("out")));
    }

private:
    std::filesystem::path path(const QString& name) const { return m_folder->filePath(name).toStdString(); }
    std::filesystem::path inFolder(const std::string& name) const { return path("in") / name; }

    void picture(const std::string& name, int width, int height, float value) {
        writeImage(inFolder(name), flat(width, height, 3, value), SampleDepth::Bits8);
    }

    std::filesystem::path written(const QString& name, const std::string& text) {
        writeFileAtomically(path(name), text);
        return path(name);
    }

    PackOptions optionsWithTable(const std::string& csv) {
        PackOptions options;
        options.folder = path("in");
        options.out = path("out");
        options.resolution = 16;
        if (!csv.empty()) options.table = written("t.csv", csv);
        return options;
    }

    void expectError(const PackOptions& options, const char* sentence) {
        try {
            packFolder(options);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains(sentence), error.what());
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(PackTest)
#include "pack_test.moc"
