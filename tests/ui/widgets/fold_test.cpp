#include "ui/widgets/fold.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

using namespace charrette;

class FoldTest : public QObject {
    Q_OBJECT

private:
    struct Shown {
        Shown() : toggled(&fold, &Fold::toggled) {
            fold.add(line = new QLineEdit);
            fold.show();
        }
        Fold fold{"More"};
        QLineEdit* line = nullptr;
        QSignalSpy toggled;
    };

private Q_SLOTS:
    void itIsClosedAtFirst() {
        Shown shown;
        QVERIFY(!shown.fold.isOpen() && !shown.line->isVisible());
    }

    void aClickOpensAndClosesIt() {
        Shown shown;
        QTest::mouseClick(&shown.fold.header(), Qt::LeftButton);
        QVERIFY(shown.fold.isOpen() && shown.line->isVisible());
        QTest::mouseClick(&shown.fold.header(), Qt::LeftButton);
        QVERIFY(!shown.line->isVisible());
        QCOMPARE(shown.toggled.size(), 2);
    }

    void theArrowKeysOpenAndCloseIt() {
        Shown shown;
        QTest::keyClick(&shown.fold.header(), Qt::Key_Right);
        QTest::keyClick(&shown.fold.header(), Qt::Key_Right);
        QVERIFY(shown.fold.isOpen());
        QTest::keyClick(&shown.fold.header(), Qt::Key_Left);
        QVERIFY(!shown.fold.isOpen());
        QCOMPARE(shown.toggled.size(), 2);
    }

    void theProgramOpensItWithoutAReport() {
        Shown shown;
        shown.fold.setOpen(true);
        QVERIFY(shown.line->isVisible());
        QCOMPARE(shown.toggled.size(), 0);
    }

    void itIsLowerWhileItIsClosed() {
        Shown shown;
        const int closed = shown.fold.sizeHint().height();
        shown.fold.setOpen(true);
        QVERIFY(shown.fold.sizeHint().height() > closed);
    }

    /// Closed, it shows more than its title: what is in it.
    void closedItShowsWhatIsInIt() {
        Shown shown;
        shown.fold.header().resize(240, 22);
        const QImage plain = shown.fold.header().grab().toImage();
        shown.fold.header().setContents({"Roof tone", "Trim"}, {});
        const QImage named = shown.fold.header().grab().toImage();
        QVERIFY(named != plain);
        shown.fold.setOpen(true);
        const QImage open = shown.fold.header().grab().toImage();
        shown.fold.header().setContents({"Trim"}, {"Roof tone 50"});
        QCOMPARE(shown.fold.header().grab().toImage(), open);
    }
};

QTEST_MAIN(FoldTest)
#include "fold_test.moc"
