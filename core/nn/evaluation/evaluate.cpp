#include "core/nn/evaluation/evaluate.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/design/json.h"
#include "core/nn/evaluation/figures.h"
#include "core/nn/evaluation/frechet.h"
#include "core/nn/evaluation/history_chart.h"
#include "core/nn/evaluation/neighbours.h"
#include "core/nn/evaluation/realism.h"
#include "core/nn/evaluation/regressor.h"
#include "core/nn/evaluation/similarity.h"
#include "core/nn/evaluation/subject.h"
#include "core/nn/training/report.h"

namespace charrette {

namespace {

class Evaluation {
public:
    Evaluation(Subject& subject, ParameterReader& reader, const Augmentation& augmentation)
        : m_subject(subject), m_reader(reader), m_augmentation(augmentation), m_real(read(subject.real)), m_generated(read(subject.generated)) {}

    std::vector<ParameterControl> control() {
        const auto& parameters = m_subject.card.parameters;
        auto inCardsTerms = [&](const Reading& reading) { return restated(reading.outputs, m_reader.parameters, parameters); };
        ConditionsRead conditions{m_subject.conditions.cpu(), inCardsTerms(m_real), inCardsTerms(m_generated), [&](const torch::Tensor& c) {
                                      auto pictures = shownSamples(m_subject.generator, c.to(m_subject.device()), shiftSeed);
                                      return inCardsTerms(read(pictures));
                                  }};
        return measureControl(conditions, parameters);
    }

    Realism realism(int64_t images, const EvaluationProgress& progress, std::stop_token stop) {
        RealAndGenerated pictures{m_subject.real, [&](const torch::Tensor& indices, uint32_t draw) {
                                      auto c = m_subject.conditions.index_select(0, indices.to(m_subject.device()));
                                      return shownSamples(m_subject.generator, c, draw);
                                  }};
        return measureRealism(
            pictures, m_reader.network, m_augmentation, {.images = images, .rate = 2e-3},
            [&](double share) { progress("A classifier learns to tell real from generated pictures", share); }, stop);
    }

    Realism realismOfFeatures() const { return realismInFeatures(m_real.features, m_generated.features); }

    /// Halves of equal size under different conditions, both for real beside real and for generated beside real ones.
    BesideReal frechet() const {
        auto half = [](const Reading& reading, int64_t first) {
            const auto rows = torch::arange(first, reading.features.size(0) / 2 * 2, 2);
            return gaussianOf(reading.features.index_select(0, rows));
        };
        const auto even = half(m_real, 0), odd = half(m_real, 1);
        const double generated = frechetDistance(half(m_generated, 0), odd) + frechetDistance(half(m_generated, 1), even);
        return {generated / 2, frechetDistance(even, odd)};
    }

    BesideReal diversity() const { return {meanPairDistance(m_generated.features), meanPairDistance(m_real.features)}; }

    /// Writes the sheet of sixteen samples above the three training pictures that are nearest to each.
    BesideReal nearestTraining(const std::filesystem::path& sheet) {
        auto features = readInChunks(m_reader.network, m_subject.training.size(), [&](int64_t first, int64_t n) {
            return m_subject.training.batch(torch::arange(first, first + n)).pictures;
        });
        const int64_t shown = std::min<int64_t>(16, m_subject.generated.size(0));
        auto samples = nearest(m_generated.features.narrow(0, 0, shown), features.features, 3);
        auto pictures = m_subject.training.batch(samples.indices.flatten()).pictures;
        const int64_t side = pictures.size(2);
        writeColumns(sheet, m_subject.generated.narrow(0, 0, shown), pictures.view({shown, -1, 3, side, side}));
        auto mean = [&](const Reading& reading) { return nearest(reading.features, features.features, 1).distances.mean().item<double>(); };
        return {mean(m_generated), mean(m_real)};
    }

    /// With the pictures' own parameters, or with those that the encoder reads from them.
    enum class Conditions { Own, Read };
    Reconstruction reconstruction(Conditions which) {
        torch::NoGradGuard guard;
        std::vector<torch::Tensor> latents, conditions;
        for (const auto& some : m_subject.real.split(32)) {
            auto encoding = m_subject.encoder(some);
            latents.push_back(encoding.mean);
            conditions.push_back(encoding.condition);
        }
        auto c = which == Conditions::Own ? m_subject.conditions : asChosen(torch::cat(conditions));
        auto made = shownPictures(m_subject.generator, torch::cat(latents), c);
        auto mean = [](const torch::Tensor& values) { return values.mean().item<double>(); };
        return {mean((made - m_subject.real).abs()) / 2, mean(signalToNoise(made, m_subject.real)),
                mean(structuralSimilarity(made, m_subject.real))};
    }

private:
    static constexpr uint32_t shiftSeed = 5;

    Reading read(const torch::Tensor& pictures) {
        return readInChunks(m_reader.network, pictures.size(0), [&](int64_t first, int64_t n) { return pictures.narrow(0, first, n); });
    }

    /// As a picture that somebody drops is taken: clamped to the parameters' ranges, one choice each.
    torch::Tensor asChosen(const torch::Tensor& conditions) const {
        const auto& parameters = m_subject.card.parameters;
        auto rows = conditions.cpu().contiguous();
        std::vector<torch::Tensor> chosen;
        for (int64_t i = 0; i < rows.size(0); ++i) {
            const float* row = rows.data_ptr<float>() + i * rows.size(1);
            chosen.push_back(torch::tensor(conditionVector(parameters, valuesFromCondition(parameters, {row, row + rows.size(1)}))));
        }
        return torch::stack(chosen).to(conditions.device());
    }

    Subject& m_subject;
    ParameterReader& m_reader;
    const Augmentation& m_augmentation;
    Reading m_real, m_generated;
};

Figures factsOf(const Subject& subject, const ParameterReader& reader) {
    Figures figures;
    figures.model = subject.card.name;
    figures.title = subject.card.title;
    figures.weights = subject.card.weightsHash;
    figures.recipe = subject.recipe;
    figures.resolution = subject.card.resolution;
    figures.images = subject.facts.images;
    figures.seconds = subject.facts.seconds;
    figures.trainingPictures = subject.training.size();
    figures.heldOutPictures = subject.heldOut.size();
    figures.regressorImages = reader.images;
    return figures;
}

std::vector<HistoryLine> historyWith(const std::filesystem::path& report, const HistoryLine& line) {
    if (!std::filesystem::exists(report)) return {line};
    return continued(parseJson(readTextFile(report, jsonByteLimit), report.string()), line, report.string());
}

}  // namespace

void evaluateModel(const EvaluationOptions& options, const EvaluationProgress& progress, const std::function<void(const std::string&)>& say,
                   std::stop_token stop) {
    progress("Pictures are read", 0);
    auto subject = openSubject(options.model, options.data, options.device, stop);
    const auto augmentation = augmentationOf(subject);
    auto reader = regressorFor(
        subject, {.file = options.regressor, .images = options.regressorImages, .minutes = options.regressorMinutes},
        [&](double share) { progress("A regressor learns from real pictures", share); }, say, stop);
    Evaluation evaluation(subject, reader, augmentation);
    auto figures = factsOf(subject, reader);
    progress("Parameters are read back", 0);
    figures.control = evaluation.control();
    figures.frechet = evaluation.frechet();
    figures.realismInFeatures = evaluation.realismOfFeatures();
    figures.diversity = evaluation.diversity();
    progress("Pictures are encoded and given back", 0);
    figures.reconstruction = evaluation.reconstruction(Evaluation::Conditions::Own);
    figures.fromReading = evaluation.reconstruction(Evaluation::Conditions::Read);
    figures.realism = evaluation.realism(options.classifierImages, progress, stop);
    progress("The nearest training pictures are looked for", 0);
    makeFolder(options.model / "report");
    figures.nearest = evaluation.nearestTraining(options.model / "report" / "nearest.png");
    for (const auto& sheet : sheetsIn(options.model / "report" / "training")) figures.sheets.push_back(sheet.filename().string());
    figures.history = historyWith(options.model / "report.json", lineOf(figures));
    if (hasCurve(figures.history)) writeFileAtomically(options.model / "report" / "history.svg", historyChart(figures.history));
    writeFileAtomically(options.model / "report.json", toJson(figures).dump(2) + "\n");
    writeFileAtomically(options.model / "report.md", toMarkdown(figures));
}

}  // namespace charrette
