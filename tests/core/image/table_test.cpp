#include "core/image/table.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"

using namespace charrette;

class TableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvAndJsonSayTheSame_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("csv") << QString("t.csv")
                             << QByteArray("\xEF\xBB\xBFsize,file,aux,roof\r\n3,./a.png,a.aux.png,flat\r\n,b/../b.png,,\r\n");
        QTest::newRow("list") << QString("t.json") << QByteArray(R"([{"size":"3","file":"a.png","aux":"a.aux.png","roof":"flat"},
            {"file":"b.png","aux":null,"size":null}])");
        QTest::newRow("object") << QString("t.json")
                                << QByteArray(R"({"a.png":{"size":"3","aux":"a.aux.png","roof":"flat"},"b.png":{"size":""}})");
    }

    void csvAndJsonSayTheSame() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        const Table table = readTable(written(name, text));
        QCOMPARE(table.columns, (std::vector<std::string>{"size", "roof"}));
        QCOMPARE(table.rows.size(), size_t(2));
        QCOMPARE(table.rows[0].file, std::string("a.png"));
        QCOMPARE(table.rows[0].aux, std::string("a.aux.png"));
        QVERIFY(table.rows[0].values == (ParameterValues{{"size", std::string("3")}, {"roof", std::string("flat")}}));
        QCOMPARE(table.rows[1].file, std::string("b.png"));
        QVERIFY(table.rows[1].values.empty());
    }

    void jsonKeepsTypesAndNotesLists() {
        const Table table = readTable(written("t.json", R"([{"file":"a","on":true,"n":2,"x":2.5,"big":18446744073709551615,"list":[1]}])"));
        const ParameterValues expected = {{"on", true}, {"n", int64_t(2)}, {"x", 2.5}, {"big", 18446744073709551615.0}};
        QVERIFY(table.rows[0].values == expected);
        QCOMPARE(table.notes, std::vector<std::string>{"Column 'list' was left out: it holds lists or objects"});
    }

    void badTablesAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("sentence");
        const auto csv = [](const char* row, const char* text, const char* sentence) {
            QTest::newRow(row) << QString("t.csv") << QByteArray(text) << QByteArray(sentence);
        };
        const auto json = [](const char* row, const QByteArray& text, const char* sentence) {
            QTest::newRow(row) << QString("t.json") << text << QByteArray(sentence);
        };
        csv("empty", "", "it is empty");
        csv("header only", "file,a\n", "it names no picture");
        csv("no file column", "name,a\nx,1\n", "the header has no column 'file'");
        csv("column twice", "file,a,a\nx,1,2\n", "the header has two columns named 'a'");
        csv("unnamed column", "file,\nx,1\n", "the header has a column without a name");
        csv("too few fields", "file,a\nx\n", "line 2 has 1 fields where the header has 2");
        csv("no file", "file,a\n,1\n", "line 2 names no file");
        csv("picture twice", "file\nx.png\n./x.png\n", "picture 'x.png' stands in it twice");
        csv("outside", "file\n../x.png\n", "'../x.png' is not a path inside the folder");
        csv("absolute", "file\n/etc/x.png\n", "'/etc/x.png' is not a path inside the folder");
        csv("aux outside", "file,aux\nx.png,a/../../y\n", "'a/../../y' is not a path inside the folder");
        csv("latin-1", "file,a\nx,caf\xE9\n", "the text is not UTF-8");
        json("not json", "{", "it is not JSON");
        json("number", "3", "it must be a list of objects");
        json("no objects", "[1]", "row 1 is not an object");
        json("no file", R"([{"a":1}])", "row 1 names no file");
        json("file is a number", R"([{"file":1}])", "row 1: 'file' must be text");
        json("key twice", R"([{"file":"a","file":"b"}])", "'file' stands twice in one object");
        json("too deep", QByteArray(100'000, '['), "it is nested too deeply");
        json("too long", QByteArray((16 << 20) + 1, ' '), "a JSON table may have at most 16 MiB");
        json("huge number", R"([{"file":"a","x":1e999}])", "it is not JSON");
    }

    void badTablesAreRefused() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, sentence);
        try {
            readTable(written(name, text));
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains(sentence), error.what());
            QVERIFY2(QByteArray(error.what()).contains(name.toUtf8()), error.what());
        }
    }

    void aLinkInACircleIsNoPicture() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::create_symlink("loop.png", path / "loop.png");
        std::filesystem::create_directory(path / "one");
        QFile(folder.filePath("one/a.png")).open(QIODevice::WriteOnly);
        const Table table = scanFolder(path);
        QCOMPARE(table.rows.size(), size_t(1));
        QCOMPARE(table.rows[0].file, std::string("one/a.png"));
    }

    void anUnreadableSubfolderIsNamed() {
        const QTemporaryDir folder;
        const std::filesystem::path closed = std::filesystem::path(folder.path().toStdString()) / "closed";
        std::filesystem::create_directory(closed);
        std::filesystem::permissions(closed, std::filesystem::perms::none);
        std::error_code failure;
        std::filesystem::directory_iterator(closed, failure);
        if (!failure) QSKIP("this user may read everything");
        try {
            scanFolder(folder.path().toStdString());
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("closed' cannot be read: "), error.what());
        }
    }

private:
    std::filesystem::path written(const QString& name, const QByteArray& text) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("cannot write");
        file.write(text);
        return file.fileName().toStdString();
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TableTest)
#include "table_test.moc"
