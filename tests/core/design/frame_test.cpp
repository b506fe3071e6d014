#include "core/design/frame.h"

#include <QTest>

#include "tests/support/refusal.h"

using namespace charrette;

namespace {

std::vector<std::byte> bytesOf(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> sizes(uint32_t header, uint32_t payload) {
    std::vector<std::byte> bytes;
    for (uint32_t size : {header, payload})
        for (int shift = 0; shift < 32; shift += 8) bytes.push_back(std::byte(size >> shift));
    return bytes;
}

}  // namespace

class FrameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesComeFirstInLittleEndian() {
        auto expected = sizes(2, 300);
        for (std::byte byte : bytesOf("{}" + std::string(300, 'x'))) expected.push_back(byte);
        QVERIFY(toBytes({"{}", bytesOf(std::string(300, 'x'))}) == expected);
    }

    void framesComeOutAsTheyWentIn_data() {
        QTest::addColumn<int>("piece");
        for (int piece : {1, 2, 7, 8, 9, 1000}) QTest::addRow("%d bytes at a time", piece) << piece;
    }

    void framesComeOutAsTheyWentIn() {
        QFETCH(int, piece);
        const std::vector<Frame> frames = {{"{}"}, {"{\"a\": 1}", bytesOf("pixels")}, {"x", bytesOf(std::string(700, 'y'))}};
        std::vector<std::byte> stream;
        for (const Frame& frame : frames)
            for (std::byte byte : toBytes(frame)) stream.push_back(byte);
        FrameReader reader;
        std::vector<Frame> read;
        for (size_t at = 0; at < stream.size(); at += size_t(piece)) {
            reader.feed(std::span(stream).subspan(at, std::min(size_t(piece), stream.size() - at)));
            while (auto frame = reader.next()) read.push_back(*frame);
        }
        QVERIFY(read == frames);
        reader.finish();
    }

    void sizesOverTheLimitsAreRefusedBeforeTheFrameCame_data() {
        QTest::addColumn<uint32_t>("header");
        QTest::addColumn<uint32_t>("payload");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no header") << 0u << 0u << "frame: there is no header";
        QTest::newRow("header") << frameHeaderLimit + 1 << 0u << "frame: the header has 16777217 bytes, at most 16777216 are allowed";
        QTest::newRow("payload") << 2u << framePayloadLimit + 1 << "frame: the payload has 67108865 bytes, at most 67108864 are allowed";
        QTest::newRow("both, all bits") << UINT32_MAX << UINT32_MAX
                                        << "frame: the header has 4294967295 bytes, at most 16777216 are allowed";
    }

    void sizesOverTheLimitsAreRefusedBeforeTheFrameCame() {
        QFETCH(uint32_t, header);
        QFETCH(uint32_t, payload);
        QFETCH(QString, sentence);
        FrameReader reader;
        reader.feed(sizes(header, payload));
        QCOMPARE(test::sentenceOf([&] { reader.next(); }), sentence);
    }

    void aClaimTakesNoMemory() {
        const test::Refusal cost = test::refusalOf([] {
            FrameReader reader;
            reader.feed(sizes(frameHeaderLimit, framePayloadLimit));
            QVERIFY(!reader.next());
        });
        QVERIFY2(cost.isCheap() && cost.growth < 1, qPrintable(cost.cost()));
    }

    void aStreamMustNotEndWithinAFrame() {
        FrameReader reader;
        const auto bytes = toBytes({"{}"});
        reader.feed(std::span(bytes).first(9));
        QVERIFY(!reader.next());
        QCOMPARE(test::sentenceOf([&] { reader.finish(); }), QString("frame: the stream ends within a frame, after 9 of its bytes"));
    }

    void framesOverTheLimitsAreNotMade() {
        QVERIFY(!test::sentenceOf([] { toBytes({std::string(frameHeaderLimit + 1, ' ')}); }).isEmpty());
        QVERIFY(!test::sentenceOf([] { toBytes({}); }).isEmpty());
    }
};

QTEST_APPLESS_MAIN(FrameTest)
#include "frame_test.moc"
