#include "core/nn/evaluation/parameter_reader.h"

#include <algorithm>
#include <cstdlib>
#include <random>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/design/condition.h"
#include "core/nn/training/parameters.h"
#include "core/nn/weights.h"

namespace charrette {

namespace {

torch::Tensor lossOf(const Parameter& parameter, const torch::Tensor& output, const torch::Tensor& truth) {
    if (parameter.kind == ParameterKind::Choice) return torch::cross_entropy_loss(output, truth.argmax(1));
    if (parameter.kind == ParameterKind::Toggle) return torch::binary_cross_entropy_with_logits(output, (truth > 0).to(output.scalar_type()));
    return (output - truth).square().mean();
}

bool sameParameters(const std::vector<Parameter>& network, const std::vector<Parameter>& data) {
    try {
        checkSameParameters(network, data, {});
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

torch::Tensor movedAtRandom(const torch::Tensor& pictures, int64_t shift, uint64_t seed) {
    std::mt19937_64 random(seed * 0x9E3779B97F4A7C15ull);
    auto draw = [&] { return int64_t(random() % uint64_t(2 * shift + 1)); };
    const int64_t down = draw(), across = draw(), side = pictures.size(2);
    auto padded = torch::replication_pad2d(pictures, {shift, shift, shift, shift});
    return padded.narrow(2, down, side).narrow(3, across, side).contiguous();
}

torch::Tensor readingLoss(const torch::Tensor& outputs, const torch::Tensor& truth, const std::vector<Parameter>& parameters) {
    auto sum = torch::zeros({}, outputs.options());
    int64_t column = 0;
    for (const Parameter& parameter : parameters) {
        const auto width = int64_t(conditionSize(parameter));
        sum = sum + lossOf(parameter, outputs.narrow(1, column, width), truth.narrow(1, column, width));
        column += width;
    }
    return sum / double(parameters.size());
}

ParameterReader learnedReader(const TrainingSet& training, const ReaderSubject& subject, const Augmentation& augmentation,
                              const Learning& learning, uint64_t seed, const std::function<void(double)>& progress, std::stop_token stop) {
    torch::manual_seed(seed);
    ParameterReader reader{.parameters = subject.parameters, .recipe = subject.recipe};
    reader.network = PictureReader(PictureReaderOptions{.resolution = subject.resolution,
                                                        .outputs = int64_t(conditionSize(subject.parameters)),
                                                        .channels = readerChannels(subject.resolution)});
    reader.network->to(training.device());
    Shuffle order(training.size(), seed);
    const Mirror mirror({subject.parameters}, augmentation.mirrorNegates);
    auto loss = [&](int64_t first, int64_t count) {
        auto batch = training.batch(order.at(first, count));
        if (augmentation.mirror) batch = mirror.apply(batch, order.coins(first, count));
        auto pictures = movedAtRandom(batch.pictures.narrow(1, 0, 3), augmentation.shift, uint64_t(first));
        return readingLoss(reader.network(pictures).outputs, batch.conditions, subject.parameters);
    };
    reader.images = learn(*reader.network, learning, loss, progress, stop);
    return reader;
}

void saveReader(const std::filesystem::path& file, const ParameterReader& reader) {
    saveTensors(file, *reader.network, TensorType::F32,
                {{"picture_reader", toJson(reader.network->options()).dump()},
                 {"parameters", parametersToText(reader.parameters)},
                 {"recipe", reader.recipe},
                 {"images", std::to_string(reader.images)}});
}

ParameterReader loadReader(const std::filesystem::path& path) {
    const auto file = SafetensorsFile::read(path);
    auto metadata = file.metadata();
    ParameterReader reader;
    reader.network = PictureReader(pictureReaderOptionsFromMetadata(metadata, file.where()));
    reader.parameters = parametersFromText(metadata["parameters"], file.where());
    reader.recipe = metadata["recipe"];
    reader.images = std::atoll(metadata["images"].c_str());
    if (int64_t(conditionSize(reader.parameters)) != reader.network->options().outputs)
        throw Error(file.where() + ": the regressor's outputs do not fit its parameters");
    loadTensors(*reader.network, file);
    reader.network->eval();
    return reader;
}

bool fits(const ParameterReader& reader, const ReaderSubject& subject) {
    return reader.recipe == subject.recipe && reader.network->options().resolution == subject.resolution &&
           sameParameters(reader.parameters, subject.parameters);
}

torch::Tensor restated(const torch::Tensor& conditions, const std::vector<Parameter>& from, const std::vector<Parameter>& to) {
    auto result = conditions.clone();
    int64_t column = 0;
    for (size_t i = 0; i < from.size(); ++i) {
        const auto &had = from[i].distribution, &wanted = to[i].distribution;
        if (isNumeric(from[i])) result.select(1, column).mul_(had.deviation).add_(had.mean - wanted.mean).div_(wanted.deviation);
        column += int64_t(conditionSize(from[i]));
    }
    return result;
}

Reading readInChunks(PictureReader& network, int64_t count, const std::function<torch::Tensor(int64_t, int64_t)>& pictures) {
    torch::NoGradGuard guard;
    constexpr int64_t chunk = 32;
    std::vector<torch::Tensor> features, outputs;
    for (int64_t first = 0; first < count; first += chunk) {
        auto reading = network(pictures(first, std::min(chunk, count - first)));
        features.push_back(reading.features.cpu());
        outputs.push_back(reading.outputs.cpu());
    }
    return {torch::cat(features), torch::cat(outputs)};
}

}  // namespace charrette
