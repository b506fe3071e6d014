#include "core/nn/training/package.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/engine/model.h"
#include "core/nn/directions.h"
#include "core/nn/weights.h"
#include "tests/support/files.h"
#include "tests/support/sentence_of.h"
#include "tests/support/tiny_dataset.h"
#include "tests/support/tiny_run.h"

using namespace charrette;

class PackageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::writeTinyDataset(path("data"), {.resolution = 16, .count = 16});
        test::trained(test::tinyRun(path("data"), path("run"), 40));
    }

    void init() { write("about.json", test::aboutDiscs); }

    void aPackagedRunIsAModel() {
        packageRun(path("run"), path("about.json"), path("models/discs"));
        Model model = Model::open(path("models/discs"));
        const Card& card = model.card();
        QVERIFY(card.name == "discs" && card.passport.madeBy == "A test");
        QCOMPARE(card.resolution, 16);
        QCOMPARE(card.channels.size(), size_t(5));
        QCOMPARE(card.latentSize, 4);
        QCOMPARE(card.styleSize, 8);
        QCOMPARE(card.parameters.size(), size_t(2));
        QVERIFY(card.parameters[0].distribution.mean == test::discParameters()[0].distribution.mean);
        const auto pictures = model.render(std::vector{Genome{.latent = 1u}, Genome{.latent = 2u}});
        QVERIFY(pictures[0].samples != pictures[1].samples);
    }

    void whatTheLatentCodeKnowsIsInTheCard() {
        auto run = test::tinyRun(path("data"), path("known"), 40);
        run.configure = [tiny = run.configure](TrainingOptions training) {
            training = tiny(training);
            training.latentParameters = {"radius"};
            return training;
        };
        test::trained(run);
        packageRun(path("known"), path("about.json"), path("models/known"));
        Model model = Model::open(path("models/known"));
        const Card& card = model.card();
        QVERIFY(card.parameters.size() == 1 && card.latentParameters.size() == 1);
        const LatentParameter& radius = card.latentParameters[0];
        const Parameter declared = test::discParameters()[0];
        QVERIFY(radius.parameter.name == "radius" && radius.components == std::vector{0});
        QVERIFY(radius.parameter.label == declared.label && radius.parameter.maximum == declared.maximum);
        QVERIFY(radius.parameter.distribution.histogram == declared.distribution.histogram);
        const auto pictures = model.render(std::vector{Genome{.parameters = {{"radius", declared.minimum}}}, Genome{.parameters = {{"radius", declared.maximum}}}});
        QVERIFY(pictures[0].samples != pictures[1].samples);
    }

    void aCheckpointFromBeforeLatentsWereKeptGetsThemInTheNextRun() {
        auto run = test::tinyRun(path("data"), path("older"), 40);
        run.configure = [tiny = run.configure](TrainingOptions training) {
            training = tiny(training);
            training.latentParameters = {"radius"};
            return training;
        };
        test::trained(run);
        write("older/checkpoint.safetensors", read("older/checkpoint.safetensors").replace("\"latents\":", "\"unknown\":"));
        packageRun(path("older"), path("about.json"), path("models/older"));
        QVERIFY(Model::open(path("models/older")).card().latentParameters.empty());
        run.images = 48;
        test::trained(run);
        packageRun(path("older"), path("about.json"), path("models/older"));
        QCOMPARE(Model::open(path("models/older")).card().latentParameters.size(), size_t(1));
    }

    void aPackageBringsItsDirectionsAndStartingPoints() {
        const QByteArray points = R"("startingPoints": [{"title": "Small", "seed": 3, "parameters": {"%1": %2}}], "passport")";
        const Parameter first = test::discParameters()[0];
        write("about.json", QByteArray(test::aboutDiscs)
                                .replace("\"passport\"", QString(points).arg(first.name.c_str()).arg(first.minimum).toUtf8()));
        packageRun(path("run"), path("about.json"), path("started"));
        const Card card = readCard(path("started/card.json"));
        QCOMPARE(card.startingPoints.size(), size_t(1));
        QCOMPARE(card.startingPoints[0].seed, 3u);
        // They are those that the weights' own network gives.
        Card without = card;
        without.directions.clear();
        auto network = loadGenerator(SafetensorsFile::read(path("started/generator.safetensors")));
        const auto found = findDirections(network, without);
        QVERIFY(!found.empty());
        QCOMPARE(card.directions.size(), found.size());
        for (size_t i = 0; i < found.size(); ++i) {
            QCOMPARE(card.directions[i].name, found[i].name);
            QCOMPARE(card.directions[i].values, found[i].values);
        }
    }

    void packagingTwiceGivesTheSameFiles() {
        packageRun(path("run"), path("about.json"), path("one"));
        packageRun(path("run"), path("about.json"), path("two"));
        packageRun(path("run"), path("about.json"), path("two"));
        const QStringList files = {"card.json", "checkpoint.safetensors", "encoder.safetensors", "generator.safetensors"};
        QCOMPARE(QDir(at("two")).entryList(QDir::Files | QDir::Hidden), files);
        for (const QString& file : files) QCOMPARE(read("one/" + file), read("two/" + file));
    }

    void aPackageShowsTheFirstTheMiddleAndTheLastSheet() {
        const QStringList made = {"000000004.png", "000000008.png", "000000012.png", "000000016.png", "000000020.png"};
        QVERIFY(QDir(m_folder.path()).mkpath("sheeted/sheets"));
        for (const QString& name : made + QStringList{"notes.png"}) write("sheeted/sheets/" + name, name.toUtf8());
        QVERIFY(QFile::copy(at("run/checkpoint.safetensors"), at("sheeted/checkpoint.safetensors")));
        packageRun(path("sheeted"), path("about.json"), path("shown"));
        packageRun(path("sheeted"), path("about.json"), path("shown"));
        const QStringList kept = {"000000004.png", "000000012.png", "000000020.png"};
        QCOMPARE(QDir(at("shown/report/training")).entryList(QDir::Files), kept);
        for (const QString& name : kept) QCOMPARE(read("shown/report/training/" + name), name.toUtf8());
    }

    void trainingGoesOnFromAPackage() {
        packageRun(path("run"), path("about.json"), path("packaged"));
        RunOptions run;
        run.data = path("data");
        run.out = path("further");
        run.from = path("packaged/checkpoint.safetensors");
        run.images = 48;
        const QStringList said = test::trained(run);
        QVERIFY2(said.at(0).endsWith("after 40 pictures."), qPrintable(said.at(0)));
    }

    void whatCannotBePackagedIsRefused_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("sentence");
        for (const auto& [change, sentence] : {std::pair{"no run", "nowhere/checkpoint.safetensors: there is no such file"},
                                               {"no about", "missing.json: cannot be read: there is no such file"},
                                               {"about is no JSON", "about.json: is not valid JSON"},
                                               {"no passport", "about.json: passport is missing"},
                                               {"title misspelt", "about.json: has an unknown field 'titel'"},
                                               {"no licence", "about.json: passport: licence must be text, not null"},
                                               {"unknown parameter", "about.json: starting point 'Small': the model has no parameter 'wings'"},
                                               {"bad name", "about.json: name must be lower-case letters"},
                                               {"folder below a file", "model: the folder cannot be made"}})
            QTest::newRow(change) << change << sentence;
    }

    void whatCannotBePackagedIsRefused() {
        QFETCH(QString, change);
        QFETCH(QString, sentence);
        QString run = "run", about = "about.json", out = "refused " + change;
        if (change == "no run") run = "nowhere";
        if (change == "no about") about = "missing.json";
        if (change == "about is no JSON") write("about.json", "discs");
        if (change == "no passport") write("about.json", QByteArray(test::aboutDiscs).replace("passport", "papers"));
        if (change == "title misspelt") write("about.json", QByteArray(test::aboutDiscs).replace("title", "titel"));
        if (change == "no licence") write("about.json", QByteArray(test::aboutDiscs).replace("\"CC0-1.0\"", "null"));
        if (change == "unknown parameter")
            write("about.json", QByteArray(test::aboutDiscs)
                                    .replace("\"passport\"", R"("startingPoints": [{"title": "Small", "parameters": {"wings": 2}}], "passport")"));
        if (change == "bad name") write("about.json", QByteArray(test::aboutDiscs).replace("\"discs\"", "\"My discs\""));
        if (change == "folder below a file") out = "about.json/model";
        const QString actual = test::sentenceOf([&] { packageRun(path(run), path(about), path(out)); });
        QVERIFY2(actual.contains(sentence), qPrintable(actual));
        QVERIFY(!QFile::exists(at(out)));
    }

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path path(const QString& name) const { return at(name).toStdString(); }

    QByteArray read(const QString& name) const { return test::contentsOf(at(name)); }
    void write(const QString& name, const QByteArray& text) const { test::writeFile(at(name), text); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(PackageTest)
#include "package_test.moc"
