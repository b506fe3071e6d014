#include "core/engine/service/work_queue.h"

#include <QTest>

using namespace charrette;

namespace {

using Names = QList<QString>;

RenderCells render(Stages stages, std::vector<std::pair<uint32_t, Priority>> cells, const std::string& group = "") {
    RenderCells render{.group = group, .stages = stages};
    for (const auto& [cell, priority] : cells) render.cells.push_back({cell, priority, {}});
    return render;
}

RenderCells visible(Stages stages, std::vector<uint32_t> cells, const std::string& group = "") {
    std::vector<std::pair<uint32_t, Priority>> all;
    for (uint32_t cell : cells) all.emplace_back(cell, Priority::Visible);
    return render(stages, all, group);
}

/// "1p" for the preview of cell 1, "1f" for its full picture.
QString nameOf(const Job& job) { return QString::number(job.cell().cell) + (job.rank.stage == Stage::Preview ? "p" : "f"); }

Names namesOf(const std::vector<Job>& jobs) {
    Names names;
    for (const Job& job : jobs) names += nameOf(job);
    return names;
}

std::vector<Job> take(WorkQueue& queue, size_t limit = 1) {
    return queue.take([=](const Job&) { return limit; });
}

/// All that waits, in the order in which it would be rendered.
Names order(WorkQueue& queue) {
    Names names;
    for (auto jobs = take(queue); !jobs.empty(); jobs = take(queue)) names += namesOf(jobs);
    return names;
}

}  // namespace

class WorkQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void previewsComeBeforeFullPictures() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Both, {0, 1}));
        QCOMPARE(order(queue), Names({"0p", "1p", "0f", "1f"}));
    }

    void visibleCellsComeBeforeHiddenOnes() {
        WorkQueue queue;
        queue.add(1, render(Stages::Both, {{0, Priority::Hidden}, {1, Priority::Visible}}));
        QCOMPARE(order(queue), Names({"1p", "1f", "0p", "0f"}));
    }

    void theNewestRequestComesFirst() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Both, {0, 1}));
        queue.add(2, visible(Stages::Both, {2}));
        QCOMPARE(order(queue), Names({"2p", "0p", "1p", "2f", "0f", "1f"}));
    }

    void stagesCanBeChosen() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Preview, {0}));
        queue.add(2, visible(Stages::Full, {1}));
        QCOMPARE(order(queue), Names({"0p", "1f"}));
    }

    void aBatchIsOfOneStageAndPriority() {
        WorkQueue queue;
        queue.add(1, render(Stages::Both, {{0, Priority::Visible}, {1, Priority::Visible}, {2, Priority::Hidden}}));
        QCOMPARE(namesOf(take(queue, 8)), Names({"0p", "1p"}));
        QCOMPARE(namesOf(take(queue, 8)), Names({"0f", "1f"}));
        QCOMPARE(namesOf(take(queue, 8)), Names({"2p"}));
    }

    void aBatchHasAtMostTheLimit() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Full, {0, 1, 2, 3, 4}));
        QCOMPARE(namesOf(take(queue, 3)), Names({"0f", "1f", "2f"}));
        QCOMPARE(namesOf(take(queue, 0)), Names({"3f"}));
    }

    void whatIsReleasedWaitsAgain() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Full, {0, 1}));
        const auto jobs = take(queue);
        QCOMPARE(queue.inWork(), size_t(1));
        queue.release(jobs);
        QCOMPARE(queue.inWork(), size_t(0));
        QCOMPARE(order(queue), Names({"0f", "1f"}));
    }

    void theRequestOfAGroupIsFound() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Full, {0}, "grid"));
        queue.add(2, visible(Stages::Full, {0}));
        QCOMPARE(queue.inGroup("grid"), RequestId(1));
        QCOMPARE(queue.inGroup("slider"), RequestId(0));
        QCOMPARE(queue.inGroup(""), RequestId(0));
    }

    void aRemovedRequestLeavesNothing() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Both, {0, 1}, "grid"));
        queue.add(2, visible(Stages::Full, {5}));
        const auto jobs = take(queue);
        queue.remove(1);
        QVERIFY(!queue.isWanted(jobs[0].rank) && !queue.has(1) && queue.inGroup("grid") == 0);
        QCOMPARE(queue.inWork(), size_t(0));
        queue.release(jobs);
        QCOMPARE(order(queue), Names({"5f"}));
    }

    void progressCountsPictures() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Both, {0}));
        for (uint64_t done : {1, 2}) {
            const Job job = take(queue)[0];
            QCOMPARE(queue.progressAfter(job).done, done);
            QCOMPARE(queue.progressAfter(job).total, uint64_t(2));
            queue.finish(job);
        }
        QVERIFY(!queue.has(1) && queue.size() == 0 && queue.inWork() == 0);
    }

    void failuresAreCountedForEachPicture() {
        WorkQueue queue;
        queue.add(1, visible(Stages::Full, {0, 1}));
        const auto jobs = take(queue, 2);
        QCOMPARE(queue.countFailure(jobs[0].rank), 1);
        QCOMPARE(queue.countFailure(jobs[0].rank), 2);
        QCOMPARE(queue.countFailure(jobs[1].rank), 1);
        queue.remove(1);
        QCOMPARE(queue.countFailure(jobs[0].rank), 0);
    }
};

QTEST_APPLESS_MAIN(WorkQueueTest)
#include "work_queue_test.moc"
