#include "ui/unfinished_renders.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace charrette {
namespace {

constexpr std::array bothStages = {Stage::Preview, Stage::Full};

bool isAskedFor(Stage stage, Stages stages) { return stages == Stages::Both || (stages == Stages::Preview) == (stage == Stage::Preview); }

}  // namespace

void UnfinishedRenders::add(RequestId id, RenderCells render) {
    Missing missing;
    for (const Cell& cell : render.cells)
        for (Stage stage : bothStages)
            if (isAskedFor(stage, render.stages)) missing.emplace(cell.cell, stage);
    const size_t total = missing.size();
    m_renders.emplace(id, Unfinished{std::move(render), std::move(missing), total});
}

std::vector<RequestId> UnfinishedRenders::ids() const {
    std::vector<RequestId> ids;
    for (const auto& [id, unfinished] : m_renders) ids.push_back(id);
    return ids;
}

RequestId UnfinishedRenders::inGroup(const std::string& group) const {
    if (group.empty()) return 0;
    const auto found = std::ranges::find_if(m_renders, [&](const auto& item) { return item.second.render.group == group; });
    return found == m_renders.end() ? 0 : found->first;
}

bool UnfinishedRenders::take(RequestId id, uint32_t cell, Stage stage) {
    Unfinished& unfinished = m_renders.at(id);
    if (unfinished.missing.erase({cell, stage}) == 0) return false;
    unfinished.deaths = 0;
    return true;
}

std::vector<uint32_t> UnfinishedRenders::fail(RequestId id, const std::vector<uint32_t>& cells) {
    Missing& missing = m_renders.at(id).missing;
    std::vector<uint32_t> failed;
    for (uint32_t cell : cells)
        if (missing.erase({cell, Stage::Preview}) + missing.erase({cell, Stage::Full}) > 0) failed.push_back(cell);
    return failed;
}

Progress UnfinishedRenders::progress(RequestId id) const {
    const Unfinished& unfinished = m_renders.at(id);
    return {unfinished.total - unfinished.missing.size(), unfinished.total};
}

std::vector<uint32_t> UnfinishedRenders::missingCells(RequestId id) const {
    const auto& [render, missing, total, isSent, deaths] = m_renders.at(id);
    std::vector<uint32_t> cells;
    for (const Cell& cell : render.cells)
        if (missing.contains({cell.cell, Stage::Preview}) || missing.contains({cell.cell, Stage::Full})) cells.push_back(cell.cell);
    return cells;
}

std::vector<RenderCells> UnfinishedRenders::rest(RequestId id) const {
    const Unfinished& unfinished = m_renders.at(id);
    std::vector<RenderCells> parts;
    for (Stages stages : {Stages::Both, Stages::Preview, Stages::Full}) {
        RenderCells part{.stages = stages, .pixels = unfinished.render.pixels};
        for (const Cell& cell : unfinished.render.cells)
            if (std::ranges::all_of(bothStages, [&](Stage stage) {
                    return unfinished.missing.contains({cell.cell, stage}) == isAskedFor(stage, stages);
                }))
                part.cells.push_back(cell);
        if (!part.cells.empty()) parts.push_back(std::move(part));
    }
    return parts;
}

RequestId UnfinishedRenders::nextToSend() const {
    const auto suspect = std::ranges::find_if(m_renders, [](const auto& item) { return item.second.deaths > 0; });
    if (suspect != m_renders.end()) return suspect->second.isSent ? 0 : suspect->first;
    const auto waiting = std::ranges::find_if(m_renders, [](const auto& item) { return !item.second.isSent; });
    return waiting == m_renders.end() ? 0 : waiting->first;
}

void UnfinishedRenders::letAllWait() {
    for (auto& [id, unfinished] : m_renders) unfinished.isSent = false;
}

UnfinishedRenders::Urgency UnfinishedRenders::urgency(const Unfinished& unfinished) {
    Urgency most{Priority::Hidden, Stage::Full};
    for (const Cell& cell : unfinished.render.cells)
        for (Stage stage : bothStages)
            if (unfinished.missing.contains({cell.cell, stage})) most = std::min(most, {cell.priority, stage});
    return most;
}

RequestId UnfinishedRenders::mostUrgentSent() const {
    RequestId found = 0;
    Urgency most;
    for (const auto& [id, unfinished] : m_renders) {
        if (!unfinished.isSent) continue;
        const Urgency urgency = UnfinishedRenders::urgency(unfinished);
        if (found == 0 || urgency <= most) std::tie(found, most) = std::pair(id, urgency);
    }
    return found;
}

std::optional<UnfinishedRenders::Suspect> UnfinishedRenders::countDeath() {
    const RequestId id = mostUrgentSent();
    letAllWait();
    if (id == 0) return {};
    return Suspect{id, ++m_renders.at(id).deaths};
}

}  // namespace charrette
