#include "core/design/card.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "tests/core/design/sample_card.h"
#include "tests/support/sentence_of.h"

using namespace charrette;

class CardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fileGivesTheSameCardBack() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("card.json").toStdString();
        Card card = sampleCard();
        card.channels = {"red", "green", "blue", "coverage", "depth"};
        card.encoder = "encoder.safetensors";
        card.encoderHash = std::string(64, 'b');
        card.passport.bias = "No stools.\nFew armchairs.";
        writeFileAtomically(file, toJson(card).dump(2));
        QCOMPARE(toJson(readCard(file)), toJson(card));
        QCOMPARE(readCard(file).directions[0].values, card.directions[0].values);
    }

    void missingFileIsNamed() {
        const QString sentence = test::sentenceOf([] { readCard("nowhere/card.json"); });
        QVERIFY2(sentence.startsWith("nowhere/card.json: "), qPrintable(sentence));
    }

    void titleIsTheNameUnlessGiven() {
        nlohmann::json json = toJson(sampleCard());
        json.erase("title");
        QCOMPARE(cardFromText(json.dump(), "card.json").title, std::string("chairs"));
    }

    void modelIsNamedByItsWeights() { QCOMPARE(sampleCard().modelHash(), std::string(64, 'a')); }
};

QTEST_APPLESS_MAIN(CardTest)
#include "card_test.moc"
