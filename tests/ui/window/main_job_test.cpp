#include <QAbstractButton>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/ui/window/opened_window.h"
#include "ui/breed/breed_dialog.h"
#include "ui/export/export_dialog.h"
#include "ui/lineage/lineage_view.h"
#include "ui/panel/direction_row.h"
#include "ui/widgets/choice_buttons.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;
using namespace charrette::test;

/// The main job, from the first slider to the files that come back, in the real window with the real engine and a shipped model.
class MainJobTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        explicit Opened(Board board) : OpenedWindow({CHARRETTE_ENGINE}, CHARRETTE_MODEL, std::move(board)) { QVERIFY(waitForPictures()); }
    };
    /// What there must be after closing and opening again.
    struct Kept {
        Settings settings;
        std::vector<Variant> grid, pins;
        std::vector<QImage> pictures, pinPictures;
        std::vector<Generation> generations;
        std::vector<Step> history;
    };
    static Kept kept(Opened& opened) {
        const Board& board = opened.studio.board();
        return {board.settings(),
                board.variants({.generation = board.currentGeneration()}),
                board.pins(),
                opened.pictures(),
                OpenedWindow::picturesOf(opened.studio.pins()),
                board.generations(),
                board.history()};
    }

    void setParameters(Opened& opened);
    void moveADirection(Opened& opened);
    void pinThree(Opened& opened);
    void breedTwo(Opened& opened);
    void exportBoth(Opened& opened);
    void dropBack(Opened& opened);

    std::filesystem::path board() const { return m_folder.filePath("job.charrette").toStdString(); }
    QDir exported() const { return QDir(m_folder.filePath("out")); }

    const QTemporaryDir m_folder;
    std::vector<QImage> m_first, m_children, m_dropped;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void theMainJob() {
        Kept before;
        {
            Opened opened(Board::create(board()));
            setParameters(opened);
            moveADirection(opened);
            opened.run("Space");
            QVERIFY(opened.waitForPictures());
            m_first = opened.pictures();
            pinThree(opened);
            breedTwo(opened);
            exportBoth(opened);
            while (opened.studio.pins().rowCount() > 0) opened.run("Ctrl+Z");
            QVERIFY(opened.waitForPictures());
            QVERIFY(opened.pictures() == m_first);
            opened.select({4});
            opened.run("E");
            QVERIFY(opened.waitForPictures());
            QVERIFY(opened.waitForStoring());
            before = kept(opened);
            opened.window.close();
        }
        QCOMPARE(QDir(m_folder.path()).entryList({"job*"}, QDir::Files), QStringList("job.charrette"));
        Opened again(Board::open(board()));
        const Kept after = kept(again);
        QVERIFY(after.settings == before.settings && after.grid == before.grid && after.pins == before.pins);
        QVERIFY(after.generations == before.generations && after.history == before.history);
        QVERIFY(after.pictures == before.pictures && after.pinPictures == before.pinPictures);
        dropBack(again);
    }
};

void MainJobTest::setParameters(Opened& opened) {
    opened.press(opened.slider(0), Qt::Key_End);
    opened.press(opened.slider(1), Qt::Key_Home);
    QVERIFY(opened.waitForPictures());
    for (auto* choice : opened.window.findChildren<ChoiceButtons*>()) {
        auto* button = choice->findChild<QAbstractButton*>();
        if (button) opened.press(*button, Qt::Key_Space);
    }
    QVERIFY(opened.waitForPictures());
    const Card& card = *opened.studio.card();
    QVERIFY(opened.studio.settings().parameters.at(card.parameters[0].name) == ParameterValue(card.parameters[0].maximum));
    QVERIFY(opened.studio.settings().parameters.at(card.parameters[1].name) == ParameterValue(card.parameters[1].minimum));
}

void MainJobTest::moveADirection(Opened& opened) {
    auto* row = opened.window.findChild<DirectionRow*>();
    QVERIFY(row);
    const auto before = opened.pictures();
    opened.press(*row->findChild<ParameterSlider*>(), Qt::Key_End);
    QVERIFY(opened.waitForPictures());
    QCOMPARE(opened.studio.settings().directions.at(row->name()), 3.0);
    QVERIFY(opened.pictures() != before);
}

void MainJobTest::pinThree(Opened& opened) {
    for (int row : {1, 5, 9}) {
        opened.select({row});
        opened.run("P");
    }
    QCOMPARE(opened.studio.pins().rowCount(), 3);
    QVERIFY(opened.waitForPictures());
}

void MainJobTest::breedTwo(Opened& opened) {
    opened.select(*opened.pins, {0, 2});
    const auto parents = opened.studio.board().pins();
    opened.answer<BreedDialog>([](BreedDialog& dialog) {
        dialog.findChild<QSpinBox*>()->setValue(8);
        dialog.accept();
    });
    opened.run("B");
    QVERIFY(opened.waitForPictures());
    QCOMPARE(opened.studio.grid().rowCount(), 8);
    QCOMPARE(opened.studio.grid().variant(0).parents, (std::vector<VariantId>{parents[0].id, parents[2].id}));
    QVERIFY(!opened.studio.grid().variant(0).origins.empty());
    m_children = opened.pictures();
}

/// The children as PNG and as TIFF.
void MainJobTest::exportBoth(Opened& opened) {
    opened.grid->setFocus();
    opened.grid->selectAll();
    for (int type : {0, 1}) {
        opened.answer<ExportDialog>([&](ExportDialog& dialog) {
            const auto lines = dialog.findChildren<QLineEdit*>();
            for (auto* line : lines)
                if (line->accessibleName() == "Folder") line->setText(exported().path());
            for (auto* box : dialog.findChildren<QComboBox*>()) {
                if (box->accessibleName() == "File format") box->setCurrentIndex(type);
                if (box->accessibleName() == "Bits a channel") box->setCurrentIndex(type);
            }
            dialog.accept();
        });
        opened.run("Ctrl+E");
        QTRY_COMPARE_WITH_TIMEOUT(opened.studio.board().exports().size(), size_t(8 * (type + 1)), 60'000);
        QCOMPARE(int(exported().entryList(QDir::Files).size()), 8 * (type + 1));
    }
}

/// As a file manager does it.
void MainJobTest::dropBack(Opened& opened) {
    for (const char* kind : {"*.png", "*.tif"}) {
        QMimeData data;
        QList<QUrl> urls;
        for (const QFileInfo& file : exported().entryInfoList({kind}, QDir::Files, QDir::Name))
            urls << QUrl::fromLocalFile(file.absoluteFilePath());
        QCOMPARE(urls.size(), 8);
        data.setUrls(urls);
        // Qt gives a drop to the widget that a drag has entered.
        QDragEnterEvent enter(QPoint(600, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&opened.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(600, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&opened.window, &drop);
        QVERIFY(opened.waitForPictures());
        QCOMPARE(opened.studio.grid().rowCount(), 8);
        QVERIFY(opened.pictures() == m_children);
    }
    const QImage file(exported().entryInfoList({"*.png"}, QDir::Files, QDir::Name).front().absoluteFilePath());
    QCOMPARE(file.convertToFormat(QImage::Format_RGB888), m_children[0]);
}

QTEST_MAIN(MainJobTest)
#include "main_job_test.moc"
