#include "tests/support/hostile_frames.h"

#include <nlohmann/json.hpp>

#include "core/design/protocol.h"

namespace charrette::test {

using nlohmann::json;

namespace {

using Rows = std::vector<HostileFrame>;

std::vector<std::byte> bytesOf(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> prefix(uint32_t header, uint32_t payload) {
    std::vector<std::byte> bytes;
    for (uint32_t size : {header, payload})
        for (int shift = 0; shift < 32; shift += 8) bytes.push_back(std::byte(size >> shift));
    return bytes;
}

json render() {
    const Genome genome{.parameters = {{"height", 200.0}}, .directions = {{"all", 1}}};
    return json::parse(
        toFrame(Request{7, RenderCells{.group = "grid", .cells = {{0, Priority::Visible, genome}, {1, Priority::Hidden, genome}}}}).header);
}

/// The sample with the value at `pointer` replaced by the JSON text `value`, which need not be valid.
std::string with(json sample, const std::string& pointer, const std::string& value) {
    sample[json::json_pointer(pointer)] = "@here@";
    std::string text = sample.dump();
    return text.replace(text.find("\"@here@\""), 8, value);
}

std::string without(json sample, const std::string& pointer) { return sample.patch({{{"op", "remove"}, {"path", pointer}}}).dump(); }

std::string manyTimes(const std::string& part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += part;
    return text;
}

void addStreams(Rows& rows) {
    const auto add = [&](const char* title, std::vector<std::byte> bytes, const char* named) {
        rows.push_back({title, std::move(bytes), named, true});
    };
    add("no header", prefix(0, 0), "there is no header");
    add("payload alone", prefix(0, 1), "there is no header");
    add("header too long", prefix(frameHeaderLimit + 1, 0), "the header has 16777217 bytes");
    add("header far too long", prefix(UINT32_MAX, 0), "the header has 4294967295 bytes");
    add("payload too long", prefix(2, framePayloadLimit + 1), "the payload has 67108865 bytes");
    add("payload far too long", prefix(2, UINT32_MAX), "the payload has 4294967295 bytes");
    add("big endian", prefix(0x02000000, 0), "the header has 33554432 bytes");
    add("text", bytesOf("GET / HTTP/1.1\r\n\r\n"), "the header has 542393671 bytes");
    add("half a prefix", bytesOf("abc"), "the stream ends within a frame, after 3");
    add("prefix alone", prefix(2, 0), "the stream ends within a frame, after 8");
    std::vector<std::byte> cut = toBytes({"{\"id\":1}", bytesOf("xyz")});
    cut.pop_back();
    add("payload cut", cut, "the stream ends within a frame, after 18");
}

void addTexts(Rows& rows) {
    const auto add = [&](const char* title, const std::string& header, const char* named) {
        rows.push_back({title, toBytes({header}), named});
    };
    add("blank", " ", "is not valid JSON at line 1, column 1");
    add("not JSON", R"({"id":hello})", "is not valid JSON at line 1, column 7");
    add("cut", R"({"id":1,"request":"heartbeat")", "is not valid JSON at line 1, column 29");
    add("rest after the end", R"({"id":1,"request":"heartbeat"}{})", "is not valid JSON at line 1, column 31");
    add("comment", R"({"id"/**/:1})", "is not valid JSON at line 1, column 6");
    add("single quotes", "{'id':1}", "is not valid JSON at line 1, column 2");
    add("zero byte", std::string("{}\0", 3), "has a zero byte");
    add("bad UTF-8", "{\"\xff\":1}", "is not valid UTF-8");
    add("lone surrogate", R"({"id":"\ud800"})", "id: is not valid JSON");
    add("NaN", R"({"id":NaN})", "id: must be a finite number");
    add("overflow", R"({"id":1e999})", "id: has a number that does not fit");
    add("key twice", R"({"id":1,"id":2})", "id: stands twice");
    add("deep lists", manyTimes("[", 100'000), "is nested deeper than 64 levels");
    add("deep objects", manyTimes("{\"a\":", 1000), "a: is nested deeper than 64 levels");
    add("many values", "{\"id\":[" + manyTimes("0,", 600'000) + "0]}", "id: goes beyond the 500000 values");
    add("list", "[]", "must be an object, not a list");
    add("number", "42", "must be an object, not 42");
    add("text", "\"render\"", "must be an object, not 'render'");
    add("null", "null", "must be an object, not null");
}

void addRequests(Rows& rows) {
    const auto add = [&](const char* title, const char* header, const char* named) { rows.push_back({title, toBytes({header}), named}); };
    add("nothing", "{}", "id is missing");
    add("no request", R"({"id":1})", "request is missing");
    add("no id", R"({"request":"heartbeat"})", "id is missing");
    add("id is text", R"({"id":"1","request":"heartbeat"})", "id must be a number, not '1'");
    add("id is null", R"({"id":null,"request":"heartbeat"})", "id must be a number, not null");
    add("id is 0", R"({"id":0,"request":"heartbeat"})", "id must be at least 1, not 0");
    add("id is negative", R"({"id":-5,"request":"heartbeat"})", "id must be at least 1, not -5");
    add("id is a fraction", R"({"id":1.5,"request":"heartbeat"})", "id must be a whole number, not 1.5");
    add("id is too large", R"({"id":9007199254740994,"request":"heartbeat"})", "id must be at most 9007199254740992");
    add("id does not fit", R"({"id":1e300,"request":"heartbeat"})", "id must be at most 9007199254740992, not 1e+300");
    add("unknown request", R"({"id":1,"request":"explode"})", "there is no request 'explode'");
    add("request's case", R"({"id":1,"request":"Render"})", "there is no request 'Render'");
    add("empty request", R"({"id":1,"request":""})", "there is no request ''");
    add("terminal's escape",
        "{\"id\":1,\"request\":\"\xc2\x9b"
        "31m\"}",
        "there is no request ' 31m'");
    add("request is a number", R"({"id":1,"request":7})", "request must be text, not 7");
    add("request is a list", R"({"id":1,"request":["render"]})", "request must be text, not a list");
    add("a reply", R"({"id":1,"reply":"heartbeat"})", "request is missing");
    add("unknown field", R"({"id":1,"request":"heartbeat","loud":true})", "has an unknown field 'loud'");
    add("unknown field of statistics", R"({"id":1,"request":"statistics","of":"all"})", "has an unknown field 'of'");
    add("open nothing", R"({"id":1,"request":"open"})", "model is missing");
    add("open a number", R"({"id":1,"request":"open","model":1})", "model must be text, not 1");
    add("open a line break", R"({"id":1,"request":"open","model":"a\nb"})", "model must not have control characters");
    add("open an escape", "{\"id\":1,\"request\":\"open\",\"model\":\"a\",\"\x1f\":1}", "is not valid JSON");
    add("open and more", R"({"id":1,"request":"open","model":"a","device":"cuda:0"})", "has an unknown field 'device'");
    add("cancel nothing", R"({"id":1,"request":"cancel"})", "cancelled is missing");
    add("cancel 0", R"({"id":1,"request":"cancel","cancelled":0})", "cancelled must be at least 1");
    add("cancel everything", R"({"id":1,"request":"cancel","cancelled":"*"})", "cancelled must be a number, not '*'");
    rows.push_back({"open a long name", toBytes({R"({"id":1,"request":"open","model":")" + std::string(9000, 'x') + "\"}"}),
                    "model must be at most 8192 bytes"});
    rows.push_back({"payload", toBytes({R"({"id":1,"request":"heartbeat"})", bytesOf("pixels")}), "has a payload of 6 bytes"});
    rows.push_back({"payload of a rendering", toBytes({render().dump(), bytesOf("x")}), "has a payload of 1 bytes"});
}

void addRenderings(Rows& rows) {
    const auto add = [&](const char* title, const std::string& header, const char* named) {
        rows.push_back({title, toBytes({header}), named});
    };
    add("no group", without(render(), "/group"), "group is missing");
    add("group is a number", with(render(), "/group", "1"), "group must be text, not 1");
    add("long group", with(render(), "/group", '"' + std::string(129, 'g') + '"'), "group must be at most 128 bytes");
    add("group's line break", with(render(), "/group", R"("a\r")"), "group must not have control characters");
    add("no stages", without(render(), "/stages"), "stages is missing");
    add("unknown stage", with(render(), "/stages", R"("half")"), "stages must be one of 'both', 'preview', 'full', not 'half'");
    add("stages is a list", with(render(), "/stages", R"(["full"])"), "stages must be text, not a list");
    add("empty stage", with(render(), "/stages", R"("")"), "stages must be one of 'both', 'preview', 'full', not ''");
    add("no pixels", without(render(), "/pixels"), "pixels is missing");
    add("unknown pixels", with(render(), "/pixels", R"("bgr8")"),
        "pixels must be one of 'rgb8', 'rgba8', 'float', 'png8', 'png16', 'tiff8', 'tiff16', not 'bgr8'");
    add("no cells", without(render(), "/cells"), "cells is missing");
    add("cells is an object", with(render(), "/cells", "{}"), "cells must be a list, not an object");
    add("many cells", with(render(), "/cells", "[" + manyTimes("0,", 4096) + "0]"), "cells must have at most 4096 entries, not 4097");
    add("cell is a number", with(render(), "/cells/0", "0"), "cell: must be an object, not 0");
    add("cell is null", with(render(), "/cells/0", "null"), "cell: must be an object, not null");
    add("cell's number is text", with(render(), "/cells/0/cell", R"("0")"), "cell: cell must be a number, not '0'");
    add("no cell", without(render(), "/cells/0/cell"), "cell: cell is missing");
    add("negative cell", with(render(), "/cells/0/cell", "-1"), "cell: cell must be at least 0, not -1");
    add("large cell", with(render(), "/cells/0/cell", "4294967296"), "cell: cell must be at most 4294967295");
    add("fractional cell", with(render(), "/cells/0/cell", "0.5"), "cell: cell must be a whole number, not 0.5");
    add("cell twice", with(render(), "/cells/1/cell", "0"), "cells must differ in number, but 0 stands twice");
    add("no priority", without(render(), "/cells/1/priority"), "cell: 1: priority is missing");
    add("unknown priority", with(render(), "/cells/1/priority", R"("urgent")"),
        "priority must be one of 'selected', 'visible', 'hidden', not 'urgent'");
    add("unknown field of a cell", with(render(), "/cells/1/stage", "1"), "cell: 1: has an unknown field 'stage'");
    add("unknown field of a rendering", with(render(), "/priority", "1"), "request: has an unknown field 'priority'");
}

void addPhotos(Rows& rows) {
    const auto add = [&](const char* title, const std::string& fields, size_t payload, const char* named) {
        rows.push_back({title, toBytes({R"({"id":1,"request":"photo",)" + fields + "}", std::vector<std::byte>(payload)}), named});
    };
    const std::string hash = R"("photo":")" + std::string(64, 'a') + "\",";
    add("photo without a name", R"("width":1,"height":1)", 3, "photo is missing");
    add("photo's name", R"("photo":"../x","width":1,"height":1)", 3, "photo must be a SHA-256");
    add("photo without width", hash + R"("height":1)", 3, "width is missing");
    add("photo of no width", hash + R"("width":0,"height":1)", 0, "width must be at least 1, not 0");
    add("photo of negative height", hash + R"("width":1,"height":-4)", 0, "height must be at least 1, not -4");
    add("wide photo", hash + R"("width":2049,"height":1)", 3 * 2049, "width must be at most 2048, not 2049");
    add("high photo", hash + R"("width":1,"height":4294967296)", 3, "height must be at most 2048, not 4294967296");
    add("photo without pixels", hash + R"("width":2048,"height":2048)", 0, "payload must be 12582912 bytes, not 0");
    add("photo with a pixel too many", hash + R"("width":2,"height":2)", 15, "payload must be 12 bytes, not 15");
    add("photo and more", hash + R"("width":1,"height":1,"file":"/etc")", 3, "has an unknown field 'file'");
}

void addGenomes(Rows& rows) {
    const auto add = [&](const char* title, const char* field, const std::string& value, const char* named) {
        rows.push_back({title, toBytes({with(render(), "/cells/1/genome" + std::string(field), value)}), named});
    };
    rows.push_back({"no genome", toBytes({without(render(), "/cells/1/genome")}), "cell: 1: genome is missing"});
    rows.push_back({"no latent", toBytes({without(render(), "/cells/1/genome/latent")}), "genome: latent is missing"});
    add("genome is text", "", "\"seed 7\"", "genome: must be an object, not 'seed 7'");
    add("genome is a list", "", "[]", "genome: must be an object, not a list");
    add("other format", "/format", "\"card\"", "genome: format must be 'charrette-genome'");
    add("newer version", "/version", "2", "genome: is of version 2");
    add("bad model", "/model", R"("../x")", "genome: model must be empty or a SHA-256");
    add("parameter's name", "/parameters/Big Name", "1", "parameters must be named by");
    add("parameter is a list", "/parameters/height", "[]", "'height': must be a number, a text");
    add("parameter does not fit", "/parameters/height", "9223372036854775808", "has a whole number that does not fit");
    add("seed below 0", "/latent/seed", "-1", "latent: seed must be at least 0");
    add("large seed", "/latent/seed", "4294967296", "latent: seed must be at most 4294967295");
    add("seed and values", "/latent/values", "[1]", "latent: must have either a seed or values");
    add("no values", "/latent", R"({"values":[]})", "latent: values must be 1 to 4096 numbers");
    add("many values of a latent", "/latent", R"({"values":[)" + manyTimes("0,", 4096) + "0]}", "values must have at most 4096 entries");
    add("huge value", "/latent", R"({"values":[1e30]})", "latent: values must be from -10000 to 10000");
    add("direction too far", "/directions/all", "101", "directions: 'all' must be from -100 to 100");
    add("truncation", "/truncation/psi", "-3", "truncation: psi must be from -2 to 2");
    add("cutoff", "/truncation/cutoff", "65", "truncation: cutoff must be at most 64");
    add("noise", "/noise/kind", R"("white")", "noise: kind must be 'none', 'constant' or 'seed'");
    add("site is text", "/site", R"("dusk")", "site: must be an object, not 'dusk'");
    add("photo of no hash", "/site", R"({"name":"photo","photo":"x"})", "site: photo must be the SHA-256");
    add("huge photo", "/site", R"({"name":"dusk","scale":1e9})", "site: scale must be from 0.05 to 20");
    add("unknown field of a genome", "/mutation", "1", "genome: has an unknown field 'mutation'");
}

}  // namespace

std::vector<HostileFrame> hostileFrames() {
    Rows rows;
    addStreams(rows);
    addTexts(rows);
    addRequests(rows);
    addRenderings(rows);
    addGenomes(rows);
    addPhotos(rows);
    return rows;
}

}  // namespace charrette::test
