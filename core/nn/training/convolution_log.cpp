#include "core/nn/training/convolution_log.h"

#include <cstring>
#include <mutex>

#include <ATen/record_function.h>

namespace charrette {

namespace {

std::mutex logMutex;
std::vector<ConvolutionCall>* openLog = nullptr;  // callbacks of libtorch are plain functions

/// Both operators end alike: stride, padding, dilation, transposed, output padding, groups.
void readSettings(ConvolutionCall& call, c10::ArrayRef<const c10::IValue> settings) {
    call.stride = settings[0].toIntVector();
    call.padding = settings[1].toIntVector();
    call.dilation = settings[2].toIntVector();
    call.transposed = settings[3].toBool();
    call.outputPadding = settings[4].toIntVector();
    call.groups = settings[5].toInt();
}

void readInput(ConvolutionCall& call, const torch::Tensor& input) {
    call.input = input.sizes().vec();
    call.type = input.scalar_type();
    call.layout = input.suggest_memory_format();
}

ConvolutionCall forwardCall(c10::ArrayRef<const c10::IValue> inputs) {
    ConvolutionCall call;
    readInput(call, inputs[0].toTensor());
    call.weight = inputs[1].toTensor().sizes().vec();
    call.hasBias = inputs[2].isTensor() && inputs[2].toTensor().defined();
    readSettings(call, inputs.slice(3));
    return call;
}

ConvolutionCall gradientCall(c10::ArrayRef<const c10::IValue> inputs) {
    ConvolutionCall call;
    call.isGradient = true;
    call.output = inputs[0].toTensor().sizes().vec();
    readInput(call, inputs[1].toTensor());
    call.weight = inputs[2].toTensor().sizes().vec();
    call.hasBias = !inputs[3].isNone();
    readSettings(call, inputs.slice(4));
    const auto wanted = inputs[10].toBoolList();
    for (size_t i = 0; i < 3; ++i) call.wanted[i] = wanted.get(i);
    return call;
}

std::unique_ptr<at::ObserverContext> note(const at::RecordFunction& function) {
    const bool forward = std::strcmp(function.name(), "aten::convolution") == 0;
    const bool gradient = std::strcmp(function.name(), "aten::convolution_backward") == 0;
    if (!forward && !gradient) return nullptr;
    const std::lock_guard lock(logMutex);
    if (openLog) openLog->push_back(forward ? forwardCall(function.inputs()) : gradientCall(function.inputs()));
    return nullptr;
}

}  // namespace

std::vector<ConvolutionCall> convolutionsOf(const std::function<void()>& job) {
    std::vector<ConvolutionCall> calls;
    {
        const std::lock_guard lock(logMutex);
        openLog = &calls;
    }
    const auto handle = at::addGlobalCallback(at::RecordFunctionCallback(note).needsInputs(true).scopes({at::RecordScope::FUNCTION}));
    job();
    at::removeCallback(handle);
    const std::lock_guard lock(logMutex);
    openLog = nullptr;
    return calls;
}

ConvolutionReplay::ConvolutionReplay(std::vector<ConvolutionCall> calls, torch::Device device) : m_calls(std::move(calls)), m_device(device) {}

torch::Tensor ConvolutionReplay::valuesOf(const std::vector<int64_t>& sizes, const ConvolutionCall& call) {
    const auto layout = sizes.size() == 4 ? call.layout : torch::MemoryFormat::Contiguous;
    auto& values = m_values[{sizes, call.type, layout}];
    if (!values.defined()) values = torch::randn(sizes, m_device).to(call.type).contiguous(layout);
    return values;
}

void ConvolutionReplay::run() {
    torch::NoGradGuard guard;
    for (const ConvolutionCall& call : m_calls) {
        auto input = valuesOf(call.input, call), weight = valuesOf(call.weight, call);
        const std::vector<int64_t> outputs = {call.transposed ? call.weight[1] * call.groups : call.weight[0]};
        if (!call.isGradient) {
            at::convolution(input, weight, call.hasBias ? valuesOf(outputs, call) : torch::Tensor(), call.stride, call.padding, call.dilation, call.transposed,
                            call.outputPadding, call.groups);
            continue;
        }
        at::convolution_backward(valuesOf(call.output, call), input, weight, at::OptionalIntArrayRef(outputs), call.stride, call.padding, call.dilation,
                                 call.transposed, call.outputPadding, call.groups, call.wanted);
    }
}

}  // namespace charrette
