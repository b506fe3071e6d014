#include "app/command_line/arguments.h"

#include <QTest>

using namespace charrette;

namespace {

const Command command = {"make",
                         "THING",
                         "Makes a thing.",
                         {{"size", "N", "how large"},
                          {"set", "NAME=VALUE", "sets", Option::Use::Repeated},
                          {"out", "FILE", "where", Option::Use::Required},
                          {"json", "", "as JSON"}},
                         {}};

Arguments parsed(const QString& line) {
    std::vector<std::string> words;
    for (const auto& word : line.split(' ', Qt::SkipEmptyParts)) words.push_back(word.toStdString());
    return parseArguments(command, words);
}

}  // namespace

class ArgumentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothFormsOfAnOptionAreRead() {
        const Arguments arguments = parsed("vase --size 7 --out=a=b --set x=1 --set=y=2 --json");
        QCOMPARE(arguments.positional(), std::string("vase"));
        QCOMPARE(arguments.integer("size", 1, 0, 10), int64_t(7));
        QCOMPARE(arguments.text("out"), std::string("a=b"));
        QCOMPARE(arguments.all("set"), (std::vector<std::string>{"x=1", "y=2"}));
        QVERIFY(arguments.has("json"));
    }

    void missingOptionsGiveTheDefault() {
        const Arguments arguments = parsed("--out x -- --vase");
        QCOMPARE(arguments.positional(), std::string("--vase"));
        QCOMPARE(arguments.integer("size", 5, 0, 10), int64_t(5));
        QCOMPARE(arguments.number("size", 0.5, 0, 10), 0.5);
        QVERIFY(arguments.all("set").empty());
    }

    void wrongUsageIsExplained_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* line, const char* sentence) { QTest::newRow(line) << QString(line) << QByteArray(sentence); };
        row("vase --out x --sise 3", "'make' has no option '--sise'; did you mean '--size'?");
        row("vase --out x --quite-different", "'make' has no option '--quite-different'");
        row("vase --out x -s 3", "'make' has no option '-s'");
        row("vase --out", "--out needs a value: FILE");
        row("vase --out x --out y", "--out is given twice");
        row("vase --out x --json=yes", "--json takes no value");
        row("vase bowl --out x", "'bowl' is one argument too many");
        row("--out x", "'make' needs THING");
        row("vase", "'make' needs --out FILE");
    }

    void wrongUsageIsExplained() {
        QFETCH(QString, line);
        QFETCH(QByteArray, sentence);
        try {
            parsed(line);
            QFAIL("accepted");
        } catch (const UsageError& error) {
            QCOMPARE(QByteArray(error.what()), sentence);
        }
    }

    void numbersAreChecked_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "x", "1x", " 1", "-1", "11", "nan", "inf", "1e99", "0x5"}) QTest::newRow(text) << QString(text);
    }

    void numbersAreChecked() {
        QFETCH(QString, text);
        const std::vector<std::string> words = {"vase", "--out=x", "--size=" + text.toStdString()};
        const Arguments arguments = parseArguments(command, words);
        QVERIFY_THROWS_EXCEPTION(UsageError, arguments.integer("size", 0, 0, 10));
        QVERIFY_THROWS_EXCEPTION(UsageError, arguments.number("size", 0, 0, 10));
    }

    void helpNamesEveryOption() {
        const auto text = QByteArray::fromStdString(helpText("program", command));
        for (const char* part :
             {"Usage: program make THING --out FILE [options]", "Makes a thing.", "--size N", "--json", "(may be repeated)"}) {
            QVERIFY2(text.contains(part), part);
        }
    }
};

QTEST_APPLESS_MAIN(ArgumentsTest)
#include "arguments_test.moc"
