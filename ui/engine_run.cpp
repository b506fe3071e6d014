#include "ui/engine_run.h"

#include <span>

#include <QLoggingCategory>

#include "core/base/error.h"

namespace charrette {
namespace {

Q_LOGGING_CATEGORY(engineLog, "charrette.engine")

/// Bytes; longer lines of the log are cut into several.
constexpr qsizetype lineLimit = 4096;
/// After SIGKILL, which only an engine within a broken driver survives for longer.
constexpr int killPatience = 1000;

}  // namespace

void EngineRun::start(const QStringList& command) {
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &EngineRun::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] { readLog(Lines::Whole); });
    connect(&m_process, &QProcess::bytesWritten, this, &EngineRun::written);
    connect(&m_process, &QProcess::finished, this, &EngineRun::died);
    connect(&m_process, &QProcess::errorOccurred, this, [this, program = command.value(0)](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(tr("The engine '%1' cannot be started (%2)").arg(program, m_process.errorString()), false);
    });
    m_process.start(command.value(0), command.mid(1));
}

void EngineRun::send(const Request& request) {
    const auto bytes = toBytes(toFrame(request));
    m_process.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size()));
}

void EngineRun::readOutput() {
    const QByteArray bytes = m_process.readAllStandardOutput();
    if (bytes.isEmpty()) return;
    m_reader.feed(std::as_bytes(std::span(bytes.data(), size_t(bytes.size()))));
    try {
        readReplies();
    } catch (const Error& error) {
        return end(tr("The engine sent what is no reply (%1)").arg(QString::fromUtf8(error.what())));
    }
    if (!m_hasEnded) Q_EMIT heard();
}

void EngineRun::readReplies() {
    while (!m_hasEnded) {
        const auto frame = m_reader.next();
        if (!frame) return;
        Q_EMIT replied(replyFromFrame(*frame));
    }
}

void EngineRun::readLog(Lines lines) {
    m_log += m_process.readAllStandardError();
    for (qsizetype end; (end = m_log.indexOf('\n')) >= 0 || m_log.size() > lineLimit;) {
        const qsizetype length = std::min(end < 0 ? m_log.size() : end, lineLimit);
        log(m_log.first(length));
        m_log.remove(0, length == end ? length + 1 : length);
    }
    if (lines == Lines::All) log(std::exchange(m_log, {}));
}

void EngineRun::log(const QByteArray& line) {
    const QString text = QString::fromUtf8(line).trimmed();
    if (text.isEmpty()) return;
    qCInfo(engineLog).noquote() << text;
    m_lastLine = text;
}

void EngineRun::died() {
    readOutput();
    if (m_hasEnded) return;
    readLog(Lines::All);
    const bool hasCrashed = m_process.exitStatus() == QProcess::CrashExit;
    const QString how = hasCrashed ? tr("The engine crashed") : tr("The engine ended with code %1").arg(m_process.exitCode());
    end(m_lastLine.isEmpty() ? how : tr("%1 (%2)").arg(how, m_lastLine));
}

void EngineRun::end(const QString& sentence, bool canBeStarted) {
    if (m_hasEnded) return;
    m_hasEnded = true;
    qCWarning(engineLog).noquote() << sentence;
    Q_EMIT ended(sentence, canBeStarted);
    abandon();
}

void EngineRun::abandon() {
    m_hasEnded = true;
    disconnect();
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning) return deleteLater();
    connect(&m_process, &QProcess::stateChanged, this, &QObject::deleteLater);
    m_process.kill();
}

void EngineRun::finish(std::chrono::milliseconds patience) {
    m_hasEnded = true;
    disconnect();
    m_process.disconnect(this);
    m_process.closeWriteChannel();
    if (m_process.state() == QProcess::NotRunning || m_process.waitForFinished(int(patience.count()))) return;
    m_process.kill();
    m_process.waitForFinished(killPatience);
}

}  // namespace charrette
