#include <SQLiteCpp/SQLiteCpp.h>

#include <QtTest>

#include "core/base/hash.h"
#include "tests/core/board/sample_board.h"
#include "tests/support/sentence_of.h"

using namespace charrette;
using namespace charrette::test;

class PicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pictureIsFoundByItsHash() {
        const QTemporaryDir folder;
        Board board = filled(folder);
        const auto bytes = sampleBytes(5000, 1);
        board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}});
        const Variant variant = board.variant(1);
        QCOMPARE(variant.picture, sha256(bytes));
        QVERIFY(variant.thumbnail.empty());
        QVERIFY(board.picture(variant.picture) == bytes);
        QVERIFY(!board.picture(std::string(64, '0')));
    }

    void samePictureIsKeptOnce() {
        const QTemporaryDir folder;
        Board board = filled(folder);
        const auto bytes = sampleBytes(5000, 1);
        board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}, {2, PictureKind::Full, bytes}});
        QCOMPARE(board.pictureBytes(), uint64_t(5000));
    }

    void thoseNotLookedAtForLongestGoFirst() {
        const QTemporaryDir folder;
        Board board = filled(folder);
        store(board, 1, 3);
        QVERIFY(board.picture(board.variant(1).picture));
        board.setPictureBudget(2500);
        QVERIFY(!board.variant(1).picture.empty());
        QVERIFY(board.variant(2).picture.empty());
        QVERIFY(!board.variant(3).picture.empty());
        QCOMPARE(board.pictureBytes(), uint64_t(2000));
    }

    void pinnedPicturesAndThumbnailsStay() {
        const QTemporaryDir folder;
        Board board = filled(folder);
        store(board, 1, 4);
        for (VariantId id = 1; id <= 4; ++id) {
            const auto bytes = sampleBytes(100, 50 + int(id));
            board.storePictures(std::vector<NewPicture>{{id, PictureKind::Thumbnail, bytes}});
        }
        board.pin(std::vector<VariantId>{1});
        board.setPictureBudget(1500);
        QVERIFY(!board.variant(1).picture.empty());
        for (VariantId id = 2; id <= 4; ++id) QVERIFY(board.variant(id).picture.empty() && !board.variant(id).thumbnail.empty());
        board.setPictureBudget(0);
        QVERIFY(!board.variant(1).picture.empty() && !board.variant(1).thumbnail.empty());
        QCOMPARE(board.pictureBytes(), uint64_t(1100));
    }

    void budgetHoldsWhilePicturesCome() {
        const QTemporaryDir folder;
        Board board = filled(folder);
        board.setPictureBudget(3500);
        for (int round = 0; round < 20; ++round) {
            const auto bytes = sampleBytes(1000, 100 + round);
            board.storePictures(std::vector<NewPicture>{{1 + round % 6, PictureKind::Full, bytes}});
            QVERIFY(board.pictureBytes() <= 3500);
            QVERIFY(board.picture(board.variant(1 + round % 6).picture) == bytes);
        }
    }

    void freedRoomIsGivenBackWhenTheBoardIsClosed() {
        const QTemporaryDir folder;
        {
            Board board = filled(folder);
            const auto bytes = sampleBytes(4 << 20, 1);
            board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}});
            board.setPictureBudget(0);
        }
        QVERIFY(std::filesystem::file_size(pathIn(folder, "a.charrette")) < (1 << 20));
    }

    void damagedPictureCountsAsMissingAndCanBeStoredAgain() {
        const QTemporaryDir folder;
        const auto bytes = sampleBytes(5000, 1);
        { filled(folder).storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}}); }
        {
            SQLite::Database database(pathIn(folder, "a.charrette").string(), SQLite::OPEN_READWRITE);
            database.exec("UPDATE blobs SET bytes = zeroblob(5000)");
        }
        Board board = Board::open(pathIn(folder, "a.charrette"));
        QVERIFY(!board.picture(sha256(bytes)));
        board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, bytes}});
        QVERIFY(board.picture(sha256(bytes)) == bytes);
    }

    void pictureThatCannotBeKeptIsASentence() {
        const QTemporaryDir folder;
        Board board = filled(folder);
        const auto bytes = sampleBytes(10, 1);
        QVERIFY(sentenceOf([&] {
                    board.storePictures(std::vector<NewPicture>{{99, PictureKind::Full, bytes}});
                }).contains("has no variant 99"));
        QVERIFY(sentenceOf([&] {
                    board.storePictures(std::vector<NewPicture>{{1, PictureKind::Full, {}}});
                }).contains("bytes of a picture"));
        QCOMPARE(board.pictureBytes(), uint64_t(0));
    }

private:
    static Board filled(const QTemporaryDir& folder) {
        Board board = Board::create(pathIn(folder, "a.charrette"));
        board.addGeneration({.variants = sampledVariants(1, 6)});
        return board;
    }

    /// A thousand bytes each.
    static void store(Board& board, VariantId first, VariantId last) {
        for (VariantId id = first; id <= last; ++id) {
            const auto bytes = sampleBytes(1000, int(id));
            board.storePictures(std::vector<NewPicture>{{id, PictureKind::Full, bytes}});
        }
    }
};

QTEST_APPLESS_MAIN(PicturesTest)
#include "pictures_test.moc"
