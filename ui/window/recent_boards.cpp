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
    QStringList files = recentBoards();
    if (!files.isEmpty() && files.front() == file) return;
    files.removeAll(file);
    files.prepend(file);
    QSettings().setValue(recentKey, files.mid(0, mostRecent));
}

QString unnamedBoardFolder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/boards"; }

QString boardTitle(const QString& file) { return QFileInfo(file).completeBaseName(); }

}  // namespace charrette
