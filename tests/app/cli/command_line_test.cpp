#include <csignal>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/image/image_file.h"
#include "tests/support/files.h"
#include "tests/support/run_program.h"

using namespace charrette;

namespace {

using test::Outcome;

Outcome runCli(const QStringList& arguments) { return test::runProgram(CHARRETTE_CLI, arguments); }

bool isOneSentence(const QByteArray& text) { return test::isOneSentence(text, "charrette-cli"); }

}  // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath("in"));
    }

    void everyCommandHasHelp_data() {
        QTest::addColumn<QString>("command");
        for (const char* name : {"models", "inspect", "grid", "render", "strip", "pack", "synthesize"})
            QTest::newRow(name) << QString(name);
    }

    void everyCommandHasHelp() {
        QFETCH(QString, command);
        const Outcome outcome = runCli({command, "--help"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.startsWith("Usage: charrette-cli " + command.toUtf8()));
        QVERIFY(outcome.err.isEmpty());
    }

    void helpNamesTheCommands() {
        const Outcome outcome = runCli({"--help"});
        QCOMPARE(outcome.code, 0);
        for (const char* name : {"models", "inspect", "grid", "render", "strip", "pack", "synthesize"}) {
            QVERIFY2(outcome.out.contains("  " + QByteArray(name) + " "), name);
        }
    }

    void theVersionIsShown() { QVERIFY(runCli({"--version"}).out.startsWith("charrette-cli ")); }

    void failuresAreOneSentence_data() {
        test::failureColumns();
        const auto row = test::failureRow;
        row("", 2, "No command was given");
        row("gird", 2, "did you mean 'grid'?");
        row("grid --modell x --out a.png", 2, "did you mean '--model'?");
        row("grid --model x", 2, "needs --out FILE");
        row("grid --model x --out a.gif", 2, "--out must end in .png, .tif or .tiff");
        row("grid --model no-such-model --out a.png", 1, "no-such-model");
        row("render --model no-such-model --out a.png", 1, "no-such-model");
        row("render --model no-such-model --out a.png --bits 12", 2, "--bits must be 8 or 16");
        row("grid --model no-such-model --out a.PNG", 1, "There is no model");
        row("grid --model no-such-model --out nowhere/a.png", 1, "'nowhere/a.png' cannot be written: there is no folder 'nowhere'");
        row("render --model no-such-model --out a.png --genome-out nowhere/a", 1, "there is no folder 'nowhere'");
        row("strip --model x --out a.png --steps 1", 2, "(charrette-cli strip --help explains)");
        row("inspect no-such-model", 1, "no-such-model");
        row("strip --model x --steps 1 --out a.png", 2, "--steps must be a whole number from 2 to 64");
        row("synthesize --weights no.safetensors --inputs i --out o", 1, "no.safetensors");
        row("pack no-such-folder --out x", 1, "no-such-folder");
        row("pack . --out x --size 2000", 2, "--size must be a whole number from 16 to 1024, not '2000'");
        row("pack . --out x --size 100", 2, "--size must be a power of two, not '100'");
        row("pack . --out x --format gif", 2, "--format must be png or jpeg");
        row("pack . --out x --held-out 0.9", 2, "--held-out must be a number from 0 to 0.5");
        row("pack . --out x --parameters p.json", 2, "--parameters needs --table");
        row("pack . --out x --table no-such-table.csv", 1, "no-such-table.csv");
    }

    void failuresAreOneSentence() { test::checkFailure("charrette-cli", runCli); }

    void outputThatIsLostIsAFailure() {
        if (!QFile::exists("/dev/full")) QSKIP("this system has no /dev/full");
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(CHARRETTE_CLI, {"--version"});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 1);
        const auto error = process.readAllStandardError();
        QVERIFY2(isOneSentence(error) && error.contains("Standard output cannot be written"), error);
    }

    void namesAreShownWithoutControlCharacters() {
        picture("a.png", 0.2f);
        written("t.csv", "file\na.png\nb\x1B[2J.png\n");
        const Outcome outcome = runCli({"pack", at("in"), "--out", at("out"), "--size", "16", "--table", at("t.csv")});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(isOneSentence(outcome.err) && outcome.err.contains("'b?[2J.png'") && !outcome.err.contains('\x1B'), outcome.err);
    }

    void aFolderOfClassesIsPacked() {
        picture("vase/a.png", 0.2f);
        picture("vase/b.png", 0.3f);
        picture("bowl/a.png", 0.4f);
        written("in/bowl/broken.jpg", "this is no picture");
        const Outcome outcome = runCli({"pack", at("in"), "--out", at("out"), "--size", "16"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.startsWith("3 pictures packed in "), outcome.out);
        QVERIFY2(isOneSentence(outcome.err) && outcome.err.contains("Picture 'bowl/broken.jpg' was left out"), outcome.err);
        QCOMPARE(QDir(at("out")).entryList(QDir::Files | QDir::Hidden), QStringList{"shard-0000.charrette-data"});
    }

    void aFolderWithoutParametersIsPacked() {
        picture("a.png", 0.2f);
        picture("b.png", 0.2f);
        const Outcome outcome = runCli({"pack", at("in"), "--out", at("out"), "--size=16", "--format=jpeg"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.err.isEmpty());
        QCOMPARE(runCli({"pack", at("in"), "--out", at("out"), "--size=16"}).code, 1);
    }

    void badTablesAreRefused_data() {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* name, const char* table, const char* part) {
            QTest::newRow(name) << QByteArray(table) << QByteArray(part);
        };
        row("empty", "", "it is empty");
        row("no file column", "picture,a\nx,1\n", "no column 'file'");
        row("ragged", "file,a\na.png,1,2\n", "line 2 has 3 fields");
        row("open quote", "file,a\na.png,\"1\n", "line 2 has a quote that is never closed");
        row("leaves the folder", "file\n../a.png\n", "not a path inside the folder");
        row("twice", "file\na.png\na.png\n", "stands in it twice");
        row("nothing there", "file\nb.png\n", "Nothing can be packed");
        row("not UTF-8", "file,a\na.png,\xFF\n", "not UTF-8");
    }

    void badTablesAreRefused() {
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, part);
        picture("a.png", 0.2f);
        written("t.csv", table);
        const Outcome outcome = runCli({"pack", at("in"), "--out", at("out"), "--size", "16", "--table", at("t.csv")});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(isOneSentence(outcome.err), outcome.err);
        QVERIFY2(outcome.err.contains(part), outcome.err);
        QVERIFY(!QFile::exists(at("out")));
    }

    void anInterruptLeavesNothingBehind() {
        for (int i = 0; i < 200; ++i) picture(QString::number(i) + ".png", 0.2f, 256);
        QProcess process;
        process.start(CHARRETTE_CLI, {"pack", at("in"), "--out", at("out"), "--size", "1024"});
        QTRY_VERIFY(QFile::exists(at("out")));
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!QFile::exists(at("out")));
    }

private:
    QString at(const QString& name) const { return m_folder->filePath(name); }

    void picture(const QString& name, float value, int size = 16) {
        const QString file = at("in/" + name);
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        Image image(size, size, 3);
        std::fill(image.samples.begin(), image.samples.end(), value);
        writeImage(file.toStdString(), image, SampleDepth::Bits8);
    }

    void written(const QString& name, const QByteArray& text) { test::writeFile(at(name), text); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
