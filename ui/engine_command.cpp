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
    return {programBeside("charrette-engine", "engine")};
}

QString programBeside(const QString& name, const QString& folder) {
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString& place : {name, "../" + folder + '/' + name})
        if (QFileInfo(here.filePath(place)).isExecutable()) return here.filePath(place);
    return name;
}

}  // namespace charrette
