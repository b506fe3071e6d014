#pragma once

#include <optional>

#include <QImage>
#include <QObject>

#include "ui/engine_client.h"

namespace charrette {

/// The full picture of the newest genome, before everything else that the engine has to do: while one is under way, the newest of those that
/// are asked for waits, and the others between are passed over.
class NewestPicture : public QObject {
    Q_OBJECT

public:
    /// `engine` must outlive this.
    explicit NewestPicture(EngineClient& engine, QObject* parent = nullptr);

    void ask(const Genome& genome);
    /// What is under way is no longer wanted.
    void stop();

Q_SIGNALS:
    void came(const QImage& picture);
    void failed(const QString& sentence);

private:
    void render(const Genome& genome);

    EngineClient& m_engine;
    RequestId m_request = 0;  ///< 0: none is under way
    std::optional<Genome> m_waiting;
};

}  // namespace charrette
