// The studio's pictures: from the engine, from the board, and into it.
#include <algorithm>
#include <numeric>

#include <QBuffer>

#include "ui/studio/pictures.h"
#include "ui/studio/studio_attempt.h"

namespace charrette {

namespace {

constexpr int thumbnailSide = 96;
constexpr size_t storedAtOnce = 4;
/// Cells that are rendered before and after the visible ones, so that a person who scrolls finds them there.
constexpr int nearby = 96;
/// In large generations pictures far from the visible ones are let go of: the board has them.
constexpr int keptRows = 768;
/// Variants whose pictures are made although nobody has looked at them.
constexpr size_t mostFilled = 256;
constexpr qint64 closingMilliseconds = 1500;
constexpr const char *gridGroup = "grid", *pinsGroup = "pins", *selectedGroup = "selected";
/// While a slider moves: when a round of pictures is late, and when they are too old to be shown.
constexpr qint64 lateMilliseconds = 250, oldestMilliseconds = 450;

std::span<const std::byte> bytesOf(const QByteArray& data) { return std::as_bytes(std::span(data.data(), size_t(data.size()))); }

QByteArray smallPngOf(const QImage& picture) {
    QBuffer buffer;
    picture.scaled(thumbnailSide, thumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation).save(&buffer, "png");
    return buffer.data();
}

}  // namespace

std::vector<int> Studio::rowsAround(const std::vector<int>& visible, int count) {
    const int first = visible.empty() ? 0 : std::max(0, visible.front() - nearby);
    const int last = std::min(count, (visible.empty() ? 0 : visible.back() + 1) + nearby);
    std::vector<int> rows;
    for (int row = first; row < last; ++row) rows.push_back(row);
    return rows;
}

void Studio::setVisibleRows(VariantModel& model, const std::vector<int>& rows) {
    auto& visible = &model == &m_grid ? m_visible : m_visiblePins;
    if (rows == visible) return;
    visible = rows;
    forgetFarPictures(model, rows);
    askForPictures(Stages::Both);
}

void Studio::forgetFarPictures(VariantModel& model, const std::vector<int>& visible) {
    if (model.rowCount() <= keptRows || visible.empty()) return;
    model.forgetPicturesOutside(visible.front() - keptRows / 2, visible.back() + keptRows / 2);
}

void Studio::loadPictures(VariantModel& model, const std::vector<int>& rows) {
    for (int row : rows) {
        if (row >= model.rowCount() || model.state(row) == PictureState::Full) continue;
        // The board has them as they were learned: on a site they are only better than nothing.
        if (m_shownSite && model.state(row) != PictureState::None) continue;
        const Variant& variant = model.variant(row);
        if (loadPicture(variant.picture)) continue;
        if (model.state(row) == PictureState::None) loadPicture(variant.thumbnail);
    }
}

/// From the board. True when it is on its way.
bool Studio::loadPicture(const std::string& hash) {
    if (hash.empty() || m_undecodable.contains(hash)) return false;
    if (!m_beingDecoded.insert(hash).second) return true;
    auto bytes = m_board.picture(hash);
    if (!bytes) return m_beingDecoded.erase(hash) == 0;
    m_decoding.post([this, hash, data = std::move(*bytes)] {
        const QImage picture = QImage::fromData(reinterpret_cast<const uchar*>(data.data()), int(data.size()));
        QMetaObject::invokeMethod(
            this, [this, hash, picture] { takeDecoded(hash, picture); }, Qt::QueuedConnection);
    });
    return true;
}

/// For every cell that it is a picture of, in the grid and among the pins.
void Studio::takeDecoded(const std::string& hash, const QImage& picture) {
    m_beingDecoded.erase(hash);
    if (picture.isNull()) {
        m_undecodable.insert(hash);
        return askForPictures(Stages::Both);
    }
    for (VariantModel* model : {&m_grid, &m_pins})
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->state(row) == PictureState::Full || (m_shownSite && model->state(row) != PictureState::None)) continue;
            if (model->variant(row).picture == hash)
                model->setPicture(row, picture, m_shownSite ? PictureState::Preview : PictureState::Full);
            else if (model->variant(row).thumbnail == hash)
                model->setPicture(row, picture, PictureState::Preview);
        }
}

void Studio::askForPictures(Stages stages) {
    attempt([&] {
        loadPictures(m_grid, m_visible);
        if (stages == Stages::Both) loadPictures(m_pins, m_visiblePins);
    });
    if (ask(m_grid, {.group = gridGroup, .stages = stages, .rows = rowsAround(m_visible, m_grid.rowCount())}) == 0) askForBoard();
    if (stages == Stages::Both) ask(m_pins, {.group = pinsGroup, .rows = m_visiblePins});
}

/// A round of previews and a full picture of each selected variant at a time: the next begins when they have come, or when they are late.
void Studio::askWhileTuning() {
    if (!m_tuned || !m_card) return;
    if (m_selected.model == &m_grid && isDue(selectedGroup))
        ask(m_grid, {.group = selectedGroup, .stages = Stages::Full, .rows = m_selected.rows, .isTuning = true, .isSelected = true});
    if (isDue(gridGroup)) ask(m_grid, {.group = gridGroup, .stages = Stages::Preview, .rows = m_visible, .isTuning = true});
}

/// Whether there are settings that no pictures were asked for yet in this group, and those that were have come or are late. Then they are asked
/// for.
bool Studio::isDue(const char* group) {
    const bool isUnderWay = std::ranges::any_of(m_asked, [&](const auto& item) {
        const Asked& asked = item.second;
        return asked.isTuning && asked.group == group && !asked.since.hasExpired(lateMilliseconds);
    });
    return !isUnderWay && std::exchange(m_askedTunes[group], m_tunes) != m_tunes;
}

RequestId Studio::ask(VariantModel& model, const Wish& wish) {
    // A photo's pictures are asked for when the engine has it.
    if (!m_card || !m_photoOnItsWay.empty()) return 0;
    RenderCells render{.group = wish.group, .stages = wish.stages};
    Asked asked{.model = &model, .group = wish.group, .isTuning = wish.isTuning};
    const auto visible = &model == &m_grid ? m_visible : &model == &m_pins ? m_visiblePins : std::vector<int>();
    for (int row : wish.rows) {
        if (row >= model.rowCount() || render.cells.size() == cellLimit) break;
        const Variant& variant = model.variant(row);
        // What has failed fails again; an engine that it kills would die at every glance.
        const bool isDone = model.state(row) == PictureState::Full || model.state(row) == PictureState::Failed;
        const bool isOnItsWay = !m_shownSite && m_beingDecoded.contains(variant.picture);
        if (isDone || isOnItsWay || variant.genome.modelHash != m_card->modelHash()) continue;
        const Priority priority = wish.isSelected                            ? Priority::Selected
                                  : std::ranges::binary_search(visible, row) ? Priority::Visible
                                                                             : Priority::Hidden;
        render.cells.push_back({uint32_t(row), priority, shownIn(model, variant.genome)});
        asked.genomes.emplace(uint32_t(row), render.cells.back().genome);
    }
    if (render.cells.empty()) {
        if (!wish.isSelected) cancelPictures(model);
        return 0;
    }
    // Where a round of previews is late, the next one replaces it: let every cell be first in its turn.
    const auto first = render.cells.begin() + ptrdiff_t(m_turn % render.cells.size());
    if (wish.stages == Stages::Preview) std::rotate(render.cells.begin(), first, render.cells.end());
    asked.since.start();
    const int count = int(asked.genomes.size());
    const RequestId request = m_engine.render(std::move(render));
    m_asked.emplace(request, std::move(asked));
    if (&model == &m_grid && wish.stages == Stages::Both) Q_EMIT progressed(0, count);
    return request;
}

/// What the board keeps pictures of is shown as learned.
Genome Studio::shownIn(const VariantModel& model, const Genome& genome) const { return &model == &m_unseen ? genome : onShownSite(genome); }

/// Whether a picture may be shown: of the variant as it is, or while a slider moves, as it was a moment ago.
bool Studio::isStillOfUse(const Asked& asked, int row, const Genome& genome) const {
    if (row >= asked.model->rowCount()) return false;
    if (shownIn(*asked.model, asked.model->variant(row).genome) == genome) return true;
    return asked.isTuning && m_tuned && !asked.since.hasExpired(oldestMilliseconds);
}

void Studio::fillBoard() {
    attempt([&] {
        std::vector<Variant> unseen = m_board.variants({.count = mostFilled});
        std::erase_if(unseen, [current = m_board.currentGeneration()](const Variant& variant) {
            return variant.generation == current || !variant.thumbnail.empty();
        });
        m_unseen.setVariants(std::move(unseen));
    });
    std::vector<int> rows(size_t(m_unseen.rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    ask(m_unseen, {.group = "unseen", .stages = Stages::Full, .rows = std::move(rows)});
}

void Studio::take(RequestId request, const Picture& picture) {
    const auto asked = m_asked.find(request);
    if (asked == m_asked.end()) return;
    VariantModel& model = *asked->second.model;
    const int row = int(picture.cell);
    const auto genome = asked->second.genomes.find(picture.cell);
    if (asked->second.isForBoard) {
        const bool isThere = row < model.rowCount() && model.variant(row).genome == genome->second && model.variant(row).id != 0;
        if (isThere) queueForBoard(model.variant(row), imageOf(picture));
        return;
    }
    if (picture.stage == Stage::Full) countFull(asked->second);
    if (genome == asked->second.genomes.end() || !isStillOfUse(asked->second, row, genome->second)) return;
    const QImage image = imageOf(picture);
    const bool isSharp = picture.stage == Stage::Full || picture.width == m_card->resolution;
    const bool isCurrent = shownIn(model, model.variant(row).genome) == genome->second;
    const bool hasBetter = isCurrent && model.state(row) == PictureState::Full;
    // A selected variant's full pictures come apart from the others' previews, which are no better.
    const bool isSelected = m_tuned && model.isSharp(row) && std::ranges::find(m_selected.rows, row) != m_selected.rows.end();
    if (!isSharp && (hasBetter || isSelected)) return;
    model.setPicture(row, image, !isSharp ? PictureState::Preview : isCurrent ? PictureState::Full : PictureState::Outdated);
    if (picture.stage == Stage::Preview && &model == &m_grid) m_turn = size_t(row) + 1;
    if (isSharp && isCurrent && model.variant(row).id != 0 && !genome->second.site) queueForBoard(model.variant(row), image);
}

void Studio::countFull(Asked& asked) {
    if (asked.full++ == 0) asked.sinceFirst.start();
    if (asked.model == &m_grid && !asked.isTuning && !m_tunedSite) Q_EMIT progressed(asked.full, int(asked.genomes.size()));
}

void Studio::finishRequest(RequestId request) {
    const auto found = m_asked.find(request);
    if (found == m_asked.end()) return;
    const Asked asked = std::move(found->second);
    m_asked.erase(found);
    if (asked.isTuning) askWhileTuning();
    if (request == m_tuning) {
        m_tuning = 0;
        // Later: what has ended this one may be about to ask for other pictures.
        if (std::exchange(m_isTunedAgain, false)) QMetaObject::invokeMethod(this, &Studio::showTunedSite, Qt::QueuedConnection);
    }
    if (asked.isForBoard) return;
    if (asked.model == &m_unseen) m_unseen.setVariants({});
    if (asked.full > 3) Q_EMIT paceMeasured(double(asked.sinceFirst.elapsed()) / (asked.full - 1));
    const bool isLast = std::ranges::none_of(m_asked, [&](const auto& item) { return item.second.model == &m_grid && !item.second.isForBoard; });
    if (asked.model != &m_grid || !isLast || m_tunedSite) return;
    Q_EMIT progressed(int(asked.genomes.size()), int(asked.genomes.size()));
    askForBoard();
}

void Studio::cancelPictures() {
    m_resting.stop();
    for (const VariantModel* model : {&m_grid, &m_pins, &m_unseen}) cancelPictures(*model);
}

void Studio::cancelPictures(const VariantModel& model) {
    std::vector<RequestId> requests;
    for (const auto& [request, asked] : m_asked)
        if (asked.model == &model && !asked.isForBoard) requests.push_back(request);
    for (RequestId request : requests) m_engine.cancel(request);
}

void Studio::queueForBoard(const Variant& variant, const QImage& picture) {
    if (!variant.picture.empty() || m_board.isReadOnly()) return;
    m_unstored.push_back({variant.id, variant.genome, picture});
    if (!m_isEncoding && !m_storing.isActive()) m_storing.start();
}

/// Pictures that came before the board had their variants.
void Studio::queueShown() {
    if (m_shownSite) return;
    std::set<VariantId> queued;
    for (const Unstored& one : m_unstored) queued.insert(one.variant);
    for (int row = 0; row < m_grid.rowCount(); ++row)
        if (m_grid.state(row) == PictureState::Full && !queued.contains(m_grid.variant(row).id))
            queueForBoard(m_grid.variant(row), m_grid.picture(row));
}

/// A few at a time, on another thread: encoding them would hold up the window.
void Studio::encodeSome() {
    if (m_isEncoding || m_unstored.empty()) return;
    m_isEncoding = true;
    const std::vector<Unstored> some(m_unstored.begin(), m_unstored.begin() + ptrdiff_t(std::min(storedAtOnce, m_unstored.size())));
    m_encoding.post([this, some, board = m_boardNumber] {
        std::vector<QByteArray> files;
        std::vector<VariantId> variants;
        for (const Unstored& one : some) {
            variants.push_back(one.variant);
            files.push_back(pngOf(one.picture, one.genome));
            files.push_back(smallPngOf(one.picture));
        }
        const auto give = [this, variants, files, board] {
            if (board == m_boardNumber) store(variants, files);
        };
        QMetaObject::invokeMethod(this, give, Qt::QueuedConnection);
    });
}

/// The first of the unstored ones.
void Studio::store(const std::vector<VariantId>& variants, const std::vector<QByteArray>& files) {
    m_isEncoding = false;
    m_unstored.erase(m_unstored.begin(), m_unstored.begin() + ptrdiff_t(variants.size()));
    std::vector<NewPicture> pictures;
    for (size_t i = 0; i < variants.size(); ++i) {
        pictures.push_back({variants[i], PictureKind::Full, bytesOf(files[2 * i])});
        pictures.push_back({variants[i], PictureKind::Thumbnail, bytesOf(files[2 * i + 1])});
    }
    std::vector<Variant> stored;
    const bool isStored = attempt([&] {
        m_board.storePictures(pictures);
        for (VariantId id : variants) stored.push_back(m_board.variant(id));
    });
    for (VariantModel* model : {&m_grid, &m_pins}) model->setMarks(stored);
    if (!isStored) m_unstored.clear();
    if (!m_unstored.empty()) return m_storing.start();
    Q_EMIT historyChanged();
}

/// What there is no time for is rendered again when it is looked at.
void Studio::storeAll() {
    ++m_boardNumber;
    QElapsedTimer time;
    time.start();
    while (!m_unstored.empty() && !time.hasExpired(closingMilliseconds)) {
        const Unstored& one = m_unstored.front();
        const QByteArray file = pngOf(one.picture, one.genome), thumbnail = smallPngOf(one.picture);
        store({one.variant}, {file, thumbnail});
    }
    m_unstored.clear();
    m_storing.stop();
    m_isEncoding = false;
}

}  // namespace charrette
