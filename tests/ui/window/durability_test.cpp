#include <cstdio>

#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#ifdef __linux__
#include <sys/mount.h>
#endif

#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "tests/core/board/sample_board.h"
#include "tests/ui/killed_engine.h"
#include "tests/ui/window/opened_window.h"
#include "ui/breed/breed_dialog.h"
#include "ui/lineage/lineage_view.h"
#include "ui/sheet/sheet_dialog.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/parameter_slider.h"

using namespace charrette;
using namespace charrette::test;
namespace fs = std::filesystem;

namespace {

constexpr int gestureCount = 200;

QStringList fakeEngine(const QStringList& trouble = {}) { return QStringList{CHARRETTE_FAKE_ENGINE} + trouble; }

/// The window does in turn whatever a person can do with it. Gesture 0 comes first on a new board.
class Script {
public:
    explicit Script(OpenedWindow& opened) : m_opened(opened) {}

    void run(int number) {
        m_number = number;
        // A dialog of the gesture before has just gone: the keyboard comes back a moment later.
        m_opened.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_opened.window));
        if (number == 0) makeGenerationsSmall();
        const int rows = m_opened.studio.grid().rowCount();
        if (rows > 0) m_opened.select({number * 7 % rows, (number * 7 + 3) % rows});
        number == 0 || rows == 0 ? m_opened.run("Space") : perform(number % 16);
    }

private:
    void makeGenerationsSmall() {
        Settings settings = m_opened.studio.settings();
        settings.count = 6;
        m_opened.studio.commit(settings);
    }
    void perform(int kind) {
        const std::array<const char*, 16> keys = {"Space", "P",      "4", "",  "E",           "", "X", "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z",
                                                  "Space", "Ctrl+V", "",  "]", "Ctrl+Return", "2"};
        if (kind == 3) return note();
        if (kind == 5) return moveSlider();
        if (kind == 10 && m_opened.studio.grid().rowCount() > 1) return breed();
        if (kind == 12) return sheet();
        if (kind == 11) QApplication::clipboard()->setText(QString::fromStdString(toJson(m_opened.studio.grid().variant(0).genome).dump()));
        if (kind == 13) movePin();
        if (kind == 15) goBack();
        m_opened.run(keys[size_t(kind)]);
    }
    void note() {
        m_opened.answer<QInputDialog>([this](QInputDialog& dialog) {
            dialog.setTextValue(QString("note %1").arg(m_number));
            dialog.accept();
        });
        m_opened.run("N");
    }
    void moveSlider() {
        m_opened.press(m_opened.slider(m_number % 2), m_number % 3 == 0 ? Qt::Key_Home : Qt::Key_PageUp);
    }
    void breed() {
        m_opened.answer<BreedDialog>([](BreedDialog& dialog) { dialog.accept(); });
        m_opened.run("B");
    }
    void sheet() {
        m_opened.answer<SheetDialog>([](SheetDialog& dialog) { dialog.accept(); });
        m_opened.run("S");
    }
    void movePin() {
        if (m_opened.studio.pins().rowCount() > 0) OpenedWindow::select(*m_opened.pins, {0});
    }
    void goBack() {
        auto* lineage = m_opened.window.findChild<LineageView*>();
        lineage->setCurrentIndex(lineage->model()->index(0, 0));
        QTest::keyClick(lineage, Qt::Key_Return);
    }

    OpenedWindow& m_opened;
    int m_number = 0;
};

/// Without what comes by itself a moment later: the pictures.
Seen gestured(const Board& board) {
    Seen all = seen(board);
    for (auto* variants : {&all.variants, &all.pins})
        for (Variant& variant : *variants) variant.thumbnail = variant.picture = {};
    return all;
}

/// `FILE FIRST LAST`: does these gestures in a window, says each one's number when the window has done it, and waits to be killed.
int doGestures(char** arguments) {
    OpenedWindow opened(fakeEngine(), "vessels", Board::open(arguments[2]));
    if (!QTest::qWaitFor([&] { return opened.studio.grid().rowCount() > 0 && opened.studio.card(); }, 60'000)) return 1;
    opened.window.activateWindow();
    if (!QTest::qWaitForWindowActive(&opened.window)) return 1;
    Script script(opened);
    for (int i = std::atoi(arguments[3]); i <= std::atoi(arguments[4]); ++i) {
        script.run(i);
        std::printf("%d\n", i);
        std::fflush(stdout);
    }
    return QApplication::exec();
}

}  // namespace

/// The window is killed, its engine is killed, its disk is full: what it has shown as done is there.
class WindowDurabilityTest : public QObject {
    Q_OBJECT

private:
    /// What is seen after each gesture of a window that nobody kills.
    static std::vector<Seen> expectedStates(const fs::path& file) {
        { Board::create(file); }
        OpenedWindow opened(fakeEngine(), "vessels", Board::open(file));
        std::vector<Seen> states;
        if (!opened.waitForPictures()) return states;
        Script script(opened);
        for (int i = 0; i < gestureCount; ++i) {
            script.run(i);
            states.push_back(gestured(opened.studio.board()));
        }
        return states;
    }
    /// Begins generations until there is no room. Gives back the sentence.
    static QString fill(OpenedWindow& opened) {
        auto* message = opened.window.findChild<MessageBar*>();
        for (int i = 0; i < 3000; ++i) {
            opened.run("Space");
            if (message->sentence().contains("no room")) return message->sentence();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aWindowKilledAfterAnyGestureHasKeptIt() {
        const QTemporaryDir folder;
        const fs::path file = pathIn(folder, "a.charrette");
        const std::vector<Seen> states = expectedStates(pathIn(folder, "expected.charrette"));
        QCOMPARE(states.size(), size_t(gestureCount));
        { Board::create(file); }
        for (int i = 0; i < gestureCount; ++i) {
            const QString number = QString::number(i);
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {"--gestures", QString::fromStdString(file.string()), number, number});
            while (!child.canReadLine() && child.waitForReadyRead(60'000)) {
            }
            QCOMPARE(child.readLine().trimmed().toInt(), i);
            child.kill();
            child.waitForFinished();
            const Seen found = gestured(Board::open(file));
            QVERIFY2(found == states[size_t(i)], qPrintable(number));
        }
    }

    void anEngineKilledAHundredTimesLosesNothing() {
        const QTemporaryDir folder;
        OpenedWindow opened(fakeEngine({"delay=1"}), "vessels", Board::create(pathIn(folder, "a.charrette")));
        QVERIFY(opened.waitForPictures());
        const std::vector<double> draws = standardUniform(8, 100);
        for (double draw : draws) {
            opened.run("Space");
            QTest::qWait(int(draw * 60));
            QTRY_VERIFY(killEngine(opened.engine));
            QVERIFY(opened.waitForPictures());
        }
        QCOMPARE(opened.studio.board().generations().size(), draws.size());
    }

#ifdef __linux__
    void aFullDiskIsASentenceAndItGoesOnWhenThereIsRoom() {
        const QTemporaryDir folder;
        const QByteArray path = folder.path().toUtf8();
        if (mount("none", path.constData(), "tmpfs", 0, "size=4m") != 0) QSKIP("A small file system can be mounted by root only");
        const auto unmount = qScopeGuard([&] { umount2(path.constData(), MNT_DETACH); });
        const fs::path file = pathIn(folder, "a.charrette");
        Seen before;
        {
            OpenedWindow opened(fakeEngine(), "vessels", Board::create(file));
            QVERIFY(opened.waitForPictures());
            QFile ballast(folder.filePath("ballast"));
            QVERIFY(ballast.open(QIODevice::WriteOnly) && ballast.write(QByteArray(2 << 20, 'x')) == 2 << 20);
            ballast.close();
            const QString sentence = fill(opened);
            QVERIFY2(sentence.contains("a.charrette") && sentence.contains("there is no room on the disk"), qPrintable(sentence));
            const size_t kept = opened.studio.board().generations().size();
            QVERIFY(kept > 0 && opened.window.isVisible());
            QVERIFY(ballast.remove());
            opened.run("Space");
            QCOMPARE(opened.studio.board().generations().size(), kept + 1);
            before = gestured(opened.studio.board());
        }
        QVERIFY(gestured(Board::open(file)) == before);
    }
#endif
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc == 5 && std::string(argv[1]) == "--gestures") return doGestures(argv);
    WindowDurabilityTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "durability_test.moc"
