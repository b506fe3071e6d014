#include "ui/studio/tuning.h"

#include <QtTest>

#include "core/design/latent_values.h"
#include "tests/core/design/latent_card.h"

using namespace charrette;

class TuningTest : public QObject {
    Q_OBJECT

private:
    static double tone(const Genome& genome) { return std::get<double>(genome.parameters.at("tone")); }
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

    void freshSettingsSetNoLatentParameter() {
        QVERIFY(freshSettings(latentCard()).parameters == freshSettings(sampleCard()).parameters);
        QVERIFY(fitted(latentCard(), freshSettings(latentCard())) == freshSettings(latentCard()));
    }

    void aLatentNumberThatIsTouchedMovesEveryVariantFromWhatItShows() {
        const Settings before = freshSettings(latentCard());
        Settings after = before;
        after.parameters["tone"] = 45.0;  // the middle is 40
        for (const Genome& genome : sampleGenomes(latentCard(), samplingOptions(before))) {
            const double shown = std::get<double>(*effectiveValue(latentCard().latentParameters[0], genome, latentCard()));
            const Genome made = retuned(latentCard(), genome, before, after);
            QCOMPARE(tone(made), std::min(shown + 5, 60.0));
            QVERIFY(!made.parameters.contains("warmth"));
            Settings further = after;
            further.parameters["tone"] = 47.0;
            QCOMPARE(tone(retuned(latentCard(), made, after, further)), std::min(tone(made) + 2, 60.0));
            QVERIFY(retuned(latentCard(), made, after, before) == genome);
        }
    }

    void anArrangementBecomesThePanels() {
        const Settings before = freshSettings(latentCard());
        Settings after = before;
        after.parameters["grain"] = int64_t(5);
        const Genome genome = sampleGenomes(latentCard(), samplingOptions(before))[0];
        const Genome made = retuned(latentCard(), genome, before, after);
        QVERIFY(made.parameters.at("grain") == ParameterValue(int64_t(5)));
        QVERIFY(retuned(latentCard(), made, after, before) == genome);
        QVERIFY(changesValues(before, after));
    }

    void aVariantsLatentParametersAreTakenWhereItSetsThem() {
        Settings settings = freshSettings(latentCard());
        settings.parameters["warmth"] = 30.0;
        settings.variation["warmth"] = 0.2;
        settings.locked = {"warmth"};
        Genome genome = checkedGenome({.parameters = {{"tone", 50.0}, {"grain", int64_t(5)}}}, latentCard());
        const Settings taken = withValuesOf(latentCard(), settings, genome);
        QVERIFY(taken.parameters == genome.parameters);
        QCOMPARE(taken.variation.at("tone"), nearVariation);
        QCOMPARE(taken.variation.at("grain"), 0.0);
        QVERIFY(!taken.variation.contains("warmth") && taken.locked.empty());
    }

    void latentParametersThatFitStay() {
        Settings settings = freshSettings(latentCard());
        settings.parameters["tone"] = 50.0;
        settings.parameters["warmth"] = 500.0;
        settings.locked = {"tone", "warmth"};
        settings.variation = {{"tone", 0.3}, {"warmth", 0.3}};
        Settings expected = freshSettings(latentCard());
        expected.parameters["tone"] = 50.0;
        expected.locked = {"tone"};
        expected.variation = {{"tone", 0.3}};
        QVERIFY(fitted(latentCard(), settings) == expected);
    }

    void aLatentParameterThatIsSetIsNearItsValue() {
        Settings settings = freshSettings(latentCard());
        settings.parameters["tone"] = 50.0;
        settings.parameters["grain"] = int64_t(5);
        const Settings shown = fitted(latentCard(), settings);
        QCOMPARE(shown.variation.at("tone"), nearVariation);
        QCOMPARE(shown.variation.at("grain"), 0.0);
    }

    void whatAGenomeShows() {
        const Genome genome = checkedGenome({.parameters = {{"tone", 50.0}}, .latent = 3u}, latentCard());
        const auto shown = [&](const char* name, const Genome& of) { return shownValue(latentCard(), *findParameter(latentCard(), name), of); };
        QVERIFY(shown("tone", genome) == ParameterValue(50.0));
        QVERIFY(shown("height", genome) == ParameterValue(450.0));
        QVERIFY(shown("warmth", genome).has_value() && !shown("grain", genome).has_value());
        QVERIFY(!shown("warmth", Genome{.latent = std::vector<float>{1, 2}}).has_value());  // of another model
        QCOMPARE(allParameters(latentCard()).size(), size_t(7));
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
