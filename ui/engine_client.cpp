#include "ui/engine_client.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "ui/engine_run.h"

namespace charrette {
namespace {

constexpr int deathLimit = 3;  ///< in a row, for a request and for opening a model
constexpr int startLimit = 5;  ///< engines in a row that do not answer
constexpr int mostDoublings = 5;

/// Requests to render wait here while the engine has not read so many bytes, since newer ones may replace them.
constexpr qint64 room = 64 << 10;

/// Of the patience, before a silent engine is asked for a heartbeat.
constexpr double askAfter = 0.3;

QString textOf(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

EngineClient::EngineClient(Options options, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_stateText(tr("No model is open")) {
    m_silence.setSingleShot(true);
    m_pause.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &EngineClient::checkSilence);
    connect(&m_pause, &QTimer::timeout, this, &EngineClient::start);
}

EngineClient::~EngineClient() {
    if (m_run) m_run->finish(m_options.endPatience);
}

qint64 EngineClient::processId() const { return m_run ? m_run->processId() : 0; }

qint64 EngineClient::unwritten() const { return m_run ? m_run->unwritten() : 0; }

void EngineClient::open(const QString& model) {
    // A model that is being opened may be the open one by the time that this one fails.
    if (m_opening != 0) m_isOpen = false;
    m_opening = 0;
    m_openingDeaths = 0;
    m_asked = model;
    for (RequestId id : m_renders.ids())
        if (m_renders.has(id)) end(id, Done::Outcome::Cancelled);
    if (m_run || m_pause.isActive())
        sendWhatWaits();
    else
        restart();
}

RequestId EngineClient::render(RenderCells render) {
    const RequestId id = newId(), replaced = m_renders.inGroup(render.group);
    m_renders.add(id, std::move(render));
    // Later, so that this one's signals do not come before its id, and so that it may be replaced before it is written at all.
    QMetaObject::invokeMethod(this, &EngineClient::sendWhatWaits, Qt::QueuedConnection);
    if (replaced != 0) end(replaced, Done::Outcome::Replaced);
    return id;
}

void EngineClient::cancel(RequestId request) {
    if (!m_renders.has(request)) return;
    end(request, Done::Outcome::Cancelled);
    sendWhatWaits();
}

void EngineClient::setPhoto(AddPhoto photo) {
    if (m_photo && m_photo->photo == photo.photo) return;
    m_photo = std::move(photo);
    m_hasPhoto = false;
    sendWhatWaits();
}

void EngineClient::askStatistics() {
    m_wantsStatistics = true;
    sendWhatWaits();
}

void EngineClient::restart() {
    if (m_run) m_run->abandon();
    forgetRun();
    m_deathsInARow = m_failedStarts = m_openingDeaths = 0;
    start();
}

void EngineClient::start() {
    m_run = new EngineRun(this);
    connect(m_run, &EngineRun::replied, this, &EngineClient::take);
    connect(m_run, &EngineRun::heard, this, &EngineClient::heard);
    connect(m_run, &EngineRun::written, this, &EngineClient::sendWhatWaits);
    connect(m_run, &EngineRun::ended, this, &EngineClient::engineEnded);
    m_hasGreeted = false;
    m_greeting = newId();
    m_run->start(m_options.command);
    if (!m_run) return;
    write({m_greeting, Heartbeat()});
    sendWhatWaits();
    if (m_deathsInARow == 0) setState(State::Starting, tr("The engine is being started"));
}

void EngineClient::setState(State state, const QString& text) {
    if (state == m_state && text == m_stateText) return;
    m_state = state;
    m_stateText = text;
    Q_EMIT stateChanged();
}

void EngineClient::showWork() {
    if (!m_run || !m_hasGreeted) return;
    if (const auto& model = m_asked ? m_asked : m_model; model && needsOpening())
        setState(State::Opening, tr("'%1' is being opened").arg(*model));
    else if (!m_model)
        setState(State::Ready, tr("No model is open"));
    else if (m_renders.empty())
        setState(State::Ready, tr("Ready"));
    else
        setState(State::Busy, tr("Rendering"));
}

void EngineClient::sendWhatWaits() {
    if (m_run && m_opening == 0 && needsOpening()) sendOpening();
    if (m_run && m_wantsStatistics && m_statistics == 0) write({m_statistics = newId(), AskStatistics()});
    if (m_run && m_photo && !m_hasPhoto) sendPhoto();
    while (m_run && m_isOpen && m_opening == 0 && m_run->unwritten() < room) {
        const RequestId next = m_renders.nextToSend();
        if (next == 0) break;
        sendRest(next);
    }
    watch();
    showWork();
}

void EngineClient::sendOpening() {
    m_opening = newId();
    write({m_opening, OpenModel{(m_asked ? *m_asked : *m_model).toStdString()}});
}

void EngineClient::sendPhoto() {
    m_hasPhoto = true;
    write({m_photoRequest = newId(), *m_photo});
}

void EngineClient::sendRest(RequestId request) {
    m_renders.markSent(request);
    try {
        for (RenderCells& part : m_renders.rest(request)) {
            const RequestId id = newId();
            write({id, std::move(part)});
            m_sent.emplace(id, request);
        }
    } catch (const Error& error) {
        return failRest(request, textOf(error.what()));
    }
    finishWhenComplete(request);
}

void EngineClient::write(const Request& request) { m_run->send(request); }

void EngineClient::take(const Reply& reply) {
    if (reply.id == 0) return takeUnasked(reply);
    m_hasGreeted = true;
    m_failedStarts = 0;
    if (reply.id == m_greeting)
        m_greeting = 0;
    else if (reply.id == m_opening)
        takeOpening(reply);
    else if (reply.id == m_statistics)
        takeStatistics(reply);
    else if (reply.id == m_photoRequest)
        takePhoto(reply);
    else if (const auto sent = m_sent.find(reply.id); sent != m_sent.end())
        takeFor(sent->second, reply);
    sendWhatWaits();
}

/// Why an engine ends stands in its log, too, and comes with its end.
void EngineClient::takeUnasked(const Reply& reply) {
    if (const auto* said = std::get_if<Notice>(&reply.what)) Q_EMIT notice(textOf(said->sentence));
}

void EngineClient::takeOpening(const Reply& reply) {
    m_opening = 0;
    m_openingDeaths = 0;
    const auto* card = std::get_if<Opened>(&reply.what);
    if (!card) {
        const auto* failed = std::get_if<Failed>(&reply.what);
        return openingFailed(failed ? textOf(failed->sentence) : tr("The engine did not open the model"));
    }
    m_deathsInARow = 0;
    m_isOpen = true;
    if (!m_asked) return;
    m_model = std::exchange(m_asked, {});
    Q_EMIT opened(card->card);
}

void EngineClient::openingFailed(const QString& sentence) {
    (m_asked ? m_asked : m_model).reset();
    Q_EMIT openFailed(sentence);
    if (m_asked || m_model) return;
    for (RequestId id : m_renders.ids())
        if (m_renders.has(id)) failRest(id, sentence);
}

void EngineClient::takeStatistics(const Reply& reply) {
    m_statistics = 0;
    m_wantsStatistics = false;
    if (const auto* said = std::get_if<Statistics>(&reply.what)) Q_EMIT statistics(*said);
}

void EngineClient::takePhoto(const Reply& reply) {
    m_photoRequest = 0;
    if (const auto* failed = std::get_if<Failed>(&reply.what)) Q_EMIT notice(textOf(failed->sentence));
}

void EngineClient::takeFor(RequestId request, const Reply& reply) {
    if (const auto* made = std::get_if<Picture>(&reply.what)) return takePicture(request, *made);
    if (const auto* failed = std::get_if<Failed>(&reply.what)) {
        if (failed->cells.empty()) return failRest(request, textOf(failed->sentence));
        return failCells(request, failed->cells, textOf(failed->sentence));
    }
    if (!std::holds_alternative<Done>(reply.what)) return;
    m_sent.erase(reply.id);
    const bool isAllDone = std::ranges::none_of(m_sent, [&](const auto& item) { return item.second == request; });
    if (isAllDone) failRest(request, tr("The engine did not send all pictures"));
}

void EngineClient::takePicture(RequestId request, const Picture& made) {
    if (!m_renders.take(request, made.cell, made.stage)) return;
    m_deathsInARow = 0;
    Q_EMIT picture(request, made);
    finishWhenComplete(request);
}

void EngineClient::failCells(RequestId request, const std::vector<uint32_t>& cells, const QString& sentence) {
    const auto failed = m_renders.fail(request, cells);
    if (failed.empty()) return;
    Q_EMIT cellsFailed(request, failed, sentence);
    finishWhenComplete(request);
}

void EngineClient::failRest(RequestId request, const QString& sentence) {
    withdraw(request);
    failCells(request, m_renders.missingCells(request), sentence);
}

/// Reports how far a request is, and ends it when nothing is missing. Nothing when a slot has ended it.
void EngineClient::finishWhenComplete(RequestId request) {
    if (!m_renders.has(request)) return;
    const Progress now = m_renders.progress(request);
    Q_EMIT progress(request, now.done, now.total);
    if (now.done < now.total || !m_renders.has(request)) return;
    std::erase_if(m_sent, [&](const auto& item) { return item.second == request; });
    m_renders.remove(request);
    Q_EMIT finished(request, Done::Outcome::Finished);
}

void EngineClient::end(RequestId request, Done::Outcome outcome) {
    withdraw(request);
    m_renders.remove(request);
    Q_EMIT finished(request, outcome);
}

/// Tells the engine that nobody wants this any more.
void EngineClient::withdraw(RequestId request) {
    std::erase_if(m_sent, [&](const auto& item) {
        if (item.second == request) write({newId(), Cancel{item.first}});
        return item.second == request;
    });
}

void EngineClient::heard() {
    m_silence.stop();
    watch();
}

/// Begins to count the engine's silence, unless it is being counted.
void EngineClient::watch() {
    const bool isWorkDue = m_run && (m_greeting != 0 || m_opening != 0 || m_statistics != 0 || !m_sent.empty());
    if (!isWorkDue) return m_silence.stop();
    if (m_silence.isActive()) return;
    m_isHeartbeatAsked = false;
    m_silence.start(std::chrono::ceil<std::chrono::milliseconds>(patience() * askAfter));
}

std::chrono::milliseconds EngineClient::patience() const { return m_hasGreeted ? m_options.patience : m_options.startPatience; }

void EngineClient::checkSilence() {
    if (std::exchange(m_isHeartbeatAsked, true)) return giveUpRun();
    m_silence.start(std::chrono::ceil<std::chrono::milliseconds>(patience() * (1 - askAfter)));
    write({newId(), Heartbeat()});
}

void EngineClient::giveUpRun() {
    m_run->abandon();
    engineEnded(tr("The engine did not answer within %1 s").arg(std::chrono::duration<double>(patience()).count()), true);
}

void EngineClient::engineEnded(const QString& sentence, bool canBeStarted) {
    const bool wasOpening = m_hasGreeted && m_opening != 0;
    const auto suspect = m_renders.countDeath();
    m_failedStarts += !m_hasGreeted;
    forgetRun();
    if (!canBeStarted || m_failedStarts >= startLimit) return setState(State::GivenUp, sentence);
    m_pause.start(m_options.pause * (1 << std::min(m_deathsInARow++, mostDoublings)));
    setState(State::Restarting, tr("%1; it is being started again").arg(sentence));
    if (wasOpening) countOpeningDeath();
    if (suspect && suspect->deaths >= deathLimit && m_renders.has(suspect->id)) giveUpRequest(suspect->id);
}

void EngineClient::forgetRun() {
    m_run = nullptr;
    m_pause.stop();
    m_silence.stop();
    m_isOpen = false;
    m_greeting = m_opening = m_statistics = m_photoRequest = 0;
    m_hasPhoto = false;
    m_sent.clear();
    m_renders.letAllWait();
}

void EngineClient::countOpeningDeath() {
    const auto& model = m_asked ? m_asked : m_model;
    if (!model || ++m_openingDeaths < deathLimit) return;
    m_openingDeaths = 0;
    openingFailed(tr("The engine ended %1 times in a row while it opened '%2', which is given up").arg(deathLimit).arg(*model));
}

void EngineClient::giveUpRequest(RequestId request) {
    const QString group = textOf(m_renders.group(request));
    const QString name = group.isEmpty() ? QString::number(request) : tr("%1 ('%2')").arg(request).arg(group);
    failRest(request, tr("The engine ended %1 times in a row at request %2; what is missing of it is given up").arg(deathLimit).arg(name));
}

}  // namespace charrette
