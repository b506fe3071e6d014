#include "ui/panel/parameter_panel.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/core/design/sample_card.h"
#include "ui/panel/direction_row.h"
#include "ui/panel/parameter_row.h"
#include "ui/studio/tuning.h"
#include "ui/widgets/parameter_slider.h"
#include "ui/widgets/switches.h"

using namespace charrette;

class ParameterPanelTest : public QObject {
    Q_OBJECT

private:
    struct Shown {
        Shown() : edited(&panel, &ParameterPanel::edited) {
            panel.setCard(sampleCard());
            panel.setSettings(freshSettings(sampleCard()));
        }
        ParameterRow& row(const std::string& name) {
            for (auto* found : panel.findChildren<ParameterRow*>())
                if (found->parameter().name == name) return *found;
            qFatal("no such row");
        }
        ParameterPanel panel;
        QSignalSpy edited;
    };

private Q_SLOTS:
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

    void everyControlHasAnAccessibleName() {
        Shown shown;
        for (auto* widget : shown.panel.findChildren<QWidget*>())
            if (widget->focusPolicy() & Qt::TabFocus) QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
};

QTEST_MAIN(ParameterPanelTest)
#include "parameter_panel_test.moc"
