#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QStyleHints>
#include <QTimer>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/board/board.h"
#include "ui/engine_command.h"
#include "ui/job_thread.h"
#include "ui/preview_trainer.h"
#include "ui/studio/studio.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/recent_boards.h"

namespace charrette {
namespace {

struct Arguments {
    QString board, model;
    QStringList engine;
    bool saysWhenPainted = false;
};

Arguments parse(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::tr("Variants of a design, from a generative model, in a grid."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("board", QApplication::tr("A board to open; without it, the last one"), "[BOARD]");
    parser.addOption({"model", QApplication::tr("The model that a new board begins with, by name or folder"), "MODEL", "houses"});
    parser.addOption({"engine", QApplication::tr("The engine's command, for example \"ssh host charrette-engine\""), "COMMAND"});
    parser.addOption({"say-when-painted", QApplication::tr("Writes lines when the window is painted, whole, and full of pictures, for measuring")});
    parser.process(application);
    return {parser.positionalArguments().value(0), parser.value("model"),
            parser.isSet("engine") ? QProcess::splitCommand(parser.value("engine")) : engineCommand(), parser.isSet("say-when-painted")};
}

/// The one that a person has chosen, or the system's.
Appearance chosenAppearance() {
    const QString chosen = QSettings().value(appearanceKey).toString();
    if (chosen == "dark" || chosen == "light") return chosen == "dark" ? Appearance::Dark : Appearance::Light;
    static const Appearance system = systemAppearance(QApplication::palette());
    return system;
}

/// The one that is named, or that was open last, or a new one where that cannot be opened: the window says why.
Board firstBoard(const QString& file) {
    try {
        if (QFileInfo::exists(file)) {
            Board board = Board::open(file.toStdString());
            Studio::checkReadable(board);
            return board;
        }
    } catch (const Error& error) {
        qWarning("%s; a new board is begun", error.what());
    }
    return Board::createUnnamed(unnamedBoardFolder().toStdString());
}

void keepRecent(const Studio& studio) { rememberBoard(QString::fromStdString(studio.board().file().string())); }

void say(const char* word) { std::puts(word), std::fflush(stdout); }

/// Writes a line when the window is painted, when its parts are, and when every picture is there.
class Reporter : public QObject {
public:
    Reporter(MainWindow& window, const Studio& studio) : m_window(window) {
        window.installEventFilter(this);
        connect(&studio, &Studio::progressed, this, [this](int done, int total) {
            if (done < total || total == 0 || std::exchange(m_hasPictures, true)) return;
            say("pictures");
        });
    }
    void watchParts() { m_window.centralWidget()->installEventFilter(this); }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Paint) return false;
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, [isWhole = watched != &m_window] { say(isWhole ? "filled" : "painted"); });
        return false;
    }

private:
    MainWindow& m_window;
    bool m_hasPictures = false;
};

/// What begins when the window is on the screen: the board, which is read beside the window's thread, and the window's parts.
class Beginning : public QObject {
public:
    Beginning(const Arguments& arguments, Studio& studio, MainWindow& window)
        : m_arguments(arguments), m_studio(studio), m_window(window) {
        connect(&window, &MainWindow::sketched, this, &Beginning::begin);
        // A window that begins as an icon is not painted.
        QTimer::singleShot(longestWait, this, &Beginning::begin);
    }

    /// `finished` is called when the window is whole.
    void whenWhole(std::function<void()> finished) { m_finished = std::move(finished); }

private:
    static constexpr std::chrono::milliseconds longestWait{300};

    void begin() {
        if (std::exchange(m_hasBegun, true)) return;
        m_reading.post([this] {
            const QString file = m_arguments.board.isEmpty() ? recentBoards().value(0) : m_arguments.board;
            auto board = std::make_shared<Board>();
            std::string sentence;
            try {
                *board = firstBoard(file);
            } catch (const std::exception& error) {
                sentence = error.what();
            }
            QMetaObject::invokeMethod(
                this, [this, file, board, sentence] { sentence.empty() ? take(file, *board) : giveUp(sentence); }, Qt::QueuedConnection);
        });
    }

    void take(const QString& file, Board& board) {
        m_studio.begin(std::move(board));
        m_studio.openBoardModel(m_arguments.model);
        applyTheme(*qApp, chosenAppearance());
        m_window.makeParts();
        if (m_finished) m_finished();
        const bool isOpen = m_studio.board().file() == std::filesystem::path(file.toStdString());
        keepRecent(m_studio);
        connect(&m_studio, &Studio::historyChanged, this, [this] { keepRecent(m_studio); });
        // What is wrong with a board is said where everything is said.
        if (!file.isEmpty() && !isOpen) m_window.openFiles({file});
    }

    static void giveUp(const std::string& sentence) {
        std::fprintf(stderr, "charrette: %s\n", sentence.c_str());
        QApplication::exit(EXIT_FAILURE);
    }

    const Arguments& m_arguments;
    Studio& m_studio;
    MainWindow& m_window;
    std::function<void()> m_finished;
    bool m_hasBegun = false;
    JobThread m_reading;
};

int run(QApplication& application) {
    const Arguments arguments = parse(application);
    applyColours(application, chosenAppearance());
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(QApplication::styleHints(), &QStyleHints::colorSchemeChanged, &application, [&application](Qt::ColorScheme scheme) {
        const bool follows = QSettings().value(appearanceKey).toString().isEmpty();
        if (follows) applyTheme(application, scheme == Qt::ColorScheme::Dark ? Appearance::Dark : Appearance::Light);
    });
#endif
    EngineClient engine({.command = arguments.engine});
    engine.restart();  // what it is made of takes longest to load
    Studio studio(engine);
    MainWindow window(engine, studio, MainWindow::Parts::Later);
    PreviewTrainer previews;
    QObject::connect(&engine, &EngineClient::opened, &previews, [&](const Card& card) { previews.trainFor(studio.modelPlace(), card); });
    Beginning beginning(arguments, studio, window);
    std::optional<Reporter> reporter;
    if (arguments.saysWhenPainted) {
        reporter.emplace(window, studio);
        beginning.whenWhole([&] { reporter->watchParts(); });
    }
    window.show();
    return QApplication::exec();
}

}  // namespace
}  // namespace charrette

int main(int count, char** words) {
    charrette::keepMemory();
    QApplication application(count, words);
    QApplication::setOrganizationName("Charrette");
    QApplication::setApplicationName("Charrette");
    QApplication::setApplicationVersion("0.1");
    try {
        return charrette::run(application);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "charrette: %s\n", error.what());
        return 1;
    }
}
