#include "core/nn/cpu_ops.h"

#include <functional>

#include <QTest>

#include "core/nn/ops.h"

using namespace charrette;

namespace {

using Tensors = std::vector<torch::Tensor>;
using Operation = std::function<torch::Tensor(const Tensors&)>;

torch::Tensor random(std::initializer_list<int64_t> shape) {
    return torch::randn(torch::IntArrayRef(shape), torch::TensorOptions(torch::kFloat64).requires_grad(true));
}

bool alike(const torch::Tensor& a, const torch::Tensor& b) { return a.sizes() == b.sizes() && torch::allclose(a, b, 1e-10, 1e-12); }

/// Gradients of a weighted sum of what an operation makes of the inputs.
Tensors gradients(const Operation& operation, const Tensors& inputs, bool again = false) {
    const auto made = operation(inputs);
    torch::manual_seed(8);
    return torch::autograd::grad({(made * torch::randn(made.sizes(), made.options().requires_grad(false))).square().sum()}, inputs, {}, again, again);
}

/// The same values and gradients, of libtorch's operations and ours.
void compare(const Operation& ours, const Operation& theirs, const Tensors& inputs) {
    QVERIFY(alike(ours(inputs), theirs(inputs)));
    const auto own = gradients(ours, inputs), expected = gradients(theirs, inputs);
    for (size_t i = 0; i < inputs.size(); ++i) QVERIFY(alike(own[i], expected[i]));
}

torch::Tensor perChannel(const torch::Tensor& x) { return x.unsqueeze(-1).unsqueeze(-1); }

/// With zeros between the samples, then the low-pass filter.
torch::Tensor upsampledByConvolution(const torch::Tensor& x) {
    const int64_t channels = x.size(1);
    auto kernel = (4 * resampleFilter()).to(x.scalar_type()).view({1, 1, 4, 4}).expand({channels, 1, 4, 4});
    return torch::conv_transpose2d(x, kernel, {}, 2, 1, 0, channels);
}

/// Phases one after another laid out as pixels, then the low-pass filter.
torch::Tensor smoothedByConvolution(const torch::Tensor& x) {
    const int64_t n = x.size(0), channels = x.size(1) / 4, height = x.size(2), width = x.size(3);
    auto pixels = torch::pixel_shuffle(x.reshape({n, 4, channels, height, width}).transpose(1, 2).reshape(x.sizes()), 2);
    auto kernel = (4 * resampleFilter()).to(x.scalar_type()).view({1, 1, 4, 4}).expand({channels, 1, 4, 4});
    return torch::conv2d(pixels, kernel, {}, 1, 1, 1, channels).narrow(2, 0, 2 * height - 2).narrow(3, 0, 2 * width - 2);
}

struct Linear {
    const char* name;
    Operation ours, theirs;
};

const std::vector<Linear> linears = {
    {"means of windows", [](const Tensors& x) { return cpu::windowMean(x[0], 3); }, [](const Tensors& x) { return torch::avg_pool2d(x[0], 3, 1); }},
    {"halved", [](const Tensors& x) { return cpu::halved(x[0]); }, [](const Tensors& x) { return torch::avg_pool2d(x[0], 2); }},
    {"upsampled", [](const Tensors& x) { return cpu::upsampled(x[0]); }, [](const Tensors& x) { return upsampledByConvolution(x[0]); }},
    {"smoothed phases", [](const Tensors& x) { return cpu::smoothedPhases(x[0]); }, [](const Tensors& x) { return smoothedByConvolution(x[0]); }},
    {"unshuffled", [](const Tensors& x) { return cpu::unshuffled(x[0]); }, [](const Tensors& x) { return torch::pixel_unshuffle(x[0], 2); }},
    {"some channels unshuffled", [](const Tensors& x) { return cpu::unshuffled(x[0].narrow(1, 0, 3)); },
     [](const Tensors& x) { return torch::pixel_unshuffle(x[0].narrow(1, 0, 3), 2); }},
    {"shuffled", [](const Tensors& x) { return cpu::shuffled(x[0]); }, [](const Tensors& x) { return torch::pixel_shuffle(x[0], 2); }},
};

}  // namespace

class CpuOpsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(2); }
    void init() { torch::manual_seed(3); }

    void linearOperationsAreThoseOfLibtorch_data() {
        QTest::addColumn<int>("operation");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        for (size_t i = 0; i < linears.size(); ++i)
            for (auto [height, width] : {std::pair(6, 8), {4, 34}, {160, 150}})
                QTest::addRow("%s, %d x %d", linears[i].name, height, width) << int(i) << height << width;
    }

    void linearOperationsAreThoseOfLibtorch() {
        QFETCH(int, operation);
        QFETCH(int, height);
        QFETCH(int, width);
        const auto& [name, ours, theirs] = linears[size_t(operation)];
        compare(ours, theirs, {random({2, 8, height, width})});
        // Channels last in memory, and a part of something larger.
        compare([&](const Tensors& x) { return ours({x[0].permute({0, 3, 1, 2}).narrow(2, 0, height)}); },
                [&](const Tensors& x) { return theirs({x[0].permute({0, 3, 1, 2}).narrow(2, 0, height)}); }, {random({1, height + 2, width, 4})});
    }

    void theirGradientsCanBeDifferentiated_data() {
        QTest::addColumn<int>("operation");
        for (size_t i = 0; i < linears.size(); ++i) QTest::addRow("%s", linears[i].name) << int(i);
    }

    void theirGradientsCanBeDifferentiated() {
        QFETCH(int, operation);
        const Tensors x = {random({2, 4, 6, 8})};
        auto twice = [&](const Operation& once) {
            auto gradient = gradients(once, x, true)[0];
            return torch::autograd::grad({gradient.square().sum()}, x)[0];
        };
        QVERIFY(alike(twice(linears[size_t(operation)].ours), twice(linears[size_t(operation)].theirs)));
    }

    void phasesMakeATransposedConvolution() {
        const auto theirs = [](const Tensors& x) {
            return torch::conv_transpose2d(x[0], x[1].transpose(0, 1), {}, 2).narrow(2, 0, 10).narrow(3, 0, 12);
        };
        const auto ours = [](const Tensors& x) {
            auto phases = torch::conv2d(x[0], cpu::phaseWeight(x[1]), {}, 1, 1);
            auto byChannel = phases.view({2, 4, 4, 6, 7}).transpose(1, 2).reshape(phases.sizes());
            return torch::pixel_shuffle(byChannel, 2).narrow(2, 0, 10).narrow(3, 0, 12);
        };
        compare(ours, theirs, {random({2, 3, 5, 6}), random({4, 3, 3, 3})});
    }

    void modulationMultipliesChannels() {
        compare([](const Tensors& x) { return cpu::modulated(x[0], x[1]); }, [](const Tensors& x) { return x[0] * perChannel(x[1]); },
                {random({3, 5, 7, 9}), random({3, 5})});
    }

    void theEndOfAConvolutionScalesAddsAndBends() {
        compare([](const Tensors& x) { return cpu::ended(x[0], x[1], x[2]); },
                [](const Tensors& x) { return torch::leaky_relu(x[0] * perChannel(x[1]) + x[2].view({1, -1, 1, 1}), 0.2); },
                {random({3, 5, 7, 9}), random({3, 5}), random({5})});
    }

    void absoluteMeansAreThoseOfPixelsAndOfNeighbours() {
        const auto weight = random({3, 1, 7, 9}).detach().abs();
        const auto theirs = [&](const Tensors& x) {
            auto across = (x[0].narrow(3, 1, 8) - x[0].narrow(3, 0, 8)).abs() * weight.narrow(3, 1, 8);
            auto down = (x[0].narrow(2, 1, 6) - x[0].narrow(2, 0, 6)).abs() * weight.narrow(2, 1, 6);
            return torch::stack({(x[0].abs() * weight).mean(), across.mean() + down.mean()});
        };
        compare([&](const Tensors& x) { return cpu::absoluteMeans(x[0], weight); }, theirs, {random({3, 5, 7, 9})});
    }

    void whatIsNotDifferentiatedTwiceSaysSo() {
        const Operation modulated = [](const Tensors& x) { return cpu::modulated(x[0], x[1]); };
        const Operation ended = [](const Tensors& x) { return cpu::ended(x[0], x[1], x[2]); };
        const Operation means = [](const Tensors& x) { return cpu::absoluteMeans(x[0], torch::ones({1, 1, 3, 4}, torch::kFloat64)); };
        QVERIFY_EXCEPTION_THROWN(gradients(means, {random({1, 2, 3, 4})}, true), c10::Error);
        QVERIFY_EXCEPTION_THROWN(gradients(modulated, {random({1, 2, 3, 4}), random({1, 2})}, true), c10::Error);
        QVERIFY_EXCEPTION_THROWN(gradients(ended, {random({1, 2, 3, 4}), random({1, 2}), random({2})}, true), c10::Error);
    }

    void singlePrecisionWorksToo() {
        const auto x = torch::randn({2, 3, 65, 70}), factors = torch::randn({2, 3}), addend = torch::randn({3});
        const auto expected = torch::leaky_relu(x * perChannel(factors) + addend.view({1, -1, 1, 1}), 0.2);
        QVERIFY(torch::allclose(cpu::ended(x, factors, addend), expected, 1e-5, 1e-6));
        QVERIFY(torch::allclose(cpu::windowMean(x, 7), torch::avg_pool2d(x, 7, 1), 1e-5, 1e-6));
    }

    void valuesApproachTheirTarget() {
        auto values = torch::randn({100'000}), target = torch::randn({100'000});
        const auto expected = values.lerp(target, 0.25);
        cpu::approach(values, target, 0.25);
        QVERIFY(torch::allclose(values, expected, 1e-5, 1e-6));
    }
};

QTEST_GUILESS_MAIN(CpuOpsTest)
#include "cpu_ops_test.moc"
