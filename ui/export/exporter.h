#pragma once

#include <vector>

#include "core/board/board.h"
#include "ui/engine_client.h"
#include "ui/export/file_writer.h"

namespace charrette {

/// One picture file to be made.
struct ExportFile {
    Variant variant;
    QString file;
};

struct ExportJob {
    std::vector<ExportFile> files;
    PixelFormat format = PixelFormat::Png8;
    Existing existing = Existing::Refused;
};

/// Has the engine make picture files of variants, and puts them in their places: the engine may be on another machine, the files belong on
/// this one. Each brings its genome and says that a generative network made it. One job at a time; it goes on when the engine dies.
class Exporter : public QObject {
    Q_OBJECT

public:
    /// `engine` must outlive this.
    explicit Exporter(EngineClient& engine, QObject* parent = nullptr);

    bool isBusy() const { return m_isBusy; }
    /// Nothing else may be under way.
    void start(ExportJob job);
    /// Files that are written stay.
    void cancel();

Q_SIGNALS:
    void progressed(int done, int total);
    /// The end of a job. `sentence` says what became of it, `written` which files.
    void finished(const std::vector<charrette::Export>& written, const QString& sentence);

private:
    void askForMore();
    void take(const Picture& picture);
    void fail(const QString& sentence);
    void fileDone(int number, const QString& sentence);
    void finishWhenComplete();

    EngineClient& m_engine;
    FileWriter m_writer;
    ExportJob m_job;
    size_t m_asked = 0;       ///< of the files, how many the engine was asked for
    RequestId m_request = 0;  ///< 0: the engine has none
    int m_pending = 0;        ///< files that are being written
    int m_failed = 0;
    QString m_failure;  ///< the first one
    std::vector<Export> m_written;
    bool m_isBusy = false, m_isCancelled = false;
};

}  // namespace charrette
