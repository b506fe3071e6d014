#include "core/design/site.h"

#include "core/design/json.h"

namespace charrette {

using nlohmann::json;

namespace {

constexpr const char* photoName = "photo";

void readWithin(ObjectReader& reader, const char* field, double minimum, double maximum, double& number) {
    if (!reader.has(field)) return;
    number = reader.number(field);
    if (!(number >= minimum && number <= maximum))
        refuse(reader.where(), std::string(field) + " must be from " + shown(minimum) + " to " + shown(maximum) + ", not " + shown(number));
}

}  // namespace

json toJson(const Site& site) {
    json object = {{"name", site.name}, {"match", site.match}, {"shadow", site.shadow}};
    if (site.name != photoName) return object;
    object.update({{"photo", site.photo}, {"file", site.file}, {"x", site.x}, {"y", site.y}, {"scale", site.scale}, {"angle", site.angle}});
    return object;
}

Site siteFromJson(const json& object, const std::string& where) {
    ObjectReader reader(object, where);
    Site site{.name = reader.text("name")};
    if (!isName(site.name, '-')) refuse(where, "name must be lower-case letters, digits and '-', not " + shown(site.name));
    if (reader.has("photo")) site.photo = reader.text("photo");
    if (reader.has("file")) site.file = reader.text("file");
    checkText(site.file, labelLimit * 2, where, "file");
    if ((site.name == photoName) != isHash(site.photo) || (site.name != photoName && !site.photo.empty()))
        refuse(where, "photo must be the SHA-256 of a photo where name is 'photo', and left out elsewhere, not " + shown(site.photo));
    readWithin(reader, "x", -4, 4, site.x);
    readWithin(reader, "y", -4, 4, site.y);
    readWithin(reader, "scale", 0.05, 20, site.scale);
    readWithin(reader, "angle", -45, 45, site.angle);
    readWithin(reader, "match", 0, 1, site.match);
    readWithin(reader, "shadow", 0, 1, site.shadow);
    reader.finish();
    return site;
}

}  // namespace charrette
