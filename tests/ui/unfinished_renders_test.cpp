#include "ui/unfinished_renders.h"

#include <QTest>

using namespace charrette;

namespace {

RenderCells cells(std::vector<uint32_t> numbers, Priority priority = Priority::Visible, Stages stages = Stages::Both) {
    RenderCells render{.group = "grid", .stages = stages, .pixels = PixelFormat::Rgba8};
    for (uint32_t number : numbers) render.cells.push_back({number, priority, {.latent = number}});
    return render;
}

std::vector<uint32_t> numbersOf(const RenderCells& render) {
    std::vector<uint32_t> numbers;
    for (const Cell& cell : render.cells) numbers.push_back(cell.cell);
    return numbers;
}

}  // namespace

class UnfinishedRendersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRestIsWhatHasNotCome() {
        UnfinishedRenders renders;
        renders.add(1, cells({5, 4, 3, 2}));
        QVERIFY(renders.take(1, 5, Stage::Preview) && renders.take(1, 5, Stage::Full));
        QVERIFY(renders.take(1, 4, Stage::Preview) && renders.take(1, 3, Stage::Full));
        const auto rest = renders.rest(1);
        QCOMPARE(rest.size(), size_t(3));
        const std::vector expected = {std::pair(Stages::Both, 2u), {Stages::Preview, 3u}, {Stages::Full, 4u}};
        for (size_t i = 0; i < rest.size(); ++i) {
            QCOMPARE(rest[i].stages, expected[i].first);
            QCOMPARE(numbersOf(rest[i]), std::vector{expected[i].second});
            QVERIFY(rest[i].group.empty() && rest[i].pixels == PixelFormat::Rgba8);
        }
        QCOMPARE(renders.missingCells(1), (std::vector<uint32_t>{4, 3, 2}));
        QCOMPARE(renders.progress(1).done, uint64_t(4));
    }

    void aPictureComesOnce() {
        UnfinishedRenders renders;
        renders.add(1, cells({5}, Priority::Visible, Stages::Full));
        QVERIFY(!renders.take(1, 5, Stage::Preview) && !renders.take(1, 6, Stage::Full));
        QVERIFY(renders.take(1, 5, Stage::Full) && !renders.take(1, 5, Stage::Full));
    }

    void aCellFailsOnceAndForBothStages() {
        UnfinishedRenders renders;
        renders.add(1, cells({5, 6}));
        QCOMPARE(renders.fail(1, {6, 7}), std::vector<uint32_t>{6});
        QVERIFY(renders.fail(1, {6}).empty());
        QCOMPARE(renders.progress(1).done, uint64_t(2));
    }

    void groupsHaveNames() {
        UnfinishedRenders renders;
        renders.add(1, cells({1}));
        renders.add(2, {});
        QCOMPARE(renders.inGroup("grid"), RequestId(1));
        QCOMPARE(renders.inGroup(""), RequestId(0));
        renders.remove(1);
        QCOMPARE(renders.inGroup("grid"), RequestId(0));
    }

    void theMostUrgentOfThoseThatWereSentIsSuspected_data() {
        QTest::addColumn<Priority>("second");
        QTest::addColumn<bool>("hasPreviews");
        QTest::addColumn<bool>("isThirdSent");
        QTest::addColumn<RequestId>("suspect");
        QTest::newRow("the newest") << Priority::Visible << false << true << RequestId(3);
        QTest::newRow("that was sent") << Priority::Visible << false << false << RequestId(2);
        QTest::newRow("visible first") << Priority::Hidden << false << false << RequestId(1);
        QTest::newRow("previews first") << Priority::Visible << true << false << RequestId(1);
    }

    void theMostUrgentOfThoseThatWereSentIsSuspected() {
        QFETCH(Priority, second);
        QFETCH(bool, hasPreviews);
        QFETCH(bool, isThirdSent);
        QFETCH(RequestId, suspect);
        UnfinishedRenders renders;
        for (RequestId id : {1, 2, 3}) renders.add(id, cells({1}, id == 2 ? second : Priority::Visible));
        if (hasPreviews) renders.take(2, 1, Stage::Preview);
        for (RequestId id : {1, 2}) renders.markSent(id);
        if (isThirdSent) renders.markSent(3);
        const auto found = renders.countDeath();
        QVERIFY(found && found->deaths == 1);
        QCOMPARE(found->id, suspect);
    }

    void aSuspectIsSentAloneUntilAPictureForgivesIt() {
        UnfinishedRenders renders;
        for (RequestId id : {1, 2}) renders.add(id, cells({1, 2}));
        QCOMPARE(renders.nextToSend(), RequestId(1));
        for (RequestId id : {1, 2}) renders.markSent(id);
        QCOMPARE(renders.nextToSend(), RequestId(0));
        QCOMPARE(renders.countDeath()->id, RequestId(2));
        QCOMPARE(renders.nextToSend(), RequestId(2));
        renders.markSent(2);
        QCOMPARE(renders.nextToSend(), RequestId(0));
        QCOMPARE(renders.countDeath()->deaths, 2);
        renders.markSent(2);
        renders.take(2, 1, Stage::Preview);
        QCOMPARE(renders.nextToSend(), RequestId(1));
        QCOMPARE(renders.countDeath()->deaths, 1);
    }

    void whatWasNotSentIsNotSuspected() {
        UnfinishedRenders renders;
        renders.add(1, cells({1}));
        QVERIFY(!renders.countDeath());
        renders.markSent(1);
        renders.letAllWait();
        QVERIFY(!renders.countDeath());
    }
};

QTEST_GUILESS_MAIN(UnfinishedRendersTest)
#include "unfinished_renders_test.moc"
