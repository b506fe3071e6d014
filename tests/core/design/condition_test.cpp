#include "core/design/condition.h"

#include <QtTest>
#include <limits>

#include "tests/core/design/sample_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

class ConditionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parametersStandInTheOrderOfTheCard() {
        const ParameterValues values = {{"height", 460.0}, {"legs", int64_t(3)}, {"back", "high"}, {"arms", true}};
        QCOMPARE(conditionVector(m_parameters, values), (std::vector<float>{1, -1, 0, 0, 1, 1}));
        QCOMPARE(conditionSize(m_parameters), size_t(6));
    }

    void parameterWithoutValueTakesItsDefault() { QCOMPARE(conditionVector(m_parameters, {}), (std::vector<float>{0.5, 1, 0, 1, 0, -1})); }

    void conditionGivesTheValuesBack() {
        const ParameterValues values = {{"height", 460.0}, {"legs", int64_t(3)}, {"back", "none"}, {"arms", true}};
        QVERIFY(valuesFromCondition(m_parameters, conditionVector(m_parameters, values)) == values);
    }

    void conditionOutOfRangeIsClamped() {
        const ParameterValues values = valuesFromCondition(m_parameters, {1e30f, -1e30f, -3, -2, -5, -0.1f});
        QVERIFY(values == (ParameterValues{{"height", 520.0}, {"legs", int64_t(1)}, {"back", "low"}, {"arms", false}}));
    }

    void conditionThatIsNoNumberGivesTheDefault() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const ParameterValues values = valuesFromCondition(m_parameters, {nan, nan, nan, nan, nan, nan});
        QVERIFY(values.at("height") == ParameterValue(450.0));
        QVERIFY(values.at("legs") == ParameterValue(int64_t(4)));
        QVERIFY(values.at("arms") == ParameterValue(false));
    }

    void conditionOfTheWrongLengthIsRefused() { QVERIFY_EXCEPTION_THROWN(valuesFromCondition(m_parameters, {1, 2}), Error); }

    void unknownNameIsRefusedWithTheKnownOnes() {
        const ParameterValues misspelt = {{"hight", 1.0}};
        const QString sentence = test::sentenceOf([&] { completeValues(m_parameters, misspelt); });
        QCOMPARE(sentence, "parameter 'hight': is not known; there are height, legs, back, arms");
    }

    void valueOutOfRangeIsRefused() { QVERIFY_EXCEPTION_THROWN(conditionVector(m_parameters, {{"height", 1.0}}), Error); }

private:
    const std::vector<Parameter> m_parameters = sampleCard().parameters;
};

QTEST_APPLESS_MAIN(ConditionTest)
#include "condition_test.moc"
