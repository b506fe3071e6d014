#pragma once

#include <chrono>
#include <map>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engine/client/client.h"

namespace charrette::test {

constexpr auto patience = std::chrono::minutes(2);

inline std::vector<Cell> cells(uint32_t first, uint32_t count) {
    std::vector<Cell> cells;
    for (uint32_t i = 0; i < count; ++i) cells.push_back({i, Priority::Visible, {.latent = first + i}});
    return cells;
}

template <class What>
bool is(const Reply& reply) {
    return std::holds_alternative<What>(reply.what);
}

/// A picture's cell and stage, and its samples.
using Pictures = std::map<std::pair<uint32_t, Stage>, std::vector<std::byte>>;

inline void keep(Pictures& pictures, const Reply& reply) {
    if (const auto* picture = std::get_if<Picture>(&reply.what)) pictures[{picture->cell, picture->stage}] = picture->samples;
}

inline void open(Client& client) {
    client.send({1, OpenModel{"tiny"}});
    const auto reply = client.receive(patience);
    QVERIFY(reply && is<Opened>(*reply));
}

/// Adds what comes to `pictures`.
inline void receiveUntilDone(Client& client, Pictures& pictures) {
    for (;;) {
        const auto reply = client.receive(patience);
        QVERIFY(reply && !is<Failed>(*reply));
        keep(pictures, *reply);
        if (is<Done>(*reply)) return;
    }
}

inline Pictures grid(Client& client, const std::vector<Cell>& cells) {
    Pictures pictures;
    client.send({2, RenderCells{.cells = cells}});
    receiveUntilDone(client, pictures);
    return pictures;
}

}  // namespace charrette::test
