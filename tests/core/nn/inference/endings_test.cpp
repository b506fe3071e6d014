#include "core/nn/inference/endings.h"

#include <QTest>

using namespace charrette;

namespace {

constexpr size_t inputSize = 64, planesSize = 2 * 2 * 3, bytes = (inputSize + planesSize) * sizeof(float);

/// Keeps an ending of which every value is `value`, under that name.
void keep(Endings& endings, int value, size_t block = 3) {
    // Planes' memory may be longer than they are.
    const Planes planes{2, 3, Floats(planesSize + 5, float(value))};
    endings.keep(std::to_string(value), block, std::vector<float>(inputSize, float(value)), planes);
}

}  // namespace

class EndingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsFound() {
        Endings endings(10 * bytes);
        QVERIFY(!endings.find("1"));
        for (int value : {1, 2, 3}) keep(endings, value);
        const Ending* found = endings.find("2");
        QVERIFY(found && found->block == 3);
        QVERIFY(found->input == Floats(inputSize, 2));
        QVERIFY(found->planes.side == 2 && found->planes.channels == 3 && found->planes.values == Floats(planesSize, 2));
    }

    void theOldestMakesRoom() {
        Endings endings(3 * bytes + bytes / 2);
        for (int value = 0; value < 10; ++value) {
            keep(endings, value);
            for (int other = 0; other < 10; ++other)
                QCOMPARE(endings.find(std::to_string(other)) != nullptr, other <= value && other > value - 3);
        }
    }

    void thereAreNeverMoreThanMost() {
        Endings endings(1 << 30);
        for (int value = 0; value <= int(Endings::most); ++value) keep(endings, value);
        QVERIFY(!endings.find("0") && endings.find("1") && endings.find(std::to_string(Endings::most)));
    }

    void oneOverTheBudgetIsNotKept() {
        Endings endings(bytes - 1);
        keep(endings, 1);
        QVERIFY(!endings.find("1"));
    }

    void anotherBlocksTakeTheirPlace() {
        Endings endings(10 * bytes);
        keep(endings, 1, 3);
        keep(endings, 2, 4);
        QVERIFY(!endings.find("1") && endings.find("2")->block == 4);
    }

    void clearedNothingIsFound() {
        Endings endings(10 * bytes);
        for (int value : {1, 2, 3}) keep(endings, value);
        endings.clear();
        QVERIFY(!endings.find("2"));
        for (int value : {2, 4}) keep(endings, value);
        QVERIFY(endings.find("2") && endings.find("4"));
    }
};

QTEST_APPLESS_MAIN(EndingsTest)
#include "endings_test.moc"
