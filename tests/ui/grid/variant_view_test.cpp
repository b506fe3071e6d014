#include "ui/grid/variant_view.h"

#include <QSignalSpy>
#include <QtTest>

#include "ui/grid/variant_model.h"

using namespace charrette;

class VariantViewTest : public QObject {
    Q_OBJECT

private:
    struct Shown {
        explicit Shown(int count) : view(model, VariantDelegate::Caption::None) {
            model.setVariants(std::vector<Variant>(size_t(count)));
            view.resize(640, 480);
            view.setCellWidth(100);
            view.show();
        }
        VariantModel model;
        VariantView view;
    };

private Q_SLOTS:
    void rowsFillTheWidth() {
        Shown shown(24);
        const int columns = shown.view.viewport()->width() / shown.view.gridSize().width();
        QCOMPARE(columns, 6);
        QVERIFY(shown.view.viewport()->width() - columns * shown.view.gridSize().width() < columns + 20);
    }

    void aSheetHasItsColumns() {
        Shown shown(12);
        shown.view.setColumns(4);
        QCOMPARE(shown.view.visualRect(shown.model.index(4)).left(), shown.view.visualRect(shown.model.index(0)).left());
        QVERIFY(shown.view.visualRect(shown.model.index(4)).top() > shown.view.visualRect(shown.model.index(3)).top());
    }

    void onlyWhatIsSeenIsVisible() {
        Shown shown(10'000);
        const auto rows = shown.view.visibleRows();
        QCOMPARE(rows.front(), 0);
        QVERIFY(rows.size() < 100);
        QSignalSpy changes(&shown.view, &VariantView::visibleRowsChanged);
        shown.view.scrollToBottom();
        QVERIFY(changes.size() > 0);
        QCOMPARE(shown.view.visibleRows().back(), 9999);
    }

    void arrowsMoveAndLettersAreLeftToTheWindow() {
        Shown shown(24);
        shown.view.setCurrentIndex(shown.model.index(0));
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QCOMPARE(shown.view.currentIndex().row(), 1);
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QCOMPARE(shown.view.currentIndex().row(), 7);
        QTest::keyClick(&shown.view, Qt::Key_P);
        QCOMPARE(shown.view.currentIndex().row(), 7);
    }

    void theCurrentCellIsChosenUnlessSomeAreSelected() {
        Shown shown(24);
        shown.view.selectionModel()->setCurrentIndex(shown.model.index(3), QItemSelectionModel::NoUpdate);
        QCOMPARE(shown.view.chosenRows(), (std::vector<int>{3}));
        shown.view.selectionModel()->select(shown.model.index(5), QItemSelectionModel::Select);
        shown.view.selectionModel()->select(shown.model.index(1), QItemSelectionModel::Select);
        QCOMPARE(shown.view.chosenRows(), (std::vector<int>{1, 5}));
    }

    void zoomStaysWithinItsLimits() {
        Shown shown(24);
        shown.view.setCellWidth(1);
        QCOMPARE(shown.view.cellWidth(), 80);
        shown.view.setCellWidth(100'000);
        QCOMPARE(shown.view.cellWidth(), 640);
    }

    void withShiftACellIsDraggedOntoAnother() {
        Shown shown(24);
        QSignalSpy pulls(&shown.view, &VariantView::draggedOnto);
        const auto centre = [&](int row) { return shown.view.visualRect(shown.model.index(row)).center(); };
        QTest::mousePress(shown.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, centre(8));
        for (const QPoint& place : {centre(8) + QPoint(15, 0), centre(3)}) QTest::mouseMove(shown.view.viewport(), place);
        QTest::mouseRelease(shown.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, centre(3));
        QCOMPARE(pulls.size(), 1);
        QCOMPARE(pulls[0], (QVariantList{8, 3}));
        // Onto itself, or beside the cells: nothing.
        for (const QPoint& end : {centre(8) + QPoint(20, 5), QPoint(shown.view.viewport()->width() - 2, shown.view.viewport()->height() - 2)}) {
            QTest::mousePress(shown.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, centre(8));
            QTest::mouseMove(shown.view.viewport(), centre(8) + QPoint(15, 0));
            QTest::mouseMove(shown.view.viewport(), end);
            QTest::mouseRelease(shown.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, end);
        }
        QCOMPARE(pulls.size(), 1);
    }

    void withShiftAClickExtendsTheSelection() {
        Shown shown(24);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, shown.view.visualRect(shown.model.index(2)).center());
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, shown.view.visualRect(shown.model.index(5)).center());
        QCOMPARE(shown.view.selectedRows(), (std::vector<int>{2, 3, 4, 5}));
    }
};

QTEST_MAIN(VariantViewTest)
#include "variant_view_test.moc"
