#include "ui/engine_command.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>

namespace charrette {

namespace {

constexpr const char* engineKey = "engine/command";

}  // namespace

QString engineSetting() { return QSettings().value(engineKey).toString().trimmed(); }

void setEngineSetting(const QString& command) { QSettings().setValue(engineKey, command.trimmed()); }

QStringList engineCommand() {
    if (const QString setting = engineSetting(); !setting.isEmpty()) return QProcess::splitCommand(setting);
    const QDir here(QCoreApplication::applicationDirPath());
    for (const char* place : {"charrette-engine", "../engine/charrette-engine"})
        if (QFileInfo(here.filePath(place)).isExecutable()) return {here.filePath(place)};
    return {"charrette-engine"};
}

}  // namespace charrette
