#pragma once

#include <QStringList>

namespace charrette {

/// Boards that were open, the last one first; those that are not there any more are left out.
QStringList recentBoards();
void rememberBoard(const QString& file);
/// Where boards without a name live: the application's data folder.
QString unnamedBoardFolder();
/// Where the newest board with a name is, or the person's documents.
QString namedBoardFolder();
/// A board's name for people.
QString boardTitle(const QString& file);

}  // namespace charrette
