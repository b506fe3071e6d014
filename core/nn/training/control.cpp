#include "core/nn/training/control.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/design/condition.h"
#include "core/nn/training/report.h"

namespace charrette {

namespace {

constexpr int64_t chunk = 16;

/// Pictures in chunks, [N, ...] -> [N, condition] as the encoder reads them.
template <class Pictures> torch::Tensor readIn(Encoder& encoder, int64_t count, const Pictures& pictures) {
    std::vector<torch::Tensor> read;
    for (int64_t first = 0; first < count; first += chunk)
        read.push_back(encoder(pictures(first, std::min(chunk, count - first))).condition.cpu());
    return torch::cat(read);
}

torch::Tensor readGenerated(Generator& generator, Encoder& encoder, const torch::Tensor& z, const torch::Tensor& c) {
    return readIn(encoder, c.size(0), [&](int64_t first, int64_t n) {
        auto ws = generator->styles(z.narrow(0, first, n), c.narrow(0, first, n));
        return generator->synthesis(ws, NoiseKind::Constant).narrow(1, 0, 3).clamp(-1, 1);
    });
}

/// R² of one column, or the accuracy of the largest or the sign of several.
double score(const Parameter& parameter, const torch::Tensor& read, const torch::Tensor& truth) {
    if (parameter.kind == ParameterKind::Choice) return (read.argmax(1) == truth.argmax(1)).to(torch::kFloat64).mean().item<double>();
    if (parameter.kind == ParameterKind::Toggle) return ((read > 0) == (truth > 0)).to(torch::kFloat64).mean().item<double>();
    double variance = (truth - truth.mean()).square().sum().item<double>();
    return variance > 0 ? 1 - (read - truth).square().sum().item<double>() / variance : 0;
}

/// Columns of the condition vector at which each parameter begins.
std::vector<int64_t> columnsOf(const std::vector<Parameter>& parameters) {
    std::vector<int64_t> columns;
    int64_t at = 0;
    for (const Parameter& parameter : parameters) {
        columns.push_back(at);
        at += int64_t(conditionSize(parameter));
    }
    return columns;
}

double standardised(const Parameter& parameter, double share) {
    double value = parameter.minimum + share * (parameter.maximum - parameter.minimum);
    return (value - parameter.distribution.mean) / parameter.distribution.deviation;
}

}  // namespace

std::vector<ParameterControl> measureControl(Generator& generator, Encoder& encoder, const TrainingSet& heldOut,
                                             const std::vector<Parameter>& parameters, int64_t most) {
    torch::NoGradGuard guard;
    int64_t count = std::min(heldOut.size(), most);
    auto truth = heldOut.batch(torch::arange(count)).conditions.cpu();
    auto c = truth.to(generator->mapping->w_avg.device()), z = priorLatents(count, generator->options().latentSize, 2).to(c.device());
    auto real = readIn(encoder, count, [&](int64_t first, int64_t n) {
        return heldOut.batch(torch::arange(first, first + n)).pictures.narrow(1, 0, 3);
    });
    auto generated = readGenerated(generator, encoder, z, c);
    auto columns = columnsOf(parameters);

    std::vector<ParameterControl> result;
    for (size_t p = 0; p < parameters.size(); ++p) {
        int64_t width = int64_t(conditionSize(parameters[p]));
        auto part = [&](const torch::Tensor& x) { return x.narrow(1, columns[p], width); };
        ParameterControl control{.name = parameters[p].name,
                                 .onReal = score(parameters[p], part(real), part(truth)),
                                 .onGenerated = score(parameters[p], part(generated), part(truth)),
                                 .otherName = {}};
        if (isNumeric(parameters[p])) {
            double low = standardised(parameters[p], 0.1), high = standardised(parameters[p], 0.9);
            auto at = [&](double value) {
                auto changed = c.clone();
                changed.select(1, columns[p]).fill_(value);
                return readGenerated(generator, encoder, z, changed);
            };
            auto shift = (at(high) - at(low)).mean(0);
            control.ownShift = shift[columns[p]].item<double>() / (high - low);
            for (size_t q = 0; q < parameters.size(); ++q) {
                double other = std::abs(shift[columns[q]].item<double>());
                if (q == p || !isNumeric(parameters[q]) || other < control.otherShift) continue;
                control.otherShift = other;
                control.otherName = parameters[q].name;
            }
        }
        result.push_back(control);
    }
    return result;
}

nlohmann::json toJson(const std::vector<ParameterControl>& controls) {
    auto list = nlohmann::json::array();
    for (const auto& control : controls)
        list.push_back({{"name", control.name},
                        {"on_real", control.onReal},
                        {"on_generated", control.onGenerated},
                        {"own_shift", control.ownShift},
                        {"other_shift", control.otherShift},
                        {"other_name", control.otherName}});
    return list;
}

std::string toMarkdown(const std::vector<ParameterControl>& controls) {
    std::string table = "| Parameter | Read from real | Read from generated | Own shift | Largest shift of another |\n| --- | --- | --- | --- | --- |\n";
    for (const auto& control : controls) {
        char row[256];
        if (control.otherName.empty())
            std::snprintf(row, sizeof row, "| `%s` | %.2f | %.2f | | |\n", control.name.c_str(), control.onReal, control.onGenerated);
        else
            std::snprintf(row, sizeof row, "| `%s` | %.2f | %.2f | %.2f | %.2f σ of `%s` |\n", control.name.c_str(), control.onReal,
                          control.onGenerated, control.ownShift, control.otherShift, control.otherName.c_str());
        table += row;
    }
    return table;
}

}  // namespace charrette
