#include <algorithm>
#include <cmath>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/design/genome.h"
#include "core/image/image_file.h"
#include "core/image/sheet.h"
#include "core/nn/safetensors.h"
#include "tests/support/files.h"
#include "tests/support/run_program.h"
#include "tests/support/tiny_model.h"

using namespace charrette;

namespace {

constexpr int side = 32, gap = 6, margin = 12, captionHeight = 18;

int sheetSide(int cells, int cell) { return cells * (cell + gap) - gap + 2 * margin; }

/// Whether some sample lies between the steps of 8 bits.
bool hasFineSteps(const Image& image) {
    return std::ranges::any_of(image.samples, [](float sample) { return std::abs(sample * 255 - std::round(sample * 255)) > 0.01f; });
}

}  // namespace

class ModelCommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyModel(at("models/tiny").toStdString());
        test::writeTinyModelWithoutDirections(at("models/undirected").toStdString());
        test::writeTinyModelWithLatents(at("models/with-latents").toStdString());
        QVERIFY(QDir(m_folder.path()).mkpath("work"));
        QDir::setCurrent(at("work"));
    }

    void theModelIsListed() {
        const auto outcome = run({"models"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.startsWith("tiny              Tiny                  32 x 32      4 parameters\n"), outcome.out);
    }

    void aModelThatCannotBeReadDoesNotHideOthers() {
        QVERIFY(QDir(at("models")).mkpath("broken"));
        test::writeFile(at("models/broken/card.json"), "{");
        const auto outcome = run({"models"});
        QVERIFY(QDir(at("models/broken")).removeRecursively());
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("tiny"));
        QVERIFY2(test::isOneSentence(outcome.err, "charrette-cli") && outcome.err.contains("broken/card.json"), outcome.err);
    }

    void aModelGoesByItsFolder() {
        std::filesystem::copy(at("models/tiny").toStdString(), at("models/mine").toStdString());
        const auto listed = run({"models"});
        const auto rendered = run({"render", "--model", "mine", "--out", "mine.PNG"});
        QVERIFY(QDir(at("models/mine")).removeRecursively());
        QVERIFY2(listed.out.startsWith("mine              Tiny                  32 x 32"), listed.out);
        QVERIFY2(rendered.code == 0 && QFile::exists("mine.PNG"), rendered.err);
    }

    void speedIsMeasuredBesideBareConvolutions() {
        for (const QStringList& network : {QStringList{"--model", "tiny"}, QStringList{"--shape", "128,512,32", "--preview"}}) {
            const auto outcome = run(QStringList{"bench", "--batch", "2", "--seconds", "0", "--json"} + network);
            QVERIFY2(outcome.code == 0, outcome.err);
            const auto json = nlohmann::json::parse(outcome.out.toStdString());
            for (const char* key : {"ms_per_image", "gflop_per_image", "gflops", "bare_conv_gflops", "ratio", "peak_mib"})
                QVERIFY2(json.at(key).get<double>() > 0, key);
        }
        QCOMPARE(run({"bench"}).code, 2);
        QCOMPARE(run({"bench", "--shape", "33,512,64"}).code, 2);
    }

    void aSiteStandsBehindThePicture() {
        QVERIFY(run({"render", "--model", "tiny", "--seed", "3", "--out", "learned.png"}).code == 0);
        const auto made = run({"render", "--model", "tiny", "--seed", "3", "--site", "dusk", "--match", "0", "--out", "dusk.png", "--genome-out", "dusk.json"});
        QVERIFY2(made.code == 0, made.err);
        QVERIFY(readImage("dusk.png").samples != readImage("learned.png").samples);
        QVERIFY(run({"render", "--model", "tiny", "--genome", "dusk.json", "--out", "again.png"}).code == 0);
        QVERIFY(readImage("again.png").samples == readImage("dusk.png").samples);
        QVERIFY(run({"grid", "--model", "tiny", "--count", "2", "--site", "paper", "--out", "sheet.png"}).code == 0);
        QVERIFY(run({"strip", "--model", "tiny", "--steps", "2", "--site", "paper", "--out", "strip.png"}).code == 0);
    }

    void aPhotoStandsBehindThePicture() {
        Image photo(40, 30, 3);
        for (size_t i = 0; i < photo.samples.size(); ++i) photo.samples[i] = float(i % 90) / 90;
        writeImage("photo.png", photo, SampleDepth::Bits8);
        const QStringList render = {"render", "--model", "tiny", "--seed", "3", "--out"};
        const auto placed = run(render + QStringList{"placed.png", "--photo", "photo.png", "--place", "0.1,0,1.5,-3", "--genome-out", "placed.json"});
        QVERIFY2(placed.code == 0, placed.err);
        QVERIFY(run(render + QStringList{"middle.png", "--photo", "photo.png"}).code == 0);
        QVERIFY(readImage("placed.png").samples != readImage("middle.png").samples);
        const QStringList again = {"render", "--model", "tiny", "--genome", "placed.json", "--out", "again.png"};
        QVERIFY2(run(again).err.contains("The photo 'photo.png' that the site names is not here"), run(again).err);
        QVERIFY(run(again + QStringList{"--photo", "photo.png"}).code == 0);
        QVERIFY(readImage("again.png").samples == readImage("placed.png").samples);
    }

    void sitesThatMakeNoSenseAreSaid() {
        const QStringList render = {"render", "--model", "tiny", "--out", "a.png"};
        for (const QStringList& options : {QStringList{"--site", "photo"}, {"--photo", "none.png", "--site", "dusk"}, {"--place", "0,0,1,0"},
                                           {"--photo", "photo.png", "--place", "0,0,1"}, {"--photo", "photo.png", "--place", "9,0,1,0"}, {"--match", "1"}})
            QCOMPARE(run(render + options).code, 2);
        QVERIFY(run(render + QStringList{"--site", "mars"}).err.contains("There is no site 'mars'"));
        QVERIFY(run(render + QStringList{"--photo", "none.png"}).err.contains("there is no such file"));
    }

    void theCardIsShown() {
        const auto text = run({"inspect", "tiny"});
        QCOMPARE(text.code, 0);
        for (const char* part : {"Tiny\n", "Folder ", "models/tiny\n", "32 x 32 pixels: red, green, blue, coverage, depth", "100 to 300 mm",
                                 "none, ring, stem", "CC0-1.0"})
            QVERIFY2(text.out.contains(part), part);
        const auto object = run({"inspect", "tiny", "--json"});
        QCOMPARE(cardFromText(object.out.toStdString(), "").parameters.size(), size_t(4));
    }

    void latentParametersAreShownApart() {
        const auto text = run({"inspect", "with-latents"});
        QVERIFY2(text.out.contains("Latent parameters, which vary with the seed where they are not set\n  tone "), text.out);
        QVERIFY2(text.out.contains("1 to 999") && text.out.contains("the number of an arrangement"), text.out);
        QCOMPARE(cardFromText(run({"inspect", "with-latents", "--json"}).out.toStdString(), "").latentParameters.size(), size_t(2));
    }

    void latentParametersAreSetAsOthersAre() {
        QCOMPARE(run({"grid", "--model", "with-latents", "--count", "3", "--out", "g.png", "--each", "set", "--set", "tone=55"}).code, 0);
        const Genome genome = genomeFromText(test::contentsOf("set/1.json").toStdString(), "");
        QVERIFY(genome.parameters.at("tone") == ParameterValue(55.0) && !genome.parameters.contains("grain"));
        QCOMPARE(run({"render", "--model", "with-latents", "--genome", "set/1.json", "--out", "again.png"}).code, 0);
        QVERIFY(test::contentsOf("set/1.png") == test::contentsOf("again.png"));
        QCOMPARE(run({"grid", "--model", "with-latents", "--count", "3", "--out", "g.png", "--each", "free"}).code, 0);
        QVERIFY(test::contentsOf("set/1.png") != test::contentsOf("free/1.png"));
        const auto outcome = run({"render", "--model", "with-latents", "--out", "a.png", "--set", "tine=55"});
        QVERIFY2(outcome.code == 2 && outcome.err.contains("no parameter 'tine'; did you mean 'tone'?"), outcome.err);
    }

    void aStripGoesThroughALatentParameter() {
        const QStringList parameters = {"--parameter", "tone", "--parameter", "grain"};
        QCOMPARE(run(QStringList{"strip", "--model", "with-latents", "--steps", "4", "--out", "strip.png"} + parameters).code, 0);
        const Image strip = readImage("strip.png");
        QCOMPARE(strip.height, 2 * (side + captionHeight + gap) - gap + 2 * margin);
    }

    void aGridIsASheet_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::newRow("24 by default") << "" << 6 << 4;
        QTest::newRow("columns") << "--count 5 --columns 3" << 3 << 2;
        QTest::newRow("one") << "--count 1" << 1 << 1;
        QTest::newRow("values") << "--count 2 --columns 2 --set height=250 --set lid=on --spread 0.5 --truncation 0.7" << 2 << 1;
    }

    void aGridIsASheet() {
        QFETCH(QString, options);
        QFETCH(int, columns);
        QFETCH(int, rows);
        const auto outcome = run(("grid --model tiny --out grid.png " + options).split(' ', Qt::SkipEmptyParts));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.err);
        const Image sheet = readImage("grid.png");
        QCOMPARE(sheet.width, sheetSide(columns, side));
        QCOMPARE(sheet.height, sheetSide(rows, side));
    }

    void theSameGridIsTheSameFile() {
        for (const char* name : {"one.png", "two.png"}) QCOMPARE(run({"grid", "--model", "tiny", "--seed", "7", "--out", name}).code, 0);
        QCOMPARE(test::contentsOf("one.png"), test::contentsOf("two.png"));
        QCOMPARE(run({"grid", "--model", "tiny", "--seed", "8", "--out", "two.png"}).code, 0);
        QVERIFY(test::contentsOf("one.png") != test::contentsOf("two.png"));
    }

    void eachVariantIsWritten() {
        QCOMPARE(run({"grid", "--model", "tiny", "--seed", "4294967294", "--count", "3", "--out", "g.png", "--each", "each/of them"}).code,
                 0);
        const QStringList names = {"0.json", "0.png", "4294967294.json", "4294967294.png", "4294967295.json", "4294967295.png"};
        QCOMPARE(QDir("each/of them").entryList(QDir::Files | QDir::Hidden), names);
        const Image picture = readImage("each/of them/0.png");
        QVERIFY(picture.width == side && picture.height == side && picture.channels == 3);
        QVERIFY(genomeFromText(test::contentsOf("each/of them/0.json").toStdString(), "").latent == Latent(0u));
    }

    void aWrittenGenomeGivesThePictureAgain() {
        QCOMPARE(run({"grid", "--model", "tiny", "--seed", "40", "--count", "11", "--out", "g.png", "--each", "all"}).code, 0);
        for (int seed : {40, 47, 50}) {
            const QString name = QString("all/%1").arg(seed);
            QCOMPARE(run({"render", "--model", "tiny", "--genome", name + ".json", "--out", "again.png"}).code, 0);
            QVERIFY2(test::contentsOf(name + ".png") == test::contentsOf("again.png"), qPrintable(name));
        }
    }

    void genomesArePrinted() {
        const auto outcome = run({"grid", "--model", "tiny", "--count", "3", "--out", "g.png", "--json", "--set", "ribs=7"});
        const auto list = nlohmann::json::parse(outcome.out.toStdString());
        QCOMPARE(list.size(), size_t(3));
        for (const auto& genome : list) QVERIFY(genomeFromJson(genome, "").parameters.at("ribs") == ParameterValue(int64_t(7)));
    }

    void aPictureIsRendered_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("bits");
        for (const char* file : {"picture.png", "picture.tif", "picture.tiff"})
            for (const char* bits : {"8", "16"}) QTest::addRow("%s, %s bits", file, bits) << file << bits;
    }

    void aPictureIsRendered() {
        QFETCH(QString, file);
        QFETCH(QString, bits);
        const auto outcome = run({"render", "--model", "tiny", "--seed", "3", "--out", file, "--bits", bits, "--genome-out", "a.json"});
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.err);
        const Image picture = readImage(file.toStdString());
        QVERIFY(picture.width == side && picture.height == side && picture.channels == 3);
        QCOMPARE(hasFineSteps(picture), bits == "16");
        QVERIFY(genomeFromText(test::contentsOf("a.json").toStdString(), "").latent == Latent(3u));
    }

    void aValueChangesThePicture() {
        const auto render = [&](const QStringList& more) {
            return run(QStringList{"render", "--model", "tiny", "--out", "v.png"} + more).code == 0 ? test::contentsOf("v.png")
                                                                                                    : QByteArray();
        };
        const QByteArray plain = render({});
        QVERIFY(!plain.isEmpty());
        for (const char* setting : {"height=280", "ribs=9", "foot=stem", "lid=on"}) QVERIFY2(render({"--set", setting}) != plain, setting);
        QVERIFY(render({"--seed", "1"}) != plain);
        QVERIFY(render({"--truncation", "0.5"}) != plain);
        QCOMPARE(render({"--set", "height=200", "--seed", "0"}), plain);
    }

    void aStripHasARowAParameter_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("longest");
        QTest::newRow("all") << "" << 7 << 4 << "height (mm)";
        QTest::newRow("one") << "--parameter foot" << 3 << 1 << "foot";
        QTest::newRow("more steps than whole numbers") << "--parameter ribs --steps 64" << 9 << 1 << "ribs";
        QTest::newRow("two, with steps") << "--parameter lid --parameter ribs --steps 4" << 4 << 2 << "ribs";
    }

    void aStripHasARowAParameter() {
        QFETCH(QString, options);
        QFETCH(int, columns);
        QFETCH(int, rows);
        QFETCH(QString, longest);
        const auto outcome = run(("strip --model tiny --out strip.png " + options).split(' ', Qt::SkipEmptyParts));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.err);
        const Image sheet = readImage("strip.png");
        QCOMPARE(sheet.width, sheetSide(columns, side) + textWidth(longest.toStdString()) + 12);
        QCOMPARE(sheet.height, sheetSide(rows, side + captionHeight));
    }

    void aDirectionRunsFromMinusThreeToThree_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("longest");
        QTest::newRow("the card's own") << "--model tiny --seed 4" << 3 << "coarse";
        QTest::newRow("computed") << "--model undirected" << 16 << "overall 1";
        QTest::newRow("computed, the first") << "--model undirected --count 2 --set height=250" << 2 << "overall 2";
    }

    void aDirectionRunsFromMinusThreeToThree() {
        QFETCH(QString, options);
        QFETCH(int, rows);
        QFETCH(QString, longest);
        const auto outcome = run(("directions --out directions.png " + options).split(' '));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.err);
        const Image sheet = readImage("directions.png");
        QCOMPARE(sheet.width, sheetSide(7, side) + textWidth(longest.toStdString()) + 12);
        QCOMPARE(sheet.height, sheetSide(rows, side + captionHeight));
    }

    void computedDirectionsCanBePutIntoTheCard() {
        Card card = readCard(at("models/undirected/card.json").toStdString());
        const auto outcome = run({"directions", "--model", "undirected", "--count", "1", "--out", "d.png", "--json"});
        auto object = toJson(card);
        object["directions"] = nlohmann::json::parse(outcome.out.toStdString());
        QCOMPARE(cardFromText(object.dump(), "card").directions.size(), size_t(16));
    }

    void aGenomeMayNameAComputedDirection() {
        const auto render = [&](double amount) {
            test::writeFile("moved.json", toJson(Genome{.latent = 2u, .directions = {{"overall 1", amount}}}).dump().c_str());
            return run({"render", "--model", "undirected", "--genome", "moved.json", "--out", "m.tif"}).code == 0 ? readImage("m.tif").samples
                                                                                                       : std::vector<float>();
        };
        QVERIFY(!render(0).empty());
        QVERIFY(render(0) != render(2));
    }

    void tensorsAreSynthesized() {
        const QString data = QString(CHARRETTE_TEST_DATA) + "/stylegan2/unconditional32";
        const auto outcome = run({"synthesize", "--weights", data + ".weights.safetensors", "--inputs", data + ".expected.safetensors",
                                  "--out", "out.safetensors"});
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.err);
        const auto made = SafetensorsFile::read("out.safetensors");
        QCOMPARE(made.tensors().size(), size_t(6));
        QCOMPARE(made.tensor("image_psi1").shape, (std::vector<int64_t>{3, 3, 32, 32}));
    }

    void failuresAreOneSentence_data() {
        test::failureColumns();
        const auto row = test::failureRow;
        row("grid --model tinny --out a.png", 1, "There is no model 'tinny'; there are: tiny");
        row("grid --model tiny --out a.png --set hieght=200", 2, "did you mean 'height'?");
        row("grid --model tiny --out a.png --set height=tall", 2, "--set: parameter 'height': must be a number from 100 to 300 mm");
        row("grid --model tiny --out a.png --set height=301", 2, "--set: parameter 'height': must be a number from 100 to 300 mm");
        row("grid --model tiny --out a.png --set height", 2, "--set must be name=value, not 'height'");
        row("grid --model tiny --out a.png --set height=200 --set height=201", 2, "--set gives 'height' twice");
        row("grid --model tiny --out a.png --count 0", 2, "--count must be a whole number from 1 to 4096");
        row("grid --model tiny --out a.png --seed 4294967296", 2, "--seed must be a whole number from 0 to 4294967295");
        row("grid --model tiny --out nowhere/a.png", 1, "nowhere/a.png");
        row("grid --model tiny --out a.png --each kept.json", 1, "kept.json: the folder cannot be made");
        row("render --model tiny --out a.png --genome kept.json --seed 1", 2, "cannot be given together with --seed");
        row("render --model tiny --out a.png --genome missing.json", 1, "missing.json: cannot be read");
        row("render --model tiny --out a.png --genome cut.json", 1, "is not valid JSON");
        row("render --model tiny --out a.png --genome foreign.json", 1,
            "'foreign.json' was made with another version of the model (aaaaaaaa…, this is ");
        row("strip --model tiny --out a.png --parameter width", 2, "has no parameter 'width'");
        row("directions --model tiny --out a.png --count 0", 2, "--count must be a whole number from 1 to 1024");
        row("directions --model tiny --out a.jpg", 2, "--out must end in .png, .tif or .tiff");
        row("inspect tinny", 1, "There is no model 'tinny'");
    }

    void failuresAreOneSentence() {
        test::writeFile("kept.json", toJson(Genome{.latent = 1u}).dump().c_str());
        test::writeFile("foreign.json", toJson(Genome{.modelHash = std::string(64, 'a')}).dump().c_str());
        test::writeFile("cut.json", "{\"format\": ");
        test::checkFailure("charrette-cli", [this](const QStringList& arguments) { return run(arguments); });
        QVERIFY(!QFile::exists("a.png"));
    }

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }

    test::Outcome run(const QStringList& arguments) const {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("CHARRETTE_MODELS", at("models"));
        return test::runProgram(CHARRETTE_CLI, arguments, environment);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ModelCommandsTest)
#include "model_commands_test.moc"
