// The studio's gestures about variants: each is in the board before anything shows it.
#include <algorithm>

#include "core/base/error.h"
#include "core/design/sampling.h"
#include "ui/studio/captions.h"
#include "ui/studio/studio_attempt.h"
#include "ui/studio/tuning.h"

namespace charrette {

namespace {

/// Of the panel's spread, around one variant.
constexpr double exploredShare = 0.35;

bool areAll(const Chosen& chosen, const auto& isIt) {
    return std::ranges::all_of(chosen.rows, [&](int row) { return isIt(chosen.model->variant(row)); });
}

}  // namespace

template <class Change>
void Studio::performMarks(const Chosen& chosen, Change change) {
    if (chosen.empty()) return;
    finishTuning();
    std::vector<VariantId> ids;
    const bool isDone = attempt([&] { change(ids = idsOf(chosen)); });
    if (!isDone || m_isDraft) return showBoard();
    std::vector<Variant> changed;
    attempt([&] {
        for (VariantId id : ids) changed.push_back(m_board.variant(id));
    });
    m_grid.setMarks(changed);
    attempt([this] {
        readState();
        showPins();
    });
    Q_EMIT historyChanged();
    askForPictures(Stages::Both);
}

void Studio::addGeneration(NewGeneration generation, const Settings& settings) {
    generation.settings = settings;
    m_board.addGeneration(generation);
    m_settings = settings;
}

/// Puts the draft into the board. Its pictures stay.
void Studio::realize() {
    if (!m_isDraft) return;
    std::vector<NewVariant> variants;
    for (const Variant& variant : m_grid.variants()) variants.push_back({.genome = variant.genome});
    addGeneration({.operation = Operation::Sample, .variants = std::move(variants)}, m_settings);
    m_isDraft = false;
    readState();
    showGrid();
}

std::vector<Variant> Studio::boardVariants(const Chosen& chosen) {
    if (chosen.model == &m_grid) realize();
    return chosen.variants();
}

std::vector<VariantId> Studio::idsOf(const Chosen& chosen) {
    std::vector<VariantId> ids;
    for (const Variant& variant : boardVariants(chosen)) ids.push_back(variant.id);
    return ids;
}

std::vector<Variant> Studio::variantsOf(const Chosen& chosen) {
    finishTuning();
    std::vector<Variant> variants;
    const bool wasDraft = m_isDraft;
    attempt([&] { variants = boardVariants(chosen); });
    if (m_isDraft != wasDraft) showBoard();
    return variants;
}

/// The panel's, with seeds that no variant has had yet.
Settings Studio::nextSettings(size_t count) const {
    Settings next = m_settings;
    next.seed += uint32_t(count);
    return next;
}

void Studio::newGeneration() {
    if (!m_card) return;
    perform([&] {
        const Settings next = nextSettings(size_t(m_settings.count));
        std::vector<NewVariant> variants;
        for (Genome& genome : sampleGenomes(*m_card, samplingOptions(next))) variants.push_back({.genome = std::move(genome)});
        addGeneration({.operation = Operation::Sample, .variants = std::move(variants)}, next);
    });
}

void Studio::exploreAround(const Chosen& one) {
    if (!m_card || one.empty()) return;
    perform([&] {
        const Variant centre = boardVariants({one.model, {one.rows.front()}}).at(0);
        const Settings next = nextSettings(size_t(m_settings.count));
        SamplingOptions options = samplingOptions(next);
        options.spread *= exploredShare;
        addGeneration({.operation = Operation::Explore, .variants = charrette::exploreAround(*m_card, centre, options)}, next);
    });
}

void Studio::breed(const Chosen& parents, const BreedingOptions& options) {
    if (!m_card) return;
    perform([&] {
        auto children = charrette::breed(*m_card, boardVariants(parents), options);
        addGeneration({.operation = Operation::Breed, .variants = std::move(children)}, nextSettings(options.count));
    });
}

void Studio::interpolate(const Chosen& two, int steps) {
    if (!m_card || two.rows.size() < 2) return;
    perform([&] {
        const auto ends = boardVariants(two);
        auto variants = charrette::interpolate(*m_card, ends[0], ends[1], size_t(steps));
        addGeneration({.operation = Operation::Interpolate, .variants = std::move(variants)}, m_settings);
    });
}

void Studio::keepBetween(const Chosen& two, double way, const std::string& group) {
    if (!m_card || two.rows.size() < 2) return;
    perform([&] {
        const auto ends = boardVariants(two);
        const std::vector<NewVariant> one = {between(*m_card, ends[0], ends[1], way, group)};
        realize();
        if (m_generation && m_generation->columns == 0)
            m_board.addVariants(m_generation->id, Operation::Interpolate, one);
        else
            addGeneration({.operation = Operation::Interpolate, .variants = one}, m_settings);
    });
}

void Studio::makeSheet(const Chosen& corner, const Axis& rows, const Axis& columns) {
    if (!m_card || corner.empty()) return;
    perform([&] {
        const Variant from = boardVariants({corner.model, {corner.rows.front()}}).at(0);
        const QString title = axisText(*m_card, rows) + " × " + axisText(*m_card, columns);
        addGeneration({.operation = Operation::Sheet,
                       .title = title.toStdString(),
                       .columns = int(stepsOf(*m_card, columns)),
                       .variants = sheet(*m_card, from, rows, columns)},
                      m_settings);
    });
}

void Studio::import(const std::vector<Genome>& genomes) {
    if (!m_card || genomes.empty()) return;
    perform([&] {
        std::vector<NewVariant> variants;
        Settings settings = m_settings;
        for (const Genome& genome : genomes) {
            variants.push_back({.genome = checkedGenome(genome, *m_card)});
            // The board has one site for all variants. It takes over a ground where it has none; a photo does not come with a genome.
            const auto site = std::exchange(variants.back().genome.site, {});
            if (site && site->photo.empty() && !settings.site) settings.site = site;
        }
        realize();
        addGeneration({.operation = Operation::Import, .variants = std::move(variants)}, settings);
    });
}

void Studio::togglePins(const Chosen& chosen) {
    const bool arePinned = areAll(chosen, [](const Variant& variant) { return variant.pin.has_value(); });
    performMarks(chosen, [&](const std::vector<VariantId>& ids) { arePinned ? m_board.unpin(ids) : m_board.pin(ids); });
}

void Studio::movePin(int from, int to) {
    performMarks({&m_pins, {from}}, [&](const std::vector<VariantId>& ids) { m_board.movePin(ids.at(0), to); });
}

void Studio::rate(const Chosen& chosen, int rating) {
    performMarks(chosen, [&](const std::vector<VariantId>& ids) { m_board.rate(ids, rating); });
}

void Studio::setNote(const Chosen& chosen, const QString& note) {
    performMarks(chosen, [&](const std::vector<VariantId>& ids) {
        for (VariantId id : ids) m_board.setNote(id, note.toStdString());
    });
}

void Studio::toggleRejected(const Chosen& chosen) {
    if (chosen.empty()) return;
    const bool areRejected = areAll(chosen, [](const Variant& variant) { return variant.isRejected; });
    perform([&] {
        const auto ids = idsOf(chosen);
        areRejected ? m_board.restore(ids) : m_board.reject(ids);
    });
}

void Studio::takeSettings(const Variant& variant) {
    if (!m_card) return;
    perform([&, genome = variant.genome] {
        if (genome.modelHash != m_card->modelHash()) throw Error(tr("This variant was made with another model").toStdString());
        m_board.setSettings(withValuesOf(*m_card, m_settings, genome));
    });
}

void Studio::takeSettings(const Settings& settings) {
    perform([&] { m_board.setSettings(settings); });
}

void Studio::showGeneration(GenerationId id) {
    perform([&] { m_board.showGeneration(id); });
}

void Studio::logExports(const std::vector<Export>& exports) {
    attempt([&] { m_board.logExports(exports); });
}

void Studio::undo() {
    perform([&] { m_board.undo(); });
}

void Studio::redo() {
    perform([&] { m_board.redo(); });
}

}  // namespace charrette
