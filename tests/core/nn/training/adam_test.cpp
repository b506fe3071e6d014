#include "core/nn/training/adam.h"

#include <QTest>

using namespace charrette;

namespace {

torch::Tensor lossOf(const torch::Tensor& a, const torch::Tensor& b) {
    return (a.square() * 3).sum() + (b - 1).pow(4).sum() + (a.sum() * b.sum()).square();
}

/// The published optimizer for one tensor.
torch::optim::Adam reference(const torch::Tensor& parameter, double rate) {
    return torch::optim::Adam(std::vector{parameter}, torch::optim::AdamOptions(rate).betas(std::make_tuple(0.9, 0.99)));
}

void setRate(torch::optim::Adam& adam, double rate) { static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options()).lr(rate); }

}  // namespace

class AdamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        torch::manual_seed(9);
        a = torch::randn({4, 3}).requires_grad_();
        b = torch::randn({5}).requires_grad_();
    }

    void stepsAreThoseOfThePublishedOptimizer() {
        auto expectedA = a.detach().clone().requires_grad_(), expectedB = b.detach().clone().requires_grad_();
        auto forA = reference(expectedA, 0.02), forB = reference(expectedB, 0.005);
        FlatParameters parameters({a, b});
        Adam adam(parameters, 0.99);
        adam.setRates({0.02, 0.005}, 0.9);
        for (int i = 0; i < 20; ++i) {
            double factor = i < 10 ? 1 : 0.25;
            setRate(forA, 0.02 * factor);
            setRate(forB, 0.005 * factor);
            expectedA.mutable_grad().reset();
            expectedB.mutable_grad().reset();
            lossOf(expectedA, expectedB).backward();
            forA.step();
            forB.step();
            adam.step(parameters.gradientOf(lossOf(a, b)), factor);
        }
        QVERIFY(torch::allclose(a, expectedA, 0, 1e-6));
        QVERIFY(torch::allclose(b, expectedB, 0, 1e-6));
        QCOMPARE(adam.steps, int64_t(20));
    }

    void parametersBecomeViewsOfOneTensor() {
        auto before = a.detach().clone();
        FlatParameters parameters({a, b});
        QVERIFY(parameters.values().sizes() == torch::IntArrayRef({17}));
        QVERIFY(torch::equal(a, before));
        torch::NoGradGuard guard;
        parameters.values().fill_(2);
        QVERIFY(a.eq(2).all().item<bool>() && b.eq(2).all().item<bool>());
    }

    void otherRatesCountFromTheNextStep() {
        FlatParameters parameters({a, b});
        Adam adam(parameters, 0.99);
        adam.setRates({0.02, 0.005}, 0.9);
        adam.step(parameters.gradientOf(lossOf(a, b)), 1);
        auto beforeA = a.detach().clone(), beforeB = b.detach().clone();
        adam.setRates({0, 1}, 0);
        auto gradient = parameters.gradientOf(lossOf(a, b));
        adam.step(gradient, 1);
        QVERIFY(torch::equal(a, beforeA));
        QVERIFY(!torch::equal(b, beforeB));
        QVERIFY(torch::equal(adam.mean, gradient));
    }

    void parametersWithoutAPartHaveNoGradient() {
        FlatParameters parameters({a, b});
        QVERIFY(torch::equal(parameters.gradientOf((b * 3).sum()), torch::cat({torch::zeros({12}), torch::full({5}, 3.f)})));
    }

    void aKeptGraphIsDifferentiatedOnceMore() {
        FlatParameters first({a}), second({b});
        auto product = a.sum() * b.sum();
        auto ofFirst = first.gradientOf(product, Graph::Kept);
        QVERIFY(torch::allclose(ofFirst, b.detach().sum().expand({12})));
        QVERIFY(torch::allclose(second.gradientOf(product), a.detach().sum().expand({5})));
    }

    void numbersAreSpreadOverTheirParameters() {
        FlatParameters parameters({a, b});
        QVERIFY(torch::equal(parameters.spread({0.5, 2}), torch::cat({torch::full({12}, 0.5f), torch::full({5}, 2.f)})));
    }

private:
    torch::Tensor a, b;
};

QTEST_GUILESS_MAIN(AdamTest)
#include "adam_test.moc"
