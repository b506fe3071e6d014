#include <atomic>
#include <cstdlib>
#include <new>
#include <optional>

#include <QTest>

#include "core/engine/service/service.h"
#include "tests/support/fake_renderer.h"
#include "tests/support/refusal.h"
#include "tests/support/reply_recorder.h"

using namespace charrette;

namespace {

/// Makes allocations on the threads that want it fail.
struct Shortage {
    static inline thread_local bool isFelt = false;
    static inline std::atomic<int> period = 0;  ///< every so many allocations fail; 0: none
    static inline std::atomic<int> left = 0;    ///< so many more fail
    static inline std::atomic<int> count = 0;
    static inline std::atomic<long> living = 0;  ///< allocations that were not given back

    static bool fails() {
        const int every = period;
        return isFelt && every > 0 && ++count % every == 0 && left-- > 0;
    }
    static void begin(int every, int failures) { count = 0, left = failures, period = every; }
    static void end() { period = 0; }
};

void* allocated(size_t size) {
    if (Shortage::fails()) throw std::bad_alloc();
    void* memory = std::malloc(size > 0 ? size : 1);
    if (!memory) throw std::bad_alloc();
    ++Shortage::living;
    return memory;
}

void release(void* memory) {
    if (!memory) return;
    --Shortage::living;
    std::free(memory);
}

}  // namespace

void* operator new(size_t size) { return allocated(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete(void* memory, size_t) noexcept { release(memory); }

/// Every allocation of a worker may fail.
class MemoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_device.before = [](const test::FakeDevice::Call&, std::stop_token) { Shortage::isFelt = true; };
        m_service.emplace(ServiceOptions{.cacheBudget = 200'000}, m_device.opener(), m_replies);
        m_service->handle({1, OpenModel{"fake"}});
        QVERIFY(m_replies.waitForEnd(1));
        grid(2);  // from here on the worker feels the shortage
    }

    void cleanup() {
        m_service.reset();
        m_replies.clear();
    }

    void everyCellIsAnsweredWhicheverAllocationFails() {
        for (int period = 1; period <= 100; ++period) {
            Shortage::begin(period, 50);
            const auto missing = grid(RequestId(100 + period));
            Shortage::end();
            for (const Failed& failed : missing) QCOMPARE(failed.sentence, std::string("There is not enough memory for this picture"));
        }
        QVERIFY(grid(1000).empty());
    }

    void aFewFailuresTakeNoPictureAway() {
        for (int period = 1; period <= 100; ++period) {
            Shortage::begin(period * 7, 2);
            QVERIFY(grid(RequestId(100 + period)).empty());
            Shortage::end();
        }
    }

    void nothingGrows() {
        long before = 0;
        for (int round = 1; round <= 100; ++round) {
            Shortage::begin(round, 50);
            grid(RequestId(100 + round));
            Shortage::end();
            m_replies.clear();
            m_device.forgetCalls();
            if (round == 20) before = Shortage::living;
        }
        QVERIFY2(Shortage::living <= before + 100, qPrintable(QString("%1 allocations, then %2").arg(before).arg(Shortage::living.load())));
    }

private:
    /// Renders a grid of pictures that are not kept, and gives back those that failed.
    std::vector<Failed> grid(RequestId id) {
        RenderCells render;
        for (uint32_t cell = 0; cell < 6; ++cell) render.cells.push_back({cell, Priority::Visible, {.latent = uint32_t(id) * 6 + cell}});
        m_service->handle({id, render});
        if (!m_replies.waitForEnd(id)) qFatal("The grid did not end");
        const auto failed = m_replies.of<Failed>(id);
        if (m_replies.of<Picture>(id).size() + failed.size() != 12) qFatal("Pictures are missing");
        return failed;
    }

    test::ReplyRecorder m_replies;
    test::FakeDevice m_device;
    std::optional<Service> m_service;
};

QTEST_APPLESS_MAIN(MemoryTest)
#include "memory_test.moc"
