#include <cstdio>
#include <exception>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QTimer>

#include "core/base/error.h"
#include "core/board/board.h"
#include "ui/studio/studio.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/pages.h"

namespace charrette {
namespace {

/// The engine beside this program, where it is built or installed; otherwise the one that the system finds.
QStringList engineCommand() {
    const QDir here(QCoreApplication::applicationDirPath());
    for (const char* place : {"charrette-engine", "../engine/charrette-engine"})
        if (QFileInfo(here.filePath(place)).isExecutable()) return {here.filePath(place)};
    return {"charrette-engine"};
}

struct Arguments {
    QString board, model;
    QStringList engine;
};

Arguments parse(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::tr("Variants of a design, from a generative model, in a grid."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("board", QApplication::tr("A board to open; without it, the last one"), "[BOARD]");
    parser.addOption({"model", QApplication::tr("The model that a new board begins with, by name or folder"), "MODEL", "vessels"});
    parser.addOption({"engine", QApplication::tr("The engine's command, for example \"ssh host charrette-engine\""), "COMMAND"});
    parser.process(application);
    return {parser.positionalArguments().value(0), parser.value("model"),
            parser.isSet("engine") ? QProcess::splitCommand(parser.value("engine")) : engineCommand()};
}

constexpr const char* lastBoardKey = "board";

/// The one that is named, or that was open last, or a new one.
Board openBoard(const QString& named) {
    if (!named.isEmpty()) return Board::open(named.toStdString());
    const QString last = QSettings().value(lastBoardKey).toString();
    try {
        if (QFileInfo::exists(last)) return Board::open(last.toStdString());
    } catch (const Error& error) {
        qWarning("%s; a new board is begun", error.what());
    }
    return Board::createUnnamed(boardFolder());
}

void rememberBoard(const Studio& studio) { QSettings().setValue(lastBoardKey, QString::fromStdString(studio.board().file().string())); }

int run(QApplication& application) {
    const Arguments arguments = parse(application);
    const QString chosen = QSettings().value(appearanceKey).toString();
    const Appearance system = systemAppearance(QApplication::palette());
    applyTheme(application, chosen == "dark" ? Appearance::Dark : chosen == "light" ? Appearance::Light : system);
    EngineClient engine({.command = arguments.engine});
    Studio studio(engine, openBoard(arguments.board));
    MainWindow window(engine, studio);
    rememberBoard(studio);
    QObject::connect(&studio, &Studio::historyChanged, &window, [&studio] { rememberBoard(studio); });
    window.show();
    // What takes longer than a moment begins when the window stands.
    const std::string& model = studio.settings().model.name;
    QTimer::singleShot(0, &studio, [&] { studio.openModel(model.empty() ? arguments.model : QString::fromStdString(model)); });
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
