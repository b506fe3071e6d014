#include <QtTest>
#include <set>

#include "core/design/json.h"
#include "tests/core/design/sample_card.h"
#include "tests/support/refusal.h"

using namespace charrette;
using nlohmann::json;

namespace {

/// The sample's text with the value at `pointer` replaced by the JSON text `value`, which need not be valid.
std::string with(json sample, const std::string& pointer, const std::string& value) {
    sample[json::json_pointer(pointer)] = "@here@";
    std::string text = sample.dump();
    return text.replace(text.find("\"@here@\""), 8, value);
}

std::string card(const std::string& pointer, const std::string& value) { return with(toJson(sampleCard()), pointer, value); }

std::string genome(const std::string& pointer, const std::string& value) {
    return with(toJson(Genome{.parameters = {{"height", 450.0}}, .directions = {{"softness", 1}}}), pointer, value);
}

std::string without(json sample, const std::string& field) {
    sample.erase(field);
    return sample.dump();
}

std::string manyTimes(const std::string& part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += part;
    return text;
}

/// "\"100000\":0,\"100001\":0,"
std::string manyKeys(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += '"' + std::to_string(i) + "\":0,";
    return text;
}

/// Adds a row, which must be refused with a sentence that starts with the file's name and has `named` in it.
void row(const char* title, std::string text, std::string named) { QTest::newRow(title) << text << named; }

void columns() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("named");
}

}  // namespace

class HostileTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cardIsRefused_data() {
        columns();
        textRows([](const std::string& value) { return card("/title", value); }, "title");
        row("no object", "[]", "must be an object, not a list");
        row("other format", card("/format", "\"charrette-genome\""), "format must be 'charrette-card'");
        row("newer version", card("/version", "2"), "version 2, newer than this program");
        row("version zero", card("/version", "0"), "version must be at least 1");
        row("missing field", without(toJson(sampleCard()), "weights"), "weights is missing");
        row("unknown field", card("/colour", "1"), "unknown field 'colour'");
        row("unknown field in the passport", card("/passport/owner", "\"\""), "passport: has an unknown field 'owner'");
        row("name with a space", card("/name", "\"two words\""), "name must be");
        row("text for a number", card("/latentSize", "\"64\""), "latentSize must be a number, not '64'");
        row("fraction", card("/latentSize", "64.5"), "latentSize must be a whole number, not 64.5");
        row("no latent", card("/latentSize", "0"), "latentSize must be at least 1");
        row("huge latent", card("/latentSize", "4097"), "latentSize must be at most 4096");
        row("huge style", card("/styleSize", "1e300"), "styleSize must be at most 4096");
        row("resolution", card("/resolution", "100"), "resolution must be a power of two");
        row("channels", card("/channels", R"(["red"])"), "channels must be red, green, blue");
        row("channels of numbers", card("/channels", "[1]"), "channels must be a list of texts");
        row("truncation", card("/truncation", "3"), "truncation must be from -2 to 2");
        row("weights elsewhere", card("/weights", R"("../../secrets")"), "weights must not start with a dot");
        row("weights in a folder", card("/weights", R"("a/b")"), "weights must be a file name without a path, not 'a/b'");
        row("weights behind a backslash", card("/weights", R"("a\\b")"), "weights must be a file name");
        row("weights on a drive", card("/weights", R"("c:b")"), "weights must be a file name");
        row("weights with dots", card("/weights", R"("a..b")"), "weights must be a file name");
        row("no weights", card("/weights", "\"\""), "weights must name a file");
        row("weights with a zero", card("/weights", R"("a\u0000b")"), "weights must not have control characters");
        row("hash in capitals", card("/weightsHash", '"' + std::string(64, 'A') + '"'), "weightsHash must be");
        row("short hash", card("/weightsHash", R"("abc")"), "weightsHash must be");
        row("encoder without hash", card("/encoder", R"("encoder.safetensors")"), "encoderHash must be");
        row("hash without encoder", card("/encoderHash", R"("abc")"), "encoderHash is given");
        row("control character in a title", card("/title", R"("a\nb")"), "title must not have control characters");
        row("terminal's escape in a description", card("/description", "\"\xc2\x9b[2J\""), "description must not have control characters");
        row("terminal's escape in a paragraph", card("/passport/bias", "\"\xc2\x80\""), "bias must not have control characters");
        row("long title", card("/title", '"' + std::string(200, 'x') + '"'), "title must be at most 128 bytes");
        row("too many parameters", card("/parameters", json(std::vector<int>(257)).dump()), "parameters must have at most 256");
        row("too many directions", card("/directions", json(std::vector<int>(1025)).dump()), "directions must have at most 1024");
    }
    void cardIsRefused() {
        expectRefusal([](const std::string& text) { cardFromText(text, "card.json"); }, "card.json: ");
    }

    void cardsParameterIsRefused_data() {
        columns();
        row("not an object", card("/parameters/0", "1"), "parameter: must be an object, not 1");
        row("no name", card("/parameters/0/name", "null"), "parameter: name must be text, not null");
        row("odd name", card("/parameters/0/name", R"("Seat height")"), "name must be lower-case");
        row("name twice", card("/parameters/0/name", R"("legs")"), "'legs' stands twice");
        row("kind", card("/parameters/0/kind", R"("colour")"), "parameter 'height': kind must be");
        row("maximum below minimum", card("/parameters/0/maximum", "3"),
            "parameter 'height': maximum must be a finite number greater than minimum, not 3");
        row("whole range", card("/parameters/1/minimum", "0.5"), "parameter 'legs': minimum must be a whole number");
        row("default out of range", card("/parameters/0/default", "1"), "parameter 'height': default must be a number from 380 to 520");
        row("default does not fit", card("/parameters/1/default", "18446744073709551615"), "default: has a whole number that does not fit");
        row("default is a list", card("/parameters/0/default", "[]"), "default: must be a number, a text, true or false");
        row("toggle's default", card("/parameters/3/default", "1"), "parameter 'arms': default must be on or off, not 1");
        row("decimals", card("/parameters/0/decimals", "99"), "decimals must be at most 10");
        row("one choice", card("/parameters/2/choices", R"(["low"])"), "parameter 'back': choices must be 2 to 256 texts, not 1");
        row("choice twice", card("/parameters/2/choices", R"(["low", "low", "high"])"), "choices must differ, but 'low'");
        row("empty choice", card("/parameters/2/choices/0", "\"\""), "choices must not have an empty text");
        row("control character in a choice", card("/parameters/2/choices/0", R"("a\tb")"), "choices must not have control characters");
        row("terminal's escape in a label", card("/parameters/0/label", "\"\xc2\x9f\""), "label must not have control characters");
        row("long label", card("/parameters/0/label", '"' + std::string(200, 'x') + '"'), "label must be at most 128");
        row("unknown field", card("/parameters/0/colour", "1"), "parameter 'height': has an unknown field 'colour'");
        row("deviation", card("/parameters/0/distribution/deviation", "0"), "distribution: deviation must be a finite number above 0");
        row("negative share", card("/parameters/0/distribution/histogram", "[-1, 2]"), "histogram must have no share below 0");
        row("shares do not sum", card("/parameters/0/distribution/histogram", "[0.5, 0.4]"), "histogram must sum to 1, not 0.9");
        row("shares of choices", card("/parameters/2/distribution/histogram", "[1]"), "histogram must have 3 shares, not 1");
        row("shares of a toggle", card("/parameters/3/distribution/histogram", "[1]"), "histogram must have 2 shares, not 1");
        row("many shares", card("/parameters/0/distribution/histogram", json(std::vector<int>(1025)).dump()),
            "histogram must have at most 1024 entries");
        row("direction's layer", card("/directions/0/lastLayer", "10"), "direction 'softness': lastLayer must be below 10");
        row("direction's layers crossed", card("/directions/0/firstLayer", "10"), "firstLayer must be from 0 to lastLayer");
        row("direction's size", card("/directions/0/values", "[1]"), "values must have styleSize (2) entries, not 1");
        row("direction's length", card("/directions/0/values", "[1, 1]"), "values must have the length 1");
        row("direction's deviation", card("/directions/0/deviation", "-1"), "direction 'softness': deviation must be");
    }
    void cardsParameterIsRefused() { cardIsRefused(); }

    void genomeIsRefused_data() {
        columns();
        textRows([](const std::string& value) { return genome("/model", value); }, "model");
        row("no object", "42", "must be an object, not 42");
        row("other format", genome("/format", "\"charrette-card\""), "format must be 'charrette-genome'");
        row("newer version", genome("/version", "2"), "version 2, newer than this program");
        row("version as text", genome("/version", "\"1\""), "version must be a number, not '1'");
        row("no latent", without(toJson(Genome()), "latent"), "latent is missing");
        row("unknown field", genome("/colour", "1"), "unknown field 'colour'");
        row("unknown field in noise", genome("/noise/amount", "1"), "noise: has an unknown field 'amount'");
        row("unknown field in latent", genome("/latent/space", "1"), "latent: has an unknown field 'space'");
        row("bad model", genome("/model", R"("../x")"), "model must be empty or a SHA-256");
        row("parameters as list", genome("/parameters", "[]"), "parameters must be an object");
        row("parameter as object", genome("/parameters/height", "{}"), "parameters: 'height': must be a number, a text");
        row("parameter does not fit", genome("/parameters/height", "9223372036854775808"),
            "'height': has a whole number that does not fit");
        row("parameter's name", genome("/parameters/Big Name", "1"), "parameters must be named by");
        row("parameter's text", genome("/parameters/height", R"("a\u0007")"), "'height': the text must not have control characters");
        row("parameter's escape", genome("/parameters/height", "\"\xc2\x9b\""), "the text must not have control characters");
        row("unknown field that is an escape", genome("/\xc2\x9b-x", "1"), "has an unknown field ' -x'");
        row("negative seed", genome("/latent/seed", "-1"), "latent: seed must be at least 0, not -1");
        row("large seed", genome("/latent/seed", "4294967296"), "latent: seed must be at most 4294967295, not 4294967296");
        row("fractional seed", genome("/latent/seed", "1.5"), "latent: seed must be a whole number, not 1.5");
        row("seed as text", genome("/latent/seed", R"("1")"), "latent: seed must be a number, not '1'");
        row("seed and values", genome("/latent/values", "[1]"), "latent: must have either a seed or values");
        row("empty values", genome("/latent", R"({"values": []})"), "latent: values must be 1 to 4096 numbers, not 0");
        row("many values", genome("/latent", json{{"values", std::vector<int>(4097)}}.dump()), "values must have at most 4096 entries");
        row("large value", genome("/latent", R"({"values": [10001]})"), "latent: values must be from -10000 to 10000");
        row("text among the values", genome("/latent", R"({"values": [1, "2"]})"), "latent: values must be a number, not '2'");
        row("direction too far", genome("/directions/softness", "100.5"), "directions: 'softness' must be from -100 to 100");
        row("direction as text", genome("/directions/softness", "\"1\""), "directions: softness must be a number");
        row("psi", genome("/truncation/psi", "2.5"), "truncation: psi must be from -2 to 2, not 2.5");
        row("cutoff", genome("/truncation/cutoff", "-2"), "truncation: cutoff must be at least -1");
        row("noise kind", genome("/noise/kind", R"("loud")"), "noise: kind must be 'none', 'constant' or 'seed'");
        row("noise without seed", genome("/noise/kind", R"("seed")"), "noise: seed is missing");
    }
    void genomeIsRefused() {
        expectRefusal([](const std::string& text) { genomeFromText(text, "g.json"); }, "g.json: ");
    }

    void hugeTextsThatAreReadAreCheap_data() {
        QTest::addColumn<std::string>("text");
        const size_t most = 16u << 20;
        QTest::newRow("text") << '"' + std::string(most - 2, 'x') + '"';
        QTest::newRow("key") << "{\"" + std::string(most - 6, 'x') + "\":1}";
        QTest::newRow("number") << std::string(most, '0').replace(0, 1, "1").replace(1, 1, ".");
        QTest::newRow("blanks") << std::string(most - 1, ' ') + '1';
        QTest::newRow("objects") << '[' + manyTimes("{\"\":0},", 249'999) + "0]";
        QTest::newRow("lists") << '[' + manyTimes("[],", 499'998) + "0]";
    }
    void hugeTextsThatAreReadAreCheap() {
        QFETCH(std::string, text);
        const test::Refusal refusal = test::refusalOf([&] { parseJson(text, "huge"); });
        QCOMPARE(refusal.sentence, QString());
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
    }

    void sampleItselfIsAccepted() {
        cardFromText(card("/title", "\"°\u00a0\""), "card.json");
        genomeFromText(genome("/latent/seed", "4294967295"), "g.json");
    }

private:
    /// What no JSON text may be; `at` gives the text with a value at `field`.
    static void textRows(const std::function<std::string(const std::string&)>& at, const std::string& field) {
        row("empty", "", "is empty");
        row("20 MB", at('"' + std::string(20000000, 'x') + '"'), "bytes long, at most 16777216 are read");
        row("deep lists", std::string(100000, '['), "is nested deeper than 64 levels");
        row("deep lists within", at(std::string(100000, '[')), field + ": is nested deeper than 64 levels");
        row("many objects", at('[' + manyTimes("{},", 5'500'000) + "0]"), field + ": goes beyond the 500000 values that are read");
        row("many lists", at('[' + manyTimes("[],", 600'000) + "0]"), field + ": goes beyond the 500000 values that are read");
        row("many numbers", at('[' + manyTimes("0,", 600'000) + "0]"), field + ": goes beyond the 500000 values that are read");
        row("many keys", at('{' + manyKeys(600'000) + "\"\":0}"), field + ".4999");
        row("a long text without an end", at('"' + std::string(16'000'000, 'x')).substr(0, 16'000'000), "is not valid JSON");
        row("a long key twice", at("{\"" + std::string(8'000'000, 'x') + "\":1,\"" + std::string(8'000'000, 'x') + "\":1}"),
            "xx…: stands twice");
        row("key twice", at(R"({"a": 1, "b": 2, "a": 3})"), field + ".a: stands twice");
        row("bad byte", at("\"\xff\""), field + ": is not valid UTF-8");
        row("overlong encoding", at("\"\xc0\xaf\""), field + ": is not valid UTF-8");
        row("lone surrogate", at(R"("\ud800")"), field + ": is not valid JSON");
        row("number overflow", at("1e999"), field + ": has a number that does not fit");
        row("NaN", at("NaN"), field + ": must be a finite number, not NaN");
        row("Infinity", at("-Infinity"), field + ": must be a finite number, not NaN");
        row("cut off", at("\"a").substr(0, 3), "is not valid JSON");
        row("comment", at("/* */ 1"), "is not valid JSON");
        row("rest after the end", at("\"a\"") + "{}", "is not valid JSON");
        row("zero byte", at("\"a\"") + std::string(1, '\0') + "{}", "has a zero byte");
        row("wrong type", at("[1]"), field + " must be text, not a list");
    }

    void expectRefusal(const std::function<void(const std::string&)>& read, const std::string& where) {
        QFETCH(std::string, text);
        QFETCH(std::string, named);
        const test::Refusal refusal = test::refusalOf([&] { read(text); });
        const std::string sentence = refusal.sentence.toStdString();
        QVERIFY2(refusal.isCheap(), qPrintable(refusal.cost()));
        QVERIFY2(sentence.starts_with(where), sentence.c_str());
        QVERIFY2(sentence.find(named) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.size() < 300 && sentence.find('\n') == std::string::npos, sentence.c_str());
        QVERIFY2(m_sentences.insert(sentence).second || causeIsShared(), ("was said before: " + sentence).c_str());
    }

    /// Texts that are wrong in the same way may get the same sentence.
    static bool causeIsShared() {
        const std::set<std::string> shared = {"overlong encoding", "Infinity", "parameter's escape", "many lists", "many numbers"};
        return shared.count(QTest::currentDataTag()) > 0;
    }

    std::set<std::string> m_sentences;
};

QTEST_APPLESS_MAIN(HostileTextTest)
#include "hostile_text_test.moc"
