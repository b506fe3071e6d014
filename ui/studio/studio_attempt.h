#pragma once

#include <exception>

#include "ui/studio/studio.h"

namespace charrette {

// Templates of the studio, for its own sources.

template <class Change>
bool Studio::attempt(Change change) {
    try {
        change();
        return true;
    } catch (const std::exception& error) {
        Q_EMIT said(QString::fromUtf8(error.what()));
        return false;
    }
}

template <class Change>
void Studio::perform(Change change) {
    finishTuning();
    attempt(change);
    showBoard();
}

}  // namespace charrette
