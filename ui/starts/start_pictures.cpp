#include "ui/starts/start_pictures.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include "core/design/json.h"
#include "ui/studio/pictures.h"

namespace charrette {

namespace {

/// Pixels: twice what is shown, for sharp screens.
constexpr int keptSide = 152;

QString fileOf(const Genome& genome) {
    const std::string text = toJson(genome).dump();
    const QByteArray hash = QCryptographicHash::hash(QByteArrayView(text.data(), qsizetype(text.size())), QCryptographicHash::Sha256);
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + "/starting-points/" +
           QString::fromStdString(genome.modelHash) + '/' + QString::fromLatin1(hash.toHex().first(32)) + ".png";
}

/// A cache that cannot be written costs time alone.
void keep(const QString& name, const QImage& picture) {
    if (!QDir().mkpath(QFileInfo(name).path())) return;
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly) && picture.save(&file, "png")) file.commit();
}

}  // namespace

StartPictures::StartPictures(EngineClient& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    connect(&m_engine, &EngineClient::picture, this, [this](RequestId request, const Picture& made) {
        const auto index = size_t(made.cell);
        if (request != m_request || made.stage != Stage::Full || index >= m_genomes.size()) return;
        const QImage small = imageOf(made).scaled(keptSide, keptSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        m_disk.post([name = fileOf(m_genomes[index]), small] { keep(name, small); });
        Q_EMIT picture(int(index), small);
    });
}

void StartPictures::ask(std::vector<Genome> genomes) {
    if (m_request != 0) m_engine.cancel(std::exchange(m_request, 0));
    m_genomes = std::move(genomes);
    m_disk.post([this, turn = ++m_turn, wanted = m_genomes] {
        std::vector<Found> found;
        for (size_t i = 0; i < wanted.size(); ++i) found.push_back({int(i), QImage(fileOf(wanted[i]))});
        QMetaObject::invokeMethod(
            this, [this, turn, found] { take(turn, found); }, Qt::QueuedConnection);
    });
}

void StartPictures::take(uint64_t turn, const std::vector<Found>& found) {
    if (turn != m_turn) return;
    std::vector<int> missing;
    for (const Found& one : found) {
        if (one.picture.isNull())
            missing.push_back(one.index);
        else
            Q_EMIT picture(one.index, one.picture);
    }
    if (!missing.empty()) render(missing);
}

void StartPictures::render(const std::vector<int>& missing) {
    RenderCells render{.group = "starting points", .stages = Stages::Full};
    for (int index : missing) render.cells.push_back({uint32_t(index), Priority::Hidden, m_genomes[size_t(index)]});
    m_request = m_engine.render(std::move(render));
}

}  // namespace charrette
