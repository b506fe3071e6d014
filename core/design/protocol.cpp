#include "core/design/protocol.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/error.h"
#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

template <class Enum, size_t count>
using Names = std::array<std::pair<const char*, Enum>, count>;

constexpr Names<Stage, 2> stageNames = {{{"preview", Stage::Preview}, {"full", Stage::Full}}};
constexpr Names<Stages, 3> stagesNames = {{{"both", Stages::Both}, {"preview", Stages::Preview}, {"full", Stages::Full}}};
constexpr Names<Priority, 3> priorityNames = {
    {{"selected", Priority::Selected}, {"visible", Priority::Visible}, {"hidden", Priority::Hidden}}};
constexpr Names<PixelFormat, 7> pixelNames = {{{"rgb8", PixelFormat::Rgb8},
                                               {"rgba8", PixelFormat::Rgba8},
                                               {"float", PixelFormat::Float},
                                               {"png8", PixelFormat::Png8},
                                               {"png16", PixelFormat::Png16},
                                               {"tiff8", PixelFormat::Tiff8},
                                               {"tiff16", PixelFormat::Tiff16}}};
constexpr Names<Done::Outcome, 3> outcomeNames = {
    {{"finished", Done::Outcome::Finished}, {"replaced", Done::Outcome::Replaced}, {"cancelled", Done::Outcome::Cancelled}}};

template <class Enum, size_t count>
const char* nameOf(Enum value, const Names<Enum, count>& names) {
    return names[size_t(value)].first;
}

template <class Enum, size_t count>
Enum readName(ObjectReader& reader, const std::string& field, const Names<Enum, count>& names) {
    const std::string text = reader.text(field);
    std::string known;
    for (const auto& [name, value] : names) {
        if (text == name) return value;
        known += (known.empty() ? "'" : ", '") + std::string(name) + "'";
    }
    refuse(reader.where(), field + " must be one of " + known + ", not " + shown(text));
}

constexpr size_t cellTextLimit = 4u << 20;

template <class... Alternatives>
struct Overloaded : Alternatives... {
    using Alternatives::operator()...;
};
template <class... Alternatives>
Overloaded(Alternatives...) -> Overloaded<Alternatives...>;

std::string readText(ObjectReader& reader, const std::string& field, size_t limit) {
    std::string text = reader.text(field);
    checkText(text, limit, reader.where(), field);
    return text;
}

uint64_t readCount(ObjectReader& reader, const std::string& field) { return uint64_t(reader.integer(field, 0, int64_t(requestIdLimit))); }

uint32_t readCell(ObjectReader& reader) { return uint32_t(reader.integer("cell", 0, UINT32_MAX)); }

void refusePayload(const Frame& frame, const std::string& where) {
    if (!frame.payload.empty()) refuse(where, "has a payload of " + std::to_string(frame.payload.size()) + " bytes, where none belongs");
}

json toJson(const Cell& cell) {
    json object = {{"cell", cell.cell}, {"priority", nameOf(cell.priority, priorityNames)}, {"genome", toJson(cell.genome)}};
    if (!cell.text.empty()) object["text"] = cell.text;
    return object;
}

Cell readCellOfRequest(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    Cell cell;
    cell.cell = readCell(reader);
    reader.setWhere(joined(where, std::to_string(cell.cell)));
    cell.priority = readName(reader, "priority", priorityNames);
    cell.genome = genomeFromJson(reader.any("genome"), reader.whereOf("genome"));
    if (reader.has("text")) cell.text = readText(reader, "text", cellTextLimit);
    reader.finish();
    return cell;
}

RenderCells readRender(ObjectReader& reader) {
    RenderCells render;
    render.group = readText(reader, "group", labelLimit);
    render.stages = readName(reader, "stages", stagesNames);
    render.pixels = readName(reader, "pixels", pixelNames);
    std::set<uint32_t> numbers;
    for (const json& object : reader.array("cells", cellLimit)) {
        render.cells.push_back(readCellOfRequest(object, reader.whereOf("cell")));
        const uint32_t number = render.cells.back().cell;
        if (!numbers.insert(number).second)
            refuse(reader.where(), "cells must differ in number, but " + std::to_string(number) + " stands twice");
    }
    return render;
}

json toJson(const RenderCells& render) {
    json cells = json::array();
    for (const Cell& cell : render.cells) cells.push_back(toJson(cell));
    return {{"request", "render"},
            {"group", render.group},
            {"stages", nameOf(render.stages, stagesNames)},
            {"pixels", nameOf(render.pixels, pixelNames)},
            {"cells", cells}};
}

json headerOf(const Request& request) {
    return std::visit(Overloaded{
                          [](const OpenModel& open) {
                              return json{{"request", "open"}, {"model", open.model}};
                          },
                          [](const RenderCells& render) { return toJson(render); },
                          [](const Cancel& cancel) {
                              return json{{"request", "cancel"}, {"cancelled", cancel.request}};
                          },
                          [](Heartbeat) {
                              return json{{"request", "heartbeat"}};
                          },
                          [](AskStatistics) {
                              return json{{"request", "statistics"}};
                          },
                          [](const AddPhoto& photo) {
                              return json{{"request", "photo"}, {"photo", photo.photo}, {"width", photo.width}, {"height", photo.height}};
                          },
                      },
                      request.what);
}

RequestId readId(ObjectReader& reader, const std::string& field, int64_t lowest) {
    return RequestId(reader.integer(field, lowest, int64_t(requestIdLimit)));
}

/// A frame's payload, which must have so many bytes.
std::vector<std::byte> payloadOf(const Frame& frame, size_t bytes, const std::string& where) {
    if (frame.payload.size() != bytes)
        refuse(where, "payload must be " + std::to_string(bytes) + " bytes, not " + std::to_string(frame.payload.size()));
    return frame.payload;
}

AddPhoto readPhoto(ObjectReader& reader, const Frame& frame) {
    AddPhoto photo{.photo = reader.text("photo")};
    if (!isHash(photo.photo)) refuse(reader.where(), "photo must be a SHA-256 of 64 lower-case hexadecimal digits, not " + shown(photo.photo));
    photo.width = int(reader.integer("width", 1, photoSideLimit));
    photo.height = int(reader.integer("height", 1, photoSideLimit));
    photo.pixels = payloadOf(frame, 3 * size_t(photo.width) * size_t(photo.height), reader.where());
    return photo;
}

decltype(Request::what) readRequest(ObjectReader& reader, const Frame& frame) {
    const std::string name = reader.text("request");
    if (name == "photo") return readPhoto(reader, frame);
    refusePayload(frame, reader.where());
    if (name == "open") return OpenModel{readText(reader, "model", paragraphLimit)};
    if (name == "render") return readRender(reader);
    if (name == "cancel") return Cancel{readId(reader, "cancelled", 1)};
    if (name == "heartbeat") return Heartbeat();
    if (name == "statistics") return AskStatistics();
    refuse(reader.where(), "there is no request " + shown(name));
}

json toJson(const Picture& picture) {
    return {
        {"reply", "picture"},       {"cell", picture.cell},         {"stage", nameOf(picture.stage, stageNames)},  {"width", picture.width},
        {"height", picture.height}, {"channels", picture.channels}, {"pixels", nameOf(picture.pixels, pixelNames)}};
}

Picture readPicture(ObjectReader& reader, const Frame& frame) {
    Picture picture;
    picture.cell = readCell(reader);
    picture.stage = readName(reader, "stage", stageNames);
    picture.width = int(reader.integer("width", 1, 1024));
    picture.height = int(reader.integer("height", 1, 1024));
    picture.channels = int(reader.integer("channels", 3, 5));
    picture.pixels = readName(reader, "pixels", pixelNames);
    const size_t bytes = isFile(picture.pixels)
                             ? std::max<size_t>(frame.payload.size(), 1)
                             : size_t(picture.width) * size_t(picture.height) * pixelBytes(picture.pixels, picture.channels);
    picture.samples = payloadOf(frame, bytes, reader.where());
    return picture;
}

json toJson(const Statistics& statistics) {
    return {{"reply", "statistics"},
            {"model", statistics.model},
            {"devices", statistics.devices},
            {"queued", statistics.queued},
            {"inWork", statistics.inWork},
            {"rendered", statistics.rendered},
            {"stale", statistics.stale},
            {"fromCache", statistics.fromCache},
            {"cacheBytes", statistics.cacheBytes},
            {"cacheBudget", statistics.cacheBudget}};
}

Statistics readStatistics(ObjectReader& reader) {
    Statistics statistics;
    statistics.model = readText(reader, "model", paragraphLimit);
    statistics.devices = reader.texts("devices", 64);
    statistics.queued = readCount(reader, "queued");
    statistics.inWork = readCount(reader, "inWork");
    statistics.rendered = readCount(reader, "rendered");
    statistics.stale = readCount(reader, "stale");
    statistics.fromCache = readCount(reader, "fromCache");
    statistics.cacheBytes = readCount(reader, "cacheBytes");
    statistics.cacheBudget = readCount(reader, "cacheBudget");
    return statistics;
}

Failed readFailed(ObjectReader& reader) {
    Failed failed{reader.text("sentence"), {}};
    for (double cell : reader.numbers("cells", cellLimit)) failed.cells.push_back(uint32_t(cell));
    return failed;
}

json headerOf(const Reply& reply) {
    return std::visit(Overloaded{
                          [](const Opened& opened) {
                              return json{{"reply", "opened"}, {"card", toJson(opened.card)}};
                          },
                          [](const Picture& picture) { return toJson(picture); },
                          [](Progress progress) {
                              return json{{"reply", "progress"}, {"done", progress.done}, {"total", progress.total}};
                          },
                          [](Done done) {
                              return json{{"reply", "done"}, {"outcome", nameOf(done.outcome, outcomeNames)}};
                          },
                          [](const Failed& failed) {
                              return json{{"reply", "failed"}, {"sentence", failed.sentence}, {"cells", failed.cells}};
                          },
                          [](Heartbeat) {
                              return json{{"reply", "heartbeat"}};
                          },
                          [](const Statistics& statistics) { return toJson(statistics); },
                          [](const Notice& notice) {
                              return json{{"reply", "notice"}, {"sentence", notice.sentence}};
                          },
                      },
                      reply.what);
}

decltype(Reply::what) readReply(ObjectReader& reader, const Frame& frame) {
    const std::string name = reader.text("reply");
    if (name == "picture") return readPicture(reader, frame);
    refusePayload(frame, reader.where());
    if (name == "opened") return Opened{cardFromJson(reader.any("card"), reader.whereOf("card"))};
    if (name == "progress") return Progress{readCount(reader, "done"), readCount(reader, "total")};
    if (name == "done") return Done{readName(reader, "outcome", outcomeNames)};
    if (name == "failed") return readFailed(reader);
    if (name == "heartbeat") return Heartbeat();
    if (name == "statistics") return readStatistics(reader);
    if (name == "notice") return Notice{reader.text("sentence")};
    refuse(reader.where(), "there is no reply " + shown(name));
}

/// A message's header with its id. A sentence may name a file whose name is not UTF-8.
template <class Message>
std::string headerText(const Message& message) {
    json header = headerOf(message);
    header["id"] = message.id;
    return header.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

size_t pixelBytes(PixelFormat format, int channels) {
    if (format == PixelFormat::Float) return size_t(channels) * sizeof(float);
    return format == PixelFormat::Rgb8 ? 3 : 4;
}

Frame toFrame(const Request& request) {
    const auto* photo = std::get_if<AddPhoto>(&request.what);
    return {headerText(request), photo ? photo->pixels : std::vector<std::byte>()};
}

Frame toFrame(const Reply& reply) {
    const auto* picture = std::get_if<Picture>(&reply.what);
    return {headerText(reply), picture ? picture->samples : std::vector<std::byte>()};
}

Request requestFromFrame(const Frame& frame) {
    const json header = parseJson(frame.header, "request");
    ObjectReader reader(header, "request");
    Request request;
    request.id = readId(reader, "id", 1);
    request.what = readRequest(reader, frame);
    reader.finish();
    return request;
}

Reply replyFromFrame(const Frame& frame) {
    const json header = parseJson(frame.header, "reply");
    ObjectReader reader(header, "reply");
    Reply reply;
    reply.id = readId(reader, "id", 0);
    reply.what = readReply(reader, frame);
    reader.finish();
    return reply;
}

RequestId requestIdOf(const Frame& frame) try {
    const json header = parseJson(frame.header, "request");
    ObjectReader reader(header, "request");
    return readId(reader, "id", 1);
} catch (const Error&) {
    return 0;
}

}  // namespace charrette
