#include "core/nn/evaluation/control.h"

#include <algorithm>
#include <cmath>

#include "core/design/condition.h"

namespace charrette {

namespace {

double shareOf(const torch::Tensor& right) { return right.to(torch::kFloat64).mean().item<double>(); }

/// R² of one column, or the accuracy of the largest or the sign of several.
double score(const Parameter& parameter, const torch::Tensor& read, const torch::Tensor& truth) {
    if (parameter.kind == ParameterKind::Choice) return shareOf(read.argmax(1) == truth.argmax(1));
    if (parameter.kind == ParameterKind::Toggle) return shareOf((read > 0) == (truth > 0));
    const double variance = (truth - truth.mean()).square().sum().item<double>();
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
    const double value = parameter.minimum + share * (parameter.maximum - parameter.minimum);
    return (value - parameter.distribution.mean) / parameter.distribution.deviation;
}

class Measurement {
public:
    Measurement(const ConditionsRead& read, const std::vector<Parameter>& parameters, int64_t most)
        : m_read(read),
          m_parameters(parameters),
          m_columns(columnsOf(parameters)),
          m_conditions(read.truth.narrow(0, 0, std::min(most, read.truth.size(0)))) {}

    ParameterControl of(size_t index) const {
        const Parameter& parameter = m_parameters[index];
        ParameterControl control{.name = parameter.name, .otherName = {}, .isShare = !isNumeric(parameter)};
        const auto width = int64_t(conditionSize(parameter));
        auto part = [&](const torch::Tensor& x) { return x.narrow(1, m_columns[index], width); };
        control.onReal = score(parameter, part(m_read.fromReal), part(m_read.truth));
        control.onGenerated = score(parameter, part(m_read.fromGenerated), part(m_read.truth));
        if (isNumeric(parameter)) addShifts(control, index);
        return control;
    }

private:
    void addShifts(ParameterControl& control, size_t index) const {
        const double low = standardised(m_parameters[index], 0.1), high = standardised(m_parameters[index], 0.9);
        auto shift = (readAt(index, high) - readAt(index, low)).mean(0);
        control.ownShift = shift[m_columns[index]].item<double>() / (high - low);
        for (size_t other = 0; other < m_parameters.size(); ++other) {
            const double moved = std::abs(shift[m_columns[other]].item<double>());
            if (other == index || !isNumeric(m_parameters[other]) || moved < control.otherShift) continue;
            control.otherShift = moved;
            control.otherName = m_parameters[other].name;
        }
    }

    torch::Tensor readAt(size_t index, double value) const {
        auto changed = m_conditions.clone();
        changed.select(1, m_columns[index]).fill_(value);
        return m_read.generatedWith(changed);
    }

    const ConditionsRead& m_read;
    const std::vector<Parameter>& m_parameters;
    std::vector<int64_t> m_columns;
    torch::Tensor m_conditions;
};

}  // namespace

std::vector<ParameterControl> measureControl(const ConditionsRead& read, const std::vector<Parameter>& parameters, int64_t most) {
    const Measurement measurement(read, parameters, most);
    std::vector<ParameterControl> result;
    for (size_t index = 0; index < parameters.size(); ++index) result.push_back(measurement.of(index));
    return result;
}

}  // namespace charrette
