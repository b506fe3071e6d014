#pragma once

#include <chrono>

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QStringList>

#include "core/design/frame.h"
#include "core/design/protocol.h"

namespace charrette {

/// One run of an engine, from its start to its end, as requests and replies. What it writes to standard error goes to the log category
/// "charrette.engine". Belongs to the thread that made it.
class EngineRun : public QObject {
    Q_OBJECT

public:
    explicit EngineRun(QObject* parent) : QObject(parent) {}

    /// `command` is a program and its arguments. Returns at once; `ended` tells what was wrong with it.
    void start(const QStringList& command);
    qint64 processId() const { return m_process.processId(); }

    /// Returns at once. Throws `Error` when the request is over a frame's limits.
    void send(const Request& request);
    /// Bytes that have been sent and that the engine's pipe had no room for yet.
    qint64 unwritten() const { return m_process.bytesToWrite(); }

    /// Kills the engine. No signal comes any more, and the object deletes itself.
    void abandon();
    /// Closes the engine's input, waits for its end, and kills it when that does not come in time. No signal comes any more.
    void finish(std::chrono::milliseconds patience);

Q_SIGNALS:
    /// Some bytes have come. Follows the replies that they complete.
    void heard();
    void replied(const charrette::Reply& reply);
    /// `unwritten` is less.
    void written();
    /// The engine has died, or sends what is no reply and is killed. The last signal; then the object deletes itself.
    void ended(const QString& sentence, bool canBeStarted);

private:
    enum class Lines { Whole, All };

    void readOutput();
    void readReplies();
    void readLog(Lines lines);
    void log(const QByteArray& line);
    void died();
    void end(const QString& sentence, bool canBeStarted = true);

    QProcess m_process;
    FrameReader m_reader;
    QByteArray m_log;    ///< a line that has not ended
    QString m_lastLine;  ///< of the log
    bool m_hasEnded = false;
};

}  // namespace charrette
