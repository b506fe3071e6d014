#include "ui/panel/parameter_panel.h"

#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QToolButton>
#include <QtTest>

#include "tests/core/design/latent_card.h"
#include "ui/panel/direction_row.h"
#include "ui/panel/parameter_row.h"
#include "ui/studio/tuning.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/parameter_slider.h"
#include "ui/widgets/switches.h"

using namespace charrette;

class ParameterPanelTest : public QObject {
    Q_OBJECT

private:
    struct Shown {
        explicit Shown(const Card& card = sampleCard()) : edited(&panel, &ParameterPanel::edited) {
            panel.setCard(card);
            panel.setSettings(freshSettings(card));
        }
        Fold& fold(const QString& name) {
            for (auto* found : panel.findChildren<Fold*>())
                if (found->header().accessibleName() == name) return *found;
            qFatal("no such fold");
        }
        QString typed(const std::string& name) { return row(name).findChild<QLineEdit*>()->text(); }
        ParameterRow& row(const std::string& name) {
            for (auto* found : panel.findChildren<ParameterRow*>())
                if (found->parameter().name == name) return *found;
            qFatal("no such row");
        }
        ParameterPanel panel;
        QSignalSpy edited;
    };

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { QSettings().clear(); }

    void everyParameterAndDirectionHasARow() {
        Shown shown;
        QCOMPARE(shown.panel.findChildren<ParameterRow*>().size(), qsizetype(sampleCard().parameters.size()));
        QCOMPARE(shown.panel.findChildren<DirectionRow*>().size(), qsizetype(sampleCard().directions.size()));
    }

    void aTypedNumberBecomesTheSetting() {
        Shown shown;
        auto* value = shown.row("height").findChild<QLineEdit*>();
        value->setText("500");
        Q_EMIT value->editingFinished();
        QCOMPARE(shown.edited.size(), 1);
        QVERIFY(shown.panel.settings().parameters.at("height") == ParameterValue(500.0));
    }

    void aNumberBeyondTheRangeIsBroughtIntoIt() {
        Shown shown;
        auto* value = shown.row("height").findChild<QLineEdit*>();
        value->setText("1e9");
        Q_EMIT value->editingFinished();
        QVERIFY(shown.panel.settings().parameters.at("height") == ParameterValue(shown.row("height").parameter().maximum));
    }

    void nonsenseLeavesTheValueAsItWas() {
        Shown shown;
        auto* value = shown.row("height").findChild<QLineEdit*>();
        const QString before = value->text();
        value->setText("tall");
        Q_EMIT value->editingFinished();
        QCOMPARE(shown.edited.size(), 0);
        QCOMPARE(value->text(), before);
    }

    void whatIsTouchedKeepsVariantsNear() {
        Shown shown;
        QCOMPARE(shown.row("height").setting().variation, 1.0);
        QTest::keyClick(shown.row("height").findChild<ParameterSlider*>(), Qt::Key_Right);
        QVERIFY(shown.panel.settings().variation.at("height") < 0.5);
    }

    void aChosenChoiceHoldsForAllVariants() {
        Shown shown;
        shown.row("back").findChildren<QToolButton*>()[0]->click();
        QCOMPARE(shown.panel.settings().variation.at("back"), 0.0);
        shown.row("back").findChildren<QToolButton*>()[0]->click();
        QCOMPARE(shown.panel.settings().variation.at("back"), 1.0);
    }

    void theLockIsPartOfTheSettings() {
        Shown shown;
        shown.row("legs").findChild<LockButton*>()->click();
        QVERIFY(shown.panel.settings().locked.contains("legs"));
        shown.row("legs").findChild<LockButton*>()->click();
        QVERIFY(shown.panel.settings().locked.empty());
    }

    void theDefaultComesBackWithADoubleClick() {
        Shown shown;
        auto* slider = shown.row("height").findChild<ParameterSlider*>();
        QTest::keyClick(slider, Qt::Key_End);
        Q_EMIT slider->resetRequested();
        QVERIFY(shown.panel.settings().parameters.at("height") == shown.row("height").parameter().defaultValue);
        QCOMPARE(shown.panel.settings().variation.at("height"), 1.0);
    }

    void settingsOfTheProgramAreShownAndNotReported() {
        Shown shown;
        Settings settings = freshSettings(sampleCard());
        settings.parameters["height"] = 480.0;
        settings.locked = {"height"};
        shown.panel.setSettings(settings);
        QCOMPARE(shown.row("height").findChild<ParameterSlider*>()->number(), 480.0);
        QVERIFY(shown.row("height").findChild<LockButton*>()->isChecked());
        QCOMPARE(shown.edited.size(), 0);
    }

    void settingsOfAnotherModelLeaveTheControlsAndPutThemOutOfUse() {
        Shown shown;
        Settings other = freshSettings(sampleCard());
        other.model.hash = std::string(64, 'b');
        other.parameters = {{"height", std::string("tall")}, {"arms", 1.0}, {"back", true}};
        shown.panel.setSettings(other);
        QCOMPARE(shown.row("height").findChild<ParameterSlider*>()->number(), 450.0);
        QVERIFY(!shown.row("height").isEnabled());
        other.model.hash = sampleCard().modelHash();
        shown.panel.setSettings(other);
        QVERIFY(shown.row("height").isEnabled());
        QVERIFY(shown.panel.settings() == freshSettings(sampleCard()));
    }

    void latentParametersOfAGroupAreInAFoldBelowIt() {
        Shown shown(latentCard());
        QCOMPARE(shown.panel.findChildren<ParameterRow*>().size(), qsizetype(7));
        QCOMPARE(shown.panel.findChildren<Fold*>().size(), qsizetype(2));
        QVERIFY(shown.fold("More of Form").isAncestorOf(&shown.row("warmth")));
        QVERIFY(shown.fold("More of Surface").isAncestorOf(&shown.row("tone")));
        QVERIFY(shown.fold("More of Surface").isAncestorOf(&shown.row("grain")));
    }

    void aFoldIsClosedWhereItIsLongAndStaysAsItWasLeft() {
        Card card = latentCard();
        card.latentSize = 8;
        card.latentParameters.push_back(latentNumber("gloss", 6));
        {
            Shown shown(card);
            QVERIFY(shown.fold("More of Form").isOpen() && !shown.fold("More of Surface").isOpen());
            shown.panel.show();
            QVERIFY(!shown.row("tone").isVisible() && shown.row("warmth").isVisible());
            QTest::keyClick(&shown.fold("More of Surface").header(), Qt::Key_Right);
            QTest::keyClick(&shown.fold("More of Form").header(), Qt::Key_Space);
            QVERIFY(shown.row("tone").isVisible() && !shown.row("warmth").isVisible());
        }
        Shown again(card);
        QVERIFY(!again.fold("More of Form").isOpen() && again.fold("More of Surface").isOpen());
    }

    void anUntouchedLatentParameterIsNoSetting() {
        Shown shown(latentCard());
        QCOMPARE(shown.typed("tone"), QString());
        QVERIFY(shown.row("tone").isFree());
        QTest::keyClick(shown.row("height").findChild<ParameterSlider*>(), Qt::Key_Right);
        QVERIFY(!shown.panel.settings().parameters.contains("tone") && !shown.panel.settings().variation.contains("tone"));
    }

    void aLatentParameterIsSetByItsSliderAndFreedByDelete() {
        Shown shown(latentCard());
        auto* slider = shown.row("tone").findChild<ParameterSlider*>();
        QTest::keyClick(slider, Qt::Key_End);
        QVERIFY(shown.panel.settings().parameters.at("tone") == ParameterValue(60.0));
        QCOMPARE(shown.panel.settings().variation.at("tone"), nearVariation);
        QCOMPARE(shown.typed("tone"), "60");
        QTest::keyClick(slider, Qt::Key_Delete);
        QVERIFY(shown.panel.settings() == freshSettings(latentCard()));
        QCOMPARE(shown.typed("tone"), QString());
        QCOMPARE(slider->number(), 40.0);
    }

    void aLatentParameterIsSetByTypingAndFreedByClearing() {
        Shown shown(latentCard());
        auto* value = shown.row("tone").findChild<QLineEdit*>();
        value->setText("25");
        Q_EMIT value->editingFinished();
        QVERIFY(shown.panel.settings().parameters.at("tone") == ParameterValue(25.0));
        value->clear();
        Q_EMIT value->editingFinished();
        QVERIFY(shown.panel.settings() == freshSettings(latentCard()));
        QCOMPARE(shown.edited.size(), 2);
    }

    void theLockOfALatentParameterSetsIt() {
        Shown shown(latentCard());
        auto* lock = shown.row("tone").findChild<LockButton*>();
        lock->click();
        QVERIFY(shown.panel.settings().parameters.at("tone") == ParameterValue(40.0) && shown.panel.settings().locked.contains("tone"));
        QCOMPARE(shown.typed("tone"), "40");
        lock->click();
        QVERIFY(shown.panel.settings() == freshSettings(latentCard()));
    }

    void anotherArrangementIsTheNextNumber() {
        Shown shown(latentCard());
        auto* another = shown.row("grain").findChild<QToolButton*>();
        const auto number = [&] { return std::get<int64_t>(shown.panel.settings().parameters.at("grain")); };
        another->click();
        QCOMPARE(number(), int64_t(1));
        QCOMPARE(shown.panel.settings().variation.at("grain"), 0.0);
        another->click();
        QTest::keyClick(another, Qt::Key_Right);
        QCOMPARE(number(), int64_t(3));
        QCOMPARE(shown.typed("grain"), "3");
        QTest::keyClick(another, Qt::Key_Left);
        QCOMPARE(number(), int64_t(2));
        QTest::keyClick(another, Qt::Key_Delete);
        QVERIFY(shown.panel.settings() == freshSettings(latentCard()));
        QTest::keyClick(another, Qt::Key_Left);
        QCOMPARE(number(), int64_t(999));
        another->click();
        QCOMPARE(number(), int64_t(1));
    }

    void settingsOfTheProgramShowLatentParameters() {
        Shown shown(latentCard());
        Settings settings = freshSettings(latentCard());
        settings.parameters["tone"] = 55.0;
        settings.parameters["grain"] = int64_t(12);
        shown.panel.setSettings(settings);
        QCOMPARE(shown.typed("tone"), "55");
        QCOMPARE(shown.typed("grain"), "12");
        QVERIFY(shown.fold("More of Surface").header().toolTip().endsWith("tone 55, grain 12"));
        QCOMPARE(shown.edited.size(), 0);
        shown.panel.setSettings(freshSettings(latentCard()));
        QCOMPARE(shown.typed("tone"), QString());
    }

    void everyControlHasAnAccessibleName() {
        Shown shown(latentCard());
        for (auto* widget : shown.panel.findChildren<QWidget*>())
            if (widget->focusPolicy() & Qt::TabFocus) QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
};

QTEST_MAIN(ParameterPanelTest)
#include "parameter_panel_test.moc"
