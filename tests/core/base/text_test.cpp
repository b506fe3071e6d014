#include "core/base/text.h"

#include <QtTest>

using namespace charrette;

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numberIsRead_data() {
        QTest::addColumn<double>("number");
        const auto row = [](const char* text, double number) { QTest::newRow(text) << number; };
        row("0", 0);
        row("450", 450);
        row("-4.5e2", -450);
        row("4.5E+2", 450);
        row("0.1", 0.1);
        row(".5", 0.5);
        row("5.", 5);
        row("5e-324", 5e-324);
        row("1.7976931348623157e308", 1.7976931348623157e308);
    }
    void numberIsRead() {
        QFETCH(double, number);
        QCOMPARE(numberFromText(QTest::currentDataTag()), std::optional(number));
    }

    void whatIsNoNumberIsNot_data() {
        QTest::addColumn<std::string>("text");
        for (const char* text : {"",   " ",   "-",   ".",     "e5",   "1e",    "1e+", "+1",        "--1", "1-",  "1.2.3", " 1",
                                 "1 ", "1\n", "4,5", "1'000", "0x10", "1e999", "inf", "-Infinity", "nan", "one", "1f"}) {
            QTest::addRow("'%s'", text) << std::string(text);
        }
        QTest::newRow("zero byte") << std::string("1\0", 2);
    }
    void whatIsNoNumberIsNot() {
        QFETCH(std::string, text);
        QVERIFY(!numberFromText(text));
    }
};

QTEST_APPLESS_MAIN(TextTest)
#include "text_test.moc"
