#include "ui/studio/tuning.h"

#include <QtTest>

#include "tests/core/design/sample_card.h"

using namespace charrette;

class TuningTest : public QObject {
    Q_OBJECT

private:
    static double height(const Genome& genome) { return std::get<double>(genome.parameters.at("height")); }

private Q_SLOTS:
    void freshSettingsAreTheCards() {
        const Settings settings = freshSettings(sampleCard());
        QCOMPARE(settings.model.name, sampleCard().name);
        for (const Parameter& parameter : sampleCard().parameters)
            QVERIFY(settings.parameters.at(parameter.name) == parameter.defaultValue);
    }

    void aRetunedVariantMovesByAsMuch() {
        const Settings before = freshSettings(sampleCard());
        Settings after = before;
        after.parameters["height"] = std::get<double>(before.parameters.at("height")) + 10;
        Genome genome = sampleGenomes(sampleCard(), samplingOptions(before))[0];
        genome.parameters["height"] = 460.0;
        QCOMPARE(height(retuned(sampleCard(), genome, before, after)), 470.0);
        QVERIFY(retuned(sampleCard(), genome, before, before) == genome);
    }

    void aRetunedNumberStaysInItsRange() {
        const Settings before = freshSettings(sampleCard());
        Settings after = before;
        const Parameter parameter = sampleCard().parameters[0];
        QCOMPARE(parameter.name, "height");
        after.parameters["height"] = parameter.maximum;
        Genome genome = sampleGenomes(sampleCard(), samplingOptions(before))[0];
        genome.parameters["height"] = parameter.maximum - 1;
        QCOMPARE(height(retuned(sampleCard(), genome, before, after)), parameter.maximum);
    }

    void locksAndSpreadAreNoChangeOfValues() {
        const Settings before = freshSettings(sampleCard());
        Settings after = before;
        after.locked = {"height"};
        after.spread = 0.2;
        QVERIFY(!changesValues(before, after));
        after.directions["anything"] = 1;
        QVERIFY(changesValues(before, after));
    }

    void aVariantsValuesBecomeThePanels() {
        Settings settings = freshSettings(sampleCard());
        settings.locked = {"legs"};
        const Genome genome = sampleGenomes(sampleCard(), samplingOptions(settings))[3];
        const Settings taken = withValuesOf(sampleCard(), settings, genome);
        QVERIFY(taken.parameters == genome.parameters);
        QVERIFY(taken.locked == settings.locked);
    }

    void newVariantsKeepNearTheValuesThatWereTaken() {
        Settings settings = freshSettings(sampleCard());
        settings.variation = {{"legs", 0.5}};
        const Genome genome = sampleGenomes(sampleCard(), samplingOptions(settings))[3];
        const Settings taken = withValuesOf(sampleCard(), settings, genome);
        QCOMPARE(taken.variation.at("legs"), 0.5);
        for (const Genome& near : sampleGenomes(sampleCard(), samplingOptions(taken))) {
            QVERIFY(std::abs(height(near) - height(genome)) <= nearVariation * 140);
            QVERIFY(near.parameters.at("back") == genome.parameters.at("back"));
        }
    }

    void whatDoesNotFitTheCardIsAsNobodyHasTouchedIt() {
        Settings settings = freshSettings(sampleCard());
        settings.parameters = {{"height", std::string("x")}, {"legs", int64_t(3)}, {"back", std::string("wide")}, {"gloss", 1.0}};
        settings.locked = {"legs", "gloss"};
        settings.variation = {{"legs", 0.5}, {"gloss", 0.5}};
        settings.directions = {{"softness", 1}, {"colour", 1}};
        Settings expected = freshSettings(sampleCard());
        expected.parameters["legs"] = int64_t(3);
        expected.locked = {"legs"};
        expected.variation = {{"legs", 0.5}};
        expected.directions = {{"softness", 1}};
        QVERIFY(fitted(sampleCard(), settings) == expected);
    }
};

QTEST_APPLESS_MAIN(TuningTest)
#include "tuning_test.moc"
