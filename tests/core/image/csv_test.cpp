#include "core/image/csv.h"

#include <QTest>

#include "core/base/error.h"

using namespace charrette;

using Fields = std::vector<std::string>;

class CsvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quotesCommasAndLineBreaksAreRead() {
        const auto records = parseCsv("a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n\r\n,last", "t.csv");
        QCOMPARE(records.size(), size_t(3));
        QCOMPARE(records[0].fields, (Fields{"a", "b"}));
        QCOMPARE(records[1].fields, (Fields{"x, \"y\"", "two\nlines"}));
        QCOMPARE(records[2].fields, (Fields{"", "last"}));
        QCOMPARE(records[2].line, size_t(5));
    }

    void aLastLineNeedsNoBreak() {
        QCOMPARE(parseCsv("a,", "t.csv").at(0).fields, (Fields{"a", ""}));
        QVERIFY(parseCsv("", "t.csv").empty());
        QVERIFY(parseCsv("\n\r\n", "t.csv").empty());
    }

    void damagedTextIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("open quote") << QByteArray("a\n\"b\nc") << QByteArray("line 2 has a quote that is never closed");
        QTest::newRow("text after quote") << QByteArray("\"a\"b") << QByteArray("line 1 has text after a closing quote");
        QTest::newRow("quote inside") << QByteArray("a\nb\"c") << QByteArray("line 2 has a quote inside a field");
    }

    void damagedTextIsRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, sentence);
        try {
            parseCsv(text.toStdString(), "t.csv");
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("Table 't.csv': " + sentence), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(CsvTest)
#include "csv_test.moc"
