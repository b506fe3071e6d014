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

    void loopsMayBeNested() {
        std::atomic<int> calls = 0;
        parallelFor(4, [&](size_t) { parallelFor(4, [&](size_t) { ++calls; }); });
        QCOMPARE(calls.load(), 16);
    }
};

QTEST_APPLESS_MAIN(ParallelTest)
#include "parallel_test.moc"
