#pragma once

#include <QProcess>
#include <QStringList>

namespace charrette::test {

/// How a program ended and what it wrote.
struct Outcome {
    int code = -1;  ///< -1: it did not end by itself within two minutes
    QByteArray out, err;
};

inline Outcome runProgram(const QString& program, const QStringList& arguments,
                          const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(120'000)) return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

/// Whether a program's complaint is one line that begins with its name.
inline bool isOneSentence(const QByteArray& text, const QByteArray& program) {
    return text.startsWith(program + ": ") && text.endsWith('\n') && text.count('\n') == 1;
}

}  // namespace charrette::test
