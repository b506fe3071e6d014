#pragma once

#include <functional>

#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/support/sentence_of.h"

namespace charrette::test {

/// Rows of fields that make good options bad, each with a part of the sentence that refuses them.
inline void badFieldColumns() {
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QString>("sentence");
}

inline void badFieldRow(const char* fields, const char* sentence) { QTest::newRow(fields) << QString(fields) << QString(sentence); }

/// Reads good options with the row's fields in them; `place` is what the sentence begins with.
inline void checkBadFields(nlohmann::json options, const std::function<void(const nlohmann::json&)>& read, const QString& place) {
    QFETCH(QString, fields);
    QFETCH(QString, sentence);
    options.update(nlohmann::json::parse(fields.toStdString()));
    const QString actual = sentenceOf([&] { read(options); });
    QVERIFY2(actual.startsWith(place + ": ") && actual.contains(sentence), qPrintable(actual));
}

/// Reads good options without each of their fields in turn.
inline void checkMissingFields(const nlohmann::json& options, const std::function<void(const nlohmann::json&)>& read,
                               const QString& place) {
    for (const auto& [field, value] : options.items()) {
        nlohmann::json others = options;
        others.erase(field);
        QCOMPARE(sentenceOf([&] { read(others); }), place + ": " + QString::fromStdString(field) + " is missing");
    }
}

}  // namespace charrette::test
