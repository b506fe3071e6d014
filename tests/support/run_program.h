#pragma once

#include <functional>

#include <QProcess>
#include <QStringList>
#include <QTest>

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

/// Rows of command lines, each with the exit code it must have and a part of the sentence it must give.
inline void failureColumns() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("part");
}

inline void failureRow(const char* line, int code, const char* part) {
    QTest::newRow(line) << QString(line).split(' ', Qt::SkipEmptyParts) << code << QByteArray(part);
}

/// Runs the row's command line.
inline void checkFailure(const QByteArray& program, const std::function<Outcome(const QStringList&)>& run) {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, part);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, code);
    QVERIFY2(isOneSentence(outcome.err, program), outcome.err);
    QVERIFY2(outcome.err.contains(part), outcome.err);
    QVERIFY(outcome.out.isEmpty());
}

}  // namespace charrette::test
