#include "core/site/fill.h"

#include <cmath>

#include <QTest>

using namespace charrette;

class FillTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownPixelsStayAndOthersAreBetweenThem() {
        LinearPicture picture(33, 17);
        std::vector<float> known(picture.pixels());
        known[0] = known[picture.pixels() - 1] = 1;
        picture.plane(0)[0] = 0.9f;
        picture.plane(0)[picture.pixels() - 1] = 0.1f;
        const LinearPicture whole = filled(picture, known);
        QCOMPARE(whole.plane(0)[0], 0.9f);
        QCOMPARE(whole.plane(0)[picture.pixels() - 1], 0.1f);
        for (size_t i = 0; i < picture.pixels(); ++i) QVERIFY(whole.plane(0)[i] > 0.099f && whole.plane(0)[i] < 0.901f);
    }

    void oneColourFillsThePicture() {
        LinearPicture picture(20, 31);
        std::vector<float> known(picture.pixels());
        known[217] = 1;
        picture.plane(1)[217] = 0.4f;
        const LinearPicture whole = filled(picture, known);
        for (size_t i = 0; i < picture.pixels(); ++i) QVERIFY(std::abs(whole.plane(1)[i] - 0.4f) < 1e-5f);
    }

    void whereNothingIsKnownItIsBlack() {
        LinearPicture picture(5, 4);
        picture.samples.assign(picture.samples.size(), 1);
        const LinearPicture whole = filled(picture, std::vector<float>(picture.pixels()));
        for (float sample : whole.samples) QCOMPARE(sample, 0.0f);
    }
};

QTEST_APPLESS_MAIN(FillTest)
#include "fill_test.moc"
