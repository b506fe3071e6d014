#pragma once

#include <variant>
#include <vector>

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include "core/design/protocol.h"

namespace charrette::test {

/// Fake engines whose lives are counted and whose requests are written down.
class FakeEngines {
public:
    QStringList command(const QStringList& arguments = {}) const {
        return QStringList{CHARRETTE_FAKE_ENGINE, "lives=" + place("lives"), "log=" + place("log")} + arguments;
    }
    QString place(const QString& name) const { return m_folder.filePath(name); }
    int lives() const { return int(QFileInfo(place("lives")).size()); }

    QByteArrayList lines() const {
        QFile file(place("log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QByteArrayList();
    }
    template <class What>
    std::vector<What> requests() const {
        std::vector<What> requests;
        for (const QByteArray& line : lines()) {
            // A photo's pixels are not written down.
            if (!line.startsWith('{') || line.contains("\"request\":\"photo\"")) continue;
            const Request request = requestFromFrame({line.toStdString()});
            if (const auto* what = std::get_if<What>(&request.what)) requests.push_back(*what);
        }
        return requests;
    }

private:
    QTemporaryDir m_folder;
};

}  // namespace charrette::test
