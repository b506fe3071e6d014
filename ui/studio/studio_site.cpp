// What stands behind the studio's variants: grounds, photos, and a photo while it is being placed.
#include <cstring>

#include "core/base/error.h"
#include "core/site/site_object.h"
#include "ui/studio/photo_file.h"
#include "ui/studio/studio_attempt.h"

namespace charrette {

namespace {

constexpr double photoMatch = 0.5;

std::vector<std::byte> samplesOf(const QImage& photo) {
    const size_t row = 3 * size_t(photo.width());
    std::vector<std::byte> samples(row * size_t(photo.height()));
    for (int y = 0; y < photo.height(); ++y) std::memcpy(&samples[size_t(y) * row], photo.constScanLine(y), row);
    return samples;
}

bool isPhoto(const std::optional<Site>& site) { return site && !site->photo.empty(); }

}  // namespace

QString Studio::whyNoSite() const {
    if (!m_card || canBeCutOut(*m_card)) return {};
    return QString::fromStdString(whyNotCutOut(*m_card));
}

std::optional<Site> Studio::site() const {
    const auto& site = m_tunedSite ? m_tunedSite : m_settings.site;
    const bool isMissing = isPhoto(site) && site->photo == m_missingPhoto;
    return m_card && canBeCutOut(*m_card) && !isMissing ? site : std::nullopt;
}

Genome Studio::shown(const Genome& genome) const {
    Genome made = genome;
    made.site = site();
    return made;
}

Genome Studio::onShownSite(const Genome& genome) const {
    Genome made = genome;
    made.site = m_shownSite;
    return made;
}

void Studio::setSite(const std::optional<Site>& site) {
    m_tunedSite.reset();
    m_isTunedAgain = false;
    perform([&] {
        Settings changed = m_settings;
        changed.site = site;
        m_board.setSite(changed);
    });
}

void Studio::tuneSite(const Site& site) {
    m_tunedSite = site;
    if (m_tuning != 0)
        m_isTunedAgain = true;
    else
        showTunedSite();
}

void Studio::showTunedSite() {
    if (!m_tunedSite || m_tuning != 0) return;
    followSite();
    m_tuning = ask(m_grid, {.group = "grid", .stages = Stages::Full, .rows = m_visible});
    ask(m_pins, {.group = "pins", .stages = Stages::Full, .rows = m_visiblePins});
}

void Studio::dropTunedSite() {
    if (!m_tunedSite) return;
    m_tunedSite.reset();
    m_isTunedAgain = false;
    followSite();
    askForPictures(Stages::Both);
}

/// Pictures that were made for another site stay until new ones come.
void Studio::followSite() {
    givePhoto();
    const auto now = site();
    if (now == m_shownSite) return;
    m_shownSite = now;
    for (VariantModel* model : {&m_grid, &m_pins}) model->outdatePictures();
}

/// To the engine, from the board.
void Studio::givePhoto() {
    const auto now = site();
    const std::string hash = isPhoto(now) ? now->photo : std::string();
    if (hash.empty() || hash == m_photo) return m_photoOnItsWay.clear();
    if (std::exchange(m_photoOnItsWay, hash) == hash) return;
    auto bytes = m_board.photo(hash);
    if (!bytes) return takePhoto(hash, {});
    m_decoding.post([this, hash, data = std::move(*bytes)] {
        const QImage photo = decodedPhoto(QByteArray(reinterpret_cast<const char*>(data.data()), qsizetype(data.size())));
        QMetaObject::invokeMethod(
            this, [this, hash, photo] { takePhoto(hash, photo); }, Qt::QueuedConnection);
    });
}

void Studio::takePhoto(const std::string& hash, const QImage& photo) {
    if (hash != m_photoOnItsWay) return;
    m_photoOnItsWay.clear();
    if (photo.isNull()) {
        m_missingPhoto = hash;
        Q_EMIT said(tr("The photo '%1' behind the variants cannot be read from the board; choose it again")
                        .arg(QString::fromStdString(m_settings.site ? m_settings.site->file : std::string())));
        followSite();
    } else {
        m_photo = hash;
        m_engine.setPhoto({hash, photo.width(), photo.height(), samplesOf(photo)});
    }
    askForPictures(Stages::Both);
}

void Studio::choosePhoto(const QString& file) {
    if (const QString reason = whyNoSite(); !reason.isEmpty()) return said(reason);
    m_encoding.post([this, file, board = m_boardNumber] {
        const PhotoFile read = readPhoto(file);
        const auto give = [this, read, board] {
            if (!read.failure.isEmpty())
                Q_EMIT said(read.failure);
            else if (board == m_boardNumber)
                keepChosenPhoto(read.name.toStdString(), read.bytes, read.photo);
        };
        QMetaObject::invokeMethod(this, give, Qt::QueuedConnection);
    });
}

void Studio::keepChosenPhoto(const std::string& name, const QByteArray& file, const QImage& photo) {
    std::string hash;
    const auto bytes = std::as_bytes(std::span(file.data(), size_t(file.size())));
    if (!attempt([&] { hash = m_board.keepPhoto(name, bytes); })) return;
    m_missingPhoto.clear();
    m_photo = hash;
    m_engine.setPhoto({hash, photo.width(), photo.height(), samplesOf(photo)});
    setSite(Site{.name = "photo", .photo = hash, .file = name, .match = photoMatch});
    Q_EMIT photoChosen();
}

/// On a site, pictures as they were learned are made beside, when there is time, since those are what the board keeps.
void Studio::askForBoard() {
    if (!m_card || !m_shownSite || m_tunedSite || m_isDraft || m_board.isReadOnly()) return;
    RenderCells render{.group = "board", .stages = Stages::Full};
    Asked asked{.model = &m_grid, .isForBoard = true};
    for (int row : rowsAround(m_visible, m_grid.rowCount())) {
        const Variant& variant = m_grid.variant(row);
        const bool isKept = variant.id == 0 || !variant.picture.empty() || m_grid.state(row) == PictureState::Failed;
        if (isKept || variant.genome.modelHash != m_card->modelHash() || render.cells.size() == cellLimit) continue;
        render.cells.push_back({uint32_t(row), Priority::Hidden, variant.genome});
        asked.genomes.emplace(uint32_t(row), variant.genome);
    }
    if (!render.cells.empty()) m_asked.emplace(m_engine.render(std::move(render)), std::move(asked));
}

}  // namespace charrette
