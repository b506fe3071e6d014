#include "ui/between/newest_picture.h"

#include <utility>

#include "ui/studio/pictures.h"

namespace charrette {

NewestPicture::NewestPicture(EngineClient& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    connect(&m_engine, &EngineClient::picture, this, [this](RequestId request, const Picture& made) {
        if (request == m_request && made.stage == Stage::Full) Q_EMIT came(imageOf(made));
    });
    connect(&m_engine, &EngineClient::cellsFailed, this, [this](RequestId request, const std::vector<uint32_t>&, const QString& sentence) {
        if (request == m_request) Q_EMIT failed(sentence);
    });
    connect(&m_engine, &EngineClient::finished, this, [this](RequestId request) {
        if (request != m_request) return;
        m_request = 0;
        if (m_waiting) render(*std::exchange(m_waiting, {}));
    });
}

void NewestPicture::ask(const Genome& genome) {
    if (m_request == 0) return render(genome);
    m_waiting = genome;
}

void NewestPicture::stop() {
    m_waiting.reset();
    if (m_request != 0) m_engine.cancel(std::exchange(m_request, 0));
}

void NewestPicture::render(const Genome& genome) {
    RenderCells wanted{.group = "newest", .stages = Stages::Full};
    wanted.cells.push_back({0, Priority::Selected, genome});
    m_request = m_engine.render(std::move(wanted));
}

}  // namespace charrette
