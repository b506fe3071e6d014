#include "ui/export/name_pattern.h"

#include <QTest>

#include "core/design/genome.h"
#include "tests/core/design/latent_card.h"

using namespace charrette;

class NamePatternTest : public QObject {
    Q_OBJECT

private:
    static Variant variant() {
        Variant made;
        made.id = 31;
        made.generation = 4;
        made.place = 6;
        made.rating = 3;
        made.note = "warm, low";
        return made;
    }
    static QString name(const QString& pattern) { return nameOf(pattern, {"Riverside", "Vessels"}, variant()); }

private Q_SLOTS:
    void wordsInBracesAreFilledIn_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("expected");
        QTest::newRow("the usual") << QString(defaultPattern) << "Riverside 4-07";
        QTest::newRow("all") << "{model} {id} {stars} {note}"
                             << "Vessels 31 3 warm, low";
        QTest::newRow("an unknown word stays") << "{colour}"
                                               << "{colour}";
        QTest::newRow("no word") << "  vase  "
                                 << "vase";
        QTest::newRow("nothing") << ""
                                 << "variant 31";
        QTest::newRow("another folder") << "../../{number}"
                                        << "-..-07";
        QTest::newRow("what Windows refuses") << "a:b*c?."
                                              << "a-b-c-";
        QTest::newRow("control characters") << QString("a\nb\x1b[2J") << "a-b-[2J";
    }
    void wordsInBracesAreFilledIn() {
        QFETCH(QString, pattern);
        QFETCH(QString, expected);
        QCOMPARE(name(pattern), expected);
    }

    void aNoteCannotSmuggleInWords() {
        Variant noted = variant();
        noted.note = "{board}";
        QCOMPARE(nameOf("{note}", {"Riverside", {}}, noted), "{board}");
    }

    void theNameOfAParameterIsItsValue() {
        const Card card = latentCard();
        Variant made = variant();
        made.genome = checkedGenome({.parameters = {{"height", 401.0}, {"tone", 50.0}}}, card);
        const NameSource source{"Riverside", "Chairs", &card};
        QCOMPARE(nameOf("{height} {back} {arms} {tone}{grain}", source, made), "401 mm Low Off 50");
        QVERIFY(patternWords(source).endsWith("{height} {legs} {back} {arms} {tone} {warmth} {grain}"));
        QCOMPARE(nameOf("{height}", {"Riverside", "Chairs"}, made), "{height}");
    }

    void longNamesAreCut() { QVERIFY(name(QString(1000, QChar(0xe4))).toUtf8().size() <= 200); }

    void equalNamesGetANumber() {
        const std::vector<Variant> three(3, variant());
        QCOMPARE(namesOf("vase", {}, three), (QStringList{"vase", "vase-2", "vase-3"}));
    }

    void lettersOfEitherSizeAreTheSameName() {
        std::vector<Variant> two(2, variant());
        two[0].note = "Vase";
        two[1].note = "vase";
        QCOMPARE(namesOf("{note}", {}, two), (QStringList{"Vase", "vase-2"}));
    }
};

QTEST_APPLESS_MAIN(NamePatternTest)
#include "name_pattern_test.moc"
