#pragma once

#include <memory>
#include <string>

#include "core/engine/service/cache.h"
#include "core/site/composite.h"
#include "core/site/photo.h"

namespace charrette {

/// Grounds for pictures of one size after another: a ground is made once for all cells that stand before it. For one thread.
class SiteGrounds {
public:
    /// `photo` is the one that the site names, if it names one. Throws `Error` where it names one and `photo` is null, or a ground that the
    /// program does not draw.
    std::shared_ptr<const SiteGround> ground(const Site& site, const Photo* photo, int width, int height);

private:
    Cache<std::shared_ptr<const SiteGround>> m_made{size_t(24) << 20};
};

/// The same for one picture alone.
SiteGround groundOf(const Site& site, const Photo* photo, int width, int height);

/// Throws `Error` unless there is such a ground, or the photo that the site names.
void checkSite(const Site& site, const Photo* photo);

}  // namespace charrette
