#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "core/design/protocol.h"
#include "ui/unfinished_renders.h"

namespace charrette {

class EngineRun;

/// The window's side of an engine: starts it, watches it, and starts it again when it dies or hangs. Nothing here waits.
///
/// What was asked for survives the engine's death: the model is opened again, and of every request only the pictures that have not come are
/// asked for again, under the same id. Who asks notices nothing but the state.
///
/// A death counts against the request whose picture was the most urgent of those that the engine had (visible cells first, then previews,
/// then the newest request), since that is the one in work. The next engine gets this request alone, until a picture of it comes, which
/// also forgives it; so a third death in a row can only be its own, and it is given up with a sentence while the others go on. A model that
/// is being opened counts in the same way.
///
/// Belongs to the thread that made it; must not be deleted by a slot of its own signals, which may call everything else.
class EngineClient : public QObject {
    Q_OBJECT

public:
    enum class State {
        Starting,    ///< the engine has not answered yet; also before the first `open`, when there is none
        Opening,     ///< a model
        Ready,       ///< nothing is due
        Busy,        ///< pictures are due
        Restarting,  ///< the engine died or hung, and another is on its way
        GivenUp,     ///< no engine can be started; `restart` tries again
    };

    struct Options {
        QStringList command = {"charrette-engine"};       ///< a program and its arguments: also {"ssh", "host", "charrette-engine"}
        std::chrono::milliseconds patience{10'000};       ///< without a byte for so long while work is due, the engine hangs
        std::chrono::milliseconds startPatience{60'000};  ///< as above until its first reply: libraries load, networks connect
        std::chrono::milliseconds endPatience{1'000};     ///< between the end of the engine's input and its being killed
        std::chrono::milliseconds pause{100};             ///< before it is started again; doubles with each death up to 32 times
    };

    /// Starts nothing yet.
    explicit EngineClient(Options options, QObject* parent = nullptr);
    /// Closes the engine's input and kills it when it does not end in time, which is the one wait.
    ~EngineClient() override;

    State state() const { return m_state; }
    /// For a status line. Says what is wrong while the state is `Restarting` or `GivenUp`.
    QString stateText() const { return m_stateText; }
    /// 0 when no engine runs.
    qint64 processId() const;
    /// Bytes that are sent and that the engine's pipe has no room for yet. Few: what it does not read waits here, where it can be replaced.
    qint64 unwritten() const;

    /// Opens a model by name or folder, in place of the one that is open. Starts the engine if need be. Answered by `opened` or
    /// `openFailed`; by neither when another model is asked for meanwhile. Unfinished requests end as cancelled. When it fails, the model
    /// before stays open.
    void open(const QString& model);

    /// Asks for pictures, and waits for a model to be open. An unfinished request of the same group ends as replaced. Ends with `finished`,
    /// which never comes before this returns.
    RequestId render(RenderCells render);
    /// Ends a request; nothing when it has ended.
    void cancel(RequestId request);

    /// Gives the engine a photo that genomes' sites name, before any picture that is asked for from now on, and each engine that follows
    /// after a death. One at a time: it takes the place of the one before. What is wrong with it is said by `notice`.
    void setPhoto(AddPhoto photo);

    /// Answered by `statistics` as soon as an engine can; by one for all that were asked for meanwhile.
    void askStatistics();

    /// Starts the engine again, whatever it does, also after it was given up. What is unfinished is asked for again.
    void restart();
    /// The command for the next start, which `restart` brings about.
    void setCommand(const QStringList& command) { m_options.command = command; }

Q_SIGNALS:
    void stateChanged();
    void opened(const charrette::Card& card);
    /// Also when a model that was open cannot be opened again by a new engine: none is open then, and unfinished requests fail.
    void openFailed(const QString& sentence);

    /// Once for each cell and stage. Nothing is copied for a slot that is called directly and takes a reference.
    void picture(charrette::RequestId request, const charrette::Picture& picture);
    /// Pictures of the request that are done, failed ones included.
    void progress(charrette::RequestId request, quint64 done, quint64 total);
    /// These cells get no (more) pictures; each is named once. The request goes on.
    void cellsFailed(charrette::RequestId request, const std::vector<uint32_t>& cells, const QString& sentence);
    /// The last signal of every request.
    void finished(charrette::RequestId request, charrette::Done::Outcome outcome);

    /// Something that a user should know and that fails nothing.
    void notice(const QString& sentence);
    void statistics(const charrette::Statistics& statistics);

private:
    void start();
    void setState(State state, const QString& text);
    void showWork();

    void sendWhatWaits();
    void sendOpening();
    void sendPhoto();
    void sendRest(RequestId request);
    void withdraw(RequestId request);
    void write(const Request& request);
    bool needsOpening() const { return m_asked || (m_model && !m_isOpen); }

    void take(const Reply& reply);
    void takeUnasked(const Reply& reply);
    void takeOpening(const Reply& reply);
    void takeStatistics(const Reply& reply);
    void takePhoto(const Reply& reply);
    void takeFor(RequestId request, const Reply& reply);
    void takePicture(RequestId request, const Picture& made);

    void failCells(RequestId request, const std::vector<uint32_t>& cells, const QString& sentence);
    void failRest(RequestId request, const QString& sentence);
    void finishWhenComplete(RequestId request);
    void end(RequestId request, Done::Outcome outcome);
    void openingFailed(const QString& sentence);

    void heard();
    void watch();
    void checkSilence();
    std::chrono::milliseconds patience() const;
    void giveUpRun();
    void engineEnded(const QString& sentence, bool canBeStarted);
    void forgetRun();
    void countOpeningDeath();
    void giveUpRequest(RequestId request);
    RequestId newId() { return ++m_lastId; }

    Options m_options;
    State m_state = State::Starting;
    QString m_stateText;

    EngineRun* m_run = nullptr;       ///< null while no engine runs
    bool m_hasGreeted = false;        ///< this run has replied
    bool m_isHeartbeatAsked = false;  ///< since the engine was heard last
    int m_deathsInARow = 0;           ///< without a picture or an opened model in between
    int m_failedStarts = 0;           ///< runs in a row that did not reply
    QTimer m_silence, m_pause;

    std::optional<QString> m_asked;  ///< the model to be opened, not answered yet
    std::optional<QString> m_model;  ///< the one that was opened last
    bool m_isOpen = false;           ///< this run has `m_model` open
    int m_openingDeaths = 0;         ///< in a row

    std::optional<AddPhoto> m_photo;
    bool m_hasPhoto = false;  ///< this run was sent it

    UnfinishedRenders m_renders;
    RequestId m_lastId = 0;
    RequestId m_greeting = 0, m_opening = 0, m_statistics = 0, m_photoRequest = 0;  ///< asked of this run and not answered; 0: nothing
    bool m_wantsStatistics = false;
    std::map<RequestId, RequestId> m_sent;  ///< what this run was asked for, to the request it belongs to
};

}  // namespace charrette
