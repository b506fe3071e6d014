#include "core/nn/evaluation/calibration.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/design/condition.h"
#include "core/nn/evaluation/regressor.h"
#include "core/nn/evaluation/subject.h"
#include "core/nn/training/report.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

constexpr double largestGain = 1.5;
constexpr double legible = 0.25;     // slope on real pictures below which a parameter is hardly read
constexpr int rounds = 4;            // since parameters lend each other a little of their changes
constexpr int64_t picturesRead = 1000;
constexpr uint32_t latentSeed = 6;
constexpr uint64_t regressorSeed = 0xCA11B;  // not that of an evaluation

/// What a regressor's output says of a parameter, on the scale of its condition.
torch::Tensor meant(const Parameter& parameter, const torch::Tensor& output) {
    if (parameter.kind == ParameterKind::Choice) return torch::softmax(output, 1);
    return parameter.kind == ParameterKind::Toggle ? torch::tanh(output / 2) : output;
}

double slopeOf(const torch::Tensor& read, const torch::Tensor& truth) {
    const auto moved = truth - truth.mean(0);
    const double variance = moved.square().sum().item<double>();
    return variance > 0 ? (moved * read).sum().item<double>() / variance : 0;
}

/// Calls `use(index, column, width)` for every parameter's part of the condition vector.
void eachPart(const std::vector<Parameter>& parameters, const std::function<void(size_t, int64_t, int64_t)>& use) {
    int64_t column = 0;
    for (size_t i = 0; i < parameters.size(); ++i) {
        const auto width = int64_t(conditionSize(parameters[i]));
        use(i, column, width);
        column += width;
    }
}

/// Reads pictures of the training split, real ones and those generated under the same conditions.
class SlopeReader {
public:
    SlopeReader(Subject& subject, ParameterReader reader, std::stop_token stop)
        : m_subject(subject),
          m_reader(std::move(reader)),
          m_stop(stop),
          m_count(std::min(picturesRead, subject.training.size())),
          m_conditions(subject.training.batch(torch::arange(m_count)).conditions),
          m_latents(priorLatents(m_count, subject.generator->options().latentSize, latentSeed).to(subject.device())) {}

    std::vector<double> onReal() {
        return slopes([&](int64_t first, int64_t count) { return m_subject.training.batch(torch::arange(first, first + count)).pictures; });
    }

    std::vector<double> onGenerated() {
        return slopes([&](int64_t first, int64_t count) {
            return shownPictures(m_subject.generator, m_latents.narrow(0, first, count), m_conditions.narrow(0, first, count));
        });
    }

private:
    std::vector<double> slopes(const std::function<torch::Tensor(int64_t, int64_t)>& picturesAt) {
        auto reading = readInChunks(m_reader.network, m_count, [&](int64_t first, int64_t count) {
            if (m_stop.stop_requested()) throw Error("The calibration was stopped; the model is as it was");
            return picturesAt(first, count);
        });
        const auto& parameters = m_subject.card.parameters;
        return readingSlopes(restated(reading.outputs, m_reader.parameters, parameters), m_conditions.cpu(), parameters);
    }

    Subject& m_subject;
    ParameterReader m_reader;
    std::stop_token m_stop;
    int64_t m_count;
    torch::Tensor m_conditions, m_latents;
};

}  // namespace

std::vector<double> readingSlopes(const torch::Tensor& read, const torch::Tensor& truth, const std::vector<Parameter>& parameters) {
    std::vector<double> slopes;
    eachPart(parameters, [&](size_t i, int64_t column, int64_t width) {
        slopes.push_back(slopeOf(meant(parameters[i], read.narrow(1, column, width)), truth.narrow(1, column, width)));
    });
    return slopes;
}

void stretchConditions(Generator& generator, const std::vector<Parameter>& parameters, const std::vector<double>& gains) {
    torch::NoGradGuard guard;
    auto weight = generator->mapping->named_parameters()["embed.weight"];
    eachPart(parameters, [&](size_t i, int64_t column, int64_t width) {
        auto part = weight.narrow(1, column, width);
        auto middle = width > 1 ? part.mean(1, true) : torch::zeros_like(part);
        part.copy_(middle + gains[i] * (part - middle));
    });
}

std::vector<ParameterGain> calibrate(Generator& generator, const std::vector<Parameter>& parameters, const std::vector<double>& onReal,
                                     const std::function<std::vector<double>()>& slopes) {
    auto now = slopes();
    std::vector<ParameterGain> gains;
    for (size_t i = 0; i < parameters.size(); ++i) gains.push_back({parameters[i].name, onReal[i], now[i], now[i]});
    for (int round = 0; round < rounds; ++round) {
        std::vector<double> steps(parameters.size(), 1);
        for (size_t i = 0; i < parameters.size(); ++i) {
            if (onReal[i] < legible || now[i] <= 0) continue;
            const double wanted = std::clamp(gains[i].gain * onReal[i] / now[i], 1.0, largestGain);
            steps[i] = wanted / std::exchange(gains[i].gain, wanted);
        }
        stretchConditions(generator, parameters, steps);
        now = slopes();
    }
    for (size_t i = 0; i < parameters.size(); ++i) gains[i].after = now[i];
    return gains;
}

std::vector<ParameterGain> calibrateModel(const CalibrationOptions& options, const EvaluationProgress& progress,
                                          const std::function<void(const std::string&)>& say, std::stop_token stop) {
    progress("Pictures are read", 0);
    auto subject = openSubject(options.model, options.data, options.device, stop);
    auto regressor = regressorFor(
        subject, {.file = options.regressor, .images = options.regressorImages, .seed = regressorSeed},
        [&](double share) { progress("A regressor learns from real pictures", share); }, say, stop);
    SlopeReader reader(subject, std::move(regressor), stop);
    const auto onReal = reader.onReal();
    int read = 0;
    auto gains = calibrate(subject.generator, subject.card.parameters, onReal, [&] {
        progress("Generated pictures are read", double(read++) / (rounds + 1));
        return reader.onGenerated();
    });
    subject.generator->to(torch::kCPU);
    saveGenerator(options.model / subject.card.weights, subject.generator, TensorType::F16);
    subject.card.weightsHash = sha256OfFile(options.model / subject.card.weights);
    writeFileAtomically(options.model / "card.json", toJson(subject.card).dump(2) + "\n");
    return gains;
}

}  // namespace charrette
