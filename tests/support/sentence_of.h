#pragma once

#include <QString>

#include "core/base/error.h"

namespace charrette::test {

/// The sentence of the `Error` that `job` throws; empty when it throws none.
QString sentenceOf(const auto& job) {
    try {
        job();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

}  // namespace charrette::test
