#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QtTest>

#include "tests/support/tiny_model.h"
#include "tests/ui/window/opened_window.h"
#include "ui/export/export_dialog.h"
#include "ui/site/photo_handle.h"
#include "ui/site/site_button.h"
#include "ui/site/site_panel.h"
#include "ui/studio/pictures.h"
#include "ui/widgets/message_bar.h"

using namespace charrette;
using namespace charrette::test;

/// What stands behind the variants, in the real window with the real engine and a small model of random weights, which has coverage.
class SiteTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        Opened(const QString& model, Board board) : OpenedWindow({CHARRETTE_ENGINE}, model, std::move(board)) {
            QVERIFY(waitForPictures());
            button = window.findChild<SiteButton*>();
            panel = window.findChild<SitePanel*>();
        }
        /// By the mouse, from the control's menu.
        void choose(const QString& title) {
            QTimer::singleShot(0, &window, [this, title] {
                QMenu* menu = button->menu();
                QVERIFY(menu->isVisible());
                for (QAction* action : menu->actions())
                    if (action->text() == title) return QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(action).center());
                menu->close();
                QFAIL(qPrintable("no site " + title));
            });
            QTest::mouseClick(button, Qt::LeftButton);
            QVERIFY(waitForPictures());
        }
        void choosePhoto(const QString& file) {
            studio.choosePhoto(file);
            QTRY_VERIFY(panel->isVisible());
            QVERIFY(waitForPictures());
            QTRY_VERIFY(handle() && handle()->isVisible());
        }
        PhotoHandle* handle() const { return window.findChild<PhotoHandle*>(); }
        Site site() const { return studio.settings().site.value(); }
        QString sentence() const { return window.findChild<MessageBar*>()->sentence(); }

        SiteButton* button = nullptr;
        SitePanel* panel = nullptr;
    };

    QString model() const { return m_folder.filePath("tiny"); }
    std::filesystem::path boardFile(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QString photo(const char* name, const QSize& size = {300, 200}) const {
        QImage image(size, QImage::Format_RGB888);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) image.setPixelColor(x, y, QColor(255 * x / size.width(), 255 * y / size.height(), 90));
        image.save(m_folder.filePath(name), "png");
        return m_folder.filePath(name);
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("CHARRETTE_DEVICE", "cpu");
        writeTinyModel(model().toStdString());
    }

    void aGroundIsChosenAndTakenBack() {
        Opened opened(model(), Board::create(boardFile("ground.charrette")));
        const auto learned = opened.pictures();
        opened.choose("Dusk");
        const auto dusk = opened.pictures();
        QVERIFY(dusk != learned);
        QCOMPARE(opened.site().name, std::string("dusk"));
        QVERIFY(opened.button->text().endsWith("Dusk") && opened.studio.isDraft());
        opened.choose("Studio grey");
        QVERIFY(opened.pictures() != dusk);
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == dusk);
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == learned);
        opened.run("Ctrl+Shift+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == dusk);
        QVERIFY(opened.command("Ctrl+Z")->text().contains("change of site"));
    }

    void theMenuOpensByAKey() {
        Opened opened(model(), Board::create(boardFile("key.charrette")));
        QTimer::singleShot(0, &opened.window, [&] {
            QVERIFY(opened.button->menu()->isVisible());
            for (int i = 0; i < 2; ++i) QTest::keyClick(opened.button->menu(), Qt::Key_Down);
            QTest::keyClick(opened.button->menu(), Qt::Key_Return);
        });
        opened.run("G");
        QVERIFY(opened.waitForPictures());
        QCOMPARE(opened.site().name, std::string("paper"));
    }

    void aGenerationStaysItselfAndTheBoardKeepsItAsLearned() {
        Opened opened(model(), Board::create(boardFile("plain.charrette")));
        opened.choose("Clay");
        opened.run("Space");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.waitForStoring());
        const auto id = opened.studio.generation()->id;
        const Variant first = opened.studio.grid().variant(0);
        QVERIFY(!first.genome.site);
        const auto bytes = opened.studio.board().picture(first.picture);
        const QImage stored = QImage::fromData(reinterpret_cast<const uchar*>(bytes->data()), int(bytes->size())).convertToFormat(QImage::Format_RGB888);
        QVERIFY(stored != opened.pictures()[0]);
        opened.choose("As learned");
        QCOMPARE(opened.studio.generation()->id, id);
        QVERIFY(stored == opened.pictures()[0]);
    }

    void aPhotoIsPlacedByTheMouse() {
        Opened opened(model(), Board::create(boardFile("mouse.charrette")));
        opened.choosePhoto(photo("street.png"));
        QVERIFY(opened.site().name == "photo" && opened.site().file == "street.png");
        const auto before = opened.pictures();
        PhotoHandle& handle = *opened.handle();
        const QPoint from(120, 120);
        QTest::mousePress(&handle, Qt::LeftButton, Qt::NoModifier, from);
        for (int i = 1; i <= 10; ++i) QTest::mouseMove(&handle, from + QPoint(3 * i, i));
        QTest::mouseRelease(&handle, Qt::LeftButton, Qt::NoModifier, from + QPoint(30, 10));
        QTRY_VERIFY(opened.panel->site().x > 0.05);
        QVERIFY(opened.studio.isTuningSite() && opened.waitForPictures());
        QVERIFY(opened.pictures() != before);
        QCOMPARE(opened.site().x, 0.0);
        QTest::keyClick(&handle, Qt::Key_Return);
        QVERIFY(opened.site().x > 0.05 && opened.site().y > 0.01);
        QVERIFY(opened.panel->isHidden() && handle.isHidden());
        opened.run("Ctrl+Z");
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.site().x == 0 && opened.pictures() == before);
    }

    void aPhotoIsPlacedByTheKeyboard() {
        Opened opened(model(), Board::create(boardFile("keyboard.charrette")));
        opened.choosePhoto(photo("street.png"));
        PhotoHandle& handle = *opened.handle();
        for (auto key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Down, Qt::Key_Plus, Qt::Key_Period}) QTest::keyClick(&handle, key);
        const Site placed = opened.panel->site();
        QVERIFY(placed.x > 0 && placed.y > placed.x && placed.scale > 1 && placed.angle == 0.5);
        QTest::keyClick(&handle, Qt::Key_Escape);
        QVERIFY(!opened.studio.isTuningSite() && opened.panel->isHidden());
        QVERIFY(opened.site().x == 0 && opened.site().scale == 1);
        opened.run("Shift+G");
        QTRY_VERIFY(handle.isVisible());
        QTest::keyClick(&handle, Qt::Key_Left);
        QTest::keyClick(&handle, Qt::Key_Return);
        QVERIFY(opened.site().x < 0);
        QVERIFY(opened.waitForPictures());
    }

    void anEndOfTheLineTurnsThePhoto() {
        Opened opened(model(), Board::create(boardFile("turn.charrette")));
        opened.choosePhoto(photo("street.png"));
        PhotoHandle& handle = *opened.handle();
        const QRect frame = opened.grid->pictureRect(0).translated(opened.grid->viewport()->mapTo(handle.parentWidget(), QPoint()));
        const QPoint end(int(frame.right() - 0.07 * frame.width()), int(frame.top() + 0.52 * frame.height()));
        QTest::mousePress(&handle, Qt::LeftButton, Qt::NoModifier, end);
        QTest::mouseMove(&handle, end + QPoint(0, 10));
        QTest::mouseRelease(&handle, Qt::LeftButton, Qt::NoModifier, end + QPoint(0, 10));
        QVERIFY2(opened.panel->site().angle > 3 && opened.panel->site().x == 0, qPrintable(QString::number(opened.panel->site().angle)));
    }

    void thePhotoIsThereWhenTheBoardIsOpenedAgain() {
        std::vector<QImage> before;
        {
            Opened opened(model(), Board::create(boardFile("again.charrette")));
            opened.choosePhoto(photo("street.png"));
            opened.run("Space");
            QVERIFY(opened.waitForPictures());
            before = opened.pictures();
        }
        QFile::remove(m_folder.filePath("street.png"));
        Opened opened(model(), Board::open(boardFile("again.charrette")));
        QVERIFY(opened.pictures() == before);
        QVERIFY(opened.button->text().endsWith("street.png"));
    }

    void filesDragsAndTheClipboardHaveTheWindowsPixels() {
        Opened opened(model(), Board::create(boardFile("files.charrette")));
        opened.choosePhoto(photo("street.png"));
        QTest::keyClick(opened.handle(), Qt::Key_Return);
        opened.run("Space");
        QVERIFY(opened.waitForPictures());
        opened.select({1});
        opened.run("Ctrl+C");
        const QMimeData* data = QApplication::clipboard()->mimeData();
        QVERIFY(qvariant_cast<QImage>(data->imageData()).convertToFormat(QImage::Format_RGB888) == opened.pictures()[1]);
        const QString copied = data->urls().at(0).toLocalFile();
        QVERIFY(QImage(copied).convertToFormat(QImage::Format_RGB888) == opened.pictures()[1]);
        QVERIFY(genomeFromFile(copied).site == opened.studio.settings().site);
        for (const auto& [format, name] : {std::pair(PixelFormat::Png8, "a.png"), std::pair(PixelFormat::Tiff8, "a.tif")}) {
            Variant variant = opened.studio.grid().variant(1);
            variant.genome = opened.studio.shown(variant.genome);
            opened.window.exportFiles({.files = {{variant, m_folder.filePath(name)}}, .format = format});
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder.filePath(name)), 60'000);
            if (QImage exported; exported.load(m_folder.filePath(name))) QVERIFY(exported.convertToFormat(QImage::Format_RGB888) == opened.pictures()[1]);
            QVERIFY(genomeFromFile(m_folder.filePath(name)).site == opened.studio.settings().site);
        }
    }

    void aFileOfAVariantOnAGroundBringsBoth() {
        Opened opened(model(), Board::create(boardFile("import.charrette")));
        opened.run("Space");
        QVERIFY(opened.waitForPictures());
        Genome genome = opened.studio.grid().variant(0).genome;
        genome.site = Site{.name = "morning", .match = 0.25};
        opened.studio.import({genome});
        QVERIFY(opened.site().name == "morning" && !opened.studio.grid().variant(0).genome.site);
        genome.site = Site{.name = "photo", .photo = std::string(64, 'a')};
        opened.studio.import({genome});
        QCOMPARE(opened.site().name, std::string("morning"));
    }

    void aBrokenPhotoIsSaidAndChangesNothing() {
        Opened opened(model(), Board::create(boardFile("broken.charrette")));
        QFile file(m_folder.filePath("broken.jpg"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("nothing") > 0);
        file.close();
        opened.studio.choosePhoto(file.fileName());
        QTRY_VERIFY(opened.sentence().contains("broken.jpg"));
        QVERIFY(!opened.studio.settings().site && opened.panel->isHidden());
    }

    void aPictureWithoutAVariantMayBeMeantAsTheSite() {
        Opened opened(model(), Board::create(boardFile("offer.charrette")));
        opened.window.openFiles({photo("dropped.png")});
        QVERIFY(opened.sentence().contains("no variant"));
        auto* button = opened.window.findChild<MessageBar*>()->findChild<QPushButton*>();
        QVERIFY(button->isVisible());
        button->click();
        QTRY_VERIFY(opened.panel->isVisible());
        QCOMPARE(opened.site().file, std::string("dropped.png"));
    }

    void theEngineGetsThePhotoAgainAfterADeath() {
        Opened opened(model(), Board::create(boardFile("death.charrette")));
        opened.choosePhoto(photo("street.png"));
        const auto before = opened.pictures();
        opened.engine.restart();
        QTest::keyClick(opened.handle(), Qt::Key_Right);
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() != before);
        QTest::keyClick(opened.handle(), Qt::Key_Escape);
        QVERIFY(opened.waitForPictures());
        QVERIFY(opened.pictures() == before);
    }
};

QTEST_MAIN(SiteTest)
#include "site_test.moc"
