#include "ui/studio/studio.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/design/sampling.h"
#include "ui/studio/tuning.h"

namespace charrette {

namespace {

/// Of the panel's spread, around one variant.
constexpr double exploredShare = 0.35;
constexpr std::chrono::milliseconds storePause(40), restPause(120);

std::vector<int> allRows(const VariantModel& model) {
    std::vector<int> rows(size_t(model.rowCount()));
    for (size_t i = 0; i < rows.size(); ++i) rows[i] = int(i);
    return rows;
}

/// Variants that no board holds.
std::vector<Variant> drafted(std::vector<Genome> genomes) {
    std::vector<Variant> variants(genomes.size());
    for (size_t i = 0; i < genomes.size(); ++i) {
        variants[i].genome = std::move(genomes[i]);
        variants[i].place = int(i);
    }
    return variants;
}

bool isUnnamed(const std::filesystem::path& file) { return file.filename().string().starts_with("Untitled"); }

}  // namespace

Studio::Studio(EngineClient& engine, Board board, QObject* parent)
    : QObject(parent), m_engine(engine), m_board(std::move(board)), m_settings(m_board.settings()) {
    m_storing.setSingleShot(true);
    m_storing.setInterval(storePause);
    connect(&m_storing, &QTimer::timeout, this, &Studio::storeSome);
    m_resting.setSingleShot(true);
    m_resting.setInterval(restPause);
    connect(&m_resting, &QTimer::timeout, this, [this] { askForPictures(Stages::Both); });
    connectEngine();
    showBoard();
}

Studio::~Studio() { storeAll(); }

void Studio::connectEngine() {
    connect(&m_engine, &EngineClient::opened, this, &Studio::showCard);
    connect(&m_engine, &EngineClient::openFailed, this, &Studio::said);
    connect(&m_engine, &EngineClient::picture, this, &Studio::take);
    connect(&m_engine, &EngineClient::notice, this, &Studio::said);
    connect(&m_engine, &EngineClient::progress, this, [this](RequestId request, quint64 done, quint64 total) {
        const auto asked = m_asked.find(request);
        if (asked != m_asked.end() && asked->second.model == &m_grid) Q_EMIT progressed(int(done), int(total));
    });
    connect(&m_engine, &EngineClient::finished, this, [this](RequestId request) { m_asked.erase(request); });
    connect(&m_engine, &EngineClient::cellsFailed, this,
            [this](RequestId request, const std::vector<uint32_t>& cells, const QString& sentence) {
                const auto asked = m_asked.find(request);
                if (asked == m_asked.end()) return;
                for (uint32_t cell : cells)
                    if (int(cell) < asked->second.model->rowCount()) asked->second.model->setFailed(int(cell), sentence);
            });
}

void Studio::setBoard(Board board) {
    storeAll();
    m_board = std::move(board);
    takeBoardSettings();
    m_asked.clear();
    m_grid.setVariants({});
    if (!m_settings.model.name.empty() && (!m_card || m_card->modelHash() != m_settings.model.hash))
        openModel(QString::fromStdString(m_settings.model.name));
    if (!m_board.notice().empty()) Q_EMIT said(QString::fromStdString(m_board.notice()));
    showBoard();
}

void Studio::saveBoardAs(const std::filesystem::path& file) {
    // A board without a name goes on under the new one; a named one stays, and the copy is gone on with.
    perform([&] { m_board.saveAs(file, isUnnamed(m_board.file()) ? Original::Removed : Original::Kept, Existing::Replaced); });
}

void Studio::openModel(const QString& model) { m_engine.open(model); }

void Studio::showCard(const Card& card) {
    m_card = card;
    const ModelReference reference = freshSettings(card).model;
    if (!m_settings.model.hash.empty() && !(m_settings.model == reference)) return adoptModel();
    takeBoardSettings();
    Q_EMIT cardChanged();
    showBoard();
}

/// The board was about another model, or another version of it.
void Studio::adoptModel() {
    Q_EMIT cardChanged();
    perform([&] {
        m_board.setSettings(freshSettings(*m_card));
        m_settings = m_board.settings();
    });
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

int Studio::columns() const {
    if (m_isDraft) return 0;
    for (const Generation& generation : m_board.generations())
        if (generation.id == m_board.currentGeneration()) return generation.columns;
    return 0;
}

/// A board without settings has those that its model begins with.
void Studio::takeBoardSettings() {
    m_settings = m_board.settings();
    if (m_card && m_settings.model.hash.empty()) m_settings = freshSettings(*m_card);
}

void Studio::showBoard() {
    takeBoardSettings();
    m_isDraft = findDraft();
    try {
        if (!m_isDraft)
            m_grid.setVariants(m_board.variants({.generation = m_board.currentGeneration(), .rejected = m_showsRejected}));
        else if (m_card)
            m_grid.setVariants(drafted(sampleGenomes(*m_card, samplingOptions(m_settings))));
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()));
    }
    showPins();
    Q_EMIT settingsChanged();
    Q_EMIT gridChanged();
    Q_EMIT historyChanged();
    askForPictures(Stages::Both);
}

void Studio::showPins() {
    m_pins.setVariants(m_board.pins());
    loadPictures(m_pins, allRows(m_pins));
}

template <class Change>
void Studio::perform(Change change) {
    try {
        change();
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()));
    }
    showBoard();
}

void Studio::tune(const Settings& settings) {
    if (!m_card) return;
    try {
        auto variants = m_grid.variants();
        if (m_isDraft || m_board.generations().empty() || isSampled())
            variants = drafted(sampleGenomes(*m_card, samplingOptions(settings)));
        else
            for (Variant& variant : variants)
                variant.genome = retuned(*m_card, m_board.variant(variant.id).genome, m_board.settings(), settings);
        m_grid.setVariants(std::move(variants));
        askForPictures(Stages::Preview);
        m_resting.start();
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()));
    }
}

/// Whether the shown generation is as the settings make them.
bool Studio::isSampled() const { return !m_grid.variants().empty() && m_grid.variant(0).operation == Operation::Sample; }

void Studio::commit(const Settings& settings) {
    m_resting.stop();
    perform([&] {
        if (!m_card) return;
        if (m_isDraft || isSampled() || !changesValues(m_board.settings(), settings)) {
            m_settings = settings;
            return m_board.setSettings(settings);
        }
        std::vector<NewVariant> variants;
        for (const Variant& variant : m_board.variants({.generation = m_board.currentGeneration(), .rejected = m_showsRejected}))
            variants.push_back({.genome = retuned(*m_card, variant.genome, m_board.settings(), settings), .parents = {variant.id}});
        addGeneration(Operation::Explore, std::move(variants), settings);
    });
}

void Studio::addGeneration(Operation operation, std::vector<NewVariant> variants, const Settings& settings, int columns) {
    m_board.addGeneration({.operation = operation, .columns = columns, .variants = std::move(variants), .settings = settings});
    m_settings = settings;
}

/// Puts the draft into the board. Its pictures stay.
void Studio::realize() {
    if (!m_isDraft) return;
    std::vector<NewVariant> variants;
    for (const Variant& variant : m_grid.variants()) variants.push_back({.genome = variant.genome});
    addGeneration(Operation::Sample, std::move(variants), m_settings);
    m_isDraft = false;
    m_grid.setVariants(m_board.variants({.generation = m_board.currentGeneration(), .rejected = true}));
    for (int row : allRows(m_grid))
        if (m_grid.state(row) == PictureState::Full) queueForBoard(m_grid.variant(row), m_grid.picture(row));
}

std::vector<Variant> Studio::variantsOf(const std::vector<int>& rows) {
    realize();
    std::vector<Variant> variants;
    for (int row : rows) variants.push_back(m_grid.variant(row));
    return variants;
}

std::vector<VariantId> Studio::idsOf(const std::vector<int>& rows) {
    std::vector<VariantId> ids;
    for (const Variant& variant : variantsOf(rows)) ids.push_back(variant.id);
    return ids;
}

Variant Studio::variantAt(int row) {
    if (m_isDraft) perform([this] { realize(); });
    return m_grid.variant(row);
}

void Studio::newGeneration() {
    if (!m_card) return;
    perform([&] {
        Settings next = m_settings;
        next.seed += uint32_t(next.count);
        std::vector<NewVariant> variants;
        for (Genome& genome : sampleGenomes(*m_card, samplingOptions(next))) variants.push_back({.genome = std::move(genome)});
        addGeneration(Operation::Sample, std::move(variants), next);
    });
}

void Studio::exploreAround(int row) {
    if (!m_card) return;
    perform([&] {
        const Variant centre = variantsOf({row}).at(0);
        Settings next = m_settings;
        next.seed += uint32_t(next.count);
        SamplingOptions options = samplingOptions(next);
        options.spread *= exploredShare;
        addGeneration(Operation::Explore, charrette::exploreAround(*m_card, centre, options), next);
    });
}

void Studio::breed(const std::vector<int>& rows, const BreedingOptions& options) {
    if (!m_card) return;
    perform([&] {
        Settings next = m_settings;
        next.seed += uint32_t(options.count);
        const auto parents = variantsOf(rows);
        addGeneration(Operation::Breed, charrette::breed(*m_card, parents, options), next);
    });
}

void Studio::interpolate(int first, int second, int steps) {
    if (!m_card) return;
    perform([&] {
        const auto ends = variantsOf({first, second});
        addGeneration(Operation::Interpolate, charrette::interpolate(*m_card, ends[0], ends[1], size_t(steps)), m_settings, steps);
    });
}

void Studio::makeSheet(int corner, const Axis& rows, const Axis& columns) {
    if (!m_card) return;
    perform([&] {
        auto variants = sheet(*m_card, variantsOf({corner}).at(0), rows, columns);
        addGeneration(Operation::Sheet, std::move(variants), m_settings, int(stepsOf(*m_card, columns)));
    });
}

void Studio::import(const std::vector<Genome>& genomes) {
    if (!m_card) return;
    perform([&] {
        std::vector<NewVariant> variants;
        for (const Genome& genome : genomes) variants.push_back({.genome = checkedGenome(genome, *m_card)});
        realize();
        addGeneration(Operation::Import, std::move(variants), m_settings);
    });
}

void Studio::togglePins(const std::vector<int>& rows) {
    perform([&] {
        const bool arePinned = std::ranges::all_of(rows, [&](int row) { return m_grid.variant(row).pin.has_value(); });
        const auto ids = idsOf(rows);
        arePinned ? m_board.unpin(ids) : m_board.pin(ids);
    });
}

void Studio::unpin(const std::vector<int>& pinRows) {
    perform([&] {
        std::vector<VariantId> ids;
        for (int row : pinRows) ids.push_back(m_pins.variant(row).id);
        m_board.unpin(ids);
    });
}

void Studio::movePin(int from, int to) {
    perform([&] { m_board.movePin(m_pins.variant(from).id, to); });
}

void Studio::rate(const std::vector<int>& rows, int rating) {
    perform([&] { m_board.rate(idsOf(rows), rating); });
}

void Studio::toggleRejected(const std::vector<int>& rows) {
    perform([&] {
        const bool areRejected = std::ranges::all_of(rows, [&](int row) { return m_grid.variant(row).isRejected; });
        const auto ids = idsOf(rows);
        areRejected ? m_board.restore(ids) : m_board.reject(ids);
    });
}

void Studio::setNote(VariantId id, const QString& note) {
    perform([&] { m_board.setNote(id, note.toStdString()); });
}

void Studio::takeSettings(const Variant& variant) { commit(withValuesOf(m_settings, variant.genome)); }

void Studio::showGeneration(GenerationId id) {
    perform([&] { m_board.showGeneration(id); });
}

void Studio::undo() {
    perform([&] { m_board.undo(); });
}

void Studio::redo() {
    perform([&] { m_board.redo(); });
}

void Studio::setShowsRejected(bool shows) {
    m_showsRejected = shows;
    showBoard();
}

}  // namespace charrette
