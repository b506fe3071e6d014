#include "app/command_line/terminal.h"

#include <QTest>

using namespace charrette;

class TerminalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void controlCharactersAreNotShown_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("plain", "a b~", "a b~");
        row("UTF-8", "Höhe °…🏺", "Höhe °…🏺");
        row("C0", "a\nb\tc\x1B[2J", "a?b?c?[2J");
        row("DEL", "a\x7F", "a?");
        row("C1", "a\xC2\x9B\xC2\xA0", "a?\xC2\xA0");
        row("Latin-1", "caf\xE9", "caf?");
        row("cut off", "a\xE2\x80", "a??");
        row("loose continuation", "\x9B\xFF", "??");
    }

    void controlCharactersAreNotShown() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(shown(text.toStdString())), expected);
    }

    void textIsPaddedByCharacters() {
        QCOMPARE(padded("Höhe", 7), std::string("Höhe   "));
        QCOMPARE(padded("height", 7), std::string("height  "));
        QCOMPARE(padded("", 1), std::string("  "));
    }
};

QTEST_APPLESS_MAIN(TerminalTest)
#include "terminal_test.moc"
