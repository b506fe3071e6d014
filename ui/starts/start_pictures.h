#pragma once

#include <map>
#include <vector>

#include <QImage>
#include <QObject>

#include "ui/engine_client.h"
#include "ui/job_thread.h"

namespace charrette {

/// Small pictures of genomes that a model's starting points stand for: the engine makes each once, after everything that a person waits
/// for; the user's cache keeps it under the model's hash.
class StartPictures : public QObject {
    Q_OBJECT

public:
    /// `engine` must outlive this.
    explicit StartPictures(EngineClient& engine, QObject* parent = nullptr);

    /// In place of what was asked for before.
    void ask(std::vector<Genome> genomes);

Q_SIGNALS:
    void picture(int index, const QImage& picture);

private:
    struct Found {
        int index;
        QImage picture;
    };
    void take(uint64_t turn, const std::vector<Found>& found);
    void render(const std::vector<int>& missing);

    EngineClient& m_engine;
    std::vector<Genome> m_genomes;
    RequestId m_request = 0;
    uint64_t m_turn = 0;
    JobThread m_disk;
};

}  // namespace charrette
