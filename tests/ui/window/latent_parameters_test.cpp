#include <cmath>

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "core/design/genome.h"
#include "core/design/model_folders.h"
#include "tests/support/files.h"
#include "tests/support/run_program.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/window/opened_window.h"
#include "ui/widgets/fold.h"

using namespace charrette;
using namespace charrette::test;

Q_DECLARE_METATYPE(charrette::ParameterValue)

/// Latent parameters in the real window with the real engine. CHARRETTE_LATENT_MODELS names further models, as --model does, whose latent
/// parameters are all looked at, in 200 variants of each model together: "houses vessels" takes minutes.
class LatentParametersTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        Opened(const QString& model, Board board) : OpenedWindow({CHARRETTE_ENGINE}, model, std::move(board)) {
            QVERIFY(waitForPictures());
        }
        ParameterRow& rowOf(const std::string& name) {
            for (auto* found : window.findChildren<ParameterRow*>())
                if (found->parameter().name == name) return *found;
            qFatal("no such row");
        }
    };

    QString model() const { return m_folder.filePath("tiny"); }
    Board board() { return Board::create(m_folder.filePath(QString("%1.charrette").arg(++m_boards)).toStdString()); }
    void run(const QStringList& arguments) const {
        const auto outcome = runProgram(CHARRETTE_CLI, arguments);
        QVERIFY2(outcome.code == 0, outcome.err);
    }
    static QImage pictureIn(const QString& file) { return QImage(file).convertToFormat(QImage::Format_RGB888); }

    QTemporaryDir m_folder;
    int m_boards = 0;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("CHARRETTE_DEVICE", "cpu");
        test::writeTinyModelWithLatents(model().toStdString());
    }

    void windowCommandLineAndGenomeGiveTheSamePixels_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("name");
        QTest::addColumn<ParameterValue>("value");
        QTest::addColumn<int>("count");
        // As many as the window asks for without being scrolled.
        QTest::newRow("a number") << model() << "tone" << ParameterValue(51.5) << 96;
        QTest::newRow("an arrangement") << model() << "grain" << ParameterValue(int64_t(12)) << 96;
        for (const QString& shipped : qEnvironmentVariable("CHARRETTE_LATENT_MODELS").split(' ', Qt::SkipEmptyParts)) {
            const Card card = readCard(findModel(shipped.toStdString()) / "card.json");
            const int count = 200 / int(card.latentParameters.size()) + 1;
            for (const LatentParameter& latent : card.latentParameters) {
                const Parameter& parameter = latent.parameter;
                const auto value = latent.isArrangement() ? ParameterValue(int64_t(12)) : std::lerp(parameter.minimum, parameter.maximum, 0.8);
                QTest::addRow("%s: %s", qPrintable(shipped), parameter.name.c_str()) << shipped << QString::fromStdString(parameter.name) << value << count;
            }
        }
    }
    void windowCommandLineAndGenomeGiveTheSamePixels() {
        QFETCH(QString, model);
        QFETCH(QString, name);
        QFETCH(ParameterValue, value);
        QFETCH(int, count);
        Opened opened(model, board());
        Settings settings = opened.studio.settings();
        settings.count = count;
        settings.parameters[name.toStdString()] = value;
        settings.locked = {name.toStdString()};
        opened.studio.commit(settings);
        QVERIFY(opened.waitForPictures());
        const QString files = m_folder.filePath(QString("files %1").arg(m_boards));
        run({"grid", "--model", model, "--seed", QString::number(settings.seed), "--count", QString::number(count), "--set",
             name + '=' + QString::fromStdString(valueToText(value)), "--out", m_folder.filePath("sheet.png"), "--each", files});
        const auto pictures = opened.pictures();
        QCOMPARE(int(pictures.size()), count);
        for (int i = 0; i < count; ++i) {
            const QString file = QString("%1/%2").arg(files).arg(settings.seed + uint32_t(i));
            const Genome genome = genomeFromText(contentsOf(file + ".json").toStdString(), "genome");
            QVERIFY(genome.parameters.at(name.toStdString()) == value);
            QVERIFY(opened.studio.grid().variant(i).genome == genome);
            QCOMPARE(pictureIn(file + ".png"), pictures[size_t(i)]);
            if (i % 50 != 0) continue;
            run({"render", "--model", model, "--genome", file + ".json", "--out", m_folder.filePath("again.png")});
            QCOMPARE(pictureIn(m_folder.filePath("again.png")), pictures[size_t(i)]);
        }
    }

    void aSliderThatIsTouchedMakesOtherPicturesUntilItIsFree() {
        Opened opened(model(), board());
        const auto before = opened.pictures();
        auto& slider = *opened.rowOf("tone").findChild<ParameterSlider*>();
        opened.press(slider, Qt::Key_End);
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() != before);
        QVERIFY(opened.studio.settings().parameters.contains("tone"));
        opened.press(slider, Qt::Key_Delete);
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == before);
        QVERIFY(!opened.studio.settings().parameters.contains("tone"));
        opened.run("Ctrl+Z");
        QVERIFY(opened.studio.settings().parameters.contains("tone"));
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == before);
    }

    void anotherArrangementIsTheSameInAllVariants() {
        Opened opened(model(), board());
        auto& another = *opened.rowOf("grain").findChild<QToolButton*>();
        const auto before = opened.pictures();
        another.click();
        QVERIFY(opened.waitForPictures());
        const auto first = opened.pictures();
        opened.press(another, Qt::Key_Right);
        QVERIFY(opened.waitForPictures());
        QVERIFY(first != before && opened.pictures() != first);
        for (const Variant& variant : opened.studio.grid().variants())
            QVERIFY(variant.genome.parameters.at("grain") == ParameterValue(int64_t(2)));
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == first);
    }

    void aBredGenerationFollowsALatentSlider() {
        Opened opened(model(), board());
        opened.studio.breed({&opened.studio.grid(), {0, 1}}, {.count = 6});
        QVERIFY(opened.waitForPictures());
        const auto bred = opened.studio.grid().variants();
        for (const Variant& variant : bred) QVERIFY(!variant.genome.parameters.contains("tone"));
        opened.press(*opened.rowOf("tone").findChild<ParameterSlider*>(), Qt::Key_Right);
        QVERIFY(opened.waitForPictures());
        for (const Variant& variant : opened.studio.grid().variants()) QVERIFY(variant.genome.parameters.contains("tone"));
        opened.run("Ctrl+Z");
        QCOMPARE(opened.studio.grid().variant(3).genome.parameters, bred[3].genome.parameters);
    }

    void aBoardKeepsWhatIsSet() {
        const auto file = m_folder.filePath("kept.charrette").toStdString();
        {
            Opened opened(model(), Board::create(file));
            opened.press(*opened.rowOf("tone").findChild<ParameterSlider*>(), Qt::Key_End);
            opened.run("Space");
            QVERIFY(opened.waitForPictures());
        }
        Opened again(model(), Board::open(file));
        QVERIFY(again.studio.settings().parameters.at("tone") == ParameterValue(60.0));
        QVERIFY(again.studio.grid().variant(0).genome.parameters.contains("tone"));
        QVERIFY(!again.rowOf("tone").isFree() && again.rowOf("grain").isFree());
    }
};

QTEST_MAIN(LatentParametersTest)
#include "latent_parameters_test.moc"
