#pragma once

#include <vector>

#include <QObject>

#include "core/board/board.h"
#include "ui/job_thread.h"

namespace charrette {

/// Writes files on a thread of its own, so that a slow disk holds up nothing. Each file is there as a whole or not at all. What has not
/// begun when this goes is not written.
class FileWriter : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// `number` comes back with the answer. With `Existing::Refused` a file that is there stays.
    void write(int number, const QString& file, std::vector<std::byte> bytes, Existing existing);

Q_SIGNALS:
    /// `sentence` says why it was not written; empty when it was.
    void done(int number, const QString& sentence);

private:
    JobThread m_thread;
};

}  // namespace charrette
