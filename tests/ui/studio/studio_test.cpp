#include "ui/studio/studio.h"

#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QtTest>

#include "core/design/genome_file.h"
#include "tests/core/board/sample_board.h"
#include "tests/ui/fake_engines.h"
#include "ui/studio/tuning.h"
#include "ui/window/recent_boards.h"

using namespace charrette;
using namespace charrette::test;

class StudioTest : public QObject {
    Q_OBJECT

private:
    /// A studio over a board, with a model being opened by a fake engine, as if every variant were seen.
    struct Opened {
        explicit Opened(const QStringList& arguments = {})
            : engine({.command = engines.command(arguments)}),
              studio(engine, Board::create(file("a.charrette"))),
              said(&studio, &Studio::said) {
            connect(&studio, &Studio::historyChanged, &studio, [this] { seeAll(studio.grid()), seeAll(studio.pins()); });
            open("vessels");
        }
        std::filesystem::path file(const char* name) const { return pathIn(folder, name); }
        void open(const QString& model) {
            studio.openModel(model);
            QTRY_VERIFY(studio.card() && studio.card()->title == model.toStdString());
            waitForPictures();
            said.clear();
        }
        void seeAll(VariantModel& model) {
            std::vector<int> rows;
            for (int row = 0; row < model.rowCount(); ++row) rows.push_back(row);
            studio.setVisibleRows(model, rows);
        }
        static bool areThere(const VariantModel& model) {
            for (int row = 0; row < model.rowCount(); ++row)
                if (model.state(row) != PictureState::Full && model.state(row) != PictureState::Failed) return false;
            return true;
        }
        void waitForPictures() { QTRY_VERIFY(areThere(studio.grid()) && areThere(studio.pins())); }
        void waitForStoring() {
            QTRY_VERIFY(std::ranges::none_of(shown(), [](const Variant& variant) { return variant.picture.empty(); }));
        }
        std::vector<Variant> shown() const { return studio.board().variants({.generation = studio.board().currentGeneration()}); }
        void breed() {
            studio.newGeneration();
            studio.breed({&studio.grid(), {0, 1}}, {.count = 6});
        }
        Settings taller() const {
            Settings settings = studio.settings();
            settings.parameters["height"] = 455.0;
            return settings;
        }
        /// Whether the last pictures that were asked for are those of what the grid shows.
        bool wereShownAsked() const {
            const auto requests = engines.requests<RenderCells>();
            std::vector<Genome> asked;
            for (const Cell& cell : requests.back().cells) asked.push_back(cell.genome);
            return std::ranges::all_of(studio.grid().variants(),
                                       [&](const Variant& variant) { return std::ranges::find(asked, variant.genome) != asked.end(); });
        }
        /// Whether a picture in the board is that of its variant, as its text has it.
        bool isOwn(const Variant& variant) const {
            const auto picture = studio.board().picture(variant.picture);
            return picture && genomeFromText(genomeTextIn(*picture), "picture") == variant.genome;
        }

        QTemporaryDir folder;
        FakeEngines engines;
        EngineClient engine;
        mutable Studio studio;
        QSignalSpy said;
    };

    /// For engines that refuse to open "gone".
    static Board boardOfAMissingModel(const Opened& opened) {
        Board board = Board::create(opened.file("missing.charrette"));
        const std::string hash(64, 'c');
        auto variants = sampledVariants(1, 4);
        for (NewVariant& variant : variants) variant.genome.modelHash = hash;
        board.addGeneration({.variants = variants, .settings = Settings{.model = {"gone", "Gone", hash}}});
        return board;
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aBredGenerationFollowsTheSlider() {
        Opened opened;
        opened.breed();
        opened.waitForPictures();
        opened.waitForStoring();
        opened.studio.tune(opened.taller());
        QVERIFY(!Opened::areThere(opened.studio.grid()));
        QTRY_VERIFY(opened.wereShownAsked());
        opened.waitForPictures();
        opened.studio.commit(opened.taller());
        QCOMPARE(opened.studio.board().generations().size(), size_t(3));
        opened.waitForPictures();
    }

    void theSelectedVariantIsAskedForInFullBeforeAllOthers() {
        Opened opened({"delay=5"});
        Settings settings = opened.taller();
        settings.variation["height"] = 0;
        for (int move = 0; move < 10; ++move) {
            settings.parameters["height"] = 440.0 + move;
            opened.studio.tune(settings, {&opened.studio.grid(), {1}});
            QTest::qWait(10);
        }
        const auto requests = opened.engines.requests<RenderCells>();
        const auto isSelected = [](const RenderCells& render) { return render.cells.at(0).priority == Priority::Selected; };
        const auto selected = std::ranges::find_if(requests, isSelected);
        QVERIFY(selected != requests.end());
        QVERIFY(selected->stages == Stages::Full && selected->cells.size() == 1 && selected->cells[0].cell == 1);
        // Once the slider rests, all get their full pictures, though selected ones were asked for last.
        opened.waitForPictures();
    }

    void aSharpPictureStaysUntilSomethingOfTheNewSettingsHasCome() {
        Opened opened({"delay=20"});
        const QImage before = opened.studio.grid().picture(3);
        Settings settings = opened.taller();
        settings.variation["height"] = 0;
        opened.studio.tune(settings);
        QVERIFY(opened.studio.grid().isSharp(3) && opened.studio.grid().picture(3).cacheKey() == before.cacheKey());
        opened.waitForPictures();
        QVERIFY(opened.studio.grid().picture(3).cacheKey() != before.cacheKey());
    }

    void everyPictureInTheBoardIsThatOfItsVariant() {
        Opened opened;
        opened.breed();
        opened.studio.tune(opened.taller());
        opened.waitForPictures();
        opened.studio.commit(opened.taller());
        opened.waitForStoring();
        for (const Variant& variant : opened.studio.board().variants({}))
            if (!variant.picture.empty()) QVERIFY(opened.isOwn(variant));
    }

    void aGestureIsAboutWhatThePersonSees() {
        Opened opened;
        opened.breed();
        const Settings taller = opened.taller();
        opened.studio.tune(taller);
        const Genome seen = opened.studio.grid().variant(2).genome;
        opened.studio.togglePins({&opened.studio.grid(), {2}});
        QCOMPARE(opened.studio.pins().rowCount(), 1);
        QVERIFY(opened.studio.pins().variant(0).genome == seen);
        QVERIFY(opened.studio.settings() == taller);
        QCOMPARE(opened.said.count(), 0);
    }

    void whatIsTunedIsKeptWhenTheProgramEnds() {
        const QTemporaryDir folder;
        const FakeEngines engines;
        EngineClient engine({.command = engines.command()});
        Settings taller;
        {
            Studio studio(engine, Board::create(pathIn(folder, "a.charrette")));
            studio.openModel("vessels");
            QTRY_VERIFY(studio.card());
            taller = studio.settings();
            taller.parameters["height"] = 455.0;
            studio.tune(taller);
        }
        QVERIFY(Board::open(pathIn(folder, "a.charrette")).settings() == taller);
    }

    void theCellsOfASheetStayInTheirPlaces() {
        Opened opened;
        opened.studio.newGeneration();
        opened.studio.makeSheet({&opened.studio.grid(), {0}}, {.name = "height", .from = 400, .to = 500},
                                {.name = "legs", .from = 1, .to = 5});
        const int cells = opened.studio.grid().rowCount();
        opened.studio.toggleRejected({&opened.studio.grid(), {1}});
        QCOMPARE(opened.studio.grid().rowCount(), cells);
        QVERIFY(opened.studio.grid().variant(1).isRejected);
    }

    void undoneAcrossAnotherModelItsOwnIsOpenedAgain() {
        Opened opened;
        opened.studio.newGeneration();
        opened.open("other");
        opened.studio.newGeneration();
        QVERIFY(opened.studio.settings().model.name == "other");
        for (int i = 0; i < 2; ++i) opened.studio.undo();
        QVERIFY(!opened.studio.card());
        QTRY_VERIFY(opened.studio.card());
        QVERIFY(opened.studio.card()->title == "vessels");  // where it was found, not what its card is called
        QVERIFY(opened.studio.settings().parameters == freshSettings(*opened.studio.card()).parameters);
        opened.studio.redo();
        QTRY_VERIFY(opened.studio.card() && opened.studio.card()->title == "other");
    }

    void aBoardWhoseModelIsMissingCanBeLookedAt() {
        Opened opened({"refuse=gone"});
        opened.studio.setBoard(boardOfAMissingModel(opened));
        QTRY_VERIFY(!opened.said.empty());
        QVERIFY(opened.said.last()[0].toString().contains("needs the model 'Gone'"));
        QVERIFY(!opened.studio.card());
        QCOMPARE(opened.studio.grid().rowCount(), 4);
        opened.studio.newGeneration();
        QCOMPARE(opened.studio.board().generations().size(), size_t(1));
        opened.open("vessels");
        opened.studio.newGeneration();
        QCOMPARE(opened.studio.board().generations().size(), size_t(2));
    }

    void aModelThatWasMovedIsFoundByItsName() {
        Opened opened({"refuse=/moved"});
        QSettings().setValue("models/" + QString::fromStdString(opened.studio.card()->modelHash()), "/moved");
        opened.studio.openBoardModel("vessels");
        QTRY_VERIFY(opened.studio.card()->title == "chairs");
    }

    void settingsThatDoNotFitTheModelAreTheDefaults() {
        Opened opened;
        Board board = Board::create(opened.file("b.charrette"));
        Settings settings = freshSettings(*opened.studio.card());
        settings.parameters["height"] = std::string("x");
        settings.parameters["gloss"] = 1.0;
        board.setSettings(settings);
        opened.studio.setBoard(std::move(board));
        QVERIFY(opened.studio.settings() == freshSettings(*opened.studio.card()));
        QCOMPARE(opened.studio.grid().rowCount(), 24);
        QCOMPARE(opened.said.count(), 0);
    }

    void aVariantsSettingsAreTakenAndTheGridStays() {
        Opened opened;
        opened.breed();
        const Variant taken = opened.studio.grid().variant(3);
        opened.studio.takeSettings(taken);
        QVERIFY(opened.studio.settings().parameters == taken.genome.parameters);
        QCOMPARE(opened.studio.board().generations().size(), size_t(2));
        opened.studio.newGeneration();
        for (const Variant& variant : opened.studio.grid().variants())
            QVERIFY(variant.genome.parameters.at("back") == taken.genome.parameters.at("back"));
    }

    void theSettingsOfAnotherModelsVariantAreRefused() {
        Opened opened;
        const Settings before = opened.studio.settings();
        Variant other;
        other.genome = {.modelHash = std::string(64, 'b'), .parameters = {{"gloss", 1.0}}};
        opened.studio.takeSettings(other);
        QVERIFY(opened.studio.settings() == before);
        QVERIFY(opened.said.last()[0].toString().contains("another model"));
    }

    void anotherBoardEndsWhatIsBeingRendered() {
        Opened opened({"refuse=gone", "delay=20"});
        opened.studio.newGeneration();
        QSignalSpy progressed(&opened.studio, &Studio::progressed);
        opened.studio.setBoard(boardOfAMissingModel(opened));
        QTRY_VERIFY(!progressed.empty());
        QCOMPARE(progressed.last()[0], progressed.last()[1]);
    }

    void whatNobodyLooksAtAnyMoreIsNotRendered() {
        Opened opened({"delay=20"});
        opened.studio.newGeneration();
        opened.waitForStoring();
        opened.studio.breed({&opened.studio.grid(), {0, 1}}, {.count = 24});
        QTRY_VERIFY(opened.wereShownAsked());
        opened.studio.showGeneration(1);
        QTRY_VERIFY(!opened.engines.requests<Cancel>().empty());
        opened.waitForPictures();
    }

    void whatHasFailedIsNotAskedForAgainUntilAModelOpens() {
        Opened opened({"bad=3"});
        opened.studio.newGeneration();
        opened.waitForPictures();
        QCOMPARE(opened.studio.grid().state(3), PictureState::Failed);
        const auto asked = [&] { return opened.engines.requests<RenderCells>().size(); };
        const size_t before = asked();
        opened.studio.setVisibleRows(opened.studio.grid(), {2, 3});
        opened.studio.rate({&opened.studio.grid(), {0}}, 3);
        QTest::qWait(50);
        QCOMPARE(asked(), before);
        opened.studio.openModel("vessels");
        QTRY_VERIFY(asked() > before);
    }

    void aPinInTheGridHasItsPictureInBoth() {
        Opened opened;
        opened.studio.newGeneration();
        opened.studio.togglePins({&opened.studio.grid(), {1}});
        opened.waitForStoring();
        const auto file = opened.studio.board().file();
        opened.studio.setBoard(Board::create(opened.file("b.charrette")));
        opened.studio.setBoard(Board::open(file));
        QVERIFY(!Opened::areThere(opened.studio.pins()));
        opened.waitForPictures();
        QCOMPARE(opened.studio.pins().rowCount(), 1);
    }

    void aBranchThatWasLeftCanBeReturnedTo() {
        Opened opened;
        opened.studio.newGeneration();
        opened.studio.exploreAround({&opened.studio.grid(), {0}});
        const GenerationId left = opened.studio.board().currentGeneration();
        const auto variants = opened.shown();
        opened.studio.undo();
        opened.studio.newGeneration();
        opened.studio.showGeneration(left);
        QCOMPARE(opened.studio.board().currentGeneration(), left);
        QVERIFY(idsOf(opened.shown()) == idsOf(variants));
        QCOMPARE(opened.said.count(), 0);
    }

    void aNameThatNoFileCanHaveIsASentence() {
        Opened opened;
        opened.studio.saveBoardAs(opened.file((std::string(300, 'a') + ".charrette").c_str()));
        QCOMPARE(opened.said.count(), 1);
    }

    void namingABoardRemovesAnUnnamedOneAlone() {
        Opened opened;
        opened.studio.setBoard(Board::create(opened.file("Untitled chair.charrette")));
        opened.studio.saveBoardAs(opened.file("chair.charrette"));
        QVERIFY(std::filesystem::exists(opened.file("Untitled chair.charrette")));
        opened.studio.setBoard(Board::createUnnamed(unnamedBoardFolder().toStdString()));
        const auto unnamed = opened.studio.board().file();
        opened.studio.saveBoardAs(opened.file("stool.charrette"));
        QVERIFY(!std::filesystem::exists(unnamed));
        QVERIFY(opened.studio.board().file() == opened.file("stool.charrette"));
    }
};

QTEST_MAIN(StudioTest)
#include "studio_test.moc"
