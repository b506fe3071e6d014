#include "core/engine/service/service.h"

#include <cstring>
#include <future>
#include <latch>
#include <new>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/image/image_file.h"
#include "tests/support/fake_renderer.h"
#include "tests/support/reply_recorder.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using test::FakeDevice;

namespace {

using Outcome = Done::Outcome;

std::vector<Cell> cells(uint32_t first, uint32_t count, Priority priority = Priority::Visible) {
    std::vector<Cell> cells;
    for (uint32_t seed = first; seed < first + count; ++seed) cells.push_back({seed, priority, {.latent = seed}});
    return cells;
}

enum class WhenStopped { Opens, StaysClosed };

/// Holds back the first batch until a test lets it go, or somebody wants it to stop.
class Gate {
public:
    auto holding(WhenStopped whenStopped) {
        return [this, whenStopped](const FakeDevice::Call&, std::stop_token stop) {
            if (std::exchange(m_wasPassed, true)) return;
            const std::stop_callback stopped(stop, [this, whenStopped] {
                m_wasStopped = true;
                if (whenStopped == WhenStopped::Opens) open();
            });
            m_reached.count_down();
            m_opened.wait(false);
        };
    }

    void waitUntilReached() { m_reached.wait(); }
    void open() { m_opened = true, m_opened.notify_all(); }
    bool wasStopped() const { return m_wasStopped; }

private:
    std::latch m_reached{1};
    std::atomic<bool> m_opened = false, m_wasStopped = false;
    bool m_wasPassed = false;
};

std::vector<uint32_t> cellsOf(const std::vector<Picture>& pictures) {
    std::vector<uint32_t> cells;
    for (const Picture& picture : pictures) cells.push_back(picture.cell);
    return cells;
}

}  // namespace

class ServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_replies.clear();
        m_device = std::make_unique<FakeDevice>();
        start();
    }

    void cleanup() { m_service.reset(); }

    void openingGivesTheCard() {
        const auto opened = m_replies.of<Opened>(openId);
        QCOMPARE(opened.size(), size_t(1));
        QVERIFY(toJson(opened[0].card) == toJson(test::fakeCard()));
    }

    void everyCellGetsItsPictures() {
        ask(2, {.cells = cells(0, 5)});
        QVERIFY(m_replies.waitForEnd(2));
        const auto pictures = m_replies.of<Picture>(2);
        QCOMPARE(cellsOf(pictures), std::vector<uint32_t>({0, 1, 2, 3, 4, 0, 1, 2, 3, 4}));
        for (size_t i = 0; i < pictures.size(); ++i) {
            QCOMPARE(pictures[i].width, i < 5 ? test::fakePreviewSide : 32);
            QVERIFY(pictures[i].stage == (i < 5 ? Stage::Preview : Stage::Full));
            for (std::byte sample : pictures[i].samples) QCOMPARE(uint32_t(sample), pictures[i].cell);
        }
    }

    void progressEndsWithDone() {
        ask(2, {.cells = cells(0, 3)});
        QVERIFY(m_replies.waitForEnd(2));
        const auto progress = m_replies.of<Progress>(2);
        QCOMPARE(progress.size(), size_t(6));
        for (uint64_t i = 0; i < 6; ++i) QVERIFY(progress[i].done == i + 1 && progress[i].total == 6);
        QVERIFY(outcomeOf(2) == Outcome::Finished && std::holds_alternative<Done>(m_replies.all().back().what));
    }

    void nothingAskedForIsDoneAtOnce() {
        ask(2, {});
        QVERIFY(m_replies.waitForEnd(2));
    }

    void theFirstPictureLeavesBeforeTheLastIsMade() {
        std::atomic<size_t> sentBeforeLast = 0;
        m_device->before = [&](const FakeDevice::Call& call, std::stop_token) {
            if (call.seeds.back() == 23) sentBeforeLast = m_replies.of<Picture>(2).size();
        };
        ask(2, {.stages = Stages::Preview, .cells = cells(0, 24)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(size_t(sentBeforeLast), size_t(23));
    }

    void theNewestRequestOfAGroupWins() {
        Gate& gate = holdFirstBatch(WhenStopped::StaysClosed);
        ask(2, {.group = "slider", .stages = Stages::Full, .cells = cells(2, 3)});
        gate.waitUntilReached();
        for (RequestId id = 3; id <= 60; ++id) ask(id, {.group = "slider", .stages = Stages::Full, .cells = cells(uint32_t(id), 3)});
        gate.open();
        QVERIFY(m_replies.waitForEnd(60));
        for (RequestId id = 2; id < 60; ++id) QVERIFY(outcomeOf(id) == Outcome::Replaced && m_replies.of<Picture>(id).empty());
        QVERIFY(outcomeOf(60) == Outcome::Finished);
        QCOMPARE(cellsOf(m_replies.of<Picture>(60)), std::vector<uint32_t>({60, 61, 62}));
    }

    void staleWorkIsAtMostTheBatchInWork() {
        Gate& gate = holdFirstBatch(WhenStopped::StaysClosed);
        m_device->batch = 4;
        start();
        ask(2, {.group = "slider", .stages = Stages::Full, .cells = cells(0, 24)});
        gate.waitUntilReached();
        ask(3, {.group = "slider", .stages = Stages::Full, .cells = cells(100, 1)});
        gate.open();
        QVERIFY(m_replies.waitForEnd(3));
        size_t rendered = 0;
        for (const auto& call : m_device->calls()) rendered += call.seeds.size();
        QCOMPARE(rendered, size_t(4 + 1));
    }

    void staleWorkIsGivenUp() {
        Gate& gate = holdFirstBatch();
        ask(2, {.group = "slider", .cells = cells(0, 1)});
        gate.waitUntilReached();
        ask(3, {.group = "slider", .cells = cells(1, 1)});
        QVERIFY(m_replies.waitForEnd(3));
        QVERIFY(gate.wasStopped());
        QVERIFY(m_replies.of<Picture>(2).empty());
    }

    void groupsDoNotReplaceEachOther() {
        Gate& gate = holdFirstBatch();
        ask(2, {.group = "grid", .cells = cells(0, 3)});
        gate.waitUntilReached();
        ask(3, {.group = "slider", .cells = cells(5, 1)});
        ask(4, {.cells = cells(7, 1)});
        ask(5, {.cells = cells(8, 1)});
        gate.open();
        for (RequestId id : {2, 3, 4, 5}) QVERIFY(m_replies.waitForEnd(id) && outcomeOf(id) == Outcome::Finished);
    }

    void moreUrgentWorkComesInBetween() {
        Gate& gate = holdFirstBatch();
        ask(2, {.stages = Stages::Full, .cells = cells(0, 3, Priority::Hidden)});
        gate.waitUntilReached();
        ask(3, {.stages = Stages::Preview, .cells = cells(9, 1)});
        QVERIFY(m_replies.waitForEnd(2) && m_replies.waitForEnd(3));
        QVERIFY(gate.wasStopped());
        QCOMPARE(seedsInOrder(), std::vector<uint32_t>({0, 9, 0, 1, 2}));
        QCOMPARE(cellsOf(m_replies.of<Picture>(2)), std::vector<uint32_t>({0, 1, 2}));
    }

    void lessUrgentWorkWaits() {
        Gate& gate = holdFirstBatch();
        ask(2, {.stages = Stages::Preview, .cells = cells(0, 2)});
        gate.waitUntilReached();
        ask(3, {.stages = Stages::Full, .cells = cells(9, 1)});
        gate.open();
        QVERIFY(m_replies.waitForEnd(2) && m_replies.waitForEnd(3));
        QVERIFY(!gate.wasStopped());
        QCOMPARE(seedsInOrder(), std::vector<uint32_t>({0, 1, 9}));
    }

    void visibleCellsAndPreviewsComeFirst() {
        Gate& gate = holdFirstBatch();
        ask(2, {.stages = Stages::Preview, .cells = cells(99, 1)});
        gate.waitUntilReached();
        ask(3, {.cells = cells(0, 2, Priority::Hidden)});
        ask(4, {.cells = cells(10, 2)});
        gate.open();
        QVERIFY(m_replies.waitForEnd(3));
        QVERIFY(m_replies.waitForEnd(4));
        auto seeds = seedsInOrder();
        seeds.erase(std::ranges::remove(seeds, 99u).begin(), seeds.end());
        QCOMPARE(seeds, std::vector<uint32_t>({10, 11, 10, 11, 0, 1, 0, 1}));
    }

    void aCancelledRequestEnds() {
        Gate& gate = holdFirstBatch();
        ask(2, {.cells = cells(0, 100)});
        gate.waitUntilReached();
        m_service->handle({3, Cancel{2}});
        QVERIFY(m_replies.waitForEnd(2) && m_replies.waitForEnd(3));
        QVERIFY(outcomeOf(2) == Outcome::Cancelled && outcomeOf(3) == Outcome::Finished);
        QVERIFY(gate.wasStopped());
        QCOMPARE(statistics().queued, uint64_t(0));
        QVERIFY(m_replies.of<Picture>(2).empty());
    }

    void cancellingWhatIsOverIsNoMatter() {
        m_service->handle({2, Cancel{77}});
        QVERIFY(m_replies.waitForEnd(2) && outcomeOf(2) == Outcome::Finished);
        QVERIFY(m_replies.of<Done>(77).empty());
    }

    void heartbeatsAreAnsweredWhileItRenders() {
        Gate& gate = holdFirstBatch();
        ask(2, {.cells = cells(0, 1)});
        gate.waitUntilReached();
        m_service->handle({3, Heartbeat()});
        QCOMPARE(m_replies.of<Heartbeat>(3).size(), size_t(1));
        QCOMPARE(statistics().inWork, uint64_t(1));
        gate.open();
    }

    void anIdInUseIsRefused() {
        Gate& gate = holdFirstBatch();
        ask(2, {.cells = cells(0, 1)});
        gate.waitUntilReached();
        QCOMPARE(test::sentenceOf([&] { ask(2, {.cells = cells(1, 1)}); }), QString("request: id 2 is in use"));
        gate.open();
        QVERIFY(m_replies.waitForEnd(2) && m_replies.of<Done>(2).size() == 1);
    }

    void batchesAreAsLargeAsTheDeviceLikes() {
        m_device->batch = 4;
        start();
        ask(2, {.cells = cells(0, 10)});
        QVERIFY(m_replies.waitForEnd(2));
        std::vector<size_t> sizes;
        for (const auto& call : m_device->calls()) sizes.push_back(call.seeds.size());
        QCOMPARE(sizes, std::vector<size_t>({4, 4, 2, 4, 4, 2}));
    }

    void whatWasRenderedOnceIsKept() {
        for (RequestId id : {2, 3}) {
            ask(id, {.cells = cells(0, 5)});
            QVERIFY(m_replies.waitForEnd(id));
        }
        QCOMPARE(m_device->calls().size(), size_t(10));
        QVERIFY(samplesOf(2) == samplesOf(3));
        QCOMPARE(statistics().fromCache, uint64_t(10));
    }

    void keptPicturesStayWithinTheirBudget() {
        const size_t budget = 100'000;
        start({.cacheBudget = budget});
        for (RequestId id = 2; id < 30; ++id) {
            ask(id, {.cells = cells(uint32_t(id) * 100, 5)});
            QVERIFY(m_replies.waitForEnd(id));
            QVERIFY(statistics().cacheBytes <= budget);
        }
        QVERIFY(statistics().cacheBytes > budget / 2);
    }

    void withoutPreviewsFullPicturesTakeTheirPlace() {
        m_device->makesPreviews = false;
        ask(2, {.cells = cells(7, 2)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_device->calls().size(), size_t(2));
        for (const auto& call : m_device->calls()) QVERIFY(call.stage == Stage::Full);
        QCOMPARE(m_replies.of<Picture>(2).size(), size_t(4));
        QCOMPARE(m_replies.of<Picture>(2)[0].width, 32);
        QCOMPARE(m_replies.of<Picture>(2)[3].width, 32);
    }

    void aGenomeThatDoesNotFitFailsAlone() {
        auto three = cells(0, 3);
        three[1].genome.modelHash = std::string(64, 'f');
        ask(2, {.stages = Stages::Full, .cells = three});
        QVERIFY(m_replies.waitForEnd(2));
        const auto failed = m_replies.of<Failed>(2);
        QCOMPARE(failed.size(), size_t(1));
        QVERIFY(failed[0].cells == std::vector<uint32_t>{1} && failed[0].sentence.starts_with("genome: model is ffff"));
        QCOMPARE(cellsOf(m_replies.of<Picture>(2)), std::vector<uint32_t>({0, 2}));
        QVERIFY(outcomeOf(2) == Outcome::Finished);
    }

    void withoutAModelEveryCellFails() {
        m_service.emplace(ServiceOptions(), m_device->opener(), m_replies);
        ask(2, {.stages = Stages::Full, .cells = cells(0, 2)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_replies.of<Failed>(2).size(), size_t(2));
        QCOMPARE(m_replies.of<Failed>(2)[0].sentence, std::string("No model is open"));
    }

    void aModelThatCannotBeOpenedLeavesTheOtherOpen() {
        m_service->handle({2, OpenModel{"missing"}});
        ask(3, {.cells = cells(0, 1)});
        QVERIFY(m_replies.waitForEnd(2) && m_replies.waitForEnd(3));
        QCOMPARE(m_replies.of<Failed>(2)[0].sentence, std::string("There is no model 'missing'"));
        QCOMPARE(m_replies.of<Picture>(3).size(), size_t(2));
    }

    void anotherModelTakesThePlace() {
        m_service->handle({2, OpenModel{"other"}});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(statistics().model, std::string("other"));
        ask(4, {.stages = Stages::Full, .cells = {{0, Priority::Visible, {.modelHash = std::string(64, 'a')}}}});
        QVERIFY(m_replies.waitForEnd(4));
        QVERIFY(m_replies.of<Failed>(4)[0].sentence.find("this one is bbbb") != std::string::npos);
    }

    void onlyTheNewestModelIsOpened() {
        Gate& gate = holdFirstBatch();
        ask(2, {.cells = cells(0, 1)});
        gate.waitUntilReached();
        m_service->handle({3, OpenModel{"other"}});
        m_service->handle({4, OpenModel{"missing"}});
        m_service->handle({5, OpenModel{"fake"}});
        gate.open();
        QVERIFY(m_replies.waitForEnd(5) && m_replies.of<Opened>(5).size() == 1);
        QVERIFY(outcomeOf(3) == Outcome::Replaced && outcomeOf(4) == Outcome::Replaced);
    }

    void whenMemoryIsShortBatchesAreHalved() {
        m_device->batch = 8;
        m_device->before = [](const FakeDevice::Call& call, std::stop_token) {
            if (call.seeds.size() > 2) throw std::bad_alloc();
        };
        start();
        ask(2, {.cells = cells(0, 20)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_replies.of<Picture>(2).size(), size_t(40));
        QVERIFY(m_replies.of<Failed>(2).empty());
        QCOMPARE(notices(), QList<QString>({"There is not enough memory for 8 pictures at once; it goes on with 4",
                                            "There is not enough memory for 4 pictures at once; it goes on with 2"}));
    }

    void aDeviceWithoutMemoryHandsOverToTheCpu() { expectCpuTakesOver(std::bad_alloc(), "there is not enough memory"); }

    void aBrokenDeviceHandsOverToTheCpu() {
        expectCpuTakesOver(std::runtime_error("CUDA error: illegal address\nmore"), "CUDA error: illegal address");
    }

    void whenTheCpuHasNoMemoryThePictureFailsAlone() {
        m_device->before = [](const FakeDevice::Call& call, std::stop_token) {
            if (call.seeds[0] == 1) throw std::bad_alloc();
        };
        ask(2, {.stages = Stages::Full, .cells = cells(0, 3)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_replies.of<Failed>(2).size(), size_t(1));
        QCOMPARE(m_replies.of<Failed>(2)[0].sentence, std::string("There is not enough memory for this picture"));
        QCOMPARE(cellsOf(m_replies.of<Picture>(2)), std::vector<uint32_t>({0, 2}));
        QVERIFY(notices().isEmpty());
    }

    void whatTheCpuCannotRenderFailsAlone() {
        m_device->before = [](const FakeDevice::Call& call, std::stop_token) {
            if (call.seeds[0] == 1) throw std::runtime_error("odd\nvery odd");
        };
        ask(2, {.stages = Stages::Full, .cells = cells(0, 3)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_replies.of<Failed>(2)[0].sentence, std::string("The picture cannot be rendered: odd"));
        QCOMPARE(cellsOf(m_replies.of<Picture>(2)), std::vector<uint32_t>({0, 2}));
    }

    void devicesShareTheWork() {
        std::latch both(2);
        m_device->before = [&](const FakeDevice::Call& call, std::stop_token) {
            if (call.seeds[0] < 2) both.arrive_and_wait();
        };
        start({.devices = {"cuda:0", "cuda:1"}});
        ask(2, {.stages = Stages::Full, .cells = cells(0, 20)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_replies.of<Picture>(2).size(), size_t(20));
        auto openedOn = m_device->openedOn();
        std::ranges::sort(openedOn);
        QCOMPARE(std::vector<std::string>(openedOn.end() - 2, openedOn.end()), std::vector<std::string>({"cuda:0", "cuda:1"}));
    }

    void aSiteStandsBehindTheObject() {
        startWithCoverage();
        ask(2, {.stages = Stages::Full, .cells = onSite({.name = "paper", .shadow = 0}, 1)});
        QVERIFY(m_replies.waitForEnd(2));
        const Picture picture = m_replies.of<Picture>(2).at(0);
        const SiteGround paper = groundOf({.name = "paper"}, nullptr, 32, 32);
        const auto left = size_t(3 * (10 * 32 + 3)), right = size_t(3 * (10 * 32 + 28));
        QCOMPARE(int(picture.samples[left]), 200);
        QCOMPARE(int(picture.samples[right]), int(compositeBytes(cutOut(Image(32, 32, 5)), paper, {.name = "paper"})[right]));
        QVERIFY(int(picture.samples[right]) > 220);
    }

    void anotherSiteNeedsNoRendering() {
        startWithCoverage();
        ask(2, {.stages = Stages::Full, .cells = onSite({.name = "dusk"}, 3)});
        QVERIFY(m_replies.waitForEnd(2));
        m_device->forgetCalls();
        ask(3, {.stages = Stages::Full, .cells = onSite({.name = "clay"}, 3)});
        ask(4, {.stages = Stages::Full, .cells = onSite({.name = "dusk"}, 3)});
        ask(5, {.stages = Stages::Full, .cells = cells(200, 3)});
        for (RequestId id : {3, 4, 5}) QVERIFY(m_replies.waitForEnd(id));
        QVERIFY(m_device->calls().empty());
        QVERIFY(samplesOf(2) == samplesOf(4));
        QVERIFY(samplesOf(2) != samplesOf(3));
        QVERIFY(samplesOf(2) != samplesOf(5));
    }

    void matchAndShadowAndPlacementAllCount() {
        startWithCoverage();
        addPhoto(9, 'a', 4);
        const Site photo{.name = "photo", .photo = std::string(64, 'a')};
        std::set<std::vector<std::byte>> pictures;
        RequestId id = 10;
        for (auto change : {+[](Site&) {}, +[](Site& site) { site.x = 0.3; }, +[](Site& site) { site.y = 0.3; }, +[](Site& site) { site.scale = 2; },
                            +[](Site& site) { site.angle = 20; }, +[](Site& site) { site.match = 1; }, +[](Site& site) { site.shadow = 0; }}) {
            Site site = photo;
            change(site);
            ask(++id, {.stages = Stages::Full, .cells = onSite(site, 1)});
            QVERIFY(m_replies.waitForEnd(id));
            pictures.insert(samplesOf(id).at(0));
        }
        QCOMPARE(pictures.size(), size_t(7));
    }

    void everyKindOfPixelsIsTheSamePicture() {
        startWithCoverage();
        const Site site{.name = "dusk", .match = 0.5};
        const auto made = [&](RequestId id, PixelFormat pixels) {
            ask(id, {.stages = Stages::Full, .pixels = pixels, .cells = onSite(site, 1)});
            return m_replies.waitForEnd(id) ? m_replies.of<Picture>(id).at(0) : Picture();
        };
        const Picture bytes = made(2, PixelFormat::Rgb8), covered = made(3, PixelFormat::Rgba8), floats = made(4, PixelFormat::Float);
        QCOMPARE(floats.samples.size(), size_t(32 * 32 * 5 * 4));
        for (size_t i = 0; i < 32 * 32; ++i) {
            float samples[5];
            std::memcpy(samples, &floats.samples[20 * i], sizeof samples);
            QVERIFY(covered.samples[4 * i + 3] == std::byte(255) && samples[3] == 1);
            for (size_t j = 0; j < 3; ++j) {
                QCOMPARE(covered.samples[4 * i + j], bytes.samples[3 * i + j]);
                QVERIFY(std::abs(255 * samples[j] - float(bytes.samples[3 * i + j])) < 0.51f);
            }
        }
        for (const auto& [pixels, id] : {std::pair(PixelFormat::Png8, 5), {PixelFormat::Png16, 6}, {PixelFormat::Tiff8, 7}, {PixelFormat::Tiff16, 8}}) {
            const QTemporaryDir folder;
            const bool isPng = pixels == PixelFormat::Png8 || pixels == PixelFormat::Png16;
            const std::filesystem::path file = folder.filePath(isPng ? "a.png" : "a.tif").toStdString();
            writeFileAtomically(file, made(RequestId(id), pixels).samples);
            const Image image = readImage(file);
            QCOMPARE(image.channels, 3);
            for (size_t i = 0; i < image.samples.size(); ++i)
                QVERIFY(std::abs(255 * image.samples[i] - float(bytes.samples[i])) < (isFine(pixels) ? 0.51f : 0.01f));
        }
    }

    void previewsStandOnTheSiteToo() {
        startWithCoverage();
        ask(2, {.cells = onSite({.name = "dusk"}, 2)});
        QVERIFY(m_replies.waitForEnd(2));
        const auto pictures = m_replies.of<Picture>(2);
        QCOMPARE(pictures.size(), size_t(4));
        QVERIFY(pictures[0].stage == Stage::Preview && pictures[0].width == test::fakePreviewSide);
        QVERIFY(pictures[3].stage == Stage::Full && pictures[3].width == 32);
        QCOMPARE(seedsInOrder(), std::vector<uint32_t>({200, 201, 200, 201}));
    }

    void withoutPreviewsFullPicturesOnTheSiteTakeTheirPlace() {
        startWithCoverage();
        m_device->makesPreviews = false;
        ask(2, {.cells = onSite({.name = "dusk"}, 2)});
        QVERIFY(m_replies.waitForEnd(2));
        for (const Picture& picture : m_replies.of<Picture>(2)) QCOMPARE(picture.width, 32);
        QCOMPARE(seedsInOrder(), std::vector<uint32_t>({200, 201}));
    }

    void theSelectedVariantDoesNotEndAPreviewInWork() {
        std::promise<void> selectedIsAsked;
        auto isAsked = selectedIsAsked.get_future().share();
        m_device->before = [&](const auto& call, std::stop_token stop) {
            if (call.stage == Stage::Preview) QVERIFY(isAsked.wait_for(std::chrono::seconds(10)) == std::future_status::ready && !stop.stop_requested());
        };
        ask(2, {.stages = Stages::Preview, .cells = cells(0, 1)});
        QTRY_COMPARE(m_device->calls().size(), size_t(1));
        auto selected = cells(50, 1);
        selected[0].priority = Priority::Selected;
        ask(3, {.stages = Stages::Full, .cells = selected});
        selectedIsAsked.set_value();
        QVERIFY(m_replies.waitForEnd(2) && m_replies.waitForEnd(3));
        QCOMPARE(m_device->calls().size(), size_t(2));
    }

    void sitesThatAreNotThereFailWithASentence() {
        startWithCoverage();
        const auto sentence = [&](RequestId id, const Site& site) {
            ask(id, {.stages = Stages::Full, .cells = onSite(site, 2)});
            return m_replies.waitForEnd(id) && m_replies.of<Failed>(id).size() == 2 ? m_replies.of<Failed>(id)[0].sentence : std::string();
        };
        QCOMPARE(sentence(2, {.name = "photo", .photo = std::string(64, 'a'), .file = "street.jpg"}),
                 std::string("The photo 'street.jpg' that the site names is not here; it has to be chosen again"));
        QCOMPARE(sentence(3, {.name = "mars"}), std::string("There is no site 'mars'; there are paper, studio, charcoal, clay, morning, dusk, and photo"));
        m_device->hasCoverage = false;
        start();
        QCOMPARE(sentence(4, {.name = "dusk"}),
                 std::string("The pictures of 'fake' do not tell the object from its background, so nothing else can stand behind it"));
    }

    void photosAreKeptWithinABudget() {
        m_device->hasCoverage = true;
        start({.cacheBudget = 1 << 20});
        addPhoto(2, 'a', 64);
        QVERIFY(outcomeOf(2) == Outcome::Finished);
        QVERIFY(statistics().cacheBytes >= 64 * 64 * 3);
        QVERIFY(test::sentenceOf([&] { addPhoto(3, 'b', 400); }).contains("A photo of 400 x 400 pixels takes more memory than the engine has"));
        for (char name : {'c', 'd', 'e', 'f', '0', '1', '2', '3', '4', '5', '6'}) addPhoto(RequestId(name), name, 64);
        ask(4, {.stages = Stages::Full, .cells = onSite({.name = "photo", .photo = std::string(64, 'a')}, 1)});
        QVERIFY(m_replies.waitForEnd(4));
        QCOMPARE(m_replies.of<Failed>(4).size(), size_t(1));
    }

    void itsEndGivesUpWhatIsInWork() {
        Gate& gate = holdFirstBatch();
        ask(2, {.cells = cells(0, 100)});
        gate.waitUntilReached();
        m_service.reset();
        QVERIFY(gate.wasStopped());
        QVERIFY(m_replies.of<Picture>(2).empty());
    }

private:
    static constexpr RequestId openId = 1, statisticsId = 1'000'000;

    void start(const ServiceOptions& options = {}) {
        m_replies.clear();
        m_service.emplace(options, m_device->opener(), m_replies);
        m_service->handle({openId, OpenModel{"fake"}});
        QVERIFY(m_replies.waitForEnd(openId));
    }

    void startWithCoverage() {
        m_device->hasCoverage = true;
        start();
    }

    /// Grey objects that cover the left half.
    static std::vector<Cell> onSite(const Site& site, uint32_t count) {
        auto made = cells(200, count);
        for (Cell& cell : made) cell.genome.site = site;
        return made;
    }

    void addPhoto(RequestId id, char name, int side) {
        AddPhoto photo{std::string(64, name), side, side, {}};
        for (int i = 0; i < 3 * side * side; ++i) photo.pixels.push_back(std::byte(i * 7));
        m_service->handle({id, photo});
    }

    static bool isFine(PixelFormat pixels) { return pixels == PixelFormat::Png16 || pixels == PixelFormat::Tiff16; }

    Gate& holdFirstBatch(WhenStopped whenStopped = WhenStopped::Opens) {
        m_gate.emplace();
        m_device->before = m_gate->holding(whenStopped);
        return *m_gate;
    }

    void ask(RequestId id, RenderCells render) { m_service->handle({id, std::move(render)}); }

    Outcome outcomeOf(RequestId id) const { return m_replies.of<Done>(id).at(0).outcome; }

    Statistics statistics() {
        m_service->handle({statisticsId, AskStatistics()});
        return m_replies.of<Statistics>(statisticsId).back();
    }

    QList<QString> notices() const {
        QList<QString> sentences;
        for (const Notice& notice : m_replies.of<Notice>(0)) sentences += QString::fromStdString(notice.sentence);
        return sentences;
    }

    std::vector<uint32_t> seedsInOrder() const {
        std::vector<uint32_t> seeds;
        for (const auto& call : m_device->calls()) seeds.insert(seeds.end(), call.seeds.begin(), call.seeds.end());
        return seeds;
    }

    std::vector<std::vector<std::byte>> samplesOf(RequestId id) const {
        std::vector<std::vector<std::byte>> samples;
        for (const Picture& picture : m_replies.of<Picture>(id)) samples.push_back(picture.samples);
        return samples;
    }

    template <class Failure>
    void expectCpuTakesOver(const Failure& failure, const QString& reason) {
        m_device->before = [&](const FakeDevice::Call&, std::stop_token) {
            if (m_device->openedOn().back() == "cuda:0") throw failure;
        };
        start({.devices = {"cuda:0"}});
        ask(2, {.cells = cells(0, 3)});
        QVERIFY(m_replies.waitForEnd(2));
        QCOMPARE(m_replies.of<Picture>(2).size(), size_t(6));
        QCOMPARE(notices(), QList<QString>({"cuda:0 cannot go on: " + reason + "; the CPU takes over"}));
        QCOMPARE(statistics().devices, std::vector<std::string>({"cpu"}));
    }

    test::ReplyRecorder m_replies;
    std::unique_ptr<FakeDevice> m_device;
    std::optional<Gate> m_gate;
    std::optional<Service> m_service;
};

QTEST_APPLESS_MAIN(ServiceTest)
#include "service_test.moc"
