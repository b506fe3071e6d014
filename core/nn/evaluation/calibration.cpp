#include "core/nn/evaluation/calibration.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/design/condition.h"
#include "core/nn/directions.h"
#include "core/nn/evaluation/regressor.h"
#include "core/nn/evaluation/subject.h"
#include "core/nn/training/report.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

constexpr double largestGain = 1.5;
constexpr double gainRate = 0.02;          // of Adam at first, for logarithms of gains
constexpr int64_t gainBatch = 64;
constexpr int64_t picturesRead = 1000;     // before and after
constexpr uint32_t latentSeed = 6;
constexpr uint64_t regressorSeed = 0xCA11B;  // not that of an evaluation

/// Calls `use(index, column, width)` for every parameter's part of the condition vector.
void eachPart(const std::vector<Parameter>& parameters, const std::function<void(int64_t, int64_t, int64_t)>& use) {
    int64_t column = 0;
    for (size_t i = 0; i < parameters.size(); ++i) {
        const auto width = int64_t(conditionSize(parameters[i]));
        use(int64_t(i), column, width);
        column += width;
    }
}

/// What a reading loses that knows nothing.
double guessLoss(const Parameter& parameter) {
    if (parameter.kind == ParameterKind::Choice) return std::log(double(parameter.choices.size()));
    return parameter.kind == ParameterKind::Toggle ? std::log(2.0) : 1;
}

/// A generator and a regressor, and what the one reads from pictures of the other.
class Calibration {
public:
    Calibration(Subject& subject, ParameterReader reader, std::stop_token stop)
        : m_subject(subject),
          m_reader(std::move(reader)),
          m_stop(stop),
          m_count(std::min(picturesRead, subject.training.size())),
          m_conditions(subject.training.batch(torch::arange(m_count)).conditions),
          m_latents(priorLatents(m_count, generator()->options().latentSize, latentSeed).to(subject.device())) {
        m_onReal = losses([&](int64_t first, int64_t count) { return m_subject.training.batch(torch::arange(first, first + count)).pictures; });
    }

    torch::Tensor onReal() const { return m_onReal; }

    torch::Tensor onGenerated() {
        return losses([&](int64_t first, int64_t count) {
            return shownPictures(generator(), m_latents.narrow(0, first, count), m_conditions.narrow(0, first, count));
        });
    }

    /// What is read worse than from real pictures, summed, of a batch made with gains: one a parameter, then the emphasis.
    torch::Tensor excess(const torch::Tensor& gains, int64_t step) {
        stopWhenAsked();
        const auto rows = torch::arange(step * gainBatch, (step + 1) * gainBatch).remainder(m_subject.training.size());
        const auto asked = m_subject.training.batch(rows).conditions;
        const auto z = priorLatents(gainBatch, generator()->options().latentSize, latentSeed + 1 + uint32_t(step)).to(asked.device());
        const auto onDevice = gains.to(asked.device());
        const int64_t count = onDevice.size(0) - 1;
        auto w = generator()->mapping(z, stretched(asked, parameters(), onDevice.narrow(0, 0, count)), onDevice[count]);
        auto ws = broadcastStyles(w, {}, generator()->options().styleLayers());
        auto pictures = generator()->synthesis(ws, NoiseKind::Constant).narrow(1, 0, 3).clamp(-1, 1);
        auto lost = readingLosses(inCardsTerms(m_reader.network(pictures).outputs), asked, parameters());
        return torch::relu(lost - m_onReal.to(lost.device())).sum();
    }

    /// Writes gains as above into the generator's weights.
    void apply(const torch::Tensor& gains) {
        torch::NoGradGuard guard;
        const int64_t count = gains.size(0) - 1;
        stretchConditions(generator(), parameters(), gains.narrow(0, 0, count), gains[count].item<double>());
        generator()->mapping->w_avg.copy_(generator()->mapping(m_latents, m_conditions).mean(0));
    }

private:
    Generator& generator() { return m_subject.generator; }
    const std::vector<Parameter>& parameters() const { return m_subject.card.parameters; }

    torch::Tensor inCardsTerms(const torch::Tensor& outputs) const { return restated(outputs, m_reader.parameters, parameters()); }

    void stopWhenAsked() const {
        if (m_stop.stop_requested()) throw Error("The calibration was stopped; the model is as it was");
    }

    torch::Tensor losses(const std::function<torch::Tensor(int64_t, int64_t)>& picturesAt) {
        auto reading = readInChunks(m_reader.network, m_count, [&](int64_t first, int64_t count) {
            stopWhenAsked();
            return picturesAt(first, count);
        });
        return readingLosses(inCardsTerms(reading.outputs), m_conditions.cpu(), parameters());
    }

    Subject& m_subject;
    ParameterReader m_reader;
    std::stop_token m_stop;
    int64_t m_count;
    torch::Tensor m_conditions, m_latents, m_onReal;
};

}  // namespace

torch::Tensor readingLosses(const torch::Tensor& read, const torch::Tensor& truth, const std::vector<Parameter>& parameters) {
    std::vector<torch::Tensor> losses;
    eachPart(parameters, [&](int64_t i, int64_t column, int64_t width) {
        const auto& parameter = parameters[size_t(i)];
        losses.push_back(readingLoss(read.narrow(1, column, width), truth.narrow(1, column, width), {parameter}) / guessLoss(parameter));
    });
    return torch::stack(losses);
}

torch::Tensor stretched(const torch::Tensor& conditions, const std::vector<Parameter>& parameters, const torch::Tensor& gains) {
    std::vector<torch::Tensor> parts;
    eachPart(parameters, [&](int64_t i, int64_t column, int64_t width) {
        const double middle = width > 1 ? 1 / double(width) : 0;
        parts.push_back((conditions.narrow(1, column, width) - middle) * gains[i] + middle);
    });
    return torch::cat(parts, 1);
}

void stretchConditions(Generator& generator, const std::vector<Parameter>& parameters, const torch::Tensor& gains, double emphasis) {
    torch::NoGradGuard guard;
    auto weights = generator->mapping->named_parameters();
    eachPart(parameters, [&](int64_t i, int64_t column, int64_t width) {
        auto part = weights["embed.weight"].narrow(1, column, width);
        auto middle = width > 1 ? part.mean(1, true) : torch::zeros_like(part);
        part.copy_(middle + gains[i].item<double>() * (part - middle));
    });
    const int64_t latent = generator->options().latentSize, style = generator->options().styleSize;
    weights["fc0.weight"].narrow(1, latent, style).mul_(emphasis);
}

torch::Tensor soughtGains(int64_t count, int64_t steps, const std::function<torch::Tensor(const torch::Tensor&, int64_t)>& loss) {
    auto logarithms = torch::zeros({count}).requires_grad_();
    torch::optim::Adam adam({logarithms}, torch::optim::AdamOptions(gainRate));
    for (int64_t step = 0; step < steps; ++step) {
        for (auto& group : adam.param_groups())
            static_cast<torch::optim::AdamOptions&>(group.options()).lr(gainRate * (1 - double(step) / double(steps)));
        adam.zero_grad();
        loss(logarithms.exp(), step).backward();
        adam.step();
        torch::NoGradGuard guard;
        logarithms.clamp_(-std::log(largestGain), std::log(largestGain));
    }
    return logarithms.detach().exp();
}

std::vector<ParameterGain> calibrateModel(const CalibrationOptions& options, const EvaluationProgress& progress,
                                          const std::function<void(const std::string&)>& say, std::stop_token stop) {
    progress("Pictures are read", 0);
    auto subject = openSubject(options.model, options.data, options.device, stop);
    const int halvings = subject.card.resolution >= 64 ? 1 : 0;
    auto regressor = regressorFor(
        subject, {.file = options.regressor, .images = options.regressorImages, .seed = regressorSeed, .halvings = halvings},
        [&](double share) { progress("A regressor learns from real pictures", share); }, say, stop);
    Calibration calibration(subject, std::move(regressor), stop);
    const auto before = calibration.onGenerated();
    const auto& parameters = subject.card.parameters;
    const auto gains = soughtGains(int64_t(parameters.size()) + 1, options.steps, [&](const torch::Tensor& tried, int64_t step) {
        progress("Gains are sought", double(step) / double(options.steps));
        return calibration.excess(tried, step);
    });
    calibration.apply(gains);
    const auto after = calibration.onGenerated();

    subject.generator->to(torch::kCPU);
    saveGenerator(options.model / subject.card.weights, subject.generator, TensorType::F16);
    subject.card.weightsHash = sha256OfFile(options.model / subject.card.weights);
    auto written = loadGenerator(SafetensorsFile::read(options.model / subject.card.weights));
    subject.card.directions = findDirections(written, subject.card);
    writeFileAtomically(options.model / "card.json", toJson(subject.card).dump(2) + "\n");
    const double emphasis = gains[int64_t(parameters.size())].item<double>();
    std::vector<ParameterGain> result;
    for (size_t i = 0; i < parameters.size(); ++i) {
        auto at = [&](const torch::Tensor& values) { return values[int64_t(i)].item<double>(); };
        result.push_back({parameters[i].name, at(calibration.onReal()), at(before), at(after), at(gains) * emphasis});
    }
    return result;
}

}  // namespace charrette
