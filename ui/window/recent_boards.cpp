#include "ui/window/recent_boards.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace charrette {

namespace {

constexpr const char* recentKey = "boards/recent";
constexpr qsizetype mostRecent = 12;

}  // namespace

QStringList recentBoards() {
    QStringList there;
    for (const QString& file : QSettings().value(recentKey).toStringList())
        if (QFileInfo::exists(file)) there << file;
    return there;
}

void rememberBoard(const QString& file) {
    // Every gesture comes here: only another board is worth a look at files that may be far away.
    if (QSettings().value(recentKey).toStringList().value(0) == file) return;
    QStringList files = recentBoards();
    files.removeAll(file);
    files.prepend(file);
    QSettings().setValue(recentKey, files.mid(0, mostRecent));
}

QString unnamedBoardFolder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/boards"; }

QString namedBoardFolder() {
    for (const QString& file : recentBoards())
        if (const QString folder = QFileInfo(file).path(); folder != unnamedBoardFolder()) return folder;
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

QString boardTitle(const QString& file) { return QFileInfo(file).completeBaseName(); }

}  // namespace charrette
