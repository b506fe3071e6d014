#include "ui/export/exporter.h"

#include <algorithm>

#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace charrette {

namespace {

/// So many pictures are asked for at once, so that few wait for the disk.
constexpr size_t portion = 24;

}  // namespace

Exporter::Exporter(EngineClient& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    connect(&m_writer, &FileWriter::done, this, &Exporter::fileDone);
    connect(&m_engine, &EngineClient::picture, this, [this](RequestId request, const Picture& picture) {
        if (request == m_request && m_request != 0) take(picture);
    });
    connect(&m_engine, &EngineClient::cellsFailed, this,
            [this](RequestId request, const std::vector<uint32_t>& cells, const QString& sentence) {
                if (request != m_request || m_request == 0) return;
                for (size_t i = 0; i < cells.size(); ++i) fail(sentence);
            });
    connect(&m_engine, &EngineClient::finished, this, [this](RequestId request, Done::Outcome outcome) {
        if (request != m_request || m_request == 0) return;
        m_request = 0;
        if (outcome != Done::Outcome::Finished) m_isCancelled = true;
        askForMore();
    });
}

void Exporter::start(ExportJob job) {
    m_job = std::move(job);
    m_asked = 0;
    m_failed = 0;
    m_failure.clear();
    m_written.clear();
    m_isCancelled = false;
    m_isBusy = true;
    Q_EMIT progressed(0, int(m_job.files.size()));
    askForMore();
}

void Exporter::cancel() {
    if (!m_isBusy) return;
    m_isCancelled = true;
    m_request != 0 ? m_engine.cancel(m_request) : finishWhenComplete();
}

void Exporter::askForMore() {
    if (m_isCancelled || m_asked == m_job.files.size()) return finishWhenComplete();
    RenderCells render{.stages = Stages::Full, .pixels = m_job.format};
    for (; m_asked < m_job.files.size() && render.cells.size() < portion; ++m_asked) {
        const Genome& genome = m_job.files[m_asked].variant.genome;
        render.cells.push_back({uint32_t(m_asked), Priority::Hidden, genome, toJson(genome).dump(-1, ' ', true)});
    }
    m_request = m_engine.render(std::move(render));
}

void Exporter::take(const Picture& picture) {
    if (picture.cell >= m_job.files.size() || picture.pixels != m_job.format) return;
    ++m_pending;
    m_writer.write(int(picture.cell), m_job.files[picture.cell].file, picture.samples, m_job.existing);
}

void Exporter::fail(const QString& sentence) {
    if (m_failed++ == 0) m_failure = sentence;
    Q_EMIT progressed(int(m_written.size()) + m_failed, int(m_job.files.size()));
}

void Exporter::fileDone(int number, const QString& sentence) {
    --m_pending;
    const ExportFile& made = m_job.files.at(size_t(number));
    if (sentence.isEmpty())
        m_written.push_back({made.variant.id, made.file.toStdString(), 0});
    else if (m_failed++ == 0)
        m_failure = sentence;
    Q_EMIT progressed(int(m_written.size()) + m_failed, int(m_job.files.size()));
    finishWhenComplete();
}

void Exporter::finishWhenComplete() {
    const bool hasAsked = m_isCancelled || m_asked == m_job.files.size();
    if (!m_isBusy || m_request != 0 || m_pending > 0 || !hasAsked) return;
    m_isBusy = false;
    const int total = int(m_job.files.size()), count = int(m_written.size());
    const QString folder = QFileInfo(m_job.files.front().file).path();
    QString sentence = count == 1 && total == 1 ? tr("%1 is written").arg(m_job.files.front().file)
                       : count == total         ? tr("%1 files are written to %2").arg(count).arg(folder)
                                                : tr("%1 of %2 files are written to %3").arg(count).arg(total).arg(folder);
    if (m_failed > 0)
        sentence += tr("; %1 failed: %2").arg(m_failed).arg(m_failure);
    else if (m_isCancelled)
        sentence += tr("; the rest was cancelled");
    Q_EMIT finished(m_written, sentence);
}

}  // namespace charrette
