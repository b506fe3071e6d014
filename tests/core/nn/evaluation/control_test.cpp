#include "core/nn/evaluation/control.h"

#include <cmath>

#include <QTest>

using namespace charrette;

namespace {

Parameter number(const char* name) {
    Parameter parameter;
    parameter.name = name;
    parameter.minimum = 0;
    parameter.maximum = 10;
    parameter.distribution = {5, 2, {1}};
    return parameter;
}

Parameter choice(const char* name) {
    Parameter parameter;
    parameter.name = name;
    parameter.kind = ParameterKind::Choice;
    parameter.choices = {"a", "b"};
    return parameter;
}

Parameter toggle(const char* name) {
    Parameter parameter;
    parameter.name = name;
    parameter.kind = ParameterKind::Toggle;
    return parameter;
}

/// Columns: size, weight, kind (two), lit.
const std::vector<Parameter> parameters = {number("size"), number("weight"), choice("kind"), toggle("lit")};

torch::Tensor rows(std::vector<float> values) { return torch::tensor(values).view({-1, 5}); }

/// A generator that obeys: `size` for half of what is asked, `weight` follows it by a tenth.
torch::Tensor halfObeyed(const torch::Tensor& c) {
    auto read = c.clone();
    read.select(1, 0).mul_(0.5);
    read.select(1, 1).add_(c.select(1, 0), -0.1);
    return read;
}

bool near(double value, double expected) { return std::abs(value - expected) < 1e-5; }

}  // namespace

class ControlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        auto truth = rows({-1, 0, 1, 0, 1, /**/ 1, 2, 0, 1, -1, /**/ 2, -2, 1, 0, 1, /**/ -2, 0, 0, 1, -1});
        auto real = truth.clone();
        real[1][2] = 2;  // the second row is taken for the wrong kind
        auto generated = halfObeyed(truth);
        generated.select(1, 4).mul_(-0.1);  // always the other way
        m_control = measureControl({truth, real, generated, halfObeyed}, parameters);
    }

    void everyParameterHasItsLine() {
        QCOMPARE(m_control.size(), size_t(4));
        for (size_t i = 0; i < 4; ++i) QCOMPARE(m_control[i].name, parameters[i].name);
        QVERIFY(!m_control[0].isShare && m_control[2].isShare && m_control[3].isShare);
    }

    void numbersAreScoredByVarianceExplained() {
        QVERIFY(near(m_control[0].onReal, 1));
        QVERIFY(near(m_control[0].onGenerated, 0.75));           // errors are half of what is about a mean of 0
        QVERIFY(near(m_control[1].onGenerated, 1 - 0.1 / 8));    // squares: 10 × 0.01 against 8
    }

    void choicesAndTogglesAreScoredByHowOftenTheyAreRight() {
        QVERIFY(near(m_control[2].onReal, 0.75));
        QVERIFY(near(m_control[2].onGenerated, 1));
        QVERIFY(near(m_control[3].onReal, 1));
        QVERIFY(near(m_control[3].onGenerated, 0));
    }

    void shiftsAreSharesOfWhatWasAskedFor() {
        QVERIFY(near(m_control[0].ownShift, 0.5));
        QVERIFY(near(m_control[1].ownShift, 1));
        QCOMPARE(m_control[0].otherName, std::string("weight"));
        QVERIFY(near(m_control[0].otherShift, 0.1 * 0.8 * 10 / 2));  // 80 % of the range, in deviations
        QCOMPARE(m_control[1].otherName, std::string("size"));
        QVERIFY(near(m_control[1].otherShift, 0));
        QVERIFY(m_control[2].otherName.empty() && m_control[2].ownShift == 0);
    }

    void aConstantParameterScoresNothing() {
        auto truth = torch::ones({4, 5});
        const auto control = measureControl({truth, truth, truth, [](const auto& c) { return c; }}, parameters);
        QVERIFY(near(control[0].onReal, 0));
    }

private:
    std::vector<ParameterControl> m_control;
};

QTEST_GUILESS_MAIN(ControlTest)
#include "control_test.moc"
