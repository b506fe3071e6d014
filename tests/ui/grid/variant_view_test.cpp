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
};

QTEST_MAIN(VariantViewTest)
#include "variant_view_test.moc"
