#include "core/base/parallel.h"

#include <QtTest>
#include <atomic>
#include <numeric>
#include <stdexcept>
#include <thread>

using namespace charrette;

class ParallelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyJobRunsOnce_data() {
        QTest::addColumn<int>("count");
        for (int count : {0, 1, 2, 3, 1000}) QTest::addRow("%d jobs", count) << count;
    }
    void everyJobRunsOnce() {
        QFETCH(int, count);
        std::vector<std::atomic<int>> calls(size_t(count) + 1);
        parallelFor(size_t(count), [&](size_t i) { ++calls[i]; });
        for (int i = 0; i < count; ++i) QCOMPARE(calls[size_t(i)].load(), 1);
        QCOMPARE(calls[size_t(count)].load(), 0);
    }

    void singleJobRunsOnTheCallersThread() {
        std::thread::id thread;
        parallelFor(1, [&](size_t) { thread = std::this_thread::get_id(); });
        QVERIFY(thread == std::this_thread::get_id());
    }

    void exceptionComesBackWhenAllHaveEnded() {
        std::atomic<int> running = 0;
        const auto job = [&](size_t i) {
            ++running;
            std::this_thread::yield();
            --running;
            if (i == 5) throw std::runtime_error("fifth");
        };
        QVERIFY_EXCEPTION_THROWN(parallelFor(100, job), std::runtime_error);
        QCOMPARE(running.load(), 0);
    }

    void teamTakesManyShortJobs() {
        ThreadTeam team(4);
        QCOMPARE(team.members(), size_t(4));
        std::vector<size_t> sums(team.members());
        for (int round = 0; round < 2000; ++round) team.run(7, [&](size_t i, size_t member) { sums[member] += i; });
        QCOMPARE(std::accumulate(sums.begin(), sums.end(), size_t(0)), size_t(2000 * 21));
    }

    void teamGoesOnAfterAnException() {
        ThreadTeam team(3);
        const auto fails = [](size_t i, size_t) {
            if (i == 2) throw std::runtime_error("second");
        };
        for (int round = 0; round < 100; ++round) QVERIFY_EXCEPTION_THROWN(team.run(10, fails), std::runtime_error);
        std::atomic<int> calls = 0;
        team.run(10, [&](size_t, size_t) { ++calls; });
        QCOMPARE(calls.load(), 10);
    }

    void loopsMayBeNested() {
        std::atomic<int> calls = 0;
        parallelFor(4, [&](size_t) { parallelFor(4, [&](size_t) { ++calls; }); });
        QCOMPARE(calls.load(), 16);
    }
};

QTEST_APPLESS_MAIN(ParallelTest)
#include "parallel_test.moc"
