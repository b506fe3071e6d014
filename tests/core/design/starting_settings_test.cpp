#include "core/design/starting_settings.h"

#include <QtTest>

#include "tests/core/design/sample_card.h"

using namespace charrette;

class StartingSettingsTest : public QObject {
    Q_OBJECT

private:
    const Card m_card = sampleCard();
    const StartingPoint m_stool{"High stool", {{"height", 510.0}, {"back", std::string("none")}}, 5};

    Settings fresh() const {
        Settings settings{.model = {m_card.name, m_card.title, m_card.modelHash()}, .seed = 7};
        for (const Parameter& parameter : m_card.parameters) settings.parameters[parameter.name] = parameter.defaultValue;
        return settings;
    }

private Q_SLOTS:
    void whatItNamesIsKeptNearAndTheRestIsFree() {
        const Settings settings = withStartingPoint(m_card, fresh(), m_stool);
        QVERIFY(settings.parameters.at("height") == ParameterValue(510.0));
        QVERIFY(settings.parameters.at("back") == ParameterValue(std::string("none")));
        QCOMPARE(settings.variation.size(), size_t(2));
        QCOMPARE(settings.variation.at("height"), nearStartingPoint);
        QCOMPARE(settings.variation.at("back"), 0.0);
        QVERIFY(settings.parameters.at("legs") == m_card.parameters[1].defaultValue);
    }

    void allItsVariantsAreOfItsKind() {
        const auto genomes = sampleGenomes(m_card, samplingOptions(withStartingPoint(m_card, fresh(), m_stool)));
        std::set<ParameterValue> legs;
        for (const Genome& genome : genomes) {
            QVERIFY(genome.parameters.at("back") == ParameterValue(std::string("none")));
            QVERIFY(numberOf(genome.parameters.at("height")) > 490);
            legs.insert(genome.parameters.at("legs"));
        }
        QVERIFY(legs.size() > 1);
    }

    void itsFirstVariantIsTheOneOfItsSeed() {
        const auto genomes = sampleGenomes(m_card, samplingOptions(withStartingPoint(m_card, fresh(), m_stool)));
        QVERIFY(genomes.front().latent == Latent(5u));
    }
};

QTEST_APPLESS_MAIN(StartingSettingsTest)
#include "starting_settings_test.moc"
