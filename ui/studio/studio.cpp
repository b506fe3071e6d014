#include "ui/studio/studio.h"

#include <algorithm>

#include <QFileInfo>
#include <QSettings>

#include "core/design/sampling.h"
#include "ui/studio/captions.h"
#include "ui/studio/studio_attempt.h"
#include "ui/studio/tuning.h"
#include "ui/window/recent_boards.h"

namespace charrette {

namespace {

constexpr std::chrono::milliseconds storePause(40), restPause(120);

/// Where a model was found, by its hash: its folder may have another name.
QString placeKey(const std::string& hash) { return "models/" + QString::fromStdString(hash); }

/// Variants that no board holds.
std::vector<Variant> drafted(std::vector<Genome> genomes) {
    std::vector<Variant> variants(genomes.size());
    for (size_t i = 0; i < genomes.size(); ++i) {
        variants[i].genome = std::move(genomes[i]);
        variants[i].place = int(i);
    }
    return variants;
}

bool isUnnamed(const std::filesystem::path& file) {
    return file.parent_path() == unnamedBoardFolder().toStdString() && file.filename().string().starts_with("Untitled");
}

}  // namespace

std::vector<Variant> Chosen::variants() const {
    std::vector<Variant> variants;
    for (int row : rows) variants.push_back(model->variant(row));
    return variants;
}

Studio::Studio(EngineClient& engine, Board board, QObject* parent) : Studio(engine, parent) { begin(std::move(board)); }

Studio::Studio(EngineClient& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    m_storing.setSingleShot(true);
    m_storing.setInterval(storePause);
    connect(&m_storing, &QTimer::timeout, this, &Studio::encodeSome);
    m_resting.setSingleShot(true);
    m_resting.setInterval(restPause);
    connect(&m_resting, &QTimer::timeout, this, [this] { askForPictures(Stages::Both); });
    connectEngine();
}

void Studio::begin(Board board) {
    m_board = std::move(board);
    m_settings = m_board.settings();
    m_followed = m_settings.model;  // `openModel` begins with a model
    showBoard();
}

Studio::~Studio() {
    finishTuning();
    storeAll();
}

void Studio::connectEngine() {
    connect(&m_engine, &EngineClient::opened, this, &Studio::showCard);
    connect(&m_engine, &EngineClient::openFailed, this, &Studio::modelFailed);
    connect(&m_engine, &EngineClient::picture, this, &Studio::take);
    connect(&m_engine, &EngineClient::notice, this, &Studio::said);
    connect(&m_engine, &EngineClient::finished, this, &Studio::finishRequest);
    connect(&m_engine, &EngineClient::cellsFailed, this,
            [this](RequestId request, const std::vector<uint32_t>& cells, const QString& sentence) {
                const auto asked = m_asked.find(request);
                if (asked == m_asked.end()) return;
                for (uint32_t cell : cells)
                    if (int(cell) < asked->second.model->rowCount()) asked->second.model->setFailed(int(cell), sentence);
            });
}

void Studio::checkReadable(const Board& board) {
    board.settings();
    board.generations();
    board.undoneGenerations();
    board.history();
    board.undoable();
    board.redoable();
    board.pins();
    board.variants({.rejected = true});
    board.lineage();
    board.exports();
}

void Studio::setBoard(Board board) {
    checkReadable(board);
    finishTuning();
    storeAll();
    m_board = std::move(board);
    cancelPictures();
    m_grid.setVariants({});
    m_pins.setVariants({});
    m_unseen.setVariants({});
    m_followed = {};
    if (!m_board.notice().empty()) Q_EMIT said(QString::fromStdString(m_board.notice()));
    showBoard();
    m_adopts = true;
}

void Studio::saveBoardAs(const std::filesystem::path& file) {
    // A board without a name goes on under the new one; a named one stays, and the copy is gone on with.
    perform([&] { m_board.saveAs(file, isUnnamed(m_board.file()) ? Original::Removed : Original::Kept, Existing::Replaced); });
}

void Studio::openModel(const QString& model) {
    m_opening = QFileInfo(model).isDir() ? QFileInfo(model).absoluteFilePath() : model;
    m_adopts = true;
    m_engine.open(m_opening);
}

void Studio::openBoardModel(const QString& otherwise) {
    const QString name = QString::fromStdString(m_settings.model.name);
    openModel(name.isEmpty() ? otherwise : QSettings().value(placeKey(m_settings.model.hash), name).toString());
}

/// Where the board is about another model than the one that is open, that one is opened: cards and settings of two models never meet.
void Studio::followModel() {
    const ModelReference& model = m_settings.model;
    const bool isOpen = m_card && m_card->modelHash() == model.hash;
    if (model.hash.empty() || isOpen || (!m_card && model == m_followed)) return;
    m_followed = model;
    m_card.reset();
    openBoardModel({});
    m_adopts = false;
    Q_EMIT cardChanged();
}

void Studio::modelFailed(const QString& sentence) {
    const QString name = QString::fromStdString(m_settings.model.name), key = placeKey(m_settings.model.hash);
    // Where it was found last it may not be any more.
    if (m_opening != name && m_opening == QSettings().value(key).toString()) {
        QSettings().remove(key);
        return m_engine.open(m_opening = name);
    }
    const QString title = QString::fromStdString(m_settings.model.title);
    const bool isMissed = !m_card && !title.isEmpty() && m_generation;
    Q_EMIT said(isMissed ? tr("This board needs the model '%1': %2. Its pictures can be looked at without it").arg(title, sentence)
                         : sentence);
}

void Studio::showCard(const Card& card) {
    m_card = card;
    m_tuned.reset();
    for (VariantModel* model : {&m_grid, &m_pins}) model->forgetFailures();
    QSettings().setValue(placeKey(card.modelHash()), m_opening);
    const bool isOther = !m_settings.model.hash.empty() && m_settings.model.hash != card.modelHash();
    if (isOther && m_settings.model.name == card.name)
        Q_EMIT said(tr("This board was made with another version of '%1'; what was made with it stays as a picture")
                        .arg(QString::fromStdString(card.title)));
    if (isOther && !m_adopts) m_card.reset();
    attempt([&] {
        Settings fresh = freshSettings(card);
        fresh.site = m_settings.site;
        if (isOther && m_adopts) m_board.setSettings(fresh);
        takeBoardSettings();
    });
    Q_EMIT cardChanged();
    showBoard();
}

bool Studio::findDraft() const {
    const GenerationId current = m_board.currentGeneration();
    if (current == 0) return true;
    const auto variants = m_board.variants({.generation = current, .rejected = true, .count = 1});
    if (!variants.empty() && variants[0].genome.modelHash != m_settings.model.hash) return true;
    if (!variants.empty() && variants[0].operation != Operation::Sample) return false;
    const auto history = m_board.history();
    for (StepId id = m_board.currentStep(); id > 0;) {
        const auto step = std::ranges::find(history, id, &Step::id);
        if (step == history.end() || step->gesture == Gesture::AddGeneration || step->gesture == Gesture::ShowGeneration) return false;
        if (step->gesture == Gesture::Settings) return true;
        id = step->parent;
    }
    return false;
}

/// What the window asks for at every turn, also while a board's disk is away.
void Studio::readState() {
    m_generation.reset();
    const GenerationId current = m_board.currentGeneration();
    for (const Generation& generation : m_board.generations())
        if (generation.id == current) m_generation = generation;
    m_undoable = m_board.undoable();
    m_redoable = m_board.redoable();
}

/// A board without settings has those that its model begins with.
void Studio::takeBoardSettings() {
    m_settings = m_board.settings();
    const auto site = m_settings.site;
    if (m_card && m_settings.model.hash.empty()) m_settings = freshSettings(*m_card);
    m_settings.site = site;
    if (m_card && m_settings.model.hash == m_card->modelHash()) m_settings = fitted(*m_card, m_settings);
}

void Studio::showBoard() {
    attempt([this] {
        readState();
        takeBoardSettings();
        followModel();
        followSite();
        m_isDraft = findDraft();
        showGrid();
    });
    attempt([this] { showPins(); });
    Q_EMIT settingsChanged();
    Q_EMIT gridChanged();
    Q_EMIT historyChanged();
    askForPictures(Stages::Both);
}

/// All of a sheet, whose cells have their places on its axes.
std::vector<Variant> Studio::shownVariants() const {
    const bool isSheet = m_generation && m_generation->columns > 0;
    return m_board.variants({.generation = m_board.currentGeneration(), .rejected = m_showsRejected || isSheet});
}

void Studio::showGrid() {
    if (m_isDraft) {
        m_grid.setVariants(m_card ? drafted(sampleGenomes(*m_card, samplingOptions(m_settings))) : std::vector<Variant>());
        return;
    }
    m_grid.setVariants(shownVariants());
    queueShown();
    QStringList captions;
    if (m_card)
        for (const Variant& variant : m_grid.variants()) captions << captionOf(*m_card, variant);
    captions.removeAll(QString());
    if (captions.size() == m_grid.rowCount()) m_grid.setCaptions(captions);
}

void Studio::showPins() {
    m_pins.setVariants(m_board.pins());
    loadPictures(m_pins, m_visiblePins);
}

void Studio::tune(const Settings& settings, const Chosen& selected) {
    if (!m_card) return;
    attempt([&] {
        const bool isAnew = m_isDraft || isSampled();
        m_grid.setVariants(isAnew ? drafted(sampleGenomes(*m_card, samplingOptions(settings))) : retunedVariants(settings));
        m_tuned = settings;
        m_selected = selected;
        ++m_tunes;
        askWhileTuning();
        m_resting.start();
    });
}

/// The shown generation with other values: variants that no board holds.
std::vector<Variant> Studio::retunedVariants(const Settings& settings) const {
    auto variants = shownVariants();
    for (Variant& variant : variants) {
        variant.genome = retuned(*m_card, variant.genome, m_settings, settings);
        variant.id = 0;
        variant.picture.clear();
        variant.thumbnail.clear();
    }
    return variants;
}

/// Whether the shown generation is as the settings make them.
bool Studio::isSampled() const { return !m_grid.variants().empty() && m_grid.variant(0).operation == Operation::Sample; }

void Studio::commit(const Settings& settings) {
    m_tuned.reset();
    m_resting.stop();
    perform([&] {
        if (!m_card) return;
        if (m_isDraft || isSampled() || !changesValues(m_settings, settings)) {
            m_settings = settings;
            return m_board.setSettings(settings);
        }
        std::vector<NewVariant> variants;
        for (const Variant& variant : shownVariants())
            variants.push_back({.genome = retuned(*m_card, variant.genome, m_settings, settings), .parents = {variant.id}});
        addGeneration({.operation = Operation::Explore, .variants = std::move(variants)}, settings);
    });
}

void Studio::finishTuning() {
    if (m_tuned) commit(Settings(*m_tuned));
    if (m_tunedSite) setSite(Site(*m_tunedSite));
}

void Studio::setShowsRejected(bool shows) {
    finishTuning();
    m_showsRejected = shows;
    showBoard();
}

QImage Studio::thumbnailOf(VariantId id) const {
    try {
        const Variant variant = m_board.variant(id);
        for (const std::string& hash : {variant.thumbnail, variant.picture})
            if (const auto bytes = hash.empty() ? std::nullopt : m_board.picture(hash))
                return QImage::fromData(reinterpret_cast<const uchar*>(bytes->data()), int(bytes->size()));
    } catch (const std::exception& error) {
        qWarning("%s", error.what());
    }
    return {};
}

}  // namespace charrette
