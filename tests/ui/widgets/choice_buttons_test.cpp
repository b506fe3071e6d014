#include "ui/widgets/choice_buttons.h"

#include <QComboBox>
#include <QLayout>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace charrette;

class ChoiceButtonsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pressingAButtonChoosesIt() {
        ChoiceButtons buttons({"round", "faceted", "fluted"}, "Surface");
        QSignalSpy chosen(&buttons, &ChoiceButtons::chosen);
        buttons.findChildren<QToolButton*>()[1]->click();
        QCOMPARE(chosen.last().at(0).toInt(), 1);
        QCOMPARE(buttons.current(), 1);
    }

    void onlyOneIsDown() {
        ChoiceButtons buttons({"round", "faceted", "fluted"}, "Surface");
        const auto all = buttons.findChildren<QToolButton*>();
        all[1]->click();
        all[2]->click();
        QVERIFY(!all[1]->isChecked());
        QVERIFY(all[2]->isChecked());
    }

    void pressingTheChosenOneMakesItAny() {
        ChoiceButtons buttons({"round", "faceted"}, "Surface");
        QSignalSpy chosen(&buttons, &ChoiceButtons::chosen);
        buttons.setCurrent(0);
        buttons.findChildren<QToolButton*>()[0]->click();
        QCOMPARE(chosen.last().at(0).toInt(), -1);
        QVERIFY(!buttons.findChildren<QToolButton*>()[0]->isChecked());
    }

    void longNamesStandInTwoRows() {
        ChoiceButtons shorter({"flat", "hip"}, "Roof"), longer({"render", "brick", "timber", "concrete"}, "Wall");
        const auto placesOf = [](ChoiceButtons& buttons) {
            buttons.resize(230, buttons.sizeHint().height());
            buttons.layout()->activate();
            QSet<int> rows;
            for (auto* button : buttons.findChildren<QToolButton*>()) rows << button->y();
            return rows.size();
        };
        QCOMPARE(placesOf(shorter), 1);
        QCOMPARE(placesOf(longer), 2);
        QVERIFY(longer.minimumSizeHint().width() <= 200);
    }

    void manyChoicesStandInABox() {
        ChoiceButtons buttons({"one", "two", "three", "four", "five"}, "Wall");
        auto* box = buttons.findChild<QComboBox*>();
        QVERIFY(box);
        QCOMPARE(box->count(), 6);
        buttons.setCurrent(4);
        QCOMPARE(box->currentText(), "Five");
        buttons.setCurrent(-1);
        QCOMPARE(box->currentText(), "Any");
    }

    void everyButtonSaysWhatItIsOf() {
        ChoiceButtons buttons({"flat_roof", "gable"}, "Roof");
        QCOMPARE(buttons.findChildren<QToolButton*>()[0]->accessibleName(), "Roof: Flat roof");
    }
};

QTEST_MAIN(ChoiceButtonsTest)
#include "choice_buttons_test.moc"
