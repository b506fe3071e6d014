#include "ui/window/model_chooser.h"

#include <QListWidget>
#include <QPainter>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include "tests/core/design/sample_card.h"
#include "tests/support/files.h"

using namespace charrette;

namespace {

constexpr int margin = 12;  // of a sheet

/// A red variant, then green ones, as a model's report shows them.
QImage sheetOf(int side) {
    QImage sheet(2 * margin + 2 * side, 2 * margin + side, QImage::Format_RGB888);
    sheet.fill(Qt::black);
    QPainter painter(&sheet);
    painter.fillRect(margin, margin, side, side, Qt::red);
    painter.fillRect(margin + side, margin, side, side, Qt::green);
    return sheet;
}

}  // namespace

class ModelChooserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("CHARRETTE_MODELS", m_models.path().toUtf8());
    }

    void aModelIsShownByItsReportUntilItWasOpen() {
        Card card = sampleCard();
        card.title = "Reported";
        card.weightsHash = std::string(64, 'a');  // so that no picture of another test is its own
        addModel("reported", card, sheetOf(card.resolution));
        QCOMPARE(colourOf("Reported"), QColor(Qt::red));
        QImage seen(8, 8, QImage::Format_RGB888);
        seen.fill(Qt::blue);
        keepModelPicture(card, seen);
        QCOMPARE(colourOf("Reported"), QColor(Qt::blue));
    }

    void aReportThatIsTooSmallIsNoPicture() {
        Card card = sampleCard();
        card.title = "Small";
        card.weightsHash = std::string(64, 'b');
        addModel("small", card, sheetOf(card.resolution / 2));
        QVERIFY(colourOf("Small") != QColor(Qt::red) && colourOf("Small") != QColor(Qt::green));
    }

    void cleanupTestCase() { QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/models").removeRecursively(); }

private:
    void addModel(const QString& name, const Card& card, const QImage& sheet) {
        const QString folder = m_models.filePath(name);
        QVERIFY(QDir().mkpath(folder + "/report") && sheet.save(folder + "/report/grid.png"));
        test::writeFile(folder + "/card.json", QByteArray::fromStdString(toJson(card).dump()));
    }

    /// In the middle of a listed model's picture; black when it is not listed.
    QColor colourOf(const QString& title) {
        const ModelChooser chooser({});
        const auto* list = chooser.findChild<QListWidget*>();
        for (int row = 0; row < list->count(); ++row)
            if (list->item(row)->text().startsWith(title + '\n')) return list->item(row)->icon().pixmap(56).toImage().pixelColor(28, 28);
        return Qt::black;
    }

    QTemporaryDir m_models;
};

QTEST_MAIN(ModelChooserTest)
#include "model_chooser_test.moc"
