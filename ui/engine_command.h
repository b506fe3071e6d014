#pragma once

#include <QStringList>

namespace charrette {

/// The command that a person has set, as a line of words: "ssh gpu-box charrette-engine". Empty: the one that comes with the program.
QString engineSetting();
void setEngineSetting(const QString& command);

/// A program and its arguments: the setting, or else the engine beside this program, where it is built or installed, or else the one that
/// the system finds.
QStringList engineCommand();

/// A program that comes with this one, as "charrette-train" of `folder` "train" among what is built; its bare name where it is not beside this
/// one.
QString programBeside(const QString& name, const QString& folder);

}  // namespace charrette
