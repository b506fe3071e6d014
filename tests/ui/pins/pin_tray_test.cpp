#include "ui/pins/pin_tray.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QtTest>

#include "ui/grid/variant_model.h"
#include "ui/grid/variant_view.h"

using namespace charrette;

class PinTrayTest : public QObject {
    Q_OBJECT

private:
    /// Pins 1 to 4 with 2, 5, 0 and 3 stars; the third has a note.
    static std::vector<Variant> pins() {
        std::vector<Variant> made(4);
        const std::array stars = {2, 5, 0, 3};
        for (size_t i = 0; i < made.size(); ++i) {
            made[i].id = VariantId(i + 1);
            made[i].pin = int(i);
            made[i].rating = stars[i];
        }
        made[2].note = "client's pick";
        return made;
    }
    static std::vector<VariantId> shown(PinTray& tray) {
        std::vector<VariantId> ids;
        for (int row = 0; row < tray.view().model()->rowCount(); ++row)
            ids.push_back(tray.view().model()->index(row, 0).data(VariantModel::IdRole).toLongLong());
        return ids;
    }
    static QComboBox& box(PinTray& tray, const QString& name) {
        for (auto* each : tray.findChildren<QComboBox*>())
            if (each->accessibleName() == name) return *each;
        qFatal("no such box");
    }

private Q_SLOTS:
    void starsAndNotesSort() {
        VariantModel model;
        PinTray tray(model);
        model.setVariants(pins());
        QCOMPARE(shown(tray), std::vector<VariantId>({1, 2, 3, 4}));
        box(tray, "Order of the pins").setCurrentIndex(1);
        QCOMPARE(shown(tray), std::vector<VariantId>({2, 4, 1, 3}));
        box(tray, "Order of the pins").setCurrentIndex(2);
        QCOMPARE(shown(tray), std::vector<VariantId>({4, 3, 2, 1}));
        box(tray, "Order of the pins").setCurrentIndex(3);
        QCOMPARE(shown(tray).front(), VariantId(3));
        box(tray, "Order of the pins").setCurrentIndex(0);
        QCOMPARE(shown(tray), std::vector<VariantId>({1, 2, 3, 4}));
    }

    void starsAndNotesFilter() {
        VariantModel model;
        PinTray tray(model);
        model.setVariants(pins());
        box(tray, "Pins that are shown").setCurrentIndex(2);
        QCOMPARE(shown(tray), std::vector<VariantId>({2, 4}));
        box(tray, "Pins that are shown").setCurrentIndex(4);
        QCOMPARE(shown(tray), std::vector<VariantId>({3}));
    }

    void chosenRowsAreThePinsOwn() {
        VariantModel model;
        PinTray tray(model);
        model.setVariants(pins());
        box(tray, "Order of the pins").setCurrentIndex(1);
        tray.view().setCurrentIndex(tray.view().model()->index(0, 0));
        QCOMPARE(tray.chosenRows(), std::vector<int>({1}));
    }

    void sortedPinsThatComeIntoSightAreSaid() {
        VariantModel model;
        PinTray tray(model);
        model.setVariants(pins());
        QSignalSpy seen(&tray.view(), &VariantView::visibleRowsChanged);
        box(tray, "Order of the pins").setCurrentIndex(1);
        QVERIFY(!seen.empty());
        seen.clear();
        auto moved = pins();
        std::swap(moved[0], moved[3]);
        model.setVariants(moved);
        QVERIFY(!seen.empty());
    }

    void pinsMoveInTheirOwnOrderAlone() {
        VariantModel model;
        PinTray tray(model);
        model.setVariants(pins());
        QSignalSpy moved(&tray, &PinTray::moved);
        tray.view().setCurrentIndex(tray.view().model()->index(1, 0));
        tray.moveChosen(-1);
        QCOMPARE(moved.last(), (QVariantList{1, 0}));
        box(tray, "Order of the pins").setCurrentIndex(1);
        tray.moveChosen(1);
        QCOMPARE(moved.size(), 1);
    }
};

QTEST_MAIN(PinTrayTest)
#include "pin_tray_test.moc"
