#include "ui/studio/starts.h"

#include <QSettings>
#include <QStandardPaths>
#include <QtTest>

#include "tests/core/design/sample_card.h"
#include "ui/studio/tuning.h"

using namespace charrette;

class StartsTest : public QObject {
    Q_OBJECT

private:
    Card m_card = sampleCard();

    Settings touched() const {
        Settings settings = freshSettings(m_card);
        settings.parameters["height"] = 480.0;
        settings.variation["height"] = 0.2;
        settings.locked = {"legs"};
        settings.directions["softness"] = 1.5;
        settings.spread = 0.4;
        return settings;
    }
    QStringList titles() const {
        QStringList titles;
        for (const StartingChoice& start : startsOf(m_card)) titles << start.title;
        return titles;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        m_card.startingPoints = {{"High stool", {{"height", 510.0}}, 5}};
    }
    void init() { QSettings().remove("starts"); }

    void onesOwnComeAfterTheModels() {
        keepStart(m_card, "Mine", touched());
        QCOMPARE(titles(), QStringList({"High stool", "Mine"}));
        QVERIFY(!startsOf(m_card)[0].isOwn && startsOf(m_card)[1].isOwn);
        Card other = m_card;
        other.name = "stools";
        QCOMPARE(startsOf(other).size(), size_t(1));
    }

    void onesOwnKeepsAllOfThePanel() {
        keepStart(m_card, "Mine", touched());
        QVERIFY(ownStarts(m_card).at(0).settings == touched());
    }

    void keptAgainItIsReplaced() {
        keepStart(m_card, "Mine", touched());
        keepStart(m_card, "Mine", freshSettings(m_card));
        QCOMPARE(ownStarts(m_card).size(), size_t(1));
        QVERIFY(ownStarts(m_card)[0].settings == freshSettings(m_card));
    }

    void itIsRenamedAndDeleted() {
        keepStart(m_card, "Mine", touched());
        keepStart(m_card, "Yours", freshSettings(m_card));
        QCOMPARE(freeStartTitle(m_card, "Yours"), "Yours 2");
        QCOMPARE(freeStartTitle(m_card, "Theirs"), "Theirs");
        renameStart(m_card, "Mine", "Theirs");
        QCOMPARE(titles(), QStringList({"High stool", "Theirs", "Yours"}));
        QVERIFY(ownStarts(m_card)[0].settings == touched());
        removeStart(m_card, "Theirs");
        QCOMPARE(titles(), QStringList({"High stool", "Yours"}));
    }

    void itFitsTheNextVersionOfTheModel() {
        keepStart(m_card, "Mine", touched());
        Card newer = m_card;
        newer.weightsHash = std::string(64, 'c');
        newer.parameters.erase(newer.parameters.begin());
        newer.directions.clear();
        const Settings settings = ownStarts(newer).at(0).settings;
        QCOMPARE(settings.model.hash, newer.weightsHash);
        QVERIFY(!settings.parameters.contains("height") && !settings.variation.contains("height") && settings.directions.empty());
        QVERIFY(settings.locked.contains("legs"));
    }

    void whatCannotBeReadIsPassedOver() {
        keepStart(m_card, "Mine", touched());
        QStringList texts = QSettings().value("starts/chairs").toStringList();
        QSettings().setValue("starts/chairs", QStringList({"{", R"({"title": 3})"}) + texts);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("not valid JSON"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("title must be text"));
        QCOMPARE(ownStarts(m_card).size(), size_t(1));
    }

    void theNumberOfVariantsAndTheSiteStay() {
        Settings now = freshSettings(m_card);
        now.count = 48;
        now.site = Site{.name = "dusk"};
        const Settings started = startedFrom(startsOf(m_card)[0], now);
        QCOMPARE(started.count, 48);
        QVERIFY(started.site == now.site);
        QCOMPARE(started.seed, 5u);
    }

    void anotherSeedIsNoTouch() {
        Settings settings = freshSettings(m_card);
        settings.seed += 24;
        settings.count = 12;
        QVERIFY(areUntouched(m_card, settings));
        QVERIFY(!areUntouched(m_card, touched()));
        settings.locked = {"legs"};
        QVERIFY(!areUntouched(m_card, settings));
    }

    void aTitleIsOneLine() {
        QCOMPARE(startTitle("  Two\n words "), QString("Two words"));
        QCOMPARE(startTitle(QString(200, 'x')).size(), 60);
        QVERIFY(startTitle(" \t").isEmpty());
    }
};

QTEST_MAIN(StartsTest)
#include "starts_test.moc"
