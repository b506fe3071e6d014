// The studio's pictures: from the engine, from the board, and into it.
#include <algorithm>

#include <QBuffer>

#include "core/base/error.h"
#include "ui/studio/pictures.h"
#include "ui/studio/studio.h"

namespace charrette {

namespace {

constexpr int thumbnailSide = 96;
constexpr size_t storedAtOnce = 4;

std::span<const std::byte> bytesOf(const QByteArray& data) { return std::as_bytes(std::span(data.data(), size_t(data.size()))); }

QByteArray thumbnailOf(const QImage& picture) {
    QBuffer buffer;
    picture.scaled(thumbnailSide, thumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation).save(&buffer, "png");
    return buffer.data();
}

}  // namespace

void Studio::setVisibleRows(const std::vector<int>& rows) {
    if (rows == m_visible) return;
    m_visible = rows;
    askForPictures(Stages::Both);
}

void Studio::loadPictures(VariantModel& model, const std::vector<int>& rows) {
    for (int row : rows) {
        if (row >= model.rowCount() || model.state(row) == PictureState::Full) continue;
        const Variant& variant = model.variant(row);
        for (const auto& [hash, state] :
             {std::pair(variant.picture, PictureState::Full), std::pair(variant.thumbnail, PictureState::Preview)}) {
            const auto bytes = hash.empty() ? std::nullopt : m_board.picture(hash);
            if (!bytes) continue;
            const QImage picture = QImage::fromData(reinterpret_cast<const uchar*>(bytes->data()), int(bytes->size()));
            if (!picture.isNull()) model.setPicture(row, picture, state);
            break;
        }
    }
}

void Studio::askForPictures(Stages stages) {
    loadPictures(m_grid, m_visible);
    ask(m_grid, "grid", stages);
    if (stages == Stages::Both) ask(m_pins, "pins", stages);
}

void Studio::ask(VariantModel& model, const char* group, Stages stages) {
    if (!m_card) return;
    RenderCells render{.group = group, .stages = stages};
    Asked asked{&model, {}};
    for (const Variant& variant : model.variants()) asked.genomes.push_back(variant.genome);
    const bool isGrid = &model == &m_grid;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.state(row) == PictureState::Full || model.variant(row).genome.modelHash != m_card->modelHash()) continue;
        if (render.cells.size() == cellLimit) break;
        const bool isVisible = !isGrid || std::ranges::binary_search(m_visible, row);
        render.cells.push_back({uint32_t(row), isVisible ? Priority::Visible : Priority::Hidden, model.variant(row).genome});
    }
    if (render.cells.empty()) return;
    // While a slider moves, each request replaces the one before: let every cell be first in its turn.
    if (stages == Stages::Preview) std::ranges::rotate(render.cells, render.cells.begin() + ptrdiff_t(m_turn % render.cells.size()));
    m_asked.emplace(m_engine.render(std::move(render)), std::move(asked));
}

void Studio::take(RequestId request, const Picture& picture) {
    const auto asked = m_asked.find(request);
    if (asked == m_asked.end()) return;
    const auto& [model, genomes] = asked->second;
    const int row = int(picture.cell);
    if (row >= model->rowCount() || !(model->variant(row).genome == genomes.at(picture.cell))) return;
    const QImage image = imageOf(picture);
    model->setPicture(row, image, picture.stage == Stage::Full ? PictureState::Full : PictureState::Preview);
    if (picture.stage == Stage::Preview && model == &m_grid) m_turn = size_t(row) + 1;
    if (picture.stage == Stage::Full && model->variant(row).id != 0) queueForBoard(model->variant(row), image);
}

void Studio::queueForBoard(const Variant& variant, const QImage& picture) {
    if (!variant.picture.empty() || m_board.isReadOnly()) return;
    m_unstored.push_back({variant.id, variant.genome, picture});
    if (!m_storing.isActive()) m_storing.start();
}

void Studio::storeAll() {
    while (!m_unstored.empty()) storeSome();
}

/// A few at a time: encoding them all would hold up the window.
void Studio::storeSome() {
    const size_t count = std::min(storedAtOnce, m_unstored.size());
    std::vector<QByteArray> files;
    std::vector<NewPicture> pictures;
    for (size_t i = 0; i < count; ++i) {
        files.push_back(pngOf(m_unstored[i].picture, m_unstored[i].genome));
        files.push_back(thumbnailOf(m_unstored[i].picture));
    }
    for (size_t i = 0; i < count; ++i) {
        pictures.push_back({m_unstored[i].variant, PictureKind::Full, bytesOf(files[2 * i])});
        pictures.push_back({m_unstored[i].variant, PictureKind::Thumbnail, bytesOf(files[2 * i + 1])});
    }
    m_unstored.erase(m_unstored.begin(), m_unstored.begin() + ptrdiff_t(count));
    try {
        m_board.storePictures(pictures);
    } catch (const Error& error) {
        m_unstored.clear();
        Q_EMIT said(QString::fromUtf8(error.what()));
    }
    if (!m_unstored.empty()) return m_storing.start();
    Q_EMIT historyChanged();
}

}  // namespace charrette
