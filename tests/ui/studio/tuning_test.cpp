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
        const Settings taken = withValuesOf(settings, genome);
        QVERIFY(taken.parameters == genome.parameters);
        QVERIFY(taken.locked == settings.locked);
    }
};

QTEST_APPLESS_MAIN(TuningTest)
#include "tuning_test.moc"
