#include <cstdio>
#include <exception>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QStyleHints>
#include <QTimer>

#include "core/base/error.h"
#include "core/board/board.h"
#include "ui/engine_command.h"
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
    parser.addOption({"say-when-painted", QApplication::tr("Writes a line when the window has been painted, for measuring")});
    parser.process(application);
    return {parser.positionalArguments().value(0), parser.value("model"),
            parser.isSet("engine") ? QProcess::splitCommand(parser.value("engine")) : engineCommand(), parser.isSet("say-when-painted")};
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

/// Writes a line after a window's first painting.
class PaintReporter : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Paint) return false;
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, [] { std::puts("painted"), std::fflush(stdout); });
        return false;
    }
};

int run(QApplication& application) {
    const Arguments arguments = parse(application);
    const QString chosen = QSettings().value(appearanceKey).toString();
    const Appearance system = systemAppearance(QApplication::palette());
    applyTheme(application, chosen == "dark" ? Appearance::Dark : chosen == "light" ? Appearance::Light : system);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(QApplication::styleHints(), &QStyleHints::colorSchemeChanged, &application, [&application](Qt::ColorScheme scheme) {
        const bool follows = QSettings().value(appearanceKey).toString().isEmpty();
        if (follows) applyTheme(application, scheme == Qt::ColorScheme::Dark ? Appearance::Dark : Appearance::Light);
    });
#endif
    EngineClient engine({.command = arguments.engine});
    const QString file = arguments.board.isEmpty() ? recentBoards().value(0) : arguments.board;
    Studio studio(engine, firstBoard(file));
    MainWindow window(engine, studio);
    PreviewTrainer previews;
    QObject::connect(&engine, &EngineClient::opened, &previews,
                     [&](const Card& card) { previews.trainFor(studio.modelPlace(), card); });
    const bool isOpen = studio.board().file() == std::filesystem::path(file.toStdString());
    keepRecent(studio);
    QObject::connect(&studio, &Studio::historyChanged, &window, [&studio] { keepRecent(studio); });
    PaintReporter reporter;
    if (arguments.saysWhenPainted) window.installEventFilter(&reporter);
    window.show();
    // What is wrong with a board is said where everything is said.
    if (!file.isEmpty() && !isOpen) window.openFiles({file});
    // What takes longer than a moment begins when the window stands.
    QTimer::singleShot(0, &studio, [&] { studio.openBoardModel(arguments.model); });
    return QApplication::exec();
}

}  // namespace
}  // namespace charrette

int main(int count, char** words) {
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
