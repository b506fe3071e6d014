#include "core/base/file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

class FileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void writtenTextIsReadBack() {
        const std::string text("one\r\ntwo\0three", 14);
        writeFileAtomically(path("text"), text);
        QCOMPARE(readTextFile(path("text"), 100), text);
        QCOMPARE(readFile(path("text"), 14).size(), size_t(14));
    }

    void emptyFileIsReadAsNothing() {
        writeFileAtomically(path("empty"), std::string_view());
        QVERIFY(readFile(path("empty"), 0).empty());
    }

    void writingReplacesTheOldContents() {
        writeFileAtomically(path("text"), "a longer first text");
        writeFileAtomically(path("text"), "second");
        QCOMPARE(readTextFile(path("text"), 100), std::string("second"));
        QCOMPARE(entries(), QStringList{"text"});
    }

    void whatAKilledWriterLeftIsReplaced() {
        std::ofstream(path("text.part")) << "half of something long";
        writeFileAtomically(path("text"), "whole");
        QCOMPARE(readTextFile(path("text"), 100), std::string("whole"));
        QCOMPARE(entries(), QStringList{"text"});
    }

    void failedWritingLeavesNothingBehind() {
        std::filesystem::create_directories(path("taken") / "full");
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(path("taken"), "text"), Error);
        QCOMPARE(entries(), QStringList{"taken"});
    }

    void writingIntoAMissingFolderIsAnError() { QVERIFY_EXCEPTION_THROWN(writeFileAtomically(path("no/file"), "text"), Error); }

    void writersAtOnceLeaveOneOfTheirTexts() {
        {
            std::vector<std::jthread> writers;
            for (char letter : {'a', 'b', 'c', 'd'}) {
                writers.emplace_back([this, letter] { writeFileAtomically(path("text"), std::string(5000, letter)); });
            }
        }
        const std::string text = readTextFile(path("text"), 5000);
        QCOMPARE(text, std::string(5000, text[0]));
        QCOMPARE(entries(), QStringList{"text"});
    }

    void unreadableFileIsNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("missing") << "missing"
                                 << "there is no such file";
        QTest::newRow("folder") << "folder"
                                << "not a regular file";
        QTest::newRow("too long") << "long"
                                  << "is 11 bytes long, at most 10 were expected";
    }
    void unreadableFileIsNamed() {
        QFETCH(QString, name);
        QFETCH(QString, sentence);
        std::filesystem::create_directory(path("folder"));
        writeFileAtomically(path("long"), "12345678901");
        try {
            readFile(path(name.toStdString()), 10);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(name + ": "), error.what());
            QVERIFY2(QString(error.what()).contains(sentence), error.what());
        }
    }

    void folderIsMadeWithThoseAboveIt() {
        makeFolder(path("a/b/c"));
        makeFolder(path("a/b/c"));
        makeFolder(path("a/b/d/"));
        QVERIFY(std::filesystem::is_directory(path("a/b/c")) && std::filesystem::is_directory(path("a/b/d")));
    }

    void fileInTheWayOfAFolderIsNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("itself") << "file";
        QTest::newRow("above") << "file/folder";
    }
    void fileInTheWayOfAFolderIsNamed() {
        QFETCH(QString, name);
        writeFileAtomically(path("file"), "text");
        const QString sentence = test::sentenceOf([&] { makeFolder(path(name.toStdString())); });
        QVERIFY2(sentence.contains('/' + name + ": the folder cannot be made: "), qPrintable(sentence));
        QCOMPARE(readTextFile(path("file"), 100), std::string("text"));
    }

private:
    std::filesystem::path path(const std::string& name) const { return m_folder->path().toStdString() + "/" + name; }
    QStringList entries() const { return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(FileTest)
#include "file_test.moc"
