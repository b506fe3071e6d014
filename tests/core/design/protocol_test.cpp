#include "core/design/protocol.h"

#include <set>

#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/core/design/sample_card.h"
#include "tests/support/hostile_frames.h"
#include "tests/support/refusal.h"

using namespace charrette;

namespace {

/// Reads a stream of requests to its end.
void readRequests(std::span<const std::byte> bytes) {
    FrameReader reader;
    reader.feed(bytes);
    while (const auto frame = reader.next()) requestFromFrame(*frame);
    reader.finish();
}

/// A message that has gone over the wire.
template <class Message>
Message sent(const Message& message, Message read(const Frame&)) {
    FrameReader reader;
    reader.feed(toBytes(toFrame(message)));
    return read(*reader.next());
}

template <class What>
What sentRequest(const What& what) {
    return std::get<What>(sent<Request>({7, what}, requestFromFrame).what);
}

template <class What>
What sentReply(const What& what) {
    return std::get<What>(sent<Reply>({7, what}, replyFromFrame).what);
}

Picture picture(PixelFormat pixels, size_t bytes) {
    return {.cell = 3,
            .stage = Stage::Preview,
            .width = 4,
            .height = 2,
            .channels = 5,
            .pixels = pixels,
            .samples = std::vector<std::byte>(bytes)};
}

}  // namespace

class ProtocolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsArriveAsTheyWereSent() {
        QCOMPARE(sent<Request>({requestIdLimit, Heartbeat()}, requestFromFrame).id, requestIdLimit);
        sentRequest(AskStatistics());
        QCOMPARE(sentRequest(OpenModel{"vessels"}).model, std::string("vessels"));
        QCOMPARE(sentRequest(Cancel{12}).request, RequestId(12));
    }

    void renderingsArriveAsTheyWereSent() {
        const Genome genome{
            .parameters = {{"height", 400.0}, {"back", "low"}}, .latent = std::vector<float>{0.1f, -2}, .noise = {Noise::Kind::Seed, 3}};
        const auto render =
            sentRequest(RenderCells{"slider",
                                    Stages::Full,
                                    PixelFormat::Rgba8,
                                    {{8, Priority::Visible, genome, "{\"seed\": 3}"}, {UINT32_MAX, Priority::Hidden, {.latent = 5u}}}});
        QCOMPARE(render.group, std::string("slider"));
        QVERIFY(render.stages == Stages::Full && render.pixels == PixelFormat::Rgba8);
        QCOMPARE(render.cells.size(), size_t(2));
        QVERIFY(render.cells[0].cell == 8 && render.cells[0].priority == Priority::Visible && render.cells[0].genome == genome);
        QCOMPARE(render.cells[0].text, std::string("{\"seed\": 3}"));
        QVERIFY(render.cells[1].text.empty());
        QVERIFY(render.cells[1].cell == UINT32_MAX && render.cells[1].priority == Priority::Hidden);
    }

    void photosArriveAsTheyWereSent() {
        const AddPhoto before{std::string(64, 'a'), 3, 2, std::vector<std::byte>(18, std::byte(7))};
        const AddPhoto photo = sentRequest(before);
        QVERIFY(photo.photo == before.photo && photo.width == 3 && photo.height == 2 && photo.pixels == before.pixels);
    }

    void sitesOfGenomesArriveAsTheyWereSent() {
        const Genome genome{.site = Site{.name = "photo", .photo = std::string(64, 'b'), .file = "a.jpg", .x = 0.5, .angle = -3, .match = 0.2}};
        const auto render = sentRequest(RenderCells{.cells = {{1, Priority::Visible, genome}}});
        QVERIFY(render.cells[0].genome == genome);
    }

    void repliesArriveAsTheyWereSent() {
        QVERIFY(toJson(sentReply(Opened{sampleCard()}).card) == toJson(sampleCard()));
        QCOMPARE(sentReply(Progress{3, 24}).total, uint64_t(24));
        QVERIFY(sentReply(Done{Done::Outcome::Replaced}).outcome == Done::Outcome::Replaced);
        const auto failed = sentReply(Failed{"It did not work.", {4, 5}});
        QVERIFY(failed.sentence == "It did not work." && failed.cells == std::vector<uint32_t>({4, 5}));
        QCOMPARE(sent<Reply>({0, Notice{"Beware."}}, replyFromFrame).id, RequestId(0));
    }

    void statisticsArriveAsTheyWereSent() {
        const Statistics statistics{"/models/" + std::string(200, 'x'), {"cuda:0", "cuda:1"}, 1, 2, 3, 4, 5, 6, 7};
        QVERIFY(toFrame(Reply{1, sentReply(statistics)}) == toFrame(Reply{1, statistics}));
    }

    void picturesArriveAsTheyWereSent_data() {
        QTest::addColumn<PixelFormat>("pixels");
        QTest::addColumn<size_t>("bytes");
        QTest::newRow("rgb8") << PixelFormat::Rgb8 << size_t(24);
        QTest::newRow("rgba8") << PixelFormat::Rgba8 << size_t(32);
        QTest::newRow("float") << PixelFormat::Float << size_t(160);
        QTest::newRow("a file, of any length") << PixelFormat::Tiff16 << size_t(333);
    }

    void picturesArriveAsTheyWereSent() {
        QFETCH(PixelFormat, pixels);
        QFETCH(size_t, bytes);
        Picture before = picture(pixels, bytes);
        before.samples.back() = std::byte(9);
        const Picture after = sentReply(before);
        QVERIFY(after.samples == before.samples && after.pixels == pixels && after.stage == Stage::Preview);
        QVERIFY(after.cell == 3 && after.width == 4 && after.height == 2 && after.channels == 5);
    }

    void picturesMustHaveTheirSize() {
        QCOMPARE(test::sentenceOf([] { sentReply(picture(PixelFormat::Rgb8, 23)); }), QString("reply: payload must be 24 bytes, not 23"));
    }

    void aFileMustNotBeEmpty() {
        QCOMPARE(test::sentenceOf([] { sentReply(picture(PixelFormat::Png8, 0)); }), QString("reply: payload must be 1 bytes, not 0"));
    }

    void aRefusedRequestCanBeNamed() {
        QCOMPARE(requestIdOf({R"({"id":9,"request":"explode"})"}), RequestId(9));
        QCOMPARE(requestIdOf({R"({"id":-9,"request":"explode"})"}), RequestId(0));
        QCOMPARE(requestIdOf({"nonsense"}), RequestId(0));
    }

    void hostileFramesAreRefused_data() {
        QTest::addColumn<std::vector<std::byte>>("bytes");
        QTest::addColumn<std::string>("named");
        for (const auto& frame : test::hostileFrames()) QTest::newRow(frame.title.c_str()) << frame.bytes << frame.named;
        QVERIFY(test::hostileFrames().size() >= 100 + shared().size());
    }

    void hostileFramesAreRefused() {
        QFETCH(std::vector<std::byte>, bytes);
        QFETCH(std::string, named);
        const test::Refusal refusal = test::refusalOf([&] { readRequests(bytes); });
        QVERIFY2(refusal.sentence.toStdString().find(named) != std::string::npos, qPrintable(refusal.sentence));
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
        QVERIFY2(refusal.sentence.size() < 300 && !refusal.sentence.contains('\n'), qPrintable(refusal.sentence));
        QVERIFY2(m_sentences.insert(refusal.sentence).second || causeIsShared(), qPrintable(refusal.sentence));
    }

private:
    /// Frames that are wrong in the same way may get the same sentence.
    static std::set<std::string> shared() { return {"payload alone", "no id", "a reply"}; }
    static bool causeIsShared() { return shared().contains(QTest::currentDataTag()); }

    std::set<QString> m_sentences;
};

QTEST_APPLESS_MAIN(ProtocolTest)
#include "protocol_test.moc"
