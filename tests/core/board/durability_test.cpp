#include <QProcess>
#include <QtTest>
#include <csignal>
#include <cstdio>
#include <optional>
#include <thread>

#ifndef _WIN32
#include <sys/resource.h>
#endif
#ifdef __linux__
#include <sys/mount.h>
#endif

#include "core/base/random.h"
#include "tests/core/board/sample_board.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;
namespace fs = std::filesystem;

namespace {

constexpr int gestureCount = 200;

/// `FILE FIRST LAST`: does these gestures, says the number of each when it has returned, and waits to be killed.
int doGestures(char** arguments) {
    Board board = Board::open(arguments[2]);
    for (int i = std::atoi(arguments[3]); i <= std::atoi(arguments[4]); ++i) {
        scriptedGesture(board, i);
        std::printf("%d\n", i);
        std::fflush(stdout);
    }
    std::this_thread::sleep_for(std::chrono::minutes(5));
    return 0;
}

/// A process that does gestures `first` to `last`.
class Child {
public:
    Child(const fs::path& file, int first, int last) {
        m_process.start(QCoreApplication::applicationFilePath(),
                        {"--gestures", QString::fromStdString(file.string()), QString::number(first), QString::number(last)});
    }
    ~Child() { kill(); }

    /// The number of the last gesture that was acknowledged, once that is at least `number`.
    int waitFor(int number) {
        while (m_last < number && m_process.waitForReadyRead(60'000)) readAll();
        return m_last;
    }
    /// The last one that it got to acknowledge.
    int kill() {
        m_process.kill();
        m_process.waitForFinished();
        readAll();
        return m_last;
    }

private:
    void readAll() {
        while (m_process.canReadLine()) m_last = m_process.readLine().trimmed().toInt();
    }

    QProcess m_process;
    int m_last = -1;
};

/// What is seen after no gesture, after one, and so on.
std::vector<Seen> expectedStates(const QTemporaryDir& folder) {
    Board board = Board::create(pathIn(folder, "expected.charrette"));
    std::vector<Seen> states = {seen(board)};
    for (int i = 0; i < gestureCount; ++i) {
        scriptedGesture(board, i);
        states.push_back(seen(board));
    }
    return states;
}

/// Fills the board until there is no room. Gives back the sentence and how many variants are there.
std::pair<QString, size_t> fill(Board& board) {
    for (int i = 0; i < 500; ++i) {
        const auto bytes = sampleBytes(100'000, i);
        const QString sentence = sentenceOf([&] {
            board.addGeneration({.variants = sampledVariants(uint32_t(i), 8)});
            board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}});
        });
        if (!sentence.isEmpty()) return {sentence, board.variantCount()};
    }
    return {};
}

}  // namespace

class DurabilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killAfterEveryGestureLosesNone() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        const std::vector<Seen> states = expectedStates(folder);
        { Board::create(file); }
        for (int i = 0; i < gestureCount; ++i) {
            Child child(file, i, i);
            QCOMPARE(child.waitFor(i), i);
            child.kill();
            QVERIFY2(seen(Board::open(file)) == states[size_t(i) + 1], QByteArray::number(i));
        }
    }

    void boardThatAnotherProcessHasOpenIsASentence() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        { Board::create(file); }
        Child child(file, 0, 0);
        QCOMPARE(child.waitFor(0), 0);
        QVERIFY(sentenceOf([&] { Board::open(file); }).endsWith("a.charrette: is open in another window or program"));
        child.kill();
        QCOMPARE(Board::open(file).variantCount(), size_t(6));
    }

    void killAtAnyMomentLosesNothingThatWasAcknowledged() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        const std::vector<Seen> states = expectedStates(folder);
        { Board::create(file); }
        int next = 0;
        for (double draw : standardUniform(11, 60)) {
            if (next >= gestureCount) break;
            Child child(file, next, gestureCount - 1);
            child.waitFor(next);
            QTest::qWait(int(draw * 12));
            const int acknowledged = child.kill();
            const Seen found = seen(Board::open(file));
            // The one on its way when it was killed may be there.
            const auto is = [&](int done) { return done <= gestureCount && found == states[size_t(done)]; };
            QVERIFY2(is(acknowledged + 1) || is(acknowledged + 2), QByteArray::number(acknowledged));
            next = is(acknowledged + 1) ? acknowledged + 1 : acknowledged + 2;
        }
    }

#ifndef _WIN32
    void fullDiskIsASentenceAndNothingIsLost() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        Board board = Board::create(file);
        const QString sentence = withFileLimit(2 << 20, [&] { return fill(board).first; });
        QVERIFY2(sentence.contains("was not kept"), qPrintable(sentence));
        const Seen before = seen(board);
        board.rate(std::vector<VariantId>{1}, 5);
        QCOMPARE(board.variant(1).rating, 5);
        board.undo();
        QVERIFY(seen(board) == before);
    }
#endif

#ifdef __linux__
    void fullFileSystemIsASentenceAndGoesOnWhenThereIsRoom() {
        const QTemporaryDir folder;
        const QByteArray path = folder.path().toUtf8();
        if (mount("none", path.constData(), "tmpfs", 0, "size=3m") != 0) QSKIP("A small file system can be mounted by root only");
        const auto unmount = qScopeGuard([&] { umount2(path.constData(), MNT_DETACH); });
        std::optional<Board> board = Board::create(pathIn(folder, "a.charrette"));
        QFile ballast(folder.filePath("ballast"));
        QVERIFY(ballast.open(QIODevice::WriteOnly) && ballast.write(QByteArray(1 << 20, 'x')) == 1 << 20);
        ballast.close();
        const auto [sentence, variants] = fill(*board);
        QVERIFY2(sentence.contains("there is no room on the disk"), qPrintable(sentence));
        QVERIFY(variants > 0);
        QVERIFY(!sentenceOf([&] { board->saveAs(pathIn(folder, "b.charrette"), Original::Removed); }).isEmpty());
        QVERIFY(!QFile::exists(folder.filePath("b.charrette")));
        const Seen before = seen(*board);
        QVERIFY(ballast.remove());
        board->addGeneration({.variants = sampledVariants(5, 8)});
        board->undo();
        QVERIFY(seen(*board) == before);
        board.reset();
        QVERIFY(seen(Board::open(pathIn(folder, "a.charrette"))) == before);
    }
#endif

private:
#ifndef _WIN32
    /// Runs a job while no file may be longer than so many bytes.
    static QString withFileLimit(rlim_t bytes, const std::function<QString()>& job) {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit limit{bytes, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto restore = qScopeGuard([&] { setrlimit(RLIMIT_FSIZE, &before); });
        return job();
    }
#endif
};

int main(int argc, char** argv) {
    if (argc == 5 && std::string(argv[1]) == "--gestures") return doGestures(argv);
    QCoreApplication application(argc, argv);
    DurabilityTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "durability_test.moc"
