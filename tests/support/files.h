#pragma once

#include <QFile>
#include <QTest>

namespace charrette::test {

/// All of a file; empty when it cannot be read.
inline QByteArray contentsOf(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeFile(const QString& name, const QByteArray& contents, QIODevice::OpenMode mode = QIODevice::WriteOnly) {
    QFile file(name);
    QVERIFY(file.open(mode) && file.write(contents) == contents.size());
}

}  // namespace charrette::test
