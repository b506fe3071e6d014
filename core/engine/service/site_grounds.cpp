#include "core/engine/service/site_grounds.h"

#include "core/base/error.h"
#include "core/site/grounds.h"

namespace charrette {
namespace {

const std::string photoName = "photo";

/// What the ground depends on; not on the match and the shadow.
std::string keyOf(const Site& site, int width, int height) {
    std::string key = site.name + ' ' + std::to_string(width) + ' ' + std::to_string(height);
    if (site.name != photoName) return key;
    const double placement[] = {site.x, site.y, site.scale, site.angle};
    key += ' ' + site.photo;
    return key.append(reinterpret_cast<const char*>(placement), sizeof placement);
}

}  // namespace

void checkSite(const Site& site, const Photo* photo) {
    if (site.name == photoName && !photo)
        throw Error("The photo " + (site.file.empty() ? site.photo.substr(0, 8) : "'" + site.file + "'") +
                    " that the site names is not here; it has to be chosen again");
    if (site.name != photoName && !groundNamed(site.name)) {
        std::string known;
        for (const Ground& ground : grounds()) known += std::string(ground.name) + ", ";
        throw Error("There is no site '" + site.name + "'; there are " + known + "and photo");
    }
}

SiteGround groundOf(const Site& site, const Photo* photo, int width, int height) {
    checkSite(site, photo);
    return SiteGround(site.name == photoName ? photo->placed(site, width, height) : drawn(*groundNamed(site.name), width, height));
}

std::shared_ptr<const SiteGround> SiteGrounds::ground(const Site& site, const Photo* photo, int width, int height) {
    const std::string key = keyOf(site, width, height);
    if (const auto kept = m_made.find(key)) return *kept;
    auto made = std::make_shared<const SiteGround>(groundOf(site, photo, width, height));
    m_made.insert(key, made, made->picture.samples.size() * sizeof(float));
    return made;
}

}  // namespace charrette
