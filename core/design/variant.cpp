#include "core/design/variant.h"

#include <array>
#include <cmath>

#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

// In the order of `Operation` and of `Origin::Part`.
constexpr std::array<const char*, 6> operationNames = {"sample", "explore", "breed", "interpolate", "sheet", "import"};
constexpr std::array<const char*, 5> partNames = {"parameter", "latent", "direction", "truncation", "noise"};

constexpr size_t originLimit = parameterLimit + directionLimit + 8;

json toJson(const Origin& origin) {
    json object = {{"part", partNames[size_t(origin.part)]}};
    if (!origin.name.empty()) object["name"] = origin.name;
    if (!origin.shares.empty()) object["shares"] = origin.shares;
    if (origin.isMutated) object["mutated"] = true;
    return object;
}

Origin originFromJson(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    Origin origin{.part = Origin::Part(reader.choice("part", partNames))};
    if (reader.has("name")) origin.name = reader.text("name");
    checkText(origin.name, nameLimit, where, "name");
    if (reader.has("shares")) origin.shares = reader.numbers("shares", parentLimit);
    for (double share : origin.shares) {
        if (!(share >= 0 && share <= 1)) refuse(where, "shares must be from 0 to 1, not " + shown(share));
    }
    if (reader.has("mutated")) {
        const json& mutated = reader.any("mutated");
        if (!mutated.is_boolean()) refuse(where, "mutated must be true or false, not " + shown(mutated));
        origin.isMutated = mutated.get<bool>();
    }
    reader.finish();
    return origin;
}

}  // namespace

std::string toText(Operation operation) { return operationNames[size_t(operation)]; }

Operation operationFromText(const std::string& text, const std::string& where) {
    for (size_t i = 0; i < operationNames.size(); ++i) {
        if (text == operationNames[i]) return Operation(i);
    }
    refuse(where, "operation is not known: " + shown(text));
}

json toJson(const std::vector<Origin>& origins) {
    json list = json::array();
    for (const Origin& origin : origins) list.push_back(toJson(origin));
    return list;
}

std::vector<Origin> originsFromJson(const json& list, const std::string& where) {
    if (!list.is_array() || list.size() > originLimit) {
        refuse(where, "origins must be a list of at most " + std::to_string(originLimit) + " entries");
    }
    std::vector<Origin> origins;
    for (const json& entry : list) origins.push_back(originFromJson(entry, joined(where, "origins")));
    return origins;
}

}  // namespace charrette
