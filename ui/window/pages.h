#pragma once

#include <filesystem>

#include <QStringList>

#include "core/design/card.h"

class QWidget;

namespace charrette {

/// Where boards without a name live: the application's data folder.
std::filesystem::path boardFolder();

/// A small window with lines of two columns, parted by a tab.
void showLines(const QString& title, const QStringList& lines, QWidget* parent);
/// What a person must know before using a model's pictures.
void showPassport(const Card& card, QWidget* parent);

}  // namespace charrette
