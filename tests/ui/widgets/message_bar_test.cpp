#include "ui/widgets/message_bar.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtTest>

using namespace charrette;

class MessageBarTest : public QObject {
    Q_OBJECT

private:
    static QString heard(QWidget* widget) { return QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name); }

private Q_SLOTS:
    void aScreenReaderHearsTheSentenceAndWhatIsOffered() {
        MessageBar bar;
        bar.offer("The engine has gone", "Start it again", [] {});
        QCOMPARE(heard(bar.findChild<QLabel*>()), "The engine has gone");
        QCOMPARE(heard(bar.findChild<QPushButton*>()), "Start it again");
        bar.offer("The board is damaged", "Recover", [] {});
        QCOMPARE(heard(bar.findChild<QLabel*>()), "The board is damaged");
    }

    void escapeClosesIt() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* bar = new MessageBar(&window);
        layout->addWidget(bar);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        bar->say("It is done");
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }
};

QTEST_MAIN(MessageBarTest)
#include "message_bar_test.moc"
