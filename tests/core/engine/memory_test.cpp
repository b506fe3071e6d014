#include <atomic>
#include <optional>

#include <c10/core/CPUAllocator.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/engine/open_renderer.h"
#include "core/engine/service/service.h"
#include "core/nn/torch.h"
#include "tests/support/refusal.h"
#include "tests/support/reply_recorder.h"
#include "tests/support/tiny_model.h"

using namespace charrette;

namespace {

/// libtorch's own allocator, of which every so many calls fail as it fails when memory is short.
class FailingAllocator : public c10::Allocator {
public:
    FailingAllocator() : m_real(c10::GetDefaultCPUAllocator()) {}

    c10::DataPtr allocate(size_t bytes) const override {
        const int period = m_period;
        if (period > 0 && ++m_calls % period == 0) {
            ++m_failures;
            TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried to allocate ", bytes, " bytes.");
        }
        return m_real->allocate(bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override { return m_real->raw_deleter(); }
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
    void copy_data(void* to, const void* from, size_t bytes) const override { default_copy_data(to, from, bytes); }
#endif

    /// 0: none fails.
    void failEvery(int calls) { m_period = calls; }
    int failures() const { return m_failures; }

private:
    c10::Allocator* m_real;
    std::atomic<int> m_period = 0;
    mutable std::atomic<int> m_calls = 0, m_failures = 0;
};

}  // namespace

/// libtorch's memory runs short in the middle of a grid.
class MemoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        c10::SetCPUAllocator(&m_allocator, 255);
        const auto folder = m_folder.filePath("tiny").toStdString();
        test::writeTinyModel(folder);
        m_service.emplace(ServiceOptions{.cacheBudget = 0}, openRenderer, m_replies);
        m_service->handle({m_lastId, OpenModel{folder}});
        QVERIFY(m_replies.waitForEnd(m_lastId) && !m_replies.of<Opened>(m_lastId).empty());
        m_expected = grid();
        QCOMPARE(m_expected.size(), size_t(2 * cellCount));
    }

    void cleanupTestCase() { m_service.reset(); }

    void everyCellIsFinallyRendered() {
        double before = 0;
        for (int round = 1; round <= rounds; ++round) {
            m_allocator.failEvery(period(round));
            Pictures pictures = grid();
            m_allocator.failEvery(0);
            for (const auto& [place, samples] : grid()) pictures.try_emplace(place, samples);
            QVERIFY(pictures == m_expected);
            if (round == rounds / 5) before = test::peakMemory();
        }
        QVERIFY(m_allocator.failures() >= rounds);
        QVERIFY2(test::isSanitized || test::peakMemory() - before < 8, qPrintable(QString::number(test::peakMemory() - before)));
    }

private:
    using Pictures = std::map<std::pair<uint32_t, Stage>, std::vector<std::byte>>;
    static constexpr uint32_t cellCount = 6;
    static constexpr int rounds = 100;

    /// From every call to a few in a grid.
    static int period(int round) { return round <= rounds / 2 ? round : 20 * (round - rounds / 2); }

    /// The pictures of a grid that did not fail.
    Pictures grid() {
        RenderCells render;
        for (uint32_t seed = 0; seed < cellCount; ++seed) render.cells.push_back({seed, Priority::Visible, {.latent = seed}});
        m_service->handle({++m_lastId, render});
        if (!m_replies.waitForEnd(m_lastId)) qFatal("The grid did not end");
        Pictures pictures;
        for (const Picture& picture : m_replies.of<Picture>(m_lastId)) pictures[{picture.cell, picture.stage}] = picture.samples;
        m_replies.clear();
        return pictures;
    }

    FailingAllocator m_allocator;
    QTemporaryDir m_folder;
    test::ReplyRecorder m_replies;
    std::optional<Service> m_service;
    RequestId m_lastId = 1;
    Pictures m_expected;
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
