#include <SQLiteCpp/SQLiteCpp.h>

#include <QtTest>

#include "core/base/hash.h"
#include "tests/core/board/sample_board.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;

namespace {

Settings onPhoto(const std::string& hash) {
    Settings settings;
    settings.site = Site{.name = "photo", .photo = hash, .file = "street.jpg", .x = 0.25, .scale = 1.5, .angle = -2};
    return settings;
}

}  // namespace

class PhotosTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void photosStayWithTheBoard() {
        const QTemporaryDir folder;
        const auto bytes = sampleBytes(5000, 1);
        std::string hash;
        {
            Board board = Board::create(pathIn(folder, "a.charrette"));
            hash = board.keepPhoto("street.jpg", bytes);
            QCOMPARE(hash, sha256(bytes));
            QCOMPARE(board.keepPhoto("the same.jpg", bytes), hash);
        }
        const Board board = Board::open(pathIn(folder, "a.charrette"));
        QVERIFY(board.photo(hash) == bytes);
        QVERIFY(!board.photo(std::string(64, '0')));
    }

    void theSiteIsAGesture() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        const std::string hash = board.keepPhoto("street.jpg", sampleBytes(50, 1));
        board.setSite(onPhoto(hash));
        QVERIFY(board.undoable()->gesture == Gesture::Site);
        QVERIFY(board.settings() == onPhoto(hash));
        board.undo();
        QVERIFY(!board.settings().site);
        QVERIFY(board.photo(hash).has_value());
        board.redo();
        QVERIFY(board.settings() == onPhoto(hash));
    }

    void damagedPhotosAreNotGiven() {
        const QTemporaryDir folder;
        std::string hash;
        {
            Board board = Board::create(pathIn(folder, "a.charrette"));
            hash = board.keepPhoto("street.jpg", sampleBytes(50, 1));
        }
        SQLite::Database(pathIn(folder, "a.charrette").string(), SQLite::OPEN_READWRITE).exec("UPDATE photos SET bytes = x'0102'");
        Board board = Board::open(pathIn(folder, "a.charrette"));
        QVERIFY(!board.photo(hash));
        board.keepPhoto("street.jpg", sampleBytes(50, 1));
        QVERIFY(board.photo(hash).has_value());
    }

    void recoveryBringsThemOver() {
        const QTemporaryDir folder;
        const auto bytes = sampleBytes(9000, 1);
        std::string hash;
        {
            Board board = Board::create(pathIn(folder, "a.charrette"));
            board.addGeneration({.variants = sampledVariants(1, 3)});
            hash = board.keepPhoto("street.jpg", bytes);
            board.setSite(onPhoto(hash));
        }
        const Board board = Board::recover(pathIn(folder, "a.charrette"), pathIn(folder, "b.charrette"));
        QVERIFY(board.photo(hash) == bytes);
        QVERIFY(board.settings().site == onPhoto(hash).site);
    }

    void unfitPhotosAreRefused() {
        const QTemporaryDir folder;
        Board board = Board::create(pathIn(folder, "a.charrette"));
        QVERIFY(sentenceOf([&] { board.keepPhoto("a\nb.jpg", sampleBytes(5, 1)); }).contains("file name must not have control characters"));
        QVERIFY(sentenceOf([&] { board.keepPhoto("a.jpg", {}); }).contains("bytes of a photo"));
        QVERIFY(sentenceOf([&] { board.keepPhoto("a.jpg", std::vector<std::byte>(photoByteLimit + 1)); }).contains("bytes of a photo"));
    }
};

QTEST_APPLESS_MAIN(PhotosTest)
#include "photos_test.moc"
