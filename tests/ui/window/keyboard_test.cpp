#include <set>

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QMenuBar>
#include <QStandardPaths>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/core/board/sample_board.h"
#include "tests/ui/window/opened_window.h"
#include "ui/breed/breed_dialog.h"
#include "ui/export/export_dialog.h"
#include "ui/lineage/lineage_view.h"
#include "ui/sheet/sheet_dialog.h"
#include "ui/widgets/choice_buttons.h"
#include "ui/widgets/parameter_slider.h"
#include "ui/widgets/switches.h"
#include "ui/window/model_chooser.h"

using namespace charrette;
using namespace charrette::test;

/// Everything can be done without a mouse and without seeing.
class KeyboardTest : public QObject {
    Q_OBJECT

private:
    struct Opened : OpenedWindow {
        explicit Opened(const QTemporaryDir& folder)
            : OpenedWindow({CHARRETTE_FAKE_ENGINE}, "vessels", Board::create(pathIn(folder, "a.charrette"))) {
            QVERIFY(waitForPictures());
            run("Space");
            QVERIFY(waitForPictures());
        }
    };
    static bool takesTab(const QWidget& widget) {
        // A spin box's line stands for the box.
        const bool isPart =
            qobject_cast<const QAbstractSpinBox*>(widget.parentWidget()) || qobject_cast<const QComboBox*>(widget.parentWidget());
        return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus) && !isPart;
    }
    static QString described(const QWidget& widget) {
        return QString("%1 '%2' in %3")
            .arg(widget.metaObject()->className(), widget.accessibleName(),
                 widget.parentWidget() ? widget.parentWidget()->metaObject()->className() : "nothing");
    }
    static void checkNames(const QWidget& window) {
        for (const auto* widget : window.findChildren<QWidget*>()) {
            if (!takesTab(*widget)) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()), qPrintable(described(*widget)));
        }
    }
    /// A dialog whose controls have names in its form counts them as named: so does a screen reader.
    static void checkDialog(QDialog& dialog) {
        dialog.show();
        for (const auto* widget : dialog.findChildren<QWidget*>()) {
            if (!takesTab(*widget)) continue;
            const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), qPrintable(described(*widget)));
        }
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void everyControlHasAnAccessibleName() {
        const QTemporaryDir folder;
        Opened opened(folder);
        checkNames(opened.window);
        opened.select({0});
        opened.run("Return");
        checkNames(opened.window);
    }

    void soHasEveryControlOfTheDialogs() {
        const Card card = sampleCard();
        Variant variant;
        variant.id = 1;
        variant.genome = checkedGenome({}, card);
        BreedDialog breed({QImage(8, 8, QImage::Format_RGB888), QImage(8, 8, QImage::Format_RGB888)}, Settings());
        SheetDialog sheet(card, variant, QImage(8, 8, QImage::Format_RGB888), {{"pin 1", variant}});
        ExportDialog exported({{"Pins", {variant}}}, {"board", "model"});
        ModelChooser models({});
        for (QDialog* dialog : std::initializer_list<QDialog*>{&breed, &sheet, &exported, &models}) checkDialog(*dialog);
    }

    void tabComesToEveryControl() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({0, 1});
        opened.run("P");
        std::set<const QWidget*> reached;
        opened.grid->setFocus();
        for (int i = 0; i < 200; ++i) {
            reached.insert(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (const auto* widget : opened.window.findChildren<QWidget*>())
            if (takesTab(*widget)) QVERIFY2(reached.contains(widget), qPrintable(described(*widget)));
    }

    void tabGoesTheWayThatIsSeen() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({0, 1});
        opened.run("P");
        ParameterRow& row = opened.row(0);
        row.findChild<QLineEdit*>()->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(qobject_cast<LockButton*>(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(qobject_cast<ParameterSlider*>(QApplication::focusWidget()));
        opened.pins->setFocus();
        QTest::keyClick(opened.pins, Qt::Key_Backtab);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), "Order of the pins");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), "Pins that are shown");
    }

    void tablesOfALargeViewScrollByKeys() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({0, 1});
        opened.run("C");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        const auto* table = qobject_cast<QTableWidget*>(QApplication::focusWidget());
        QVERIFY(table && table->rowCount() > 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(QApplication::focusWidget() != table);
    }

    void everyCommandStandsInAMenuThatAKeyOpens() {
        const QTemporaryDir folder;
        const Opened opened(folder);
        std::set<QString> keys;
        for (const QAction* menu : opened.window.menuBar()->actions()) {
            QVERIFY2(menu->text().contains('&'), qPrintable(menu->text()));
            for (const QAction* action : menu->menu()->actions()) {
                if (action->isSeparator() || action->menu()) continue;
                QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
                QVERIFY2(keys.insert(action->shortcut().toString()).second, qPrintable(action->text()));
            }
        }
        QVERIFY(keys.size() > 35);
    }

    void keysReachTheGridsCommands() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.select({0});
        QTest::keyClick(opened.grid, Qt::Key_Right);
        QCOMPARE(opened.grid->currentIndex().row(), 1);
        QTest::keyClick(&opened.window, Qt::Key_P);
        QVERIFY(opened.studio.grid().variant(1).pin.has_value());
        QTest::keyClick(&opened.window, Qt::Key_4);
        QCOMPARE(opened.studio.grid().variant(1).rating, 4);
        QTest::keyClick(&opened.window, Qt::Key_Space);
        QCOMPARE(opened.studio.board().generations().size(), size_t(2));
        QTest::keyClick(&opened.window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(opened.studio.board().currentGeneration(), opened.studio.board().generations().front().id);
    }

    void everyKindOfControlChangesByKeys() {
        const QTemporaryDir folder;
        Opened opened(folder);
        const auto settings = [&] { return opened.studio.settings(); };
        opened.press(opened.slider(0), Qt::Key_End);
        QCOMPARE(std::get<double>(settings().parameters["height"]), 520.0);
        opened.press(opened.slider(0), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(settings().variation["height"] < 0.12);
        opened.press(opened.slider(0), Qt::Key_Delete);
        QCOMPARE(std::get<double>(settings().parameters["height"]), 450.0);
        opened.press(*opened.window.findChild<ChoiceButtons*>()->findChild<QAbstractButton*>(), Qt::Key_Space);
        QCOMPARE(QString::fromStdString(std::get<std::string>(settings().parameters["back"])), "none");
        opened.press(*opened.window.findChild<ToggleSwitch*>(), Qt::Key_Space);
        QVERIFY(std::get<bool>(settings().parameters["arms"]));
        opened.press(*opened.window.findChild<LockButton*>(), Qt::Key_Space);
        QVERIFY(settings().locked.contains("height"));
    }

    void theLineageGoesBackByKeys() {
        const QTemporaryDir folder;
        Opened opened(folder);
        opened.run("Space");
        opened.run("Ctrl+4");
        auto* lineage = opened.window.findChild<LineageView*>();
        QVERIFY(lineage->hasFocus());
        QTest::keyClick(lineage, Qt::Key_Home);
        QTest::keyClick(lineage, Qt::Key_Return);
        QCOMPARE(opened.studio.board().currentGeneration(), opened.studio.board().generations().front().id);
    }
};

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
